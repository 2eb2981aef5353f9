"""Two rule sets read as one find what each of them finds, or say that they may differ."""

from __future__ import annotations

import pickle
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relex.corpus.articles import Article
from relex.difference import compared
from relex.extractor import Extractor, load
from relex.joint import joint_of
from relex.rules.ruleset import RuleSet

ZOO = (Path(__file__).parent / "show" / "zoo").resolve()
TEXTS = (
    "The big cat ran after the dog.",
    "A dog chased the mouse on Monday. The cat may chase the dog.",
    "The dog did not chase the big cat. “The mouse chased the cat,” a man said.",
    "Nobody slept.",
    "",
)


@pytest.fixture(scope="module")
def zoo() -> Extractor:
    return load(ZOO)


def without(rules: RuleSet, *ids: str) -> RuleSet:
    """Return a rule set without some of its rules and cues."""
    return replace(
        rules,
        rules=tuple(rule for rule in rules.rules if rule.id not in ids),
        cues=tuple(cue for cue in rules.cues if cue.id not in ids),
        digest=",".join(ids),
    )


def test_one_reading_tells_of_both_where_no_changed_rule_matches(zoo: Extractor) -> None:
    joint = joint_of(zoo.rules, without(zoo.rules, "runs-after"))
    assert joint is not None
    assert joint(TEXTS[0]) is None
    found = joint(TEXTS[1])
    assert found is not None
    assert found.to_dict() | {"rules": ""} == zoo(TEXTS[1]).to_dict() | {"rules": ""}


def test_words_labels_and_types_that_differ_are_read_apart(zoo: Extractor) -> None:
    rules = zoo.rules
    assert joint_of(rules, replace(rules, lexicons=())) is None
    assert joint_of(rules, replace(rules, labels={**rules.labels, "Beast": ("Animal",)})) is None
    assert joint_of(rules, replace(rules, rules=rules.rules[::-1])) is None


def test_a_line_more_in_a_file_changes_nothing(zoo: Extractor) -> None:
    moved = [replace(rule, location=replace(rule.location, line=rule.location.line + 1)) for rule in zoo.rules.rules]
    joint = joint_of(zoo.rules, replace(zoo.rules, rules=tuple(moved), digest="moved"))
    assert joint is not None
    assert all(joint(text) is not None for text in TEXTS)


def test_workers_get_it_whole(zoo: Extractor) -> None:
    joint = joint_of(zoo.rules, without(zoo.rules, "runs-after"))
    assert joint is not None
    again = pickle.loads(pickle.dumps(joint))
    assert [again(text) is None for text in TEXTS] == [joint(text) is None for text in TEXTS]


@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_what_is_read_as_one_is_found_by_each(zoo: Extractor, data: st.DataObject) -> None:
    rules = zoo.rules
    ids = [rule.id for rule in rules.rules] + [cue.id for cue in rules.cues]
    less, other = (without(rules, *data.draw(st.sets(st.sampled_from(ids), max_size=2))) for _ in range(2))
    joint = joint_of(less, other)
    for text in TEXTS if joint else ():
        found = joint(text)  # type: ignore[misc]
        if found is not None:
            each = Extractor(less)(text), Extractor(other)(text)
            assert all(one.to_dict() | {"rules": ""} == found.to_dict() | {"rules": ""} for one in each)


def test_reading_jointly_is_given_up_where_it_is_in_vain(tmp_path: Path) -> None:
    shutil.copytree(ZOO, tmp_path / "zoo")
    (tmp_path / "new").mkdir()
    (tmp_path / "new/new.yaml").write_text("imports: [../zoo]\ndisable: [runs-after]\n", "utf-8")
    corpus = [Article(f"c{number}", TEXTS[0] if number % 4 else TEXTS[1]) for number in range(80)]
    tally = compared(tmp_path / "zoo", tmp_path / "new", corpus)
    assert tally.articles == 80
    assert tally.counts == {("Chase", "lost", "runs-after"): 60}

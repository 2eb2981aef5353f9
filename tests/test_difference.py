"""What a change of rules adds, loses and changes over a corpus."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from relex import load
from relex.cli import main
from relex.corpus.articles import Article
from relex.difference import compared, differences

ZOO = (Path(__file__).parent / "show" / "zoo").resolve()
TEXTS = ["The big cat chased a dog.", "A dog chased the mouse on Monday. The cat may chase the dog.", "Nobody slept."]
CHANGE = """
imports: [../zoo]
disable: [big-cat]
rules:
  - extends: other
    pattern: dog
  - rule: nobody
    emits: Animal
    why: A change that adds.
    pattern: nobody
    finds: ["[Animal Nobody] slept.", "A cat and [Animal nobody]."]
    ignores: ["A cat slept."]
  - rule: nobody-sleeps
    emits: Chase
    why: A change that adds.
    pattern: (hunter:@Animal trigger:slept)
    roles: {prey: {around: "prey:@Animal", least: 0}}
    finds: ["[hunter Nobody] [trigger slept].", "[hunter Nobody] [trigger slept] on Monday."]
    ignores: ["A man slept."]
cues:
  - extends: may
    pattern: might
"""


@pytest.fixture
def change(tmp_path: Path) -> Path:
    """The zoo beside a rule set that changes it."""
    for file in ZOO.rglob("*"):
        if file.is_file():
            copy = tmp_path / "zoo" / file.relative_to(ZOO)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    new = tmp_path / "new"
    new.mkdir()
    (new / "new.yaml").write_text(CHANGE, "utf-8")
    lines = [json.dumps({"id": f"a{number}", "text": text}) for number, text in enumerate(TEXTS, 1)]
    (tmp_path / "corpus.jsonl").write_text("\n".join(lines), "utf-8")
    return tmp_path


def diff(folder: Path, *arguments: str, new: str = "new") -> Result:
    return CliRunner().invoke(
        main, ["diff", str(folder / "zoo"), str(folder / new), str(folder / "corpus.jsonl"), *arguments]
    )


def test_what_is_lost_changed_and_added_is_told_by_type_and_rule(change: Path) -> None:
    result = diff(change)
    assert result.exit_code == 0
    assert result.stdout == (
        "3 articles, 1 lost\n"
        "Chase  3 -> 3  -1  ~2  +1\n"
        "  - chases  1\n"
        "      a2: A [hunter dog] [trigger chased] the [prey mouse] on [day Monday]. The cat may chase the dog.\n"
        "  ~ chases  2\n"
        "      a1: hunter big cat -> cat: The big [hunter cat] [trigger chased] a [prey dog].\n"
        "      a2: status planned -> held: A dog chased the mouse on Monday. The [hunter cat] [trigger may chase] the"
        " [prey dog].\n"
        "  + nobody-sleeps  1\n"
        "      a3: [hunter Nobody] [trigger slept].\n"
    )


def test_a_loss_may_fail_the_run(change: Path) -> None:
    assert diff(change, "--fail-on-loss").exit_code == 1
    assert diff(change, "--fail-on-loss", new="zoo").exit_code == 0


def test_the_same_rules_differ_in_nothing(change: Path) -> None:
    result = diff(change, new="zoo")
    assert result.stdout == "3 articles, nothing lost\nChase  3 -> 3  same\n"


def test_json_says_the_same(change: Path) -> None:
    told = json.loads(diff(change, "--format", "json", "--samples", "0").stdout)
    assert told["types"] == {"Chase": {"old": 3, "new": 3}}
    assert told["losses"] == 1
    assert [(row["kind"], row["rule"], row["count"], row["samples"]) for row in told["differences"]] == [
        ("added", "nobody-sleeps", 1, []),
        ("changed", "chases", 2, []),
        ("lost", "chases", 1, []),
    ]


def test_processes_change_nothing(change: Path) -> None:
    corpus = [Article(f"b{number}", text) for number in range(50) for text in TEXTS]
    rules = change / "zoo", change / "new"
    assert compared(*rules, corpus, jobs=2) == compared(*rules, corpus)


def test_a_part_that_is_no_longer_filled_is_a_loss() -> None:
    extractor = load(ZOO)
    text = "A dog chased the mouse on Monday."
    old, new = extractor(text), extractor("A dog chased the mouse on Fryday.")
    (found,) = differences(old, new)
    assert (found.kind, found.fields, found.is_loss) == ("changed", ("day",), True)
    (back,) = differences(new, old)
    assert not back.is_loss


def test_what_both_find_alike_is_not_told_however_much_else_differs() -> None:
    rules = load("diplomacy")
    old = rules("Canada condemned the coup. “It is late,” Anna Korpi said in Cairo.")
    new = rules("Canada condemned the coup. “It is late,” Anna Korpi said in Paris.")
    assert [(each.kind, each.item.type) for each in differences(old, new)] == [("changed", "Country")]
    assert differences(old, old) == []


def test_a_corpus_that_cannot_be_read_is_told(change: Path) -> None:
    (change / "corpus.jsonl").write_text('{"text": "A cat."}\n{', "utf-8")
    result = diff(change)
    assert result.exit_code == 0
    assert result.stderr.startswith(f"relex: {change}/corpus.jsonl:2: no JSON")
    (change / "corpus.jsonl").unlink()
    assert diff(change).exit_code == 2

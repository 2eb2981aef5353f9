"""Which of overlapping mentions is kept, and why the others are dropped."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from relex.errors import Location
from relex.match.matcher import Candidate, Found, Matcher
from relex.rules.pattern import parse_pattern
from relex.rules.ruleset import Rule, RuleSet

HERE = Location("rules.yaml", 1, 1)
LABELS = {"Thing": (), "Place": ("Thing",), "City": ("Place",), "Name": ()}
BEATS = {"b": ("a",), "c": ("b",), "d": ("c", "a"), "x": ("y",), "y": ("z",), "z": ("x",)}
RULES = tuple(
    Rule(name, "Name", "", parse_pattern(f"word{name}"), HERE, beats=BEATS.get(name, ())) for name in "abcdxyz"
)
MATCHER = Matcher(RuleSet("test", RULES, labels=LABELS))
DEPTHS = {"Thing": 0, "Name": 0, "Place": 1, "City": 2}

candidates = st.lists(
    st.tuples(st.integers(0, 12), st.integers(1, 4), st.sampled_from("abcdxyz"), st.sampled_from(sorted(LABELS))),
    max_size=8,
).map(
    lambda rows: [Candidate(at, at + n, Found(rule, label, at, at + n)) for at, n, rule, label in dict.fromkeys(rows)]
)


def better(one: Candidate, other: Candidate) -> str | None:
    """Return in what way one candidate wins over another that is neither beaten nor shorter by accident."""
    if one.stop - one.start != other.stop - other.start:
        return "is longer" if one.stop - one.start > other.stop - other.start else None
    if one.start != other.start:
        return "is earlier" if one.start < other.start else None
    a, b = DEPTHS[one.found.label], DEPTHS[other.found.label]
    if a != b:
        return f"has the more specific label {one.found.label}" if a > b else None
    if other.found.rule in BEATS.get(one.found.rule, ()):
        return "beats it"
    return "comes first by its id"  # or breaks a circle of rules that beat one another


@given(candidates)
def test_what_is_kept_overlaps_nothing_and_what_is_dropped_lost_to_something_better(found: list[Candidate]) -> None:
    lost: list[tuple[Candidate, Candidate]] = []
    kept = MATCHER.resolved(found, lost)
    taken = [token for each in kept for token in range(each.start, each.stop)]
    assert len(taken) == len(set(taken))
    assert kept == sorted(kept)
    assert len(kept) + len(lost) == len(found)
    for other, one in lost:
        assert one in kept
        assert one.start < other.stop
        assert other.start < one.stop
        assert MATCHER.why(other, one) == f"overlaps {one.found.rule}, which {better(one, other)}"


@given(candidates, st.randoms())
def test_the_order_of_candidates_changes_nothing(found: list[Candidate], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert MATCHER.resolved(found, []) == MATCHER.resolved(shuffled, [])


def test_a_rule_beats_only_the_rule_it_names() -> None:
    a, b, z = (Candidate(0, 1, Found(rule, "Name", 0, 1)) for rule in "abz")
    assert MATCHER.resolved([a, b], []) == [b]
    assert MATCHER.resolved([a, z], []) == [a]
    assert MATCHER.resolved([b, z], []) == [b]


def test_a_label_is_more_specific_the_deeper_it_stands() -> None:
    place, city = (Candidate(0, 1, Found("a", label, 0, 1)) for label in ("Place", "City"))
    lost: list[tuple[Candidate, Candidate]] = []
    assert MATCHER.resolved([place, city], lost) == [city]
    assert lost == [(place, city)]
    assert MATCHER.why(place, city) == "overlaps a, which has the more specific label City"

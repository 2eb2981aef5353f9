"""What is told of a failed match agrees with the expressions that do the matching."""

from __future__ import annotations

import pickle
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.properties.test_engine import VALUES, rule_set, texts, whole_patterns

from relex.extractor import Extractor
from relex.match.matcher import Matcher
from relex.match.trace import best_attempt, passes, stream_for
from relex.rules.pattern import Constraint, Node, Sequence, Token, parse_pattern, unparse

SETTINGS = settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow], max_examples=60)


@SETTINGS
@given(whole_patterns, st.lists(texts, min_size=1, max_size=6))
def test_a_pattern_matches_a_sentence_where_the_engine_finds_it(pattern: Node, several: list[str]) -> None:
    matcher = Matcher(rule_set(pattern, "Telling"))
    for text in several:
        reading = matcher.read(text)
        found = {reading.sentence(reading.top, match.start) for match in matcher.find_events(reading)}
        edges = [0, *reading.ends(reading.top), len(reading.top.symbols)]
        for window in pairwise(edges):
            attempt = best_attempt(pattern, matcher, reading.top, window)
            assert (attempt is not None and attempt.matches) == (window in found), unparse(pattern)


def test_a_symbol_passes_a_test_where_its_class_holds_it() -> None:
    tests = [
        Constraint(attribute, (value,), negated=negated)
        for attribute, values in VALUES.items()
        for value in values
        for negated in (False, True)
    ]
    matcher = Matcher(rule_set(Sequence(tuple(Token((one,)) for one in tests)), "Telling"))
    alphabet = matcher.alphabet
    for constraint in tests:
        expected = set(alphabet.members(alphabet.characters(constraint)))
        assert {code for code in alphabet.codes if passes(alphabet.kinds[code], constraint, alphabet)} == expected


@pytest.mark.parametrize(
    ("pattern", "text", "stop", "wanted"),
    [
        ("peace talks", "The peace of Paris", "of", ["talks"]),
        ("met (talks | peace)", "They met Paris.", "Paris", ["talks", "peace"]),
        ("new [shape=capital]", "the new talks", "talks", ["[shape=capital]"]),
        ("met (?! Paris) []", "They met Paris", "Paris", ["(?! Paris)"]),
        ("peace $", "The peace of Paris", "of", ["$"]),
        ("talks of peace", "The talks of", "", ["peace"]),
        ("talks of peace", "The talks of.", ".", ["peace"]),
    ],
)
def test_it_tells_where_it_stopped_and_what_it_wanted(pattern: str, text: str, stop: str, wanted: list[str]) -> None:
    node = parse_pattern(pattern)
    # As the cache has it, without what compiles patterns: what is told must not need it.
    extractor: Extractor = pickle.loads(pickle.dumps(Extractor(rule_set(node, "Telling"))))
    analysis = extractor.analyse(text)
    reading = analysis.reading
    stream = stream_for("rule", extractor.rules, reading, reading.top)
    attempt = best_attempt(node, reading.matcher, stream, (0, len(stream.symbols)))
    assert attempt is not None
    assert [unparse(one.node) for one in attempt.wanted] == wanted
    after = stream.starts[attempt.stop]
    assert reading.words(after, min(after + 1, len(reading.base.symbols))) == stop

"""Whether one pattern matches whatever another does: the second is of no use then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..rules.checks import labels_above
from ..rules.pattern import Choice, Constraint, Edge, Look, Node, Repeat, Role, Sequence, Token, walk
from ..text.inflection import forms
from .compile import split_literals

_MOST_TESTS = 2_000
_MOST_STATES = 5_000

Labels = Mapping[str, tuple[str, ...]]


def covers(wide: Node, narrow: Node, labels: Labels) -> bool:
    """Tell whether every stretch of tokens that ``narrow`` matches is surely matched by ``wide`` too.

    False where that cannot be said: only what is certain is told.

    >>> from ..rules.pattern import parse_pattern
    >>> covers(parse_pattern("[lemma=hold] [shape=lower]? talks"), parse_pattern("held talks"), {})
    True
    >>> covers(parse_pattern("held talks"), parse_pattern("[lemma=hold] talks"), {})
    False
    """
    wide, narrow = split_literals(wide), split_literals(narrow)
    kept: set[Node] = {node for node in walk(wide) if isinstance(node, Look | Edge)}
    try:
        return _is_within(_net_of(narrow, kept), _net_of(wide, kept), labels)
    except _TooLargeError:
        return False


class _TooLargeError(Exception):
    pass


Test = Token | Look | Edge


@dataclass(slots=True)
class _Net:
    """The tests of a pattern by number, and which of them may come first, last and after one another."""

    kept: set[Node]
    tests: list[Test] = field(default_factory=list)
    after: list[set[int]] = field(default_factory=list)
    first: set[int] = field(default_factory=set)
    last: set[int] = field(default_factory=set)
    empty: bool = False


_Part = tuple[bool, set[int], set[int]]  # whether it may be empty; its first tests; its last ones


def _net_of(node: Node, kept: set[Node]) -> _Net:
    net = _Net(kept)
    net.empty, net.first, net.last = _part(node, net)
    return net


def _part(node: Node, net: _Net) -> _Part:
    match node:
        case Token():
            return _test(node, net)
        case Sequence(items):
            whole: _Part = (True, set(), set())
            for item in items:
                whole = _joined(whole, _part(item, net), net)
            return whole
        case Choice(options):
            parts = [_part(option, net) for option in options]
            return any(p[0] for p in parts), set().union(*(p[1] for p in parts)), set().union(*(p[2] for p in parts))
        case Repeat(item, least, most):
            whole = (True, set(), set())
            for turn in range(most):
                empty, first, last = _part(item, net)
                whole = _joined(whole, (empty or turn >= least, first, last), net)
            return whole
        case Role(_, item):
            return _part(item, net)
        case Look() | Edge():
            # What only one of the two looks at makes it match less: of the narrow one it may be left out.
            return _test(node, net) if node in net.kept else (True, set(), set())


def _test(test: Test, net: _Net) -> _Part:
    if len(net.tests) >= _MOST_TESTS:
        raise _TooLargeError
    number = len(net.tests)
    net.tests.append(test)
    net.after.append(set())
    return False, {number}, {number}


def _joined(one: _Part, other: _Part, net: _Net) -> _Part:
    for number in one[2]:
        net.after[number] |= other[1]
    return one[0] and other[0], one[1] | (other[1] if one[0] else set()), other[2] | (one[2] if other[0] else set())


def _is_within(narrow: _Net, wide: _Net, labels: Labels) -> bool:
    if narrow.empty and not wide.empty:
        return False
    seen: set[tuple[int, frozenset[int]]] = set()
    rest = [(number, frozenset(wide.first)) for number in narrow.first]
    while rest:
        number, options = rest.pop()
        passed = frozenset(each for each in options if implies(narrow.tests[number], wide.tests[each], labels))
        if not passed or number in narrow.last and not passed & wide.last:
            return False
        following = frozenset[int]().union(*(wide.after[each] for each in passed))
        for each in narrow.after[number]:
            if (each, following) not in seen:
                seen.add((each, following))
                rest.append((each, following))
        if len(seen) > _MOST_STATES:
            raise _TooLargeError
    return True


def implies(one: Test, other: Test, labels: Labels) -> bool:
    """Tell whether whatever passes a test surely passes another."""
    if not isinstance(one, Token) or not isinstance(other, Token):
        return one == other
    return all(any(_implies(a, b, labels) for a in one.constraints) for b in other.constraints)


def _implies(one: Constraint, other: Constraint, labels: Labels) -> bool:
    if other.negated:
        if one.negated:
            return one.attribute == other.attribute and set(other.values) <= set(one.values)
        # A word is written in one way, but may have many labels.
        same = one.attribute == other.attribute and one.attribute in ("word", "lower")
        return same and set(one.values).isdisjoint(other.values)
    return not one.negated and all(_has(value, one, other, labels) for value in one.values)


def _has(value: str, one: Constraint, other: Constraint, labels: Labels) -> bool:
    """Tell whether a token with a value that one test asks for has a value that another asks for."""
    lower = value.lower()
    match one.attribute, other.attribute:
        case "label", "label":
            return not labels_above(labels, value).isdisjoint(other.values)
        case "shape", "shape":
            return value in other.values or "word" in other.values and value in ("lower", "capital", "upper", "mixed")
        case "word" | "lower", "lower":
            return lower in other.values
        case "word" | "lower", "lemma":
            return any(lower in forms(each) for each in other.values)
        case "lemma", "lower":
            return set(forms(value)) <= set(other.values)
        case "lemma", "lemma":
            return value in other.values
    return one.attribute == other.attribute and value in other.values

"""How far a pattern gets on tokens that it does not match: read off the symbols that the matcher made of them.

It runs only when somebody asks why; a property test holds it against the expressions that do the matching.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..rules.pattern import Choice, Constraint, Edge, Look, Node, Repeat, Role, Token
from ..rules.pattern import Sequence as InOrder
from ..rules.ruleset import QUOTE, RuleSet
from ..text.inflection import forms
from .alphabet import WORD_SHAPES, Alphabet, Kind
from .compile import CLOSING_MARKS, CLOSING_TOGETHER, split_literals, strata
from .matcher import Matcher, Reading, Stream, collapse

_LONGEST = 400  # symbols of a sentence that is looked at
_BEHIND = 12  # symbols before a token that a look behind reads
_TOLD = 12  # tests that failed at one place


class Wanted(NamedTuple):
    """A test that failed: the pattern's part, and the roles around it, outermost first."""

    node: Node
    roles: tuple[str, ...]


class Attempt(NamedTuple):
    """The best try of a pattern: symbols ``start`` up to ``stop``, where it failed, having passed so many tests.

    ``wanted`` are the tests that failed there; none of them, where the pattern matches up to ``stop``.
    """

    start: int
    stop: int
    passed: int
    wanted: tuple[Wanted, ...] = ()

    @property
    def matches(self) -> bool:
        return not self.wanted


def passes(kind: Kind, constraint: Constraint, alphabet: Alphabet) -> bool:
    """Tell whether a symbol of some kind passes a test, as the classes of the matcher's expressions do."""
    if kind.ends:
        return False
    return _has(kind, constraint, alphabet) is not constraint.negated


def _has(kind: Kind, constraint: Constraint, alphabet: Alphabet) -> bool:
    values = constraint.values
    match constraint.attribute:
        case "word":
            return kind.form in values
        case "lower":
            return bool(kind.lower) and kind.lower in map(str.lower, values)
        case "lemma":
            return bool(kind.lower) and any(kind.lower in forms(value) for value in values)
        case "shape":
            return kind.shape in values or "word" in values and kind.shape in WORD_SHAPES
        case "label":
            return any(not alphabet.below(value).isdisjoint(kind.labels) for value in values)
        case "lexicon":
            return not set(kind.lexicons).isdisjoint(values)
    return any(alphabet.regex(number) in values for number in kind.patterns)


def best_attempt(pattern: Node, matcher: Matcher, stream: Stream, window: tuple[int, int]) -> Attempt | None:
    """Return how far a pattern gets in some symbols of a stream: a match where there is one, else the best try.

    The best try is the one that passes most tests, then the one that gets farthest, then the first. None where there
    is nothing to try.
    """
    first, after = window[0], min(window[1], window[0] + _LONGEST)
    tracer = _Tracer(matcher.alphabet, [matcher.alphabet.kinds[symbol] for symbol in stream.symbols[:after]], first)
    ends = tracer.run(split_literals(pattern), {at: (0, -at) for at in range(first, after)}, ())
    matched = [(passed, stop, -back) for stop, (passed, back) in ends.items() if stop > -back]
    if matched:
        passed, stop, start = max(matched, key=lambda each: (each[0], each[1], -each[2]))
        return Attempt(start, stop, passed)
    return tracer.best()


def is_telling(node: Node) -> bool:
    """Tell whether passing a test says something of the words: a gap and a word of any kind say nothing.

    >>> is_telling(Token()), is_telling(Token((Constraint("lower", ("talks",)),)))
    (False, True)
    """
    return isinstance(node, Token) and any(not one.negated and one.attribute != "shape" for one in node.constraints)


# For each place that a pattern has come to: how many tests it passed, and where it started (negative: earlier is more).
_Places = dict[int, tuple[int, int]]


class _Tracer:
    """Runs a pattern over symbols from all places at once, and remembers the tests that failed after most others."""

    def __init__(self, alphabet: Alphabet, kinds: Sequence[Kind], first: int) -> None:
        self.alphabet = alphabet
        self.kinds = kinds
        self.first = first
        self.failed: dict[tuple[int, int, int], dict[Wanted, None]] = {}
        self.top: tuple[int, int, int] | None = None

    def best(self) -> Attempt | None:
        if self.top is None:
            return None
        passed, stop, back = self.top
        return Attempt(-back, stop, passed, tuple(self.failed[self.top])[:_TOLD])

    def _fail(self, place: int, state: tuple[int, int], node: Node, roles: tuple[str, ...]) -> None:
        key = (state[0], place, state[1])
        if self.top is None or key > self.top:
            self.top, self.failed = key, {key: {}}
        if key == self.top:
            self.failed[key][Wanted(node, roles)] = None

    def run(self, node: Node, places: _Places, roles: tuple[str, ...]) -> _Places:
        match node:
            case Token():
                return self._token(node, places, roles)
            case InOrder(items):
                for item in items:
                    places = self.run(item, places, roles) if places else places
                return places
            case Choice(options):
                return _together(self.run(option, places, roles) for option in options)
            case Repeat(item, least, most):
                return self._repeat(item, least, most, places, roles)
            case Role(name, item):
                return self.run(item, places, (*roles, name))
            case Look():
                return self._filtered(node, places, roles, [at for at in places if self._looks(node, at)])
            case Edge():
                return self._filtered(node, places, roles, [at for at in places if self._is_edge(node, at)])

    def _token(self, node: Token, places: _Places, roles: tuple[str, ...]) -> _Places:
        telling = is_telling(node)
        passed: _Places = {}
        for at, state in places.items():
            if at < len(self.kinds) and self._passes(node, self.kinds[at]):
                passed[at + 1] = (state[0] + telling, state[1])
            else:
                self._fail(at, state, node, roles)
        return passed

    def _passes(self, node: Token, kind: Kind) -> bool:
        return not kind.ends and all(passes(kind, constraint, self.alphabet) for constraint in node.constraints)

    def _repeat(self, item: Node, least: int, most: int, places: _Places, roles: tuple[str, ...]) -> _Places:
        result: _Places = dict(places) if least == 0 else {}
        for turn in range(1, most + 1):
            places = self.run(item, places, roles)
            if not places:
                break
            if turn >= least:
                together = _together((result, places))
                if together == result:
                    break  # further turns add nothing
                result = together
        return result

    def _filtered(self, node: Node, places: _Places, roles: tuple[str, ...], kept: Iterable[int]) -> _Places:
        result = {at: places[at] for at in kept}
        for at in places.keys() - result.keys():
            self._fail(at, places[at], node, roles)
        return result

    def _looks(self, node: Look, at: int) -> bool:
        silent = _Tracer(self.alphabet, self.kinds, self.first)
        if node.ahead:
            found = bool(silent.run(node.item, {at: (0, -at)}, ()))
        else:
            starts = range(max(0, at - _BEHIND), at + 1)
            found = any(at in silent.run(node.item, {start: (0, -start)}, ()) for start in starts)
        return found is not node.negated

    def _is_edge(self, node: Edge, at: int) -> bool:
        if node.start:
            return at == 0 or self.kinds[at - 1].ends
        for _ in range(CLOSING_TOGETHER + 1):
            if at >= len(self.kinds) or self.kinds[at].ends:
                return True
            if self.kinds[at].form not in CLOSING_MARKS:
                return False
            at += 1
        return False


def _together(several: Iterable[_Places]) -> _Places:
    result: _Places = {}
    for places in several:
        for at, state in places.items():
            if at not in result or state > result[at]:
                result[at] = state
    return result


def stream_for(rule: str, rules: RuleSet, reading: Reading, outline: Stream) -> Stream:
    """Return the stream on which a rule was tried: what the rules before its own step made of the text."""
    types = {kind.name for kind in rules.types}
    emits = {each.id: each.emits for each in rules.rules}
    if emits[rule] == QUOTE:
        return outline
    if emits[rule] in types:
        return reading.top
    alphabet = reading.matcher.alphabet
    below = {label: alphabet.below(label) for label in {*emits.values(), *rules.labels}}
    stream = reading.phrases
    for step in strata([each for each in rules.rules if each.emits not in types], below, rules.first):
        ids = {each.id for each in step}
        if rule in ids:
            break
        found = sorted((each for each in reading.found if each.rule in ids), key=lambda each: each.start)
        hits = [
            (stream.index(each.start), stream.index(each.stop - 1) + 1, alphabet.mention_symbols[each.label])
            for each in found
        ]
        stream = collapse(stream, hits)
    return stream

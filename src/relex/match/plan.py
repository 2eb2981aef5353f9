"""Which rules are worth trying where.

A rule runs only where its first two symbols may stand, and, where those are common, only in sentences that hold a
symbol which it cannot do without. Sets of rules are integers, a bit for each rule.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from functools import reduce
from itertools import accumulate, chain
from operator import or_, xor
from sys import intern
from typing import Generic, NamedTuple, TypeVar

from ..rules.pattern import Node
from .alphabet import Alphabet, runs
from .compile import character_class
from .expressions import expression
from .heads import Head, Need, head, is_anchored, need
from .store import opened, packed

Tried = TypeVar("Tried")
Found = list[tuple[Tried, re.Match[str]]]

_RARE = 4.0  # tokens in a thousand: what starts with them is tried there and nowhere else
_BROAD = 45.0  # tokens in a thousand: what stands in most sentences triggers nothing
_REMEMBERED = 2_000  # symbols of a set: what is common is soon known again


class Sets(dict[str, int]):
    """From a symbol to the numbers (as bits) of the sets that hold it; found when first asked for.

    A set of -1 holds everything, the lack of a symbol as well.
    """

    def __init__(self, sets: Sequence[int], alphabet: Alphabet) -> None:
        super().__init__()
        # The alphabet falls into stretches whose symbols are in the same sets: where they start, and in which they are.
        everywhere = sum(1 << number for number, found in enumerate(sets) if found < 0)
        changes: dict[int, int] = {}
        for number, found in enumerate(sets):
            if found < 0:
                continue
            for edge in chain.from_iterable(runs(found)):
                changes[edge] = changes.get(edge, 0) ^ 1 << number
        edges = sorted(changes)
        self._starts = [alphabet.codes[edge] for edge in edges if edge < len(alphabet.codes)]
        self._holding = list(accumulate((changes[edge] for edge in edges), xor, initial=everywhere))

    def __missing__(self, symbol: str) -> int:
        if len(self) >= _REMEMBERED:
            self.clear()
        found = self[intern(symbol)] = self._holding[bisect_right(self._starts, symbol)]
        return found

    def __reduce__(self) -> tuple[object, ...]:
        return _sets, (self._starts, self._holding)


def _sets(starts: list[str], holding: list[int]) -> Sets:
    found = Sets.__new__(Sets)
    found._starts, found._holding = starts, holding  # noqa: SLF001
    return found


class Entry(NamedTuple, Generic[Tried]):
    """A rule, its pattern and the expression made of it."""

    tried: Tried
    pattern: Node
    expression: re.Pattern[str]


class Rules(dict[int, tuple[Tried, re.Pattern[str]]]):
    """Rules and their expressions by their bits; those that come from the disk are opened when they are first tried.

    What is closed takes a tenth of the room, and few texts hold something for every rule.
    """

    def __init__(self, rules: Mapping[int, tuple[Tried, re.Pattern[str]]], closed: Mapping[int, bytes]) -> None:
        super().__init__(rules)
        self._closed = closed

    def __missing__(self, bit: int) -> tuple[Tried, re.Pattern[str]]:
        found: tuple[Tried, re.Pattern[str]] = opened(zlib.decompress(self._closed[bit]))
        self[bit] = found
        return found

    def changed(self, change: Callable[[Tried, re.Pattern[str]], tuple[Tried, re.Pattern[str]]]) -> Rules[Tried]:
        return Rules({bit: change(*self[bit]) for bit in self._closed.keys() | self.keys()}, {})

    def __reduce__(self) -> tuple[object, ...]:
        fresh = {bit: zlib.compress(packed(rule), 1) for bit, rule in self.items() if bit not in self._closed}
        return Rules, ({}, {**self._closed, **fresh})


def _any_of(sets: Iterable[int], alphabet: Alphabet) -> re.Pattern[str] | None:
    """An expression for a symbol of any of some sets; None where there is none."""
    together = reduce(or_, sets, 0)
    return expression(character_class(together, alphabet)) if together else None


class _Starts(Generic[Tried]):
    """Rules that start with rare symbols."""

    def __init__(self, entries: Sequence[tuple[Entry[Tried], Head]], alphabet: Alphabet) -> None:
        self._rules: Rules[Tried] = Rules(
            {1 << number: (entry.tried, entry.expression) for number, (entry, _) in enumerate(entries)}, {}
        )
        self._alone = Sets([start.alone for _, start in entries], alphabet)
        self._first = Sets([start.first for _, start in entries], alphabet)
        self._second = Sets([start.second for _, start in entries], alphabet)
        self._place = _any_of((start.any for _, start in entries), alphabet)

    def changed(self, change: Callable[[Tried, re.Pattern[str]], tuple[Tried, re.Pattern[str]]]) -> _Starts[Tried]:
        other = copy(self)
        vars(other).update(_rules=self._rules.changed(change))
        return other

    def matches(self, symbols: str) -> Found[Tried]:
        """Return every match; those of one rule do not overlap."""
        alone, first, second, rules = self._alone, self._first, self._second, self._rules
        free: dict[int, int] = {}
        found: Found[Tried] = []
        for at in map(re.Match.start, self._place.finditer(symbols) if self._place else ()):
            symbol = symbols[at]
            worth = alone[symbol] | first[symbol] & second[symbols[at + 1 : at + 2]]
            while worth:
                bit = worth & -worth
                worth ^= bit
                if at < free.get(bit, 0):
                    continue
                tried, pattern = rules[bit]
                match = pattern.match(symbols, at)
                if match is not None:
                    free[bit] = match.end()
                    found.append((tried, match))
        return found


class Plan(Generic[Tried]):
    """Rules that run together over one stream.

    Those that start with rare symbols are tried where such a one stands; the others are searched for in the sentences
    that hold a symbol which they cannot do without, or everywhere if that is common too.
    """

    def __init__(self, entries: Iterable[Entry[Tried]], alphabet: Alphabet) -> None:
        rare: list[tuple[Entry[Tried], Head]] = []
        triggered: list[tuple[Entry[Tried], Need]] = []
        self._everywhere: list[tuple[Tried, re.Pattern[str]]] = []
        for entry in entries:
            start = alphabet.remembered(head, entry.pattern)
            wanted = alphabet.remembered(need, entry.pattern, True)
            if alphabet.frequency(start.any) <= _RARE:
                rare.append((entry, start))
            elif alphabet.frequency(wanted.symbols) <= _BROAD or is_anchored(entry.pattern):
                triggered.append((entry, wanted))
            else:
                self._everywhere.append((entry.tried, entry.expression))
        self._starts = _Starts(rare, alphabet)
        self._triggered: Rules[Tried] = Rules(
            {1 << number: (entry.tried, entry.expression) for number, (entry, _) in enumerate(triggered)}, {}
        )
        self._anchored = sum(1 << number for number, (entry, _) in enumerate(triggered) if is_anchored(entry.pattern))
        wanted_by = [wanted for _, wanted in triggered]
        self._due = Sets([wanted.symbols for wanted in wanted_by], alphabet)
        self._behind = Sets([-1 if wanted.opens else wanted.before for wanted in wanted_by], alphabet)
        self._ahead = Sets([-1 if wanted.closes else wanted.after for wanted in wanted_by], alphabet)
        self._trigger = _any_of((wanted.symbols for wanted in wanted_by), alphabet)

    def changed(self, change: Callable[[Tried, re.Pattern[str]], tuple[Tried, re.Pattern[str]]]) -> Plan[Tried]:
        """Return the plan with other rules and expressions in the places of these: to watch what each does."""
        other = copy(self)
        vars(other).update(
            _everywhere=[change(*each) for each in self._everywhere],
            _triggered=self._triggered.changed(change),
            _starts=self._starts.changed(change),
        )
        return other

    def matches(self, symbols: str, sentence: Callable[[int], tuple[int, int]]) -> Found[Tried]:
        """Return the matches in symbols; those of one rule do not overlap.

        ``sentence`` gives the first symbol of the sentence that holds one, and the symbol behind its last.
        """
        found = self._starts.matches(symbols)
        for tried, pattern in self._everywhere:
            found += [(tried, match) for match in pattern.finditer(symbols)]
        rules, anchored = self._triggered, self._anchored
        for start, stop, due in self._sentences(symbols, sentence):
            at_start = due & anchored
            due ^= at_start
            while at_start:
                bit = at_start & -at_start
                at_start ^= bit
                tried, pattern = rules[bit]
                match = pattern.match(symbols, start, stop)
                if match is not None:
                    found.append((tried, match))
            while due:
                bit = due & -due
                due ^= bit
                tried, pattern = rules[bit]
                for match in pattern.finditer(symbols, start, stop):
                    found.append((tried, match))
        return found

    def _sentences(self, symbols: str, sentence: Callable[[int], tuple[int, int]]) -> Iterable[tuple[int, int, int]]:
        """The first symbol of each sentence that holds a trigger, the one after its last, and the rules due."""
        due = start = stop = 0
        needing, behind, ahead = self._due, self._behind, self._ahead
        found: list[tuple[int, int, int]] = []
        for at in map(re.Match.start, self._trigger.finditer(symbols) if self._trigger else ()):
            fresh = needing[symbols[at]] & behind[symbols[at - 1 : at]] & ahead[symbols[at + 1 : at + 2]]
            if not fresh:
                continue
            if at >= stop:
                if due:
                    found.append((start, stop, due))
                due, (start, stop) = 0, sentence(at)
            due |= fresh
        if due:
            found.append((start, stop, due))
        return found

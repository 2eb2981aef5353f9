"""What a pattern tells before it is tried: the tokens with which it may start, and those it cannot do without."""

from __future__ import annotations

from functools import reduce
from itertools import accumulate
from operator import or_
from typing import NamedTuple

from ..rules.pattern import Choice, Edge, Look, Node, Repeat, Role, Sequence, Token
from .alphabet import Alphabet

_REPEATS = 2  # turns of a repeat that tell apart its first two tokens


def token_characters(token: Token, alphabet: Alphabet) -> int:
    """Return the set of characters that satisfy every test of a token."""
    found = alphabet.any
    for constraint in token.constraints:
        found &= alphabet.characters(constraint)
    return found


class Head(NamedTuple):
    """How the matches of a pattern may start, as sets of symbols.

    ``alone`` are matches of one token; ``first`` and ``second`` start the longer ones.
    """

    alone: int = 0
    first: int = 0
    second: int = 0
    may_be_empty: bool = True

    @property
    def any(self) -> int:
        """Every symbol with which a match may start."""
        return self.alone | self.first

    def then(self, other: Head) -> Head:
        """Return the head of one pattern and another behind it."""
        opening = other.alone | other.first
        return Head(
            (self.alone if other.may_be_empty else 0) | (other.alone if self.may_be_empty else 0),
            self.first | (self.alone if opening else 0) | (other.first if self.may_be_empty else 0),
            self.second | (opening if self.alone else 0) | (other.second if self.may_be_empty else 0),
            self.may_be_empty and other.may_be_empty,
        )

    def either(self, other: Head) -> Head:
        """Return the head of one pattern or another."""
        return Head(*map(or_, self, other))


def head(node: Node, alphabet: Alphabet) -> Head:
    """Return how the matches of a pattern may start; what it only looks at counts for nothing."""
    match node:
        case Token():
            return Head(token_characters(node, alphabet), may_be_empty=False)
        case Sequence(items):
            return reduce(Head.then, (head(item, alphabet) for item in items), Head())
        case Choice(options):
            return reduce(Head.either, (head(option, alphabet) for option in options), Head(may_be_empty=False))
        case Repeat(item, least, most):
            once = head(item, alphabet)
            turns = [once] * min(least, _REPEATS) + [once.either(Head())] * min(most - least, _REPEATS)
            return reduce(Head.then, turns, Head())
        case Role(_, item):
            return head(item, alphabet)
    return Head()


class Need(NamedTuple):
    """A set of symbols of which every match holds one; at most ``farthest`` tokens stand before it in the match.

    None: a look holds it, outside the match perhaps.
    """

    symbols: int
    farthest: int | None = None


def need(node: Node, alphabet: Alphabet) -> Need:
    """Return the rarest set of symbols of which the sentence of every match holds at least one."""
    match node:
        case Token():
            return Need(token_characters(node, alphabet), 0)
        case Sequence(items):
            before = accumulate(map(longest, items), initial=0)
            found = [_behind(at, need(item, alphabet)) for at, item in zip(before, items, strict=False)]
            return min(found, key=lambda each: alphabet.frequency(each.symbols), default=_nothing(alphabet))
        case Choice(options):
            found = [need(option, alphabet) for option in options]
            places = [each.farthest for each in found if each.farthest is not None]
            together = reduce(or_, (each.symbols for each in found), 0)
            return Need(together, max(places) if len(places) == len(found) else None)
        case Repeat(item, least):
            return need(item, alphabet) if least else _nothing(alphabet)
        case Role(_, item):
            return need(item, alphabet)
        case Look(item, _, False):
            return need(item, alphabet)._replace(farthest=None)
    return _nothing(alphabet)


def _behind(before: int, found: Need) -> Need:
    return found if found.farthest is None else Need(found.symbols, before + found.farthest)


def _nothing(alphabet: Alphabet) -> Need:
    return Need((1 << len(alphabet.codes)) - 1)


def is_anchored(node: Node) -> bool:
    """Tell whether a pattern matches only at the start of a sentence.

    >>> is_anchored(Sequence((Edge(start=True), Token())))
    True
    """
    match node:
        case Edge(start):
            return start
        case Sequence(items):
            return bool(items) and is_anchored(items[0])
    return False


def longest(node: Node) -> int:
    """Return how many tokens a match takes at most.

    >>> longest(Repeat(Token(), 0, 4))
    4
    """
    match node:
        case Token():
            return 1
        case Sequence(items):
            return sum(map(longest, items))
        case Choice(options):
            return max(map(longest, options), default=0)
        case Repeat(item, _, most):
            return most * longest(item)
        case Role(_, item):
            return longest(item)
    return 0

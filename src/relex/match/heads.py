"""What a pattern tells before it is tried: the tokens with which it may start, and those it cannot do without."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import NamedTuple

from ..rules.pattern import Choice, Edge, Look, Node, Repeat, Role, Sequence, Token
from .alphabet import Alphabet

_LOOKED_AT = 0.15  # what it costs to look beside a symbol, to one time that a rule is tried
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


class Edges(NamedTuple):
    """The symbols with which the matches of a pattern may end; whether a match may take no token at all."""

    last: int
    may_be_empty: bool


def edges(node: Node, alphabet: Alphabet) -> Edges:
    """Return how the matches of a pattern may end."""
    match node:
        case Token():
            return Edges(token_characters(node, alphabet), False)
        case Sequence(items):
            last = 0
            for item in reversed(items):
                found = edges(item, alphabet)
                last |= found.last
                if not found.may_be_empty:
                    return Edges(last, False)
            return Edges(last, True)
        case Choice(options):
            several = [edges(option, alphabet) for option in options]
            return Edges(reduce(or_, (each.last for each in several), 0), any(each.may_be_empty for each in several))
        case Repeat(item, least):
            found = edges(item, alphabet)
            return Edges(found.last, found.may_be_empty or not least)
        case Role(_, item):
            return edges(item, alphabet)
    return Edges(0, True)


class Need(NamedTuple):
    """A set of symbols of which every match holds one, and what may stand beside that one.

    At most ``farthest`` tokens stand before it in the match (None: a look holds it, outside the match perhaps). Inside
    the match it stands behind one of ``before`` and ahead of one of ``after``; ``opens`` and ``closes`` tell that it
    may be the first or the last token: then what stands beside it there is no part of the match.
    """

    symbols: int
    farthest: int | None = None
    before: int = 0
    after: int = 0
    opens: bool = True
    closes: bool = True


def need(node: Node, alphabet: Alphabet, beside: bool = False) -> Need:
    """Return the rarest set of symbols of which the sentence of every match holds at least one.

    With ``beside``, that which is rarest where what stands beside it counts too.
    """
    match node:
        case Token():
            return Need(token_characters(node, alphabet), 0)
        case Sequence(items):
            found = [_within(items, at, alphabet, beside) for at in range(len(items))]
            return min(found, key=lambda each: _frequency(each, alphabet, beside), default=_nothing(alphabet))
        case Choice(options):
            found = [need(option, alphabet, beside) for option in options]
            places = [each.farthest for each in found if each.farthest is not None]
            return Need(
                reduce(or_, (each.symbols for each in found), 0),
                max(places) if len(places) == len(found) else None,
                reduce(or_, (each.before for each in found), 0),
                reduce(or_, (each.after for each in found), 0),
                any(each.opens for each in found),
                any(each.closes for each in found),
            )
        case Repeat(item, least, most):
            if not least:
                return _nothing(alphabet)
            first = need(item, alphabet, beside)
            again = head(item, alphabet).any if most > 1 and first.closes else 0
            return first._replace(after=first.after | again)
        case Role(_, item):
            return need(item, alphabet, beside)
        case Look(item, _, False):
            return Need(need(item, alphabet, beside).symbols)
    return _nothing(alphabet)


def _frequency(wanted: Need, alphabet: Alphabet, beside: bool) -> float:
    """About how many of a thousand tokens of news are such symbols, beside such others as they must stand."""
    found = alphabet.frequency(wanted.symbols)
    if not beside:
        return found
    together = found
    for others, anything in (wanted.before, wanted.opens), (wanted.after, wanted.closes):
        if not anything:
            together *= min(1.0, alphabet.frequency(others) / 1000)
    return together + found * _LOOKED_AT


def _within(items: tuple[Node, ...], at: int, alphabet: Alphabet, beside: bool) -> Need:
    """What the item at a place of a sequence needs, seen from the whole sequence."""
    found = need(items[at], alphabet, beside)
    if found.farthest is None:
        return found
    if found.opens:
        ahead = edges(Sequence(items[:at]), alphabet)
        found = found._replace(before=found.before | ahead.last, opens=ahead.may_be_empty)
    if found.closes:
        behind = head(Sequence(items[at + 1 :]), alphabet)
        found = found._replace(after=found.after | behind.any, closes=behind.may_be_empty)
    return found._replace(farthest=found.farthest + sum(map(longest, items[:at])))  # type: ignore[operator]


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

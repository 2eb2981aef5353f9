"""What a pattern tells before it is tried: the tokens with which it may start, and those it cannot do without."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import NamedTuple

from ..rules.pattern import Choice, Look, Node, Repeat, Role, Sequence, Token
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


def needs(node: Node, alphabet: Alphabet) -> int:
    """Return the rarest set of characters of which the sentence of every match holds at least one."""
    everything = (1 << len(alphabet.codes)) - 1
    match node:
        case Token():
            return token_characters(node, alphabet)
        case Sequence(items):
            return min((needs(item, alphabet) for item in items), key=alphabet.frequency, default=everything)
        case Choice(options):
            together = 0
            for option in options:
                together |= needs(option, alphabet)
            return together
        case Repeat(item, least):
            return needs(item, alphabet) if least else everything
        case Role(_, item) | Look(item, _, False):
            return needs(item, alphabet)
    return everything

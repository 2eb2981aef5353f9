"""Figures: whom and what a text speaks of, and the cast that they make up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..match.matcher import Found

PERSONS = ("Person", "Unnamed")
_VOICES = ("Person", "Unnamed", "Group", "Country", "Name")


@dataclass(slots=True)
class Figure:
    """An entity while its mentions are gathered: a person, a group, a country, a bare name, or somebody unnamed.

    ``mentions`` are in the order in which they were read, ``heads`` the normal forms of the offices that it holds.
    """

    kind: str
    name: str
    words: tuple[str, ...] = ()
    role: str | None = None
    heads: set[str] = field(default_factory=set)
    body: str | None = None
    code: str | None = None
    gender: str | None = None
    mentions: list[Found] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cast:
    """All entities of a text; ``at`` gives, for the first token of a mention, the entities that it stands for."""

    figures: tuple[Figure, ...]
    at: Mapping[int, tuple[int, ...]]
    author: int | None = None
    pairs: Mapping[int, tuple[int, ...]] = field(default_factory=dict)  # whom "they", "both sides" at a token mean
    described: frozenset[int] = frozenset()  # where speakers start whom no mention names: "a man close to Melnik"
    owners: frozenset[int] = frozenset()  # mentions that only own what follows: "Melnik's spokesman"
    silent: frozenset[int] = frozenset()  # where the words of a document are told, which are nobody's
    acting: Mapping[int, tuple[int, ...]] = field(default_factory=dict)  # whom an "it" means that acts, not speaks
    writer: int | None = None  # whom the title names as who wrote the text: "Talks fail by Igor Melnik"

    def within(self, start: int, stop: int) -> tuple[int, ...]:
        """Return the entities of the first mention among some tokens."""
        return next((self.at[token] for token in range(start, stop) if token in self.at), ())

    def voice(self, start: int, stop: int) -> int | None:
        """Return the entity that speaks where some tokens name a speaker: a person before a body or a state."""
        if start in self.described:
            return self.at[start][0]
        if start in self.silent:
            return None
        at = self.at
        named = [token for token in range(start, stop) if at.get(token)]
        if len(named) > 1:
            named = [token for token in named if token not in self.owners] or named
            # "Norvat spokesman Igor Melnik": a name right before another tells for whom they speak.
            named = [token for token in named if token + 1 not in named]
        numbers = at[named[0]] if len(named) == 1 else [number for token in named for number in at[token]]
        if len(numbers) < 2:
            return numbers[0] if numbers else None
        return min(numbers, key=lambda number: _VOICES.index(self.figures[number].kind))

    def named(self, token: int) -> tuple[int, ...]:
        """Return the entities of the mention that starts at a token: none, one, or several ("the two ministers")."""
        return self.at.get(token, ())

    def family(self, name: str) -> int | None:
        """Return the person with a family name, though it may be a place's name, too."""
        fits = (n for n, figure in enumerate(self.figures) if figure.kind == "Person" and figure.words[-1:] == (name,))
        return next(fits, None)


_FOR_WHAT = re.compile(r" (?:of|for|to) ")  # behind the noun of an office: what it is for


def bare(heads: Iterable[str]) -> set[str]:
    """Return the nouns of offices: minister for foreign minister, secretary for secretary of state.

    >>> sorted(bare({"foreign minister", "secretary of state"}))
    ['minister', 'secretary']
    """
    return {_FOR_WHAT.split(head, maxsplit=1)[0].rpartition(" ")[2] for head in heads}


def is_several(figure: Figure) -> bool:
    """Tell whether somebody unnamed is more than one: officials, spokesmen, people, media."""
    return figure.kind == "Unnamed" and is_plural((figure.role or figure.name).lower().rpartition(" ")[2])


def is_plural(noun: str) -> bool:
    return noun.endswith(("s", "men", "people", "media"))


def is_body(figure: Figure) -> bool:
    """Tell whether it is a group or a state, which "it" may mean."""
    return figure.kind in ("Group", "Country")

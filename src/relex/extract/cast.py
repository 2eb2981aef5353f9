"""Who and what the text speaks of: mentions grouped into entities."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..match.matcher import Found, Matcher, Reading
from ..text.quotation import Quoted
from .bodies import Bodies
from .descriptions import Descriptions
from .figures import Cast, Figure, is_several
from .labels import KIND_LABELS, Labels
from .memory import Memory
from .persons import Persons
from .pointing import Pointing
from .within import members

_new = tuple.__new__  # makes a named tuple of its fields without a call of a function in Python
# What a mention is before it is known whom it means, by how it would be linked; else it is somebody unnamed.
_KIND_OF = {
    "person": "Person",
    "proper": "Group",
    "group": "Group",
    "definite": "Group",
    "neuter": "Group",
    "country": "Country",
}


def cast_of(
    matcher: Matcher, reading: Reading, stretches: Sequence[Quoted] = (), voices: Sequence[tuple[int, int]] = ()
) -> Cast:
    """Group the mentions of a text by whom or what they speak of.

    A name opens an entity; short names, "the minister" and "he" join the one most present that they agree with: a
    subject counts for more than an object, this sentence for more than the last, and words between marks
    (``stretches``) for little. A mention that agrees with none stays alone: a wrong link costs more than a missing one.
    Where words name a speaker (``voices``) and no mention does, their description opens an entity.
    """
    memory = Memory(matcher, reading, stretches, voices)
    persons, bodies = Persons(memory), Bodies(memory)
    descriptions = Descriptions(memory, persons, bodies)
    pointing = Pointing(memory, persons, descriptions)
    linking = {
        "person": lambda found: bodies.half_named(found) or persons.person(found),
        "nominal": pointing.nominal,
        "unnamed": descriptions.unnamed,
        "pronoun": pointing.pronoun,
        "definite": bodies.definite,
        "neuter": pointing.neuter,
        "pair": pointing.pair,
        "country": bodies.country,
        "proper": bodies.proper,
        "group": bodies.group,
        "description": descriptions.description,
        "statement": pointing.statement,
    }
    mentions = _mentions(matcher, reading)
    added = descriptions.speakers(mentions)
    described = {found.start for found in added}
    if added:
        mentions = [found for found in mentions if found.start not in described]
    at, kinds, ahead, words = memory.at, memory.labels.kinds, persons.ahead, memory.words
    owners = frozenset([found.start for found in mentions if words[found.stop] == "'s"])
    byline, writer = reading.base.symbols.find(matcher.alphabet.paragraph), None
    for found in sorted(mentions + added, key=_place) if added else mentions:
        kind = kinds.get(found.label)
        if kind and not (ahead and found in ahead):
            at[found.start] = tuple(linking[kind](found))
            if found.stop == byline and kind == "person":
                writer = memory.writer(found)
    bodies.name_countries()
    return Cast(
        tuple(memory.figures),
        at,
        _author(matcher, reading, memory),
        memory.pairs,
        frozenset([token for token in described if at.get(token)]),
        owners,
        frozenset(descriptions.silent),
        pointing.acting,
        writer,
    )


def mentions_of(matcher: Matcher, reading: Reading, voices: Sequence[tuple[int, int]] = ()) -> Cast:
    """Take each mention of a text for an entity of its own, where it is asked who is named, not who that is."""
    memory = Memory(matcher, reading, (), voices)
    descriptions = Descriptions(memory, Persons(memory), Bodies(memory))
    mentions = _mentions(matcher, reading)
    added = descriptions.speakers(mentions)
    at, kinds, words = memory.at, memory.labels.kinds, memory.words
    for found in (*mentions, *added):
        kind = kinds.get(found.label)
        if kind:
            at[found.start] = (memory.opened(Figure(_KIND_OF.get(kind, "Unnamed"), "", mentions=[found])),)
    return Cast(
        tuple(memory.figures),
        at,
        described=frozenset([found.start for found in added]),
        owners=frozenset([found.start for found in mentions if words[found.stop] == "'s"]),
        silent=frozenset(descriptions.silent),
    )


def _mentions(matcher: Matcher, reading: Reading) -> list[Found]:
    """Every mention that stands by itself at the end of matching, found by a rule or named in a lexicon."""
    labels = matcher.fact(Labels)
    (symbols, starts), label_of, mention_at = reading.top, labels.label_of, reading.mention_at
    result: list[Found] = []
    for number in map(re.Match.start, matcher.finder(KIND_LABELS).finditer(symbols)):
        start, stop = starts[number], starts[number + 1]
        found = mention_at.get(start)
        if found is None or found[3] != stop:
            found = _new(Found, ("", label_of[symbols[number]], start, stop, ()))
        result.append(found)
    lists = [found for found in reading.found if found[1] in labels.lists]
    if not lists:
        return result
    inside = [member for found in lists for member in members(matcher, reading, found)]
    return sorted(dict.fromkeys(inside + result), key=_place)


def _place(found: Found) -> tuple[int, int]:
    return found.start, -found.stop


def _author(matcher: Matcher, reading: Reading, memory: Memory) -> int | None:
    """The person whose words the text holds, as far as its title tells: the first one named there.

    Where nobody is named, it is who holds an office of a country. "Address by the President of Chile" tells it
    best: whoever else the title names, the words are his.
    """
    paragraph, figures = reading.base.symbols.find(matcher.alphabet.paragraph), memory.figures
    titled = [(token, number) for token, numbers in memory.at.items() if token < paragraph for number in numbers]
    is_byline, is_sender, symbols = memory.labels.is_byline, memory.labels.is_sender, memory.symbols
    behind = [(symbols[token - 1], number) for token, number in titled if token]
    by = [number for before, number in behind if is_byline[before] or is_sender[before]]
    in_title = [number for number in by if figures[number].code or figures[number].kind == "Person"]
    in_title = in_title or [number for _, number in titled]
    persons = [number for number in in_title if figures[number].kind == "Person"]
    holders = [n for n in in_title if figures[n].kind == "Unnamed" and figures[n].code]
    return next((n for n in (*persons, *holders) if not is_several(figures[n])), None)


__all__ = ["Cast", "Figure", "cast_of", "mentions_of"]

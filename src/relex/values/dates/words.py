"""The words of the grammar: names, numbers and units, as regular expressions over phrases in canonical form.

Canonical form is lower case, with digits for number words, ``4th`` for every ordinal and spaces for hyphens.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from .meanings import Meaning, Shifted, Year
from .numbers import in_digits

Groups: TypeAlias = dict[str, str]
Reader: TypeAlias = Callable[[Groups], Meaning | None]
Readers: TypeAlias = list[tuple[str, Reader]]

_MONTH_NAMES = (
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ],
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
)
MONTHS = {name: number for names in _MONTH_NAMES for number, name in enumerate(names, start=1)} | {"sept": 9}
_WEEKDAY_NAMES = (
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
)
_WEEKDAY_FORMS = {"tues": 1, "thur": 3, "thurs": 3}
WEEKDAYS = {name: number for names in _WEEKDAY_NAMES for number, name in enumerate(names)} | _WEEKDAY_FORMS
SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
PARTS_OF_DAY = {
    "morning": "MO",
    "midmorning": "MO",
    "afternoon": "AF",
    "midafternoon": "AF",
    "evening": "EV",
    "night": "NI",
    "noon": "12:00",
    "midday": "12:00",
    "midnight": "24:00",
}
SIDES = {
    "last": -1,
    "past": -1,
    "this past": -1,
    "this last": -1,
    "this": 0,
    "current": 0,
    "present": 0,
    "next": 1,
    "coming": 1,
    "upcoming": 1,
    "this coming": 1,
}

MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
SEASON = rf"(?P<season>{'|'.join(SEASONS)})"
PART_OF_DAY = rf"(?P<part>{'|'.join(PARTS_OF_DAY)})"
DAY = r"(?P<day>\d\d?)(?:th)?"
YEAR = r"(?P<year>[12]\d\d\d)"
# Longer ones first, for what follows may be anything.
SIDE = rf"(?P<side>{'|'.join(sorted(SIDES, key=len, reverse=True))})"
WHICH_YEAR = r"(?:the )?(?P<whose>this|last|next|past|current|coming|previous|following|same|that) (?:fiscal )?year"
KIND_OF_YEAR = r"(?:(?:fiscal|financial|calendar|business|school|academic|trading|full) )?"
_UNITS = "second|minute|hour|day|night|week|fortnight|month|quarter|year|decade|centur(?:y|ie)|millennium|millennia"
UNIT = rf"(?P<unit>{_UNITS})s?"
COUNT = (
    r"(?P<count>\d+(?:\.\d+)?(?: \d/\d| and a half)?|\d/\d|half an?|an?|several|(?:quite )?a few|few|many|multi|some|"
    r"a number of|numerous|(?:a |the )?couple(?: of)?|a dozen|(?:dozens|scores|tens|hundreds|thousands|millions) of)"
)
UPPER = r"(?: ?(?:to|or|and|-) ?\d+(?:\.\d+)?)?"
KIND_OF_UNIT = (
    r"(?:(?:more|other|additional|extra|further|straight|consecutive|full|whole|entire|single|long|calendar|fiscal|trading|"
    r"business|working) ){0,2}"
)

_ISO = re.compile(r"\d{4}-\d\d(?:-\d\d)?|\d{1,4}[/-]\d\d?[/-]\d{2,4}")
_CANONICAL = (
    (re.compile(r"(?<=\d),(?=\d{3}(?!\d))"), ""),
    (re.compile(r"(?<=\d)-(?=\d/\d)|(?<!\d)-|-(?!\d)"), " "),
    (re.compile(r",|\.(?!\d)|(?<=[a-z])\.(?=\d)"), " "),
    (re.compile(r"\b([ap]) m\b"), r"\1m"),
    (re.compile(r"(?<=\d)(?=[ap] ?m\b)"), " "),
    (re.compile(r"'s\b|(?<=s)'(?= |$)"), " 's"),
    (re.compile(r"(?<!\w)'(?=\d)"), ""),
    (re.compile(r"(?<=\d)(?:st|nd|rd)\b"), "th"),
)


def canonical(words: str) -> str:
    """Return a phrase in lower case, number words as digits, without hyphens, commas and full stops.

    >>> canonical("Mid-November, nineteen ninety-six")
    'mid november 1996'
    >>> canonical("5 p.m. EST")
    '5 pm est'
    """
    text = " ".join(words.lower().replace("’", "'").replace("‘", "'").replace("–", "-").replace("½", " 1/2").split())
    if _ISO.fullmatch(text):
        return text
    for pattern, written in _CANONICAL:
        text = pattern.sub(written, text)
    return in_digits(text)


def reads(readers: Readers, *patterns: str) -> Callable[[Reader], Reader]:
    """Add a function to some readers: it turns the groups of a phrase that a pattern matches into a meaning."""

    def register(reader: Reader) -> Reader:
        readers.extend((pattern, reader) for pattern in patterns)
        return reader

    return register


def count_of(words: str) -> float | None:
    """Return the number that count words mean, None where they leave it open.

    >>> count_of("2 1/2"), count_of("a couple of"), count_of("several")
    (2.5, 2.0, None)
    """
    if words in ("a", "an"):
        return 1.0
    if words.startswith("half"):
        return 0.5
    if "couple" in words:
        return 2.0
    if words == "a dozen":
        return 12.0
    found = re.fullmatch(r"(\d+(?:\.\d+)?)?(?: ?(\d)/([1-9])| and a half)?", words)
    if not found or not words:
        return None
    rest = int(found[2]) / int(found[3]) if found[2] else 0.5 if words.endswith("half") else 0
    return float(found[1] or 0) + rest


def unit_of(word: str) -> str:
    """Return the unit that a word names, in the singular; nights count days."""
    return {"centurie": "century", "millennia": "millennium", "night": "day"}.get(word, word)


def year_of(groups: Groups) -> Year | None:
    """Return the year that the groups speak of: its number, or how far it is from the article's or the one told."""
    if groups.get("year"):
        return int(groups["year"])
    whose = groups.get("whose")
    if not whose:
        return None
    if whose in SIDES:
        return Shifted("year", SIDES[whose])
    return Shifted("year", {"previous": -1, "following": 1}.get(whose, 0), told=True)


def side_of(groups: Groups) -> int | None:
    return SIDES[groups["side"]] if groups.get("side") else None

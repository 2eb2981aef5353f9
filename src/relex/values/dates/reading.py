"""The words of a time expression read into what they mean: modifiers peeled off, the rest matched as a whole."""

from __future__ import annotations

import functools
import re

from . import lengths, named, relative
from .clock import TimeAndDay, times_in
from .meanings import Calendar, Clock, Day, Holiday, Meaning, NamedDay, Reading, Shifted
from .words import Reader, canonical

# What may stand before the words proper, and TIMEX3's modifier for it; several may follow one another.
_BEFORE: tuple[tuple[str, str | None], ...] = (
    (r"(?:just |only )?(?:about|around|approximately|roughly|circa|some(?! time))", "APPROX"),
    (r"nearly|almost|close to|(?:just )?under|less than|fewer than", "LESS_THAN"),
    (r"up to|(?:no|not) (?:more|longer|later) than|at most|within", "EQUAL_OR_LESS"),
    (r"(?:(?:well|just) )?over|(?:more|longer) than|in excess of", "MORE_THAN"),
    (r"at least|(?:no|not) (?:less|fewer) than", "EQUAL_OR_MORE"),
    (r"(?:the )?(?:very )?(?:beginning|start|outset) of|(?:the )?(?:very )?(?:early|earlier)(?: in| on)?", "START"),
    (r"(?:the )?(?:very )?(?:end|close) of|(?:the )?(?:very )?(?:late|later)(?: in| on)?", "END"),
    (r"(?:the )?(?:very )?middle of|(?:the )?mid", "MID"),
    (r"just|only|another|an? (?:additional|extra|further)|sometime(?: in)?|the rest of", None),
)
_AFTER: tuple[tuple[str, str | None], ...] = (
    (r"or so", "APPROX"),
    (r"or more", "EQUAL_OR_MORE"),
    (r"or less", "EQUAL_OR_LESS"),
    (r"or later|and beyond|or beyond", "ON_OR_AFTER"),
    (r"or earlier", "ON_OR_BEFORE"),
)
_PREFIXES = tuple((re.compile(rf"(?:{pattern}) (?=\S)"), mod) for pattern, mod in _BEFORE)
_SUFFIXES = tuple((re.compile(rf" (?:{pattern})$"), mod) for pattern, mod in _AFTER)
_DEEPEST = 4  # modifiers in a row


_LONGEST = 120  # characters; what is longer is no time expression


def read(words: str) -> Reading | None:
    """Return what the words of a time expression mean, or None where they are none.

    >>> read("early next week")
    Reading(meaning=Shifted(unit='week', count=1, told=False), mod='START')
    >>> read("Nov. 9, 2016").meaning
    Calendar(year=2016, month=11, day=9)
    >>> read("talks") is None
    True
    """
    return _read_once(words) if len(words) <= _LONGEST else None


@functools.lru_cache(maxsize=2048)
def _read_once(words: str) -> Reading | None:
    return _read(canonical(words), None, _DEEPEST)


def _read(phrase: str, mod: str | None, depth: int) -> Reading | None:
    """Read a canonical phrase: whole if that is possible, else without its first or last modifier."""
    meaning = _meaning(phrase)
    if meaning is not None:
        return Reading(meaning, mod)
    if depth == 0:
        return None
    for prefix, given in _PREFIXES:
        found = prefix.match(phrase)
        if found and (reading := _read(phrase[found.end() :], given or mod, depth - 1)):
            return reading
    for suffix, given in _SUFFIXES:
        found = suffix.search(phrase)
        if found and (reading := _read(phrase[: found.start()], given or mod, depth - 1)):
            return reading
    return None


def _meaning(phrase: str) -> Meaning | None:
    told = times_in(phrase)
    if isinstance(told, Clock):
        return told
    for pattern, reader in _readers():
        found = pattern.fullmatch(phrase)
        if found and (meaning := reader(found.groupdict(""))) is not None:
            return meaning
    if isinstance(told, TimeAndDay) and (day := _day(told.day)) is not None:
        return Clock(told.time, day)
    return None


@functools.cache
def _readers() -> tuple[tuple[re.Pattern[str], Reader], ...]:
    """Return all readers, compiled when the first phrase is read: importing the package must stay cheap."""
    # In this order: "a year ago" is told from a date before it is a length.
    written = (*named.READERS, *relative.READERS, *lengths.READERS)
    return tuple((re.compile(pattern), reader) for pattern, reader in written)


def _day(phrase: str) -> Day | None:
    """Return the day that stands beside a time, if the words are one."""
    reading = _read(phrase, None, 1)
    meaning = reading.meaning if reading else None
    if isinstance(meaning, Calendar):
        return meaning if meaning.day else None
    if isinstance(meaning, Shifted):
        return meaning if meaning.unit == "day" else None
    return meaning if isinstance(meaning, (NamedDay, Holiday)) else None

"""Phrases for how long and how often: durations and sets."""

from __future__ import annotations

from .meanings import Length, Meaning, Repeated
from .units import length_timex
from .words import (
    COUNT,
    KIND_OF_UNIT,
    MONTH,
    MONTHS,
    PARTS_OF_DAY,
    SEASON,
    SEASONS,
    UNIT,
    UPPER,
    WEEKDAY,
    WEEKDAYS,
    Groups,
    Readers,
    count_of,
    reads,
    unit_of,
)

READERS: Readers = []
_WHICH = (
    r"(?:the |its |their |these )?"
    r"(?:(?P<side>past|last|next|coming|previous|preceding|following|remaining|latest|final|1th) )?"
)
_TAIL = r"(?: or 2)?(?: long)?(?P<half> and a half)?"


@reads(READERS, rf"{_WHICH}{COUNT}{UPPER} {KIND_OF_UNIT}{UNIT}{_TAIL}")
def _counted(groups: Groups) -> Meaning | None:
    count, unit = count_of(groups["count"]), unit_of(groups["unit"])
    if count is not None:
        count += 0.5 if groups["half"] else 0
        if count > 1e12:
            return None
    side = {"past": -1, "last": -1, "next": 1, "coming": 1}.get(groups["side"], 0)
    return _length(count, unit, side, rate=groups["count"] in ("a", "an"))


@reads(READERS, rf"half (?:an? |the )?{UNIT}")
def _half(groups: Groups) -> Meaning | None:
    return _length(0.5, unit_of(groups["unit"]))


@reads(READERS, r"(?:another |the (?:entire|whole|full) )?(?P<unit>day|week|month|year|hour|decade|century) long")
def _unit_long(groups: Groups) -> Meaning | None:
    return _length(1, groups["unit"])


@reads(READERS, rf"(?:further |additional |extra ){UNIT}")
def _one_more(groups: Groups) -> Meaning | None:
    return _length(1, unit_of(groups["unit"]))


@reads(
    READERS,
    rf"(?:the )?(?:(?:recent|past|coming|early|last|next|previous|final) )?{UNIT}(?: (?:and|or) \w+)?"
    r"(?: ahead| to come| long)?",
)
def _open(groups: Groups) -> Meaning | None:
    return _length(None, unit_of(groups["unit"]))


def _length(count: float | None, unit: str, side: int = 0, *, rate: bool = False) -> Length:
    times, unit = {"fortnight": (2, "week"), "millennium": (1000, "year")}.get(unit, (1, unit))
    return Length(count * times if count is not None else None, unit, side, rate)


_ADVERBS = {"hourly": "hour", "daily": "day", "nightly": "day", "weekly": "week", "monthly": "month"}


@reads(READERS, rf"(?P<adverb>{'|'.join(_ADVERBS)}|annually|yearly)")
def _adverb(groups: Groups) -> Meaning | None:
    unit = _ADVERBS.get(groups["adverb"], "year")
    return Repeated(length_timex(1, unit), unit)


@reads(
    READERS,
    rf"(?:each|every) (?:(?P<other>other)|(?P<count>\d+(?:\.\d+)?|few|several)|single|passing|fiscal)? ?{UNIT}",
)
def _each_unit(groups: Groups) -> Meaning | None:
    unit = unit_of(groups["unit"])
    count = 2.0 if groups["other"] else count_of(groups["count"]) if groups["count"] else 1.0
    times, unit = {"fortnight": (2, "week"), "millennium": (1000, "year")}.get(unit, (1, unit))
    return Repeated(length_timex(count * times if count is not None else None, unit), unit)


@reads(
    READERS,
    rf"(?:each|every)(?: (?:other|single))? {WEEKDAY}(?: (?P<part>morning|afternoon|evening|night))?",
    rf"{WEEKDAY}s(?: (?P<part>morning|afternoon|evening|night)s?)?",
    rf"{WEEKDAY} (?P<part>morning|afternoon|evening|night)s",
)
def _each_weekday(groups: Groups) -> Meaning | None:
    part = f"T{PARTS_OF_DAY[groups['part']]}" if groups["part"] else ""
    return Repeated(f"XXXX-WXX-{WEEKDAYS[groups['weekday']] + 1}{part}", "day")


@reads(READERS, rf"(?:each|every)(?: (?:other|single))? (?:{MONTH}|{SEASON})")
def _each_part_of_year(groups: Groups) -> Meaning | None:
    if groups["month"]:
        return Repeated(f"XXXX-{MONTHS[groups['month']]:02}", "month")
    return Repeated(f"XXXX-{SEASONS[groups['season']]}", "season")


@reads(
    READERS,
    r"(?:each|every)(?: (?:other|single))? (?P<part>morning|afternoon|evening|weekend)",
    r"(?P<part>weekends|weekdays)",
)
def _each_part(groups: Groups) -> Meaning | None:
    part = groups["part"]
    if part == "weekdays":
        return Repeated("XXXX-WXX-WD", "day")
    if part.startswith("weekend"):
        return Repeated("XXXX-WXX-WE", "weekend")
    return Repeated(f"XXXX-XX-XXT{PARTS_OF_DAY[part]}", "day")

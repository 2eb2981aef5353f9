"""Phrases that name days, months, years, decades, centuries and holidays."""

from __future__ import annotations

from .holidays import NAMES
from .meanings import Calendar, Era, Holiday, Meaning, NamedDay, NamedMonth, Weekend, WeekOf
from .units import days_in
from .words import (
    DAY,
    MONTH,
    MONTHS,
    SIDE,
    SIDES,
    WEEKDAY,
    WEEKDAYS,
    WHICH_YEAR,
    YEAR,
    Groups,
    Readers,
    reads,
    side_of,
    year_of,
)

READERS: Readers = []
_WEEKDAY_FIRST = rf"(?:(?:this |this coming |this past )?{WEEKDAY} )?"
_YEAR_LAST = rf"(?: (?:of )?(?:{YEAR}|{WHICH_YEAR}))?"
_SPOKEN_DECADES = ["twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties"]


@reads(
    READERS,
    rf"{_WEEKDAY_FIRST}(?:the )?{MONTH} (?:the )?{DAY}{_YEAR_LAST}",
    rf"{_WEEKDAY_FIRST}(?:the )?{DAY}(?: of)? {MONTH}{_YEAR_LAST}",
    rf"(?:last|next|this) {MONTH} {DAY}",
)
def _day(groups: Groups) -> Meaning | None:
    month, day, year = MONTHS[groups["month"]], int(groups["day"]), year_of(groups)
    # The 29th of February is a day of some year.
    longest = days_in(year if isinstance(year, int) else 2000, month)
    return Calendar(year, month, day) if 1 <= day <= longest else None


@reads(READERS, rf"{MONTH}(?: of| in)? (?:{YEAR}|{WHICH_YEAR})")
def _month_of_year(groups: Groups) -> Meaning | None:
    return Calendar(year_of(groups), MONTHS[groups["month"]])


@reads(
    READERS,
    r"(?P<year>\d{4})-(?P<month>\d\d)(?:-(?P<day>\d\d))?",
    r"(?P<month>\d\d?)[/-](?P<day>\d\d?)[/-](?P<year>\d{4})",
)
def _numeric(groups: Groups) -> Meaning | None:
    year, month, day = int(groups["year"]), int(groups["month"]), int(groups["day"] or 1)
    if month > 12 >= day:
        month, day = day, month
    if not (year and 1 <= month <= 12 and 1 <= day <= days_in(year, month)):
        return None
    return Calendar(year, month, day if groups["day"] else None)


@reads(READERS, r"9/11")
def _attacks(_: Groups) -> Meaning | None:
    return Calendar(2001, 9, 11)


@reads(
    READERS,
    rf"{YEAR}",
    rf"(?:the )?(?:(?:calendar |fiscal |financial )?year(?: of)?|fiscal|financial|fy|post|pre) {YEAR}",
)
def _plain_year(groups: Groups) -> Meaning | None:
    return Calendar(int(groups["year"]))


@reads(
    READERS,
    r"(?:the )?(?P<year>[12]\d\d0) ?s",
    r"(?:the )?(?P<year>[1-9]0) ?s",
    rf"(?:the )?(?P<spoken>{'|'.join(_SPOKEN_DECADES)})",
)
def _decade(groups: Groups) -> Meaning | None:
    if groups.get("spoken"):
        return Era("decade", (_SPOKEN_DECADES.index(groups["spoken"]) + 2) * 10)
    year = int(groups["year"])
    # "The 1800s" are a century; "the 2000s" are ten years for now.
    return Era("century" if year % 100 == 0 and year < 2000 else "decade", year)


@reads(READERS, r"(?:the )?(?P<number>\d\d?)th century")
def _century(groups: Groups) -> Meaning | None:
    number = int(groups["number"])
    return Era("century", (number - 1) * 100) if number else None


@reads(
    READERS,
    rf"(?:the )?(?:{SIDE} )?{WEEKDAY}",
    rf"(?P<told>the (?:previous|prior|preceding|following)) {WEEKDAY}",
    rf"{WEEKDAY} (?:of )?(?P<week>last|this|next) week",
    rf"(?P<week>last|this|next) week 's {WEEKDAY}",
)
def _weekday(groups: Groups) -> Meaning | None:
    number = WEEKDAYS[groups["weekday"]]
    if groups.get("told"):
        return NamedDay(number, 1 if groups["told"].endswith("following") else -1, told=True)
    if groups.get("week"):
        return NamedDay(number, week=SIDES[groups["week"]])
    return NamedDay(number, side_of(groups))


@reads(READERS, rf"(?:the )?(?:{SIDE} )?{MONTH}", rf"(?P<told>the (?:previous|following)) {MONTH}")
def _month(groups: Groups) -> Meaning | None:
    number = MONTHS[groups["month"]]
    if groups.get("told"):
        return NamedMonth(number, 1 if groups["told"].endswith("following") else -1, told=True)
    return NamedMonth(number, side_of(groups))


@reads(READERS, rf"(?:the )?(?:{SIDE} )?weekend")
def _weekend(groups: Groups) -> Meaning | None:
    return Weekend(side_of(groups))


@reads(READERS, rf"(?:the )?week of {MONTH} {DAY}(?: {YEAR})?")
def _week_of(groups: Groups) -> Meaning | None:
    day = _day(groups)
    return WeekOf(day) if isinstance(day, Calendar) else None


@reads(READERS, rf"(?:(?P<side>this|last|next|past) )?(?P<name>[a-z' ]+?)(?: {YEAR})?")
def _holiday(groups: Groups) -> Meaning | None:
    name = groups["name"].replace(" 's", "")
    return Holiday(name, year_of(groups), side_of(groups)) if name in NAMES else None

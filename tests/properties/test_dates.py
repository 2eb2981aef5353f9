"""Whatever the words and the day: no exception, valid values, the same arithmetic as dateutil's."""

from __future__ import annotations

import datetime
import locale
import re
import time

import pytest
from dateutil.relativedelta import FR, MO, SA, SU, TH, TU, WE, relativedelta
from hypothesis import example, given
from hypothesis import strategies as st

from relex.model import Date
from relex.values import dates

VALID = re.compile(
    r"(?:PRESENT|PAST|FUTURE)_REF"
    r"|P(?:X|\d+(?:\.\d+)?)(?:D|W|M|Q|Y|DE|CE)|P\d+Y\d+M|PT(?:X|\d+(?:\.\d+)?)[HMS]|PT(?:\d+H)?\d+M|PT\d+M\d+S|PXX"
    r"|(?:\d{4}|XXXX)(?:-(?:\d\d|XX)(?:-(?:\d\d|XX))?|-W(?:\d\d|XX)(?:-(?:[1-7]|WE|WD))?|-Q[1-4X]|-H[12X]|-(?:SP|SU|FA|WI))?"
    r"(?:T(?:\d\d:\d\d|XX|MO|AF|EV|NI))?"
    r"|(?:\d|X){1,3}"
)
days = st.dates(datetime.date(1, 1, 1), datetime.date(9999, 12, 31))
NUMBERS = ["a", "two", "5", "twelve", "25", "a hundred", "several", "a few", "2 1/2", "1,000", "99999999"]
UNITS = ["second", "minute", "hour", "day", "week", "fortnight", "month", "quarter", "year", "decade", "century"]
MONTHS = ["Jan.", "February", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct", "November", "December"]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
OTHERS = """
years|centuries|the|
last|next|this|past|of|ago|earlier|from now|early|late|mid-|about|more than|every|each|night|morning|
noon|a.m.|p.m.|10:30|1830|GMT|29|31|1999|2016|the '90s|20th century|third|first half|Q4|summer|weekend|year-end|
Christmas|
Easter week|Thanksgiving|and|or so|,|-|'s|yesterday|today|now|the future|period|2016-11-09|13/13/2016|week of|that|
the same|the following|half|long|old|tonight|quarter
"""
PIECES = [*NUMBERS, *UNITS, *MONTHS, *WEEKDAYS, *OTHERS.replace("\n", "").split("|")]
phrases = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map(" ".join)
found_before = st.none() | phrases


@given(phrases | st.text(max_size=40), st.none() | days, st.text(max_size=60) | phrases, found_before)
@example("the century", datetime.date(1, 1, 1), "", "99999999 years ago")
@example("this weekend", datetime.date(9999, 12, 31), "", None)
def test_values_are_valid(words: str, reference: datetime.date | None, before: str, earlier: str | None) -> None:
    anchor = dates.resolve(earlier, reference=reference) if earlier else None
    found = dates.resolve(words, reference=reference, before=before, after=before, anchor=anchor)
    if found is not None:
        assert VALID.fullmatch(found.timex), found
        assert found.type in ("DATE", "TIME", "DURATION", "SET")
        assert (found.start is None) or found.stop is None or found.start <= found.stop
        dates.told_after(dates.Told(), words, found)


@given(st.text(max_size=300), st.none() | days)
def test_a_dateline_never_raises(text: str, reference: datetime.date | None) -> None:
    dates.dateline(text, reference=reference)


STEPS = {
    "day": relativedelta(days=1),
    "week": relativedelta(weeks=1),
    "month": relativedelta(months=1),
    "year": relativedelta(years=1),
}


@given(st.sampled_from(sorted(STEPS)), st.integers(2, 30), days)
def test_units_ago_agree_with_dateutil(unit: str, count: int, reference: datetime.date) -> None:
    try:
        expected = reference - count * STEPS[unit]
    except (ValueError, OverflowError):
        return
    found = dates.resolve(f"{count} {unit}s ago", reference=reference)
    assert found is not None
    assert found.granularity == unit
    assert found.start is not None
    assert found.start <= expected
    assert found.stop is None or expected < found.stop


@given(st.sampled_from([MO, TU, WE, TH, FR, SA, SU]), st.integers(-1, 1), days)
def test_weekdays_agree_with_dateutil(weekday: object, side: int, reference: datetime.date) -> None:
    number: int = weekday.weekday  # type: ignore[attr-defined]
    steps = {-1: relativedelta(days=-1, weekday=weekday(-1)), 1: relativedelta(days=1, weekday=weekday(1))}  # type: ignore[operator]
    try:
        expected = reference + steps.get(side, relativedelta(weekday=weekday(-1)))  # type: ignore[operator]
    except (ValueError, OverflowError):
        return
    words = {-1: "last ", 0: "", 1: "next "}[side] + WEEKDAYS[number]
    found = dates.resolve(words, reference=reference)
    assert found is not None
    assert found.start == expected


@given(st.sampled_from([("yesterday", -1), ("today", 0), ("tomorrow", 1), ("the day before yesterday", -2)]), days)
def test_named_days_agree_with_dateutil(named: tuple[str, int], reference: datetime.date) -> None:
    words, step = named
    try:
        expected = reference + relativedelta(days=step)
    except (ValueError, OverflowError):
        return
    assert dates.date(words, date=reference) == Date(expected.isoformat(), "DATE", expected, _next(expected), "day")


def _next(day: datetime.date) -> datetime.date | None:
    return day + datetime.timedelta(1) if day < datetime.date.max else None


@given(st.integers(1, 12), st.integers(1, 28), days)
def test_a_day_without_a_year_lands_near(month: int, day: int, reference: datetime.date) -> None:
    found = dates.resolve(f"{MONTHS[month - 1]} {day}", reference=reference)
    assert found is not None
    assert found.start is not None
    assert -366 < (found.start - reference).days < 184 or reference.year == 1
    looking_ahead = dates.resolve(f"{MONTHS[month - 1]} {day}", reference=reference, before="It is due on ")
    assert looking_ahead is not None
    assert looking_ahead.start is not None
    assert abs((looking_ahead.start - reference).days) <= 184 or reference.year in (1, 9999)


def test_resolving_is_pure(monkeypatch: pytest.MonkeyPatch) -> None:
    phrases = ["Tuesday", "last week", "Nov. 9", "the third quarter", "10:30 p.m.", "the nineties", "this summer"]

    def values() -> list[Date | None]:
        return [dates.resolve(words, reference=day) for words in phrases for day in (None, datetime.date(2016, 11, 9))]

    expected = values()
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    monkeypatch.setattr(time, "time", lambda: 0.0)
    try:
        locale.setlocale(locale.LC_ALL, "C.UTF-8")
        assert values() == expected
    finally:
        locale.setlocale(locale.LC_ALL, "C")
        monkeypatch.undo()
        time.tzset()

"""Units of the calendar: where one begins, the next one, and how TIMEX3 writes it."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import lru_cache

from ...model import Date

DAY = datetime.timedelta(days=1)
MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200, "millennium": 12000}
LETTERS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y", "decade": "DE", "century": "CE"}
CLOCK_UNITS = {"second": "S", "minute": "M", "hour": "H"}
CALENDAR_UNITS = frozenset(LETTERS)
UNKNOWN = {
    "day": "XXXX-XX-XX",
    "week": "XXXX-WXX",
    "weekend": "XXXX-WXX-WE",
    "month": "XXXX-XX",
    "quarter": "XXXX-QX",
    "half": "XXXX-HX",
    "year": "XXXX",
    "decade": "XXX",
    "century": "XX",
    "millennium": "X",
}


def beginning(day: datetime.date, unit: str) -> datetime.date:
    """Return the first day of the unit that a day lies in.

    >>> beginning(datetime.date(2016, 11, 9), "quarter")
    datetime.date(2016, 10, 1)
    >>> beginning(datetime.date(2016, 11, 9), "weekend")
    datetime.date(2016, 11, 12)
    """
    if unit == "day":
        return day
    if unit == "week":
        return day - day.weekday() * DAY
    if unit == "weekend":
        return day + (5 - day.weekday()) * DAY
    if unit in ("month", "quarter", "half"):
        length = MONTHS_IN[unit]
        return day.replace(month=(day.month - 1) // length * length + 1, day=1)
    length = MONTHS_IN[unit] // 12
    # There is no year 0: the first decade and century begin with year 1.
    return datetime.date(max(day.year // length * length, 1), 1, 1)


def moved(day: datetime.date, unit: str, count: int) -> datetime.date:
    """Return the day some units on; the last day of a shorter month where the day does not exist there.

    Raises OverflowError or ValueError where the calendar of years 1 to 9999 ends.

    >>> moved(datetime.date(2016, 3, 31), "month", -1)
    datetime.date(2016, 2, 29)
    """
    if unit == "day":
        return day + count * DAY
    if unit in ("week", "weekend"):
        return day + 7 * count * DAY
    months = day.year * 12 + day.month - 1 + count * MONTHS_IN[unit]
    year, month = divmod(months, 12)
    return datetime.date(year, month + 1, min(day.day, days_in(year, month + 1)))


def days_in(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


@lru_cache(maxsize=1 << 10)
def unit_value(day: datetime.date, unit: str) -> Date:
    """Return the unit that a day lies in, as a value.

    >>> unit_value(datetime.date(2016, 11, 9), "week").timex
    '2016-W45'
    """
    start = beginning(day, unit)
    return Date(_WRITERS[unit](start), "DATE", start, _stop(start, unit), unit)


def _stop(start: datetime.date, unit: str) -> datetime.date | None:
    """Return the first day after a unit, or None where the calendar ends before."""
    try:
        if unit == "weekend":
            return start + 2 * DAY
        return beginning(moved(start, unit, 1), unit)
    except (OverflowError, ValueError):
        return None


def _week(start: datetime.date) -> str:
    # Thursday decides to which year a week belongs; of a week cut by the calendar's end the first day is enough.
    year, week, _ = start.isocalendar()
    return f"{year:04}-W{week:02}"


_WRITERS: dict[str, Callable[[datetime.date], str]] = {
    "day": lambda start: start.isoformat(),
    "week": _week,
    "weekend": lambda start: _week(start) + "-WE",
    "month": lambda start: f"{start.year:04}-{start.month:02}",
    "quarter": lambda start: f"{start.year:04}-Q{(start.month + 2) // 3}",
    "half": lambda start: f"{start.year:04}-H{1 if start.month < 7 else 2}",
    "year": lambda start: f"{start.year:04}",
    "decade": lambda start: f"{start.year // 10:03}",
    "century": lambda start: f"{start.year // 100:02}",
    "millennium": lambda start: f"{start.year // 1000}",
}


def length_timex(count: float | None, unit: str) -> str:
    """Return TIMEX3's duration; halves and quarters of years and hours go to the next smaller unit.

    >>> length_timex(2.5, "year"), length_timex(None, "week"), length_timex(1.5, "hour")
    ('P2Y6M', 'PXW', 'PT1H30M')
    """
    if count is not None and unit in _IN_YEARS:
        count, unit = count * _IN_YEARS[unit], "year"
    prefix, letter = ("PT", CLOCK_UNITS[unit]) if unit in CLOCK_UNITS else ("P", LETTERS[unit])
    if count is None:
        return f"{prefix}X{letter}"
    smaller, parts = _SMALLER.get(unit, ("", 1))
    whole = int(count)
    rest = round((count - whole) * parts) if smaller else 0
    if rest == 0:
        return f"{prefix}{count:.12g}{letter}"
    return prefix + (f"{whole}{letter}" if whole else "") + f"{rest}{smaller}"


_IN_YEARS = {"decade": 10, "century": 100}
_SMALLER = {"year": ("M", 12), "hour": ("M", 60), "minute": ("S", 60)}

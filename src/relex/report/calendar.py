"""Days put together to days, months, quarters or years, so many as fit a picture."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Literal, NamedTuple

MOST_BINS = 48
STRAY = 0.02  # the share of facts at either end that may lie outside, where no article has a date
Unit = Literal["day", "month", "quarter", "year"]


class Calendar(NamedTuple):
    """A stretch of time in equal units; what lies outside it goes before the first or after the last."""

    unit: Unit
    first: int
    last: int

    def bin_of(self, day: datetime.date) -> str:
        """Return the name of the unit in which a day lies.

        >>> calendar = calendar_of(datetime.date(2021, 3, 1), datetime.date(2021, 9, 30))
        >>> calendar.bin_of(datetime.date(2021, 5, 9)), calendar.bin_of(datetime.date(1999, 1, 1))
        ('2021-05', 'before 2021-03')
        """
        number = _number(self.unit, day)
        if number < self.first:
            return f"before {_name(self.unit, self.first)}"
        return f"after {_name(self.unit, self.last)}" if number > self.last else _name(self.unit, number)

    def bins(self, used: set[str]) -> tuple[str, ...]:
        """Return the names of all units in order, those outside only where they are used."""
        inside = [_name(self.unit, number) for number in range(self.first, self.last + 1)]
        before, after = f"before {inside[0]}", f"after {inside[-1]}"
        return (*[before] * (before in used), *inside, *[after] * (after in used))


def calendar_of(first: datetime.date, last: datetime.date) -> Calendar:
    """Return the calendar of a stretch of time, in the smallest unit that gives few enough bins.

    >>> calendar_of(datetime.date(1990, 1, 1), datetime.date(2020, 1, 1)).unit
    'year'
    """
    units: tuple[Unit, ...] = ("day", "month", "quarter", "year")
    for unit in units:
        start, stop = _number(unit, first), _number(unit, last)
        if stop - start < MOST_BINS:
            return Calendar(unit, start, stop)
    return Calendar("year", stop - MOST_BINS + 1, stop)


def stretch_of(days: Counter[datetime.date], *, stray: float = 0.0) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and the last of some days, without a share of strays at either end; None without any day."""
    outside = int(days.total() * stray)
    ordered = sorted(days)
    return (_after(days, ordered, outside), _after(days, ordered[::-1], outside)) if ordered else None


def _after(days: Counter[datetime.date], ordered: list[datetime.date], outside: int) -> datetime.date:
    """The first day of some once so many facts are passed."""
    for day in ordered:
        outside -= days[day]
        if outside < 0:
            return day
    return ordered[-1]


def _number(unit: Unit, day: datetime.date) -> int:
    if unit == "day":
        return day.toordinal()
    if unit == "month":
        return day.year * 12 + day.month - 1
    return day.year * 4 + (day.month - 1) // 3 if unit == "quarter" else day.year


def _name(unit: Unit, number: int) -> str:
    if unit == "day":
        return datetime.date.fromordinal(number).isoformat()
    if unit == "month":
        return f"{number // 12}-{number % 12 + 1:02d}"
    return f"{number // 4}-Q{number % 4 + 1}" if unit == "quarter" else str(number)

"""What a phrase means, made a value by the article's date and by what the text has told before."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from ...model import Date
from .context import is_bound, is_over, is_rate, looks_ahead
from .holidays import holiday
from .meanings import (
    Calendar,
    Clock,
    Era,
    Holiday,
    HoursAway,
    Length,
    Meaning,
    NamedDay,
    NamedMonth,
    PartOfYear,
    Repeated,
    Shifted,
    The,
    Vague,
    Weekend,
    WeekOf,
    Year,
    YearsApart,
)
from .units import CALENDAR_UNITS, DAY, UNKNOWN, beginning, days_in, length_timex, moved, unit_value


class Told(NamedTuple):
    """What a text has spoken of so far: the last date, and the last period that its figures are about."""

    date: Date | None = None
    period: Date | None = None

    @property
    def quarter(self) -> datetime.date | None:
        """The first day of the quarter that the text's figures are about."""
        return self.period.start if self.period and self.period.type == "DATE" else None


class Scene(NamedTuple):
    """Where a phrase stands: the article's date, the words around it and what was told before."""

    reference: datetime.date | None
    before: str = ""
    after: str = ""
    told: Told = Told()

    @property
    def told_day(self) -> datetime.date | None:
        """The day from which "the next day" counts."""
        if self.told.date and self.told.date.start:
            return self.told.date.start
        return self.reference


def value(meaning: Meaning, scene: Scene) -> Date:
    """Return what a meaning comes to in a scene; partial where the scene tells too little."""
    try:
        return _value(meaning, scene)
    except (OverflowError, ValueError):
        # The calendar has the years 1 to 9999: what lies beyond is no day.
        return _value(meaning, Scene(None))


def _value(meaning: Meaning, scene: Scene) -> Date:
    return _RESOLVERS[type(meaning)](meaning, scene)


def _vague(vague: Vague, _: Scene) -> Date:
    return Date(vague.timex, "DATE")


def _repeated(repeated: Repeated, _: Scene) -> Date:
    return Date(repeated.timex, "SET", granularity=repeated.unit)


def _week_of(week: WeekOf, scene: Scene) -> Date:
    day = _calendar(week.day, scene)
    return unit_value(day.start, "week") if day.start else _unknown("week")


def _hours_away(_: HoursAway, scene: Scene) -> Date:
    return _at(_day_spoken_of(scene), "XX", "hour")


def _unknown(unit: str) -> Date:
    return Date(UNKNOWN[unit], "DATE", granularity=unit)


def _length(length: Length, scene: Scene) -> Date:
    kind = "SET" if length.rate and is_rate(scene.before) else "DURATION"
    start, stop = _bounds(length, scene.reference)
    return Date(length_timex(length.count, length.unit), kind, start, stop, length.unit)


def _bounds(length: Length, reference: datetime.date | None) -> tuple[datetime.date, datetime.date] | tuple[None, None]:
    """Return the days of the last or next so many units, counted from the article's date."""
    count, unit = length.count, length.unit
    if reference is None or not length.side or count is None or count != int(count) or unit not in CALENDAR_UNITS:
        return None, None
    try:
        far = moved(reference, unit, length.side * int(count))
    except (OverflowError, ValueError):
        return None, None
    return min(reference, far), max(reference, far)


def _shifted(shifted: Shifted, scene: Scene) -> Date:
    near = scene.told_day if shifted.told else scene.reference
    if near is None:
        return _unknown(shifted.unit)
    return unit_value(moved(beginning(near, shifted.unit), shifted.unit, shifted.count), shifted.unit)


def _years_apart(apart: YearsApart, scene: Scene) -> Date:
    told = scene.told
    if told.quarter:
        return unit_value(moved(told.quarter, "year", apart.count), "quarter")
    date = told.date
    if apart.told and not told.period and date and date.start and date.granularity in ("year", "month", "half"):
        return unit_value(moved(date.start, "year", apart.count), date.granularity)
    return _shifted(Shifted("year", apart.count), scene)


# Dates of the calendar


def _calendar(calendar: Calendar, scene: Scene) -> Date:
    month, day = calendar.month, calendar.day
    year = _year(calendar.year, scene)
    if year is None and calendar.year is None and month and scene.reference:
        year = _year_of_day(month, day or 1, scene)
    unit = "day" if day else "month" if month else "year"
    if year is None or (month and day and day > days_in(year, month)):
        return Date("-".join(("XXXX", *(f"{part:02}" for part in (month, day) if part))), "DATE", granularity=unit)
    return unit_value(datetime.date(year, month or 1, day or 1), unit)


def _year(year: Year | None, scene: Scene) -> int | None:
    if not isinstance(year, Shifted):
        return year
    near = scene.told_day if year.told else scene.reference
    return moved(near, "year", year.count).year if near else None


def _year_of_day(month: int, day: int, scene: Scene) -> int | None:
    """Return the year in which a day without one lands nearest to the article.

    News looks back: a day still to come counts as twice as far, unless the words before look ahead.
    """
    assert scene.reference is not None
    reference, over = scene.reference, is_over(scene.before)
    weight = 1 if looks_ahead(scene.before) else 2
    # Eight years hold a 29th of February, whatever the century.
    years = range(max(reference.year - 8, 1), min(reference.year + 8, 9999) + 1)
    days = [datetime.date(year, month, day) for year in years if day <= days_in(year, month)]

    def distance(each: datetime.date) -> int:
        ahead = (each - reference).days
        return weight * ahead if ahead > 0 else -ahead

    return min((each for each in days if not over or each <= reference), key=distance, default=reference).year


def _named_day(named: NamedDay, scene: Scene) -> Date:
    near = scene.told_day if named.told else scene.reference
    if near is None:
        return Date(f"XXXX-WXX-{named.number + 1}", "DATE", granularity="day")
    if named.week is not None:
        return unit_value(moved(beginning(near, "week"), "week", named.week) + named.number * DAY, "day")
    back, ahead = (near.weekday() - named.number) % 7, (named.number - near.weekday()) % 7
    if named.side is None:
        # Both are 0 on the day itself: "on Tuesday" in Tuesday's article is today, even if it looks ahead.
        steps = ahead if looks_ahead(scene.before) else -back
    elif named.side < 0:
        steps = -(back or 7)
    else:
        steps = ahead or 7 * named.side
    return unit_value(near + steps * DAY, "day")


def _named_month(named: NamedMonth, scene: Scene) -> Date:
    near = scene.told_day if named.told else scene.reference
    number = named.number
    if near is None:
        return Date(f"XXXX-{number:02}", "DATE", granularity="month")
    year = near.year
    if named.side is None:
        ahead = looks_ahead(scene.before) or is_bound(scene.before)
        year += 1 if ahead and number < near.month else -1 if not ahead and number > near.month else 0
    elif named.side < 0:
        year -= 1 if number >= near.month else 0
    elif named.side > 0:
        year += 1 if number <= near.month else 0
    return unit_value(datetime.date(year, number, 1), "month")


# Parts of a year

_FIRST_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def _part_of_year(part: PartOfYear, scene: Scene) -> Date:
    year = _year(part.year, scene)
    if year is None and part.year is None and scene.reference:
        year = _year_of_part(part, scene.reference)
    if year is None:
        return Date(f"XXXX-{part.code}", "DATE", granularity=part.unit)
    if part.unit == "season":
        # Its days depend on the hemisphere, and winter's year on the writer.
        return Date(f"{year:04}-{part.code}", "DATE", granularity="season")
    months = 3 if part.unit == "quarter" else 6
    return unit_value(datetime.date(year, (int(part.code[1]) - 1) * months + 1, 1), part.unit)


def _year_of_part(part: PartOfYear, reference: datetime.date) -> int | None:
    year, month = reference.year, reference.month
    if part.unit == "season":
        first = _FIRST_MONTH[part.code]
        if part.side == -1:
            year -= 1 if month < first + 3 else 0
        elif part.side == 1:
            year += 1 if month >= first else 0
        elif part.code == "WI" and month < 3:
            year -= 1
    elif part.code == "Q4" and month < 4:
        # Results of the fourth quarter come out in the first.
        year -= 1
    return year if 1 <= year <= 9999 else None


def _the(the: The, scene: Scene) -> Date:
    quarter, reference = scene.told.quarter, scene.reference
    if the.year:
        if quarter:
            return unit_value(quarter.replace(year=the.year), "quarter")
        return unit_value(datetime.date(the.year, 1, 1), "year")
    if the.unit in ("quarter", "period"):
        if quarter:
            return unit_value(quarter, "quarter")
        return _shifted(Shifted("quarter", -1), scene)
    if the.unit == "day":
        return _shifted(Shifted("day", 0, told=True), scene)
    if the.unit == "year" and re.match(r"\s*(?:ended|ending|to|through)\b", scene.after):
        return Date("P1Y", "DURATION", granularity="year")
    return _shifted(Shifted(the.unit, -1 if the.latest and reference else 0), scene)


def _era(era: Era, scene: Scene) -> Date:
    first = era.first
    if era.unit == "decade" and first < 100:
        if scene.reference is None or scene.reference.year <= first:
            return Date(f"XX{first // 10}", "DATE", granularity="decade")
        # The last decade of that name to begin.
        first += (scene.reference.year - first) // 100 * 100
    return unit_value(datetime.date(max(first, 1), 1, 1), era.unit)


# Days with a name, and times of a day


def _weekend(weekend: Weekend, scene: Scene) -> Date:
    near, side = scene.reference, weekend.side
    if near is None:
        return _unknown("weekend")
    if side is None:
        side = 0 if near.weekday() >= 5 or looks_ahead(scene.before) else -1
    return unit_value(moved(beginning(near, "weekend"), "weekend", side), "weekend")


def _holiday(named: Holiday, scene: Scene) -> Date:
    unit = "week" if named.name.endswith("week") else "day"
    year, near = _year(named.year, scene), scene.reference
    if year is not None:
        return unit_value(holiday(named.name, year), unit)
    if near is None:
        return _unknown(unit)
    days = [holiday(named.name, year) for year in range(near.year - 1, near.year + 2) if 1 <= year <= 9999]
    if named.side == -1:
        days = [day for day in days if day < near]
    elif named.side == 1:
        days = [day for day in days if day > near]
    return unit_value(min(days, key=lambda day: abs((day - near).days)), unit)


def _clock(clock: Clock, scene: Scene) -> Date:
    day = _value(clock.day, scene) if clock.day else None
    granularity = "minute" if ":" in clock.time else "day"
    return _at(day or _day_spoken_of(scene), clock.time, granularity)


def _at(day: Date, time: str, granularity: str) -> Date:
    return Date(f"{day.timex}T{time}", "TIME", day.start, day.stop, granularity)


def _day_spoken_of(scene: Scene) -> Date:
    """Return the day of a time that stands alone: the one told last, if it is near, else the article's."""
    told, reference = scene.told.date, scene.reference
    a_day = told is not None and told.granularity in ("day", "minute", "hour")
    if told and told.start and a_day and (reference is None or abs((told.start - reference).days) <= 7):
        return unit_value(told.start, "day")
    return unit_value(reference, "day") if reference else _unknown("day")


_RESOLVERS: dict[type, Callable[[Any, Scene], Date]] = {
    Vague: _vague,
    Length: _length,
    Repeated: _repeated,
    Shifted: _shifted,
    YearsApart: _years_apart,
    Calendar: _calendar,
    NamedDay: _named_day,
    NamedMonth: _named_month,
    PartOfYear: _part_of_year,
    The: _the,
    Era: _era,
    Weekend: _weekend,
    Holiday: _holiday,
    WeekOf: _week_of,
    HoursAway: _hours_away,
    Clock: _clock,
}

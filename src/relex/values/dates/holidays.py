"""Days that have a name: on which day of a given year they fall."""

from __future__ import annotations

import datetime

from .units import DAY

# Month and day; or month, weekday (0 is Monday) and which one of the month (-1 the last).
_FIXED = {
    "christmas": (12, 25),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "boxing day": (12, 26),
    "new year": (1, 1),
    "new year day": (1, 1),
    "new year eve": (12, 31),
    "halloween": (10, 31),
    "valentine day": (2, 14),
    "veterans day": (11, 11),
    "armistice day": (11, 11),
    "may day": (5, 1),
    "bastille day": (7, 14),
    "international women day": (3, 8),
}
_COUNTED = {
    "thanksgiving": (11, 3, 4),
    "thanksgiving day": (11, 3, 4),
    "labor day": (9, 0, 1),
    "memorial day": (5, 0, -1),
    "columbus day": (10, 0, 2),
    "presidents day": (2, 0, 3),
    "martin luther king day": (1, 0, 3),
}
_FROM_EASTER = {
    "good friday": -2,
    "palm sunday": -7,
    "easter": 0,
    "easter sunday": 0,
    "easter monday": 1,
    "easter week": 0,
}
NAMES = frozenset(_FIXED) | frozenset(_COUNTED) | frozenset(_FROM_EASTER) | {"election day"}


def holiday(name: str, year: int) -> datetime.date:
    """Return the day on which a holiday of :data:`NAMES` falls in a year.

    >>> holiday("thanksgiving", 1999), holiday("easter", 2016)
    (datetime.date(1999, 11, 25), datetime.date(2016, 3, 27))
    """
    if name in _FIXED:
        return datetime.date(year, *_FIXED[name])
    if name in _COUNTED:
        return _counted(year, *_COUNTED[name])
    if name == "election day":
        return _counted(year, 11, 0, 1) + DAY
    return easter(year) + _FROM_EASTER[name] * DAY


def _counted(year: int, month: int, weekday: int, which: int) -> datetime.date:
    if which < 0:
        last = datetime.date(year + month // 12, month % 12 + 1, 1) - DAY
        return last - (last.weekday() - weekday) % 7 * DAY
    first = datetime.date(year, month, 1)
    return first + ((weekday - first.weekday()) % 7 + 7 * (which - 1)) * DAY


def easter(year: int) -> datetime.date:
    """Return the Western Easter Sunday, by the Gregorian computus.

    >>> easter(2000)
    datetime.date(2000, 4, 23)
    """
    golden, century = year % 19, year // 100
    moon = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon -= moon // 28 * (1 - moon // 28 * (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    days = moon - weekday
    month = 3 + (days + 40) // 44
    return datetime.date(year, month, days + 28 - 31 * (month // 4))

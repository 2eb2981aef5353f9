"""What the words of a time expression mean before any date of reference is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Vague:
    """PRESENT_REF, PAST_REF or FUTURE_REF."""

    timex: str


@dataclass(frozen=True, slots=True)
class Length:
    """A duration; ``count`` is None where the words leave it open.

    ``side`` is -1 or 1 where it lies just before or just after the article's date; ``rate`` tells that it may be how
    often instead: a year.
    """

    count: float | None
    unit: str
    side: int = 0
    rate: bool = False


@dataclass(frozen=True, slots=True)
class Repeated:
    """Every day, each Thursday."""

    timex: str
    unit: str


@dataclass(frozen=True, slots=True)
class Shifted:
    """The unit some units away from the article's date or, if ``told``, from the date that the text spoke of last."""

    unit: str
    count: int
    told: bool = False


@dataclass(frozen=True, slots=True)
class YearsApart:
    """A year ago, a year earlier: the period that the text speaks of (a quarter, say), some years before."""

    count: int
    told: bool = True


Year: TypeAlias = int | Shifted


@dataclass(frozen=True, slots=True)
class Calendar:
    """The parts of a date that stand in the words; the year may be relative (June last year)."""

    year: Year | None = None
    month: int | None = None
    day: int | None = None


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A weekday, Monday is 0; ``side`` is -1 for last, 0 for this, 1 for next, None where nothing tells.

    ``week`` is told instead where the weekday is one of last, this or next week.
    """

    number: int
    side: int | None = None
    week: int | None = None
    told: bool = False


@dataclass(frozen=True, slots=True)
class NamedMonth:
    """A month without a year; ``side`` as for weekdays."""

    number: int
    side: int | None = None
    told: bool = False


@dataclass(frozen=True, slots=True)
class PartOfYear:
    """A quarter (Q1 to Q4, QX), half (H1, H2) or season (SP, SU, FA, WI); ``side`` as for weekdays."""

    unit: str
    code: str
    year: Year | None = None
    side: int | None = None


@dataclass(frozen=True, slots=True)
class The:
    """The quarter, the latest period: which one, the text has told; ``year`` where the words give that much."""

    unit: str
    latest: bool = False
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Era:
    """A decade or a century; ``first`` is its first year, below 100 for a decade of no stated century."""

    unit: str
    first: int


@dataclass(frozen=True, slots=True)
class Weekend:
    side: int | None = None


@dataclass(frozen=True, slots=True)
class Holiday:
    name: str
    year: Year | None = None
    side: int | None = None


@dataclass(frozen=True, slots=True)
class WeekOf:
    day: Calendar


@dataclass(frozen=True, slots=True)
class HoursAway:
    """Two hours ago: the day is known, the hour is not."""


Day: TypeAlias = Calendar | Shifted | NamedDay | Holiday


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of a day: ``14:30``, ``MO``, ``NI``; of the day that the text is at, if the words name none."""

    time: str
    day: Day | None = None


Meaning: TypeAlias = (
    Vague
    | Length
    | Repeated
    | Shifted
    | YearsApart
    | Calendar
    | NamedDay
    | NamedMonth
    | PartOfYear
    | The
    | Era
    | Weekend
    | Holiday
    | WeekOf
    | HoursAway
    | Clock
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phrase means, and TIMEX3's modifier."""

    meaning: Meaning
    mod: str | None = None

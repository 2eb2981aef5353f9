"""Phrases for times of the day: 10:30 p.m., noon, Friday night."""

from __future__ import annotations

import re
from typing import NamedTuple

from .meanings import Clock, Shifted
from .words import PART_OF_DAY, PARTS_OF_DAY, Groups

_ZONE = (
    r"(?: (?:gmt|utc|est|edt|cst|cdt|mst|mdt|pst|pdt|cet|cest|bst|msk|local time|(?:eastern|eastern standard|"
    r"eastern daylight|moscow|beijing|london|kyiv|kiev) time))"
)
_HOUR = r"(?P<hour>[012]?\d)(?:[:.](?P<minute>[0-5]\d))?"
_WHEN = (
    rf"(?:{_HOUR}(?: (?P<half>am|pm|o'clock))?{_ZONE}?|(?P<military>[012]\d[0-5]\d)(?:{_ZONE}| hours)|"
    rf"(?:mid )?{PART_OF_DAY}{_ZONE}?)"
)
_OF = r"(?: (?:in the|at) (?P<of>morning|afternoon|evening|night))?"
_TIME_FIRST = re.compile(rf"(?:the |in the )?{_WHEN}{_OF}(?: (?:on )?(?P<rest>.+))?")
_TIME_LAST = re.compile(rf"(?P<rest>.+?) (?:at )?(?:early |late )?{_WHEN}")
_SIDE_PART = re.compile(
    r"(?P<side>this|last|that(?: same)?|the (?:same|next|following|previous)) (?:early |late )?"
    r"(?P<part>morning|afternoon|evening|night)"
)
_SIDE_COUNTS = {"the next": 1, "the following": 1, "the previous": -1}


class TimeAndDay(NamedTuple):
    """A time, and the words beside it that should be a day."""

    time: str
    day: str


def times_in(phrase: str) -> Clock | TimeAndDay | None:
    """Return the time that a phrase tells; of what day, its other words say."""
    if phrase in ("tonight", "overnight"):
        return Clock("NI", Shifted("day", 0))
    if found := _SIDE_PART.fullmatch(phrase):
        return _beside(found["side"], found["part"])
    for pattern in (_TIME_FIRST, _TIME_LAST):
        if found := pattern.fullmatch(phrase):
            groups = found.groupdict("")
            time = _time(groups)
            if time is not None:
                return TimeAndDay(time, groups["rest"]) if groups["rest"] else _alone(time, groups)
    return None


def _beside(side: str, part: str) -> Clock:
    if side in ("this", "last"):
        return Clock(PARTS_OF_DAY[part], Shifted("day", 0 if side == "this" else -1))
    return Clock(PARTS_OF_DAY[part], Shifted("day", _SIDE_COUNTS.get(side, 0), told=True))


def _alone(time: str, groups: Groups) -> Clock | None:
    """Return a time without a day; a number alone is none."""
    marks = ("part", "half", "of", "minute", "military")
    return Clock(time) if any(groups.get(mark) for mark in marks) else None


def _time(groups: Groups) -> str | None:
    if groups["part"]:
        return PARTS_OF_DAY[groups["part"]]
    if groups["military"]:
        hour, minute = int(groups["military"][:2]), int(groups["military"][2:])
    else:
        hour, minute = int(groups["hour"]), int(groups["minute"] or 0)
    if groups["half"] in ("am", "pm"):
        if hour > 12:
            return None
        hour = hour % 12 + (12 if groups["half"] == "pm" else 0)
    elif hour < 12 and (groups.get("of") in ("afternoon", "evening") or (groups.get("of") == "night" and hour > 5)):
        hour += 12
    return f"{hour:02}:{minute:02}" if hour < 24 else None

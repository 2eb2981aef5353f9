"""Dates: the words of a time expression and where it stands, to a value.

Pure: no clock, no locale, no time zone. Parsing the words is memoised apart from resolving them, for most articles
say the same few phrases.
"""

from __future__ import annotations

import dataclasses
import datetime
import re

from ...model import Date
from .context import vetoed
from .dateline import dateline
from .meanings import YearsApart
from .reading import read
from .resolution import Scene, Told, value

_AROUND = 80  # characters before and after that may tell how to read a phrase

__all__ = ["Told", "date", "dateline", "resolve", "told_after"]


def resolve(
    words: str,
    *,
    reference: datetime.date | None,
    before: str = "",
    after: str = "",
    anchor: Told | Date | None = None,
) -> Date | None:
    """Return the value of a time expression found in a text, or None where the words are none after all.

    ``reference`` is the article's date; without one, values are partial. ``before`` and ``after`` are the words around
    the expression in its sentence, ``anchor`` is the date that the text spoke of last.

    >>> resolve("last week", reference=datetime.date(2016, 11, 9)).timex
    '2016-W44'
    >>> resolve("Nov. 9", reference=None).timex
    'XXXX-11-09'
    """
    before, after = before[-_AROUND:], after[:_AROUND]
    reading = read(words)
    if reading is None or vetoed(words, before, after):
        return None
    found = value(reading.meaning, Scene(reference, before, after, _told(anchor)))
    return dataclasses.replace(found, mod=reading.mod) if reading.mod else found


def told_after(told: Told, words: str, found: Date) -> Told:
    """Return what a text has told once it has said ``words``, which came to ``found``.

    What a figure is only compared with ("a year earlier") is not what the text speaks of.
    """
    reading = read(words)
    if reading is not None and isinstance(reading.meaning, YearsApart):
        return told
    dated = found.start is not None and found.type in ("DATE", "TIME")
    reported = (dated and found.granularity == "quarter") or (found.type == "DURATION" and found.timex in _REPORTED)
    return Told(found if dated else told.date, found if reported else told.period)


# The lengths that companies and banks report on, besides the quarter.
_REPORTED = frozenset(("P6M", "P9M", "P1Y"))


def _told(anchor: Told | Date | None) -> Told:
    if isinstance(anchor, Date):
        return Told(anchor, anchor if anchor.granularity == "quarter" and anchor.start else None)
    return anchor or Told()


_LEADING = re.compile(r"(?:on|in|at|since|until|till|by|during|from|for)\s+", re.IGNORECASE)


def date(words: str, *, date: datetime.date | str | None = None) -> Date | None:
    """Return the value of one time expression, or None where the words are none.

    ``date`` is the day from which it is said, a ``datetime.date`` or an ISO string; without one, values are partial.

    >>> date("last Tuesday", date="2016-11-09").timex
    '2016-11-08'
    >>> date("early November").timex
    'XXXX-11'
    """
    reference = datetime.date.fromisoformat(date[:10]) if isinstance(date, str) else date
    words = words.strip().rstrip(".")
    found = resolve(words, reference=reference)
    if found is None and (leading := _LEADING.match(words)):
        return resolve(words[leading.end() :], reference=reference)
    return found

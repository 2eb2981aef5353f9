"""The day and the place of the news, which what is told shares unless its own words say otherwise."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

from ..match.matcher import Matcher, Reading
from ..model import Date, Span
from ..rules.ruleset import LexiconRow

NEWS = datetime.timedelta(days=2)  # how old the day of the news may be
_HEAD = 5  # sentences at the head of a text, with its title, among which a dateline stands
_LONGEST_LINE = 8  # tokens of a line that holds nothing but places


def day_of_the_news(
    matcher: Matcher, reading: Reading, days: Mapping[Span, Date], today: datetime.date | None, label: str
) -> tuple[int, int] | None:
    """Return the first day that a text names, if it is that of writing or just before."""
    labels = matcher.alphabet.below(label)
    for found in sorted((found for found in reading.found if found.label in labels), key=lambda one: one.start):
        date = days.get(reading.offsets.span(found.start, found.stop))
        if date and is_a_day(date) and date.start and today:
            near = datetime.timedelta() <= today - date.start <= NEWS
            return (found.start, found.stop) if near else None
    return None


def is_a_day(date: Date) -> bool:
    """Tell whether a date is a day or part of one, not "this year" or "recently"."""
    if date.start and date.stop:
        return (date.stop - date.start).days == 1
    return date.granularity in ("day", "hour", "minute")


def place_of_the_news(matcher: Matcher, reading: Reading, label: str) -> tuple[int, int] | None:
    """Return the place with which the text begins: in capitals ("ROME, Italy"), or alone on a line below the title.

    A state in capitals is none: "US forces".
    """
    labels, states = matcher.alphabet.below(label), matcher.alphabet.below("Country")
    start = reading.base.symbols.find(matcher.alphabet.paragraph) + 1
    for _ in range(_HEAD if start else 0):
        first, after = reading.sentence(reading.base, start)
        if after <= start:
            break
        head = min(after, first + _LONGEST_LINE)
        hits = [hit for hit in reading.hits(first, head) if hit[2].label in labels]
        in_capitals = reading.shape(first) == "upper"
        for begin, stop, row in hits:
            opens = begin == first and in_capitals and row.label not in states
            if (
                opens
                or in_capitals
                and _is_behind_a_town(reading, first, begin)
                or _is_a_line(reading, start, after, hits)
            ):
                return begin, stop
        start = after
    return None


def _is_behind_a_town(reading: Reading, first: int, place: int) -> bool:
    """Tell whether a place stands behind a town in capitals that no lexicon has: "FINSTADJORDET, Norway"."""
    town = range(first, place - 1)
    if not town or reading.offsets.form(place - 1) != "," or reading.hits(first, place - 1):
        return False
    return all(reading.shape(token) == "upper" for token in town)


def _is_a_line(reading: Reading, first: int, after: int, hits: Sequence[tuple[int, int, LexiconRow]]) -> bool:
    """Tell whether a sentence holds nothing but names of places."""
    named = {token for begin, stop, _ in hits for token in range(begin, stop)}
    words = [token for token in range(first, after) if reading.offsets.form(token)[:1].isalnum()]
    return bool(words) and named.issuperset(words)

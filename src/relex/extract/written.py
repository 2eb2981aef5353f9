"""Quotes as they are written: who says what by the words that name a speaker, without whom these mean."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter

from ..match.matcher import Matcher, Reading
from ..text.quotation import Quoted
from .cast import mentions_of
from .outline import outline_of, paragraphs_with
from .quotes import Attribution, attributions, sayings_of, unreached, voices_of

_START = attrgetter("start")


def told_as_written(
    matcher: Matcher, reading: Reading, stretches: Sequence[Quoted], *, marked: bool
) -> tuple[Reading, tuple[Attribution, ...]]:
    """Return the quotes of a text that was begun, and what was read of it.

    If only those with words between marks are wanted (``marked``), the paragraphs with quoted stretches are read, and
    the one before where only that may tell who speaks.
    """
    read, sayings = _near(matcher, reading, stretches) if marked else _all(matcher, reading, stretches)
    cast = mentions_of(matcher, read, voices_of(sayings))
    told = attributions(matcher, read, cast, sayings, stretches)
    return read, tuple([each._replace(figure=None, others=()) for each in told])


def _all(matcher: Matcher, reading: Reading, stretches: Sequence[Quoted]) -> tuple[Reading, Sequence[Attribution]]:
    matcher.completed(reading)
    return reading, sayings_of(matcher, reading, outline_of(matcher, reading, stretches), stretches)


def _near(matcher: Matcher, reading: Reading, stretches: Sequence[Quoted]) -> tuple[Reading, Sequence[Attribution]]:
    paragraphs = paragraphs_with(matcher, reading, [quoted.start for quoted in stretches])
    near, sayings = _all(matcher, reading.only(paragraphs), stretches)
    starts = [quoted.start for quoted in unreached(matcher, near, sayings, stretches)]
    before = [each for each in paragraphs_with(matcher, reading, starts, back=1) if each not in paragraphs]
    if before:
        more, others = _all(matcher, reading.only(before), ())
        sayings = sorted((*sayings, *others), key=_START)
        near.add(more)
    return near, sayings

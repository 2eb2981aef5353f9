"""What flows through relex: frozen values that know where in the text they stand.

Every offset counts characters of the original text and every span is half open, so that
``text[span.start:span.stop]`` is what was matched.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import ClassVar, Generic, NamedTuple, TypeVar

Value = TypeVar("Value")


class Span(NamedTuple):
    """A stretch of the text: characters ``start`` up to, not including, ``stop``."""

    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Country:
    """A country or territory of ISO 3166, or one of the few stated codes beside it (docs/countries.md).

    ``via`` tells by which kind of name the text spoke of it: name, official, alias, demonym, capital,
    abbreviation, seat (the Kremlin) or leader.
    """

    alpha_2: str
    alpha_3: str
    name: str
    via: str = "name"


@dataclass(frozen=True, slots=True)
class Date:
    """A time expression's value.

    ``timex`` and ``type`` are TIMEX3's value and type (DATE, TIME, DURATION, SET); ``start`` and ``stop`` bound
    the days meant, half open, where they are known; ``granularity`` is the unit spoken of (day, week, month,
    quarter, season, half, year, decade, century, hour, minute); ``mod`` is TIMEX3's modifier (APPROX, START, ...).
    """

    timex: str
    type: str
    start: datetime.date | None = None
    stop: datetime.date | None = None
    granularity: str | None = None
    mod: str | None = None


@dataclass(frozen=True, slots=True)
class Mention(Generic[Value]):
    """Words of the text that name one thing: a country, a date, a person."""

    span: Span
    text: str
    label: str
    value: Value
    sentence: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Argument:
    """What fills a role of an event: the words, and whom or what they stand for.

    ``name`` is the fullest name the document gives, ``actor`` the code that event data uses (an ISO 3166 alpha-2
    code, a body's short name, else the name).
    """

    span: Span
    text: str
    name: str
    role: str | None = None
    body: str | None = None
    country: Country | None = None
    actor: str | None = None
    date: Date | None = None
    entity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that the text reports: the base of every type in a rule set's ``types``.

    ``span`` is the stretch that the rule matched, ``trigger`` the words in it that tell of the event,
    ``mentions`` the triggers of every report of the same event, this one first.
    """

    type: ClassVar[str] = "Event"
    span: Span
    text: str
    sentence: Span
    rule: str
    trigger: str
    trigger_span: Span
    status: str
    status_rule: str | None = None
    reported_by: Argument | None = None
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person or body to whom the text attributes words; ``span`` is where it is first named."""

    span: Span
    text: str
    sentence: Span
    rule: str
    name: str
    role: str | None = None
    body: str | None = None
    country: Country | None = None
    actor: str | None = None
    gender: str | None = None
    mentions: tuple[Span, ...] = ()
    quotes: int = 0
    entity: int | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that the text attributes to somebody.

    ``text`` is the slice at ``span``: the words themselves, without the outer quotation marks. ``kind`` is direct (all of
    it between marks), mixed (some) or indirect (none). ``mention`` is the span that names or points to the
    speaker; ``certain`` is False where the speaker is only the likeliest one.
    """

    span: Span
    text: str
    sentence: Span
    rule: str
    kind: str
    quoted: tuple[Span, ...] = ()
    cue: str | None = None
    cue_span: Span | None = None
    speaker: Speaker | None = None
    mention: Span | None = None
    certain: bool = True

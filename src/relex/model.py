"""What flows through relex: frozen values that know where in the text they stand.

Every offset counts characters of the original text and every span is half open, so that
``text[span.start:span.stop]`` is what was matched.
"""

from __future__ import annotations

import dataclasses
import datetime
import html
import importlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import (
    Any,
    ClassVar,
    Generic,
    NamedTuple,
    Self,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

SCHEMA_VERSION = 1

Value = TypeVar("Value")
SomeEvent = TypeVar("SomeEvent", bound="Event")


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
class Amount:
    """How much of what: ``unit`` is the id of the unit's lexicon row (USD, percent), ``USD/share`` where it is a rate.

    ``upper`` is the higher number of a range; then ``number`` is the lower one.
    """

    number: float
    unit: str | None = None
    upper: float | None = None


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
    amount: Amount | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Event:
    """Something that the text reports: the base of every type in a rule set's ``types``.

    ``span`` is the stretch that the rule matched, ``trigger`` the words in it that tell of the event,
    ``mentions`` the triggers of every report of the same event, this one first.
    """

    type: ClassVar[str] = "Event"
    plural: ClassVar[str] = "events"
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

    def __repr__(self) -> str:
        common = {field.name for field in dataclasses.fields(Event)}
        own = (field.name for field in dataclasses.fields(self) if field.name not in common)
        parts = [f"{name}={_brief(getattr(self, name))}" for name in own if getattr(self, name)]
        place = f"{self.trigger!r} {self.trigger_span.start}-{self.trigger_span.stop}"
        return f"{type(self).__name__}({', '.join((self.status, *parts, place))})"


def _brief(value: object) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_brief, value)) + "]"
    return value.name if isinstance(value, Argument) else str(value)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person or body to whom the text attributes words; ``span`` is where it is first named.

    ``quotes`` counts them. A state of which the text tells only that it praises or blames, and whoever only "did not
    mention" something, speaks in quotes, but is not among an extraction's speakers.
    """

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


#: How much of a quote stands between marks: all of it, some, none.
QUOTE_KINDS = ("direct", "mixed", "indirect")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that the text attributes to somebody.

    ``text`` is the slice at ``span``: the words themselves, without the outer quotation marks. ``kind`` is direct (all
    of it between marks), mixed (some) or indirect (none). ``mention`` is the span that names or points to the
    speaker; ``certain`` is False where the speaker is only the likeliest one. ``verb`` is the cue's plain form (say),
    ``addressee`` whom the words were told to, ``via`` the agency or paper that passes them on, ``date`` when they
    were said, where the sentence tells.
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
    verb: str | None = None
    addressee: Argument | None = None
    via: Argument | None = None
    date: Argument | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything found in one document, each tuple in the order of the text.

    ``events`` holds the events of all types; a rule set's own class has a property for each type, such as
    ``meetings``. ``rules`` is the digest of the rule set that found it all.
    """

    text: str
    date: str | None
    rules: str
    events: tuple[Event, ...] = ()
    quotes: tuple[Quote, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    countries: tuple[Mention[Country], ...] = ()
    dates: tuple[Mention[Date], ...] = ()

    types: ClassVar[tuple[type[Event], ...]] = ()

    def of(self, kind: type[SomeEvent]) -> tuple[SomeEvent, ...]:
        """Return the events of one type."""
        return tuple(event for event in self.events if isinstance(event, kind))

    def to_dict(self) -> dict[str, Any]:
        """Return the extraction as JSON values, keys in a stable order; ``from_dict`` reads it back without loss."""
        return {"schema": SCHEMA_VERSION, **_encoded(self)}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Return the extraction that ``to_dict`` wrote.

        Raises ValueError where the data is of another schema version or of types that this class does not know.
        """
        if data.get("schema") != SCHEMA_VERSION:
            raise ValueError(f"this is schema {data.get('schema')!r}; this version of relex reads {SCHEMA_VERSION}")
        known = {kind.type: kind for kind in cls.types}
        unknown = sorted({event["type"] for event in data["events"]} - set(known))
        if unknown:
            raise ValueError(f"unknown event types {', '.join(unknown)}; known are {', '.join(sorted(known))}")
        values = {field.name: data[field.name] for field in dataclasses.fields(cls) if field.name != "events"}
        own: type = cls
        decoded = {name: _decoded(hint, values[name]) for name, hint in _hints(own).items() if name in values}
        events = tuple(_decoded(known[event["type"]], event) for event in data["events"])
        return cls(**decoded, events=events)

    def to_html(self, title: str = "Article") -> str:
        """Return a page of HTML, whole in itself, in which everything that was found lights up in the text."""
        article = _above("show.view", "Article")(title, self)
        page: str = _above("show.view", "page")([article], title)
        return page

    def _repr_html_(self) -> str:
        """Return what notebooks show: the page in a frame of its own, so that its style and script stay inside."""
        page = html.escape(self.to_html())
        return f'<iframe sandbox="allow-scripts" width="100%" height="600" title="Article" srcdoc="{page}"></iframe>'

    def to_arrow(self) -> dict[str, Any]:
        """Return the tables that ``relex run`` writes, as Arrow tables by name; needs ``relex[arrow]``."""
        tables: dict[str, Any] = _above("corpus.columns", "tables_from")(self)
        return tables

    def to_pandas(self) -> dict[str, Any]:
        """Return the tables that ``relex run`` writes, as pandas frames by name; needs ``relex[arrow]`` and pandas."""
        return {name: table.to_pandas() for name, table in self.to_arrow().items()}

    def to_polars(self) -> dict[str, Any]:
        """Return the tables that ``relex run`` writes, as polars frames by name; needs ``relex[arrow]`` and polars."""
        polars = importlib.import_module("polars")
        return {name: polars.from_arrow(table) for name, table in self.to_arrow().items()}

    def __repr__(self) -> str:
        counts = {name: len(getattr(self, name)) for name in ("quotes", "speakers", "countries", "dates")}
        kinds: dict[str, int] = {}
        for event in self.events:
            kinds[event.type] = kinds.get(event.type, 0) + 1
        parts = [f"{number} {name}" for name, number in {**kinds, **counts}.items()]
        return f"<{type(self).__name__}: {', '.join(parts)}>"


def _above(module: str, name: str) -> Any:
    """A function of a higher floor that a value offers as a method: looked up when it is called, not before."""
    return getattr(importlib.import_module(f"{__package__}.{module}"), name)


def _encoded(value: Any) -> Any:
    kind: Any = type(value)
    if kind in _PLAIN:
        return value
    if kind is tuple:
        return [_encoded(item) for item in value]
    if kind is Span:
        return [*value]
    if issubclass(kind, datetime.date):
        return value.isoformat()
    names, values = _fields(kind)
    found = dict(zip(names, map(_encoded, values(value)), strict=True))
    return {"type": value.type, **found} if issubclass(kind, Event) else found


_PLAIN = frozenset((str, int, float, bool, NoneType))


@cache
def _fields(kind: type) -> tuple[tuple[str, ...], Callable[[object], tuple[object, ...]]]:
    """The names of a dataclass's fields, and what gets their values."""
    names = tuple(field.name for field in dataclasses.fields(kind))
    return names, attrgetter(*names)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return {name: hint for name, hint in get_type_hints(kind).items() if get_origin(hint) is not ClassVar}


def _decoded(hint: Any, value: Any) -> Any:
    """Read back what ``_encoded`` wrote, told by the annotation which class it was."""
    if value is None:
        return None
    arguments = get_args(hint)
    if get_origin(hint) in (UnionType, Union):
        return _decoded(next(option for option in arguments if option is not NoneType), value)
    if hint is Span:
        return Span(*value)
    if hint is datetime.date:
        return datetime.date.fromisoformat(value)
    if get_origin(hint) is tuple:
        return tuple(_decoded(arguments[0], item) for item in value)
    origin = get_origin(hint) or hint
    if dataclasses.is_dataclass(origin) and isinstance(origin, type):
        hints = _hints(origin)
        fill = {Value: arguments[0]} if arguments else {}
        return origin(**{name: _decoded(fill.get(hints[name], hints[name]), value[name]) for name in hints})
    return value

"""What a run writes: tables with stable columns, made from the rule set's own types.

One table holds a row for every document, one for each event type a row for every event, ``arguments`` a row for
whatever fills a role; ``quotes``, ``speakers``, ``countries`` and ``dates`` hold the rest. All are joined by
``document``, the document's number in the input.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any, Literal, NamedTuple, TypeAlias, TypeVar, get_args, get_origin, get_type_hints

from ..model import Argument, Country, Date, Event, Extraction, Mention, Quote, Span, Speaker

Value = TypeVar("Value")
Type = Literal["string", "int", "bool", "date", "float"]
Row = dict[str, Any]
DOCUMENTS = "documents"
ARGUMENTS = "arguments"
DAY = "date"  # the role that says when
Kind: TypeAlias = type[Any]  # a class of extractions or of events, as a key of caches
NEAR = 1000  # characters of an overlong sentence before and after what stands in it
MANY = "; "  # between the names of several who fill one role, in the table of the event


def once(made: Callable[[Kind], Value]) -> Callable[[Kind], Value]:
    """Let a function of a class do its work once for each class."""
    kept: dict[Kind, Value] = {}

    @wraps(made)
    def known(kind: Kind) -> Value:
        if kind not in kept:
            kept[kind] = made(kind)
        return kept[kind]

    return known


class Column(NamedTuple):
    name: str
    type: Type
    why: str


class Table(NamedTuple):
    name: str
    why: str
    columns: tuple[Column, ...]


_EVENT = Column("event", "int", "the event's number in its document")
_START = Column("start", "int", "the first character in the document's text")
_STOP = Column("stop", "int", "the character after the last")
_KEY = (
    Column("document", "int", "the document's number in the input, from 0"),
    Column("id", "string", "the document's id"),
)
_PLACE = (
    Column("text", "string", "the words"),
    _START,
    _STOP,
    Column(
        "sentence", "string", f"the sentence around them; of one of more than {NEAR:,} characters, what stands near"
    ),
    Column("sentence_start", "int", "the sentence's first character"),
    Column("sentence_stop", "int", "the character after its last"),
    Column("rule", "string", "the rule that found them"),
)
_RULES = Column("rules", "string", "digest of the rule set")
_WHO = (
    Column("name", "string", "the fullest name that the document gives"),
    Column("role", "string", "office or title"),
    Column("body", "string", "the body for which they act"),
    Column("country", "string", "ISO 3166 alpha-2 code of the country for which they act"),
    Column("actor", "string", "country code, short name of a body, else the name: as event data code who acts"),
)
_DAY = (
    Column("timex", "string", "the date as TIMEX3 writes it"),
    Column("date_start", "date", "the first day meant"),
    Column("date_stop", "date", "the day after the last one meant"),
)

DOCUMENT_TABLE = Table(
    DOCUMENTS,
    "every document of the input, one row each, also those that could not be read",
    (
        *_KEY,
        Column("source", "string", "the file from which it came"),
        Column("date", "string", "its date, as it was given (20161105 as 2016-11-05)"),
        Column("status", "string", "ok or error"),
        Column("error", "string", "why there is no result"),
        Column("characters", "int", "length of its text"),
        Column("event_count", "int", "events found in it"),
        Column("quote_count", "int", "quotes found in it"),
        Column("seconds", "float", "how long it took to read, where the run was told to measure (--times)"),
        _RULES,
    ),
)
_QUOTES = Table(
    "quotes",
    "words that the text attributes to somebody",
    (
        *_KEY, Column("quote", "int", "the quote's number in its document"), *_PLACE,
        Column("kind", "string", "direct, mixed or indirect"),
        Column("verb", "string", "plain form of the verb of speech"),
        Column("cue", "string", "the words that tell of speech"),
        *(column._replace(name=f"speaker_{column.name}", why=f"speaker: {column.why}") for column in _WHO),
        Column("speaker_gender", "string", "speaker: gender where the text shows it"),
        Column("mention_start", "int", "first character of the words that point to the speaker"),
        Column("mention_stop", "int", "the character after their last"),
        Column("certain", "bool", "false where the speaker is only the likeliest one"),
        Column("addressee", "string", "whom the words were told to"),
        Column("via", "string", "who passes them on"),
        *_DAY, _RULES,
    ),
)  # fmt: skip
_SPEAKERS = Table(
    "speakers",
    "persons and bodies to whom the text attributes words",
    (*_KEY, *_PLACE, *_WHO, Column("gender", "string", "where the text shows it"),
     Column("quotes", "int", "how many quotes are theirs"), _RULES),
)  # fmt: skip
_COUNTRIES = Table(
    "countries",
    "words that name a country",
    (*_KEY, *_PLACE, Column("alpha_2", "string", "ISO 3166 code of two letters"),
     Column("alpha_3", "string", "ISO 3166 code of three letters"), Column("name", "string", "the country's name"),
     Column("via", "string", "by which kind of name"), _RULES),
)  # fmt: skip
_DATES = Table(
    "dates",
    "time expressions",
    (*_KEY, *_PLACE, *_DAY, Column("type", "string", "DATE, TIME, DURATION or SET"),
     Column("granularity", "string", "the unit spoken of"), Column("mod", "string", "TIMEX3's modifier"), _RULES),
)  # fmt: skip
_ARGUMENTS = Table(
    ARGUMENTS,
    "who or what fills a role of an event; the key is document, event, role and number",
    (
        *_KEY, Column("type", "string", "type of the event"), _EVENT,
        Column("argument", "string", "the role that is filled"),
        Column("number", "int", "which of several who fill it"),
        Column("text", "string", "the words"), _START,
        _STOP, *_WHO, *_DAY, _RULES,
    ),
)  # fmt: skip


@once
def tables_of(kind: Kind) -> tuple[Table, ...]:
    """Return the tables for a class of extractions: that of documents first, then those of its event types.

    >>> from ..diplomacy import Found
    >>> [table.name for table in tables_of(Found)][:4]
    ['documents', 'cooperation', 'meetings', 'sanctions']
    """
    events = tuple(map(_event_table, kind.types))
    return DOCUMENT_TABLE, *events, _ARGUMENTS, _QUOTES, _SPEAKERS, _COUNTRIES, _DATES


def _event_table(kind: type[Event]) -> Table:
    columns: list[Column] = [
        *_KEY, _EVENT, *_PLACE,
        Column("trigger", "string", "the words that tell of it"), Column("trigger_start", "int", "its start"),
        Column("trigger_stop", "int", "its stop"), Column("status", "string", "how far it has come"),
        Column("status_rule", "string", "the rule that says so"), Column("reported_by", "string", "who told of it"),
        Column("mentions", "int", "how many times the document tells of it"),
    ]  # fmt: skip
    for name, many, single in _own_fields(kind):
        if many:
            columns.append(Column(name, "string", f"names of those who fill the role, with '{MANY}' between"))
            columns.append(Column(f"{name}_actors", "string", f"their codes, with '{MANY}' between"))
        elif single:
            columns.append(Column(name, "string", "what fills the role, by its name"))
            if name == DAY:
                columns += [column._replace(name=f"{DAY}_{column.name.removeprefix('date_')}") for column in _DAY]
            else:
                columns.append(Column(f"{name}_country", "string", "its country, ISO 3166 alpha-2"))
        else:
            columns.append(Column(name, "string", "a property of the event"))
    return Table(kind.plural, " ".join((kind.__doc__ or "").split()), (*columns, _RULES))


@once
def _own_fields(kind: Kind) -> tuple[tuple[str, bool, bool], ...]:
    """The roles and attributes of a type: its name, whether several fill it, whether one does; else an attribute."""
    common = {field.name for field in dataclasses.fields(Event)}
    hints = get_type_hints(kind)
    return tuple(
        (name, get_origin(hints[name]) is tuple, Argument in get_args(hints[name]))
        for name in (field.name for field in dataclasses.fields(kind))
        if name not in common
    )


def rows_of(found: Extraction, document: int, name: str) -> dict[str, list[Row]]:
    """Return the rows of every table but that of documents, by the table's name, for what was found in a document."""
    key = {"document": document, "id": name}
    digest = {"rules": found.rules}
    text = found.text
    rows: dict[str, list[Row]] = {table.name: [] for table in tables_of(type(found)) if table.name != DOCUMENTS}
    for number, event in enumerate(found.events):
        rows[event.plural].append(key | {"event": number} | _event_row(event, text) | digest)
        for role, filler, place in _fillers(event):
            named = {"type": event.type, "event": number, "argument": role, "number": place}
            rows[ARGUMENTS].append(key | named | _argument_row(filler) | digest)
    for number, quote in enumerate(found.quotes):
        rows["quotes"].append(key | {"quote": number} | _quote_row(quote, text) | digest)
    rows["speakers"] += [key | _speaker_row(speaker, text) | digest for speaker in found.speakers]
    rows["countries"] += [key | _country_row(mention, text) | digest for mention in found.countries]
    rows["dates"] += [key | _date_row(mention, text) | digest for mention in found.dates]
    return rows


def document_row(
    document: int, name: str, source: str, date: str | None, outcome: Extraction | str, seconds: float | None = None
) -> Row:
    """Return the row of a document: of what was found in it, or of why nothing was."""
    found = outcome if isinstance(outcome, Extraction) else None
    return {
        "document": document,
        "id": name,
        "source": source,
        "date": date,
        "status": "ok" if found else "error",
        "error": None if found else outcome,
        "characters": len(found.text) if found else None,
        "event_count": len(found.events) if found else None,
        "quote_count": len(found.quotes) if found else None,
        "seconds": seconds,
        "rules": found.rules if found else None,
    }


def _place(span: Span, sentence: Span, rule: str, text: str) -> Row:
    return {
        "text": text[span.start : span.stop],
        "start": span.start,
        "stop": span.stop,
        "sentence": text[_near(sentence, span)],
        "sentence_start": sentence.start,
        "sentence_stop": sentence.stop,
        "rule": rule,
    }


def _near(sentence: Span, span: Span) -> slice:
    """The part of a sentence that is told: else a flood of finds in one endless sentence would each repeat it."""
    if sentence.stop - sentence.start <= NEAR:
        return slice(sentence.start, sentence.stop)
    return slice(max(sentence.start, span.start - NEAR), min(sentence.stop, span.stop + NEAR))


def _who(who: Argument | Speaker | None, prefix: str = "") -> Row:
    values = (who.name, who.role, who.body, _code(who.country), who.actor) if who else (None,) * len(_WHO)
    return {f"{prefix}{column.name}": value for column, value in zip(_WHO, values, strict=True)}


def _code(country: Country | None) -> str | None:
    return country.alpha_2 if country else None


def _day(date: Date | None, prefix: str = "") -> Row:
    values: tuple[str | datetime.date | None, ...] = (date.timex, date.start, date.stop) if date else (None, None, None)
    names = (f"{prefix}timex", f"{prefix or 'date_'}start", f"{prefix or 'date_'}stop")
    return dict(zip(names, values, strict=True))


def _event_row(event: Event, text: str) -> Row:
    row = _place(event.span, event.sentence, event.rule, text) | {
        "trigger": event.trigger,
        "trigger_start": event.trigger_span.start,
        "trigger_stop": event.trigger_span.stop,
        "status": event.status,
        "status_rule": event.status_rule,
        "reported_by": event.reported_by.name if event.reported_by else None,
        "mentions": len(event.mentions),
    }
    for name, many, single in _own_fields(type(event)):
        value = getattr(event, name)
        if many:
            row[name] = _joined(filler.name for filler in value)
            row[f"{name}_actors"] = _joined(filler.actor or filler.name for filler in value)
        elif single:
            row[name] = value.name if value else None
            if name == DAY:
                row |= _day(value.date if value else None, f"{DAY}_")
            else:
                row[f"{name}_country"] = _code(value.country) if value else None
        else:
            row[name] = value
    return row


def _joined(names: Iterable[str]) -> str | None:
    return MANY.join(names) or None


def _fillers(event: Event) -> Iterator[tuple[str, Argument, int]]:
    for name, many, single in _own_fields(type(event)):
        value = getattr(event, name)
        if many:
            yield from ((name, filler, number) for number, filler in enumerate(value))
        elif single and value:
            yield name, value, 0


def _argument_row(filler: Argument) -> Row:
    place = {"text": filler.text, "start": filler.span.start, "stop": filler.span.stop}
    return place | _who(filler) | _day(filler.date)


def _quote_row(quote: Quote, text: str) -> Row:
    return (
        _place(quote.span, quote.sentence, quote.rule, text)
        | {"kind": quote.kind, "verb": quote.verb, "cue": quote.cue}
        | _who(quote.speaker, "speaker_")
        | {
            "speaker_gender": quote.speaker.gender if quote.speaker else None,
            "mention_start": quote.mention.start if quote.mention else None,
            "mention_stop": quote.mention.stop if quote.mention else None,
            "certain": quote.certain,
            "addressee": quote.addressee.name if quote.addressee else None,
            "via": quote.via.name if quote.via else None,
        }
        | _day(quote.date.date if quote.date else None)
    )


def _speaker_row(speaker: Speaker, text: str) -> Row:
    place = _place(speaker.span, speaker.sentence, speaker.rule, text)
    return place | _who(speaker) | {"gender": speaker.gender, "quotes": speaker.quotes}


def _country_row(mention: Mention[Country], text: str) -> Row:
    value = mention.value
    named = {"alpha_2": value.alpha_2, "alpha_3": value.alpha_3, "name": value.name, "via": value.via}
    return _place(mention.span, mention.sentence, mention.rule, text) | named


def _date_row(mention: Mention[Date], text: str) -> Row:
    value = mention.value
    told = {"type": value.type, "granularity": value.granularity, "mod": value.mod}
    return _place(mention.span, mention.sentence, mention.rule, text) | _day(value) | told

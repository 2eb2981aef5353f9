"""Articles as one page of HTML, in which everything that was found lights up.

The page needs no network and lets nothing run but its own script: whatever an article, a title, a rule or a note
holds is shown as text. Marked words are cut where any mark begins or ends, so that marks may nest and overlap.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import chain, pairwise, repeat
from typing import NamedTuple, TypeVar

from ..model import Argument, Country, Date, Event, Extraction, Mention, Quote, Span
from .html import asset, filled, policy, text_in_html

LANES = 6  # lines below a word; a mark beyond them shares the last one
COLOURS = 8
TITLE = "What relex found"
Thing = TypeVar("Thing")
_COMMON = {field.name for field in fields(Event)}


class Told(NamedTuple):
    """What an extraction does not hold itself: why each event and quote was found, and where each rule stands."""

    events: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    places: Mapping[str, str] = {}


UNTOLD = Told()


class Article(NamedTuple):
    """A name, what was found, and what explains it."""

    name: str
    found: Extraction
    told: Told = UNTOLD


class Item(NamedTuple):
    """One thing that was found: its kind, a line about it, its words, what is known of it, and why it was found."""

    kind: str
    title: str
    status: str
    span: Span
    details: tuple[tuple[str, str], ...]
    why: str = ""


class Kind(NamedTuple):
    """A kind of items: what it is called, the letter before its words, and its colour."""

    name: str
    plural: str
    letter: str
    colour: int


def kinds_of(found: Extraction) -> tuple[Kind, ...]:
    """Return the kinds of items of an extraction, its event types first, each with a letter of its own."""
    named = [(kind.type, kind.plural) for kind in found.types]
    named += [("Quote", "quotes"), ("Country", "countries"), ("Date", "dates")]
    letters: list[str] = []
    for name, _ in named:
        wanted = "N" if name == "Country" else name.upper()  # N as in nation: C is for many a type
        free = (letter for letter in f"{wanted}ABCDEFGHIJKLMNOPQRSTUVWXYZ" if letter not in letters)
        letters.append(next(free, name))
    numbered = enumerate(zip(named, letters, strict=True))
    return tuple(Kind(name, plural, letter, n % COLOURS) for n, ((name, plural), letter) in numbered)


def items_of(found: Extraction, told: Told = UNTOLD) -> tuple[Item, ...]:
    """Return everything that was found, kind by kind, each in the order of the text."""
    events = [_event(event, found.text, told, why) for event, why in _each(found.events, told.events)]
    order = {kind.type: number for number, kind in enumerate(found.types)}
    return (
        *sorted(events, key=lambda item: order.get(item.kind, 0)),
        *(_quote(quote, found.text, told, why) for quote, why in _each(found.quotes, told.quotes)),
        *(_country(mention, found.text, told) for mention in found.countries),
        *(_date(mention, found.text, told) for mention in found.dates),
    )


def _each(found: Iterable[Thing], why: Iterable[str]) -> Iterator[tuple[Thing, str]]:
    """Each thing with why it was found, where that is told."""
    return zip(found, chain(why, repeat("")), strict=False)


def _event(event: Event, text: str, told: Told, why: str) -> Item:
    own = [field.name for field in fields(event) if field.name not in _COMMON]
    values = [(name, _value(getattr(event, name))) for name in own]
    shown = [value for name, value in values if value and isinstance(getattr(event, name), tuple | Argument)]
    details = (
        ("words", event.text), *((name, value) for name, value in values if value),
        ("reported by", _value(event.reported_by)), *_ground(event.sentence, event.rule, text, told),
    )  # fmt: skip
    return Item(event.type, "; ".join(shown) or event.trigger, event.status, event.span, details, why)


def _quote(quote: Quote, text: str, told: Told, why: str) -> Item:
    speaker = quote.speaker
    who = f"{speaker.name}{'' if quote.certain else ' (likely)'}" if speaker else "speaker unknown"
    role = ", ".join(part for part in (speaker.role, speaker.body, _value(speaker.country)) if part) if speaker else ""
    details = (
        ("words", quote.text), ("speaker", who), ("who", role), ("cue", quote.cue or ""),
        ("to", _value(quote.addressee)), ("by way of", _value(quote.via)), ("date", _value(quote.date)),
        *_ground(quote.sentence, quote.rule, text, told),
    )  # fmt: skip
    return Item("Quote", f"{who}: {_short(quote.text)}", quote.kind, quote.span, details, why)


def _country(mention: Mention[Country], text: str, told: Told) -> Item:
    value = mention.value
    details = (
        ("words", mention.text), ("country", f"{value.name}, {value.alpha_2}, {value.alpha_3}"), ("via", value.via),
        *_ground(mention.sentence, mention.rule, text, told),
    )  # fmt: skip
    return Item("Country", f"{mention.text}: {value.name}", value.alpha_2, mention.span, details)


def _date(mention: Mention[Date], text: str, told: Told) -> Item:
    value = mention.value
    until = f"{value.start} to before {value.stop}" if value.start and value.stop else ""
    details = (
        ("words", mention.text), ("TIMEX3", value.timex), ("type", value.type), ("days", until),
        ("mod", value.mod or ""), *_ground(mention.sentence, mention.rule, text, told),
    )  # fmt: skip
    return Item("Date", f"{mention.text}: {value.timex}", value.type.lower(), mention.span, details)


def _ground(sentence: Span, rule: str, text: str, told: Told) -> tuple[tuple[str, str], ...]:
    place = told.places.get(rule)
    return ("sentence", text[sentence.start : sentence.stop]), ("rule", f"{rule}, {place}" if place else rule)


def _value(value: object) -> str:
    if value is None or value == ():
        return ""
    if isinstance(value, tuple):
        return ", ".join(map(_value, value))
    if isinstance(value, Argument):
        more = ", ".join(part for part in (value.role, value.body, _value(value.country), _value(value.date)) if part)
        return f"{value.name} ({more})" if more else value.name
    if isinstance(value, Country):
        return value.alpha_2
    return value.timex if isinstance(value, Date) else str(value)


def _short(words: str, most: int = 80) -> str:
    words = " ".join(words.split())
    return words if len(words) <= most else f"{words[: most - 1]}…"


def page(articles: Iterable[Article], title: str = TITLE) -> str:
    """Return one page of HTML, whole in itself, with some articles and everything that was found in them.

    >>> from ..model import Extraction
    >>> "<b>bold" in page([Article("a", Extraction("<b>bold", None, ""))])
    False
    """
    several = list(articles)
    style, script = asset("colours.css") + asset("view.css"), asset("view.js")
    return filled(
        "view.html",
        policy=policy(style, script),
        title=text_in_html(title),
        style=style,
        count=f"{len(several)} article{'' if len(several) == 1 else 's'}",
        filters="".join(map(_filter, kinds_of(several[0].found))) if several else "",
        contents=_contents(several),
        articles="\n".join(_article(number, article) for number, article in enumerate(several)),
        script=script,
    )


def _filter(kind: Kind) -> str:
    box = f'<input type="checkbox" value="{text_in_html(kind.name)}" checked>'
    return f"<label>{box}{_key(kind)} {text_in_html(kind.plural)}</label>"


def _key(kind: Kind) -> str:
    return f'<span class="key k{kind.colour}" aria-hidden="true">{text_in_html(kind.letter)}</span>'


def _contents(articles: Sequence[Article]) -> str:
    if len(articles) < 2:
        return ""
    rows = "".join(
        f'<li><a href="#a{number}">{text_in_html(each.name)}</a></li>' for number, each in enumerate(articles)
    )
    return f'<nav aria-label="Articles"><ol>{rows}</ol></nav>\n'


class Parts(NamedTuple):
    """What the page shows of an article, as HTML: its marked text, its entries, and boxes to choose kinds of these."""

    text: str
    panel: str
    filters: str
    entries: int


def parts_of(found: Extraction, told: Told = UNTOLD) -> Parts:
    """Return the parts of the page that show an article; `data-at` is where a paragraph starts in the text.

    >>> from ..model import Extraction
    >>> parts_of(Extraction("a < b", None, "")).text
    '<p dir="auto" data-at="0">a &lt; b</p>'
    """
    items = items_of(found, told)
    kinds = {kind.name: kind for kind in kinds_of(found)}
    speakers = "".join(f"<li>{text_in_html(_speaker(each))}</li>" for each in found.speakers)
    who = f"<section><h3>speakers</h3><ul>{speakers}</ul></section>" if speakers else ""
    filters = "".join(map(_filter, kinds.values()))
    return Parts(_marked(found.text, items, kinds), _panel(items, kinds) + who, filters, len(items))


def _article(number: int, article: Article) -> str:
    parts = parts_of(article.found, article.told)
    return filled(
        "article.html",
        number=str(number),
        name=text_in_html(article.name),
        about=f"{f'{text_in_html(article.found.date)}. ' if article.found.date else ''}{parts.entries} entries.",
        text=parts.text,
        panel=parts.panel,
    )


def _speaker(speaker: object) -> str:
    name, role, country = (getattr(speaker, each) for each in ("name", "role", "country"))
    more = ", ".join(part for part in (role, _value(country)) if part)
    quotes = getattr(speaker, "quotes", 0)
    return f"{name}{f' ({more})' if more else ''}: {quotes} quote{'' if quotes == 1 else 's'}"


def _panel(items: Sequence[Item], kinds: Mapping[str, Kind]) -> str:
    sections: list[str] = []
    for kind in kinds.values():
        own = [(number, item) for number, item in enumerate(items) if item.kind == kind.name]
        entries = "".join(f"<li>{_entry(number, item)}</li>" for number, item in own) or '<li class="none">none</li>'
        heading = f"<h3>{_key(kind)} {text_in_html(kind.plural)}</h3>"
        sections.append(f'<section data-kind="{text_in_html(kind.name)}">{heading}<ul>{entries}</ul></section>')
    return "".join(sections)


def _entry(number: int, item: Item) -> str:
    rows = "".join(
        f"<dt>{text_in_html(name)}</dt><dd>{text_in_html(value)}</dd>" for name, value in item.details if value
    )
    start, stop = item.span
    rows += f"<dt>characters</dt><dd>{start} to {stop}</dd>"
    why = f'<pre tabindex="0" aria-label="Why">{text_in_html(item.why)}</pre>' if item.why else ""
    status = f' <span class="status">{text_in_html(item.status)}</span>' if item.status else ""
    head = f"<summary>{text_in_html(item.title)}{status}</summary>"
    place = f'data-i="{number}" data-start="{start}" data-stop="{stop}"'
    return f"<details {place}>{head}<dl>{rows}</dl>{why}</details>"


def _marked(text: str, items: Sequence[Item], kinds: Mapping[str, Kind]) -> str:
    """The text in paragraphs, each stretch of it inside the marks of all items that hold it."""
    lanes = lanes_of([item.span for item in items])
    paragraphs: list[str] = []
    at = 0
    for line in text.split("\n"):
        inner = "".join(_stretches(text, at, at + len(line), items, kinds, lanes))
        if line.strip():
            paragraphs.append(f'<p dir="auto" data-at="{at}">{inner}</p>')
        at += len(line) + 1
    return "".join(paragraphs)


def _stretches(
    text: str, first: int, stop: int, items: Sequence[Item], kinds: Mapping[str, Kind], lanes: Sequence[int]
) -> Iterator[str]:
    here = [number for number, item in enumerate(items) if item.span.start < stop and item.span.stop > first]
    here.sort(key=lambda number: (lanes[number], number), reverse=True)
    edges = {first, stop}
    for number in here:
        edges.update(edge for edge in items[number].span if first < edge < stop)
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        opened = [number for number in here if items[number].span.start <= start and items[number].span.stop >= end]
        marks = "".join(
            _mark(number, items[number], kinds[items[number].kind], lanes[number], start) for number in opened
        )
        yield f"{marks}{text_in_html(text[start:end])}{'</span>' * len(opened)}"


def _mark(number: int, item: Item, kind: Kind, lane: int, start: int) -> str:
    letter = f' data-k="{text_in_html(kind.letter)}"' if item.span.start == start else ""
    look = f'class="m k{kind.colour} l{min(lane, LANES - 1)}"'
    return f'<span {look} data-i="{number}" data-kind="{text_in_html(kind.name)}"{letter}>'


def lanes_of(spans: Sequence[Span]) -> list[int]:
    """Return for each span the line below the words on which it is drawn: no two on one line overlap.

    Shorter spans lie nearer to the words.

    >>> lanes_of([Span(0, 9), Span(0, 3), Span(2, 5)])
    [2, 0, 1]
    """
    lanes = [0] * len(spans)
    taken: list[list[Span]] = []
    for number in sorted(range(len(spans)), key=lambda n: (spans[n].stop - spans[n].start, spans[n].start, n)):
        span = spans[number]
        lane = 0
        while lane < len(taken) and any(one.start < span.stop and span.start < one.stop for one in taken[lane]):
            lane += 1
        if lane == len(taken):
            taken.append([])
        taken[lane].append(span)
        lanes[number] = lane
    return lanes

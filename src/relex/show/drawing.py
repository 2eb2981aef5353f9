"""An Extraction drawn on its own text, in the notation in which examples and cases are written (marks.py)."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from rich.console import Console
from rich.text import Text

from ..marks import Mark, Part, draw, pieces
from ..model import Argument, Event, Extraction, Quote, Span
from .colours import COUNTRY, DATE, QUOTE, colours_of
from .terminal import without_commands

_COMMON = {field.name for field in dataclasses.fields(Event)}


class Drawing(NamedTuple):
    """The text with marks on it, and how many marks are left out because they cross others."""

    marked: str
    crossing: int


def drawing_of(found: Extraction) -> Drawing:
    """Return the text of an extraction with everything drawn on it, its events and quotes as in a case.

    >>> drawing_of(Extraction(text="Nothing.", date=None, rules="")).marked
    'Nothing.'
    """
    merged = _merged([*_event_marks(found), *_quote_marks(found), *_mention_marks(found)])
    kept: list[Mark] = []
    for mark in sorted(merged, key=lambda mark: (mark.start - mark.stop, mark.start)):
        if not any(_cross(mark, other) for other in kept):
            kept.append(mark)
    return Drawing(draw(found.text, sorted(kept, key=lambda mark: mark.start)), len(merged) - len(kept))


def print_drawing(console: Console, found: Extraction) -> int:
    """Print the drawing of an extraction, with colours where there are any; return how many marks are left out."""
    drawing = drawing_of(found)
    if not console.is_terminal:
        console.file.write(drawing.marked if drawing.marked.endswith("\n") else f"{drawing.marked}\n")
        return drawing.crossing
    console.print(
        coloured(without_commands(drawing.marked), colours_of(found)), end="" if drawing.marked.endswith("\n") else "\n"
    )
    return drawing.crossing


def coloured(marked: str, colours: dict[str, str]) -> Text:
    """Return marked text with the words of each mark in the colour of their kind, and its head and brackets dim."""
    text = Text()
    opened: list[tuple[str, str]] = []  # the colour of a mark, and the style of its words
    for kind, piece in pieces(marked):
        if kind == "open":
            colour = colours.get(re.split(r"[.=#, ]", piece[1:], maxsplit=1)[0], "default")
            # What is said may be long: it has the colour only, and who says it stands out.
            opened.append((colour, colour if ".content" in piece else f"bold {colour}"))
            text.append(piece, f"dim {colour}")
        elif kind == "close":
            text.append(piece, f"dim {opened.pop()[0]}")
        else:
            text.append(piece, opened[-1][1] if opened else "")
    return text


def _event_marks(found: Extraction) -> Iterator[Mark]:
    """The triggers with their status, and whoever and whatever fills a role; events of a type are counted from 1."""
    counted: Counter[str] = Counter()
    for event in found.events:
        counted[event.type] += 1
        yield _mark(event.trigger_span, event.type, counted[event.type], "trigger", event.status)
        for role in (field.name for field in dataclasses.fields(event) if field.name not in _COMMON):
            value = getattr(event, role)
            for filler in value if isinstance(value, tuple) else (value,):
                if isinstance(filler, Argument):
                    yield _mark(filler.span, event.type, counted[event.type], role, _value(filler))


def _quote_marks(found: Extraction) -> Iterator[Mark]:
    for number, quote in enumerate(found.quotes, 1):
        yield _mark(quote.span, QUOTE, number, "content")
        if quote.cue_span:
            yield _mark(quote.cue_span, QUOTE, number, "cue")
        if quote.mention:
            yield _mark(quote.mention, QUOTE, number, "speaker", _speaker(quote, found.text))
        for role, filler in (("addressee", quote.addressee), ("via", quote.via)):
            if filler:
                yield _mark(filler.span, QUOTE, number, role)


def _mention_marks(found: Extraction) -> Iterator[Mark]:
    for country in found.countries:
        yield Mark((Part(COUNTRY),), *country.span, value=country.value.alpha_2)
    for date in found.dates:
        yield Mark((Part(DATE),), *date.span, value=date.value.timex)


def _mark(span: Span, kind: str, number: int, role: str, value: str | None = None) -> Mark:
    return Mark((Part(role, kind, number),), *span, value=value or None)


def _value(filler: Argument) -> str | None:
    """A date's value, a country's code, or whom the words stand for where they do not say it."""
    if filler.date:
        return filler.date.timex
    return filler.country.alpha_2 if filler.country else _name(filler.name, filler.text)


def _speaker(quote: Quote, text: str) -> str | None:
    if quote.speaker is None or quote.mention is None:
        return None
    words = text[quote.mention.start : quote.mention.stop]
    country = quote.speaker.country
    return _name(quote.speaker.name, words) or (country.alpha_2 if country else None)


def _name(name: str, words: str) -> str | None:
    """A name of which the words do not hold the last part."""
    return None if not name or name.rsplit(maxsplit=1)[-1] in words else " ".join(name.split())


def _merged(marks: list[Mark]) -> list[Mark]:
    """One mark for all that are drawn on the same characters with the same value."""
    merged: dict[tuple[int, int], list[Mark]] = {}
    for mark in marks:
        if mark.start >= mark.stop:
            continue
        same = merged.setdefault((mark.start, mark.stop), [])
        for place, other in enumerate(same):
            if mark.value == other.value:
                same[place] = dataclasses.replace(other, parts=tuple(dict.fromkeys((*other.parts, *mark.parts))))
                break
        else:
            same.append(mark)
    return [mark for same in merged.values() for mark in same]


def _cross(one: Mark, other: Mark) -> bool:
    first, second = sorted(((one.start, one.stop), (other.start, other.stop)))
    return first[0] < second[0] < first[1] < second[1]

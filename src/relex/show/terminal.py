"""An Extraction as tables in a terminal."""

from __future__ import annotations

import dataclasses
import os
import re
from collections.abc import Iterator, Sequence
from typing import IO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..model import Argument, Country, Date, Event, Extraction, Mention, Quote, Speaker
from .colours import COUNTRY, DATE, QUOTE, SPEAKER, colours_of

_COMMANDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
NONE = Text("-", style="dim")
WORDS_SHOWN = 160
WIDTH_OF_PIPES = 120
RULES_FROM = 100  # columns of a terminal from which on there is room for the rules


def print_extraction(console: Console, name: str, found: Extraction) -> None:
    """Print what one document reports: a heading, then a table for each kind of result that there is.

    >>> print_extraction(Console(width=60), "note.txt", Extraction(text="Nothing.", date=None, rules=""))
    note.txt
    nothing found
    <BLANKLINE>
    """
    heading = without_commands(f"{name} ({found.date})" if found.date else name)
    console.print(Text(heading, style="bold"))
    tables = list(tables_of(found))
    colours = colours_of(found)
    for kind, table in tables:
        if console.width < RULES_FROM and table.columns[-1].header == "rule":
            table.columns.pop()
        table.title_style = f"bold {colours.get(kind, 'default')}"
        console.print(table)
    if not tables:
        console.print("nothing found")
    console.print()


def console_of(*, file: IO[str] | None = None) -> Console:
    """Return a console for results: as wide as the terminal and in colours, or plain and wide enough for a pipe."""
    console = Console(file=file, highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = WIDTH_OF_PIPES
    return console


def print_plain(console: Console, name: str, found: Extraction) -> None:
    """Print as to a terminal, without the blanks that fill its lines up."""
    with console.capture() as capture:
        print_extraction(console, name, found)
    console.file.write("".join(f"{line.rstrip()}\n" for line in capture.get().splitlines()))


def tables_of(found: Extraction) -> Iterator[tuple[str, Table]]:
    """Yield a table for each type of event, for quotes, speakers, countries and dates, where there are any."""
    for kind in dict.fromkeys(type(event) for event in found.events):
        yield kind.type, event_table(kind, found.of(kind))
    if found.quotes:
        yield QUOTE, quote_table(found.quotes, found.text)
    if found.speakers:
        yield SPEAKER, speaker_table(found.speakers)
    if found.countries:
        yield COUNTRY, country_table(found.countries)
    if found.dates:
        yield DATE, date_table(found.dates)


def event_table(kind: type[Event], events: Sequence[Event]) -> Table:
    common = {field.name for field in dataclasses.fields(Event)}
    own = [field.name for field in dataclasses.fields(kind) if field.name not in common]
    filled = [name for name in own if any(getattr(event, name) for event in events)]
    table = _table(kind.type, "status", "words", *filled, "rule")
    for column in table.columns[2:-1]:
        column.ratio = 1
    for event in events:
        cells = (cell(getattr(event, name)) for name in filled)
        table.add_row(Text(event.status, "italic"), cell(event.trigger), *cells, Text(event.rule, style="dim"))
    return table


def quote_table(quotes: Sequence[Quote], text: str) -> Table:
    table = _table("Quotes", "speaker", "kind", "words", "rule")
    table.columns[0].max_width = 24
    table.columns[2].ratio = 1
    for quote in quotes:
        mention = text[slice(*quote.mention)] if quote.mention else None
        name = quote.speaker.name if quote.speaker else mention
        doubt = "" if quote.certain else " ?"
        who = cell(name and name + doubt)
        who.stylize("bold")
        table.add_row(who, Text(quote.kind, "italic"), cell(short(quote.text)), Text(quote.rule, style="dim"))
    return table


def speaker_table(speakers: Sequence[Speaker]) -> Table:
    table = _table("Speakers", "name", "office", "for", "quotes")
    for speaker in speakers:
        country = speaker.country.name if speaker.country else None
        table.add_row(cell(speaker.name), cell(speaker.role), cell(country or speaker.body), str(speaker.quotes))
    return table


def country_table(mentions: Sequence[Mention[Country]]) -> Table:
    """Return one row a country, with the words that speak of it."""
    by_country: dict[str, list[Mention[Country]]] = {}
    for mention in mentions:
        by_country.setdefault(mention.value.alpha_2, []).append(mention)
    table = _table("Countries", "code", "name", "mentions", "as")
    for code, found in by_country.items():
        words = ", ".join(dict.fromkeys(mention.text for mention in found))
        table.add_row(code, found[0].value.name, str(len(found)), cell(words))
    return table


def date_table(mentions: Sequence[Mention[Date]]) -> Table:
    table = _table("Dates", "words", "value", "type")
    for words, value, kind in dict.fromkeys((one.text, one.value.timex, one.value.type) for one in mentions):
        table.add_row(cell(words), value, kind)
    return table


def cell(value: object) -> Text:
    """Return what fills a role or attribute, as plain text: nothing in a document is taken for markup."""
    match value:
        case None | "" | ():
            return NONE
        case tuple():
            return Text("\n").join(map(cell, value))
        case Argument():
            words = Text(without_commands(described(value)), "bold")
            words.highlight_regex(r" \([^()]*\)$", "not bold dim")
            return words
    return Text(" ".join(without_commands(str(value)).split()))


def without_commands(text: str) -> str:
    r"""Return text without what a terminal would take for a command.

    >>> without_commands("a\x1b[2Jb\r\n")
    'a�[2Jb\n'
    """
    return _COMMANDS.sub("\ufffd", text.replace("\r", ""))


def described(argument: Argument) -> str:
    """Return an argument's name and code, or a date's words and value.

    >>> described(Argument(span=(0, 2), text="he", name="Wang Yi", actor="CN"))
    'Wang Yi (CN)'
    """
    if argument.date:
        return f"{argument.text} ({argument.date.timex})"
    code = argument.country.alpha_2 if argument.country else argument.actor
    name = " ".join(argument.name.split())
    return f"{name} ({code})" if code and code != argument.name else name


def short(words: str) -> str:
    """Return the words on one line, cut where they are many."""
    line = " ".join(words.split())
    return line if len(line) <= WORDS_SHOWN else line[: WORDS_SHOWN - 1].rsplit(" ", 1)[0] + "…"


def _table(title: str, *columns: str) -> Table:
    table = Table(
        title=title, title_justify="left", header_style="dim", box=box.SIMPLE_HEAD, pad_edge=False, expand=True
    )
    for column in columns:
        table.add_column(column, overflow="fold")
    return table

"""What a run's tables add up to: figures, each a count for every pair of a row and a column, with evidence.

The tables are read twice: to count, then to keep the first few facts behind every count that is shown. What is kept in
memory grows with the different countries, speakers and rules, not with the documents.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal, NamedTuple

from ..corpus.stored import Stored
from ..corpus.tables import DOCUMENTS
from .calendar import STRAY, Calendar, calendar_of, stretch_of
from .facts import OK, QUOTES, Fact, Sides, facts, sides_of

EVIDENCE = 8  # facts kept for a count
MOST_SIDES = 16  # countries and bodies in a matrix
MOST_BARS = 20
OVER_TIME, STATUSES, SPEAKERS, FAILURES = "over-time", "statuses", "speakers", "failures"
RULES, QUOTE_RULES = "rules", "quote-rules"
UNDATED = ""

Shape = Literal["time", "matrix", "bars"]
Key = tuple[str, str]  # of a row and of a column


class Figure(NamedTuple):
    """A picture's numbers: ``counts`` by row and column, of which ``rows`` and ``columns`` are shown, in this order.

    ``mirrored`` is a matrix without direction, that has each pair once. ``of`` is what rows, columns and counts are
    called. ``statuses`` and ``evidence`` tell of every count that is shown how far its facts have come, and the first.
    ``hue`` is the colour of the first column.
    """

    name: str
    shape: Shape
    title: str
    about: str
    of: tuple[str, str, str]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Counter[Key]
    statuses: dict[Key, Counter[str]]
    evidence: dict[Key, list[Fact]]
    mirrored: bool = False
    hue: int = 0

    def key(self, row: str, column: str) -> Key:
        """Return under which key the count of a row and a column stands."""
        return (column, row) if self.mirrored and column < row else (row, column)

    def shown(self) -> Iterator[Key]:
        """Yield the keys of the counts that are shown, each once, row by row."""
        keys = (self.key(row, column) for row in self.rows for column in self.columns)
        yield from dict.fromkeys(key for key in keys if self.counts[key])


class Totals(NamedTuple):
    """How much there is: documents, those without a result, events and quotes by table, the days of the articles."""

    documents: int
    errors: int
    tables: dict[str, int]
    days: tuple[datetime.date, datetime.date] | None


class Report(NamedTuple):
    """What a run adds up to."""

    totals: Totals
    figures: tuple[Figure, ...]


class _Tally(NamedTuple):
    """What one reading of the tables counts."""

    counts: dict[str, Counter[Key]]
    days: Counter[tuple[datetime.date | None, str]]
    documents: Counter[datetime.date]
    tables: Counter[str]


def report_of(run: Stored, *, evidence: int = EVIDENCE) -> Report:
    """Return what a run adds up to, with so many facts for every count that is shown.

    Raises RunProblem where a table cannot be read.
    """
    sides = {table: sides_of(run, table) for table in run.event_tables()}
    tally = _tally(run, sides)
    calendar = _calendar(tally)
    figures = tuple(figure for figure in _figures(tally, calendar, sides) if figure.counts)
    _trace(run, sides, calendar, {figure.name: figure for figure in figures}, evidence)
    tables = {name: tally.tables[name] for name in (*sides, QUOTES)}
    errors = tally.counts[FAILURES].total()
    return Report(Totals(tally.tables[DOCUMENTS], errors, tables, stretch_of(tally.documents)), figures)


def _tally(run: Stored, sides: dict[str, Sides]) -> _Tally:
    names = (STATUSES, SPEAKERS, RULES, QUOTE_RULES, FAILURES, *map(_between, sides))
    tally = _Tally({name: Counter() for name in names}, Counter(), Counter(), Counter())
    for fact in _facts(run, sides, told=False):
        tally.tables[fact.table] += 1
        if fact.table in sides:
            tally.days[fact.day, fact.table] += 1
        elif fact.table == DOCUMENTS and fact.day:
            tally.documents[fact.day] += 1
        for name, key in _keys(fact):
            tally.counts[name][key] += 1
    return tally


def _trace(
    run: Stored, sides: dict[str, Sides], calendar: Calendar | None, figures: dict[str, Figure], most: int
) -> None:
    """Read the tables once more, and keep the first facts behind every count that is shown."""
    for figure in figures.values():
        for key in figure.shown():
            figure.statuses[key] = Counter()
            figure.evidence[key] = []
    for fact in _facts(run, sides):
        keys = [*_keys(fact), (OVER_TIME, (_bin(calendar, fact), fact.table))]
        for name, key in keys:
            kept = figures[name].evidence.get(key) if name in figures else None
            if kept is not None:
                figures[name].statuses[key][fact.status] += 1
                if len(kept) < most:
                    kept.append(fact)


def _facts(run: Stored, sides: dict[str, Sides], *, told: bool = True) -> Iterator[Fact]:
    for part in run.manifest.parts:
        yield from facts(run, part, sides, told=told)


def _between(table: str) -> str:
    return f"between-{table}"


def _keys(fact: Fact) -> Iterator[tuple[str, Key]]:
    """Yield in which figures a fact counts, and where; all but the one over time."""
    if fact.table == DOCUMENTS:
        if fact.status != OK:
            yield FAILURES, (_reason(fact.who), DOCUMENTS)
        return
    if fact.table == QUOTES:
        yield QUOTE_RULES, (fact.rule, fact.status)
        if fact.who:
            yield SPEAKERS, (fact.who, fact.status)
        return
    yield RULES, (fact.rule, fact.table)
    yield STATUSES, (fact.status, fact.table)
    for one, other in fact.sides:
        yield _between(fact.table), (one, other or fact.table)


def _reason(error: str) -> str:
    """A reason without what is of one document only, so that the same reasons are counted together.

    >>> _reason("byte 12,345 is not UTF-8")
    'byte # is not UTF-8'
    """
    return " ".join(re.sub(r"(?<![\w-])\d[\d,.]*", "#", error).split())[:120]


def _calendar(tally: _Tally) -> Calendar | None:
    """The calendar of the articles' days; of the events' own where no article has one; None where nothing has."""
    days: Counter[datetime.date] = Counter()
    for (day, _), count in tally.days.items():
        if day:
            days[day] += count
    stretch = stretch_of(tally.documents) or stretch_of(days, stray=STRAY)
    return calendar_of(*stretch) if stretch else None


def _bin(calendar: Calendar | None, fact: Fact) -> str:
    return calendar.bin_of(fact.day) if calendar and fact.day else UNDATED


def _figures(tally: _Tally, calendar: Calendar | None, sides: dict[str, Sides]) -> Iterator[Figure]:
    """Every figure, without its evidence."""
    types = tuple(table for table in sides if tally.tables[table])
    if calendar:
        yield _over_time(tally, calendar, types)
    for table in types:
        yield _facing(table, sides[table], tally.counts[_between(table)])
    kinds = _ranked(tally.counts[QUOTE_RULES], 1)
    yield _bars(
        SPEAKERS, "Who is quoted most", "Named speakers by the number of quotes that are theirs.",
        ("speaker", "kind", QUOTES), tally.counts[SPEAKERS], kinds, 3,
    )  # fmt: skip
    yield _bars(
        STATUSES, "How far the events have come", "Events by their status.", ("status", "type", "events"),
        tally.counts[STATUSES], types,
    )  # fmt: skip
    yield _bars(
        RULES, "Which rules find most events", "Rules by the number of events that they found.",
        ("rule", "type", "events"), tally.counts[RULES], types,
    )  # fmt: skip
    yield _bars(
        QUOTE_RULES, "Which rules find most quotes", "Rules by the number of quotes that they found.",
        ("rule", "kind", QUOTES), tally.counts[QUOTE_RULES], kinds, 3,
    )  # fmt: skip
    yield _bars(
        FAILURES, "What failed", "Documents without a result, by the reason; # stands for a number.",
        ("reason", "table", DOCUMENTS), tally.counts[FAILURES], (DOCUMENTS,), 6,
    )  # fmt: skip


def _over_time(tally: _Tally, calendar: Calendar, types: tuple[str, ...]) -> Figure:
    counts: Counter[Key] = Counter()
    undated = 0
    for (day, table), count in tally.days.items():
        if day:
            counts[calendar.bin_of(day), table] += count
        else:
            undated += count
    about = f"Events by {calendar.unit}: by their own day where it is known to the month, else by the article's."
    if undated:
        about += f" {undated:,} without any day are left out."
    bins = calendar.bins({name for name, _ in counts})
    of = (calendar.unit, "type", "events")
    return Figure(OVER_TIME, "time", "Events over time", about, of, bins, types, counts, {}, {})


def _facing(table: str, sides: Sides, counts: Counter[Key]) -> Figure:
    """Who faces whom in the events of one type: a matrix, or bars where nobody faces anybody."""
    one, other = sides.one or "", sides.other or ""
    name = _between(table)
    if sides.kind == "alone":
        about = f"Countries by the number of {table} with them as {one}."
        return _bars(name, f"Countries in {table}", about, (one, "table", table), counts, (table,))
    codes = "Countries stand by their ISO 3166 codes, bodies by theirs; whoever has neither is left out."
    if sides.kind == "towards":
        rows, columns = _ranked(counts, 0)[:MOST_SIDES], _ranked(counts, 1)[:MOST_SIDES]
        title, about = f"{table.capitalize()}: who towards whom", f"Rows are {one}, columns {other}. {codes}"
        return Figure(name, "matrix", title, about, (one, other, table), rows, columns, counts, {}, {})
    whole: Counter[Key] = Counter()
    for key, count in counts.items():
        for code in key:
            whole[code, ""] += count
    shown = _ranked(whole, 0)[:MOST_SIDES]
    title, about = f"{table.capitalize()}: who with whom", f"Pairs of {one}, each counted in both directions. {codes}"
    return Figure(
        name, "matrix", title, about, (one, f"other {one}", table), shown, shown, counts, {}, {}, mirrored=True
    )


def _bars(
    name: str, title: str, about: str, of: tuple[str, str, str], counts: Counter[Key], columns: tuple[str, ...],
    hue: int = 0,
) -> Figure:  # fmt: skip
    shown = _ranked(counts, 0)[:MOST_BARS]
    return Figure(name, "bars", title, about, of, shown, columns, counts, {}, {}, hue=hue)


def _ranked(counts: Counter[Key], side: int) -> tuple[str, ...]:
    """The rows (0) or columns (1) of some counts, those with most first."""
    whole: Counter[str] = Counter()
    for key, count in counts.items():
        whole[key[side]] += count
    return tuple(sorted(whole, key=lambda name: (-whole[name], name)))

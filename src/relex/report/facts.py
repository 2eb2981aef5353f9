"""What the tables of a run tell, one fact after another, of whatever event types its rule set has."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from ..corpus.parts import Part
from ..corpus.stored import Stored
from ..corpus.tables import ARGUMENTS, DOCUMENTS, Row

QUOTES = "quotes"
OK = "ok"
MONTH = 31  # days; of what lasts longer nobody knows in which month it was
_UNNAMED = re.compile(r"(?:an?|the) ", re.IGNORECASE)  # "a western diplomat", "the minister"
_CODE = re.compile(r"[A-Z][A-Z0-9+-]{1,11}")  # as event data names bodies: EU, NATO, P5+1


class Sides(NamedTuple):
    """Which roles of an event type face each other: one another, the several who fill the first, or nobody."""

    kind: Literal["towards", "among", "alone"] = "alone"
    one: str | None = None
    other: str | None = None


class Fact(NamedTuple):
    """One thing that the tables tell: a document, an event or a quote.

    ``sides`` are the codes of those who face each other, ``who`` is who speaks; of a document without a result, why
    there is none, and ``rule`` the file from which it came. ``start`` and ``stop`` are where the words stand in the
    sentence.
    """

    table: str
    document: str
    day: datetime.date | None
    status: str
    rule: str
    sides: tuple[tuple[str, str], ...]
    who: str
    sentence: str
    start: int
    stop: int


class _Known(NamedTuple):
    """What the table of documents says of one."""

    id: str
    day: datetime.date | None


def sides_of(run: Stored, table: str) -> Sides:
    """Return which roles of an event type face each other.

    The first two roles that several may fill; where there is only one such role, those who fill it; where there is
    none, the first two that name countries, or the one that does.
    """
    columns = run.columns(table)
    several = [name for name in columns if f"{name}_actors" in columns]
    if several:
        return Sides("towards", *several[:2]) if len(several) > 1 else Sides("among", several[0])
    single = [name for name in columns if f"{name}_country" in columns]
    named = {name: f"{name}_country" for name in single}
    used: set[str] = set()
    for part in run.manifest.parts:
        for row in run.rows(table, part, list(named.values())):
            used.update(name for name, column in named.items() if row[column])
    found = [name for name in single if name in used]
    return Sides("towards" if len(found) > 1 else "alone", *found[:2])


def facts(run: Stored, part: Part, sides: dict[str, Sides], *, told: bool = True) -> Iterator[Fact]:
    """Yield what the tables of one part tell: its documents, then events type by type, then quotes.

    Not ``told`` means without their sentences, which is all that counting needs.
    """
    words = _WORDS if told else _WORDLESS
    known: dict[int, _Known] = {}
    documents: list[Fact] = []
    for row in run.rows(DOCUMENTS, part, ("document", "id", "date", "status", "error", "source")):
        name, day = row["id"] or "", _day(row["date"])
        known[row["document"]] = _Known(name, day)
        reason = "" if row["status"] == OK else row["error"] or "no reason told"
        documents.append(Fact(DOCUMENTS, name, day, row["status"] or "", row["source"] or "", (), reason, reason, 0, 0))
    yield from documents
    codes = _codes(run, part, sides)
    for table, facing in sides.items():
        for row in run.rows(table, part, (*words, *_EVENT)):
            pairs = _pairs(codes.get((row["document"], row["event"]), {}), facing)
            yield _fact(table, row, known, _own_day(row, known), row["status"] or "", pairs, "")
    for row in run.rows(QUOTES, part, (*words, *_QUOTE)) if QUOTES in run.tables() else ():
        day = known[row["document"]].day
        yield _fact(QUOTES, row, known, day, row["kind"] or "", (), _speaker(row))


_WORDLESS = ("document", "rule")
_WORDS = (*_WORDLESS, "start", "stop", "sentence", "sentence_start")
_EVENT = ("event", "status", "date_start", "date_stop")
_QUOTE = ("kind", "speaker_name", "speaker_role", "speaker_country", "speaker_actor")


def _fact(
    table: str, row: Row, known: dict[int, _Known], day: datetime.date | None, status: str,
    pairs: tuple[tuple[str, str], ...], who: str,
) -> Fact:  # fmt: skip
    sentence: str = row.get("sentence") or ""
    first = row["sentence_start"] if sentence else 0
    start, stop = (min(max(row[name] - first, 0), len(sentence)) for name in ("start", "stop")) if sentence else (0, 0)
    return Fact(table, known[row["document"]].id, day, status, row["rule"] or "", pairs, who, sentence, start, stop)


def _own_day(row: Row, known: dict[int, _Known]) -> datetime.date | None:
    """The first day of an event where it is known to the month, else the day of the article."""
    start: datetime.date | None = row["date_start"]
    stop: datetime.date | None = row["date_stop"]
    if start and stop and (stop - start).days <= MONTH:
        return start
    return known[row["document"]].day


def _day(date: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat((date or "")[:10])
    except ValueError:
        return None


def _speaker(row: Row) -> str:
    """A speaker's name, with the country, so that namesakes stay apart; empty where nobody is named."""
    name = " ".join((row["speaker_name"] or "").split())
    if name.islower() or _UNNAMED.match(name):
        return ""
    country = row["speaker_country"]
    return f"{name} ({country})" if name and country and country != name else name


def _codes(run: Stored, part: Part, sides: dict[str, Sides]) -> dict[tuple[int, int], dict[str, list[str]]]:
    """For each event the codes of the countries and bodies that fill its roles, each once."""
    roles = {role for facing in sides.values() for role in facing if role}
    found: dict[tuple[int, int], dict[str, list[str]]] = {}
    if not roles:
        return found
    for row in run.rows(ARGUMENTS, part, ("document", "event", "argument", "name", "country", "actor")):
        code = _code(row)
        if code and row["argument"] in roles:
            codes = found.setdefault((row["document"], row["event"]), {}).setdefault(row["argument"], [])
            if code not in codes:
                codes.append(code)
    return found


def _code(row: Row) -> str | None:
    """A country's code, else that of a body; None for whoever is known by name only."""
    actor: str | None = row["actor"]
    if row["country"] or not actor:
        return row["country"] or None
    return actor if actor != row["name"] or _CODE.fullmatch(actor) else None


def _pairs(codes: dict[str, list[str]], facing: Sides) -> tuple[tuple[str, str], ...]:
    """Who faces whom: each pair once, in the order of their codes where there is no direction."""
    one = codes.get(facing.one or "", [])
    if facing.kind == "towards":
        return tuple(itertools.product(one, codes.get(facing.other or "", [])))
    return (
        tuple(itertools.combinations(sorted(one), 2)) if facing.kind == "among" else tuple((code, "") for code in one)
    )

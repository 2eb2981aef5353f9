"""relex: rule-based information extraction from English news.

>>> import relex
>>> found = relex.extract("Russian Foreign Minister Sergey Lavrov met Wang Yi in Sochi on Tuesday.", date="2020-12-29")
>>> [participant.name for participant in found.meetings[0].participants]
['Sergey Lavrov', 'Wang Yi']
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, overload

from . import extract as _extract  # noqa: F401  (loaded first: a later import would hide the function of its name)
from .errors import Location, Problem, RuleError
from .model import Argument, Country, Date, Event, Extraction, Mention, Quote, Span, Speaker

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from .corpus.jobs import Outcome
    from .diplomacy import Found
    from .extractor import Extractor

__version__ = "0.1.0"

__all__ = [
    "Argument",
    "Country",
    "Date",
    "Event",
    "Extraction",
    "Location",
    "Mention",
    "Problem",
    "Quote",
    "RuleError",
    "Span",
    "Speaker",
    "countries",
    "country",
    "date",
    "dates",
    "extract",
    "load",
    "quotes",
    "run",
]


@overload
def extract(text: str, *, date: str | datetime.date | None = None, rules: None = None) -> Found: ...
@overload
def extract(text: str, *, date: str | datetime.date | None = None, rules: str | Path) -> Extraction: ...
def extract(
    text: str, *, date: str | datetime.date | None = None, rules: str | Path | None = None
) -> Found | Extraction:
    """Return everything that the rules find in a text.

    ``date`` is the article's own (ISO 8601), by which "on Tuesday" is read; ``rules`` is a folder of rules or the name
    of a shipped rule set, the diplomacy rules if left out. To read many texts, ``load`` once and call what it returns.

    Raises ValueError for a date that is none and RuleError for rules that are wrong; no text raises.

    >>> extract("“We agree,” Wang Yi said.").quotes[0].text
    'We agree,'
    """
    return load(rules)(text, date)


def load(rules: str | Path | None = None) -> Extractor:
    """Return an Extractor for a folder of rules, the name of a shipped rule set, or the shipped diplomacy rules.

    An Extractor is called with a text and its date; threads may share it, and it can be pickled.

    Raises RuleError with every problem of the rules, each with its place.
    """
    from .extractor import load as load_extractor

    return load_extractor(rules)


def run(
    documents: Iterable[str | Mapping[str, object]],
    *,
    rules: str | Path | None = None,
    workers: int | None = None,
    timeout: float | None = 60.0,
    memory: int | None = None,
) -> Iterator[Outcome]:
    """Yield what the rules find in each of many documents, in their order.

    A document is a text, or a mapping with ``text`` and perhaps ``id`` and ``date`` (ISO 8601). Each outcome has its
    ``record`` (number, id, text, date), and ``found``, an Extraction, or ``error``, the reason why there is none: a
    document that crashes or outlives a worker, takes more than ``timeout`` seconds or more than ``memory`` bytes is an
    error of its own and costs no other. ``workers`` is the number of processes, the machine's cores if left out.
    Documents are taken as they are needed: they may be more than fit into memory.

    >>> [len(outcome.found.quotes) for outcome in run(["“We agree,” Wang Yi said."], workers=1)]
    [1]
    """
    import os

    from .corpus.run import outcomes
    from .corpus.supervisor import Limits

    limits = Limits(timeout, memory)
    yield from outcomes(
        documents, rules=str(rules) if rules else None, workers=workers or os.cpu_count() or 1, limits=limits
    )


def country(surface: str) -> Country | tuple[Country, ...] | None:
    """Return the country that a single name stands for: None where unknown, the candidates where there are several.

    Case, a leading "the", a possessive and diacritics are forgiven.

    >>> country("Ivory Coast").alpha_2
    'CI'
    """
    from .values.countries import candidates

    found = candidates(surface)
    return found[0] if len(found) == 1 else (found or None)


def date(words: str, *, date: str | datetime.date | None = None) -> Date | None:
    """Return the value of one time expression, read from a day (ISO 8601); None where it is none.

    >>> date("last Tuesday", date="2020-12-31").timex
    '2020-12-29'
    """
    from .values.dates import date as value

    return value(words, date=date)


def countries(text: str) -> tuple[Mention[Country], ...]:
    """Return every word of a text that names a country: what ``extract`` finds of countries, several times faster.

    Mentions stand in the order of the text. No text raises.

    >>> [(each.text, each.value.alpha_2) for each in countries("Chad's army met Michael Jordan.")]
    [('Chad', 'TD')]
    """
    from .alone import countries_alone

    return countries_alone(text)


def dates(text: str, *, date: str | datetime.date | None = None) -> tuple[Mention[Date], ...]:
    """Return every time expression of a text with its value: what ``extract`` finds of dates, many times faster.

    ``date`` is the text's own (ISO 8601), by which "on Tuesday" is read; without it such values stay partial. Mentions
    stand in the order of the text. Raises ValueError for a date that is none; no text raises.

    >>> [(each.text, each.value.timex) for each in dates("They met on Tuesday for two days.", date="2020-12-31")]
    [('Tuesday', '2020-12-29'), ('two days', 'P2D')]
    """
    from .alone import dates_alone

    return dates_alone(text, date)


def quotes(
    text: str,
    *,
    date: str | datetime.date | None = None,
    kinds: Collection[str] = ("direct", "mixed", "indirect"),
    resolve: bool = True,
) -> tuple[Quote, ...]:
    """Return the quotes of a text with their speakers: what ``extract`` finds of them, in less time.

    ``kinds`` names those that are wanted: direct (all between quotation marks), mixed (some), indirect (none); without
    indirect ones, a text that has no marks takes no time. ``date`` is the text's own (ISO 8601). Quotes stand in the
    order of the text. ``resolve=False`` is for who wants them faster still: no ``speaker`` is told, only the
    ``mention`` that points to one ("he"), and where they are not indirect, only the paragraphs around them are read.

    Raises ValueError for a date that is none and a kind that there is not; no text raises.

    >>> [(each.text, each.speaker.name) for each in quotes("“We agree,” Wang Yi said. He said it was late.")]
    [('We agree,', 'Wang Yi'), ('it was late', 'Wang Yi')]
    """
    from .alone import quotes_alone

    return quotes_alone(text, date, kinds, resolve=resolve)

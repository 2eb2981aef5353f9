"""Countries, dates and quotes alone: the same rules, cut down to what these need, for who wants nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .extract.cast import Cast
from .extract.mentions import VIA, Days, countries, dates
from .extract.outline import quoted_stretches
from .extract.results import quotes_of
from .extract.written import told_as_written
from .extractor import SHIPPED, day_of, day_of_writing, told_by
from .match.matcher import Matcher
from .match.parts import part_of, with_types
from .match.store import keep, kept_for, parted, unpacked
from .model import QUOTE_KINDS, Country, Date, Mention, Quote
from .rules.places import shipped_rules
from .rules.ruleset import QUOTE, RuleSet
from .text.folding import fold, with_lines
from .text.quotation import may_quote, near_quotes


class _Part(NamedTuple):
    """``needs``: labels without whose rules the mentions would not be the same; ``about``: those that are told.

    Where ``types`` names event types, it is their rules that are kept, and those of all mentions.
    """

    name: str
    needs: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


_DATES = _Part("dates", ("Date",), ("Date",))
# What hides a country (a person, a bank) or acts for one must be found too.
_COUNTRIES = _Part("countries", (*VIA, "Opaque", "Namesake", "Person", "Government"), tuple(VIA))

# Rules for quotes count words, and a phrase or mention is one word: without some of these they would match otherwise.
_QUOTES = _Part("quotes", types=(QUOTE,))


def countries_alone(text: str) -> tuple[Mention[Country], ...]:
    """Return every word of a text that names a country, as ``extract(text).countries`` does, several times faster.

    >>> [mention.value.alpha_2 for mention in countries_alone("The Bank of China lent Kenya money.")]
    ['KE']
    """
    matcher = _matcher(_COUNTRIES)
    return countries(matcher, matcher.read(text))


def dates_alone(text: str, date: str | datetime.date | None = None) -> tuple[Mention[Date], ...]:
    """Return every time expression of a text, as ``extract(text, date=date).dates`` does, many times faster.

    Raises ValueError for a date that is none.

    >>> [mention.value.timex for mention in dates_alone("They met on Tuesday.", date="2020-12-31")]
    ['2020-12-29']
    """
    matcher = _matcher(_DATES)
    return dates(matcher, matcher.read(text), day_of_writing(text, day_of(date)))


def quotes_alone(
    text: str,
    date: str | datetime.date | None = None,
    kinds: Collection[str] = QUOTE_KINDS,
    *,
    resolve: bool = True,
) -> tuple[Quote, ...]:
    """Return the quotes of some kinds, as ``extract(text, date=date).quotes`` does, in less time.

    Where all words that are wanted stand between quotation marks, a text without marks is not read. Unless ``resolve``,
    no speaker is told, only where one is named, and whom the words were told to as it is written; then only paragraphs
    with quoted words are read, and the one before where that may tell who speaks. What stands in others cannot help to
    tell a single word from a name or to read "that morning": one quote in a thousand differs in something from what
    ``extract`` gives.

    Raises ValueError for a date that is none and for a kind that there is not.

    >>> [(quote.text, quote.speaker.name) for quote in quotes_alone("“We agree,” Wang Yi said.")]
    [('We agree,', 'Wang Yi')]
    """
    reference, marked, folded = day_of(date), "indirect" not in _checked(kinds), fold(text)
    if marked and not may_quote(folded.text):
        return ()
    if marked and not resolve:
        folded = with_lines(folded, near_quotes(folded.text))
    matcher = _matcher(_QUOTES)
    reading = matcher.begun(text, folded)
    stretches = quoted_stretches(matcher, reading)
    if marked and not stretches:
        return ()
    if resolve:
        cast, quotes = told_by(matcher, matcher.completed(reading), stretches)
    else:
        cast = Cast((), {})
        reading, quotes = told_as_written(matcher, reading, stretches, marked=marked)
    return quotes_of(reading, cast, quotes, Days(matcher, reading, day_of_writing(text, reference)), kinds)


def _checked(kinds: Collection[str]) -> Collection[str]:
    for kind in kinds:
        if kind not in QUOTE_KINDS:
            raise ValueError(f"{kind!r} is no kind of quotes; there are {', '.join(QUOTE_KINDS)}")
    return kinds


@cache
def _matcher(part: _Part) -> Matcher:
    path = shipped_rules() / SHIPPED
    kept = kept_for(path, unpacked, part.name)
    return kept or _compiled(path, part)


def _compiled(path: Path, part: _Part) -> Matcher:
    from .rules.loader import load_with_roots

    rules, roots = load_with_roots(path)
    matcher = Matcher(_cut(rules, part), part.about)
    if part.about:
        matcher.finder(part.about)  # compiled when first asked for: the cache shall have it too
    keep(path, roots, lambda: parted(matcher), part.name)
    return matcher


def _cut(rules: RuleSet, part: _Part) -> RuleSet:
    return with_types(rules, part.types) if part.types else part_of(rules, part.needs)

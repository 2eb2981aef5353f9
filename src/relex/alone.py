"""Countries alone and dates alone: the same rules, cut down to what these need, for who wants nothing else."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .extract.mentions import VIA, countries, dates
from .extractor import SHIPPED, day_of, day_of_writing
from .match.matcher import Matcher
from .match.parts import part_of
from .match.store import keep, kept_for, parted, unpacked
from .model import Country, Date, Mention
from .rules.places import shipped_rules


class _Part(NamedTuple):
    """``needs``: labels without whose rules the mentions would not be the same; ``about``: those that are told."""

    name: str
    needs: tuple[str, ...]
    about: tuple[str, ...]


_DATES = _Part("dates", ("Date",), ("Date",))
# What hides a country (a person, a bank) or acts for one must be found too.
_COUNTRIES = _Part("countries", (*VIA, "Opaque", "Namesake", "Person", "Government"), tuple(VIA))


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


@cache
def _matcher(part: _Part) -> Matcher:
    path = shipped_rules() / SHIPPED
    kept = kept_for(path, unpacked, part.name)
    return kept or _compiled(path, part)


def _compiled(path: Path, part: _Part) -> Matcher:
    from .rules.loader import load_with_roots

    rules, roots = load_with_roots(path)
    matcher = Matcher(part_of(rules, part.needs), part.about)
    matcher.finder(part.about)  # compiled when first asked for: the cache shall have it too
    keep(path, roots, lambda: parted(matcher), part.name)
    return matcher

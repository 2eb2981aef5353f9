"""Countries, dates and amounts: what words name, as values."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from ..match.matcher import Matcher, Reading
from ..model import Amount, Country, Date, Mention, Span
from ..rules.ruleset import LexiconRow
from ..values.amounts import amount_of
from ..values.countries import country_of, iso, noted
from ..values.dates import Told, resolve, told_after

# By which kind of name a lexicon row's label speaks of a country, where the row's note does not say.
VIA = {"Country": "name", "Demonym": "demonym", "People": "demonym", "Capital": "city", "NationalBody": "seat"}
_VIA_LABELS = tuple(VIA)
NAMES = ("name", "official", "alias", "abbreviation", "part")
_START = attrgetter("start")
_CONTEXT = 60  # characters before and after a date that may tell how to read it


_Named = tuple[tuple[str, ...], str, str]


class _Naming(NamedTuple):
    """Tokens ``start`` up to ``stop`` that name a country: the usual one, and others that the name may mean."""

    start: int
    stop: int
    codes: tuple[str, ...]
    via: str
    label: str


def countries(matcher: Matcher, reading: Reading) -> tuple[Mention[Country], ...]:
    """Return every word that names a country, also inside the titles of persons and the names of offices.

    A capital counts as the country's name (``via="capital"``) where a rule found it to act as the government,
    else as a place of the country (``via="city"``). Inside an Opaque mention (Bank of China) there is none, nor in a
    person's name; who bears the name of a country keeps it throughout the text if nothing else speaks of that country.
    """
    hidden = _covered(matcher, reading, "Opaque")
    namesakes = _covered(matcher, reading, "Namesake") | _names_of_persons(matcher, reading)
    shown: list[_Naming] = []
    borne: set[tuple[str, ...]] = set()
    for naming in _namings(matcher, reading):
        if naming.start in namesakes:
            borne.add(reading.forms(naming.start, naming.stop))
        elif naming.start not in hidden and not _is_anothers_seat(reading, shown, naming):
            shown.append(naming)
    if borne:
        shown = _without_bearers(reading, shown, borne)
    acting = _covered(matcher, reading, "Government")
    told = {naming.codes[0] for naming in shown if len(naming.codes) == 1}
    return tuple(_mention(reading, naming, acting, told) for naming in shown)


def _mention(reading: Reading, naming: _Naming, acting: frozenset[int], told: set[str]) -> Mention[Country]:
    span = reading.offsets.span(naming.start, naming.stop)
    via = "capital" if naming.via == "city" and naming.start in acting else naming.via
    code = naming.codes[0]
    if code not in told:  # "Congo" in a text that else speaks of Brazzaville
        code = next((other for other in naming.codes if other in told), code)
    text = reading.text[span.start : span.stop]
    return Mention(span, text, "Country", country_of(code, via), reading.sentence_span(naming.start), naming.label)


def _namings(matcher: Matcher, reading: Reading) -> Iterator[_Naming]:
    """The words and phrases that some lexicon says to be of a country."""
    (symbols, starts), words, named_by = reading.phrases, reading.offsets.words, matcher.fact(_named_by_words)
    for at in map(re.Match.start, matcher.finder(_VIA_LABELS).finditer(symbols)):
        start, stop = starts[at], starts[at + 1]
        named = named_by[tuple(words[start:stop])]
        if named is not None:
            naming = _Naming(start, stop, *named)
            yield _nation_within(matcher, reading, naming) if naming.via == "seat" else naming


def _named_by_words(matcher: Matcher) -> Mapping[tuple[str, ...], _Named | None]:
    """For a word or phrase, the countries that it names, by which kind of name, and the label of its row."""

    def named(forms: tuple[str, ...]) -> _Named | None:
        each = ((_named_by(row.label, row.id, row.note), row.label) for row in matcher.rows(forms))
        return next(((*told, label) for told, label in each if told is not None), None)

    return matcher.table(named)


def _naming(start: int, stop: int, row: LexiconRow) -> _Naming | None:
    named = _named_by(row.label, row.id, row.note)
    return None if named is None else _Naming(start, stop, *named, row.label)


@lru_cache(maxsize=4096)
def _named_by(label: str, code: str, note: str) -> tuple[tuple[str, ...], str] | None:
    """The countries that a row names, and by which kind of name."""
    if label not in VIA or code not in iso():
        return None
    also = noted(note, "also")
    codes = (code, *also.split(",")) if also else (code,)
    return codes, noted(note, "via") or VIA[label]


def _nation_within(matcher: Matcher, reading: Reading, seat: _Naming) -> _Naming:
    """The nation's own name at the head of a seat's: 'Russian' of 'Russian Foreign Ministry'."""
    for stop in range(seat.stop - 1, seat.start, -1):
        for row in matcher.rows(reading.forms(seat.start, stop)):
            naming = _naming(seat.start, stop, row)
            if naming is not None and naming.codes == seat.codes and naming.via not in ("city", "seat"):
                return naming
    return seat


def _is_anothers_seat(reading: Reading, shown: list[_Naming], naming: _Naming) -> bool:
    """Whether a nation stands right before a seat of another: the Peruvian Congress."""
    if naming.via != "seat" or not shown or shown[-1].via not in (*NAMES, "demonym"):
        return False
    between = reading.forms(shown[-1].stop, naming.start) if naming.start - shown[-1].stop < 2 else None
    return between in ((), ("'s",), ("'",)) and shown[-1].codes != naming.codes


def _without_bearers(reading: Reading, shown: list[_Naming], borne: set[tuple[str, ...]]) -> list[_Naming]:
    """Leave out a name that a person or town of the text bears, unless the text speaks of the country elsewhere too."""
    doubtful = {at for at, naming in enumerate(shown) if reading.forms(naming.start, naming.stop) in borne}
    told = {naming.codes[0] for at, naming in enumerate(shown) if at not in doubtful}
    return [naming for at, naming in enumerate(shown) if at not in doubtful or naming.codes[0] in told]


def _covered(matcher: Matcher, reading: Reading, label: str) -> frozenset[int]:
    """The tokens inside mentions with a label."""
    below = matcher.alphabet.below(label)
    covering = [range(found.start, found.stop) for found in reading.labelled(below)]
    return frozenset().union(*covering) if covering else frozenset()


def _names_of_persons(matcher: Matcher, reading: Reading) -> frozenset[int]:
    below = matcher.alphabet.below("Person")
    names = [
        range(start, stop) for found in reading.labelled(below) for role, start, stop in found.roles if role == "name"
    ]
    return frozenset().union(*names)


def dates(matcher: Matcher, reading: Reading, today: datetime.date | None) -> tuple[Mention[Date], ...]:
    """Return every time expression with its value, counted from ``today``; what turns out to be none is left out."""
    return tuple(_resolved(matcher, reading, today))


class Days(Mapping[Span, Date]):
    """The value of each time expression by its characters, resolved as far as they are asked for."""

    def __init__(self, matcher: Matcher, reading: Reading, today: datetime.date | None) -> None:
        self._known: dict[Span, Date] = {}
        self._rest = _resolved(matcher, reading, today)
        self._reached = -1

    def __getitem__(self, span: Span) -> Date:
        while self._reached < span.start and self._resolve():
            pass
        return self._known[span]

    def __iter__(self) -> Iterator[Span]:
        while self._resolve():
            pass
        return iter(self._known)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _resolve(self) -> bool:
        mention = next(self._rest, None)
        if mention is None:
            return False
        self._known[mention.span] = mention.value
        self._reached = mention.span.start
        return True


def _resolved(matcher: Matcher, reading: Reading, today: datetime.date | None) -> Iterator[Mention[Date]]:
    labels, text = matcher.alphabet.below("Date"), reading.text
    told = Told()
    for found in sorted([each for each in reading.found if each[1] in labels], key=_START):
        sentence = reading.sentence_span(found.start)
        span = start, stop = reading.offsets.span(found.start, found.stop)
        before = text[max(sentence.start, start - _CONTEXT) : start]
        after = text[stop : min(max(sentence.stop, stop), stop + _CONTEXT)]
        written = text[start:stop]
        words = " ".join(written.split())
        value = resolve(words, reference=today, before=before, after=after, anchor=told)
        if value is not None:
            yield Mention(span, written, "Date", value, sentence, found.rule)
            told = told_after(told, words, value)


def amount_at(reading: Reading, start: int, stop: int) -> Amount | None:
    """Return the value of the amount that some tokens are: by its roles ``number``, ``scale``, ``unit`` and ``per``.

    A token that is a lexicon row means the row's id, else itself.
    """
    found = reading.mention_at.get(start)
    if found is None or found.stop != stop or found.label not in reading.matcher.alphabet.below("Amount"):
        return None
    told: dict[str, list[str]] = {"number": [], "scale": [], "unit": [], "per": []}
    for name, first, after in found.roles:
        ids = [row.id for a, b, row in reading.hits(first, after) if (a, b) == (first, after) and row.id]
        told.setdefault(name, []).append(ids[0] if ids else reading.words(first, after))
    unit, per = (next(iter(told[name]), None) for name in ("unit", "per"))
    return amount_of(told["number"], dict.fromkeys(told["scale"]), unit, per)

"""The stages in order, in one function; and the object that a user keeps and calls."""

from __future__ import annotations

import datetime
import gc
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from .extract.cast import Cast, cast_of
from .extract.events import reports
from .extract.mentions import countries, dates
from .extract.merging import merged
from .extract.outline import outline_of, quoted_stretches
from .extract.quotes import Attribution, attributions, sayings_of, voices_of
from .extract.records import event_classes, extraction_class
from .extract.results import extraction_of
from .extract.seeking import with_sought_actors
from .extract.telling import Report, Slot
from .match.matcher import Matcher, Reading, Watch
from .match.store import keep, kept_for, packed, parted, unpacked
from .match.tables import Bytes
from .model import Country, Date, Event, Extraction, Mention, Span
from .rules.places import named_rules, shipped_rules
from .rules.ruleset import RuleSet
from .text.quotation import Quoted
from .values.dates import dateline

if TYPE_CHECKING:
    from .rules.loader import Checked

SHIPPED = "diplomacy"


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that the stages made of one text: what explanations and tests look at."""

    reading: Reading
    cast: Cast
    quotes: tuple[Attribution, ...]
    told: tuple[Report, ...]
    events: tuple[Report, ...]
    countries: tuple[Mention[Country], ...]
    dates: tuple[Mention[Date], ...]

    def span(self, start: int, stop: int) -> Span:
        """Return the characters of some tokens."""
        return self.reading.offsets.span(start, stop)


class Extractor:
    """A compiled rule set, ready to be called with texts; immutable, shared freely by threads, picklable.

    >>> extractor = load()
    >>> extractor("Russian Foreign Minister Sergey Lavrov met Wang Yi in Sochi.").events[0].status
    'held'
    """

    __slots__ = ("_classes", "_extraction", "_matcher", "_rules")

    def __init__(self, rules: RuleSet, *, tried: bool = False, like: Extractor | None = None) -> None:
        """``tried`` and ``like`` are for rules that are being changed: see Matcher."""
        self._take(Matcher(rules, tried=tried, like=like._matcher if like else None), rules)  # noqa: SLF001

    def _take(self, matcher: Matcher, rules: RuleSet | bytes) -> None:
        self._matcher = matcher
        self._rules: RuleSet | bytes = rules
        self._classes: Mapping[str, type[Event]]
        self._classes, self._extraction = _classes(matcher.rules)

    @property
    def rules(self) -> RuleSet:
        """The rule set as it was written; from the cache it is read when first asked for."""
        known = self._rules
        if isinstance(known, bytes):
            bare = cast("RuleSet", unpacked(zlib.decompress(known)))
            known = self._rules = replace(bare, lexicons=self._matcher.alphabet.words.lexicons(bare.lexicons))
        return known

    @property
    def digest(self) -> str:
        """The digest of the rule set: equal for equal rules, on any machine."""
        return self._matcher.rules.digest

    @property
    def kind(self) -> type[Extraction]:
        """The class of what it returns, which knows the rule set's event types."""
        return self._extraction

    def __call__(self, text: str, date: str | datetime.date | None = None) -> Extraction:
        """Return everything found in a text; ``date`` is the article's, ISO 8601 where it is a string.

        Raises ValueError for a date that is none. No text raises.
        """
        reference = day_of(date)
        return self._extraction_of(self._analysed(text, reference), reference)

    def _extraction_of(self, analysis: Analysis, reference: datetime.date | None) -> Extraction:
        return extraction_of(
            analysis.reading,
            analysis.cast,
            quotes=analysis.quotes,
            events=analysis.events,
            countries=analysis.countries,
            dates=analysis.dates,
            classes=self._classes,
            kind=self._extraction,
            date=reference.isoformat() if reference else None,
            digest=self._matcher.rules.digest,
        )

    def watched(self, watch: Watch) -> Extractor:
        """Return an extractor that gives the same answers while ``watch`` looks at what each rule does."""
        other = Extractor.__new__(Extractor)
        other._take(self._matcher.watched(watch), self._rules)  # noqa: SLF001
        return other

    def analyse(self, text: str, date: str | datetime.date | None = None) -> Analysis:
        """Return what every stage made of a text."""
        return self._analysed(text, day_of(date))

    def analysed(self, text: str, date: str | datetime.date | None = None) -> tuple[Extraction, Analysis]:
        """Return everything found in a text, with what every stage made of it: one reading for both."""
        reference = day_of(date)
        analysis = self._analysed(text, reference)
        return self._extraction_of(analysis, reference), analysis

    def _analysed(self, text: str, reference: datetime.date | None) -> Analysis:
        matcher = self._matcher
        reading = matcher.read(text)
        cast, quotes = told_by(matcher, reading, quoted_stretches(matcher, reading))
        today = day_of_writing(text, reference)
        days = dates(matcher, reading, today)
        values = {mention.span: mention.value for mention in days}
        reported = reports(matcher, reading, cast, quotes, values, today)
        told = with_sought_actors(matcher, reading, cast, reported, quotes)
        events = merged(matcher, reading, cast, told, values)
        return Analysis(reading, cast, quotes, told, events, countries(matcher, reading), days)

    def __reduce__(self) -> tuple[Callable[[bytes], Extractor], tuple[bytes]]:
        return _unpacked, (self.packed(),)

    def packed(self) -> bytes:
        """Return the extractor as bytes, compiled as it is."""
        return packed(self._kept())

    def parted(self) -> list[Bytes]:
        """Return the extractor as bytes whose tables stand apart."""
        return parted(self._kept())

    def _kept(self) -> tuple[Matcher, bytes]:
        if isinstance(self._rules, bytes):
            return self._matcher, self._rules
        # The matcher has the rows.
        lexicons = tuple(replace(lexicon, rows=()) for lexicon in self._rules.lexicons)
        return self._matcher, zlib.compress(packed(replace(self._rules, lexicons=lexicons)), 1)

    def __repr__(self) -> str:
        rules = self._matcher.rules
        return f"<Extractor: {rules.name}, {len(self.rules.rules)} rules, {rules.digest[:12]}>"


def told_by(matcher: Matcher, reading: Reading, stretches: Sequence[Quoted]) -> tuple[Cast, tuple[Attribution, ...]]:
    """Return who a text speaks of, and what it says that somebody said."""
    outline = outline_of(matcher, reading, stretches)
    sayings = sayings_of(matcher, reading, outline, stretches)
    cast = cast_of(matcher, reading, stretches, voices_of(sayings))
    return cast, attributions(matcher, reading, cast, sayings, stretches)


def _unpacked(data: Bytes, runs: Iterable[Bytes] = ()) -> Extractor:
    extractor = Extractor.__new__(Extractor)
    extractor._take(*unpacked(data, runs))  # noqa: SLF001
    return extractor


def day_of(date: str | datetime.date | None) -> datetime.date | None:
    """Return the day that a user gave; raise ValueError where it is none."""
    if date is None:
        return None
    if isinstance(date, datetime.datetime):
        return date.date()
    if isinstance(date, datetime.date):
        return date
    try:
        return datetime.date.fromisoformat(date[:10])
    except ValueError:
        raise ValueError(f"{date!r} is no date; write it as in 2020-12-29") from None


def day_of_writing(text: str, reference: datetime.date | None) -> datetime.date | None:
    """Return the day from which "on Tuesday" counts: agencies republish, so it is not that of the download."""
    return dateline(text, reference=reference) or reference


def _classes(rules: RuleSet) -> tuple[Mapping[str, type[Event]], type[Extraction]]:
    if rules.name == SHIPPED:
        from . import diplomacy

        classes = {kind.type: kind for kind in diplomacy.Found.types}
        if set(classes) == {kind.name for kind in rules.types if kind.name != "Quote"}:
            return classes, diplomacy.Found
    made = event_classes(rules)
    return made, extraction_class(made.values(), rules)


def load(rules: str | Path | RuleSet | None = None) -> Extractor:
    """Return an Extractor for a folder of rules, the name of a shipped rule set, or the shipped diplomacy rules.

    Raises RuleError with every problem of the rules.
    """
    if isinstance(rules, RuleSet):
        return Extractor(rules)
    if rules is None or isinstance(rules, str) and rules == SHIPPED:
        return _shipped()
    return _loaded(path_of(rules))


def path_of(rules: str | Path) -> Path:
    """Return where a rule set stands that is named by its path or, where it is installed, by its name."""
    path = Path(rules)
    if isinstance(rules, str) and not path.exists():
        return named_rules(rules) or path
    return path


def load_checked(rules: str | Path, checked: Checked) -> Extractor:
    """Return the Extractor for rules that were read just now, without reading them again."""
    return _loaded(path_of(rules), checked)


def ready(rules: str | Path) -> Extractor | None:
    """Return the Extractor of a rule set where an earlier program has compiled these very rules."""
    with no_collecting():
        return kept_for(path_of(rules), _unpacked)


@cache
def _shipped() -> Extractor:
    return _loaded(shipped_rules() / SHIPPED)


def _loaded(path: Path, checked: Checked | None = None) -> Extractor:
    """Return the extractor that the cache holds for these very rules, else one newly compiled, which it then holds."""
    with no_collecting():
        kept = kept_for(path, _unpacked)
        return kept or _compiled(path, checked)


@contextmanager
def no_collecting() -> Iterator[None]:
    """Look for no garbage while rules are loaded: nearly all of it stays, and to look is a third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _compiled(path: Path, checked: Checked | None) -> Extractor:
    from .rules.loader import check_rules

    checked = checked or check_rules(path, doubting=False)
    extractor = Extractor(checked.rules)
    extractor(_WARMING)
    keep(path, checked.roots, extractor.parted)
    return extractor


# What is compiled when it is first needed: a text that needs most of it, so that the cache has it too.
_WARMING = "“Yes,” Ann Lee said on Monday. She met him in Rome."


__all__ = ["Analysis", "Extractor", "Slot", "load"]

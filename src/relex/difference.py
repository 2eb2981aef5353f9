"""What a change of rules adds, loses and changes over a corpus."""

from __future__ import annotations

import dataclasses
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from .corpus.articles import Article
from .extractor import Extractor, load
from .joint import joint_of
from .marks import Mark, Part
from .model import Argument, Date, Event, Extraction, Mention, Quote, Span, Speaker
from .testing import drawn, window_of

_NAMES = {"quotes": "Quote", "speakers": "Speaker", "countries": "Country", "dates": "Date"}
KINDS = ("lost", "changed", "added")
_SIGNS = {"lost": "-", "changed": "~", "added": "+"}
_COMMON = frozenset(each.name for each in dataclasses.fields(Event))


class Item(NamedTuple):
    """Something found: ``place`` is what it is told by, ``values`` is what may change about it."""

    type: str
    rule: str
    place: Span
    values: tuple[tuple[str, Any], ...]
    marks: tuple[tuple[str, Span], ...]

    def value(self, name: str) -> Any:
        return next((value for each, value in self.values if each == name), None)


class Difference(NamedTuple):
    """Something that one of two rule sets finds, or that both find differently (then ``fields`` says in what)."""

    before: Item | None
    after: Item | None
    fields: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return "added" if self.before is None else "lost" if self.after is None else "changed"

    @property
    def item(self) -> Item:
        item = self.after or self.before
        assert item is not None
        return item

    @property
    def is_loss(self) -> bool:
        """Whether something is gone: the whole, or what filled a part of it."""
        if self.before is None or self.after is None:
            return self.after is None
        return any(_is_less(self.before.value(name), self.after.value(name)) for name in self.fields)


def _is_less(old: Any, new: Any) -> bool:
    if isinstance(old, tuple) and isinstance(new, tuple):
        return len(new) < len(old)
    return bool(old) and not new


def _event(event: Event) -> Item:
    names = [each.name for each in dataclasses.fields(event) if each.name not in _COMMON]
    values: list[tuple[str, Any]] = [
        ("status", event.status),
        *((name, getattr(event, name)) for name in names),
        ("rule", event.rule),
    ]
    marks = [("trigger", event.trigger_span)]
    for name, value in values:
        fillers = value if isinstance(value, tuple) else (value,)
        marks += [(name, each.span) for each in fillers if isinstance(each, Argument)]
    return Item(event.type, event.rule, event.trigger_span, _told(values), tuple(marks))


def _quote(quote: Quote) -> Item:
    speaker = quote.speaker
    named: Any = (speaker.name, speaker.role, speaker.body, speaker.actor) if speaker else quote.mention and ("",)
    values: list[tuple[str, Any]] = [
        ("speaker", named),
        ("kind", quote.kind),
        ("certain", quote.certain),
        ("verb", quote.verb),
    ]
    values += [("addressee", quote.addressee), ("via", quote.via), ("date", quote.date), ("rule", quote.rule)]
    marks = [("content", quote.span), *([("speaker", quote.mention)] if quote.mention else [])]
    return Item("Quote", quote.rule, quote.span, _told(values), tuple(marks))


def _speaker(speaker: Speaker) -> Item:
    names = ("name", "role", "body", "country", "gender", "quotes")
    values = [(name, getattr(speaker, name)) for name in names]
    return Item("Speaker", speaker.rule, speaker.span, _told(values), (("Speaker", speaker.span),))


def _mention(mention: Mention[Any]) -> Item:
    label = "Date" if isinstance(mention.value, Date) else "Country"
    values = [("value", mention.value), ("rule", mention.rule)]
    return Item(label, mention.rule, mention.span, _told(values), ((label, mention.span),))


_TOLD: tuple[tuple[str, Callable[[Any], Item]], ...] = (
    ("events", _event),
    ("quotes", _quote),
    ("speakers", _speaker),
    ("countries", _mention),
    ("dates", _mention),
)


def _told(values: Iterable[tuple[str, Any]]) -> tuple[tuple[str, Any], ...]:
    return tuple((name, _comparable(value)) for name, value in values)


def _comparable(value: Any) -> Any:
    """What tells a value from others; an entity's number would change with every other entity of the text."""
    if isinstance(value, tuple):
        return tuple(map(_comparable, value))
    if isinstance(value, Argument):
        return value.text, value.name, value.role, value.body, value.actor, value.date
    return value


def differences(old: Extraction, new: Extraction) -> list[Difference]:
    """Return how two extractions of one text differ.

    What both find at the same words is compared part by part; of the rest, what overlaps and is of one type has changed
    its place, everything else is lost or added.

    >>> from .extractor import load
    >>> both = load("common")("He left Cairo on Monday."), load("common")("He left Paris on Monday.")
    >>> [(each.kind, each.item.type, each.fields) for each in differences(*both)]
    [('changed', 'Country', ('value',))]
    """
    # Most of two extractions is the same, and to see that costs less than to tell it.
    groups = [(name, told) for name, told in _TOLD if getattr(old, name) != getattr(new, name)]
    before, after = (
        [item for name, told in groups for item in map(told, getattr(found, name))] for found in (old, new)
    )
    if before == after:
        return []
    same = Counter(before) & Counter(after)
    old_ones, left = list((Counter(before) - same).elements()), list((Counter(after) - same).elements())
    found: list[Difference] = []
    gone: list[Item] = []
    for item in old_ones:
        other = next((each for each in left if (each.type, each.place) == (item.type, item.place)), None)
        if other is None:
            gone.append(item)
        else:
            left.remove(other)
            found.append(Difference(item, other, _changed(item, other)))
    for item in gone:
        moved = next((each for each in left if each.type == item.type and _overlap(each.place, item.place)), None)
        if moved is not None:
            left.remove(moved)
            found.append(Difference(item, moved, ("words", *_changed(item, moved))))
        else:
            found.append(Difference(item, None))
    found += [Difference(None, item) for item in left]
    return sorted(found, key=lambda each: (each.item.place, each.item.type, each.kind))


def _changed(old: Item, new: Item) -> tuple[str, ...]:
    names = dict.fromkeys(name for name, _ in (*old.values, *new.values))
    return tuple(name for name in names if old.value(name) != new.value(name))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.stop and other.start < one.stop


@dataclass(slots=True)
class Tally:
    """Differences over a corpus: how many of each kind, type and rule, with a few samples of each."""

    samples: int = 3
    articles: int = 0
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    shown: dict[tuple[str, str, str], list[str]] = field(default_factory=dict)
    losses: int = 0

    def add(self, article: Article, old: Extraction, new: Extraction) -> None:
        """Count how two extractions of an article differ."""
        self.articles += 1
        for found, counts in ((old, self.before), (new, self.after)):
            counts.update(event.type for event in found.events)
            for name, type_ in _NAMES.items():
                counts.update({type_: number} if (number := len(getattr(found, name))) else {})
        for each in differences(old, new) if old is not new else ():
            key = (each.item.type, each.kind, each.item.rule)
            self.counts[key] += 1
            self.losses += each.is_loss
            samples = self.shown.setdefault(key, [])
            if len(samples) < self.samples:
                samples.append(f"{article.id}: {sample(article.text, each)}")

    def join(self, other: Tally) -> None:
        """Add what was counted over further articles."""
        self.articles += other.articles
        self.losses += other.losses
        self.before.update(other.before)
        self.after.update(other.after)
        self.counts.update(other.counts)
        for key, samples in other.shown.items():
            own = self.shown.setdefault(key, [])
            own += samples[: self.samples - len(own)]

    def __str__(self) -> str:
        lines = [f"{self.articles} articles, {self.losses or 'nothing'} lost"]
        for type_ in sorted({*self.before, *self.after}):
            own = {kind: sum(n for (t, k, _), n in self.counts.items() if (t, k) == (type_, kind)) for kind in KINDS}
            told = "  ".join(f"{_SIGNS[kind]}{number}" for kind, number in own.items() if number)
            lines.append(f"{type_}  {self.before[type_]} -> {self.after[type_]}  {told or 'same'}")
            for kind in KINDS:
                keys = [key for key in self.counts if key[:2] == (type_, kind)]
                for key in sorted(keys, key=lambda key: (-self.counts[key], key)):
                    lines.append(f"  {_SIGNS[kind]} {key[2]}  {self.counts[key]}")
                    lines += [f"      {each}" for each in self.shown.get(key, ())]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """Return the tally as JSON values."""
        rows = [
            {
                "type": type_,
                "kind": kind,
                "rule": rule,
                "count": number,
                "samples": self.shown.get((type_, kind, rule), []),
            }
            for (type_, kind, rule), number in sorted(self.counts.items())
        ]
        counts = {
            name: {"old": self.before[name], "new": self.after[name]} for name in sorted({*self.before, *self.after})
        }
        return {"articles": self.articles, "losses": self.losses, "types": counts, "differences": rows}


def sample(text: str, each: Difference) -> str:
    """Return a difference drawn on its words, with what changed."""
    marks = [Mark((Part(name),), *span) for name, span in each.item.marks if span.start < span.stop]
    told = drawn(text, marks, window_of(text, [Span(mark.start, mark.stop) for mark in marks] or [each.item.place]))
    if each.before is None or each.after is None:
        return told
    changes = [f"{name} {_short(each.before, name)} -> {_short(each.after, name)}" for name in each.fields]
    return f"{'; '.join(changes)}: {told}"


def _short(item: Item, name: str) -> str:
    if name == "words":
        return f"{item.place.start}-{item.place.stop}"
    return _written(item.value(name))


def _written(value: Any) -> str:
    match value:
        case (str(text), str(name), _, _, _, Date(timex=timex)):
            return timex
        case (str(text), str(name), _, _, _, None):
            return text if text == name else f"{text} ({name})"
        case tuple():
            return f"[{', '.join(_written(each) for each in value if each is not None)}]"
        case Date(timex=timex):
            return timex
    return str(getattr(value, "alpha_2", value))


def compared(old: str | Path, new: str | Path, corpus: Iterable[Article], *, samples: int = 3, jobs: int = 1) -> Tally:
    """Return what a change of rules does over a corpus; rule sets that are the same are run but once.

    Raises RuleError where one of the rule sets cannot be used.
    """
    pair = _Pair(load(old), load(new))
    if jobs < 2:
        return _tally(pair, corpus, samples)
    from concurrent.futures import Future, ProcessPoolExecutor

    whole = Tally(samples)
    running: deque[Future[Tally]] = deque()
    with ProcessPoolExecutor(jobs, initializer=_start, initargs=(pair,)) as pool:
        for batch in _batches(corpus):
            running.append(pool.submit(_tally_in_worker, batch, samples))
            if len(running) > 4 * jobs:  # no more in memory than what keeps the workers busy
                whole.join(running.popleft().result())
        for each in running:
            whole.join(each.result())
    return whole


class _Pair:
    """Two rule sets that read the same texts: where no rule in which they differ matches, one reading tells of both."""

    def __init__(self, old: Extractor, new: Extractor) -> None:
        self._old, self._new = old, new
        self._same = old.digest == new.digest
        self._joint = None if self._same else joint_of(old.rules, new.rules)
        self._read = self._apart = 0

    def __call__(self, article: Article) -> tuple[Extraction, Extraction]:
        """Return what the old and the new rules find in an article."""
        found = self._joint(article.text, article.date) if self._joint else None
        if found is not None:
            self._read += 1
            return found, found
        if self._joint:
            self._count_apart()
        found = self._old(article.text, article.date)
        return found, found if self._same else self._new(article.text, article.date)

    def _count_apart(self) -> None:
        """Give up reading jointly where that is in vain for most texts."""
        self._apart += 1
        if self._apart > _IN_VAIN + self._read:
            self._joint = None


_IN_VAIN = 16  # texts that two rule sets read in three readings more often than in one, before that is given up


def _tally(pair: _Pair, corpus: Iterable[Article], samples: int) -> Tally:
    tally = Tally(samples)
    for article in corpus:
        tally.add(article, *pair(article))
    return tally


_BATCH = 64
_pair: list[_Pair] = []  # of a worker


def _batches(corpus: Iterable[Article]) -> Iterator[list[Article]]:
    rest = iter(corpus)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _start(pair: _Pair) -> None:
    _pair[:] = [pair]


def _tally_in_worker(batch: list[Article], samples: int) -> Tally:
    return _tally(_pair[0], batch, samples)

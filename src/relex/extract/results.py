"""From tokens to what a user holds: frozen records that point at characters."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

from ..match.matcher import Reading
from ..model import Argument, Country, Date, Event, Extraction, Mention, Quote, Span, Speaker
from ..values.countries import country_of, iso
from .figures import Cast, Figure
from .mentions import amount_at
from .quotes import Attribution
from .telling import DATE, Report, Slot

_FARTHEST = 80  # tokens of a match in which the day of the words is sought


def extraction_of(
    reading: Reading,
    cast: Cast,
    *,
    quotes: Sequence[Attribution],
    events: Sequence[Report],
    countries: tuple[Mention[Country], ...],
    dates: tuple[Mention[Date], ...],
    classes: Mapping[str, type[Event]],
    kind: type[Extraction],
    date: str | None,
    digest: str,
) -> Extraction:
    """Return everything found in a text as public values."""
    writer = _Writer(reading, cast, quotes, {mention.span: mention.value for mention in dates})
    return kind(
        text=reading.text,
        date=date,
        rules=digest,
        events=tuple(writer.event(report, classes[report.kind]) for report in events),
        quotes=tuple(map(writer.quote, quotes)),
        speakers=writer.speakers,
        countries=countries,
        dates=dates,
    )


def quotes_of(
    reading: Reading,
    cast: Cast,
    quotes: Sequence[Attribution],
    dates: Mapping[Span, Date],
    kinds: Collection[str],
) -> tuple[Quote, ...]:
    """Return the quotes of some kinds as public values."""
    writer = _Writer(reading, cast, quotes, dates)
    return tuple(writer.quote(each) for each in quotes if kind_of(each) in kinds)


class _Writer:
    """Turns tokens into characters, and figures into names, for one text."""

    def __init__(self, reading: Reading, cast: Cast, quotes: Sequence[Attribution], dates: Mapping[Span, Date]) -> None:
        self.reading = reading
        self.cast = cast
        self.attributions = quotes
        self.starts = [attribution.start for attribution in quotes]
        self.dates = dates
        days = reading.matcher.alphabet.below(DATE)
        self.dated = sorted({found.start for found in reading.labelled(days)})
        self.by_figure = self._by_figure()
        speakers = (self.by_figure[number] for number in self._stating())
        self.speakers = tuple(sorted(speakers, key=lambda speaker: speaker.span))

    def _words(self, span: Span) -> str:
        return self.reading.text[span.start : span.stop]

    def _by_figure(self) -> dict[int, Speaker]:
        counts: dict[int, int] = {}
        rules: dict[int, str] = {}
        for attribution in self.attributions:
            speaking = () if attribution.figure is None else (attribution.figure, *attribution.others)
            for figure in speaking:
                counts[figure] = counts.get(figure, 0) + 1
                rules.setdefault(figure, attribution.rule)
        return {number: self._speaker(number, count, rules[number]) for number, count in counts.items()}

    def _stating(self) -> list[int]:
        """The figures that state something: no state, and nobody unnamed, of whom only praise or blame is told."""
        acts = [each for each in self.attributions if not each.unsaid]
        speaking = {n for each in acts for n in (each.figure, *each.others)}
        stated = {n for each in acts if not each.judges for n in (each.figure, *each.others)}
        kinds = ("Country", "Unnamed")
        return [n for n in self.by_figure if n in stated or n in speaking and self.cast.figures[n].kind not in kinds]

    def _speaker(self, number: int, quotes: int, rule: str) -> Speaker:
        figure = self.cast.figures[number]
        span = self.reading.offsets.span
        spans = tuple([span(found[2], found[3]) for found in figure.mentions])
        first = figure.mentions[0]
        return Speaker(
            span=spans[0],
            text=self._words(spans[0]),
            sentence=self.reading.sentence_span(first.start),
            rule=first.rule or rule,
            name=self._capital(number) or figure.name,
            role=figure.role,
            body=figure.body,
            country=_country(figure.code),
            actor=actor_of(figure),
            gender=figure.gender,
            mentions=spans,
            quotes=quotes,
            entity=number,
        )

    def _capital(self, number: int) -> str | None:
        """The capital for which a state is named wherever it speaks: "Pyongyang said"."""
        if self.cast.figures[number].kind != "Country":
            return None
        reading, capitals = self.reading, self.reading.matcher.alphabet.below("Capital")
        spoken = [each.mention for each in self.attributions if each.mention and each.figure == number]
        if not spoken or not all(reading.told(*mention, capitals) for mention in spoken):
            return None
        names = {reading.words(*mention) for mention in spoken}
        return names.pop() if len(names) == 1 else None

    def quote(self, attribution: Attribution) -> Quote:
        offsets = self.reading.offsets
        span = offsets.span(*attribution.content)
        quoted = tuple([offsets.span(*stretch.inner) for stretch in attribution.quoted])
        cue = offsets.span(*attribution.cue) if attribution.cue else None
        return Quote(
            span=span,
            text=self._words(span),
            sentence=self.reading.sentence_span(attribution.start),
            rule=attribution.rule,
            kind=kind_of(attribution),
            quoted=quoted,
            cue=self._words(cue) if cue else None,
            cue_span=cue,
            speaker=self.by_figure.get(attribution.figure) if attribution.figure is not None else None,
            mention=offsets.span(*attribution.mention) if attribution.mention else None,
            certain=attribution.certain,
            verb=attribution.verb,
            addressee=self._argument(attribution.addressee) if attribution.addressee else None,
            via=self._argument(attribution.via) if attribution.via else None,
            date=self._said_on(attribution) if self.dated else None,
        )

    def _argument(self, tokens: tuple[int, int]) -> Argument:
        figures = self.cast.within(*tokens)
        return self.argument(Slot(*tokens, figures[0] if figures else None))

    def _said_on(self, attribution: Attribution) -> Argument | None:
        """The first date of the sentence that is no part of the words or of the speaker's description."""
        place, after = attribution.match or attribution.content
        first, last = self.reading.sentence(self.reading.base, attribution.cue[0] if attribution.cue else place)
        after = max(after, last)
        after = min(after, first + _FARTHEST)
        for token in self.dated[bisect_left(self.dated, first) : bisect_left(self.dated, after)]:
            found = self.reading.mention_at.get(token)
            inside = any(part and part[0] <= token < part[1] for part in (attribution.content, attribution.mention))
            if found and not inside and self.reading.offsets.span(found.start, found.stop) in self.dates:
                return self.argument(Slot(found.start, found.stop, None))
        return None

    def event(self, report: Report, kind: Any) -> Event:
        """Return an event as a value of the class of its type."""
        offsets = self.reading.offsets
        span, trigger = offsets.span(report.start, report.stop), offsets.span(*report.trigger)
        roles: dict[str, Any] = {}
        several = _held_by_several(kind)
        for name, slots in report.slots:
            arguments = tuple(map(self.argument, slots))
            roles[name] = arguments if name in several else (arguments[0] if arguments else None)
        made: Event = kind(
            span=span,
            text=self._words(span),
            sentence=self.reading.sentence_span(report.trigger[0]),
            rule=report.rule,
            trigger=self._words(trigger),
            trigger_span=trigger,
            status=report.status,
            status_rule=report.cue,
            reported_by=self._reporter(report),
            mentions=tuple(offsets.span(*telling) for telling in report.tellings),
            **roles,
            **dict(report.attributes),
        )
        return made

    def _reporter(self, report: Report) -> Argument | None:
        """The speaker of the quote that holds the trigger."""
        token = report.trigger[0]
        number = bisect_right(self.starts, token) - 1
        attribution = self.attributions[number] if number >= 0 else None
        if attribution and attribution.mention and token < attribution.content[1]:
            return self.argument(Slot(*attribution.mention, attribution.figure))
        return None

    def argument(self, slot: Slot) -> Argument:
        span = self.reading.offsets.span(slot.start, slot.stop)
        text = self._words(span)
        name = self.reading.words(slot.start, slot.stop)
        if slot.figure is None:
            rows = [row for a, b, row in self.reading.hits(slot.start, slot.stop) if (a, b) == slot[:2]]
            country = next((c for row in rows if (c := _country(row.id)) is not None), None)
            amount = amount_at(self.reading, slot.start, slot.stop)
            return Argument(span, text, name, country=country, actor=name, date=self.dates.get(span), amount=amount)
        figure = self.cast.figures[slot.figure]
        bare = name[4:] if name[:4].lower() == "the " else name
        # The Security Council, not the UN's mission; but a Proper body has its fullest name.
        own = figure.kind == "Group" and not figure.words and " " in bare and bare[:1].isupper()
        return Argument(
            span,
            text,
            bare if own else figure.name,
            role=figure.role,
            body=figure.body,
            country=_country(slot.code or figure.code),
            actor=slot.code or actor_of(figure),
            entity=slot.figure,
        )


@cache
def _held_by_several(kind: Any) -> frozenset[str]:
    """The roles of a type that many may fill."""
    return frozenset(name for name, hint in kind.__annotations__.items() if "tuple" in str(hint))


def _country(code: str | None) -> Country | None:
    """The country of an actor's code; bodies and movements have none."""
    return country_of(code) if code in iso() else None


def kind_of(attribution: Attribution) -> str:
    """Return how much of a quote stands between marks: direct, mixed or indirect."""
    if not attribution.quoted:
        return "indirect"
    start, stop = attribution.content
    covered = 0
    for first, after, *_ in attribution.quoted:
        covered += min(stop, after) - max(start, first)
    return "direct" if covered >= stop - start else "mixed"


def actor_of(figure: Figure) -> str:
    """Return the code that event data uses for a figure: a country's or body's, else its name."""
    return figure.code or figure.name

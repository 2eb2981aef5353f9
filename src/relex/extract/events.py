"""From matches of event rules to the events that a text reports, each once."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from ..match.compile import Compiled
from ..match.matcher import Decision, Found, Match, Matcher, Reading
from ..model import Date, Span
from ..rules.ruleset import EventType, RoleType
from .cast import Cast, Figure, members
from .dateline import NEWS, day_of_the_news, is_a_day, place_of_the_news
from .mentions import amount_at
from .quotes import Attribution
from .status import Status, status_of

DATE = "Date"
WORDS = "Words"  # the label of a role that is filled by words, whatever they name
_AROUND = 60  # symbols on each side of a match in which roles are sought
_MONTH = datetime.timedelta(days=31)  # what lies farther back is no news
WIDE = 6  # what a word that divides clauses adds to a distance
TOLD_AGAIN = 60  # events with which a new telling is compared: a reader remembers no more
_ANCHORS = frozenset("coming past last next recent previous".split())  # words that give a length its place in time
_LONG = 60  # days of a stretch of time that tells no longer when something was
_SAID_BEFORE = 3  # tokens between a verb of speech and the day of the words: "told reporters on Monday"
_NEAR = 20  # tokens between a trigger and a date that is surely its own
_WEEK = datetime.timedelta(days=7)
_QUARTER = datetime.timedelta(days=90)
_CLOSE = 10  # how far from what is told the words may stand that tell more or less than a day
_IMPOSSIBLE = 2
_MANY = 4  # of so many who fill a role in two tellings, one may be called otherwise
_NO_TIME = datetime.timedelta()
_STAY = datetime.timedelta(days=10)  # the longest time between two days of one visit
_EVER = datetime.timedelta.max / 2
_NAMED = frozenset(("Person", "Name"))
_DAILY = frozenset(("day", "hour", "minute"))
_ANYBODY = frozenset(("counterpart", "colleague"))  # offices that anybody of the right country may hold
_KNOWN = frozenset(("the", "this", "that", "these", "those"))
_UNTELLING = frozenset("the a an of in on for and to with between its his her their at by from as new joint".split())


class Slot(NamedTuple):
    """What fills a role: tokens, and the entity that they name or point to."""

    start: int
    stop: int
    figure: int | None = None
    code: str | None = None  # for whom it acts, where the telling says it and the entity does not


class Report(NamedTuple):
    """One telling of an event, or, after merging, an event with all its tellings."""

    kind: str
    rule: str
    start: int
    stop: int
    trigger: tuple[int, int]
    slots: tuple[tuple[str, tuple[Slot, ...]], ...]
    attributes: tuple[tuple[str, str], ...]
    status: str
    cue: str | None
    tellings: tuple[tuple[int, int], ...]
    least: tuple[tuple[str, int], ...] = ()
    known: tuple[tuple[str, int], ...] = ()
    differ: frozenset[str] = frozenset()
    recalls: bool = False
    lasts: bool = False
    seek: tuple[tuple[str, tuple[str, ...]], ...] = ()
    stated: bool = True  # whether the rule or a cue gave the status, not the type
    sought: frozenset[str] = frozenset()  # roles whose fillers the sentence did not bind
    whole: frozenset[str] = frozenset()  # roles for which the rule itself bound as many as are needed, of several
    paired: bool = False  # whether "the two sides" are all who take part
    supposed: tuple[Slot, ...] = ()  # who was sought beyond those whom the sentence binds
    besides: bool = False  # whether it tells only of others who take part ("the talks, attended by")

    @property
    def firm(self) -> bool:
        """Whether the status is said by a cue or by a rule that tells of the event itself."""
        return self.cue is not None or not self.recalls

    def slot(self, role: str) -> tuple[Slot, ...]:
        """Return what fills a role."""
        for name, slots in self.slots:  # asked for very often
            if name == role:
                return slots
        return ()


def reports(
    matcher: Matcher,
    reading: Reading,
    cast: Cast,
    quotes: Sequence[Attribution] = (),
    days: Mapping[Span, Date] = MappingProxyType({}),
    today: datetime.date | None = None,
) -> tuple[Report, ...]:
    """Return every telling of an event, in the order of the text; none is merged yet.

    ``today`` is the text's own day; ``days`` are the values of dates: what is no day or period of its own (an hour's
    length, any Monday) fills no role.
    """
    types = {kind.name: kind for kind in matcher.rules.types}
    teller = _Teller(matcher, reading, cast, quotes, days, today)
    told = [(match, teller.report(match, types[match.found.label])) for match in matcher.find_events(reading)]
    best = _best(matcher, cast, told, types, reading.decisions)
    return tuple(part for match, report in best for part in teller.parts(match, report))


def _best(
    matcher: Matcher,
    cast: Cast,
    told: Iterable[tuple[Match, Report]],
    types: Mapping[str, EventType],
    decisions: list[Decision],
) -> list[tuple[Match, Report]]:
    """Of tellings of one type whose triggers overlap, keep one.

    One that lacks nothing wins, then the one that fills more roles in which tellings agree, the longest, the earliest,
    the first by id.
    """

    def rank(telling: tuple[Match, Report]) -> tuple[bool, int, int, int, str]:
        match, report = telling
        found = match.found
        lacks = not _complete(matcher, cast, report, types[report.kind])
        unsaid = sum(not report.slot(name) for name in types[report.kind].merge)
        return lacks, unsaid, found.start - found.stop, found.start, found.rule

    owner: dict[tuple[str, int], tuple[Match, Report]] = {}
    kept: list[tuple[Match, Report]] = []
    for telling in sorted(told, key=rank):
        match, report = telling
        places = [(report.kind, token) for token in range(*report.trigger)]
        winner = next((owner[place] for place in places if place in owner), None)
        if winner is None:
            kept.append(telling)
            owner.update(dict.fromkeys(places, telling))
        else:
            decisions.append(Decision(match.found, winner[0].found, _why(telling, winner)))
    return sorted(kept, key=lambda telling: (telling[0].found.start, telling[1].rule))


def _why(dropped: tuple[Match, Report], kept: tuple[Match, Report]) -> str:
    lengths = [telling[0].found.stop - telling[0].found.start for telling in (dropped, kept)]
    return f"overlaps {kept[1].rule}, which is {'longer' if lengths[1] > lengths[0] else 'fuller or comes first'}"


def _trigger(match: Match) -> tuple[int, int]:
    found = match.found
    return next(((start, stop) for name, start, stop in found.roles if name == "trigger"), (found.start, found.stop))


class _Teller:
    """Fills the roles of one telling after the other."""

    def __init__(
        self,
        matcher: Matcher,
        reading: Reading,
        cast: Cast,
        quotes: Sequence[Attribution],
        days: Mapping[Span, Date],
        today: datetime.date | None,
    ) -> None:
        self.days = days
        self.today = today
        self.undated = {span for span, date in days.items() if _is_no_day(date, reading.text[slice(*span)])}
        self.news: dict[str, tuple[Slot, ...]] = {}  # the day and the place of the news, by the label of the role
        self.vague = {span for span, date in days.items() if not is_a_day(date)}
        self.matcher = matcher
        self.reading = reading
        self.cast = cast
        self.quotes = quotes
        self.quote_starts = [quote.start for quote in quotes]
        self.pronouns = matcher.alphabet.below("Pronoun") | matcher.alphabet.below("FirstPerson")
        self.nominals = matcher.alphabet.below("Nominal")
        self.couples = matcher.alphabet.below("Pair")
        self.first_persons = matcher.alphabet.below("FirstPerson")
        self.speech = matcher.alphabet.below("SpeechVerb")

    def _of_the_news(self, label: str) -> tuple[Slot, ...]:
        """The day or the place of the news, which what took place has, if its words tell no other."""
        if label not in self.news:
            if label == DATE:
                span = day_of_the_news(self.matcher, self.reading, self.days, self.today, label)
            else:
                span = place_of_the_news(self.matcher, self.reading, label)
            self.news[label] = () if span is None else tuple(self._placed(span))
        return self.news[label]

    def _placed(self, span: tuple[int, int]) -> Iterator[Slot]:
        """What stands at some tokens, with the entity that is named there."""
        yield Slot(*span, next(iter(self.cast.at.get(span[0], ())), None))

    def report(self, match: Match, kind: EventType) -> Report:
        matcher, reading = self.matcher, self.reading
        trigger = _trigger(match)
        rule = match.rule.rule
        sentence = reading.sentence(reading.top, match.start)
        slots: dict[str, tuple[Slot, ...]] = {}
        paired, besides = False, True
        for role in kind.roles:
            bound = [(start, stop) for name, start, stop in match.found.roles if name == role.name]
            bound = sorted((*bound, *self._beside(match, role.name, sentence)))
            if role.label == DATE:  # "the 90-minute talks" tells how long, not when
                bound = [span for span in bound if reading.offsets.span(*span) not in self.undated]
            alone = len(bound) == 1
            besides &= not bound or role.name not in kind.merge
            paired |= alone and role.name in kind.merge and self._is_a_pair(bound[0])
            slots[role.name] = self._others(slot for span in bound for slot in self.fillers(role, span, alone=alone))
        trigger_symbols = (reading.top.index(trigger[0]), reading.top.index(trigger[1] - 1) + 1)
        status = status_of(matcher, reading.top, kind.name, trigger_symbols, sentence, rule.status or kind.status)
        ahead = {kind.future: True, kind.status: False}.get(status.name) if kind.future and status.cue else None
        used = {(slot.start, slot.stop) for found in slots.values() for slot in found}
        own, least = dict(match.rule.roles), dict(rule.least)
        carried: set[str] = set()
        for role in kind.roles:
            pattern = own.get(role.name) or matcher.around.get((kind.name, role.name))
            if pattern and len(slots[role.name]) < max(1, least.get(role.name, role.least)):
                extra = self._around(role, pattern, match, sentence, used, ahead=ahead)
                if not extra and role.back:
                    extra = self._before(role, pattern, sentence, ahead=ahead)
                if not extra and role.lead and role.label == DATE and ahead is False and not rule.lasts:
                    extra = [*self._of_the_news(DATE)]
                    carried |= {role.name} if extra else set()
                slots[role.name] = _distinct((*slots[role.name], *extra))
                used |= {(slot.start, slot.stop) for slot in slots[role.name]}
            if also := matcher.also.get((kind.name, role.name)):
                slots[role.name] = self._others((*slots[role.name], *self._besides(role, also, match, sentence, used)))
            slots[role.name] = self._respectively(slots[role.name])
        for role in kind.roles:
            if role.lead and role.label != DATE and not slots[role.name] and self._is_news(kind, match, status, slots):
                slots[role.name] = self._of_the_news(role.label)
                carried |= {role.name} if slots[role.name] else set()
        if kind.future and not status.cue and not rule.status and self._is_to_come(kind, slots, carried, trigger):
            status = Status(kind.future, None)
        return Report(
            kind.name,
            rule.id,
            match.found.start,
            match.found.stop,
            trigger,
            tuple(slots.items()),
            self._attributes(match, kind, trigger),
            self._by_now(kind, status.name, slots),
            status.cue,
            (trigger,),
            rule.least,
            rule.known,
            rule.differ,
            rule.recalls,
            rule.lasts,
            rule.seek,
            stated=bool(status.cue or rule.status),
            sought=frozenset(carried),
            paired=paired,
            besides=besides,
            whole=frozenset(
                role.name for role in kind.roles if 2 <= role.least <= len(_codes(self.cast, slots[role.name]))
            ),
        )

    def _is_a_pair(self, span: tuple[int, int]) -> bool:
        found = self.reading.mention_at.get(span[0])
        return found is not None and found.label in self.couples

    def _is_news(self, kind: EventType, match: Match, status: Status, slots: Mapping[str, Sequence[Slot]]) -> bool:
        """Tell whether something took place, or takes place, where and when the text was written, and nowhere else."""
        apart = any(value in kind.clash for _, value in match.rule.rule.set)
        if apart or status.name in kind.ahead or self.today is None:
            return False
        dates = [slot for role in kind.roles if role.label == DATE for slot in slots[role.name]]
        told = [self.days[span] for span in self._spans(dates) if span in self.days]
        return bool(told) and all(
            is_a_day(day) and day.start is not None and _NO_TIME <= self.today - day.start <= NEWS for day in told
        )

    def _attributes(self, match: Match, kind: EventType, trigger: tuple[int, int]) -> tuple[tuple[str, str], ...]:
        """What the rule sets, and what lexicon rows in the event's words tell, those in its trigger first."""
        found = dict(match.rule.rule.set)
        for name, label in kind.worded:
            labels = self.matcher.alphabet.below(label)
            spans = (trigger, (match.found.start, match.found.stop))
            rows = (row for span in spans for *_, row in self.reading.hits(*span) if row.label in labels)
            value = next((row.id for row in rows if row.id), None)
            if value and name not in found:
                found[name] = value
        return tuple(found.items())

    def _by_now(self, kind: EventType, status: str, slots: Mapping[str, Sequence[Slot]]) -> str:
        """What a status has become since: imposed a year ago is in force."""
        later = dict(kind.aged).get(status)
        if later is None or self.today is None:
            return status
        dates = (slot for role in kind.roles if role.label == DATE for slot in slots[role.name])
        told = (self.days[span] for span in self._spans(dates) if span in self.days)
        return later if any(_is_no_news(day, self.today) for day in told) else status

    def _spans(self, slots: Iterable[Slot]) -> Iterator[Span]:
        return (self.reading.offsets.span(slot.start, slot.stop) for slot in slots)

    def _respectively(self, slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
        """Who fills a role, where as many persons as countries stand in one telling: each acts for one of these.

        "The presidents of Peru and Chile, Rosa Quispe and Luis Soto", "Ghana-Togo talks, led by Tetteh and Kpodar".
        """
        figures = [self.cast.figures[slot.figure] if slot.figure is not None else None for slot in slots]
        states = [s for s, one in zip(slots, figures, strict=True) if one and one.kind == "Country"]
        acting = {None, *(self.cast.figures[slot.figure].code for slot in states if slot.figure is not None)}
        bare = [s for s, one in zip(slots, figures, strict=True) if one and one.kind in _NAMED and one.code in acting]
        several = [one for one in figures if one and one.kind == "Unnamed" and (one.role or one.name).endswith("s")]
        if len(bare) < 2 or len(bare) != len(states) or len(bare) + len(states) + len(several) != len(slots):
            return slots
        codes = (self.cast.figures[slot.figure].code for slot in states if slot.figure is not None)
        known = {self.cast.figures[slot.figure].code for slot in bare if slot.figure is not None}
        return tuple(bare) if None not in known else tuple(s._replace(code=c) for s, c in zip(bare, codes, strict=True))

    def _is_to_come(
        self,
        kind: EventType,
        slots: Mapping[str, Sequence[Slot]],
        carried: Collection[str],
        trigger: tuple[int, int],
    ) -> bool:
        """Tell whether a date near the trigger is after the day of writing."""
        found = [slots[role.name] for role in kind.roles if role.label == DATE and role.name not in carried]
        near = (s for dates in found for s in dates if -_NEAR < s.start - trigger[1] < _NEAR)
        values = (self.days.get(self._span(slot)) for slot in near)
        return self.today is not None and any(date and date.start and date.start > self.today for date in values)

    def parts(self, match: Match, report: Report) -> Iterator[Report]:
        """Yield the telling, or one for each member of the list that fills the role that its rule names."""
        name = match.rule.rule.each
        spans = [(start, stop) for role, start, stop in match.found.roles if role == name]
        members = tuple(member for span in spans for member in self._listed(span, alone=len(spans) == 1))
        if len(members) < 2:
            yield report
            return
        listed = {member.figure for member in members}
        for member in members:
            slots = tuple(
                (other, (member,) if other == name else self._without(found, listed, member))
                for other, found in report.slots
            )
            # The day of them all is the day of none for certain.
            dates = {other for other, found in report.slots if found and self._span(found[0]) in self.days}
            yield report._replace(slots=slots, sought=report.sought | dates)

    def _listed(self, span: tuple[int, int], *, alone: bool) -> Iterator[Slot]:
        """The members of a list; of several that are named one by one, each that is no list, too."""
        found = tuple(self._members(span))
        if found or alone:
            yield from found
        else:
            yield from (Slot(*span, one) for one in self.cast.within(*span)[:1])

    def _members(self, span: tuple[int, int]) -> Iterator[Slot]:
        whole = self.reading.mention_at.get(span[0])
        if whole is not None and whole.label in self.matcher.alphabet.below("List"):
            for part in members(self.matcher, self.reading, whole):
                yield from (Slot(part.start, part.stop, one) for one in self.cast.at.get(part.start, ()))

    def _without(self, slots: Sequence[Slot], listed: Collection[int | None], member: Slot) -> tuple[Slot, ...]:
        return tuple(slot for slot in slots if slot.figure not in listed or slot.figure == member.figure)

    def _others(self, slots: Iterable[Slot]) -> tuple[Slot, ...]:
        """Each once; an office that seems to be held by somebody who fills the role already is somebody else's."""
        result: list[Slot] = []
        for slot in slots:
            if slot.figure is not None and any(slot.figure == other.figure for other in result):
                found = self.reading.mention_at.get(slot.start)
                if found is None or found.label not in self.nominals:
                    continue
                slot = slot._replace(figure=None)
            result.append(slot)
        return _distinct(result)

    def _beside(self, match: Match, name: str, sentence: tuple[int, int]) -> Iterator[tuple[int, int]]:
        """Where the rule's patterns for just before and just after its match find a role."""
        stream = self.reading.top
        for side, pattern in match.rule.sides:
            if side.role != name:
                continue
            if side.stands == "before":
                start = max(sentence[0], match.start - _AROUND)
                found = pattern.expression.search(stream.symbols, start, match.start)
            else:
                found = pattern.expression.match(stream.symbols, match.stop, min(sentence[1], match.stop + _AROUND))
            if found is None:
                continue
            for group, role in enumerate(pattern.roles, 1):
                if role == name and found.start(group) >= 0:
                    yield stream.starts[found.start(group)], stream.starts[found.end(group)]

    def fillers(self, role: RoleType, span: tuple[int, int], *, alone: bool = False) -> Iterator[Slot]:
        """The mentions of a role's label among some tokens; a list gives each of its members.

        "They" means two parties where it fills the role ``alone``: they met; they who met others are one party.
        """
        if role.label == WORDS:
            yield Slot(*span)
            return
        fits, lists = self.matcher.alphabet.below(role.label), self.matcher.alphabet.below("List")
        stream = self.reading.top
        number, found_any = stream.index(span[0]), False
        while number < len(stream.symbols) and stream.starts[number] < span[1]:
            labels = self.matcher.alphabet.kinds[stream.symbols[number]].labels
            start, stop = stream.starts[number], stream.starts[number + 1]
            number += 1
            if fits.isdisjoint(labels):
                continue
            mention = self.reading.mention_at.get(start)
            pointing = next((label for label in labels if label in self.pronouns), labels[0])
            whole = mention or Found("", pointing, start, stop)
            parts = members(self.matcher, self.reading, whole) if not lists.isdisjoint(labels) else []
            for part in parts or [whole]:
                first, after = part.start, part.stop
                figures = self._figures(first, part.label, alone=alone)
                if role.identified:
                    figures = tuple(figure for figure in figures if self._is_identified(figure))
                found_any = True
                for figure in figures:
                    yield Slot(first, after, figure)
                if not role.many:
                    return
        if not found_any:
            named = self.cast.within(*span)
            acting = self.cast.acting.get(span[0])
            for figure in named or ((None,) if acting is None else acting):
                yield Slot(*span, figure)

    def _is_identified(self, figure: int | None) -> bool:
        if figure is None:
            return False
        one = self.cast.figures[figure]
        named = one.kind != "Unnamed" and one.name[:1].isupper()
        return one.code is not None or (named and (one.kind == "Group" or " " in one.name))

    def _figures(self, token: int, label: str, *, alone: bool) -> tuple[int | None, ...]:
        """Whom a mention stands for; a pronoun that stands for nobody known fills no role."""
        figures = (self.cast.pairs.get(token) if alone else None) or self.cast.at.get(token, ())
        if label in self.first_persons:
            author = speaking_at(token, self.cast, self.quotes, self.quote_starts)
            return () if author is None else (author,)
        if figures or label in self.pronouns or label in self.couples:
            return figures
        return (None,)

    def _around(
        self,
        role: RoleType,
        pattern: Compiled,
        match: Match,
        sentence: tuple[int, int],
        used: set[tuple[int, int]],
        *,
        ahead: bool | None = None,
    ) -> list[Slot]:
        """What fills a role outside the rule's own match: what stands nearest to it and to who takes part."""
        stream = self.reading.top
        window = max(sentence[0], match.start - _AROUND), min(sentence[1], match.stop + _AROUND)
        anchors = [(match.start, match.stop), *((stream.index(a), stream.index(b - 1) + 1) for a, b in used)]
        return self._nearest(role, pattern, window, anchors, used, ahead=ahead)

    def _besides(
        self,
        role: RoleType,
        pattern: Compiled,
        match: Match,
        sentence: tuple[int, int],
        used: set[tuple[int, int]],
    ) -> list[Slot]:
        """Who fills a role besides, behind the match: "attended by", "together with"."""
        stream = self.reading.top
        found = pattern.expression.match(stream.symbols, match.stop, min(sentence[1], match.stop + _AROUND))
        groups = [n for n, name in enumerate(pattern.roles, 1) if name == role.name and found and found.start(n) >= 0]
        spans = [(stream.starts[found.start(n)], stream.starts[found.end(n)]) for n in groups if found]
        slots = [slot for span in spans for slot in self.fillers(role, span)]
        return [slot for slot in slots if (slot.start, slot.stop) not in used]

    def _before(
        self, role: RoleType, pattern: Compiled, sentence: tuple[int, int], *, ahead: bool | None = None
    ) -> list[Slot]:
        """What fills a role in the sentences before, the nearest first."""
        left = role.back
        while left and sentence[0]:
            sentence = self.reading.sentence(self.reading.top, sentence[0] - 1)
            left -= sentence[1] - sentence[0] > 1  # the end of a paragraph is no sentence
            window = max(sentence[0], sentence[1] - _AROUND), sentence[1]
            result = self._nearest(role, pattern, window, [(sentence[1], sentence[1])], set(), ahead=ahead)
            if role.label == DATE:  # "recently" is told of its own sentence only
                result = [slot for slot in result if self._span(slot) not in self.vague]
            if result:
                return result
        return []

    def _nearest(
        self,
        role: RoleType,
        pattern: Compiled,
        window: tuple[int, int],
        anchors: Sequence[tuple[int, int]],
        used: set[tuple[int, int]],
        *,
        ahead: bool | None = None,
    ) -> list[Slot]:
        stream = self.reading.top
        candidates: list[tuple[int, int, int, tuple[int, int]]] = []
        for found in pattern.expression.finditer(stream.symbols, *window):
            groups = [n for n, name in enumerate(pattern.roles, 1) if name == role.name and found.start(n) >= 0]
            group = groups[0] if groups else 0
            far = min(self._distance(found.span(), anchor) for anchor in anchors)
            unlikely = self._unlikely(found.span(group), anchors[0], far, ahead=ahead) if role.label == DATE else 0
            if unlikely < _IMPOSSIBLE:
                candidates.append((unlikely, far, -found.start(), found.span(group)))
        result: list[Slot] = []
        for *_, (start, stop) in sorted(candidates):
            span = stream.starts[start], stream.starts[stop]
            if self.undated and self.reading.offsets.span(*span) in self.undated:
                continue
            slots = [s for s in self.fillers(role, span) if (s.start, s.stop) not in used]
            result += slots
            if slots and not role.many:
                break
        return result

    def _unlikely(self, symbols: tuple[int, int], anchor: tuple[int, int], far: int, *, ahead: bool | None) -> int:
        """How unlikely it is that what is to come, or has been, is on a date.

        "He said on Monday that he will come": a day of writing before the words that tell of the event is that of the
        words.
        """
        stream = self.reading.top
        date = self.days.get(self.reading.offsets.span(stream.starts[symbols[0]], stream.starts[symbols[1]]))
        if not ahead and far > _CLOSE and date is not None and not is_a_day(date):
            return _IMPOSSIBLE  # "relations begun 50 years ago"
        if ahead is None or self.today is None or date is None or date.start is None or date.stop is None:
            return 0
        if ahead:
            doubtful = date.start <= self.today and symbols[0] < anchor[0]
            if doubtful and self._is_of_the_words(symbols[0]):
                return _IMPOSSIBLE
            back = self.today - date.stop
            # A weekday of last week may be the next one, and what is far back may be of another year.
            past = _WEEK <= back < _QUARTER or datetime.timedelta() <= back < _WEEK and symbols[0] < anchor[0]
            return _IMPOSSIBLE if past else int(doubtful)
        return _IMPOSSIBLE if date.start > self.today else 0

    def _is_of_the_words(self, symbol: int) -> bool:
        """Tell whether a date is that on which something was said: "said Monday", "told reporters on Monday"."""
        before = self.reading.top.symbols[max(0, symbol - _SAID_BEFORE) : symbol]
        kinds = self.matcher.alphabet.kinds
        return any(not self.speech.isdisjoint(kinds[code].labels) for code in before)

    def _span(self, slot: Slot) -> Span:
        return self.reading.offsets.span(slot.start, slot.stop)

    def _distance(self, one: tuple[int, int], other: tuple[int, int]) -> int:
        """How far apart two stretches of symbols are; what divides clauses is wide."""
        start, stop = (one[1], other[0]) if one[1] <= other[0] else (other[1], one[0])
        between = self.reading.top.symbols[start:stop] if start < stop else ""
        return len(between) + WIDE * sum(map(between.count, self.matcher.dividers))


def speaking_at(token: int, cast: Cast, quotes: Sequence[Attribution], starts: Sequence[int]) -> int | None:
    """Whose words a token belongs to: the speaker of the quote around it, else the author."""
    number = bisect_right(starts, token) - 1
    if number >= 0 and token < quotes[number].content[1]:
        return quotes[number].figure
    return cast.author


def _is_no_day(date: Date, words: str) -> bool:
    """Tell whether words tell no day or period: how long or how often something is, or that it is now or to come."""
    long = date.start is not None and date.stop is not None and (date.stop - date.start).days > _LONG
    length = date.type in ("DURATION", "SET") and (long or _ANCHORS.isdisjoint(words.lower().split()))
    return length or date.timex in ("PRESENT_REF", "FUTURE_REF")


def _is_no_news(date: Date, today: datetime.date) -> bool:
    """Tell whether a date lies a month or more back, or in a year that is over."""
    recent = today if date.granularity == "year" else today - _MONTH
    return date.timex == "PAST_REF" or date.stop is not None and date.stop <= recent


def _distinct(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """Each entity once, each stretch once."""
    seen: set[object] = set()
    result: list[Slot] = []
    for slot in slots:
        key: object = ("figure", slot.figure) if slot.figure is not None else (slot.start, slot.stop)
        if key not in seen:
            seen.add(key)
            result.append(slot)
    return tuple(result)


def merged(
    matcher: Matcher,
    reading: Reading,
    cast: Cast,
    told: Sequence[Report],
    days: Mapping[Span, Date] = MappingProxyType({}),
) -> tuple[Report, ...]:
    """Return each event once, with what all its tellings say; those that lack a required role are left out."""
    types = {kind.name: kind for kind in matcher.rules.types}
    events: list[Report] = []
    tellings: list[list[tuple[int, int]]] = []
    for report in told:
        kind = types[report.kind]
        near = [n for n in range(max(0, len(events) - TOLD_AGAIN), len(events)) if events[n].kind == report.kind]
        # What is told in brief ("the sanctions") points to the event told last.
        ordered = near[::-1] if brief(kind, report) else near
        told_of = (n for n in ordered if _is_told(matcher, reading, cast, kind, events[n], report, days))
        number = next(told_of, None)
        if number is None and (report.paired or report.supposed):
            sure = _with_sure_parties(kind, report)
            met = (n for n in near[::-1] if _met_as_told(matcher, reading, cast, kind, events[n], sure, days))
            number = next(met, None)
            report = report if number is None else sure
        if number is None:
            events.append(report)
            tellings.append(list(report.tellings))
        else:
            events[number] = _joined(reading, cast, kind, events[number], report, days)
            tellings[number] += report.tellings
    whole = [event._replace(tellings=tuple(told)) for event, told in zip(events, tellings, strict=True)]
    whole = [_with_persons(cast, types[event.kind], event) for event in whole]
    whole = [event for event in whole if _complete(matcher, cast, event, types[event.kind])]
    return tuple(_housed(cast, types[event.kind], event, whole) for event in whole)


def _with_persons(cast: Cast, kind: EventType, event: Report) -> Report:
    """Return the event without the states for which persons act in it, where its fillers must differ."""
    slots = []
    for role in kind.roles:
        found = event.slot(role.name)
        if role.differ or role.name in event.differ:
            figures = [cast.figures[slot.figure] for slot in found if slot.figure is not None]
            acting = {one.code for one in figures if one.kind == "Person" and one.code}
            found = tuple(
                slot
                for slot in found
                if slot.figure is None
                or cast.figures[slot.figure].kind != "Country"
                or cast.figures[slot.figure].code not in acting
            )
        slots.append((role.name, found))
    return event._replace(slots=tuple(slots))


def _housed(cast: Cast, kind: EventType, event: Report, events: Sequence[Report]) -> Report:
    """Return the event with the places that it has from a visit on which somebody meets those who live there."""
    roles = [role.name for role in kind.roles if role.stay]
    roles = [name for name in roles if name in event.sought or not event.slot(name)]
    stays = [each for each in events if each.lasts and each.kind == event.kind] if roles else []
    for name in roles:
        place = next((stay.slot(name) for stay in stays if _is_during(cast, kind, stay, event, name)), None)
        if place:
            event = event._replace(slots=tuple((role, place if role == name else old) for role, old in event.slots))
    return event


def _is_during(cast: Cast, kind: EventType, stay: Report, event: Report, place: str) -> bool:
    """Tell whether a visitor meets his hosts, or those of whom the text does not tell that they are not."""
    ahead = [each.status in kind.ahead for each in (stay, event)]
    figures = [slot.figure for slot in stay.slot(place)]
    if ahead[0] != ahead[1] or not figures or figures[0] is None:
        return False
    host = cast.figures[figures[0]].code
    came, met = (
        {slot.figure for role in kind.merge for slot in each.slot(role) if slot.figure is not None}
        for each in (stay, event)
    )
    visitors = {figure for figure in came if cast.figures[figure].code != host}
    return bool(host and met & visitors) and all(cast.figures[one].code in (host, None) for one in met - visitors)


def _is_told(
    matcher: Matcher,
    reading: Reading,
    cast: Cast,
    kind: EventType,
    event: Report,
    report: Report,
    days: Mapping[Span, Date],
) -> bool:
    """Tell whether a telling is of an event: by what both say, or as it can only mean that one."""
    recalled = _recalled(matcher, reading, cast, kind, event, report, days)
    return recalled or _same_event(reading, cast, kind, event, report, days)


def _met_as_told(
    matcher: Matcher,
    reading: Reading,
    cast: Cast,
    kind: EventType,
    event: Report,
    report: Report,
    days: Mapping[Span, Date],
) -> bool:
    """Tell whether whoever is sure to take part does so in an event told before, which needs nobody else.

    What "the two sides" do, they do there, whoever was named in between.
    """
    whole = event._replace(least=())  # as many take part as the type asks for
    if not _complete(matcher, cast, whole, kind) or _one_took_place(kind, event, report):
        return False
    sure = ((event.slot(name), report.slot(name)) for name in kind.merge)
    if not all(any(_same_party(reading, cast, a, b) for a in here) for here, there in sure for b in there):
        return False
    return not _clash(kind, event, report) and not _apart(reading, cast, kind, event, report, days)


def _with_sure_parties(kind: EventType, report: Report) -> Report:
    """Return a telling without those of whom its words do not make sure that they take part."""
    slots = (
        (name, () if report.paired else tuple(slot for slot in found if slot not in report.supposed))
        if name in kind.merge
        else (name, found)
        for name, found in report.slots
    )
    return report._replace(slots=tuple(slots))


def _recalled(
    matcher: Matcher,
    reading: Reading,
    cast: Cast,
    kind: EventType,
    event: Report,
    report: Report,
    days: Mapping[Span, Date],
) -> bool:
    """Tell whether a telling names too few and so can only mean the event told last, if its place is no other."""
    if not report.recalls or not report.besides and _complete(matcher, cast, report, kind):
        return False
    if report.status in kind.ahead and event.status not in kind.ahead and event.stated:
        return False  # "the talks will resume" are others than those held
    return not _apart(reading, cast, kind, event, report, days, _EVER)


def _apart(
    reading: Reading,
    cast: Cast,
    kind: EventType,
    one: Report,
    other: Report,
    days: Mapping[Span, Date],
    least: datetime.timedelta = _NO_TIME,
) -> bool:
    """Tell whether a role says that two tellings are of two events, days by ``least`` time between them."""
    return any(
        _differ(reading, cast, role, one.slot(role.name), other.slot(role.name), days, least * (role.label == DATE))
        for role in kind.roles
        if role.name in kind.apart
        and role.name not in one.sought | other.sought
        and one.slot(role.name)
        and other.slot(role.name)
    )


def _number(matcher: Matcher, cast: Cast, slots: Sequence[Slot], *, differ: bool) -> int:
    """How many fill a role; where they must differ, those who act for one state or body, or against it, are one."""
    if not differ:
        return len(slots)
    figures = (cast.figures[slot.figure] if slot.figure is not None else None for slot in slots)
    pairs = zip(figures, slots, strict=True)
    return len({_side(matcher, figure, slot) if figure else slot for figure, slot in pairs})


def _side(matcher: Matcher, figure: Figure, slot: Slot) -> tuple[str, bool]:
    """For whom somebody acts, and whether against them: the rebels of a country are not its government."""
    words = f"{figure.role or ''} {figure.name}".lower().split()
    return slot.code or figure.code or figure.name, not matcher.opponents.isdisjoint(words)


def brief(kind: EventType, report: Report) -> bool:
    """Tell whether a telling says in its own words none of the roles in which tellings of one event agree."""
    return all(name in report.sought or not report.slot(name) for name in kind.merge)


def _complete(matcher: Matcher, cast: Cast, event: Report, kind: EventType) -> bool:
    return next(lacking(matcher, cast, event, kind), None) is None


class Lack(NamedTuple):
    """A role that too few fill, or of whose fillers too few are ``known``."""

    role: str
    has: int
    needs: int
    known: bool = False


def lacking(matcher: Matcher, cast: Cast, event: Report, kind: EventType) -> Iterator[Lack]:
    """Yield the roles that fewer fill than the event's type or its rule asks for, or that fewer are known of."""
    least, known = dict(event.least), dict(event.known)
    for role in kind.roles:
        slots = event.slot(role.name)
        needs, wanted = least.get(role.name, role.least), known.get(role.name, role.known)
        different = _number(matcher, cast, slots, differ=role.differ or role.name in event.differ)
        if different < needs:
            yield Lack(role.name, different, needs)
        elif wanted and (told := _known(matcher, cast, slots)) < wanted:
            yield Lack(role.name, told, wanted, known=True)


def _known(matcher: Matcher, cast: Cast, slots: Sequence[Slot]) -> int:
    figures = [(cast.figures[slot.figure], slot.code) for slot in slots if slot.figure is not None]
    return sum(bool(code) or acts_for_a_state(matcher, figure) for figure, code in figures)


def acts_for_a_state(matcher: Matcher, figure: Figure) -> bool:
    """Whether it is known that somebody acts for a state or body: by a code or by an office ("minister of culture")."""
    return bool(figure.code) or any(
        head in matcher.state_offices or not matcher.state_offices.keys().isdisjoint(head.split())
        for head in figure.heads
    )


def _same_event(
    reading: Reading, cast: Cast, kind: EventType, one: Report, other: Report, days: Mapping[Span, Date]
) -> bool:
    """Tell whether two tellings agree in every key that both give, and in one at least."""
    agreed = False
    for role in kind.roles:
        here, there = one.slot(role.name), other.slot(role.name)
        if role.name in kind.merge and here and there:
            if _one_alone(role, one, other):
                return False
            if not _agree(reading, cast, role, here, there) and not _same_matter(reading, cast, kind, one, other):
                return False
            agreed = True
        lasting = role.label == DATE and (one.lasts or other.lasts)
        said = role.name in kind.apart and role.name not in one.sought | other.sought
        if said and here and there and _differ(reading, cast, role, here, there, days, _STAY if lasting else _NO_TIME):
            return False
    if _clash(kind, one, other) or _of_others(cast, kind, one, other):
        return False
    if _unlike(kind, one, other) and not (brief(kind, one) or brief(kind, other)):
        return False
    if "status" in kind.apart and _one_took_place(kind, one, other) and one.firm and other.firm:
        return agreed and any(_takes_over(kind, a, b) for a, b in ((one, other), (other, one)))
    return agreed


def _of_others(cast: Cast, kind: EventType, one: Report, other: Report) -> bool:
    """Tell whether both tellings say who all take part, and it is not the same: the pacts of Peru with two states."""
    for role in kind.roles:
        if role.name in one.whole & other.whole and role.name not in kind.merge:
            here, there = (_codes(cast, telling.slot(role.name)) for telling in (one, other))
            if here - there and there - here:
                return True
    return False


def _codes(cast: Cast, slots: Sequence[Slot]) -> set[str]:
    """For which states or bodies those act who fill a role."""
    codes = (cast.figures[slot.figure].code for slot in slots if slot.figure is not None)
    return {code for code in codes if code}


def _clash(kind: EventType, one: Report, other: Report) -> bool:
    """Tell whether an attribute has two values of which an event has one: a visit is no phone call."""
    mine = dict(one.attributes)
    return any(
        value != mine.get(name, value) and {value, mine[name]} <= set(kind.clash) for name, value in other.attributes
    )


def _one_took_place(kind: EventType, one: Report, other: Report) -> bool:
    """Tell whether statuses differ; what has not taken place may be planned here and called off there."""
    return one.status != other.status and not {one.status, other.status} <= set(kind.ahead)


def _unlike(kind: EventType, one: Report, other: Report) -> bool:
    """Tell whether two tellings give different values to an attribute that tells events apart."""
    here, there = dict(one.attributes), dict(other.attributes)
    return any(name in here and name in there and here[name] != there[name] for name in kind.apart)


def _takes_over(kind: EventType, telling: Report, other: Report) -> bool:
    """Tell whether a telling states no status of its own and may well mean what another says."""
    return not telling.stated and (brief(kind, telling) or other.status in kind.unstated)


def _differ(
    reading: Reading,
    cast: Cast,
    role: RoleType,
    here: Sequence[Slot],
    there: Sequence[Slot],
    days: Mapping[Span, Date],
    least: datetime.timedelta = _NO_TIME,
) -> bool:
    """Tell whether a role says that two tellings are of two events; days that may be the same do not.

    Between days of two events there is ``least`` time.
    """
    a, b = (days.get(reading.offsets.span(slots[0].start, slots[0].stop)) for slots in (here, there))
    if a and b and a.start and a.stop and b.start and b.stop:
        return max(b.start - a.stop, a.start - b.stop) >= least
    if least:
        return False
    amounts = [amount_at(reading, slots[0].start, slots[0].stop) for slots in (here, there)]
    if all(amounts):
        return amounts[0] != amounts[1]
    if not role.many and role.label not in (DATE, WORDS):
        return _elsewhere(reading, here[0], there[0])
    return not (a and b) and not _agree(reading, cast, role, here, there)


def _elsewhere(reading: Reading, one: Slot, other: Slot) -> bool:
    """Tell whether two places cannot be one: two towns, two countries; a house may be in either."""
    kinds = reading.matcher.alphabet.below("City"), reading.matcher.alphabet.below("Country")
    named = []
    for slot in (one, other):
        rows = [row for a, b, row in reading.hits(slot.start, slot.stop) if (a, b) == (slot.start, slot.stop)]
        named.append([{row.id for row in rows if row.label in kind} for kind in kinds])
    words = {reading.words(slot.start, slot.stop).lower() for slot in (one, other)}
    return (
        len(words) == 2 and any(bool(a and b) for a, b in zip(*named, strict=True)) and not (named[0][1] & named[1][1])
    )


def _one_alone(role: RoleType, one: Report, other: Report) -> bool:
    """Tell whether one telling is whole with one who fills a role (a body's session) and the other with several."""
    alone = [dict(each.least).get(role.name, role.least) < 2 <= role.least for each in (one, other)]
    fewer = [len(each.slot(role.name)) < 2 for each in (one, other)]
    return alone[0] != alone[1] and fewer == alone and not (one.recalls or other.recalls)


def _agree(reading: Reading, cast: Cast, role: RoleType, here: Sequence[Slot], there: Sequence[Slot]) -> bool:
    if role.label == WORDS:
        return any(_share_words(reading, a, b) for a in here for b in there)
    fewer, more = sorted((here, there), key=len)
    others = sum(not any(_same_party(reading, cast, a, b) for b in more) for a in fewer)
    return others <= (len(fewer) >= _MANY)


def _same_party(reading: Reading, cast: Cast, one: Slot, other: Slot) -> bool:
    if one.figure is not None and other.figure is not None:
        if one.figure == other.figure:
            return True
        a, b = cast.figures[one.figure], cast.figures[other.figure]
        offices = reading.matcher.state_offices
        if any(_somebody_told(x, offices) and y.kind == "Person" for x, y in ((a, b), (b, a))):
            return True
        if a.kind == b.kind == "Person":
            return bool(a.code) and a.code == b.code and _one_name(a, b)
        if not a.code or a.code != b.code:
            return False
        # "Turkish officials" need not be the minister; his office, his counterpart or his country is he.
        if "Unnamed" not in (a.kind, b.kind) or a.kind == b.kind:
            return True
        return _share_an_office(a, b) or any(_is_counterpart(x, y, offices) for x, y in ((a, b), (b, a)))
    terms = [_terms(reading, slot) for slot in (one, other)]
    if all(terms):
        return bool(terms[0] & terms[1])
    return reading.words(one.start, one.stop).lower() == reading.words(other.start, other.stop).lower()


def _terms(reading: Reading, slot: Slot) -> set[str]:
    """The ids of the terms that stand in a slot: "net profit" and "profit" may be one."""
    below = reading.matcher.alphabet.below("Term")
    return {row.id for *_, row in reading.hits(slot.start, slot.stop) if row.label in below and row.id}


def _one_name(one: Figure, other: Figure) -> bool:
    """Tell whether a name of several words is a shorter form of another."""
    short, full = sorted((one.words, other.words), key=len)
    return len(short) > 1 and set(short) <= set(full)


def _share_an_office(one: Figure, other: Figure) -> bool:
    """Whether they may hold one office, by its full or its short name: "minister", "foreign minister"."""
    return any(f" {a}".endswith(f" {b}") or f" {b}".endswith(f" {a}") for a in one.heads for b in other.heads)


def _is_counterpart(one: Figure, other: Figure, offices: Collection[str]) -> bool:
    """Whether "his Turkish counterpart" may be somebody of whom no other office of the state is told."""
    if one.heads.isdisjoint(_ANYBODY):
        return False
    told = [{head for head in figure.heads if head in offices} for figure in (one, other)]
    return not all(told)


def _somebody_told(figure: Figure, offices: Collection[str]) -> bool:
    """Whether this is "the president" of whom the cast could not say who he is: somebody whom the text has named."""
    definite = figure.kind == "Unnamed" and not figure.code and figure.name[:4].lower() == "the "
    return definite and not figure.heads.isdisjoint(offices)


def _share_words(reading: Reading, one: Slot, other: Slot) -> bool:
    """Tell whether two names are one or share half of the shorter, and more than one word: not just "agreement"."""
    if _known_names(reading, one) & _known_names(reading, other):
        return True
    a, b = _telling(reading, one), _telling(reading, other)
    shared = len(a & b)
    return bool(a) and (a == b or (shared > 1 and shared * 2 >= min(len(a), len(b))))


def _known_names(reading: Reading, slot: Slot) -> set[str]:
    """The names of their own, such as a lexicon has, that stand in a slot."""
    closed = reading.matcher.alphabet.below("Closed")
    return {row.surface for _, _, row in reading.hits(slot.start, slot.stop) if row.label in closed}


def _same_matter(reading: Reading, cast: Cast, kind: EventType, one: Report, other: Report) -> bool:
    """Tell whether the same actors do it, told with a word in common beside the triggers: gas deal, gas agreement.

    "The deal" alone, told later, is any of the same kind.
    """
    shared: set[str] = set()
    bare = False
    for role in kind.roles:
        here, there = one.slot(role.name), other.slot(role.name)
        if role.label == WORDS:
            shared |= {word for a in here for b in there for word in _telling(reading, a) & _telling(reading, b)}
            bare |= any((slot.start, slot.stop) == other.trigger and _definite(reading, slot) for slot in there)
        elif role.name not in kind.merge and role.least and not _same_actors(cast, here, there):
            return False
    triggers = {form.lower() for telling in (one, other) for form in reading.forms(*telling.trigger)}
    return bool(shared - triggers) or bare and one.attributes == other.attributes


def _definite(reading: Reading, slot: Slot) -> bool:
    """Tell whether words are told as known and are no name of their own: "the deal", "this deal"."""
    known = slot.start > 0 and reading.offsets.form(slot.start - 1).lower() in _KNOWN
    return known and all(form.islower() for form in reading.forms(slot.start, slot.stop))


def _same_actors(cast: Cast, here: Sequence[Slot], there: Sequence[Slot]) -> bool:
    a, b = _codes(cast, here), _codes(cast, there)
    return bool(a) and a == b


def _telling(reading: Reading, slot: Slot) -> set[str]:
    """The words that tell what a slot speaks of; whose it is ("Russian-Turkish") tells little, unless it is all."""
    actors = reading.matcher.alphabet.below("Actor")
    hits = [(start, stop) for start, stop, row in reading.hits(slot.start, slot.stop) if row.label in actors]
    nations = {form.lower() for hit in hits for form in reading.forms(*hit)}
    words = set(re.findall(r"[^\W_]+", reading.words(slot.start, slot.stop).lower())) - _UNTELLING
    return words - nations or words


def _joined(
    reading: Reading, cast: Cast, kind: EventType, event: Report, report: Report, days: Mapping[Span, Date]
) -> Report:
    slots = []
    for role in kind.roles:
        here, there = event.slot(role.name), report.slot(role.name)
        if not here or (role.name in event.sought - report.sought and there):
            here = there
        elif role.many and role.name not in report.sought - event.sought:
            here = _gathered(reading, cast, here, there)
        elif there and role.name not in report.sought and _says_more(reading, role, here[0], there[0], days):
            here = there
        slots.append((role.name, here))
    order = {status: number for number, status in enumerate(kind.statuses)}
    firm = [telling for telling in (event, report) if telling.firm] or [event]
    first = min(firm, key=lambda telling: (not telling.stated, order.get(telling.status, len(order))))
    attributes = dict(report.attributes) | dict(event.attributes)
    tellings = (event, report)
    least = {role.name: min(dict(each.least).get(role.name, role.least) for each in tellings) for role in kind.roles}
    known = {role.name: min(dict(each.known).get(role.name, role.known) for each in tellings) for role in kind.roles}
    return event._replace(
        slots=tuple(slots),
        attributes=tuple(attributes.items()),
        status=first.status,
        cue=first.cue,
        least=tuple(least.items()),
        known=tuple(known.items()),
        differ=event.differ & report.differ,
        sought=frozenset(name for name in event.sought if name in report.sought or not report.slot(name)),
        recalls=event.recalls and report.recalls,
        stated=first.stated,
        whole=event.whole | report.whole,
    )


def _says_more(reading: Reading, role: RoleType, here: Slot, there: Slot, days: Mapping[Span, Date]) -> bool:
    """Tell whether the second says more: a day more than a year, a town more than its country."""
    if role.label == DATE:
        a, b = (days.get(reading.offsets.span(slot.start, slot.stop)) for slot in (here, there))
        return bool(a and b and is_a_day(b) and not is_a_day(a))
    countries = reading.matcher.alphabet.below("Country")
    wide = [any(row.label in countries for *_, row in reading.hits(slot.start, slot.stop)) for slot in (here, there)]
    return wide == [True, False]


def _gathered(reading: Reading, cast: Cast, here: Sequence[Slot], there: Sequence[Slot]) -> tuple[Slot, ...]:
    """All who fill a role in two tellings, each once, by the telling that says more of them."""
    result = list(here)
    for slot in there:
        known = next((n for n, other in enumerate(result) if _same_party(reading, cast, other, slot)), None)
        if known is None:
            result.append(slot)
        elif _named_person(cast, slot) and not _named_person(cast, result[known]):
            result[known] = slot
    return _distinct(result)


def _named_person(cast: Cast, slot: Slot) -> bool:
    return slot.figure is not None and cast.figures[slot.figure].kind == "Person"

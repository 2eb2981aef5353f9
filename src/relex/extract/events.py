"""From matches of event rules to their tellings."""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from ..match.compile import Compiled
from ..match.matcher import Decision, Found, Match, Matcher, Reading
from ..model import Date, Span
from ..rules.ruleset import EventType, RoleType
from .dateline import NEWS, day_of_the_news, is_a_day, place_of_the_news
from .figures import Cast
from .quotes import Attribution
from .status import Status, status_of
from .telling import DATE, PLACE, WORDS, Report, Slot, codes, complete, distinct
from .within import is_compound, members

_AROUND = 60  # symbols on each side of a match in which roles are sought
_MONTH = datetime.timedelta(days=31)  # what lies farther back is no news
WIDE = 6  # what a word that divides clauses adds to a distance
_ANCHORS = frozenset("coming past last next recent previous".split())  # words that give a length its place in time
_LONG = 60  # days of a stretch of time that tells no longer when something was
_SAID_BEFORE = 3  # tokens between a verb of speech and the day of the words: "told reporters on Monday"
_NEAR = 20  # tokens between a trigger and a date that is surely its own
_WEEK = datetime.timedelta(days=7)
_QUARTER = datetime.timedelta(days=90)
_CLOSE = 10  # how far from what is told the words may stand that tell more or less than a day
_IMPOSSIBLE = 2
_CLAUSE = 12  # tokens of a clause about somebody before a date
_OPENING = 5  # tokens before a trigger among which words tell that it goes on meanwhile
_TWO_AND_TWO = 4  # two states and a person of each
NO_TIME = datetime.timedelta()
_NAMED = frozenset(("Person", "Name"))
_DAILY = frozenset(("day", "hour", "minute"))


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
    matches = matcher.find_events(reading)
    if not matches:
        return ()
    types = matcher.fact(types_by_name)
    teller = _Teller(matcher, reading, cast, quotes, days, today, _starts_of_short_ones(matches))
    told = [(match, teller.report(match, types[match.found.label])) for match in matches]
    best = _best(matcher, cast, told, types, reading.passed_over)
    return tuple(part for match, report in best for part in teller.parts(match, report))


def types_by_name(matcher: Matcher) -> dict[str, EventType]:
    """Return the event types of a rule set by their names."""
    return {kind.name: kind for kind in matcher.rules.types}


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
        lacks = not complete(matcher, cast, report, types[report.kind])
        unsaid = sum(not report.slot(name) for name in types[report.kind].merge)
        return lacks, unsaid, found.start - found.stop, found.start, found.rule

    told = list(told)
    if len(told) == 1:
        return told
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


def _of_its_own_day(role: RoleType) -> bool:
    """Tell whether a role is the day of what takes place by itself, not by being said as a pledge does."""
    return role.lead and role.label == DATE


def _trigger(match: Match) -> tuple[int, int]:
    found = match.found
    return next(((start, stop) for name, start, stop in found.roles if name == "trigger"), (found.start, found.stop))


def _starts_of_short_ones(matches: Iterable[Match]) -> dict[str, list[int]]:
    """The first tokens of the triggers of each type, but of what lasts: at a visit there is room for more."""
    starts: dict[str, set[int]] = {}
    for match in matches:
        if not match.rule.rule.lasts:
            starts.setdefault(match.found.label, set()).add(_trigger(match)[0])
    return {kind: sorted(found) for kind, found in starts.items()}


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
        starts: Mapping[str, Sequence[int]],
    ) -> None:
        self.days = days
        self.starts = starts  # where events begin, by type
        self.types = matcher.fact(types_by_name)
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
        self.title = reading.base.symbols.find(matcher.alphabet.paragraph, 0, len(reading.base.symbols) - 2)
        self.meanwhile, self.afterwards = matcher.alphabet.below("Meanwhile"), matcher.alphabet.below("Afterwards")
        self.first_persons = matcher.alphabet.below("FirstPerson")
        self.beside = self.meanwhile | self.afterwards
        self.towns, self.states = matcher.alphabet.below("City"), matcher.alphabet.below("Country")
        self.determiners = matcher.alphabet.below("Determiner")
        self.dates = matcher.alphabet.below(DATE)
        self.relative, self.about_persons = matcher.alphabet.below("Relative"), matcher.alphabet.below("AboutPersons")
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
            bound = self._bound(match, role, sentence)
            if not bound:
                slots[role.name] = ()
                continue
            alone = len(bound) == 1
            besides &= role.name not in kind.merge
            paired |= alone and role.name in kind.merge and self._is_a_pair(bound[0])
            slots[role.name] = self._others(slot for span in bound for slot in self.fillers(role, span, alone=alone))
        trigger_symbols = (reading.top.index(trigger[0]), reading.top.index(trigger[1] - 1) + 1)
        status = status_of(matcher, reading.top, kind.name, trigger_symbols, sentence, rule.status or kind.status)
        ahead = {kind.future: True, kind.status: False}.get(status.name) if kind.future and status.cue else None
        told_of = bool(status.cue) and status.name not in kind.ahead and self._is_untensed(trigger[0])
        if ahead is None and kind.future and told_of:  # "before their meeting"
            ahead = False
        used = {(slot.start, slot.stop) for found in slots.values() for slot in found}
        own, least = dict(match.rule.roles), dict(rule.least)
        carried: set[str] = set()
        for role in kind.roles:
            pattern = own.get(role.name) or matcher.around.get((kind.name, role.name))
            if pattern and len(slots[role.name]) < max(1, least.get(role.name, role.least)):
                extra = self._around(role, pattern, match, sentence, used, ahead=ahead)
                said = (
                    ahead is None and not extra and _of_its_own_day(role) and self._is_dated_by_words(match, sentence)
                )
                if not extra and role.back and not said and not rule.yields:
                    told = None if rule.recalls or role.label == DATE else slots
                    extra = self._before(role, pattern, sentence, told, ahead=ahead)
                if not extra and role.lead and role.label == DATE and ahead is False and not rule.lasts:
                    extra = [*self._of_the_news(DATE)]
                    carried |= {role.name} if extra else set()
                slots[role.name] = distinct((*slots[role.name], *extra))
                used |= {(slot.start, slot.stop) for slot in slots[role.name]}
            if also := matcher.also.get((kind.name, role.name)):
                slots[role.name] = self._others((*slots[role.name], *self._besides(role, also, match, sentence, used)))
            slots[role.name] = self._respectively(slots[role.name])
        for role in kind.roles:
            if (
                role.lead
                and role.label != DATE
                and not slots[role.name]
                and self._is_news(kind, match, status, slots, titled=told_of)
            ):
                slots[role.name] = self._of_the_news(role.label)
                carried |= {role.name} if slots[role.name] else set()
        open_still = not status.cue or not rule.lasts and status.name not in (kind.status, *kind.ahead)
        if kind.future and open_still and not rule.status and self._is_to_come(kind, slots, carried, trigger):
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
            rule.yields,
            rule.lasts,
            rule.seek,
            rule.among,
            stated=bool(status.cue or rule.status),
            sought=frozenset(carried),
            paired=paired,
            besides=besides,
            titled=bool(kind.future) and self._is_untensed(trigger[0]) and not rule.status,
            whole=frozenset(
                role.name for role in kind.roles if 2 <= role.least <= len(codes(self.cast, slots[role.name]))
            ),
        )

    def _is_untensed(self, trigger: int) -> bool:
        """Tell whether an event stands in the title, which may say "meets" or "visit" of what is to come."""
        before = range(max(0, trigger - _OPENING), trigger)
        return trigger < self.title and not any(self.reading.is_labelled(token, self.afterwards) for token in before)

    def _bound(self, match: Match, role: RoleType, sentence: tuple[int, int]) -> list[tuple[int, int]]:
        """The tokens that a rule's own match, or what stands beside it, binds to a role."""
        bound = [(start, stop) for name, start, stop in match.found.roles if name == role.name]
        if match.rule.sides:
            bound += self._beside(match, role.name, sentence)
        bound.sort()
        if role.label == DATE:  # "the 90-minute talks" tells how long, not when
            bound = [span for span in bound if self.reading.offsets.span(*span) not in self.undated]
        return bound

    def _is_a_pair(self, span: tuple[int, int]) -> bool:
        found = self.reading.mention_at.get(span[0])
        return found is not None and found.label in self.couples

    def _is_news(
        self, kind: EventType, match: Match, status: Status, slots: Mapping[str, Sequence[Slot]], *, titled: bool
    ) -> bool:
        """Tell whether something took place, or takes place, where and when the text was written, and nowhere else.

        What the title tells need have no day.
        """
        apart = any(value in kind.clash for _, value in match.rule.rule.set)
        if apart or status.name in kind.ahead or self.today is None:
            return False
        dates = [slot for role in kind.roles if role.label == DATE for slot in slots[role.name]]
        told = [self.days[span] for span in self._spans(dates) if span in self.days]
        return (titled or bool(told)) and all(
            is_a_day(day) and day.start is not None and NO_TIME <= self.today - day.start <= NEWS for day in told
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
        if len(slots) < _TWO_AND_TWO:
            return slots
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
        for part in self._each(match, report):
            places = {role.name for role in self.types[report.kind].roles if role.label == PLACE and not role.many}
            slots = tuple(
                (name, tuple(map(self._town, found)) if name in places else found) for name, found in part.slots
            )
            yield part._replace(slots=slots) if slots != part.slots else part

    def _town(self, slot: Slot) -> Slot:
        """Return the town of a state that stands behind it: "Oslo, Norway"."""
        stream, kinds = self.reading.top, self.matcher.alphabet.kinds
        number = stream.index(slot.start)
        if number < 2 or self.reading.offsets.form(stream.starts[number - 1]) != ",":
            return slot
        named = (kinds[stream.symbols[number]].labels, kinds[stream.symbols[number - 2]].labels)
        if any(labels.isdisjoint(each) for labels, each in zip((self.states, self.towns), named, strict=True)):
            return slot
        return slot._replace(start=stream.starts[number - 2], stop=stream.starts[number - 1])

    def _each(self, match: Match, report: Report) -> Iterator[Report]:
        name = match.rule.rule.each
        spans = [(start, stop) for role, start, stop in match.found.roles if role == name]
        members = tuple(member for span in spans for member in self._listed(span, alone=len(spans) == 1))
        if len(members) < 2:
            yield report
            return
        listed = {member.figure for member in members}
        shared = {role.name for role in self.types[report.kind].roles if role.many}  # whom others fill as well
        for member in members:
            slots = tuple(
                (other, (member,) if other == name not in shared else self._without(found, listed, member))
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
        return distinct(result)

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
            for part in [part for part in parts if not is_compound(self.reading, part, whole)] or [whole]:
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
        first, after = _trigger(match)
        told = stream.index(first), stream.index(after - 1) + 1
        return self._nearest(role, pattern, window, anchors, used, ahead=ahead, limit=self._next(match), trigger=told)

    def _next(self, match: Match) -> int:
        """The first token behind a match at which another event of its type begins that may be elsewhere."""
        stop = max(match.found.stop, _trigger(match)[1])
        starts = self.starts.get(match.found.label, ())
        number = bisect_left(starts, stop)
        if number < len(starts):
            before = range(max(stop, starts[number] - _OPENING), starts[number])
            if not any(self.reading.is_labelled(token, self.meanwhile) for token in before):
                return starts[number]
        return len(self.reading.base.symbols)

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

    def _is_old(self, slot: Slot) -> bool:
        """Tell whether a day lies more than a week back: what else is told there is of another time."""
        date = self.days.get(self._span(slot))
        return bool(self.today and date and date.stop and self.today - date.stop >= _WEEK)

    def _is_told_of(self, figures: Collection[int | None], sentence: tuple[int, int]) -> bool:
        starts = self.reading.top.starts
        first, after = starts[max(sentence[0], sentence[1] - _AROUND)], starts[sentence[1]]
        return any(not set(self.cast.at.get(token, ())).isdisjoint(figures) for token in range(first, after))

    def _before(
        self,
        role: RoleType,
        pattern: Compiled,
        sentence: tuple[int, int],
        slots: Mapping[str, Sequence[Slot]] | None,
        *,
        ahead: bool | None = None,
    ) -> list[Slot]:
        """What fills a role in the sentences before, the nearest first.

        Where there are ``slots``, whoever fills them must be told of there: a place is not that of just anybody.
        """
        left = role.back
        here = None if slots is None else {slot.figure for found in slots.values() for slot in found} - {None}
        while left and sentence[0]:
            sentence = self.reading.sentence(self.reading.top, sentence[0] - 1)
            if sentence[1] - sentence[0] == 1:  # the end of a paragraph is no sentence
                continue
            if here is not None and not self._is_told_of(here, sentence):
                break
            left -= 1
            window = max(sentence[0], sentence[1] - _AROUND), sentence[1]
            result = self._nearest(role, pattern, window, [(sentence[1], sentence[1])], set(), ahead=ahead)
            if role.label == DATE:  # "recently" is told of its own sentence only
                result = [slot for slot in result if self._span(slot) not in self.vague and not self._is_old(slot)]
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
        limit: int | None = None,
        trigger: tuple[int, int] | None = None,
    ) -> list[Slot]:
        stream = self.reading.top
        candidates: list[tuple[int, int, int, tuple[int, int]]] = []
        for found in pattern.expression.finditer(stream.symbols, *window):
            groups = [n for n, name in enumerate(pattern.roles, 1) if name == role.name and found.start(n) >= 0]
            group = groups[0] if groups else 0
            far = min(self._distance(found.span(), anchor) for anchor in anchors)
            unlikely = self._unlikely(found.span(group), anchors[0], far, ahead=ahead) if role.label == DATE else 0
            beyond = limit is not None and not role.many and stream.starts[found.start(group)] > limit
            if role.label == DATE and trigger and self._is_anothers(role, found.span(group), trigger, ahead=ahead):
                continue
            if unlikely < _IMPOSSIBLE and not beyond:
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
            if date.start <= self.today and self._is_of_the_words(symbols[0]):
                return _IMPOSSIBLE
            doubtful = date.start <= self.today and symbols[0] < anchor[0]
            back = self.today - date.stop
            # A weekday of last week may be the next one, and what is far back may be of another year.
            past = _WEEK <= back < _QUARTER or datetime.timedelta() <= back < _WEEK and symbols[0] < anchor[0]
            return _IMPOSSIBLE if past else int(doubtful)
        return _IMPOSSIBLE if date.start > self.today else 0

    def _is_anothers(
        self, role: RoleType, symbols: tuple[int, int], trigger: tuple[int, int], *, ahead: bool | None
    ) -> bool:
        """Tell whether a date in the sentence is not, or where no word tells the status may not be, the event's."""
        said = ahead is None and _of_its_own_day(role) and self._is_only_said(symbols, trigger)
        return said or self._in_an_aside(symbols, trigger)

    def _is_only_said(self, symbols: tuple[int, int], trigger: tuple[int, int]) -> bool:
        """Tell whether a day is that of words about an event, not at it: "said on Monday that the talks had failed"."""
        if not self._is_of_the_words(symbols[0]):
            return False
        stream, kinds = self.reading.top, self.matcher.alphabet.kinds
        date = self.days.get(self.reading.offsets.span(stream.starts[symbols[0]], stream.starts[symbols[1]]))
        if date is None or date.start is None or self.today is None or date.start > self.today:
            return False
        behind = symbols[1] if symbols[1] <= trigger[0] else 0
        before = stream.symbols[max(behind, trigger[0] - _OPENING) : trigger[0]]
        return self.beside.isdisjoint(label for code in before for label in kinds[code].labels)

    def _is_dated_by_words(self, match: Match, sentence: tuple[int, int]) -> bool:
        """Tell whether the only days in a sentence are those of words about the event."""
        stream, kinds = self.reading.top, self.matcher.alphabet.kinds
        first, after = _trigger(match)
        trigger = stream.index(first), stream.index(after - 1) + 1
        window = range(max(sentence[0], match.start - _AROUND), min(sentence[1], match.stop + _AROUND))
        dates = (number for number in window if not self.dates.isdisjoint(kinds[stream.symbols[number]].labels))
        return any(self._is_only_said((number, number + 1), trigger) for number in dates)

    def _in_an_aside(self, symbols: tuple[int, int], trigger: tuple[int, int]) -> bool:
        """Tell whether a date stands in a clause about somebody, which does not tell of the event.

        "Soto, who came on Monday, met Melnik", "Soto met Melnik, who came on Monday".
        """
        stream, kinds = self.reading.top, self.matcher.alphabet.kinds
        before = stream.symbols[max(0, symbols[0] - _CLAUSE) : symbols[0]]
        comma = max(map(before.rfind, self.matcher.dividers), default=-1)
        if comma < 0 or comma + 1 == len(before) or self.relative.isdisjoint(kinds[before[comma + 1]].labels):
            return False
        start = symbols[0] - len(before) + comma
        if trigger[0] < start:
            return not self.about_persons.isdisjoint(kinds[before[comma + 1]].labels)  # "talks, which begin on Monday"
        between = stream.symbols[symbols[1] : trigger[0]]
        return any(comma in between for comma in self.matcher.dividers)

    def _is_of_the_words(self, symbol: int) -> bool:
        """Tell whether a date is that on which something was said: "said Monday", not "recalled the Monday talks"."""
        before = self.reading.top.symbols[max(0, symbol - _SAID_BEFORE) : symbol]
        kinds = self.matcher.alphabet.kinds
        if not before or not self.determiners.isdisjoint(kinds[before[-1]].labels):
            return False
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

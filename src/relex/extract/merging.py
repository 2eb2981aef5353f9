"""Each event that a text reports once, with what all its tellings say."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ..match.matcher import Matcher, Reading
from ..model import Date, Span
from ..rules.ruleset import NOTHING, EventType, RoleType
from .dateline import is_a_day
from .events import NO_TIME, types_by_name
from .figures import Cast
from .sameness import apart, clash, one_took_place, same_event, same_party
from .telling import DATE, TOLD_AGAIN, Report, Slot, brief, codes, complete, distinct

_EVER = datetime.timedelta.max / 2
_MOST = 100  # who fill a role of an event: more of them is no news


def merged(
    matcher: Matcher,
    reading: Reading,
    cast: Cast,
    told: Sequence[Report],
    days: Mapping[Span, Date] = MappingProxyType({}),
) -> tuple[Report, ...]:
    """Return each event once, with what all its tellings say; those that lack a required role are left out.

    So is what a cue tells to be no event.
    """
    types = matcher.fact(types_by_name)
    text = _Text(matcher, reading, cast, days)
    events: list[Report] = []
    tellings: list[list[tuple[int, int]]] = []
    for report in told:
        kind = types[report.kind]
        if report.status == NOTHING or report.yields and not complete(matcher, cast, report, kind):
            continue
        near = [n for n in range(max(0, len(events) - TOLD_AGAIN), len(events)) if events[n].kind == report.kind]
        # What is told in brief ("the sanctions") points to the event told last.
        ordered = near[::-1] if brief(kind, report) else near
        number = next((n for n in ordered if text.tells(kind, events[n], report)), None)
        if number is None and (report.paired or report.supposed):
            sure = _with_sure_parties(kind, report)
            number = next((n for n in near[::-1] if text.met_as_told(kind, events[n], sure)), None)
            report = report if number is None else sure
        if number is None:
            events.append(report)
            tellings.append(list(report.tellings))
        else:
            events[number] = text.joined(kind, events[number], report)
            tellings[number] += report.tellings
    whole = [event._replace(tellings=tuple(told)) for event, told in zip(events, tellings, strict=True)]
    whole = [_with_persons(cast, types[event.kind], event) for event in whole]
    whole = [event for event in whole if complete(matcher, cast, event, types[event.kind])]
    return tuple(_emptied(types[event.kind], _housed(cast, types[event.kind], event, whole)) for event in whole)


@dataclass(frozen=True, slots=True)
class _Text:
    """What a text tells beside its events, by which their tellings are compared and joined."""

    matcher: Matcher
    reading: Reading
    cast: Cast
    days: Mapping[Span, Date]

    def tells(self, kind: EventType, event: Report, report: Report) -> bool:
        """Tell whether a telling is of an event: by what both say, or as it can only mean that one."""
        recalled = self._recalled(kind, event, report)
        return recalled or same_event(self.reading, self.cast, kind, event, report, self.days)

    def met_as_told(self, kind: EventType, event: Report, report: Report) -> bool:
        """Tell whether whoever is sure to take part does so in an event told before, which needs nobody else.

        What "the two sides" do, they do there, whoever was named in between.
        """
        whole = event._replace(least=())  # as many take part as the type asks for
        if not complete(self.matcher, self.cast, whole, kind) or one_took_place(kind, event, report):
            return False
        sure = ((event.slot(name), report.slot(name)) for name in kind.merge)
        if not all(any(same_party(self.reading, self.cast, a, b) for a in here) for here, there in sure for b in there):
            return False
        return not clash(kind, event, report) and not self._apart(kind, event, report)

    def _recalled(self, kind: EventType, event: Report, report: Report) -> bool:
        """Tell whether a telling names too few and so can only mean the event told last, if its place is no other."""
        if not report.recalls or not report.besides and complete(self.matcher, self.cast, report, kind):
            return False
        if report.status in kind.ahead and event.status not in kind.ahead and event.stated:
            return False  # "the talks will resume" are others than those held
        return not self._apart(kind, event, report, _EVER)

    def _apart(self, kind: EventType, event: Report, report: Report, least: datetime.timedelta = NO_TIME) -> bool:
        return apart(self.reading, self.cast, kind, event, report, self.days, least)

    def joined(self, kind: EventType, event: Report, report: Report) -> Report:
        """Return an event with what another telling of it says besides."""
        slots = []
        for role in kind.roles:
            here, there = event.slot(role.name), report.slot(role.name)
            if not here or (role.name in event.sought - report.sought and there):
                here = there
            elif role.many and role.name not in report.sought - event.sought:
                here = self._gathered(role, event, report)
            elif (
                there
                and role.name not in report.sought
                and _says_more(self.reading, role, here[0], there[0], self.days)
            ):
                here = there
            slots.append((role.name, here))
        order = {status: number for number, status in enumerate(kind.statuses)}
        firm = [telling for telling in (event, report) if telling.firm] or [event]
        first = min(firm, key=lambda telling: (not telling.stated, order.get(telling.status, len(order))))
        attributes = dict(report.attributes) | dict(event.attributes)
        tellings = (event, report)
        least = {
            role.name: min(dict(each.least).get(role.name, role.least) for each in tellings) for role in kind.roles
        }
        known = {
            role.name: min(dict(each.known).get(role.name, role.known) for each in tellings) for role in kind.roles
        }
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
            yields=event.yields and report.yields,
            titled=event.titled and report.titled,
            stated=first.stated,
            guessed=(*event.guessed, *report.guessed),
            whole=event.whole | report.whole,
        )

    def _gathered(self, role: RoleType, event: Report, report: Report) -> tuple[Slot, ...]:
        """All who fill a role in two tellings; who was only sought for one gives way to those whom words bind."""
        here, there = event.slot(role.name), report.slot(role.name)
        guessed = {*event.guessed, *report.guessed}
        if guessed and role.differ and role.known > 1:
            sure = [[slot for slot in slots if slot not in guessed] for slots in (here, there)]
            bound = _gathered(self.reading, self.cast, *sure)
            if len(codes(self.cast, bound)) >= role.least:
                return bound
            if len(codes(self.cast, here)) >= role.least:
                return _gathered(self.reading, self.cast, here, sure[1])
        return _gathered(self.reading, self.cast, here, there)


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


def _emptied(kind: EventType, event: Report) -> Report:
    """Return the event without what fills roles that one of its kind does not have: a phone call is nowhere."""
    values = {value for _, value in event.attributes}
    empty = {role.name for role in kind.roles if not values.isdisjoint(role.without)}
    if not empty:
        return event
    return event._replace(slots=tuple((name, () if name in empty else found) for name, found in event.slots))


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


def _with_sure_parties(kind: EventType, report: Report) -> Report:
    """Return a telling without those of whom its words do not make sure that they take part."""
    slots = (
        (name, () if report.paired else tuple(slot for slot in found if slot not in report.supposed))
        if name in kind.merge
        else (name, found)
        for name, found in report.slots
    )
    return report._replace(slots=tuple(slots))


def _says_more(reading: Reading, role: RoleType, here: Slot, there: Slot, days: Mapping[Span, Date]) -> bool:
    """Tell whether the second says more: a day more than a year, a town than its country, a long term than a short."""
    if role.label in reading.matcher.alphabet.below("Term"):
        return there.stop - there.start > here.stop - here.start
    if role.label == DATE:
        a, b = (days.get(reading.offsets.span(slot.start, slot.stop)) for slot in (here, there))
        return bool(a and b and is_a_day(b) and not is_a_day(a))
    countries = reading.matcher.alphabet.below("Country")
    wide = [any(row.label in countries for *_, row in reading.hits(slot.start, slot.stop)) for slot in (here, there)]
    return wide == [True, False]


def _gathered(reading: Reading, cast: Cast, here: Sequence[Slot], there: Sequence[Slot]) -> tuple[Slot, ...]:
    """All who fill a role in two tellings, each once, by the telling that says more of them; no more than a hundred."""
    if len(here) >= _MOST:
        return tuple(here)
    result = list(here)
    for slot in there:
        known = next((n for n, other in enumerate(result) if same_party(reading, cast, other, slot)), None)
        if known is None:
            result.append(slot)
        elif _named_person(cast, slot) and not _named_person(cast, result[known]):
            result[known] = slot
    return distinct(result)


def _named_person(cast: Cast, slot: Slot) -> bool:
    return slot.figure is not None and cast.figures[slot.figure].kind == "Person"

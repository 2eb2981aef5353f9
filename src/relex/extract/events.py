"""From matches of event rules to the events that a text reports, each once."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from ..match.compile import Compiled
from ..match.matcher import Decision, Found, Match, Matcher, Reading
from ..rules.ruleset import EventType, RoleType
from .cast import Cast, members
from .quotes import Attribution
from .status import status_of

WORDS = "Words"  # the label of a role that is filled by words, whatever they name
_AROUND = 60  # symbols on each side of a match in which roles are sought
TOLD_AGAIN = 60  # events with which a new telling is compared: a reader remembers no more
_UNTELLING = frozenset("the a an of in on for and to with between its his her their at by from as new joint".split())


class Slot(NamedTuple):
    """What fills a role: tokens, and the entity that they name or point to."""

    start: int
    stop: int
    figure: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
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
    recalls: bool = False
    stated: bool = True  # whether the rule or a cue gave the status, not the type
    sought: frozenset[str] = frozenset()  # roles whose fillers the sentence did not bind

    @property
    def firm(self) -> bool:
        """Whether the status is said by a cue or by a rule that tells of the event itself."""
        return self.cue is not None or not self.recalls

    def slot(self, role: str) -> tuple[Slot, ...]:
        """Return what fills a role."""
        return next((slots for name, slots in self.slots if name == role), ())


def reports(
    matcher: Matcher, reading: Reading, cast: Cast, quotes: Sequence[Attribution] = ()
) -> tuple[Report, ...]:
    """Return every telling of an event, in the order of the text; none is merged yet."""
    types = {kind.name: kind for kind in matcher.rules.types}
    kept = _best(matcher.find_events(reading), reading.decisions)
    teller = _Teller(matcher, reading, cast, quotes)
    return tuple(teller.report(match, types[match.found.label]) for match in kept)


def _best(matches: Iterable[Match], decisions: list[Decision]) -> list[Match]:
    """Of matches of one type whose triggers overlap, keep the longest, then the earliest, then the first by id."""
    ordered = sorted(matches, key=lambda m: (m.found.start - m.found.stop, m.found.start, m.found.rule))
    owner: dict[tuple[str, int], Match] = {}
    kept: list[Match] = []
    for match in ordered:
        places = [(match.found.label, token) for token in range(*_trigger(match))]
        winner = next((owner[place] for place in places if place in owner), None)
        if winner is None:
            kept.append(match)
            owner.update(dict.fromkeys(places, match))
        else:
            decisions.append(Decision(match.found, winner.found, f"overlaps {winner.found.rule}, which is longer"))
    return sorted(kept, key=lambda match: (match.found.start, match.found.rule))


def _trigger(match: Match) -> tuple[int, int]:
    found = match.found
    return next(((start, stop) for name, start, stop in found.roles if name == "trigger"), (found.start, found.stop))


class _Teller:
    """Fills the roles of one telling after the other."""

    def __init__(self, matcher: Matcher, reading: Reading, cast: Cast, quotes: Sequence[Attribution]) -> None:
        self.matcher = matcher
        self.reading = reading
        self.cast = cast
        self.quotes = quotes
        self.quote_starts = [quote.start for quote in quotes]
        self.pronouns = matcher.alphabet.below("Pronoun") | matcher.alphabet.below("FirstPerson")
        self.first_persons = matcher.alphabet.below("FirstPerson")

    def report(self, match: Match, kind: EventType) -> Report:
        matcher, reading = self.matcher, self.reading
        trigger = _trigger(match)
        rule = match.rule.rule
        sentence = reading.sentence(reading.top, match.start)
        slots: dict[str, tuple[Slot, ...]] = {}
        for role in kind.roles:
            bound = [(start, stop) for name, start, stop in match.found.roles if name == role.name]
            bound = sorted((*bound, *self._beside(match, role.name, sentence)))
            slots[role.name] = _distinct(slot for span in bound for slot in self.fillers(role, span))
        used = {(slot.start, slot.stop) for found in slots.values() for slot in found}
        own, least = dict(match.rule.roles), dict(rule.least)
        for role in kind.roles:
            pattern = own.get(role.name) or matcher.around.get((kind.name, role.name))
            if pattern and len(slots[role.name]) < max(1, least.get(role.name, role.least)):
                extra = self._around(role, pattern, match, sentence, used)
                slots[role.name] = _distinct((*slots[role.name], *extra))
                used |= {(slot.start, slot.stop) for slot in slots[role.name]}
        trigger_symbols = (reading.top.index(trigger[0]), reading.top.index(trigger[1] - 1) + 1)
        status = status_of(matcher, reading.top, kind.name, trigger_symbols, sentence, rule.status or kind.status)
        return Report(
            kind.name,
            rule.id,
            match.found.start,
            match.found.stop,
            trigger,
            tuple(slots.items()),
            rule.set,
            status.name,
            status.cue,
            (trigger,),
            rule.least,
            rule.recalls,
            stated=bool(status.cue or rule.status),
        )

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

    def fillers(self, role: RoleType, span: tuple[int, int]) -> Iterator[Slot]:
        """The mentions of a role's label among some tokens; a list gives each of its members."""
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
            whole = mention or Found("", next(iter(labels)), start, stop)
            parts = members(self.matcher, self.reading, whole) if not lists.isdisjoint(labels) else []
            for part in parts or [whole]:
                first, after = part.start, part.stop
                figures = self._figures(first, part.label)
                found_any = True
                for figure in figures:
                    yield Slot(first, after, figure)
                if not role.many:
                    return
        if not found_any:
            for figure in self.cast.within(*span) or (None,):
                yield Slot(*span, figure)

    def _figures(self, token: int, label: str) -> tuple[int | None, ...]:
        """Whom a mention stands for; a pronoun that stands for nobody known fills no role."""
        figures = self.cast.at.get(token, ())
        if label in self.first_persons:
            author = self._speaking(token)
            return () if author is None else (author,)
        if figures or label in self.pronouns:
            return figures
        return (None,)

    def _speaking(self, token: int) -> int | None:
        """Whose words a token belongs to: the speaker of the quote around it, else the author."""
        number = bisect_right(self.quote_starts, token) - 1
        if number >= 0 and token < self.quotes[number].content[1]:
            return self.quotes[number].figure
        return self.cast.author

    def _around(
        self,
        role: RoleType,
        pattern: Compiled,
        match: Match,
        sentence: tuple[int, int],
        used: set[tuple[int, int]],
    ) -> list[Slot]:
        """What fills a role outside the rule's own match: the nearest behind it in the sentence, else before it."""
        stream = self.reading.top
        sides = [
            (match.stop, min(sentence[1], match.stop + _AROUND), False),
            (max(sentence[0], match.start - _AROUND), match.start, True),
            (match.start, match.stop, False),
        ]
        result: list[Slot] = []
        for start, stop, from_the_end in sides:
            matches = list(pattern.expression.finditer(stream.symbols, start, stop))
            for found in reversed(matches) if from_the_end else matches:
                groups = [n for n, name in enumerate(pattern.roles, 1) if name == role.name and found.start(n) >= 0]
                group = groups[0] if groups else 0
                span = stream.starts[found.start(group)], stream.starts[found.end(group)]
                slots = [s for s in self.fillers(role, span) if (s.start, s.stop) not in used]
                result += slots
                if slots and not role.many:
                    return result
            if result:
                break
        return result


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


def merged(matcher: Matcher, reading: Reading, cast: Cast, told: Sequence[Report]) -> tuple[Report, ...]:
    """Return each event once, with what all its tellings say; those that lack a required role are left out."""
    types = {kind.name: kind for kind in matcher.rules.types}
    events: list[Report] = []
    tellings: list[list[tuple[int, int]]] = []
    for report in told:
        kind = types[report.kind]
        near = range(max(0, len(events) - TOLD_AGAIN), len(events))
        # What is told in brief ("the sanctions") points to the event told last.
        for number in reversed(near) if _brief(kind, report) else near:
            event = events[number]
            if event.kind == report.kind and _same_event(reading, cast, kind, event, report):
                events[number] = _joined(reading, cast, kind, event, report)
                tellings[number] += report.tellings
                break
        else:
            events.append(report)
            tellings.append(list(report.tellings))
    whole = (replace(event, tellings=tuple(told)) for event, told in zip(events, tellings, strict=True))
    return tuple(event for event in whole if _complete(cast, event, types[event.kind]))


def _complete(cast: Cast, event: Report, kind: EventType) -> bool:
    return all(_number(cast, role, event.slot(role.name)) >= role.least for role in kind.roles)


def _number(cast: Cast, role: RoleType, slots: Sequence[Slot]) -> int:
    """How many fill a role; where they must differ, those who act for one state or body are one."""
    if not role.differ:
        return len(slots)
    figures = (cast.figures[slot.figure] if slot.figure is not None else None for slot in slots)
    return len({figure.code or figure.name if figure else slot for figure, slot in zip(figures, slots, strict=True)})


def _brief(kind: EventType, report: Report) -> bool:
    """Tell whether the words of a telling leave out a role in which tellings of one event agree."""
    roles = [role.name for role in kind.roles if role.name in kind.merge]
    return any(name in report.sought or not report.slot(name) for name in roles)


def _same_event(reading: Reading, cast: Cast, kind: EventType, one: Report, other: Report) -> bool:
    """Tell whether two tellings agree in every key that both give, and in one at least."""
    agreed = False
    for role in kind.roles:
        here, there = one.slot(role.name), other.slot(role.name)
        if role.name in kind.merge and here and there:
            if not _agree(reading, cast, role, here, there):
                return False
            agreed = True
        said = role.name not in one.sought | other.sought
        if role.name in kind.apart and said and here and there and not _agree(reading, cast, role, here, there):
            return False
    if "status" in kind.apart and one.status != other.status:
        return agreed and not other.stated and _brief(kind, other)
    return agreed


def _agree(reading: Reading, cast: Cast, role: RoleType, here: Sequence[Slot], there: Sequence[Slot]) -> bool:
    if role.label == WORDS:
        return any(_share_words(reading, a, b) for a in here for b in there)
    fewer, more = sorted((here, there), key=len)
    return all(any(_same_party(reading, cast, a, b) for b in more) for a in fewer)


def _same_party(reading: Reading, cast: Cast, one: Slot, other: Slot) -> bool:
    if one.figure is not None and other.figure is not None:
        if one.figure == other.figure:
            return True
        a, b = cast.figures[one.figure], cast.figures[other.figure]
        return bool(a.code and a.code == b.code and "Person" not in {a.kind} & {b.kind})
    return reading.words(one.start, one.stop).lower() == reading.words(other.start, other.stop).lower()


def _share_words(reading: Reading, one: Slot, other: Slot) -> bool:
    """Tell whether two names are one or share half of the shorter, and more than one word: not just "agreement"."""
    a, b = _telling(reading, one), _telling(reading, other)
    shared = len(a & b)
    return bool(a) and (a == b or (shared > 1 and shared * 2 >= min(len(a), len(b))))


def _telling(reading: Reading, slot: Slot) -> set[str]:
    words = re.findall(r"[^\W_]+", reading.words(slot.start, slot.stop).lower())
    return {word for word in words if word not in _UNTELLING}


def _joined(reading: Reading, cast: Cast, kind: EventType, event: Report, report: Report) -> Report:
    slots = []
    for role in kind.roles:
        here, there = event.slot(role.name), report.slot(role.name)
        if not here:
            here = there
        elif role.many:
            here += tuple(b for b in there if not any(_same_party(reading, cast, a, b) for a in here))
        slots.append((role.name, here))
    order = {status: number for number, status in enumerate(kind.statuses)}
    first = min((event, report), key=lambda telling: order.get(telling.status, len(order)))
    attributes = dict(report.attributes) | dict(event.attributes)
    return replace(
        event,
        slots=tuple(slots),
        attributes=tuple(attributes.items()),
        status=first.status,
        cue=first.cue,
    )

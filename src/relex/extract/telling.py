"""One telling of an event: who and what fill its roles, and whether it is whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..match.matcher import Matcher
from ..rules.ruleset import EventType
from .figures import Cast, Figure

DATE = "Date"
PLACE = "Place"
WORDS = "Words"  # the label of a role that is filled by words, whatever they name
TOLD_AGAIN = 60  # events with which a new telling is compared: a reader remembers no more


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
    yields: bool = False
    lasts: bool = False
    seek: tuple[tuple[str, tuple[str, ...]], ...] = ()
    among: tuple[tuple[str, tuple[str, ...]], ...] = ()
    stated: bool = True  # whether the rule or a cue gave the status, not the type
    sought: frozenset[str] = frozenset()  # roles whose fillers the sentence did not bind
    whole: frozenset[str] = frozenset()  # roles for which the rule itself bound as many as are needed, of several
    paired: bool = False  # whether "the two sides" are all who take part
    supposed: tuple[Slot, ...] = ()  # who was sought beyond those whom the sentence binds
    guessed: tuple[Slot, ...] = ()  # who was sought, wherever
    besides: bool = False  # whether it tells only of others who take part ("the talks, attended by")
    titled: bool = False  # whether the title tells it, which says "meets" of what is past and of what is to come

    @property
    def firm(self) -> bool:
        """Whether the status is said by a cue or by a rule that tells of the event itself."""
        return self.cue is not None or not (self.recalls or self.yields or self.titled)

    def slot(self, role: str) -> tuple[Slot, ...]:
        """Return what fills a role."""
        for name, slots in self.slots:  # asked for very often
            if name == role:
                return slots
        return ()


def distinct(slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """Each entity once, each stretch once."""
    seen: set[object] = set()
    result: list[Slot] = []
    for slot in slots:
        key: object = ("figure", slot.figure) if slot.figure is not None else (slot.start, slot.stop)
        if key not in seen:
            seen.add(key)
            result.append(slot)
    return tuple(result)


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
    code = slot.code or figure.code or figure.name
    return matcher.owners.get(code, code), not matcher.opponents.isdisjoint(words)


def brief(kind: EventType, report: Report) -> bool:
    """Tell whether a telling says in its own words none of the roles in which tellings of one event agree."""
    return all(name in report.sought or not report.slot(name) for name in kind.merge)


def complete(matcher: Matcher, cast: Cast, event: Report, kind: EventType) -> bool:
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
        if role.alone and not codes(cast, slots).isdisjoint(role.alone):
            needs, wanted = min(needs, 1), min(wanted, 1)
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


def codes(cast: Cast, slots: Sequence[Slot]) -> set[str]:
    """For which states or bodies those act who fill a role."""
    codes = (cast.figures[slot.figure].code for slot in slots if slot.figure is not None)
    return {code for code in codes if code}

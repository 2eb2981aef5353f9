"""Whether two tellings are of one event: by who takes part, when, where and how."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet

from ..match.matcher import Reading
from ..model import Date, Span
from ..rules.ruleset import EventType, RoleType
from .events import NO_TIME
from .figures import Cast, Figure
from .mentions import amount_at
from .telling import DATE, WORDS, Report, Slot, brief, codes

_ALIKE = 3  # letters that two spellings of a name begin with
_MANY = 4  # of so many who fill a role in two tellings, one may be called otherwise
_STAY = datetime.timedelta(days=10)  # the longest time between two days of one visit
_UNTELLING = frozenset("the a an of in on for and to with between its his her their at by from as new joint".split())


def apart(
    reading: Reading,
    cast: Cast,
    kind: EventType,
    one: Report,
    other: Report,
    days: Mapping[Span, Date],
    least: datetime.timedelta = NO_TIME,
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


def same_event(
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
        if (
            role.stay
            and here
            and there
            and (one.lasts or other.lasts)
            and _elsewhere(reading, here[0], there[0], abroad=True)
        ):
            return False  # who visits a state is not in a town of another
        said = role.name in kind.apart and role.name not in one.sought | other.sought
        if said and here and there and _differ(reading, cast, role, here, there, days, _STAY if lasting else NO_TIME):
            return False
    if clash(kind, one, other) or _of_others(cast, kind, one, other):
        return False
    if _unlike(kind, one, other) and not (brief(kind, one) or brief(kind, other)):
        return False
    if "status" in kind.apart and one_took_place(kind, one, other):
        if any(each.titled and not each.cue for each in (one, other)):
            # What a title tells may be to come, but has hardly been called off where the title does not say so.
            return agreed and {one.status, other.status}.isdisjoint(set(kind.ahead) - {kind.future})
        if one.firm and other.firm:
            return agreed and any(_takes_over(kind, a, b) for a, b in ((one, other), (other, one)))
    return agreed


def _of_others(cast: Cast, kind: EventType, one: Report, other: Report) -> bool:
    """Tell whether both tellings say who all take part, and it is not the same: the pacts of Peru with two states."""
    for role in kind.roles:
        if role.name in one.whole & other.whole and role.name not in kind.merge:
            here, there = (codes(cast, telling.slot(role.name)) for telling in (one, other))
            if here - there and there - here:
                return True
    return False


def clash(kind: EventType, one: Report, other: Report) -> bool:
    """Tell whether an attribute has two values of which an event has one: a visit is no phone call."""
    mine = dict(one.attributes)
    return any(
        value != mine.get(name, value) and {value, mine[name]} <= set(kind.clash) for name, value in other.attributes
    )


def one_took_place(kind: EventType, one: Report, other: Report) -> bool:
    """Tell whether statuses differ; what has not taken place may be planned here and called off there."""
    return one.status != other.status and not {one.status, other.status} <= set(kind.ahead)


def _unlike(kind: EventType, one: Report, other: Report) -> bool:
    """Tell whether two tellings give different values to an attribute that tells events apart."""
    here, there = dict(one.attributes), dict(other.attributes)
    return any(name in here and name in there and here[name] != there[name] for name in kind.apart)


def _takes_over(kind: EventType, telling: Report, other: Report) -> bool:
    """Tell whether a telling states no status of its own and may well mean what another says."""
    if telling.stated:
        return False
    dated = any(telling.slot(role.name) for role in kind.roles if role.label == DATE)
    # "The visit" is the one that is planned, unless it has a day of its own.
    lasting = telling.lasts and other.lasts and other.status == kind.future and not dated
    return lasting or brief(kind, telling) or other.status in kind.unstated


def _differ(
    reading: Reading,
    cast: Cast,
    role: RoleType,
    here: Sequence[Slot],
    there: Sequence[Slot],
    days: Mapping[Span, Date],
    least: datetime.timedelta = NO_TIME,
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


def _elsewhere(reading: Reading, one: Slot, other: Slot, *, abroad: bool = False) -> bool:
    """Tell whether two places cannot be one: two towns, two countries; a house may be in either."""
    kinds = reading.matcher.alphabet.below("City"), reading.matcher.alphabet.below("Country")
    named = []
    for slot in (one, other):
        rows = [row for a, b, row in reading.hits(slot.start, slot.stop) if (a, b) == (slot.start, slot.stop)]
        named.append([{row.id for row in rows if row.label in kind} for kind in kinds])
    words = {reading.words(slot.start, slot.stop).lower() for slot in (one, other)}
    if len(words) < 2 or named[0][1] & named[1][1]:
        return False
    if abroad:  # rows of towns have the code of their state, too
        return any(a[0] and b[1] and a[0].isdisjoint(b[1]) for a, b in (named, named[::-1]))
    return any(bool(a and b) for a, b in zip(*named, strict=True))


def _one_alone(role: RoleType, one: Report, other: Report) -> bool:
    """Tell whether one telling is whole with one who fills a role (a body's session) and the other with several."""
    alone = [dict(each.least).get(role.name, role.least) < 2 <= role.least for each in (one, other)]
    fewer = [len(each.slot(role.name)) < 2 for each in (one, other)]
    return alone[0] != alone[1] and fewer == alone and not (one.recalls or other.recalls)


def _agree(reading: Reading, cast: Cast, role: RoleType, here: Sequence[Slot], there: Sequence[Slot]) -> bool:
    if role.label == WORDS:
        return any(_share_words(reading, a, b) for a in here for b in there)
    fewer, more = sorted((here, there), key=len)
    others = sum(not any(same_party(reading, cast, a, b) for b in more) for a in fewer)
    return others <= (len(fewer) >= _MANY)


def same_party(reading: Reading, cast: Cast, one: Slot, other: Slot) -> bool:
    if one.figure is not None and other.figure is not None:
        if one.figure == other.figure:
            return True
        a, b = cast.figures[one.figure], cast.figures[other.figure]
        offices = reading.matcher.state_offices
        if any(_somebody_told(x, offices) and y.kind == "Person" for x, y in ((a, b), (b, a))):
            return True
        if a.kind == b.kind == "Person":
            return bool(a.code) and a.code == b.code and (_one_name(a, b) or _one_holder(a, b, offices.keys()))
        if not a.code or a.code != b.code:
            return False
        # "Turkish officials" need not be the minister; his office, his counterpart or his country is he.
        if "Unnamed" not in (a.kind, b.kind) or a.kind == b.kind:
            return True
        return _share_an_office(a, b) or any(
            _is_counterpart(x, y, offices, reading.matcher.peers) for x, y in ((a, b), (b, a))
        )
    terms = [_terms(reading, slot) for slot in (one, other)]
    if all(terms):
        return bool(terms[0] & terms[1])
    return reading.words(one.start, one.stop).lower() == reading.words(other.start, other.stop).lower()


def _terms(reading: Reading, slot: Slot) -> set[str]:
    """The ids of the terms that stand in a slot: "net profit" and "profit" may be one."""
    below = reading.matcher.alphabet.below("Term")
    return {row.id for *_, row in reading.told(slot.start, slot.stop, below) if row.id}


def _one_name(one: Figure, other: Figure) -> bool:
    """Tell whether a name of several words is a shorter form of another."""
    short, full = sorted((one.words, other.words), key=len)
    return len(short) > 1 and set(short) <= set(full)


def _one_holder(one: Figure, other: Figure, offices: AbstractSet[str]) -> bool:
    """Tell whether two hold one office of a state and share one name, and the last is spelt alike: Sauli Niinisto."""
    if (one.heads ^ other.heads) & offices or not one.heads & offices or set(one.words).isdisjoint(other.words):
        return False
    return one.words[-1][:_ALIKE] == other.words[-1][:_ALIKE]


def _share_an_office(one: Figure, other: Figure) -> bool:
    """Whether they may hold one office, by its full or its short name: "minister", "foreign minister"."""
    return any(f" {a}".endswith(f" {b}") or f" {b}".endswith(f" {a}") for a in one.heads for b in other.heads)


def _is_counterpart(one: Figure, other: Figure, offices: Collection[str], peers: Collection[str]) -> bool:
    """Whether "his Turkish counterpart" may be somebody of whom no other office of the state is told."""
    if one.heads.isdisjoint(peers):
        return False
    told = [{head for head in figure.heads if head in offices} for figure in (one, other)]
    return not all(told)


def _somebody_told(figure: Figure, offices: Collection[str]) -> bool:
    """Whether this is "the president" of whom the cast could not say who he is: somebody whom the text has named."""
    definite = figure.kind == "Unnamed" and not figure.code and figure.name[:4].lower() == "the "
    return definite and any(head in offices for head in figure.heads)


def _share_words(reading: Reading, one: Slot, other: Slot) -> bool:
    """Tell whether two names are one or share half of the shorter, and more than one word: not just "agreement"."""
    if _known_names(reading, one) & _known_names(reading, other):
        return True
    a, b = (reading.once(_telling, slot.start, slot.stop) for slot in (one, other))
    shared = len(a & b)
    return bool(a) and (a == b or (shared > 1 and shared * 2 >= min(len(a), len(b))))


def _known_names(reading: Reading, slot: Slot) -> set[str]:
    """The names of their own, such as a lexicon has, that stand in a slot."""
    closed = reading.matcher.alphabet.below("Closed")
    return {row.surface for _, _, row in reading.told(slot.start, slot.stop, closed)}


def _same_matter(reading: Reading, cast: Cast, kind: EventType, one: Report, other: Report) -> bool:
    """Tell whether the same actors do it, told with a word in common beside the triggers: gas deal, gas agreement.

    "The deal" alone, told later, is any of the same kind.
    """
    doers = (role for role in kind.roles if role.label != WORDS and role.name not in kind.merge and role.least)
    if not all(_same_actors(cast, one.slot(role.name), other.slot(role.name)) for role in doers):
        return False
    shared: set[str] = set()
    bare = False
    for role in kind.roles:
        if role.label == WORDS:
            here, there = one.slot(role.name), other.slot(role.name)
            words, others = ([reading.once(_telling, *slot[:2]) for slot in slots] for slots in (here, there))
            shared |= {word for a in words for b in others for word in a & b}
            bare |= any((slot.start, slot.stop) == other.trigger and _definite(reading, slot) for slot in there)
    triggers = {form.lower() for telling in (one, other) for form in reading.forms(*telling.trigger)}
    return bool(shared - triggers) or bare and one.attributes == other.attributes


def _definite(reading: Reading, slot: Slot) -> bool:
    """Tell whether words are told as known and are no name of their own: "the deal", "this deal"."""
    known = slot.start > 0 and reading.is_labelled(slot.start - 1, reading.matcher.alphabet.below("Known"))
    return known and all(form.islower() for form in reading.forms(slot.start, slot.stop))


def _same_actors(cast: Cast, here: Sequence[Slot], there: Sequence[Slot]) -> bool:
    a, b = codes(cast, here), codes(cast, there)
    return bool(a) and a == b


def _telling(reading: Reading, start: int, stop: int) -> set[str]:
    """The words that tell what a slot speaks of; whose it is ("Russian-Turkish") tells little, unless it is all."""
    hits = reading.told(start, stop, reading.matcher.alphabet.below("Actor"))
    nations = {form.lower() for first, after, _ in hits for form in reading.forms(first, after)}
    words = set(re.findall(r"[^\W_]+", reading.words(start, stop).lower())) - _UNTELLING
    return words - nations or words

"""Actors whom the words of an event leave unsaid: sought nearby, as the event's type declares."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain, permutations

from ..match.matcher import Found, Matcher, Reading
from ..rules.ruleset import NOTHING, EventType, RoleType
from ..values.countries import iso
from .events import WIDE, speaking_at
from .figures import Cast
from .quotes import Attribution
from .telling import TOLD_AGAIN, Report, Slot, acts_for_a_state, brief
from .within import members

_FAR = 120  # tokens before and behind a sentence in which a paragraph is still about the same
_NEXT_TO, _OWNED = 2, 6  # tokens beside a mention, and behind an owner, in which a word tells that it is no partner
_NOUN = 5  # tokens behind a nation in which a noun tells whose it is
_BESIDE = 3  # tokens between a mention and the words behind it that it belongs to: "Chile's new trade agreement"
_SENTENCES = 4  # this one and those before it whose subjects are thought of
_BEFORE = 3  # sentences before this one that still tell of whom it speaks
_TOLD = ("events",)  # a place where somebody fills the very role that is sought
_USUAL = ("usual", "theme")  # places where only those count who usually fill the role
_HERE = (*_USUAL, "speaker", "addressee")  # places where those count, too, whose state tells where it is
_NEAR = ("sentence", "clause", "sole")
_BARE = ("subject", "foes")  # places where those count, too, of whom nobody knows for whom they act
_APART = (*_BARE, "speaker", "addressee")
_ALL = (*_NEAR, "document")  # places where all who take part in what a lexicon knows are sought
_TWO = 2  # sides that fight one another
_FEW = 3  # so many who act together know one another as partners
_TURNS = 8  # of a transcript, behind and before, in which they are sought to whom somebody speaks
_OTHERWISE = 2  # what one telling of another type weighs: two of the event's own
_SOUGHT = 40  # mentions on each side of a telling among which a missing actor is sought


def with_sought_actors(
    matcher: Matcher, reading: Reading, cast: Cast, told: Sequence[Report], quotes: Sequence[Attribution] = ()
) -> tuple[Report, ...]:
    """Return the tellings with the actors that their own words leave unsaid, sought as their types declare."""
    types = matcher.fact(_types_that_seek)
    if not any(report.kind in types for report in told):
        return tuple(told)
    seeker = _Seeker(matcher, reading, cast, quotes)
    for _ in range(2):  # an actor found for one telling may be the one that another lacks
        seeker.look_at(told)
        before = told
        told = [
            seeker.completed(number, report, types[report.kind]) if report.kind in types else report
            for number, report in enumerate(told)
        ]
        if told == before:
            break
    return tuple(told)


def _roles_of_company(matcher: Matcher) -> dict[str, tuple[str, ...]]:
    """The roles of each type in which several act together for different states or bodies."""
    return {
        kind.name: tuple(role.name for role in kind.roles if role.many and role.differ) for kind in matcher.rules.types
    }


def _types_that_seek(matcher: Matcher) -> dict[str, EventType]:
    return {kind.name: kind for kind in matcher.rules.types if any(map(_is_sought, kind.roles))}


class _Seeker:
    """Looks for actors around a telling; only those count whose country or body is known."""

    def __init__(self, matcher: Matcher, reading: Reading, cast: Cast, quotes: Sequence[Attribution]) -> None:
        self.reading = reading
        self.cast = cast
        self.quotes = quotes
        self.matcher = matcher
        self.told: Sequence[Report] = ()
        self.paragraph = matcher.alphabet.paragraph
        self.dividers, self.where = matcher.dividers, matcher.where
        self.ground, self.hostile, self.prepositions = matcher.ground, matcher.hostile, matcher.prepositions
        self.aside, self.private = matcher.aside, matcher.private
        self.adjectives = matcher.alphabet.below("Demonym")
        self.subclauses, self.sharing = matcher.alphabet.below("Subclause"), matcher.alphabet.below("Sharing")
        self.determiners = matcher.alphabet.below("Known") | matcher.alphabet.below("Owned")
        self.pronouns = matcher.alphabet.below("Pronoun")
        self.described = self.adjectives | matcher.alphabet.below("Unnamed")
        self.nations = matcher.alphabet.below("Actor")
        self.lists = matcher.alphabet.below("List")
        self.couples = matcher.alphabet.below("Pair")
        self.closed = matcher.alphabet.below("Closed")
        self.doubtful = matcher.fact(_doubtful_labels)
        self.company = matcher.fact(_roles_of_company)
        self.labelled: dict[str, tuple[list[int], list[int]]] = {}

    def look_at(self, told: Sequence[Report]) -> None:
        """Take some tellings for all that the text tells."""
        self.told = told
        self.sides: dict[tuple[str, str], set[str]] = {}
        self.filling: dict[tuple[str, str], list[int]] = {}  # the numbers of the tellings that fill a role
        self.partner: dict[tuple[str, str], Slot | None] = {}

    @cached_property
    def mentions(self) -> dict[int, Found]:
        """The mentions by their first tokens."""
        return {found.start: found for figure in self.cast.figures for found in figure.mentions}

    @cached_property
    def named(self) -> list[int]:
        """Where somebody is named who may act."""
        return sorted([token for token, figures in self.cast.at.items() if self._acts(token, figures)])

    @cached_property
    def most_named(self) -> list[int]:
        """A mention of each actor, those first of whom the text speaks most."""
        return self._most_named(self.named)

    @cached_property
    def ours(self) -> dict[int, tuple[int, ...]]:
        """The words by which somebody speaks of his own side, with who speaks."""
        return self._ours(self.matcher, self.quotes)

    @cached_property
    def at(self) -> dict[int, tuple[int, ...]]:
        """Whom the words at a token mean."""
        return {**self.cast.at, **self.ours, **self._pairs()}

    @cached_property
    def tokens(self) -> list[int]:
        """Where somebody is meant who may act."""
        return sorted({*self.named, *self.ours, *self._pairs()})

    @cached_property
    def states(self) -> dict[str | None, Slot]:
        """The states of whom the text speaks, each with its first mention."""
        return {
            figure.code: Slot(figure.mentions[0].start, figure.mentions[0].stop, number)
            for number, figure in reversed(list(enumerate(self.cast.figures)))
            if figure.kind == "Country" and figure.mentions
        }

    @cached_property
    def foes(self) -> tuple[Slot, ...]:
        """Those who govern a state and those who fight or oppose them, where the text speaks of both; else nobody."""
        opposed = self._described(self.matcher.opponents)
        ruling = self._described(self.matcher.ruling) if opposed else []
        if not ruling:
            return ()
        # They are of the state of which the opponents are, or of the one of which the text speaks most.
        named = (code for code in map(self._code_at, self.most_named) if code in iso())
        of_state = self._code(opposed[0]) or next(named, None)
        state = next((one for code in (of_state, None) for one in ruling if self._code(one) == code), None)
        return () if state is None else tuple(map(self._first_named, (state, opposed[0])))

    def _apart(self, place: str, trigger: int) -> Iterable[Slot]:
        """Those who are sought in other ways than by where they are named."""
        if place == "foes":
            return self.foes
        if place == "subject":
            return self._subjects(trigger)
        return map(self._first_named, self._speakers(trigger) if place == "speaker" else self._addressees(trigger))

    def _speakers(self, trigger: int) -> Iterator[int]:
        """Whoever speaks at a token."""
        number = self._turn(trigger)
        quoted = speaking_at(trigger, self.cast, self.quotes, self.quote_starts)
        figure = quoted if number is None else self.turns[number].figure
        if figure is not None and self.cast.figures[figure].mentions:
            yield figure

    def _addressees(self, trigger: int) -> Iterator[int]:
        """Those to whom whoever speaks at a token may speak: in a transcript who takes the word next, or had it."""
        number = self._turn(trigger)
        if number is not None:
            behind, before = self.turns[number + 1 : number + 1 + _TURNS], self.turns[max(0, number - _TURNS) : number]
            for turn in (*behind, *reversed(before)):
                if turn.figure is not None and self.cast.figures[turn.figure].kind == "Person":
                    yield turn.figure

    @cached_property
    def turns(self) -> list[Attribution]:
        """What is said in a transcript, each behind the name of who says it ("Melnik: Welcome")."""
        words = self.reading.offsets.words
        turns = [quote for quote in self.quotes if quote.start and words[quote.start - 1] == ":"]
        return turns if len(turns) > 1 else []

    @cached_property
    def quote_starts(self) -> list[int]:
        return [quote.start for quote in self.quotes]

    def _turn(self, token: int) -> int | None:
        """The number of the turn to which a token belongs: it lasts until the next."""
        number = bisect_right(self.turns, token, key=lambda turn: turn.start) - 1
        return None if number < 0 else number

    def _described(self, words: frozenset[str]) -> list[int]:
        """Those described by such words, but for persons, the one named most first."""
        told = ((number, f"{one.role or ''} {one.name}".lower()) for number, one in enumerate(self.cast.figures))
        fits = [number for number, described in told if not words.isdisjoint(described.split())]
        fits = [n for n in fits if self.cast.figures[n].kind != "Person" and self.cast.figures[n].mentions]
        return sorted(fits, key=lambda number: -len(self.cast.figures[number].mentions))

    def _on_the_side_of(self, one: Slot, other: Slot) -> bool:
        """Whether both govern or both oppose who governs."""
        described = [set(self.reading.words(slot.start, slot.stop).lower().split()) for slot in (one, other)]
        sides = self.matcher.ruling, self.matcher.opponents
        return any(all(words & side for words in described) for side in sides)

    def _first_named(self, number: int) -> Slot:
        found = self.cast.figures[number].mentions[0]
        return Slot(found.start, found.stop, number)

    def _code_at(self, token: int) -> str | None:
        return next(filter(None, map(self._code, self.cast.at[token])), None)

    def _pairs(self) -> dict[int, tuple[int, ...]]:
        at = self.cast.at
        return {token: figures for token, figures in self.cast.pairs.items() if not at.get(token)}

    def _is_a_pair(self, token: int) -> bool:
        """Whether words at a token mean two sides: "both countries"."""
        found = self.reading.mention_at.get(token)
        return found is not None and found.label in self.couples and token in self.cast.pairs

    def _code(self, figure: int | None) -> str | None:
        return self.cast.figures[figure].code if figure is not None else None

    def _name_of(self, figure: int | None) -> str | None:
        return self.cast.figures[figure].name if figure is not None else None

    def _stately(self, slot: Slot) -> bool:
        return slot.figure is not None and acts_for_a_state(self.reading.matcher, self.cast.figures[slot.figure])

    def _acts(self, token: int, figures: Sequence[int]) -> bool:
        found = self.mentions.get(token)
        certain = found is None or found.label not in self.doubtful
        behind = self.reading.base.symbols[found.stop : found.stop + 1] if found else ""
        if found is not None and found.label in self.nations and behind in self.ground:
            return False  # the Turkish border
        return certain and any(self._code(figure) for figure in figures)

    def _is_no_partner(self, token: int) -> bool:
        """Whether a mention tells who attacks, or whose firm it is, or of whom is only spoken.

        "Chile's invasion", "a Chilean phone company", "against Chile".
        """
        symbols, stop = self.reading.base.symbols, self._stop(token)
        if not self.aside.isdisjoint(symbols[max(0, token - _NEXT_TO) : token]):
            return True
        if self._is_private(token, stop):
            return True
        behind = symbols[stop : stop + (_OWNED if self.reading.offsets.form(stop) == "'s" else _NEXT_TO)]
        telling = next((symbol for symbol in behind if symbol in self.hostile or symbol in self.prepositions), "")
        return telling in self.hostile

    def _is_private(self, token: int, stop: int) -> bool:
        """Whether a nation is told only of a firm or a citizen: "a Chilean phone company"."""
        found = self.mentions.get(token)
        if found is None or found.label and found.label not in self.described:
            return False
        after = stop + _NOUN if found.label in self.adjectives else stop
        for number, symbol in enumerate(self.reading.base.symbols[token:after], token):
            if symbol in self.prepositions:
                return False
            if symbol in self.private and self.reading.offsets.form(number).islower():
                return True
        return False

    def _ours(self, matcher: Matcher, quotes: Sequence[Attribution]) -> dict[int, tuple[int, ...]]:
        """The words by which somebody speaks of his own side ("we", "our"), with who speaks."""
        symbols, starts = self.reading.base.symbols, self.quote_starts
        result: dict[int, tuple[int, ...]] = {}
        for token in chain.from_iterable(positions(symbols, code) for code in matcher.ours):
            figure = None if token in self.cast.at else speaking_at(token, self.cast, quotes, starts)
            if figure is not None and self._code(figure):
                result[token] = (figure,)
        return result

    def _most_named(self, tokens: Sequence[int]) -> list[int]:
        """A mention of each actor, those first of whom the text speaks most."""
        counts: dict[str, int] = {}
        first: dict[str, int] = {}
        for token in tokens:
            for code in filter(None, map(self._code, self.cast.at[token])):
                counts[code] = counts.get(code, 0) + 1
                first.setdefault(code, token)
        return [first[code] for code in sorted(counts, key=lambda code: (-counts[code], first[code]))]

    def completed(self, number: int, report: Report, kind: EventType) -> Report:
        slots = dict(report.slots)
        sought = {*report.sought, *self._add_nearby(number, report, kind, slots)}
        supposed, guessed = list(report.supposed), list(report.guessed)
        for role in (role for role in kind.roles if role.sought is None):
            places = dict(report.seek).get(role.name, role.seek)
            missing = self._missing(report, role, slots[role.name]) if places else 0
            if missing <= 0 and places and self._on_one_side(role, slots[role.name]):
                missing, places = 1, ("sentence",)
            if missing <= 0:
                continue
            extra: list[Slot] = []
            for place, fellow in self._missing_ones(number, report, kind, role, slots, missing, places):
                extra.append(fellow)
                supposed += [fellow] if place == "subject" else []
            if extra:
                if not slots[role.name]:
                    sought.add(role.name)
                slots[role.name] = (*slots[role.name], *extra)
                guessed += extra
        return report._replace(
            slots=tuple(slots.items()),
            sought=frozenset(sought),
            supposed=tuple(supposed),
            guessed=tuple(guessed),
        )

    def _missing_ones(
        self,
        number: int,
        report: Report,
        kind: EventType,
        role: RoleType,
        slots: Mapping[str, tuple[Slot, ...]],
        missing: int,
        places: Sequence[str],
    ) -> Iterator[tuple[str, Slot]]:
        """Yield those who are missing in a role, each with the place where it was found."""
        known = {code for found in slots.values() for code in self._actors(found)}
        bound = {code for name in kind.merge for code in self._actors(slots.get(name, ()))}
        # Who only speaks of it may well be the one whom it usually hits.
        others = self._on_other_sides(report.kind, kind, role.name)
        circle = self._circle(report)
        unsought = self.matcher.fact(_unsought)[role.unsought]
        taken = self._actors(slots[role.name])
        found = 0
        for place in places:
            if self._is_vain(place, role, slots[role.name], known):
                continue
            if place == "partner":
                candidates = self._partners(taken, report.kind)
            else:
                candidates = self._candidates(place, number, report, kind, role, circle)
            for slot in candidates:
                if any(slot.figure == other.figure for other in slots[role.name]):
                    continue
                if place == "foes" and any(self._on_the_side_of(slot, other) for other in slots[role.name]):
                    continue
                code = self._code(slot.figure) if place != "foes" else None  # both are of one state
                code = code or (place in _BARE and self._name_of(slot.figure)) or None
                if place not in _TOLD and code in others or _outside(code, circle, unsought):
                    continue
                wanted = len(circle) if circle and place in _ALL else max(missing, _TWO * (place == "foes"))
                if found < wanted and code and code not in (bound if place in _HERE else known):
                    for fellow in self._with_fellows(slot, circle) if role.many and place != "foes" else (slot,):
                        known.add(self._code(fellow.figure) or code)
                        bound.add(self._code(fellow.figure) or code)
                        taken.add(self._code(fellow.figure) or code)
                        found += 1
                        yield place, fellow

    def _on_one_side(self, role: RoleType, slots: Sequence[Slot]) -> bool:
        """Whether all who fill a role stand in one list that tells with whom another acts: "with Peru and Chile"."""
        if len(slots) < 2 or not role.behind:
            return False
        stream = self.reading.top
        whole = self.reading.mention_at.get(stream.starts[stream.index(slots[0].start)])
        if (
            whole is None
            or whole.label not in self.lists
            or any(not whole.start <= s.start < whole.stop for s in slots)
        ):
            return False
        last = whole.start - 1
        if last > 0 and self.reading.is_labelled(last, self.determiners):  # "with the two"
            last -= 1
        return last >= 0 and self.reading.offsets.form(last).lower() in role.behind

    def _is_vain(self, place: str, role: RoleType, slots: Sequence[Slot], known: Collection[str]) -> bool:
        """Whether nobody is sought in a place: a body whose members are several needs no partner from afar."""
        if place == "subject" and not any(map(self._stately, slots)):
            return True  # nobody knows whose protagonist it would be
        return place not in _NEAR and any(code in known for code in role.alone)

    def _missing(self, report: Report, role: RoleType, slots: Sequence[Slot]) -> int:
        """How many more a role needs, all in all and of those who are known."""
        missing = max(1, dict(report.least).get(role.name, role.least)) - len(self._actors(slots))
        acting = {self._code(slot.figure) or self._name_of(slot.figure) for slot in slots if self._stately(slot)}
        unknown = dict(report.known).get(role.name, role.known) - len(acting)
        # A deal of a firm or a person of whom nobody knows for whom they act is no matter of whoever stands near.
        if slots and not acting and unknown > missing and all(map(self._somebody, slots)):
            return 0
        return max(missing, unknown)

    def _somebody(self, slot: Slot) -> bool:
        """Whether a person fills a role, not a side of whom the text does not tell more ("world powers")."""
        return slot.figure is not None and self.cast.figures[slot.figure].kind == "Person"

    def _add_nearby(
        self, number: int, report: Report, kind: EventType, slots: dict[str, tuple[Slot, ...]]
    ) -> Iterator[str]:
        """Fill each role that nobody fills by one with the label that it seeks; yield the roles' names."""
        for role in kind.roles:
            if role.sought is None or slots[role.name]:
                continue
            places = dict(report.seek).get(role.name, role.seek)
            held = self._office_held(report, kind, slots) if places else None
            if held is not None:
                places = tuple(place for place in places if place == "sentence" and not held)
            if slot := self._nearby(number, role, report, slots, places):
                slots[role.name] = (slot,)
                yield role.name

    def _office_held(self, report: Report, kind: EventType, slots: Mapping[str, Sequence[Slot]]) -> bool | None:
        """Whether those of whom a role asks an office that no words tell hold another; None where none is missing."""
        for role in kind.roles:
            if role.office is not None:
                offices = self.reading.matcher.offices_below[role.office]
                hits = self.reading.hits(report.start, report.stop)
                told = any((row.id or row.surface) in offices for *_, row in hits)
                holders = [self.cast.figures[slot.figure] for slot in slots[role.name] if slot.figure is not None]
                if not told and all(offices.isdisjoint(figure.heads) for figure in holders):
                    return any(figure.heads for figure in holders)
        return None

    def _nearby(
        self, number: int, role: RoleType, report: Report, slots: Mapping[str, Sequence[Slot]], places: Sequence[str]
    ) -> Slot | None:
        """The first mention with the label that the role seeks, in the places where it is sought."""
        assert role.sought is not None
        if role.sought not in self.labelled:
            self.labelled[role.sought] = self._with_label(role.sought)
        tokens, by_weight = self.labelled[role.sought]
        taken = {slot.figure for found in slots.values() for slot in found}
        taken.add(None)
        for place in places:
            told = self._told_before(number, role) if place == "events" else None
            for token in told or self._places_of(place, report.trigger, tokens, by_weight):
                figure = next(iter(self.at.get(token, ())), None)
                if figure not in taken and not report.trigger[0] <= token < report.trigger[1]:
                    return Slot(token, self.mentions[token].stop, figure)
        return None

    def _told_before(self, number: int, role: RoleType) -> list[int]:
        """Who fills the role in the tellings of the type before this one, those told last first."""
        kind, before = self.told[number].kind, self.told[max(0, number - TOLD_AGAIN) : number]
        named = [each for each in before if each.kind == kind and role.name not in each.sought]
        return [slot.start for each in reversed(named) for slot in each.slot(role.name)]

    def _with_label(self, label: str) -> tuple[list[int], list[int]]:
        """Where who bears a label is mentioned; and a mention of each, those first of whom the text speaks most."""
        below = self.reading.matcher.alphabet.below(label)
        fitting = [figure for figure in self.cast.figures if any(found.label in below for found in figure.mentions)]
        by_weight = sorted(fitting, key=lambda figure: (-len(figure.mentions), figure.mentions[0].start))
        tokens = sorted(found.start for figure in fitting for found in figure.mentions)
        return tokens, [figure.mentions[0].start for figure in by_weight]

    def _places_of(
        self, place: str, trigger: tuple[int, int], tokens: Sequence[int], by_weight: Sequence[int]
    ) -> Iterable[int]:
        """The mentions in a place, the best first: those before the trigger; the leading one of each sentence."""
        base = self.reading.base
        first, after = self.reading.sentence(base, trigger[0])
        if place == "sentence":
            near = tokens[bisect_left(tokens, first) : bisect_left(tokens, after)]
            return sorted(near, key=lambda token: (token > trigger[0], self._distance(token, trigger[0])))
        if place == "subject":
            leading = [*tokens[bisect_left(tokens, first) : bisect_left(tokens, trigger[0])][:1]]
            for _ in range(_SENTENCES - 1):
                first, after = self.reading.sentence(base, first - 1) if first else (0, 0)
                leading += tokens[bisect_left(tokens, first) : bisect_left(tokens, after)][:1]
            return leading
        return by_weight[:1] if place in ("document", "theme") else ()

    def _with_fellows(self, slot: Slot, circle: Collection[str]) -> Iterator[Slot]:
        """One sought and those who stand in a list with it: France and Chad."""
        yield slot
        stream = self.reading.top
        symbol = stream.index(slot.start)
        whole = self.reading.mention_at.get(stream.starts[symbol])
        if whole is None or whole.label not in self.lists or slot.start >= whole.stop:
            return
        for part in members(self.reading.matcher, self.reading, whole):
            for figure in self.cast.at.get(part.start, ()):
                code = self._code(figure)
                outside = code is None or code == self._code(slot.figure) or circle and code not in circle
                if part.start != slot.start and not outside:
                    yield Slot(part.start, part.stop, figure)

    def _circle(self, report: Report) -> set[str]:
        """Who takes part in what the words of a telling name, where a lexicon says so; else nothing."""
        hits = self.reading.hits(report.start, report.stop)
        return {code for _, _, row in hits if row.label in self.closed and row.id for code in row.id.split()}

    def _on_other_sides(self, event: str, kind: EventType, sought: str) -> set[str]:
        """Who plays another part in any event of the type, but never the one sought: who imposes is not who is hit."""
        if (event, sought) not in self.sides:
            sides: dict[bool, set[str]] = {True: set(), False: set()}
            for report in self.told:
                for name, slots in report.slots:
                    if report.kind == event and name in kind.merge and name not in report.sought:
                        sides[name == sought].update(filter(None, (self._code(slot.figure) for slot in slots)))
            self.sides[event, sought] = sides[False] - sides[True]
        return self.sides[event, sought]

    def _actors(self, slots: Sequence[Slot]) -> set[str]:
        return {self._code(slot.figure) or self.reading.words(slot.start, slot.stop) for slot in slots}

    def _candidates(
        self, place: str, number: int, report: Report, kind: EventType, role: RoleType, circle: Collection[str]
    ) -> Iterator[Slot]:
        if place == "events":
            near = [
                slot
                for other in self._around(number, report.kind, role.name)
                if self._agree(report, other, kind, role.name)
                for slot in other.slot(role.name)
            ]
            # Whom its own sentence names comes first.
            here = {self._code(one) for token in self._mentions("sentence", report.trigger) for one in self.at[token]}
            yield from sorted(near, key=lambda slot: self._code(slot.figure) not in here)
            return
        if place in _APART:
            yield from self._apart(place, report.trigger[0])
            return
        tokens = self._mentions(place, report.trigger)
        if place == "clause":
            tokens = [token for token in tokens if self._stands_to(token, report.trigger)]
        elif place == "sole":
            tokens = self._alone(list(tokens), role.least)
        if place in _NEAR and role.least > 1 and not report.slot(role.name) and self._pairs():
            tokens = sorted(tokens, key=lambda token: not self._is_a_pair(token))  # they are all who are missing
        if place in _USUAL:
            tokens = [token for token in tokens if any(self._code(one) in role.usual for one in self.at[token])]
        labels = dict(report.among).get(role.name, ())
        among = frozenset().union(*map(self.matcher.alphabet.below, labels))
        for token in tokens:
            if role.differ and self._is_no_partner(token):
                continue
            if among and token in self.mentions and self.mentions[token].label not in among:
                continue
            for figure in self.at[token]:
                if (place in _USUAL or circle) and (state := self.states.get(self._code(figure))):
                    yield state  # the state itself, not who speaks for it
                    continue
                yield Slot(token, self._stop(token), figure)

    def _partners(self, actors: Collection[str], event: str) -> Iterator[Slot]:
        """Yield the partner of the only actor."""
        if len(actors) == 1:
            (actor,) = actors
            if (actor, event) not in self.partner:
                self.partner[actor, event] = self._partner(actor, event)
            partner = self.partner[actor, event]
            if partner is not None:
                yield partner

    def _partner(self, actor: str, event: str) -> Slot | None:
        """Who takes part beside an actor in more of what the text tells than anybody else does.

        Once is enough in what is of another type than the event; of its own type it takes two tellings.
        """
        weights: dict[str, int] = {}
        first: dict[str, Slot] = {}
        for (code, kind), (times, slot) in self.beside.get(actor, {}).items():
            weights[code] = weights.get(code, 0) + times * (1 if kind == event else _OTHERWISE)
            first.setdefault(code, slot)
        most = sorted(weights, key=lambda code: -weights[code])[:2]
        alone = most and (len(most) == 1 or weights[most[1]] < weights[most[0]])
        return first[most[0]] if alone and weights[most[0]] >= _OTHERWISE else None

    @cached_property
    def beside(self) -> dict[str, dict[tuple[str, str], tuple[int, Slot]]]:
        """Who takes part beside each actor, in how many tellings of each type, and where that is told first."""
        result: dict[str, dict[tuple[str, str], tuple[int, Slot]]] = {}
        for report in self.told:
            roles = self.company.get(report.kind, ())
            for slots in [slots for name, slots in report.slots if name in roles and report.status != NOTHING]:
                codes = {code: slot for slot in slots if (code := self._code(slot.figure))}
                for one, other in permutations(codes if len(codes) <= _FEW else (), 2):
                    beside = result.setdefault(one, {})
                    times, slot = beside.get((other, report.kind), (0, codes[other]))
                    beside[other, report.kind] = times + 1, slot
        return result

    def _around(self, number: int, event: str, role: str) -> Iterator[Report]:
        """The tellings of one type that fill a role, not too far from it: those before, the nearest first, then on."""
        filled = self.filling.get((event, role))
        if filled is None:
            told = enumerate(self.told)
            filled = self.filling[event, role] = [n for n, each in told if each.kind == event and each.slot(role)]
        low, high = bisect_left(filled, number - TOLD_AGAIN), bisect_left(filled, number + TOLD_AGAIN + 1)
        at = bisect_left(filled, number, low, high)
        after = at + (at < high and filled[at] == number)
        for each in (*reversed(filled[low:at]), *filled[after:high]):
            yield self.told[each]

    def _agree(self, report: Report, other: Report, kind: EventType, sought: str) -> bool:
        """Tell whether two tellings share an actor in each merge role, but for the one sought, that both fill.

        What an event does not need is taken over only by a telling that says nothing else of its own.
        """
        needed = next(role.least > 0 for role in kind.roles if role.name == sought)
        if not needed and not (brief(kind, report) and report.attributes == other.attributes):
            return False
        shared = (
            (self._actors(report.slot(name)), self._actors(other.slot(name))) for name in kind.merge if name != sought
        )
        return all(not here or not there or here & there for here, there in shared)

    def _subjects(self, trigger: int) -> Iterator[Slot]:
        """Of whom the text speaks: the first person of this sentence and of those before it, else its author."""
        first, after = self.reading.sentence(self.reading.base, trigger)
        after = trigger
        for sentences_back in range(_SENTENCES):
            # "They" in a sentence may be its officials or delegation; farther back only persons are remembered.
            kinds = ("Person",) if sentences_back else ("Person", "Unnamed")
            for token in self._between(first, after, first):
                if not self.cast.at.get(token):
                    continue
                figure = self.cast.at[token][0]
                if self.cast.figures[figure].kind in kinds and figure != self.cast.writer:
                    yield Slot(token, self._stop(token), figure)
                    break
            if not first:
                break
            after = first
            first, _ = self.reading.sentence(self.reading.base, first - 1)
        author = self.cast.author
        if author is not None and author != self.cast.writer and self.cast.figures[author].mentions:
            found = self.cast.figures[author].mentions[0]
            yield Slot(found.start, found.stop, author)

    def _mentions(self, place: str, trigger: tuple[int, int]) -> Iterable[int]:
        """The first tokens of mentions in a place, the best first."""
        if place in ("document", "theme"):
            return self.most_named
        first, after = self.reading.sentence(self.reading.base, trigger[0])
        if place in (*_NEAR, "usual"):
            near = self._between(first, after, trigger[0])
            return sorted(near, key=lambda token: self._distance(token, trigger[0]))
        if place == "before":
            return reversed(self._between(self._start_before(first), first, first))
        symbols = self.reading.base.symbols
        low, high = max(0, first - _FAR), min(len(symbols), after + _FAR)
        start = symbols.rfind(self.paragraph, low, first) + 1 or low
        stop = symbols.find(self.paragraph, after - 1, high)
        stop = high if stop < 0 else stop
        return (*reversed(self._between(start, first, first)), *self._between(after, stop, after))

    def _start_before(self, first: int) -> int:
        """Where the few sentences begin that stand before one, in its paragraph or above it."""
        left = _BEFORE
        while left and first:
            start, _ = self.reading.sentence(self.reading.base, first - 1)
            left -= first - start > 1  # the end of a paragraph is no sentence
            first = start
        return first

    def _distance(self, one: int, other: int) -> int:
        """How far the mention at ``one`` is from ``other``; what divides clauses, or makes it a place, is wide."""
        start, stop = min(one, other), max(one, other)
        symbols = self.reading.base.symbols
        between = symbols[start:stop]
        place = any(symbol in self.where for symbol in symbols[max(0, one - 2) : one])
        if one < other and self._opens(one):
            return len(between)
        return len(between) + WIDE * (place + sum(map(between.count, self.dividers)))

    def _stands_to(self, token: int, trigger: tuple[int, int]) -> bool:
        """Whether a mention stands in the clause of what is told, as its subject or behind a word for a partner.

        Who opens the sentence is its subject, and who stands beside the words belongs to them. Whom a pronoun means
        is too doubtful.
        """
        reading, before = self.reading, token < trigger[0]
        if self._is_a_pronoun(token):
            return False
        between = range(self._stop(token), trigger[0]) if before else range(trigger[1], token)
        if before and (self._opens(token) or len(between) <= _BESIDE):
            return True
        if any(reading.is_labelled(each, self.subclauses) for each in between):
            return False
        if len(between) <= 1:
            return True
        found = self.mentions.get(token)
        if not before and found is not None and found.label in self.adjectives:
            return False
        ahead = token - 1
        if reading.is_labelled(ahead, self.determiners):
            ahead -= 1
        if before and reading.base.symbols[max(0, ahead)] not in self.prepositions:
            return True
        return reading.is_labelled(ahead, self.sharing)

    def _alone(self, tokens: Sequence[int], needed: int) -> list[int]:
        """The mentions of a sentence that names no more actors than are needed, but for pronouns."""
        named = {self._code(figure) for token in tokens for figure in self.at[token]}
        return [token for token in tokens if not self._is_a_pronoun(token)] if len(named) <= needed else []

    def _is_a_pronoun(self, token: int) -> bool:
        found = self.mentions.get(token)
        return found is not None and found.label in self.pronouns

    def _opens(self, token: int) -> bool:
        """Whether a sentence begins with a mention, but for an article: what it tells is told of that subject."""
        first, _ = self.reading.sentence(self.reading.base, token)
        return token - first < 2

    def _stop(self, token: int) -> int:
        """Where the mention ends that begins with a token."""
        found = self.mentions.get(token) or self.reading.mention_at.get(token)
        return found.stop if found else token + 1

    def _between(self, start: int, stop: int, centre: int) -> list[int]:
        """The mentions among some tokens; of very many those around ``centre``."""
        middle = bisect_left(self.tokens, centre)
        low = max(bisect_left(self.tokens, start), middle - _SOUGHT)
        return self.tokens[low : min(bisect_left(self.tokens, stop), middle + _SOUGHT)]


def _is_sought(role: RoleType) -> bool:
    return bool(role.seek or role.sought)


def _unsought(matcher: Matcher) -> dict[tuple[str, ...], frozenset[str]]:
    """By the labels of those whom a role does not seek, their ids."""
    several = {role.unsought for kind in matcher.rules.types for role in kind.roles}
    return {labels: frozenset().union(*map(matcher.ids_below.__getitem__, labels)) for labels in several}


def _outside(code: str | None, circle: Collection[str], unsought: Collection[str]) -> bool:
    """Whether somebody takes no part in what has parties of its own, or is of those whom nobody seeks."""
    return code not in circle if circle else code in unsought


def positions(text: str, character: str) -> Iterator[int]:
    """Where a character stands in a text."""
    at = text.find(character)
    while at >= 0:
        yield at
        at = text.find(character, at + 1)


def _doubtful_labels(matcher: Matcher) -> frozenset[str]:
    """Labels of actors that are something else as well, as capitals are cities, and no role's fillers by themselves."""
    fillers = {role.label for kind in matcher.rules.types for role in kind.roles if role.seek}
    fit = frozenset().union(*map(matcher.alphabet.below, fillers))
    actors = matcher.alphabet.below("Actor")
    return frozenset(label for label in actors - fit if set(matcher.rules.labels.get(label, ())) - actors)

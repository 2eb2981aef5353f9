"""Words that point to somebody told before: "the minister", "he", "they", "it"."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain, islice

from ..match.matcher import Found
from ..values.countries import iso
from .descriptions import Descriptions
from .figures import PERSONS, Figure, bare, is_body, is_plural, is_several
from .memory import Fits, Memory
from .persons import LONGEST_DESCRIPTION, Persons
from .within import members, roles_of

_PLURAL = "p"
_TWO = 2
_LISTS_BACK = 8  # lists before them that are looked at
_PAIR_BACK = 3  # sentences, with this one, in which "they" and "the two" are sought
# Who two may be, in the order in which they are thought of; and whether both must be known to act for a state.
_Ways = tuple[tuple[tuple[str, ...], bool], ...]
_THEY: _Ways = ((PERSONS, False),)
_TWO_SIDES: _Ways = ((PERSONS, True), (("Country",), True), *_THEY)
_BOTH: _Ways = ((PERSONS, True), (("Person",), False), (("Country",), True), *_THEY)


class Pointing:
    """Links words that point back to the figures that they mean."""

    def __init__(self, memory: Memory, persons: Persons, descriptions: Descriptions) -> None:
        self.memory = memory
        self.persons = persons
        self.unnamed = descriptions.unnamed
        self.acting: dict[int, tuple[int, ...]] = {}  # whom an "it" means that acts, not speaks

    def nominal(self, found: Found) -> Sequence[int]:
        """Return the person or persons most present who hold an office: "the minister", "the two presidents"."""
        memory = self.memory
        roles = roles_of(found)
        code, role, heads = memory.office(roles)
        plural = "many" in roles or role is not None and is_plural(memory.reading.words(*role).lower())
        named = self.persons.named_behind(found)
        if named is not None:
            memory.spoken_of(named, found)
            return (named,)
        if code and not plural and not heads.isdisjoint(memory.matcher.peers):
            return self._counterpart(found, code)
        short, of_what = bare(heads), self._of_what(found)

        def agrees(figure: Figure) -> bool:
            if of_what and of_what.isdisjoint((figure.role or figure.name).split()):
                return False
            return not code or figure.code in (code, None)

        def loosely(figure: Figure) -> bool:
            return not short.isdisjoint(bare(figure.heads)) and agrees(figure)

        # "The minister" is any minister, "the foreign minister" no other; but "the presidential spokesman" may be
        # the one spokesman that the text has.
        chosen = memory.present(found.start, lambda figure: not heads.isdisjoint(figure.heads) and agrees(figure))
        if plural:
            together = self._together(found, chosen or memory.present(found.start, loosely))
            if not together and not code and not self._delegates(found):
                self.pair(found)
            if not together and self._hold(memory.pairs.get(found.start, ()), short):
                return ()
            return together or self.unnamed(found)
        figures = memory.figures
        chosen = [number for number in chosen if not is_several(figures[number])]
        if not chosen:
            chosen = [n for n in memory.present(found.start, loosely) if not is_several(figures[n])]
            chosen = chosen if heads <= short or len(chosen) == 1 else []
        if not chosen and code:
            chosen = memory.present(found.start, lambda figure: figure.kind == "Person" and figure.code == code)
            chosen = chosen if len(chosen) == 1 and self._may_hold(figures[chosen[0]], heads) else []
        chosen = chosen or self._beside(found, code, role, heads)
        if chosen:
            memory.spoken_of(chosen[0], found)
            return (chosen[0],)
        (number,) = self.unnamed(found)
        memory.titled.append(number)
        return (number,)

    def _beside(self, found: Found, code: str | None, role: tuple[int, int] | None, heads: set[str]) -> list[int]:
        """Whoever is named right before and so holds an office: "Melnik, the mayor of Springville, said"."""
        memory, words = self.memory, self.memory.words
        number = memory.last_spoken_of()
        if number is None or found.start < 1 or words[found.start - 1] != ",":
            return []
        if words[found.stop] != "," and not memory.labels.is_onward[memory.symbols[found.stop]]:
            return []
        figure = memory.figures[number]
        if figure.kind != "Person" or not figure.mentions or figure.mentions[-1].stop != found.start - 1:
            return []
        figure.role = figure.role or (memory.reading.words(*role) if role else None)
        figure.code = figure.code or code
        figure.heads |= heads | bare(heads)
        return [number]

    def _delegates(self, found: Found) -> bool:
        """Remember for whom those act whom "the negotiators" means, if a list named just before ends in the noun."""
        noun = self.memory.words[found.stop - 1]
        near = ((whole, numbers) for whole, numbers in self._lists_before(found) if len(numbers) > 1)
        numbers = next((numbers for whole, numbers in near if self.memory.words[whole.stop - 1] == noun), ())
        if numbers:
            self.memory.pairs[found.start] = numbers
        return bool(numbers)

    @cached_property
    def _lists(self) -> list[Found]:
        """All lists of a text by where they end."""
        lists = self.memory.labels.lists
        return sorted((each for each in self.memory.reading.found if each.label in lists), key=lambda each: each.stop)

    def _lists_before(self, found: Found) -> Iterator[tuple[Found, tuple[int, ...]]]:
        """The lists before a mention, in its sentence and the two before, the nearest first, with whom they name."""
        memory = self.memory
        sentence = memory.sentence(found.start)
        after = bisect_right(self._lists, found.start, key=lambda each: each.stop)
        for whole in reversed(self._lists[max(0, after - _LISTS_BACK) : after]):
            if sentence - memory.sentence(whole.start) >= _PAIR_BACK:
                return
            parts = members(memory.matcher, memory.reading, whole)
            yield whole, tuple(dict.fromkeys(number for part in parts for number in memory.at.get(part.start, ())))

    def _hold(self, pair: Sequence[int], short: set[str]) -> bool:
        """Tell whether two may hold the office that they are called by: at least one does, and none another."""
        offices = [bare(self.memory.figures[number].heads) for number in pair]
        return any(offices) and all(not own or own & short for own in offices)

    def _may_hold(self, figure: Figure, heads: set[str]) -> bool:
        """Tell whether somebody may hold an office of a state: unless another office of a state is told of them."""
        offices = self.memory.matcher.state_offices.keys()
        return offices.isdisjoint(heads) or not figure.heads or bool(bare(figure.heads) & bare(heads))

    def _of_what(self, found: Found) -> set[str]:
        """The names of the body whose office it is: Senate of "the president of the Senate"."""
        memory = self.memory
        names = set[str]()
        if not memory.labels.is_preposition[memory.symbols[found.stop]]:
            return names
        for token, form in enumerate(memory.words[found.stop : found.stop + LONGEST_DESCRIPTION]):
            if form[:1].isupper():
                names.add(form)
            elif names and form not in ("of", "the", "'s") or token > 1 and not names:
                break
        return names

    def _counterpart(self, found: Found, code: str) -> tuple[int, ...]:
        """For "his Turkish counterpart": who holds there the office of the most present person of another state."""
        memory, peers = self.memory, self.persons.peers
        heads = self.persons.office_of_others(found, code)

        def fits(figure: Figure) -> bool:
            return figure.kind == "Person" and figure.code == code and (not heads or bool(peers(figure) & heads))

        chosen = memory.present(found.start, fits)
        if len(chosen) == 1:
            memory.spoken_of(chosen[0], found)
            return (chosen[0],)
        (number,) = self.unnamed(found)
        memory.figures[number].heads |= heads
        return (number,)

    def _together(self, found: Found, fits: Sequence[int]) -> Sequence[int]:
        """Several persons, or the description of several, that "the two ministers" or "the ministers" point to."""
        groups = [number for number in fits if is_several(self.memory.figures[number])]
        persons = sorted([number for number in fits if number not in groups][:2])
        chosen = persons if len(persons) == 2 else groups[:1]
        for number in chosen:
            self.memory.spoken_of(number, found)
        return chosen

    def pair(self, found: Found) -> tuple[int, ...]:
        """Remember whom "they" or "both sides" means: two of different states, in the last sentence that has two.

        It opens no entity. Where they speak they are persons, of whom the text may have told long before.
        """
        memory = self.memory
        if found.start in memory.voices:
            return self._speaking_pair(found)
        if found.label in memory.labels.couples and found.label not in memory.labels.sides and self._two_listed(found):
            return ()
        sentence, named_in = memory.sentence(found.start), memory.named_in
        # Countries are "the two sides" and "both countries", hardly "they" or "both presidents".
        ways = _TWO_SIDES if found.label in memory.labels.sides else _BOTH
        ways = ways if found.label in memory.labels.couples else _THEY
        here = named_in.get(sentence)
        back = (named_in[n] for n in range(sentence, sentence - _PAIR_BACK, -1) if n in named_in)
        for numbers in islice(back, _PAIR_BACK):
            for kinds, known in ways:
                fits = [n for n in dict.fromkeys(numbers) if _may_pair(memory.figures[n], kinds)]
                codes = {memory.figures[n].code for n in fits}
                if len(fits) == len(codes) == 2 and not (None in codes and known):
                    memory.pairs[found.start] = tuple(fits)
                    return ()
            if found.label in memory.labels.couples and numbers is here and (both := self._both(numbers)):
                memory.pairs[found.start] = both
                return ()
        if found.label in memory.labels.couples:
            two = (numbers for _, numbers in self._lists_before(found) if len(numbers) == _TWO)
            memory.pairs[found.start] = next(two, ())
        return ()

    def _two_listed(self, found: Found) -> bool:
        """Remember the two of the last list with a person: "Melnik and the Dalai Lama agreed after the two met"."""
        figures = self.memory.figures
        lists = (numbers for _, numbers in self._lists_before(found))
        numbers = next((each for each in lists if any(figures[number].kind == "Person" for number in each)), ())
        codes = {figures[number].code for number in numbers}
        if not len(numbers) == len(codes) == _TWO or any(figures[number].kind not in PERSONS for number in numbers):
            return False
        self.memory.pairs[found.start] = numbers
        return True

    def _both(self, numbers: Sequence[int]) -> tuple[int, ...]:
        """Of some figures just two states, or bodies that act for states; none if these are more or fewer."""
        found: dict[str | None, int] = {}
        for number in numbers:
            figure = self.memory.figures[number]
            if figure.kind != "Person" and figure.code in iso():
                found.setdefault(figure.code, number)
        return tuple(found.values()) if len(found) == 2 else ()

    def _speaking_pair(self, found: Found) -> tuple[int, ...]:
        """Remember whom "the leaders stressed" means: just two of different states in a sentence or the text."""
        memory, figures = self.memory, self.memory.figures
        sentence = memory.sentence(found.start)
        near = (memory.named_in.get(n, ()) for n in range(sentence, sentence - _PAIR_BACK - 1, -1))
        for numbers in chain(near, (memory.remembered(),)):
            fits = {n for n in numbers if figures[n].kind == "Person" and figures[n].code}
            if len(fits) == len({figures[n].code for n in fits}) == 2:
                memory.pairs[found.start] = tuple(sorted(fits))
                break
        return ()

    def statement(self, found: Found) -> tuple[int, ...]:
        """Return who is meant by "the statement said": whoever spoke last."""
        return self._who_said(found, lambda figure: figure.kind != "Name", self.memory.spoke)

    def neuter(self, found: Found) -> tuple[int, ...]:
        """Return who is meant by "it said": the body or state that spoke or acted last.

        What "it" did was done by the subject of its sentence, if that is one, or where the sentence has named nobody,
        by the same; but it is so only for a rule that asks who did it.
        """
        memory = self.memory
        if found.start in memory.voices:
            return self._who_said(found, is_body, memory.leaders)
        number, sentence = None, memory.sentence(found.start)
        if not memory.named_in.get(sentence):
            number = memory.last_leader(found, is_body, memory.leaders)
        elif memory.leaders and memory.leaders[-1][1] == sentence:
            number = memory.leaders[-1][0]
        self.acting[found.start] = (number,) if number is not None and is_body(memory.figures[number]) else ()
        return ()

    def _who_said(self, found: Found, fits: Fits, among: Sequence[tuple[int, int]]) -> tuple[int, ...]:
        """For "they said", "it said": the one that fits among those who spoke or acted in the last sentences."""
        memory = self.memory
        number = memory.last_leader(found, fits, among) if found.start in memory.voices else None
        if number is None:
            return ()
        memory.spoken_of(number, found)
        return (number,)

    def pronoun(self, found: Found) -> Sequence[int]:
        """Return who is meant by "he", "she", "they"."""
        memory = self.memory
        if found.rule:
            row = memory.reading.row(found.start, found.stop, memory.labels.pronouns)
        else:
            row = memory.labels.pronoun_rows[tuple(memory.words[found.start : found.stop])]
        gender = "" if row is None else row.id
        if gender == _PLURAL:
            return self.pair(found) or self._who_said(found, is_several, memory.leaders)
        fitting = memory.present(
            found.start,
            lambda one: (not gender or one.gender in (None, gender)) and (one.kind == "Person" or not is_several(one)),
        )
        # Who is told of without a name or an office ("a campaign said") may be no person at all.
        figures = memory.figures
        told = (number for number in fitting if figures[number].kind == "Person" or figures[number].heads)
        number = next(told, fitting[0] if fitting else None)
        if number is None:
            return ()
        figure = figures[number]
        figure.gender = figure.gender or (gender or None)
        memory.spoken_of(number, found)
        return (number,)


def _may_pair(figure: Figure, kinds: Sequence[str]) -> bool:
    return figure.kind in kinds and (figure.kind == "Person" or figure.code is not None)

"""States, groups and bodies that have names of their own."""

from __future__ import annotations

from ..match.matcher import Found, initials
from ..values.countries import everyday_name, iso
from .figures import Figure
from .memory import LOOKED_BACK, Memory
from .within import roles_of

_SHORTEST_INITIALS = 2  # letters by which a body is called
_INITIALS = 4  # letters of the longest abbreviation of a country's name


class Bodies:
    """Links what is said of states and bodies to them."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self._named: set[int] = set()  # countries whose name, not an adjective or capital, has been read
        self._countries: list[int] = []
        self._groups: list[int] = []
        self._proper: dict[str, list[int]] = {}  # bodies by the first word of their names, and by their initials
        self._whole: set[int] = set()  # those whose full name has been read
        self._recent: list[int] = []  # bodies with names of their own, again and again

    def country(self, found: Found) -> tuple[int, ...]:
        """Return the state or other actor that a lexicon's word means."""
        memory = self.memory
        start, stop, row = found.start, found.stop, None
        if not found.rule:  # a word or phrase of a lexicon
            row = memory.labels.actor_rows[tuple(memory.words[start:stop])]
        elif told := memory.reading.told(start, stop, memory.labels.actors):
            start, stop, row = told[0]
        code = row.id if row else None
        number = memory.by_key.get(("Country", code)) if code else None
        if number is None:
            name = memory.reading.words(start, stop)
            number = self._single("Country", name, code or name, code)
        memory.spoken_of(number, found)
        if row and row.label in memory.labels.countries and number not in self._named:
            # "Turkish" or "U.S." opens the entity, but its name is Turkey, or the United States.
            name = memory.figures[number].name = memory.reading.words(start, stop)
            if not _is_abbreviated(name):
                self._named.add(number)
        return (number,)

    def half_named(self, found: Found) -> tuple[int, ...]:
        """Return the state that a text calls by the first word of its name: "the North" after North Korea."""
        memory = self.memory
        start, stop = found.start, found.stop
        if stop != start + 1 or not start or not memory.labels.is_determiner[memory.symbols[start - 1]]:
            return ()
        states = (memory.figures[number] for number in reversed(self._countries))
        for code in dict.fromkeys(figure.code for figure in (*memory.figures[: -LOOKED_BACK - 1 : -1], *states)):
            name = everyday_name(code) if code and code in iso() else ""
            if name.startswith(memory.words[start] + " "):
                number = self._single("Country", name, code, code)
                memory.spoken_of(number, found)
                return (number,)
        return ()

    def name_countries(self) -> None:
        """Give countries that the text has only in initials the names by which they are known."""
        for number in self._countries:
            figure = self.memory.figures[number]
            if number not in self._named and figure.code in iso() and _is_abbreviated(figure.name):
                figure.name = everyday_name(figure.code)

    def group(self, found: Found) -> tuple[int, ...]:
        """Return the group that words mean: the Security Council, Turkish officials."""
        memory = self.memory
        if not found.rule:
            first = whole = memory.labels.actor_rows[tuple(memory.words[found.start : found.stop])]
        else:
            acting = memory.reading.told(found.start, found.stop, memory.labels.actors)
            first = acting[0][2] if acting else None
            whole = next((row for a, b, row in acting if a == found.start and b == found.stop), None)
        number = memory.by_key.get(("Group", (whole.id, ()))) if whole else None
        if number is None:
            told = memory.reading.words(found.start, found.stop)
            name = without_article(told)
            code = whole.id if whole else (first.id if first else None)
            words = () if whole else tuple(name.lower().split())
            if not whole and (name.islower() or len(words) == 1):
                # "The Committee" is one named before; a bare "Committee" may be part of a name.
                number = self.group_named(words, code) if name != told or name.islower() else None
                number = self.abbreviated(name) if number is None else number
                number = self._several_told(name) if number is None and name != told else number
            if number is None:
                number = self._single("Group", name, (code, words), code)
        memory.spoken_of(number, found)
        return (number,)

    def _single(self, kind: str, name: str, key: object, code: str | None) -> int:
        """The one figure of this kind and key, opened where there is none yet."""
        memory = self.memory
        number = memory.by_key.get((kind, key))
        if number is None:
            number = memory.by_key[kind, key] = memory.opened(Figure(kind, name, code=code))
            (self._groups if kind == "Group" else self._countries).append(number)
        return number

    def abbreviated(self, name: str) -> int | None:
        """The body read last of whose name a word is the initials: "the HNC" after the Higher Negotiation Committee."""
        if not name.isupper() or not name.isalpha() or len(name) < _SHORTEST_INITIALS:
            return None
        figures = self.memory.figures
        fits = (number for number in reversed(self._groups) if initials(figures[number].name.split()) == name)
        return next(fits, None)

    def group_named(self, words: tuple[str, ...], code: str | None) -> int | None:
        """The body read last whose name ends in some words: the Security Council for "the council".

        So may what stands before its first preposition: the Organization for Migration for "the organization".
        """
        for number in reversed(self._groups):
            figure = self.memory.figures[number]
            own = tuple(figure.name.lower().split())
            agrees = len(own) > len(words) and code in (None, figure.code)
            if agrees and words in (own[-len(words) :], self._head(figure)[-len(words) :]):
                return number
        return None

    def _several_told(self, noun: str) -> int | None:
        """Those whom "the delegation" means: who was last described with the noun, of a state that the text tells."""
        figures = self.memory.figures
        fits = (number for number in self.memory.remembered() if self._is_described(figures[number], noun))
        return next(fits, None)

    def _is_described(self, figure: Figure, noun: str) -> bool:
        if figure.kind != "Unnamed" or figure.code is None:
            return False
        return figure.role == noun or noun in self._head(figure)[-1:]

    def _head(self, figure: Figure) -> tuple[str, ...]:
        """What stands before the first preposition of a body's name as it is first written."""
        memory = self.memory
        start, stop = figure.mentions[0][2:4]
        is_preposition = memory.labels.is_preposition
        behind = (token for token in range(start + 1, stop) if is_preposition[memory.symbols[token]])
        return tuple(form.lower() for form in memory.words[start : next(behind, stop)])

    def proper(self, found: Found) -> tuple[int, ...]:
        """Return a body that is called again by the first words of its name, or by its initials."""
        memory, reading = self.memory, self.memory.reading
        roles = roles_of(found)
        start, stop = roles.get("name", found[2:4])
        _, end = roles.get("form", (start, stop))
        forms = reading.forms(start, stop)
        words = tuple([form.lower() for form in forms if form[:1].isalnum()])
        whole = "form" in roles or "whole" in roles
        short = initials(forms).lower() if len(words) > 1 else ""
        known = next((row.id for a, b, row in reading.hits(start, stop) if (a, b) == (start, stop) and row.id), None)
        number = memory.by_key.get(("Proper", known)) if known else None
        if number is None:
            number = self._proper_body(words, short, whole=whole)
        name = reading.words(start, max(stop, end))
        if number is None:
            number = memory.opened(Figure("Group", name, words))
        figure = memory.figures[number]
        if len(name) > len(figure.name) or not figure.words:
            figure.name, figure.words = name, max(words, figure.words, key=len)
        if known:
            memory.by_key.setdefault(("Proper", known), number)
        if whole:
            self._whole.add(number)
        for key in filter(None, (*words[:1], short)):
            listed = self._proper.setdefault(key, [])
            if number not in listed:
                listed.append(number)
        memory.spoken_of(number, found)
        self._recent.append(number)
        return (number,)

    def _proper_body(self, words: tuple[str, ...], short: str, *, whole: bool) -> int | None:
        """The body read last whose name begins with some words, or is what they begin, or has the same initials.

        Two full names of which one begins with the other are two bodies.
        """
        figures = self.memory.figures
        keys = [key for key in (*words[:1], short) if key]
        listed = [number for key in keys for number in reversed(self._proper.get(key, ()))]
        same = next((number for number in listed if figures[number].words == words), None)
        if same is not None:
            return same
        for number in listed:
            own = figures[number].words
            if len(own) > len(words) and not whole and (own[: len(words)] == words or len(words) == 1):
                return number  # by its first words, or else it is listed here by its initials
            if len(own) < len(words) and number not in self._whole and own in (words[: len(own)], (short,)):
                return number
        return None

    def definite(self, found: Found) -> tuple[int, ...]:
        """Return whom "the club" means: the body most present of those that have names of their own."""
        memory = self.memory
        bodies = memory.ranked(found.start, dict.fromkeys(reversed(self._recent[-LOOKED_BACK:])), lambda _: True)
        if not bodies:
            return ()
        memory.spoken_of(bodies[0], found)
        self._recent.append(bodies[0])
        return (bodies[0],)


def without_article(name: str) -> str:
    """Return a name without "the" before it."""
    return name[4:] if name[:4] in ("the ", "The ") else name


def _is_abbreviated(name: str) -> bool:
    """Tell whether a country's name is written in initials: U.S., UK."""
    letters = name.replace(".", "").replace(" ", "")
    return letters.isupper() and len(letters) <= _INITIALS

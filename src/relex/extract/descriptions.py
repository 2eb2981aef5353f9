"""Those whom a text does not name: "a senior official", and speakers whom no mention stands for."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from ..match.matcher import Found
from .bodies import Bodies, without_article
from .figures import Figure, bare, is_plural
from .labels import DESCRIBED, STATEMENT
from .memory import Memory
from .persons import LONGEST_DESCRIPTION, Persons
from .within import head_of, roles_of

_PARTICIPLES = ("ed", "en")  # endings of "a statement issued", "a letter seen"
_ADVERBS = ("ively", "ously", "ently", "antly", "edly", "rely", "ctly", "ually", "ically")  # "the parties positively"
_NO_NOUNS = ("ly", "self", "selves")  # endings of what stands behind a noun: "the minister himself"


class Descriptions:
    """Links descriptions of somebody to whom they describe."""

    def __init__(self, memory: Memory, persons: Persons, bodies: Bodies) -> None:
        self.memory = memory
        self.persons = persons
        self.bodies = bodies
        self.silent: set[int] = set()  # where the words of a document are told, which are nobody's
        self._nouns: dict[int, tuple[str, ...]] = {}  # with which words somebody unnamed was described

    def description(self, found: Found) -> tuple[int, ...]:
        """Return who speaks where no mention names a speaker."""
        memory = self.memory
        named = self.persons.named_behind(found)
        body = self._body_again(found) if named is None else None
        if body is not None:
            memory.spoken_of(body, found._replace(label=memory.figures[body].mentions[0].label))
            return (body,)
        (number,) = self.unnamed(found) if named is None else (named,)
        figure = memory.figures[number]
        if figure.code is None:
            figure.code = memory.actor_among(*head_of(memory.matcher, memory.reading, found[2:4]))
        return (number,)

    def _body_again(self, found: Found) -> int | None:
        """The body that a description of one word means: "the HNC", "the group" after a crisis group."""
        told = self.memory.reading.words(found.start, found.stop)
        name = without_article(told)
        if " " in name:
            return None
        number = self.bodies.abbreviated(name)
        return self.bodies.group_named((name.lower(),), None) if number is None and name != told else number

    def unnamed(self, found: Found) -> tuple[int, ...]:
        """Return "a senior official", "the woman": one figure for each description."""
        memory = self.memory
        name = memory.reading.words(found.start, found.stop)
        lower = name.lower()
        is_known = found.stop > found.start + 1 and memory.labels.is_known[memory.symbols[found.start]]
        number = self._told_before(found) if is_known else None
        if number is None:
            key = "Unnamed", lower.removeprefix("the ").removeprefix("a ").removeprefix("an ")
            number = memory.by_key.get(key)
            if number is None:
                code, role, heads = memory.office(roles_of(found))
                office = memory.reading.words(*role) if role else None
                one = Figure("Unnamed", name, role=office, heads=heads | bare(heads), code=code)
                number = memory.by_key[key] = memory.opened(one)
                self._nouns[number] = self._words_of(found)
        memory.spoken_of(number, found)
        return (number,)

    def _words_of(self, found: Found) -> tuple[str, ...]:
        """The words of a description before a preposition: "a person familiar" of "a person familiar with the plan"."""
        memory = self.memory
        start, stop = head_of(memory.matcher, memory.reading, found[2:4])
        return tuple([form.lower() for form in memory.words[start:stop]])

    def _told_before(self, found: Found) -> int | None:
        """The somebody of whom "the person", "the sources" speak again: who was last described with that noun."""
        nouns, figures = self._nouns, self.memory.figures
        noun = self._words_of(found)[-1]
        among = [number for number in self.memory.remembered() if noun in nouns.get(number, ())]
        if not among:
            return None
        code = self.memory.actor_among(found.start, found.stop)
        return next((number for number in among if code is None or figures[number].code in (code, None)), None)

    def speakers(self, mentions: Sequence[Found]) -> list[Found]:
        """Return the speakers whom no mention names: "witnesses", "Melnik's wife", "experts at the bank"."""
        memory, kinds, is_document = self.memory, self.memory.labels.kinds, self.memory.labels.is_document
        starts = [found.start for found in mentions]
        result: list[Found] = []
        for start, stop in sorted(memory.voices.items()):
            first = bisect_left(starts, start)
            tells_of_document = True in map(is_document.__getitem__, memory.symbols[start:stop])
            whole = mentions[first] if first < len(mentions) else None
            if whole and whole[2:4] == (start, stop) and whole.label in kinds and not tells_of_document:
                continue  # a mention is the whole speaker
            head = self._head_word(start, stop)
            if head is None:
                continue
            inside = mentions[first : bisect_left(starts, head + 1)]
            document = self._document(start, head) if tells_of_document else None
            if document is not None:
                if not memory.labels.is_statement[memory.symbols[document]]:
                    self.silent.add(start)
                elif not inside and self._is(start, memory.labels.is_known_or_owned):
                    result.append(Found("", STATEMENT, start, document + 1))
                elif not inside and document - start > 1:  # "a diplomatic note"; a bare letter is nobody's
                    result.append(Found("", DESCRIBED, start, document + 1))
            elif not any(self._is_meant(found, head) for found in inside) and self._may_speak(start, head):
                result.append(Found("", DESCRIBED, start, self._end(start, stop, head)))
        return result

    def _end(self, start: int, stop: int, head: int) -> int:
        """Where the description of a speaker ends: before a mark, an adverb or a day."""
        memory = self.memory
        end = min(memory.before_mark(start, stop), start + LONGEST_DESCRIPTION)
        while end > head + 1 and memory.words[end - 1].endswith(_ADVERBS):
            end -= 1
        return head + 1 if self._is_day(end - 1) else max(end, head + 1)

    def _head_word(self, start: int, stop: int) -> int | None:
        """The noun of a speaker's description: its last word before a preposition or mark that is no adverb."""
        memory = self.memory
        _, stop = head_of(memory.matcher, memory.reading, (start, memory.before_mark(start, stop)))
        for token in range(stop - 1, start - 1, -1):
            form = memory.words[token]
            if form[:1].isalpha() and not form.endswith(_NO_NOUNS) and not self._is_day(token):
                return token
        return None

    def _is_day(self, token: int) -> bool:
        labels, found = self.memory.labels, self.memory.reading.mention_at.get(token)
        return found is not None and found.label in labels.days or labels.is_day[self.memory.symbols[token]]

    def _document(self, start: int, head: int) -> int | None:
        """The noun of a statement or the like where a description is of it, with what was done to it or not."""
        for token in range(head, start - 1, -1):
            if self.memory.labels.is_document[self.memory.symbols[token]]:
                return token
            if not self.memory.words[token].endswith(_PARTICIPLES):
                return None
        return None

    def _may_speak(self, start: int, head: int) -> bool:
        """Tell whether a description has a noun for somebody: no pronoun, no statement, no clause."""
        labels, memory = self.memory.labels, self.memory
        if self._is(head, labels.is_no_noun) or head > start and self._is(head - 1, labels.is_outlet):
            return False
        if self._is_cut(start, head):
            return False
        if self._is(head, labels.is_collective):
            return True
        opens = self._is(start, labels.is_determiner) or memory.reading.shape(start) != "lower"
        return opens or not self._is(start, labels.is_mute) and any(map(is_plural, memory.words[start : head + 1]))

    def _is_cut(self, start: int, head: int) -> bool:
        """Tell whether a description begins or ends amid a word or a name: "rays" of "X-rays", "a 71-year"."""
        words, shape = self.memory.words, self.memory.reading.shape
        if start and (words[start - 1] == "-" or words[head + 1] == "-"):
            return True
        alone = head == start and shape(start) == "capital"
        return alone and start > 0 and shape(start - 1) == "capital"

    def _is(self, token: int, told: Mapping[str, bool]) -> bool:
        return told[self.memory.symbols[token]]

    def _is_meant(self, found: Found, head: int) -> bool:
        """Tell whether a mention inside a speaker's description is the speaker: not Melnik in "Melnik's wife"."""
        kind = self.memory.labels.kinds.get(found.label)
        if kind is None or found.stop <= head and self.memory.words[found.stop] == "'s":
            return False
        return found.stop > head or kind not in ("country", "group")

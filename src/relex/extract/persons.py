"""Persons who are named: who a name means, and what stands beside it tells of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..match.matcher import GENDERS, Found
from .figures import Figure, bare
from .memory import LOOKED_BACK, Memory
from .within import roles_of

_BARE = "Surname"  # a single capitalised word: a person only if linked to a full name or seen to speak
_NAMES = frozenset(("name",))  # roles that tell nothing besides
_PRESENTED_BACK = 2  # sentences between the office that presents a speaker and the name
LONGEST_DESCRIPTION = 10
_COMPOUND = 3  # tokens behind an office that may belong to it without a preposition: "minister of farm co-operation"
_CLOSING = (",", ".", "")


class Persons:
    """Links names to persons."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.ahead: set[Found] = set()  # names read already, as the description before them is of the same person
        self._by_word: dict[str, list[int]] = {}  # persons by each word of their names

    def person(self, found: Found) -> tuple[int, ...]:
        """Return the person whom a name means."""
        memory = self.memory
        roles = roles_of(found)
        start, stop = roles.get("name", found[2:4])
        words = tuple([form.lower() for form in memory.words[start:stop] if form[:1].isalnum()])
        code, heads, gender = None, set[str](), None
        if roles.keys() - _NAMES or memory.reading.may_tell(found.start, found.stop, memory.labels.of_persons):
            code, heads, gender = self._told_of(found, roles, start, stop)
        if gender and self._is_family_name(words):
            gender = None
        if heads and not heads.isdisjoint(memory.matcher.peers):
            heads = heads | self.office_of_others(found, code)
        number = self._known(words, code, gender)
        if number is None:
            number = self._presented(found, code, heads)
        if number is None:
            number = memory.opened(Figure("Name", "" if words else memory.reading.words(start, stop)))
        figure = memory.figures[number]
        if figure.kind == "Unnamed" or found.label != _BARE or memory.acts(found):
            figure.kind = "Person"
        if len(words) > len(figure.words):
            figure.name, figure.words = memory.reading.words(start, stop), words
            for word in words:
                self._by_word.setdefault(word, []).append(number)
        figure.code = figure.code or code or self._told_by_family(heads, start, stop)
        figure.gender = figure.gender or gender
        self._tell_office(figure, roles, heads)
        memory.spoken_of(number, found)
        return (number,)

    def _tell_office(self, figure: Figure, roles: Mapping[str, tuple[int, int]], heads: set[str]) -> None:
        """Note the office that is told of somebody."""
        if heads:
            figure.heads |= heads | bare(heads)
        if not figure.role and "role" in roles:
            figure.role = self.memory.reading.words(*roles["role"])
        if figure.body is None and "body" in roles:
            figure.body = self.memory.reading.words(*roles["body"])

    def named_behind(self, found: Found) -> int | None:
        """Whoever is named behind a description and a comma: "the delegate to the talks, Igor Melnik, said"."""
        memory, words = self.memory, self.memory.words
        comma = memory.before_mark(found.stop, found.stop + LONGEST_DESCRIPTION)
        name = memory.reading.mention_at.get(comma + 1)
        if name is None or words[comma] != "," or memory.labels.kinds.get(name.label) != "person":
            return None
        if words[name.stop] not in _CLOSING:
            return None
        if comma - found.stop > _COMPOUND and not memory.labels.is_preposition[memory.symbols[found.stop]]:
            return None  # "the leader will meet the head of the club, Igor Melnik, ..."
        memory.at[name.start] = self.person(name)
        self.ahead.add(name)
        return memory.at[name.start][0]

    def office_of_others(self, found: Found, code: str | None) -> set[str]:
        """The office of the most present person of another state, which "his counterpart" holds, too."""
        memory = self.memory
        others = memory.present(found.start, lambda one: one.kind == "Person" and bool(one.heads) and one.code != code)
        return self.peers(memory.figures[others[0]]) if others else set()

    def peers(self, figure: Figure) -> set[str]:
        """Somebody's offices as other states call them: a secretary of state is a foreign minister."""
        offices = self.memory.matcher.state_offices
        return {offices.get(head, head) for head in figure.heads if " " in head or len(figure.heads) == 1}

    def _is_family_name(self, words: tuple[str, ...]) -> bool:
        """Tell whether a single name is the last one of somebody named: no given name, though it may look like one."""
        if len(words) != 1:
            return False
        figures = self.memory.figures
        return any(figures[number].words[-1:] == words for number in self._by_word.get(words[0], ()))

    def _presented(self, found: Found, code: str | None, heads: set[str]) -> int | None:
        """Whoever was told of by an office before the name is given: "France's minister said ...", "... Ann Lee said".

        A name with an office means who held that office in that state, or who is the first that the text tells of, by
        an office alone ("President meets envoys"); a name without one that speaks, whoever spoke last, where no
        sentence more than one lies between.
        """
        memory = self.memory
        if heads:
            for one in memory.titled:
                figure = memory.figures[one]
                same = figure.code == code if figure.code else figure.mentions[0].start == 0
                if same and figure.kind == "Unnamed" and figure.heads & heads:
                    return one
            return None
        if found.start not in memory.voices or not memory.leaders or found.label == _BARE:
            return None
        number, sentence = memory.leaders[-1]
        near = memory.sentence(found.start) - sentence <= _PRESENTED_BACK
        return number if near and number in memory.titled and memory.figures[number].kind == "Unnamed" else None

    def _known(self, words: tuple[str, ...], code: str | None, gender: str | None) -> int | None:
        """The person whom a name means, if the text has named one who agrees with it in country and gender."""
        by_word, figures = self._by_word, self.memory.figures
        fits = {number for word in words if word in by_word for number in by_word[word][-LOOKED_BACK:]}
        if not fits:
            return None
        ranked = sorted(fits, reverse=True)
        if len(words) == 1 and len(ranked) > 1:  # of those who have one family name, whoever is spoken of most
            ranked.sort(key=lambda number: (figures[number].words[-1:] != words, -len(figures[number].mentions)))
        for number in ranked:
            figure = figures[number]
            if figure.gender and gender and figure.gender != gender:
                continue
            if figure.code and code and figure.code != code and len(words) == 1:
                continue
            if _is_same_name(figure.words, words):
                return number
        return None

    def _told_of(
        self, found: Found, roles: Mapping[str, tuple[int, int]], start: int, stop: int
    ) -> tuple[str | None, set[str], str | None]:
        """The country or body for which somebody acts, the offices and the gender, as the words of a mention tell."""
        code, _, heads = self.memory.office(roles)
        if not heads and stop - start > 1:  # "King Abdullah", whom "the king" means
            heads = self.memory.offices_among(start, start + 1)
        if code is None:
            code = self._told_by_name(found.start, start, stop)
        return code, heads, self._gender(found.start, start, stop)

    def _gender(self, first: int, start: int, stop: int) -> str | None:
        """What a title before a name, or its first word, tells: Ms, Anna."""
        told, gendered = self.memory.reading.told, self.memory.labels.gendered
        for _, _, row in (*told(first, start, gendered), *told(start, min(start + 1, stop), gendered)):
            if row.id in GENDERS:
                return row.id
        return None

    def _told_by_name(self, first: int, start: int, stop: int) -> str | None:
        """The state that a known name tells, or an office before it: "Pope Francis".

        No other word before the name counts: whom an envoy is sent to is not for whom he acts.
        """
        memory = self.memory
        return memory.actor_among(start, stop) or memory.named_among(first, start, memory.labels.own_offices)

    def _told_by_family(self, heads: set[str], start: int, stop: int) -> str | None:
        """The state for which a leader's family name tells that an office is held: "President Biden"."""
        memory = self.memory
        if stop - start > 1 or memory.matcher.state_offices.keys().isdisjoint(heads):
            return None
        return memory.named_among(start, stop, memory.labels.leader_names)


def _is_same_name(known: Sequence[str], words: Sequence[str]) -> bool:
    """Tell whether one name is a short form of the other: Lavrov, Sergey Lavrov; Wang, Wang Yi."""
    short, full = sorted((known, words), key=len)
    if len(short) == 1:
        return short[0] in full
    return set(short) <= set(full)

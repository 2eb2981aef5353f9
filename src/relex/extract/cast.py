"""Who and what the text speaks of: mentions grouped into entities."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from ..match.alphabet import Kind
from ..match.matcher import Found, Matcher, Reading, initials
from ..text.quotation import Quoted
from ..values.countries import everyday_name, iso

_PLURAL = "p"
_GENDERS = ("m", "f")
_BARE = "Surname"  # a single capitalised word: a person only if linked to a full name or seen to speak
_UNNAMED = 0.5  # a reader thinks of a person with a name first
_BY = ("by", "By", "from", "From")  # before whoever wrote or spoke the words, in a title
_OFFICES = ("Title", "TitlePlural", "SameOffice")  # what rows of lexicons name offices
_MUTE = ("Document", "Outlet", "Nobody", "Function")  # words that are nobody's description
_GOES_ON = (",", "of", "for", "in", "at")  # behind an office that is told of the person named before it
_VOICES = ("Person", "Unnamed", "Group", "Country", "Name")
_PERSONS = ("Person", "Unnamed")
# What a mention adds to its figure's presence, how presence fades from sentence to sentence, and where it ends.
_SPEAKING, _SUBJECT, _OTHER, _QUOTED, _FADING, _FARTHEST = 2.0, 1.0, 0.35, 0.1, 0.35, 12
_SHORTEST_INITIALS = 2  # letters by which a body is called
_INITIALS = 4  # letters of the longest abbreviation of a country's name
_ALIKE = frozenset(("counterpart", "colleague"))  # they hold the office of whoever is spoken of
_PAIR_BACK = 3  # sentences, with this one, in which "they" and "the two" are sought
_SUBJECTS_BACK = 2  # sentences, with this one, in which whoever "it said" and "they said" mean has spoken or acted
_DESCRIBED = ""  # the label of a speaker whom no mention names
_STATEMENT = " "  # the label of a statement that speaks for whoever spoke last
_THE = ("the", "this", "that", "its", "his", "her", "their")
_PARTICIPLES = ("ed", "en")  # endings of "a statement issued", "a letter seen"
_ADVERBS = ("ively", "ously", "ently", "antly", "edly", "rely", "ctly", "ually", "ically")  # "the parties positively"
_LONGEST_DESCRIPTION = 10
_DEFINITE = ("the ", "these ", "those ", "this ", "that ")
_PRESENTED_BACK = 2  # sentences between the office that presents a speaker and the name
_LOOKED_BACK = 40  # persons among whom "he" or "the minister" is sought: a reader remembers no more


@dataclass(slots=True)
class Figure:
    """An entity while its mentions are gathered: a person, a group, a country, a bare name, or somebody unnamed.

    ``places`` are the tokens at which its mentions start, ``heads`` the normal forms of the offices that it holds.
    """

    kind: str
    name: str
    words: tuple[str, ...] = ()
    role: str | None = None
    heads: set[str] = field(default_factory=set)
    body: str | None = None
    code: str | None = None
    gender: str | None = None
    mentions: list[Found] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cast:
    """All entities of a text; ``at`` gives, for the first token of a mention, the entities that it stands for."""

    figures: tuple[Figure, ...]
    at: Mapping[int, tuple[int, ...]]
    author: int | None = None
    pairs: Mapping[int, tuple[int, ...]] = field(default_factory=dict)  # whom "they", "both sides" at a token mean
    described: frozenset[int] = frozenset()  # where speakers start whom no mention names: "a man close to Melnik"
    owners: frozenset[int] = frozenset()  # mentions that only own what follows: "Melnik's spokesman"
    silent: frozenset[int] = frozenset()  # where the words of a document are told, which are nobody's
    acting: Mapping[int, tuple[int, ...]] = field(default_factory=dict)  # whom an "it" means that acts, not speaks

    def within(self, start: int, stop: int) -> tuple[int, ...]:
        """Return the entities of the first mention among some tokens."""
        return next((self.at[token] for token in range(start, stop) if token in self.at), ())

    def voice(self, start: int, stop: int) -> int | None:
        """Return the entity that speaks where some tokens name a speaker: a person before a body or a state."""
        if start in self.described:
            return self.at[start][0]
        if start in self.silent:
            return None
        at = self.at
        named = [token for token in range(start, stop) if at.get(token)]
        if len(named) > 1:
            named = [token for token in named if token not in self.owners] or named
        numbers = [number for token in named for number in at[token]]
        if len(numbers) < 2:
            return numbers[0] if numbers else None
        return min(numbers, key=lambda number: _VOICES.index(self.figures[number].kind))

    def named(self, token: int) -> tuple[int, ...]:
        """Return the entities of the mention that starts at a token: none, one, or several ("the two ministers")."""
        return self.at.get(token, ())

    def family(self, name: str) -> int | None:
        """Return the person with a family name, though it may be a place's name, too."""
        fits = (n for n, figure in enumerate(self.figures) if figure.kind == "Person" and figure.words[-1:] == (name,))
        return next(fits, None)


def cast_of(
    matcher: Matcher, reading: Reading, stretches: Sequence[Quoted] = (), voices: Sequence[tuple[int, int]] = ()
) -> Cast:
    """Group the mentions of a text by whom or what they speak of.

    A name opens an entity; short names, "the minister" and "he" join the one most present that they agree with: a
    subject counts for more than an object, this sentence for more than the last, and words between marks
    (``stretches``) for little. A mention that agrees with none stays alone: a wrong link costs more than a missing one.
    Where words name a speaker (``voices``) and no mention does, their description opens an entity.
    """
    return _Linker(matcher, reading, stretches, voices).linked()


def head_of(matcher: Matcher, reading: Reading, mention: tuple[int, int]) -> tuple[int, int]:
    """The tokens of a mention before its first preposition: "spokesmen" of "spokesmen for Clinton"."""
    known = reading.heads.get(mention)
    if known is None:
        prepositions = matcher.fact(_Labels).prepositions
        behind = (start for start, _, row in reading.hits(*mention) if row.label in prepositions and start > mention[0])
        known = reading.heads[mention] = mention[0], next(behind, mention[1])
    return known


class _Labels:
    """What the linker asks of the labels: sets of them, and for each symbol whether what it stands for has one."""

    def __init__(self, matcher: Matcher) -> None:
        below = matcher.alphabet.below

        def any_of(*labels: str) -> frozenset[str]:
            return frozenset().union(*map(below, labels))

        def told(*labels: str) -> Mapping[str, bool]:
            return matcher.labelled(any_of(*labels))

        self.kinds = _kinds_of_labels(matcher)
        self.actors = below("Actor")
        self.listed = any_of("Actor", "Pronoun")
        self.countries = below("Country")
        self.couples = below("Pair")
        self.lists = below("List")
        self.offices = any_of(*_OFFICES)
        self.own_offices = below("OwnOffice")
        self.told_by_office = any_of("Actor", "OwnOffice")
        self.pronouns = below("Pronoun")
        self.days = below("Date")
        self.prepositions = below("Preposition")
        self.is_saying = told("Say", "Tell")
        self.is_day = told("Date")
        self.is_determiner = told("Determiner")
        self.is_document = told("Document")
        self.is_statement = told("Statement")
        self.is_outlet = told("Outlet")
        self.is_collective = told("Collective")
        self.is_mute = told(*_MUTE)
        self.is_no_noun = told(*_MUTE, "Determiner")
        self.is_preposition = told("Preposition")
        self.label_of = _FirstLabels(self.kinds, matcher.alphabet.kinds)


class _FirstLabels(dict[str, str]):
    """From a symbol to the first label of what it stands for that has a kind."""

    def __init__(self, linked: Mapping[str, str], kinds: Mapping[str, Kind]) -> None:
        super().__init__()
        self._linked, self._kinds = linked, kinds

    def __missing__(self, symbol: str) -> str:
        found = self[symbol] = next(label for label in self._kinds[symbol].labels if label in self._linked)
        return found


class _Linker:
    """Reads the mentions in the order of the text and remembers who was spoken of last."""

    def __init__(
        self, matcher: Matcher, reading: Reading, stretches: Sequence[Quoted], voices: Sequence[tuple[int, int]]
    ) -> None:
        self.matcher = matcher
        self.reading = reading
        self.labels = labels = matcher.fact(_Labels)
        self.kinds, self.actors, self.countries, self.offices = (
            labels.kinds,
            labels.actors,
            labels.countries,
            labels.offices,
        )
        self.symbols, self.words, self.end = reading.base.symbols, reading.offsets.words, len(reading.base.symbols)
        self.named: set[int] = set()  # countries whose name, not an adjective or capital, has been read
        self.figures: list[Figure] = []
        self.at: dict[int, tuple[int, ...]] = {}
        self.recent: list[int] = []  # persons in the order in which they were spoken of, again and again
        self.by_word: dict[str, list[int]] = {}  # persons by each word of their names
        self.by_key: dict[object, int] = {}  # countries and groups
        self.bodies: list[int] = []
        self.proper: dict[str, list[int]] = {}  # bodies by the first word of their names, and by its initials
        self.whole: set[int] = set()  # those whose full name has been read
        self.recent_bodies: list[int] = []
        self.nouns: dict[int, tuple[str, ...]] = {}  # with which words somebody unnamed was described
        self.titled: list[int] = []  # those of whom the text tells an office first: "France's foreign minister"
        self.presence: dict[int, tuple[float, int]] = {}  # how much a figure was present, at which sentence
        self.pairs: dict[int, tuple[int, ...]] = {}
        self.named_in: dict[int, list[int]] = {}  # who is spoken of in a sentence
        self.led: set[int] = set()  # sentences whose subject has been read
        self.leaders: list[tuple[int, int]] = []  # subjects and speakers outside marks, each with its sentence
        self.voices = dict(voices)
        self.described: set[int] = set()
        self.silent: set[int] = set()  # where the words of a document are told, which are nobody's
        self.acting: dict[int, tuple[int, ...]] = {}
        self.spoke: list[tuple[int, int]] = []  # who spoke, each with the sentence
        self.ahead: set[Found] = set()  # names read already, as the description before them is of the same person
        self.ends = _ends_of_words(reading.ends(reading.base))
        self.openings = [quoted.start for quoted in stretches]
        self.closings = [quoted.stop for quoted in stretches]

    def linked(self) -> Cast:
        mentions = self._mentions()
        described = self._descriptions(mentions)
        self.described = {found.start for found in described}
        apart = mentions
        if described:
            apart = [found for found in mentions if found.start not in self.described]
            mentions = sorted(apart + described, key=_place)
        linking = {kind: getattr(self, kind) for kind in (*_KINDS.values(), "_description", "_statement")}
        kinds, at, ahead = self.kinds, self.at, self.ahead
        for found in mentions:
            kind = kinds.get(found.label)
            if kind and not (ahead and found in ahead):
                at[found.start] = tuple(linking[kind](found))
        for figure in self.figures:
            if figure.kind == "Country" and figure.code in iso() and _is_abbreviated(figure.name):
                figure.name = everyday_name(figure.code)
        speaking = frozenset(token for token in self.described if self.at.get(token))
        words, end = self.words, self.end
        owners = frozenset([found[2] for found in apart if found[3] < end and words[found[3]] == "'s"])
        silent = frozenset(self.silent)
        return Cast(tuple(self.figures), self.at, self._author(), self.pairs, speaking, owners, silent, self.acting)

    def _author(self) -> int | None:
        """The person whose words the text holds, as far as its title tells: the first one named there.

        Where nobody is named, it is who holds an office of a country. "Address by the President of Chile" tells it
        best: whoever else the title names, the words are his.
        """
        paragraph = self.reading.base.symbols.find(self.matcher.alphabet.paragraph)
        titled = [(token, number) for token, numbers in self.at.items() if token < paragraph for number in numbers]
        by = [number for token, number in titled if token and self.reading.offsets.form(token - 1) in _BY]
        in_title = [n for n in by if self.figures[n].code or self.figures[n].kind == "Person"]
        in_title = in_title or [number for _, number in titled]
        persons = [number for number in in_title if self.figures[number].kind == "Person"]
        holders = [n for n in in_title if self.figures[n].kind == "Unnamed" and self.figures[n].code]
        return next((n for n in (*persons, *holders) if not _several(self.figures[n])), None)

    def _mentions(self) -> list[Found]:
        """Every mention that stands by itself at the end of matching, found by a rule or named in a lexicon."""
        symbols, starts = self.reading.top
        label_of, mention_at = self.labels.label_of, self.reading.mention_at
        inside = list(self._inside_lists())
        result: list[Found] = []
        for number in map(re.Match.start, self.matcher.finder(_KIND_LABELS).finditer(symbols)):
            start, stop = starts[number], starts[number + 1]
            found = mention_at.get(start)
            if found is None or found.stop != stop:
                found = Found("", label_of[symbols[number]], start, stop)
            result.append(found)
        return sorted(dict.fromkeys(inside + result), key=_place) if inside else result

    def _inside_lists(self) -> Iterable[Found]:
        lists = self.labels.lists
        for found in self.reading.found:
            if found.label in lists:
                yield from members(self.matcher, self.reading, found)

    def _descriptions(self, mentions: Sequence[Found]) -> list[Found]:
        """The speakers whom no mention names: "witnesses", "Melnik's wife", "experts at the bank"."""
        starts = [found.start for found in mentions]
        result: list[Found] = []
        for start, stop in sorted(self.voices.items()):
            head = self._head_word(start, stop)
            if head is None:
                continue
            inside = mentions[bisect_left(starts, start) : bisect_left(starts, head + 1)]
            document = self._document(start, head)
            if document is not None:
                if not self._is(document, self.labels.is_statement):
                    self.silent.add(start)
                elif not inside and self.words[start].lower() in _THE:
                    result.append(Found("", _STATEMENT, start, document + 1))
                elif not inside and document - start > 1:  # "a diplomatic note"; a bare letter is nobody's
                    result.append(Found("", _DESCRIBED, start, document + 1))
                continue
            if not self._may_speak(start, head):
                continue
            if not any(self._is_meant(found, head) for found in inside):
                end = min(self._before_mark(start, stop), start + _LONGEST_DESCRIPTION)
                while end > head + 1 and self.reading.offsets.form(end - 1).endswith(_ADVERBS):
                    end -= 1
                result.append(Found("", _DESCRIBED, start, head + 1 if self._is_day(end - 1) else max(end, head + 1)))
        return result

    def _head_word(self, start: int, stop: int) -> int | None:
        """The noun of a speaker's description: its last word before a preposition or mark that is no adverb."""
        _, stop = head_of(self.matcher, self.reading, (start, self._before_mark(start, stop)))
        for token in range(stop - 1, start - 1, -1):
            form = self.words[token]
            if form[:1].isalpha() and not form.endswith(("ly", "self", "selves")) and not self._is_day(token):
                return token
        return None

    def _is_day(self, token: int) -> bool:
        found = self.reading.mention_at.get(token)
        return self._is(token, self.labels.is_day) or found is not None and found.label in self.labels.days

    def _document(self, start: int, head: int) -> int | None:
        """The noun of a statement or the like where a description is of it, with what was done to it or not."""
        for token in range(head, start - 1, -1):
            if self._is(token, self.labels.is_document):
                return token
            if not self.words[token].endswith(_PARTICIPLES):
                return None
        return None

    def _may_speak(self, start: int, head: int) -> bool:
        """Tell whether a description has a noun for somebody: no pronoun, no statement, no clause."""
        labels = self.labels
        if self._is(head, labels.is_no_noun) or head > start and self._is(head - 1, labels.is_outlet):
            return False
        if self._is_cut(start, head):
            return False
        if self._is(head, labels.is_collective):
            return True
        opens = self._is(start, labels.is_determiner) or self.reading.shape(start) != "lower"
        return (
            opens or not self._is(start, labels.is_mute) and any(map(_is_plural, self.reading.forms(start, head + 1)))
        )

    def _is_cut(self, start: int, head: int) -> bool:
        """Tell whether a description begins or ends amid a word or a name: "rays" of "X-rays", "a 71-year"."""
        offsets = self.reading.offsets
        if start and (offsets.form(start - 1) == "-" or head + 1 < self.end and offsets.form(head + 1) == "-"):
            return True
        alone = head == start and self.reading.shape(start) == "capital"
        return alone and start > 0 and self.reading.shape(start - 1) == "capital"

    def _is(self, token: int, told: Mapping[str, bool]) -> bool:
        return told[self.symbols[token]]

    def _before_mark(self, start: int, stop: int) -> int:
        forms = enumerate(self.reading.forms(start, stop), start)
        return next((token for token, form in forms if form in (",", ";", ":", "(", "—", "–")), stop)

    def _is_meant(self, found: Found, head: int) -> bool:
        """Tell whether a mention inside a speaker's description is the speaker: not Melnik in "Melnik's wife"."""
        kind = self.kinds.get(found.label)
        if kind is None or found.stop <= head and self._owns(found):
            return False
        return found.stop > head or kind not in ("_country", "_group")

    def _owns(self, found: Found) -> bool:
        return found.stop < self.end and self.words[found.stop] == "'s"

    def _description(self, found: Found) -> Iterable[int]:
        number = self._named_behind(found)
        if number is None:
            number = self._body_again(found)
            if number is not None:
                self._spoken_of(number, found._replace(label=self.figures[number].mentions[0].label))
                return (number,)
        (number,) = self._unnamed(found) if number is None else (number,)
        figure = self.figures[number]
        if figure.code is None:
            _, stop = head_of(self.matcher, self.reading, (found.start, found.stop))
            figure.code = self._actor_among(found.start, stop)
        return (number,)

    def _body_again(self, found: Found) -> int | None:
        """The body that a description of one word means: "the HNC", "the group" after a crisis group."""
        told = self.reading.words(found.start, found.stop)
        name = told[4:] if told[:4] in ("the ", "The ") else told
        if " " in name:
            return None
        number = self._abbreviated(name)
        return self._body_named((name.lower(),), None) if number is None and name != told else number

    def _named_behind(self, found: Found) -> int | None:
        """Whoever is named behind a description and a comma: "the delegate to the talks, Igor Melnik, said"."""
        comma = self._before_mark(found.stop, min(found.stop + _LONGEST_DESCRIPTION, self.end))
        name = self.reading.mention_at.get(comma + 1)
        if name is None or self.reading.offsets.form(comma) != "," or self.kinds.get(name.label) != "_person":
            return None
        if name.stop >= self.end or self.reading.offsets.form(name.stop) not in (",", ".", ""):
            return None
        (number,) = self.at[name.start] = tuple(self._person(name))
        self.ahead.add(name)
        return number

    def _person(self, found: Found) -> Iterable[int]:
        roles = _roles(found)
        start, stop = roles.get("name", (found.start, found.stop))
        words = tuple([form.lower() for form in self.words[start:stop] if form[:1].isalnum()])
        code, role, heads = self._office(roles)
        if not heads and stop - start > 1:  # "King Abdullah", whom "the king" means
            heads = {
                row.id or row.surface for _, _, row in self.reading.hits(start, start + 1) if row.label in self.offices
            }
        gender = self._gender(found, start, stop)
        if gender and self._is_family_name(words):
            gender = None
        if code is None:
            code = self._told_by_name(found.start, start, stop)
        if heads & _ALIKE:
            heads = heads | self._office_of_others(found, code)
        number = self._known_person(words, code, gender)
        if number is None:
            number = self._presented(found, code, heads)
        if number is None:
            number = len(self.figures)
            self.figures.append(Figure("Name", self.reading.words(start, stop)))
        figure = self.figures[number]
        if found.label != _BARE or self._acts(found):
            figure.kind = "Person"
        if figure.kind == "Unnamed":
            figure.kind = "Person"
        if len(words) > len(figure.words):
            figure.name, figure.words = self.reading.words(start, stop), words
            for word in words:
                self.by_word.setdefault(word, []).append(number)
        figure.role = figure.role or role
        figure.heads |= heads | _bare(heads)
        figure.code = figure.code or code
        figure.gender = figure.gender or gender
        if "body" in roles and figure.body is None:
            figure.body = self.reading.words(*roles["body"])
        self._spoken_of(number, found)
        return (number,)

    def _is_family_name(self, words: tuple[str, ...]) -> bool:
        """Tell whether a single name is the last one of somebody named: no given name, though it may look like one."""
        if len(words) != 1:
            return False
        return any(self.figures[number].words[-1:] == words for number in self.by_word.get(words[0], ()))

    def _presented(self, found: Found, code: str | None, heads: set[str]) -> int | None:
        """Whoever was told of by an office before the name is given: "France's minister said ...", "... Ann Lee said".

        A name with an office means who held that office in that state, or who is the first that the text tells of, by
        an office alone ("President meets envoys"); a name without one that speaks, whoever spoke last, where no
        sentence more than one lies between.
        """
        if heads:
            for one in self.titled:
                figure = self.figures[one]
                same = figure.code == code if figure.code else figure.mentions[0].start == 0
                if same and figure.kind == "Unnamed" and figure.heads & heads:
                    return one
            return None
        if found.start not in self.voices or not self.leaders or found.label == _BARE:
            return None
        number, sentence = self.leaders[-1]
        near = bisect_right(self.ends, found.start) - sentence <= _PRESENTED_BACK
        return number if near and number in self.titled and self.figures[number].kind == "Unnamed" else None

    def _acts(self, found: Found) -> bool:
        """Tell whether a mention stands beside a verb of speech, as whoever speaks does."""
        saying, symbols = self.labels.is_saying, self.symbols
        behind = found.stop < self.end and saying[symbols[found.stop]]
        return behind or found.start > 0 and saying[symbols[found.start - 1]]

    def _spoken_of(self, number: int, found: Found) -> None:
        figure, start = self.figures[number], found.start
        figure.mentions.append(found)
        if figure.kind in _PERSONS:
            self.recent.append(number)
        sentence = bisect_right(self.ends, start)
        present, last = self.presence.get(number, (0.0, sentence))
        opened = bisect_right(self.openings, start) - 1
        if opened >= 0 and start < self.closings[opened]:
            gained = _QUOTED
        else:
            gained = _OTHER
            self.named_in.setdefault(sentence, []).append(number)
            if self._is_subject(found, sentence):
                gained = _SUBJECT
                self.leaders.append((number, sentence))
                if start in self.voices:
                    gained = _SPEAKING
                    self.spoke.append((number, sentence))
        self.presence[number] = present * _FADING ** (sentence - last) + gained, sentence

    def _is_subject(self, found: Found, sentence: int) -> bool:
        """Tell whether a mention leads its sentence: the first that no preposition holds, or whoever speaks."""
        start, stop = found.start, found.stop
        if start in self.voices:
            self.led.add(sentence)
            return True
        if stop < self.end and self.words[stop] == "'s":
            return False
        if start and self._acts(found):
            return True
        if sentence in self.led or start and self.labels.is_preposition[self.symbols[start - 1]]:
            return False
        self.led.add(sentence)
        return True

    def _present(self, token: int, fits: Callable[[Figure], bool]) -> list[int]:
        """The persons lately spoken of that fit, the most present first."""
        sentence = bisect_right(self.ends, token)
        weighed = []
        for nearness, number in enumerate(self._remembered()):
            present, last = self.presence[number]
            if self.figures[number].kind != "Person":
                present *= _UNNAMED
            if sentence - last <= _FARTHEST and fits(self.figures[number]):
                weighed.append((-present * _FADING ** (sentence - last), nearness, number))
        return [number for *_, number in sorted(weighed)]

    def _remembered(self) -> Iterator[int]:
        """The persons spoken of last, the nearest first, each once."""
        return iter(dict.fromkeys(reversed(self.recent[-_LOOKED_BACK:])))

    def _known_person(self, words: tuple[str, ...], code: str | None, gender: str | None) -> int | None:
        """The person whom a name means, if the text has named one who agrees with it in country and gender."""
        fits = {number for word in words for number in self.by_word.get(word, ())[-_LOOKED_BACK:]}
        if not fits:
            return None
        ranked = sorted(fits, reverse=True)
        if len(words) == 1:  # of those who have one family name, whoever is spoken of most
            ranked.sort(
                key=lambda number: (self.figures[number].words[-1:] != words, -len(self.figures[number].mentions))
            )
        for number in ranked:
            figure = self.figures[number]
            if figure.gender and gender and figure.gender != gender:
                continue
            if figure.code and code and figure.code != code and len(words) == 1:
                continue
            if _same_name(figure.words, words):
                return number
        return None

    def _office(self, roles: Mapping[str, tuple[int, int]]) -> tuple[str | None, str | None, set[str]]:
        """The country or body that somebody speaks for, the office as written, and its normal forms."""
        code = None
        for name in ("country", "body"):
            if name in roles and code is None:
                code = self._actor_among(*roles[name])
        if "role" not in roles:
            return code, None, set()
        start, stop = roles["role"]
        if code is None:
            code = self._named_among(start, stop, self.labels.told_by_office)
        offices = self.offices
        heads = {row.id or row.surface for _, _, row in self.reading.hits(start, stop) if row.label in offices}
        heads = heads or {self.reading.offsets.form(stop - 1).lower()}
        return code, self.reading.words(start, stop), heads

    def _gender(self, found: Found, start: int, stop: int) -> str | None:
        hits = self.reading.hits
        for _, _, row in (*hits(found.start, start), *hits(start, min(start + 1, stop))):
            if row.id in _GENDERS:
                return row.id
        return None

    def _actor_among(self, start: int, stop: int) -> str | None:
        """The country or body that the first row of an actor among some tokens names."""
        return self._named_among(start, stop, self.actors)

    def _told_by_name(self, first: int, start: int, stop: int) -> str | None:
        """The state that a known name tells, or an office before it: "Pope Francis".

        No other word before the name counts: whom an envoy is sent to is not for whom he acts.
        """
        return self._named_among(start, stop, self.actors) or self._named_among(first, start, self.labels.own_offices)

    def _named_among(self, start: int, stop: int, labels: Collection[str]) -> str | None:
        row = self.reading.row(start, stop, labels)
        return None if row is None else row.id

    def _group(self, found: Found) -> Iterable[int]:
        acting = [hit for hit in self.reading.hits(found.start, found.stop) if hit[2].label in self.actors]
        whole = next((row for a, b, row in acting if a == found.start and b == found.stop), None)
        told = self.reading.words(found.start, found.stop)
        name = told[4:] if told[:4] in ("the ", "The ") else told
        code = whole.id if whole else (acting[0][2].id if acting else None)
        words = tuple(name.lower().split())
        if not whole and (name.islower() or len(words) == 1):
            # "The Committee" is one named before; a bare "Committee" may be part of a name.
            number = self._body_named(words, code) if name != told or name.islower() else None
            number = self._abbreviated(name) if number is None else number
            if number is not None:
                self._spoken_of(number, found)
                return (number,)
        key = (code, words) if not whole else (code, ())
        return (self._single("Group", name, key, code, found),)

    def _proper(self, found: Found) -> Iterable[int]:
        """For a body that is called again by the first words of its name, or by its initials."""
        roles = _roles(found)
        start, stop = roles.get("name", (found.start, found.stop))
        _, end = roles.get("form", (start, stop))
        forms = self.reading.forms(start, stop)
        words = tuple(form.lower() for form in forms if form[:1].isalnum())
        whole = "form" in roles or "whole" in roles
        short = initials(forms).lower() if len(words) > 1 else ""
        known = next(
            (row.id for a, b, row in self.reading.hits(start, stop) if (a, b) == (start, stop) and row.id), None
        )
        number = self.by_key.get(("Proper", known)) if known else None
        if number is None:
            number = self._proper_body(words, short, whole=whole)
        name = self.reading.words(start, max(stop, end))
        if number is None:
            number = len(self.figures)
            self.figures.append(Figure("Group", name, words))
        figure = self.figures[number]
        if len(name) > len(figure.name) or not figure.words:
            figure.name, figure.words = name, max(words, figure.words, key=len)
        if known:
            self.by_key.setdefault(("Proper", known), number)
        if whole:
            self.whole.add(number)
        for key in filter(None, (*words[:1], short)):
            listed = self.proper.setdefault(key, [])
            if number not in listed:
                listed.append(number)
        self._spoken_of(number, found)
        self.recent_bodies.append(number)
        return (number,)

    def _proper_body(self, words: tuple[str, ...], short: str, *, whole: bool) -> int | None:
        """The body read last whose name begins with some words, or is what they begin, or has the same initials.

        Two full names of which one begins with the other are two bodies.
        """
        keys = [key for key in (*words[:1], short) if key]
        listed = [number for key in keys for number in reversed(self.proper.get(key, ()))]
        same = next((number for number in listed if self.figures[number].words == words), None)
        if same is not None:
            return same
        for number in listed:
            own = self.figures[number].words
            if len(own) > len(words) and not whole and (own[: len(words)] == words or len(words) == 1):
                return number  # by its first words, or else it is listed here by its initials
            if len(own) < len(words) and number not in self.whole and own in (words[: len(own)], (short,)):
                return number
        return None

    def _definite(self, found: Found) -> Iterable[int]:
        """For "the club": the body most present of those that have names of their own."""
        sentence = bisect_right(self.ends, found.start)
        weighed = []
        for nearness, number in enumerate(dict.fromkeys(reversed(self.recent_bodies[-_LOOKED_BACK:]))):
            present, last = self.presence[number]
            if sentence - last <= _FARTHEST:
                weighed.append((-present * _FADING ** (sentence - last), nearness, number))
        if not weighed:
            return ()
        number = min(weighed)[2]
        self._spoken_of(number, found)
        self.recent_bodies.append(number)
        return (number,)

    def _abbreviated(self, name: str) -> int | None:
        """The body read last of whose name a word is the initials: "the HNC" after the Higher Negotiation Committee."""
        if not name.isupper() or not name.isalpha() or len(name) < _SHORTEST_INITIALS:
            return None
        fits = (number for number in reversed(self.bodies) if initials(self.figures[number].name.split()) == name)
        return next(fits, None)

    def _body_named(self, words: tuple[str, ...], code: str | None) -> int | None:
        """The body read last whose name ends in some words: the Security Council for "the council"."""
        for number in reversed(self.bodies):
            figure = self.figures[number]
            own = tuple(figure.name.lower().split())
            if own[-len(words) :] == words and len(own) > len(words) and code in (None, figure.code):
                return number
        return None

    def _country(self, found: Found) -> Iterable[int]:
        start, stop, row = found.start, found.stop, None
        for hit in self.reading.hits(start, stop):
            if hit[2].label in self.actors:
                start, stop, row = hit
                break
        name = self.reading.words(start, stop)
        code = row.id if row else None
        number = self._single("Country", name, code or name, code, found)
        if row and row.label in self.countries and number not in self.named:
            # "Turkish" or "U.S." opens the entity, but its name is Turkey, or the United States.
            self.figures[number].name = name
            if not _is_abbreviated(name):
                self.named.add(number)
        return (number,)

    def _single(self, kind: str, name: str, key: object, code: str | None, found: Found) -> int:
        """The one figure of this kind and key, opened where there is none yet."""
        number = self.by_key.setdefault((kind, key), len(self.figures))
        if number == len(self.figures):
            self.figures.append(Figure(kind, name, code=code))
            if kind == "Group":
                self.bodies.append(number)
        self._spoken_of(number, found)
        return number

    def _nominal(self, found: Found) -> Iterable[int]:
        """For "the minister", "the two presidents": the person or persons most present who hold that office."""
        roles = _roles(found)
        code, role, heads = self._office(roles)
        plural = "many" in roles or _is_plural((role or "").lower())
        named = self._named_behind(found)
        if named is not None:
            self._spoken_of(named, found)
            return (named,)

        of_what = self._of_what(found)

        def agrees(figure: Figure) -> bool:
            if of_what and of_what.isdisjoint((figure.role or figure.name).split()):
                return False
            return not code or figure.code in (code, None)

        def loosely(figure: Figure) -> bool:
            return bool(_bare(figure.heads) & _bare(heads)) and agrees(figure)

        if code and heads & _ALIKE and not plural:
            return self._counterpart(found, code)
        # "The minister" is any minister, "the foreign minister" no other; but "the presidential spokesman" may be
        # the one spokesman that the text has.
        chosen = self._present(found.start, lambda figure: bool(figure.heads & heads) and agrees(figure))
        if plural:
            together = self._together(found, chosen or self._present(found.start, loosely))
            if not together and not code:
                self._pair(found)
            if not together and self._hold(self.pairs.get(found.start, ()), heads):
                return ()
            return together or self._unnamed(found)
        chosen = [number for number in chosen if not _several(self.figures[number])]
        if not chosen:
            chosen = [n for n in self._present(found.start, loosely) if not _several(self.figures[n])]
            chosen = chosen if heads <= _bare(heads) or len(chosen) == 1 else []
        if not chosen and code:
            chosen = self._present(found.start, lambda figure: figure.kind == "Person" and figure.code == code)
            chosen = chosen if len(chosen) == 1 and self._may_hold(self.figures[chosen[0]], heads) else []
        chosen = chosen or self._beside(found, role, heads)
        if chosen:
            self._spoken_of(chosen[0], found)
            return (chosen[0],)
        (number,) = self._unnamed(found)
        self.titled.append(number)
        return (number,)

    def _beside(self, found: Found, role: str | None, heads: set[str]) -> list[int]:
        """Whoever is named right before and so holds an office: "Melnik, the mayor of Springville, said"."""
        if not self.recent or found.start < 1 or found.stop >= self.end or self.words[found.stop] not in _GOES_ON:
            return []
        figure = self.figures[self.recent[-1]]
        near = bool(figure.mentions) and figure.mentions[-1].stop == found.start - 1
        if not near or self.words[found.start - 1] != "," or figure.kind != "Person":
            return []
        figure.role = figure.role or role
        figure.heads |= heads | _bare(heads)
        return [self.recent[-1]]

    def _hold(self, pair: Sequence[int], heads: set[str]) -> bool:
        """Tell whether two may hold the office that they are called by: at least one does, and none another."""
        offices = [_bare(self.figures[number].heads) for number in pair]
        return any(offices) and all(not own or own & _bare(heads) for own in offices)

    def _may_hold(self, figure: Figure, heads: set[str]) -> bool:
        """Tell whether somebody may hold an office of a state: unless another office of a state is told of them."""
        offices = self.matcher.state_offices
        return heads.isdisjoint(offices) or not figure.heads or bool(_bare(figure.heads) & _bare(heads))

    def _of_what(self, found: Found) -> set[str]:
        """The names of the body whose office it is: Senate of "the president of the Senate"."""
        if found.stop >= self.end or not self._is(found.stop, self.labels.is_preposition):
            return set()
        names = set[str]()
        for token, form in enumerate(self.reading.forms(found.stop, min(found.stop + _LONGEST_DESCRIPTION, self.end))):
            if form[:1].isupper():
                names.add(form)
            elif names and form not in ("of", "the", "'s") or token > 1 and not names:
                break
        return names

    def _counterpart(self, found: Found, code: str) -> Iterable[int]:
        """For "his Turkish counterpart": who holds there the office of the most present person of another state."""
        heads = self._office_of_others(found, code)

        def fits(figure: Figure) -> bool:
            return figure.kind == "Person" and figure.code == code and (not heads or bool(self._peers(figure) & heads))

        chosen = self._present(found.start, fits)
        if len(chosen) == 1:
            self._spoken_of(chosen[0], found)
            return (chosen[0],)
        (number,) = self._unnamed(found)
        self.figures[number].heads |= heads
        return (number,)

    def _office_of_others(self, found: Found, code: str | None) -> set[str]:
        """The office of the most present person of another state, which "his counterpart" holds, too."""
        others = self._present(found.start, lambda one: one.kind == "Person" and bool(one.heads) and one.code != code)
        return self._peers(self.figures[others[0]]) if others else set()

    def _peers(self, figure: Figure) -> set[str]:
        """Somebody's offices as other states call them: a secretary of state is a foreign minister."""
        return {
            self.matcher.state_offices.get(head, head) for head in figure.heads if " " in head or len(figure.heads) == 1
        }

    def _together(self, found: Found, fits: Sequence[int]) -> Sequence[int]:
        """Several persons, or the description of several, that "the two ministers" or "the ministers" point to."""
        groups = [number for number in fits if _several(self.figures[number])]
        persons = sorted([number for number in fits if number not in groups][:2])
        chosen = persons if len(persons) == 2 else groups[:1]
        for number in chosen:
            self._spoken_of(number, found)
        return chosen

    def _pair(self, found: Found) -> Sequence[int]:
        """Remember whom "they" or "both sides" means: two of different states, in the last sentence that has two.

        It opens no entity. Where they speak they are persons, of whom the text may have told long before.
        """
        if found.start in self.voices:
            return self._speaking_pair(found)
        sentence = bisect_right(self.ends, found.start)
        back = (self.named_in[n] for n in range(sentence, sentence - _PAIR_BACK, -1) if n in self.named_in)
        for _, numbers in zip(range(_PAIR_BACK), back, strict=False):
            # Countries are "the two sides" and "both countries", hardly "they" or "both presidents".
            for kinds in (_PERSONS, ("Country",)) if found.label in self.labels.couples else (_PERSONS,):
                fits = [n for n in dict.fromkeys(numbers) if self._may_pair(self.figures[n], kinds)]
                codes = {self.figures[n].code for n in fits}
                if len(fits) == len(codes) == 2 and codes != {None}:
                    self.pairs[found.start] = tuple(fits)
                    return ()
        return ()

    def _speaking_pair(self, found: Found) -> Sequence[int]:
        """Remember whom "the leaders stressed" means: just two of different states in a sentence or the text."""
        sentence = bisect_right(self.ends, found.start)
        near = (self.named_in.get(n, ()) for n in range(sentence, sentence - _PAIR_BACK - 1, -1))
        for numbers in (*near, self._remembered()):
            fits = {n for n in numbers if self.figures[n].kind == "Person" and self.figures[n].code}
            if len(fits) == len({self.figures[n].code for n in fits}) == 2:
                self.pairs[found.start] = tuple(sorted(fits))
                break
        return ()

    def _may_pair(self, figure: Figure, kinds: Sequence[str]) -> bool:
        return figure.kind in kinds and (figure.kind == "Person" or figure.code is not None)

    def _unnamed(self, found: Found) -> Iterable[int]:
        """For "a senior official", "the woman": one figure for each description."""
        roles = _roles(found)
        code, role, heads = self._office(roles)
        name = self.reading.words(found.start, found.stop)
        known = self._told_before(found) if name.lower().startswith(_DEFINITE) else None
        if known is not None:
            self._spoken_of(known, found)
            return (known,)
        key = name.lower().removeprefix("the ").removeprefix("a ").removeprefix("an ")
        number = self.by_key.setdefault(("Unnamed", key), len(self.figures))
        if number == len(self.figures):
            self.figures.append(Figure("Unnamed", name, role=role, heads=heads | _bare(heads), code=code))
            self.nouns[number] = self._words_of(found)
        self._spoken_of(number, found)
        return (number,)

    def _words_of(self, found: Found) -> tuple[str, ...]:
        """The words of a description before a preposition: "a person familiar" of "a person familiar with the plan"."""
        return tuple(form.lower() for form in self.reading.forms(*head_of(self.matcher, self.reading, found[2:4])))

    def _told_before(self, found: Found) -> int | None:
        """The somebody of whom "the person", "the sources" speak again: who was last described with that noun."""
        noun = self._words_of(found)[-1]
        code = self._actor_among(found.start, found.stop)
        for number in self._remembered():
            if noun in self.nouns.get(number, ()) and (code is None or self.figures[number].code in (code, None)):
                return number
        return None

    def _statement(self, found: Found) -> Iterable[int]:
        """For "the statement said": whoever spoke last."""
        return self._who_said(found, lambda figure: figure.kind != "Name", self.spoke)

    def _neuter(self, found: Found) -> Iterable[int]:
        """For "it said": the body or state that spoke or acted last.

        What "it" did was done by the subject of its sentence, if that is one, or where the sentence has named nobody,
        by the same; but it is so only for a rule that asks who did it.
        """
        if found.start in self.voices:
            return self._who_said(found, _is_body)
        sentence = bisect_right(self.ends, found.start)
        number = self._last_leader(found, lambda _: True) if self.leaders and self.leaders[-1][1] == sentence else None
        if not self.named_in.get(sentence):
            number = self._last_leader(found, _is_body)
        self.acting[found.start] = (number,) if number is not None and _is_body(self.figures[number]) else ()
        return ()

    def _who_said(
        self, found: Found, fits: Callable[[Figure], bool], among: Sequence[tuple[int, int]] | None = None
    ) -> Iterable[int]:
        """For "they said", "it said": the one that fits among those who spoke or acted in the last sentences."""
        if found.start not in self.voices:
            return ()
        number = self._last_leader(found, fits, among)
        if number is None:
            return ()
        self._spoken_of(number, found)
        return (number,)

    def _last_leader(
        self, found: Found, fits: Callable[[Figure], bool], among: Sequence[tuple[int, int]] | None = None
    ) -> int | None:
        """The last of those who spoke or acted in the sentences before that fits."""
        sentence = bisect_right(self.ends, found.start)
        leaders = self.leaders if among is None else among
        last = takewhile(lambda leader: sentence - leader[1] < _SUBJECTS_BACK, reversed(leaders))
        return next((number for number, _ in last if fits(self.figures[number])), None)

    def _pronoun(self, found: Found) -> Iterable[int]:
        row = self.reading.row(found.start, found.stop, self.labels.pronouns)
        gender = "" if row is None else row.id
        if gender == _PLURAL:
            return self._pair(found) or self._who_said(found, _several)
        fitting = self._present(
            found.start, lambda one: (not gender or one.gender in (None, gender)) and not _several(one)
        )
        # Who is told of without a name or an office ("a campaign said") may be no person at all.
        chosen = [number for number in fitting if self.figures[number].kind == "Person" or self.figures[number].heads]
        chosen = chosen or fitting
        if not chosen:
            return ()
        figure = self.figures[chosen[0]]
        figure.gender = figure.gender or (gender or None)
        self._spoken_of(chosen[0], found)
        return (chosen[0],)


def _place(found: Found) -> tuple[int, int]:
    return found.start, -found.stop


def _ends_of_words(ends: Sequence[int]) -> list[int]:
    """The ends of sentences without those that close nothing, such as the second end of a paragraph."""
    return [end for before, end in zip([-1, *ends], ends, strict=False) if end - before > 1]


def _is_abbreviated(name: str) -> bool:
    """Tell whether a country's name is written in initials: U.S., UK."""
    letters = name.replace(".", "").replace(" ", "")
    return letters.isupper() and len(letters) <= _INITIALS


def _bare(heads: Iterable[str]) -> set[str]:
    """The last words of offices: minister for foreign minister."""
    return {head.rpartition(" ")[2] for head in heads}


def _several(figure: Figure) -> bool:
    """Tell whether somebody unnamed is more than one: officials, spokesmen, people."""
    return figure.kind == "Unnamed" and _is_plural((figure.role or figure.name).lower().rpartition(" ")[2])


def _is_plural(noun: str) -> bool:
    return noun.endswith(("s", "men", "people"))


def _is_body(figure: Figure) -> bool:
    return figure.kind in ("Group", "Country")


_KINDS = {
    "Person": "_person",
    "Nominal": "_nominal",
    "Unnamed": "_unnamed",
    "Pronoun": "_pronoun",
    "Definite": "_definite",
    "Neuter": "_neuter",
    "Pair": "_pair",
    "Country": "_country",
    "Proper": "_proper",
    "Group": "_group",
    "Actor": "_country",
}


_KIND_LABELS = tuple(_KINDS)


def _kinds_of_labels(matcher: Matcher) -> dict[str, str]:
    """For every label, how its mentions are linked: the first of the kinds that stands above it."""
    result: dict[str, str] = {_DESCRIBED: "_description", _STATEMENT: "_statement"}
    for kind, method in _KINDS.items():
        for label in matcher.alphabet.below(kind):
            result.setdefault(label, method)
    return result


def _roles(found: Found) -> dict[str, tuple[int, int]]:
    return {name: (start, stop) for name, start, stop in found.roles}


def _same_name(known: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Tell whether one name is a short form of the other: Lavrov, Sergey Lavrov; Wang, Wang Yi."""
    short, full = sorted((known, words), key=len)
    if len(short) == 1:
        return short[0] in (full[0], full[-1]) or short[0] in full
    return set(short) <= set(full)


def members(matcher: Matcher, reading: Reading, found: Found) -> list[Found]:
    """Return what stands in a list: the longest mentions inside it, found by rules or named in lexicons."""
    labels = matcher.fact(_Labels)
    lists = labels.lists
    longest: dict[int, Found] = {}
    for token in range(found.start, found.stop):
        for other in reading.starting.get(token, ()):
            if other is not found and other.stop <= found.stop and other.label not in lists:
                longest[token] = max(longest.get(token, other), other, key=lambda each: each.stop)
    result: list[Found] = []
    token = found.start
    while token < found.stop:
        if token in longest:
            result.append(longest[token])
            token = longest[token].stop
            continue
        hits = [(stop, row.label) for start, stop, row in reading.hits(token, found.stop) if start == token]
        named = [(stop, label) for stop, label in hits if label in labels.listed]
        if named:
            result.append(Found("", named[0][1], token, named[0][0]))
        token = max((stop for stop, _ in hits), default=token + 1)
    return result

"""What a reader of a text remembers: who has been spoken of so far, and how present each is."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import takewhile

from ..match.matcher import Found, Matcher, Reading
from ..text.quotation import Quoted
from .figures import PERSONS, Figure
from .labels import Labels

_UNNAMED = 0.5  # a reader thinks of a person with a name first
# What a mention adds to its figure's presence, how presence fades from sentence to sentence, and where it ends.
_SPEAKING, _SUBJECT, _OTHER, _QUOTED, _FADING, _FARTHEST = 2.0, 1.0, 0.35, 0.1, 0.35, 12
_SUBJECTS_BACK = 2  # sentences, with this one, in which whoever "it said" and "they said" mean has spoken or acted
LOOKED_BACK = 40  # persons among whom "he" or "the minister" is sought: a reader remembers no more
_MARKS = frozenset((",", ";", ":", "(", "—", "–"))

Fits = Callable[[Figure], bool]


class Memory:
    """The figures of a text in the order in which they were opened, and who was spoken of where."""

    def __init__(
        self, matcher: Matcher, reading: Reading, stretches: Sequence[Quoted], voices: Iterable[tuple[int, int]]
    ) -> None:
        self.matcher = matcher
        self.reading = reading
        self.labels = matcher.fact(Labels)
        # The last token is a mark of zero width, so that behind every mention another token stands.
        self.symbols, self.words = reading.base.symbols, reading.offsets.words
        self.figures: list[Figure] = []
        self.at: dict[int, tuple[int, ...]] = {}
        self.by_key: dict[object, int] = {}  # countries, groups and those who are described
        self.pairs: dict[int, tuple[int, ...]] = {}
        self.named_in: defaultdict[int, list[int]] = defaultdict(list)  # who is spoken of in a sentence
        self.leaders: list[tuple[int, int]] = []  # subjects and speakers outside marks, each with its sentence
        self.spoke: list[tuple[int, int]] = []  # who spoke, each with the sentence
        self.titled: list[int] = []  # those of whom the text tells an office first: "France's foreign minister"
        self.voices = dict(voices)
        self._recent: list[int] = []  # persons in the order in which they were spoken of, again and again
        self._presence: dict[int, tuple[float, int]] = {}  # how much a figure was present, at which sentence
        self._led: set[int] = set()  # sentences whose subject has been read
        self._ends = _ends_of_words(reading.ends(reading.base))
        self._openings = [quoted.start for quoted in stretches]
        self._closings = [quoted.stop for quoted in stretches]

    def opened(self, figure: Figure) -> int:
        """Return the number of a new figure."""
        self.figures.append(figure)
        return len(self.figures) - 1

    def sentence(self, token: int) -> int:
        """Return the number of the sentence that holds a token."""
        return bisect_right(self._ends, token)

    def spoken_of(self, number: int, found: Found) -> None:
        """Remember that a mention is of a figure."""
        figure, start = self.figures[number], found.start
        figure.mentions.append(found)
        kind = figure.kind
        if kind in PERSONS:
            self._recent.append(number)
        sentence = bisect_right(self._ends, start)
        opened = bisect_right(self._openings, start)
        if opened and start < self._closings[opened - 1]:
            gained = _QUOTED
        else:
            gained = _OTHER
            self.named_in[sentence].append(number)
            if start in self.voices:
                gained = _SPEAKING
                self._led.add(sentence)
                self.leaders.append((number, sentence))
                self.spoke.append((number, sentence))
            elif self._is_subject(start, found.stop, sentence):
                gained = _SUBJECT
                self.leaders.append((number, sentence))
        if kind != "Country":  # nothing asks how present a state is
            present, last = self._presence.get(number, (0.0, sentence))
            self._presence[number] = present * _FADING ** (sentence - last) + gained, sentence

    def writer(self, found: Found) -> int | None:
        """Return who wrote the text where a title ends in "by" and this name, without an office: he is no subject."""
        (number,) = self.at[found.start]
        figure = self.figures[number]
        byline = found.start and self.labels.is_byline[self.symbols[found.start - 1]]
        here = self.named_in[self.sentence(found.start)]
        if not byline or len(figure.mentions) > 1 or figure.role or figure.code:
            return None
        if number not in self._recent or number not in here:  # a bare name that may be a firm's, or one between marks
            return None
        self._recent.remove(number)
        here.remove(number)
        self.leaders = [leader for leader in self.leaders if leader[0] != number]
        return number

    def _is_subject(self, start: int, stop: int, sentence: int) -> bool:
        """Tell whether a mention leads its sentence: the first that no preposition holds, or who speaks."""
        if self.words[stop] == "'s":
            return False
        if start:
            saying, before = self.labels.is_saying, self.symbols[start - 1]
            if saying[before] or saying[self.symbols[stop]]:
                return True
            if sentence in self._led or self.labels.is_preposition[before]:
                return False
        elif sentence in self._led:
            return False
        self._led.add(sentence)
        return True

    def acts(self, found: Found) -> bool:
        """Tell whether a mention stands beside a verb of speech, as whoever speaks does."""
        saying, symbols, start = self.labels.is_saying, self.symbols, found.start
        return saying[symbols[found.stop]] or start > 0 and saying[symbols[start - 1]]

    def present(self, token: int, fits: Fits) -> list[int]:
        """Return the persons lately spoken of that fit, the most present first."""
        return self.ranked(token, self.remembered(), fits)

    def ranked(self, token: int, among: Iterable[int], fits: Fits) -> list[int]:
        """Return those who fit and were spoken of not long ago, the most present first."""
        sentence, figures, presence = bisect_right(self._ends, token), self.figures, self._presence
        weighed: list[tuple[float, int, int]] = []
        for nearness, number in enumerate(among):
            weight, last = presence[number]
            figure = figures[number]
            if sentence - last <= _FARTHEST and fits(figure):
                if figure.kind == "Unnamed":
                    weight *= _UNNAMED
                weighed.append((-weight * _FADING ** (sentence - last), nearness, number))
        weighed.sort()
        return [number for _, _, number in weighed]

    def remembered(self) -> Iterable[int]:
        """Return the persons spoken of last, the nearest first, each once."""
        return dict.fromkeys(reversed(self._recent[-LOOKED_BACK:]))

    def last_spoken_of(self) -> int | None:
        """Return the person spoken of last."""
        return self._recent[-1] if self._recent else None

    def last_leader(self, found: Found, fits: Fits, among: Sequence[tuple[int, int]]) -> int | None:
        """Return the last of those who spoke or acted in the sentences before that fits."""
        sentence = bisect_right(self._ends, found.start)
        last = takewhile(lambda leader: sentence - leader[1] < _SUBJECTS_BACK, reversed(among))
        return next((number for number, _ in last if fits(self.figures[number])), None)

    def office(self, roles: Mapping[str, tuple[int, int]]) -> tuple[str | None, tuple[int, int] | None, set[str]]:
        """Return the country or body that somebody speaks for, the words of the office, and its normal forms."""
        code = None
        for name in ("country", "body"):
            if name in roles and code is None:
                code = self.actor_among(*roles[name])
        role = roles.get("role")
        if role is None:
            return code, None, set()
        start, stop = role
        if code is None:
            code = self.named_among(start, stop, self.labels.told_by_office)
        return code, role, self.offices_among(start, stop) or {self.words[stop - 1].lower()}

    def offices_among(self, start: int, stop: int) -> set[str]:
        """Return the normal forms of the offices that some tokens name."""
        return {row.id or row.surface for _, _, row in self.reading.told(start, stop, self.labels.offices)}

    def actor_among(self, start: int, stop: int) -> str | None:
        """Return the country or body that the first row of an actor among some tokens names."""
        return self.named_among(start, stop, self.labels.actors)

    def named_among(self, start: int, stop: int, labels: frozenset[str]) -> str | None:
        """Return the id of the first row with one of some labels among some tokens."""
        told = self.reading.told(start, stop, labels)
        return told[0][2].id if told else None

    def before_mark(self, start: int, stop: int) -> int:
        """Return the first of some tokens that is a mark, else where they stop."""
        words = self.words
        for token in range(start, min(stop, len(words))):
            if words[token] in _MARKS:
                return token
        return stop


def _ends_of_words(ends: Sequence[int]) -> list[int]:
    """The ends of sentences without those that close nothing, such as the second end of a paragraph."""
    return [end for before, end in zip([-1, *ends], ends, strict=False) if end - before > 1]

"""The rows of all lexicons by how a text may write them.

A row in lower case is found in any case; one with capitals as written and in ALL CAPITALS; one of only capitals just as
it is. The rows stay in tables of bytes, so that a million of them cost a text only what it asks of them.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple, cast

from ..rules.ruleset import Lexicon, LexiconRow, RuleSet
from ..text.document import words
from .tables import Lines, Records

Rows = tuple[tuple[str, LexiconRow], ...]
Told = tuple[tuple[str, ...], tuple[str, ...]]  # labels and lexicons

# How a writing is found: in any case, as it is and in ALL CAPITALS, or just as it is.
_ANY, _WRITTEN, _EXACT = "aw="
_SECOND = 0  # what a place gets from a phrase of which the word is the second


class Place(NamedTuple):
    """What words are in phrases: the labels of those that a word may open, whether it may be the second of one.

    Of two words, the ``lengths`` of the phrases of three words and more that start with them.
    """

    opens: tuple[str, ...] = ()
    follows: bool = False
    lengths: tuple[int, ...] = ()


class Looked(NamedTuple):
    """What stands in the table for a word or phrase: the numbers of its rows, and its place in phrases."""

    rows: tuple[int, ...] = ()
    place: Place = Place()


_NOTHING = Looked()
_new = tuple.__new__  # makes a named tuple of its fields without a call of a function in Python


class Words:
    """The rows of all lexicons, to be asked for by what stands in a text."""

    __slots__ = ("_labels", "_lexicons", "_lines", "_places", "_rows", "_told", "_told_by", "shapes")

    def __init__(self, draft: Draft, lines: Lines) -> None:
        self.shapes = draft.shapes
        self._lexicons, self._labels = draft.lexicons, tuple(draft.labels)
        self._places = tuple(draft.places)
        self._rows = Records(draft.rows)
        # What rows are told apart by: few pairs of a label and a lexicon, and for each row the number of its own.
        pairs: dict[tuple[int, int], int] = {}
        self._told_by = array("I", [pairs.setdefault((row[2], row[0]), len(pairs)) for row in draft.rows])
        self._told: tuple[Told, ...] = tuple(
            ((self._labels[label],), (self._lexicons[lexicon][0],)) for label, lexicon in pairs
        )
        self._lines = lines

    def __getstate__(self) -> tuple[None, dict[str, object]]:
        """All but the shapes, which only help to compile rules."""
        return None, {name: {} if name == "shapes" else getattr(self, name) for name in self.__slots__}

    def look(self, writing: str) -> Looked:
        """Return what stands for a word, or for the words of a phrase with blanks between them."""
        small = writing.lower()
        found: list[tuple[str, str, str]] = []
        for line in self._lines.near(small):
            known, way, place, rows = line.split("\t")
            if known == small if way == _ANY else known == writing or way == _WRITTEN and known.upper() == writing:
                found.append((way, place, rows))
        if not found:
            return _NOTHING
        if len(found) == 1:
            ((way, place, rows),) = found
            return _new(Looked, (tuple(map(int, rows.split())), self._places[int(place)]))
        written = sorted(int(row) for way, _, rows in found if way != _ANY for row in rows.split())
        in_any_case = (int(row) for way, _, rows in found if way == _ANY for row in rows.split())
        return Looked((*written, *in_any_case), self._together([int(place) for _, place, _ in found]))

    def _together(self, places: list[int]) -> Place:
        several = [self._places[place] for place in places]
        return Place(
            tuple(sorted({label for each in several for label in each.opens})),
            any(each.follows for each in several),
            tuple(sorted({length for each in several for length in each.lengths}, reverse=True)),
        )

    def row(self, number: int) -> tuple[str, LexiconRow]:
        """Return a row, with its lexicon's name, by its number."""
        lexicon, surface, label, id_, line, note = cast("tuple[int, str, int, str, int, str]", self._rows[number])
        return self._lexicons[lexicon][0], LexiconRow(surface, self._labels[label], id_, line, note)

    def rows(self, tokens: tuple[str, ...]) -> Rows:
        """Return the rows, each with its lexicon's name, for the forms of some tokens."""
        return tuple(map(self.row, self.look(" ".join(tokens)).rows))

    def told(self, numbers: Iterable[int]) -> Told:
        """Return the labels and lexicons of some rows."""
        several = {self._told_by[number] for number in numbers}
        if len(several) == 1:
            return self._told[several.pop()]
        told = [self._told[each] for each in several]
        return tuple(sorted({label for (label,), _ in told})), tuple(sorted({lexicon for _, (lexicon,) in told}))

    def lengths(self, pair: str) -> tuple[int, ...]:
        """Return how long the phrases are that two words open, the longest first."""
        found = self.look(pair)
        return (*found.place.lengths, 2) if found.rows else found.place.lengths

    def lexicons(self, lexicons: Iterable[Lexicon]) -> tuple[Lexicon, ...]:
        """Return the lexicons of which this was made with their rows, given them without."""
        rows = (self.row(number)[1] for number in range(len(self._rows)))
        return tuple(
            Lexicon(each.name, each.file, tuple(islice(rows, count)))
            for each, (_, count) in zip(lexicons, self._lexicons, strict=True)
        )


class Draft:
    """The rows of all lexicons while their table is made, and what an alphabet must be able to tell apart of them."""

    def __init__(self, rules: RuleSet) -> None:
        self.shapes: dict[str, str] = {}
        self.lexicons = tuple((lexicon.name, len(lexicon.rows)) for lexicon in rules.lexicons)
        self.labels: dict[str, int] = {}
        self.rows: list[tuple[int, str, int, str, int, str]] = []
        self.places = [Place()]
        self._with: dict[tuple[int, str | int], int] = {}  # a place to which something was added
        self._numbers: dict[str, dict[str, tuple[int, ...]]] = {way: {} for way in (_ANY, _WRITTEN, _EXACT)}
        self._placed: dict[str, dict[str, int]] = {way: {} for way in self._numbers}
        for number, lexicon in enumerate(rules.lexicons):
            self._add(number, lexicon.rows)
        keys: list[str] = []
        lines: list[str] = []
        for way in self._numbers:
            for writing, line in self._lines(way):
                keys.append(writing if way == _ANY else writing.lower())
                lines.append(line)
        # Where two writings have one key, what is found is not what stands beside one of them alone.
        self._shared = _repeated(keys)
        self.words = Words(self, Lines(keys, lines))

    def _lines(self, way: str) -> Iterator[tuple[str, str]]:
        """Yield every writing that was put in, with its line."""
        numbers, placed = self._numbers[way], self._placed[way]
        for writing, rows in numbers.items():
            told = str(rows[0]) if len(rows) == 1 else " ".join(map(str, rows))
            yield writing, f"{writing}\t{way}\t{placed.get(writing, 0)}\t{told}"
        behind = [f"\t{way}\t{place}\t" for place in range(len(self.places))]
        for writing, place in placed.items():
            if writing not in numbers:
                yield writing, writing + behind[place]

    def _add(self, lexicon: int, rows: Iterable[LexiconRow]) -> None:
        kept, labels, split = self.rows.append, self.labels, str.split
        for number, (surface, label, id_, line, note) in enumerate(rows, len(self.rows)):
            kept((lexicon, surface, labels.setdefault(label, len(labels)), id_, line, note))
            tokens = split(surface, " ")
            plain = all(map(str.isalpha, tokens))
            if not plain:
                tokens = self._tokens(surface)
            if surface == surface.lower():
                self._put(_ANY, tokens, number, label)
            elif plain and surface.isascii():  # its capitals are those of its words
                self._put(_WRITTEN, tokens, number, label)
            else:
                self._put_checked(surface, tokens, number, label)

    def _put_checked(self, surface: str, tokens: list[str], number: int, label: str) -> None:
        """Put in what may have other words in capitals."""
        upper = self._tokens(surface.upper())
        like = [form.upper() for form in tokens] == upper
        if like and " ".join(upper).lower() == " ".join(tokens).lower():
            self._put(_WRITTEN, tokens, number, label)
        else:
            self._put(_EXACT, tokens, number, label)
            if upper != tokens:
                self._put(_EXACT, upper, number, label)

    def _tokens(self, surface: str) -> list[str]:
        parts = surface.split(" ")
        if all(map(str.isalpha, parts)):  # words of only letters are tokens as they stand; few rows hold anything else
            return parts
        pieces = tuple(words(surface))
        self.shapes.update((piece.form, piece.shape) for piece in pieces)
        return [piece.form for piece in pieces]

    def _put(self, way: str, tokens: list[str], number: int, label: str) -> None:
        if not tokens:
            return
        numbers, length = self._numbers[way], len(tokens)
        writing = " ".join(tokens) if length > 1 else tokens[0]
        numbers[writing] = (*numbers[writing], number) if writing in numbers else (number,)
        if length == 1:
            return
        placed, with_ = self._placed[way], self._with
        for word, more in (tokens[0], label), (tokens[1], _SECOND):
            place = placed.get(word, 0)
            placed[word] = with_[place, more] if (place, more) in with_ else self._place(place, more)
        if length > 2:
            pair = f"{tokens[0]} {tokens[1]}"
            placed[pair] = self._place(placed.get(pair, 0), length)

    def _place(self, place: int, more: str | int) -> int:
        """The place that a word has with one more phrase: a label that it opens, a length, or as its second."""
        found = self._with.get((place, more))
        if found is None:
            opens, follows, lengths = self.places[place]
            if isinstance(more, str):
                opens = tuple(sorted({*opens, more}))
            elif more == _SECOND:
                follows = True
            else:
                lengths = tuple(sorted({*lengths, more}, reverse=True))
            told = Place(opens, follows, lengths)
            if told not in self.places:
                self.places.append(told)
            found = self._with[place, more] = self.places.index(told)
        return found

    def any_case(self) -> Iterator[str]:
        """Yield every word that has a row in any case; in other letters, too, where it is written so elsewhere."""
        for form in self._numbers[_ANY]:
            if " " not in form:
                yield from _ways(form, _ANY) if form in self._shared else (form,)

    def written(self) -> Iterator[str]:
        """Yield every word that has a row as it is written, also one of phrases that has a row in any case."""
        for way in (_WRITTEN, _EXACT):
            for form in self._numbers[way]:
                if " " not in form:
                    yield from _ways(form, way)
        in_any_case = set(self.any_case())
        for way, placed in self._placed.items():
            for form in placed:
                if form.lower() in in_any_case:
                    yield from _ways(form, way)

    def in_phrases(self) -> Iterator[str]:
        """Yield every word that may open a phrase or be its second."""
        for way, placed in self._placed.items():
            forms = [form for form in placed if " " not in form]
            yield from forms
            if way == _WRITTEN:
                yield from map(str.upper, forms)

    def uncapitalised(self) -> Iterator[str]:
        """Yield every word in small letters that has a row in any case or that may be in a phrase."""
        yield from self.any_case()
        for placed in self._placed.values():
            yield from (form for form in placed if form == form.lower() and " " not in form)

    def told_of_places(self) -> set[tuple[Place, bool]]:
        """Return every place that a word may have in phrases, each with whether the word is of plain letters."""
        shared = self._shared
        found: set[tuple[Place, bool]] = set()
        alone: set[tuple[int, bool]] = set()
        for way, placed in self._placed.items():
            for form, place in placed.items():
                if " " in form:
                    continue
                if form.lower() in shared:
                    found.update((self.words.look(each).place, is_plain(form)) for each in _ways(form, way))
                else:
                    alone.add((place, is_plain(form)))
        return found | {(self.places[place], plain) for place, plain in alone}

    def told_of_phrases(self) -> set[Told]:
        """Return the labels and lexicons of every phrase: each combination once."""
        shared = self._shared
        told: set[Told] = set()
        single: set[tuple[int, int]] = set()
        for way, numbers in self._numbers.items():
            for phrase, rows in numbers.items():
                if " " not in phrase:
                    continue
                if phrase.lower() in shared:
                    told.update(self.words.told(self.words.look(each).rows) for each in _ways(phrase, way))
                elif len(rows) > 1:
                    told.add(self.words.told(rows))
                else:
                    row = self.rows[rows[0]]
                    single.add((row[2], row[0]))
        labels = tuple(self.labels)
        return told | {((labels[label],), (self.lexicons[lexicon][0],)) for label, lexicon in single}


def is_plain(form: str) -> bool:
    """Tell whether a word is of plain letters, so that however it is written it has the shape of a word."""
    return form.isascii() and form.isalpha()


def _repeated(keys: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    again: set[str] = set()
    for key in keys:
        if key in seen:
            again.add(key)
        else:
            seen.add(key)
    return again


def _ways(writing: str, way: str) -> tuple[str, ...]:
    """The ways in which a text writes what was written so."""
    if way == _WRITTEN:
        return writing, writing.upper()
    return (writing, writing.capitalize(), writing.upper()) if way == _ANY else (writing,)

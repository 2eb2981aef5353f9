"""The token alphabet: every word class that some rule can tell apart is one character.

A word that a pattern names has characters of its own, one for each way to write it that matters; all other words share
one by shape, labels, regular expressions and the phrases of lexicons that they open. A text becomes a string over this
alphabet, and a token test becomes a class of characters, mostly a few ranges. Sets of characters are kept as integers,
the n-th bit for the n-th character: a test costs one `&`.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations
from sys import intern
from typing import Any, NamedTuple, TypeVar, cast

import regex

from ..rules.pattern import Constraint, Node
from ..rules.ruleset import BUILT_IN_LABELS, RuleSet
from ..text.document import words
from ..text.inflection import forms
from ..text.tokens import FINAL_ABBREVIATIONS, NUMBERED, STARTERS, Piece, is_dotted, word_shape
from .tables import Records
from .words import Draft, Place, Told, is_plain

SHAPES = ("lower", "capital", "upper", "mixed", "other", "number", "ordinal", "initial", "mark")
WORD_SHAPES = ("lower", "capital", "upper", "mixed")
MARKS = "“ ” \" ‘ ’ . ! ? … , : ; ( ) [ ] - — – / $ % 's '".split()
ENDING_MARKS = '” " ’ . ! ? … ) ]'.split()
_LONGEST_TESTED = 64
_KINDS = 2_000  # made of characters: what is common is soon made again
DOTTED = -1  # stands among the regular expressions for an abbreviation like U.S., after which a sentence may end
_FIRST, _SURROGATES, _AFTER_SURROGATES = 0x100, 0xD800, 0xE000
_SPARE = "\0"  # begins the names of words that no rule names yet
_SPARES, _SPARES_LABELLED = 400, 2  # of each shape: of words that stand in no lexicon, and of those of each kind

Value = TypeVar("Value")


class Kind(NamedTuple):
    """What one character of the alphabet stands for.

    ``form`` is set for words that are told from others exactly as written, ``lower`` for those told in any case;
    ``opens`` holds the labels of the phrases that a word may open, ``follows`` tells that it may be a phrase's second.
    """

    shape: str
    labels: tuple[str, ...] = ()
    lexicons: tuple[str, ...] = ()
    patterns: tuple[int, ...] = ()
    opens: tuple[str, ...] = ()
    follows: bool = False
    lower: str = ""
    form: str = ""
    ends: bool = False


_UNTOLD: Told = (), ()
_new = tuple.__new__  # makes a named tuple of its fields without a call of a function in Python
PARAGRAPH = Kind("paragraph", ends=True)
FULL_STOP = Kind("stop", ends=True)  # of zero width, after an abbreviation that ends its sentence


def _shape(form: str) -> str | None:
    """The shape of a word, or None for what is not one token."""
    if form.isalpha():
        return word_shape(form)
    pieces = list(words(form))
    return pieces[0].shape if len(pieces) == 1 else None


class _LazyKinds(dict[str, Kind]):
    """Kinds by their characters, each made from its fields when it is first asked for."""

    def __init__(self, told: Records) -> None:
        super().__init__()
        self._told = told

    def __missing__(self, code: str) -> Kind:
        if len(self) >= _KINDS:
            self.clear()
        found = self[intern(code)] = Kind._make(self._told[_number(code)])
        return found


class Alphabet:
    """Characters for words, phrases and mentions; immutable once made."""

    _tests: dict[Constraint, int]

    def __init__(
        self, rules: RuleSet, constraints: Iterable[Constraint], labels: Iterable[str], *, spare: bool = False
    ) -> None:
        """Collect what ``constraints`` can tell apart; ``labels`` are those that rules emit.

        With ``spare`` characters, words that later rules name can be told apart too: see ``extended``.
        """
        asked = Counter(constraints)
        constraints = list(asked)
        self._below = below_each({**BUILT_IN_LABELS, **rules.labels})
        self._regexes = tuple(sorted({value for c in constraints if c.attribute == "regex" for value in c.values}))
        self._compiled = tuple(regex.compile(pattern) for pattern in self._regexes)
        self._any_regex = regex.compile("|".join(f"(?:{pattern})" for pattern in self._regexes))
        draft = Draft(rules)
        self.words = draft.words
        self._written, self._lower = self._named(constraints)
        known: dict[str, Kind] = {}
        for form in self._writings():
            shape = self.words.shapes.get(form) or _shape(form)
            if shape is not None:
                known[form] = self._kind(form, shape)
        kinds = {*known.values(), *self._row_kinds(draft)}
        kinds.update(self._kind(_mixed(lower), "mixed") for lower in self._lower if len(lower) > 1)
        mentions = {label: Kind("mention", labels=(label,)) for label in sorted(set(labels))}
        ending = {mark: Kind("mark", patterns=self._patterns(mark), form=mark, ends=True) for mark in ENDING_MARKS}
        kinds |= {*mentions.values(), *ending.values(), *self._generic(), *_phrase_kinds(draft)}
        if spare:
            kinds.update(_spares(kinds))
        ordered = [*self._neighbours(sorted(kinds), asked), PARAGRAPH, FULL_STOP]
        codes = _code_points(len(ordered))
        self.codes = "".join(codes)
        symbols = dict(zip(ordered, codes, strict=True))
        self.kinds: Mapping[str, Kind] = dict(zip(codes, ordered, strict=True))
        self._known = {form: symbols[kind] for form, kind in known.items()}
        self._others = {
            kind: code for kind, code in symbols.items() if not kind.form and (not kind.lower or kind.shape == "mixed")
        }
        self.mention_symbols = {label: symbols[kind] for label, kind in mentions.items()}
        self.paragraph, self.full_stop = symbols[PARAGRAPH], symbols[FULL_STOP]
        self._ending = {mark: symbols[kind] for mark, kind in ending.items()}
        self.ending = frozenset((*self._ending.values(), self.paragraph, self.full_stop))
        self._index(ordered)
        self._base = (rules.lexicons, rules.labels) if spare else None
        self._done: dict[tuple[object, ...], tuple[Node, Any]] | None = {} if spare else None

    def _neighbours(self, kinds: list[Kind], asked: Mapping[Constraint, int]) -> list[Kind]:
        """Put what the same tests let pass side by side: then most classes are a few ranges, which take little room.

        What the tests have in common that are asked most comes first.
        """
        self._index(kinds)
        passed: list[list[int]] = [[] for _ in kinds]
        sets: Counter[tuple[int, ...]] = Counter()
        for constraint, times in asked.items():
            sets[tuple(sorted({n for key in self._keys(constraint) for n in self._by.get(key, ())}))] += times
        for rank, (numbers, _) in enumerate(sorted(sets.items(), key=lambda each: (-each[1], each[0]))):
            for number in numbers:
                passed[number].append(rank)
        for found in passed:
            found.append(len(sets))
        return [kind for _, kind in sorted(zip(passed, kinds, strict=True))]

    def _named(self, constraints: Iterable[Constraint]) -> tuple[set[str], set[str]]:
        """The words told apart as written, and those told apart in any case."""
        written = {*STARTERS, *NUMBERED, *MARKS}
        lower = set(FINAL_ABBREVIATIONS)
        named, named_lower = _named_by(constraints)
        return (written | named) - {""}, (lower | named_lower) - {""}

    def extended(self, rules: RuleSet, constraints: Iterable[Constraint], labels: Iterable[str]) -> Alphabet | None:
        """Return this alphabet with the words told apart that other rules name, None where they need one of their own.

        No character changes the sets in which it is: what was compiled for this alphabet is right for that one too.
        """
        constraints = list(dict.fromkeys(constraints))
        if self._base != (rules.lexicons, rules.labels) or not self.mention_symbols.keys() >= set(labels):
            return None
        if not set(self._regexes).issuperset(v for c in constraints if c.attribute == "regex" for v in c.values):
            return None
        written, lower = _named_by(constraints)
        written, lower = written - self._written - {""}, lower - self._lower - {""}
        other = Alphabet.__new__(Alphabet)
        copies = {name: dict(vars(self)[name]) for name in ("kinds", "_known", "_others", "_by")}
        vars(other).update(vars(self) | copies)
        return other if other._tell_apart(written, lower) else None  # noqa: SLF001

    def _tell_apart(self, written: set[str], lower: set[str]) -> bool:
        """Give more words characters of their own; False where there are not enough spare ones."""
        self._written, self._lower = self._written | written, self._lower | lower
        by = cast("dict[tuple[str, str], list[int]]", self._by)
        usual = ({each, each.capitalize(), each.upper(), *_odd_cases(each)} for each in lower)
        shaped = [(form, self.words.shapes.get(form) or _shape(form)) for form in sorted(written.union(*usual))]
        shaped += [(_mixed(each), "mixed") for each in sorted(lower) if len(each) > 1]
        given: dict[Kind, str] = {}
        for form, shape in shaped:
            if not shape:
                continue  # not one token
            kind = self._kind(form, shape)
            code = given.get(kind) or self._own_code(form)
            if code is None:
                spares = by.get((_SPARE, _place_of(kind)))
                if not spares:
                    return False
                number, *by[_SPARE, _place_of(kind)] = spares
                code = self.codes[number]
            given[kind] = code
            self._give(form, kind, code)
        named = {("word", each) for each in written} | {("lower", each) for each in lower}
        self._tests = {test: found for test, found in self._tests.items() if named.isdisjoint(self._keys(test))}
        return True

    def _own_code(self, form: str) -> str | None:
        """The character that stands for one way to write a word, and for nothing else."""
        code = self._known.get(form)
        kind = self.kinds[code] if code else None
        return code if kind and (kind.form or kind.lower and kind.shape != "mixed") else None

    def _give(self, form: str, kind: Kind, code: str) -> None:
        """Let a character stand for a way to write a word."""
        cast("dict[str, Kind]", self.kinds)[code] = kind
        self._known[form] = code
        if kind.shape == "mixed" and not kind.form:
            self._others[kind] = code
        for key in ("word", kind.form), ("lower", kind.lower):
            numbers = self._by.get(key, [])
            if key[1] and _number(code) not in numbers:
                cast("dict[tuple[str, str], list[int]]", self._by)[key] = [*numbers, _number(code)]

    def remembered(self, tell: Callable[..., Value], node: Node, *more: object) -> Value:
        """Return ``tell(node, self, *more)``; an alphabet that may be extended is asked but once."""
        if self._done is None:
            return tell(node, self, *more)
        key = tell, id(node), *more
        if key not in self._done:
            self._done[key] = node, tell(node, self, *more)  # with the node, so that no other can have its id
        found: Value = self._done[key][1]
        return found

    def _writings(self) -> set[str]:
        """Every way to write the words that have characters of their own."""
        usual = ({lower, lower.capitalize(), lower.upper()} for lower in self._lower)
        return self._written.union(*usual, *map(_odd_cases, self._lower))

    def _row_kinds(self, draft: Draft) -> Iterator[Kind]:
        """Every kind of a word in a lexicon that has no character of its own."""
        yield from map(self._kind, draft.written())
        several: set[tuple[Told, Place, bool]] = {(_UNTOLD, *told) for told in draft.told_of_places()}
        for lower in draft.any_case():
            rows, place = self.words.look(lower)
            several.add((self.words.told(rows), place, is_plain(lower)))
        for (labels, lexicons), place, plain in several:
            for shape in WORD_SHAPES if plain else SHAPES:
                yield Kind(shape, labels, lexicons, opens=place.opens, follows=place.follows)
        small = ((lower, lower.capitalize(), lower.upper()) for lower in draft.uncapitalised())
        may_match = regex.compile(rf"(?s:{self._any_regex.pattern}|.*\.)").fullmatch
        forms = filter(may_match, chain(chain.from_iterable(small), draft.in_phrases()))
        yield from map(self._kind, filter(self._patterns, forms))

    def _kind(self, form: str, shape: str = "") -> Kind:
        shape = shape or self.words.shapes.get(form) or _shape(form) or "other"
        rows, place = self.words.look(form)
        labels, lexicons = self.words.told(rows) if rows else _UNTOLD
        lower = form.lower()
        return _new(
            Kind,
            (
                shape,
                labels,
                lexicons,
                self._patterns(form),
                place.opens,
                place.follows,
                lower if lower in self._lower else "",
                form if form in self._written else "",
                False,
            ),
        )

    def _patterns(self, form: str) -> tuple[int, ...]:
        dotted = (DOTTED,) if form[-1:] == "." and is_dotted(form) else ()
        if not self._compiled or len(form) > _LONGEST_TESTED or not self._any_regex.fullmatch(form):
            return dotted
        return (*dotted, *(n for n, compiled in enumerate(self._compiled) if compiled.fullmatch(form)))

    def _generic(self) -> Iterator[Kind]:
        for shape in SHAPES:
            for size in range(len(self._regexes) + 1):
                for chosen in combinations(range(len(self._regexes)), size):
                    yield Kind(shape, patterns=chosen)
                    if shape in ("lower", "upper"):
                        yield Kind(shape, patterns=(DOTTED, *chosen))

    def __getstate__(self) -> dict[str, object]:
        """What is needed to read texts; what compiles patterns stays behind."""
        state = {**vars(self), "_tests": {}, "classes": {}, "_weights": None, "_base": None, "_done": None}
        state["_others"] = {tuple(kind): code for kind, code in self._others.items()}
        state["_by"] = {key: array("I", found) for key, found in self._by.items() if key[0] in ("label", "shape")}
        state["kinds"] = Records(tuple(self.kinds[code]) for code in self.codes)
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self.kinds = _LazyKinds(state["kinds"])

    def symbol(self, piece: Piece) -> str:
        """Return the character of a token."""
        if piece.ends:
            return self._ending.get(piece.form, self.full_stop)
        return self.word_symbol(piece.form, piece.shape)

    def word_symbol(self, form: str, shape: str) -> str:
        """Return the character of a token that ends no sentence."""
        known = self._known.get(form)
        if known is not None:
            return known
        kind = self._kind(form, shape)
        found = self._others.get(kind)  # none for an odd mixture of small and capital letters
        return found or self._others[Kind(shape, patterns=kind.patterns)]

    def phrase_symbol(self, words: str) -> str | None:
        """Return the character of a lexicon phrase, None for what is none; ``words`` are its forms and blanks."""
        rows = self.words.look(words).rows
        if not rows:
            return None
        shape = "lower" if words == words.lower() else "capital"
        return self._others[Kind(shape, *self.words.told(rows))]

    def opening(self, labels: Collection[str] | None = None) -> int:
        """Return the set of characters that open a phrase, with one of some labels where they are given."""
        wanted = None if labels is None else frozenset(labels)
        return self.set_of(
            code
            for code, kind in self.kinds.items()
            if kind.opens and (wanted is None or not wanted.isdisjoint(kind.opens))
        )

    @property
    def following(self) -> int:
        """The set of characters that may be the second of a phrase."""
        return self.set_of(code for code, kind in self.kinds.items() if kind.follows)

    def _index(self, ordered: Sequence[Kind]) -> None:
        by: dict[tuple[str, str], list[int]] = defaultdict(list)
        inner = bytearray(len(ordered) // 8 + 1)
        for number, kind in enumerate(ordered):
            if kind.ends:
                continue
            inner[number >> 3] |= 1 << (number & 7)
            by["shape", kind.shape].append(number)
            if kind.form:
                by["word", kind.form].append(number)
            if kind.lower.startswith(_SPARE):
                by[_SPARE, _place_of(kind)].append(number)
            elif kind.lower:
                by["lower", kind.lower].append(number)
            for label in kind.labels:
                by["label", label].append(number)
            for lexicon in kind.lexicons:
                by["lexicon", lexicon].append(number)
            for pattern in kind.patterns:
                by["regex", self._regexes[pattern] if pattern >= 0 else "dotted"].append(number)
        self._by: Mapping[tuple[str, str], Sequence[int]] = dict(by)
        self.any = int.from_bytes(inner, "little")
        self._tests = {}
        self._weights: list[tuple[float, int]] | None = None
        self.classes: dict[int, str] = {}  # sets as they are written in expressions

    def characters(self, constraint: Constraint) -> int:
        """Return the set of characters for which a test holds; a mark that ends its sentence satisfies none."""
        known = self._tests.get(constraint)
        if known is None:
            found = _bits((n for key in self._keys(constraint) for n in self._by.get(key, ())), len(self.codes))
            known = self._tests[constraint] = self.any & ~found if constraint.negated else found
        return known

    def _keys(self, constraint: Constraint) -> list[tuple[str, str]]:
        attribute, values = constraint.attribute, constraint.values
        if attribute == "lemma":
            return [("lower", form) for value in values for form in forms(value)]
        if attribute == "label":
            return [("label", label) for value in values for label in self._below.get(value, (value,))]
        if attribute == "shape":
            return [("shape", shape) for value in values for shape in (WORD_SHAPES if value == "word" else (value,))]
        return [(attribute, value.lower() if attribute == "lower" else value) for value in values]

    def regex(self, number: int) -> str:
        """Return a regular expression by its number among a kind's ``patterns``; none for dotted abbreviations."""
        return self._regexes[number] if number >= 0 else ""

    def labelled(self, labels: Iterable[str]) -> int:
        """Return the set of characters with one of some labels, or with one below them."""
        return self.characters(Constraint("label", tuple(sorted(labels))))

    def set_of(self, characters: Iterable[str]) -> int:
        """Return some characters as a set."""
        return _bits(map(_number, characters), len(self.codes))

    def holds(self, found: int, character: str) -> bool:
        """Tell whether a character is in a set."""
        return bool(found >> _number(character) & 1)

    def members(self, found: int) -> list[str]:
        """Return the characters of a set."""
        return [self.codes[number] for start, stop in runs(found) for number in range(start, stop)]

    def _of(self, keys: Iterable[tuple[str, str]]) -> list[str]:
        return [self.codes[number] for key in keys for number in self._by.get(key, ())]

    def frequency(self, found: int) -> float:
        """Return about how many of a thousand tokens of news are in a set of characters."""
        if self._weights is None:
            self._weights = self._weighed()
        return sum(weight * (found & group).bit_count() for weight, group in self._weights)

    def _weighed(self) -> list[tuple[float, int]]:
        groups: dict[float, list[str]] = defaultdict(list)
        for code, kind in self.kinds.items():
            groups[_weight(kind)].append(code)
        return [(weight, self.set_of(codes)) for weight, codes in sorted(groups.items())]

    def below(self, label: str) -> frozenset[str]:
        """Return a label and all labels below it in the taxonomy."""
        known = self._below.get(label)
        return frozenset((label,)) if known is None else known

    @property
    def shapes(self) -> Mapping[str, int]:
        """The set of characters of each shape."""
        return {shape: self.characters(Constraint("shape", (shape,))) for shape in SHAPES}

    @property
    def may_end(self) -> int:
        """The abbreviations after which a sentence may end."""
        dotted = self._of([("regex", "dotted")])
        initials = self._of([("shape", "initial")])
        return self.set_of((*dotted, *initials, *self._of(("lower", each) for each in FINAL_ABBREVIATIONS)))

    @property
    def starters(self) -> int:
        """The words that start a sentence after such an abbreviation."""
        return self.set_of(self._of(("word", each) for each in STARTERS))

    def middle(self) -> dict[int, str]:
        """Return, for every mark that ends a sentence, the same mark inside one."""
        return {ord(code): self._known[mark] for mark, code in self._ending.items()}


def _named_by(constraints: Iterable[Constraint]) -> tuple[set[str], set[str]]:
    """The words that some tests tell apart as written, and those that they tell apart in any case."""
    written: set[str] = set()
    lower: set[str] = set()
    for constraint in constraints:
        for value in constraint.values:
            if constraint.attribute == "word":
                written.add(value)
            elif constraint.attribute == "lower":
                lower.add(value.lower())
            elif constraint.attribute == "lemma":
                lower |= forms(value)
    return written, lower


def _spares(kinds: Iterable[Kind]) -> Iterator[Kind]:
    """Kinds for words that no rule names yet: they have everything but a word."""
    told = {(*kind[1:3], (), *kind[4:6]) for kind in kinds if kind.shape != "mention" and not kind.ends}
    for each in sorted(told):
        for shape in WORD_SHAPES:
            for number in range(_SPARES_LABELLED if any(each) else _SPARES):
                yield Kind(shape, *each, lower=f"{_SPARE}{number}")


def _place_of(kind: Kind) -> str:
    """What a word must have in common with the spare character that it gets."""
    return repr(kind[:6])


def runs(found: int) -> list[tuple[int, int]]:
    """Return a set as stretches of neighbouring numbers, half open.

    >>> runs(0b1101110)
    [(1, 4), (5, 7)]
    """
    result: list[tuple[int, int]] = []
    at = 0
    while found:
        skip = (found & -found).bit_length() - 1
        found >>= skip
        length = (~found & (found + 1)).bit_length() - 1
        result.append((at + skip, at + skip + length))
        found >>= length
        at += skip + length
    return result


# How often common words and marks stand among a thousand tokens of news.
_COMMON = {
    word: weight
    for weight, several in (
        (45.0, "the , ."),
        (20.0, "of to and in a “ ”"),
        (8.0, "said on for that with is was by at as 's from -"),
        (4.0, "he it his has have had be will an are were its not but they who would which their this ( )"),
        (1.5, "after also been or more new year percent about over than when we i up out"),
        (0.9, "million billion here told since only all no there some three while during under where being time made"),
        (0.7, "first two last one years people officials country police state other could against before between into"),
        (0.6, "because group them held take if any still part called four left down him set second members including"),
        (
            0.4,
            "should day right our do did can very such she those among through most make say many then must her",
        ),
    )
    for word in several.split()
}
_OPENING = 0.1  # how often a common word has a capital, to one time that it has none
_WORD = 0.01  # any other word that has a character of its own
_GENERIC = {"lower": 0.04, "capital": 0.04, "number": 0.05, "mention": 3.0}
_LABELLED, _OTHER = 0.05, 0.005


def _weight(kind: Kind) -> float:
    """About how many of a thousand tokens of news one character stands for."""
    word = kind.lower or kind.form
    if word:
        common = _COMMON.get(word, _WORD)
        return common if kind.shape in ("lower", "mark") else common * _OPENING
    known = kind.labels or kind.opens or kind.follows
    return _LABELLED if known and kind.shape != "mention" else _GENERIC.get(kind.shape, _OTHER)


def _number(character: str) -> int:
    code = ord(character)
    return code - _FIRST if code < _SURROGATES else code - _FIRST - (_AFTER_SURROGATES - _SURROGATES)


def _bits(numbers: Iterable[int], size: int) -> int:
    field = bytearray(size // 8 + 1)
    for number in numbers:
        field[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(field, "little")


def _mixed(lower: str) -> str:
    """A word in an unusual mixture of small and capital letters."""
    return lower[:1] + lower[1:].capitalize()


def _odd_cases(lower: str) -> set[str]:
    """Some unusual ways to write a word: eBay, McDonald."""
    odd = {lower[:at] + lower[at:].capitalize() for at in (1, 2, 3) if len(lower) > at}
    return {*odd, *(form[:1].upper() + form[1:] for form in odd)}


def _code_points(count: int) -> list[str]:
    first = range(_FIRST, _SURROGATES)
    after = range(_AFTER_SURROGATES, 0x110000)
    return [chr(first[n]) if n < len(first) else chr(after[n - len(first)]) for n in range(count)]


def below_each(labels: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    """For every label the labels below it, itself included."""
    result: dict[str, set[str]] = defaultdict(set)

    def climb(label: str, start: str, seen: frozenset[str]) -> None:
        result[label].add(start)
        for above in labels.get(label, ()):
            if above not in seen:
                climb(above, start, seen | {above})

    for label in labels:
        climb(label, label, frozenset((label,)))
    return {label: frozenset(found | {label}) for label, found in result.items()}


def _phrase_kinds(draft: Draft) -> Iterator[Kind]:
    """The kinds of all phrases, in small letters and in any other writing."""
    for labels, lexicons in draft.told_of_phrases():
        yield Kind("lower", labels, lexicons)
        yield Kind("capital", labels, lexicons)

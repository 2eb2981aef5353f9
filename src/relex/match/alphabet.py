"""The token alphabet: every word class that some rule can tell apart is one character.

A word that a pattern names or that stands inside a lexicon phrase has a character of its own for each way to write it;
all other words share one by shape, labels and regular expressions. A text becomes a string over this
alphabet, and a token test becomes a class of characters, mostly a few ranges.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import regex

from ..rules.pattern import Constraint
from ..rules.ruleset import BUILT_IN_LABELS, LexiconRow, RuleSet
from ..text.document import words
from ..text.inflection import forms
from ..text.tokens import FINAL_ABBREVIATIONS, STARTERS, Piece

SHAPES = ("lower", "capital", "upper", "mixed", "other", "number", "ordinal", "initial", "mark")
WORD_SHAPES = ("lower", "capital", "upper", "mixed")
MARKS = "“ ” \" ‘ ’ . ! ? … , : ; ( ) [ ] - — – / $ % 's '".split()
_ENDING_MARKS = "” \" ’ . ! ? … ) ]".split()
_LONGEST_TESTED = 64
_FIRST, _SURROGATES, _AFTER_SURROGATES = 0x100, 0xD800, 0xE000


@dataclass(frozen=True, slots=True, order=True)
class Kind:
    """What one character of the alphabet stands for; ``form`` is set only for words that have one of their own."""

    shape: str
    labels: tuple[str, ...] = ()
    lexicons: tuple[str, ...] = ()
    patterns: tuple[int, ...] = ()
    form: str = ""
    ends: bool = False


PARAGRAPH = Kind("paragraph", ends=True)
FULL_STOP = Kind("stop", ends=True)  # of zero width, after an abbreviation that ends its sentence


class Alphabet:
    """Characters for words, phrases and mentions; immutable once made."""

    def __init__(self, rules: RuleSet, constraints: Iterable[Constraint], labels: Iterable[str]) -> None:
        """Collect what ``constraints`` can tell apart; ``labels`` are those that rules emit."""
        constraints = list(constraints)
        self._below = _below(BUILT_IN_LABELS | dict(rules.labels))
        self._regexes = tuple(sorted({value for c in constraints if c.attribute == "regex" for value in c.values}))
        self._compiled = tuple(regex.compile(pattern) for pattern in self._regexes)
        single, phrases = _split_rows(rules)
        self.rows: Mapping[str, tuple[tuple[str, LexiconRow], ...]] = {k: tuple(v) for k, v in single.items()}
        named = _named_forms(constraints) | {form for phrase in phrases for form in phrase}
        named |= STARTERS | set(MARKS) | {form for form in single if _dotted(form)}
        self._kinds = {form: self._known_kind(form, form in named) for form in named | set(single)}
        self.phrase_rows = phrases
        phrase_kinds = {phrase: _row_kind(_phrase_shape(phrase), rows) for phrase, rows in phrases.items()}
        generic = {
            Kind(shape, patterns=chosen)
            for shape in SHAPES
            for size in range(len(self._regexes) + 1)
            for chosen in combinations(range(len(self._regexes)), size)
        }
        ending = {Kind("mark", form=mark, ends=True, patterns=self._patterns(mark)) for mark in _ENDING_MARKS}
        mentions = {label: Kind("mention", labels=(label,)) for label in sorted(set(labels))}
        everything = {*self._kinds.values(), *phrase_kinds.values(), *generic, *ending, *mentions.values()}
        ordered = [*sorted(everything), PARAGRAPH, FULL_STOP]
        codes = _code_points(len(ordered))
        self._symbols = dict(zip(ordered, codes, strict=True))
        self.kinds = dict(zip(codes, ordered, strict=True))
        self.mention_symbols = {label: self._symbols[kind] for label, kind in mentions.items()}
        self.phrase_symbols = {phrase: self._symbols[kind] for phrase, kind in phrase_kinds.items()}
        self.paragraph, self.full_stop = self._symbols[PARAGRAPH], self._symbols[FULL_STOP]
        self._index()

    def _patterns(self, form: str) -> tuple[int, ...]:
        if len(form) > _LONGEST_TESTED:
            return ()
        return tuple(n for n, compiled in enumerate(self._compiled) if compiled.fullmatch(form))

    def _known_kind(self, form: str, named: bool) -> Kind:
        rows = self.rows.get(form, ())
        shape = next(iter(words(form))).shape
        kind = _row_kind(shape, rows)
        return Kind(shape, kind.labels, kind.lexicons, self._patterns(form), form if named else "")

    def symbol(self, piece: Piece) -> str:
        """Return the character of a token."""
        kind = self._kinds.get(piece.form)
        if piece.ends:
            kind = Kind("mark", form=piece.form, ends=True, patterns=self._patterns(piece.form))
            return self._symbols.get(kind) or self.full_stop
        if kind is None:
            kind = Kind(piece.shape, patterns=self._patterns(piece.form) if self._regexes else ())
        return self._symbols[kind]

    def known_symbol(self, form: str) -> str:
        """Return the character of a word that a lexicon phrase holds."""
        return self._symbols[self._kinds[form]]

    def _index(self) -> None:
        by: dict[tuple[str, str], set[str]] = defaultdict(set)
        self.ending = frozenset(code for code, kind in self.kinds.items() if kind.ends)
        for code, kind in self.kinds.items():
            if kind.ends:
                continue
            by["shape", kind.shape].add(code)
            if kind.form:
                by["word", kind.form].add(code)
                by["lower", kind.form.lower()].add(code)
            for label in kind.labels:
                by["label", label].add(code)
            for lexicon in kind.lexicons:
                by["lexicon", lexicon].add(code)
            for number in kind.patterns:
                by["regex", self._regexes[number]].add(code)
        self._by = {key: frozenset(codes) for key, codes in by.items()}
        self.any = frozenset(self.kinds) - self.ending

    @lru_cache(maxsize=None)  # noqa: B019 - an alphabet lives as long as its matcher
    def characters(self, constraint: Constraint) -> frozenset[str]:
        """Return the characters for which a test holds; a mark that ends its sentence satisfies none."""
        attribute, values = constraint.attribute, constraint.values
        if attribute == "lemma":
            keys = [("lower", form) for value in values for form in forms(value)]
        elif attribute == "label":
            keys = [("label", label) for value in values for label in self._below.get(value, (value,))]
        elif attribute == "shape":
            shapes = [shape for value in values for shape in (WORD_SHAPES if value == "word" else (value,))]
            keys = [("shape", shape) for shape in shapes]
        else:
            keys = [(attribute, value.lower() if attribute == "lower" else value) for value in values]
        found = frozenset().union(*(self._by.get(key, frozenset()) for key in keys))
        return self.any - found if constraint.negated else found

    def below(self, label: str) -> frozenset[str]:
        """Return a label and all labels below it in the taxonomy."""
        return self._below.get(label, frozenset((label,)))

    @property
    def may_end(self) -> frozenset[str]:
        """The abbreviations after which a sentence may end."""
        known = {code for code, kind in self.kinds.items() if kind.form.lower() in FINAL_ABBREVIATIONS}
        return frozenset(known | {code for code, kind in self.kinds.items() if _dotted(kind.form)})

    @property
    def starters(self) -> frozenset[str]:
        """The words that start a sentence after such an abbreviation."""
        return frozenset(code for code, kind in self.kinds.items() if kind.form in STARTERS)

    def middle(self) -> dict[int, str]:
        """Return, for every mark that ends a sentence, the same mark inside one."""
        return {
            ord(code): self._symbols[self._kinds[kind.form]]
            for code, kind in self.kinds.items()
            if kind.ends and kind.form
        }


def _dotted(form: str) -> bool:
    return form.endswith(".") and form.count(".") > 1


def _code_points(count: int) -> list[str]:
    first = range(_FIRST, _SURROGATES)
    after = range(_AFTER_SURROGATES, 0x110000)
    return [chr(first[n]) if n < len(first) else chr(after[n - len(first)]) for n in range(count)]


def _below(labels: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
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


def _row_kind(shape: str, rows: Iterable[tuple[str, LexiconRow]]) -> Kind:
    rows = tuple(rows)
    labels = tuple(sorted({row.label for _, row in rows}))
    return Kind(shape, labels, tuple(sorted({lexicon for lexicon, _ in rows})))


def _phrase_shape(forms: tuple[str, ...]) -> str:
    return "lower" if all(form == form.lower() for form in forms) else "capital"


def _variants(surface: str) -> set[str]:
    """The ways in which a text may write a lexicon row."""
    if surface.isupper():
        return {surface}
    written = {surface, surface.upper()}
    if surface.islower():
        first, *rest = surface.split(" ")
        written |= {surface.title() if "'" not in surface else surface, " ".join((first.capitalize(), *rest))}
        written.add(" ".join(word.capitalize() for word in surface.split(" ")))
        small = [word if word in _SMALL and at else word.capitalize() for at, word in enumerate(surface.split(" "))]
        written.add(" ".join(small))
    return written


_SMALL = frozenset("of the and for to in on at a an de la".split())


def _split_rows(
    rules: RuleSet,
) -> tuple[dict[str, list[tuple[str, LexiconRow]]], dict[tuple[str, ...], list[tuple[str, LexiconRow]]]]:
    """Every way to write every row: words by their form, phrases by the forms of their tokens."""
    single: dict[str, list[tuple[str, LexiconRow]]] = defaultdict(list)
    phrases: dict[tuple[str, ...], list[tuple[str, LexiconRow]]] = defaultdict(list)
    for lexicon in rules.lexicons:
        for row in lexicon.rows:
            for written in sorted(_variants(row.surface)):
                tokens = tuple(piece.form for piece in words(written))
                if len(tokens) == 1:
                    single[tokens[0]].append((lexicon.name, row))
                elif tokens:
                    phrases[tokens].append((lexicon.name, row))
    return single, phrases


def _named_forms(constraints: Iterable[Constraint]) -> set[str]:
    named: set[str] = set()
    for constraint in constraints:
        for value in constraint.values:
            if constraint.attribute == "word":
                named.add(value)
            elif constraint.attribute == "lower":
                named |= {value.lower(), value.capitalize(), value.upper()}
            elif constraint.attribute == "lemma":
                for form in forms(value):
                    named |= {form, form.capitalize(), form.upper()}
    return named

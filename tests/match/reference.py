"""The obvious engine: patterns tried at every place by plain backtracking, on tokens with all that is known of them.

It shares nothing with ``relex.match``: tokens and datelines come from the floor below, all else is told again from
docs/rules.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from relex.rules.pattern import Choice, Constraint, Edge, Look, Node, Repeat, Role, Token
from relex.rules.pattern import Sequence as Several
from relex.rules.ruleset import BUILT_IN_LABELS, Rule, RuleSet
from relex.text.document import dateline_chunks
from relex.text.folding import Folded
from relex.text.inflection import forms
from relex.text.tokens import FINAL_ABBREVIATIONS, STARTERS, split_chunk

WORDS = ("lower", "capital", "upper", "mixed")
CLOSING = (".", "!", "?", "…", "”", "’", '"', ")", "]")
Roles = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Item:
    """A token, a phrase of a lexicon, a mention, or a mark that ends its sentence; tokens ``start`` up to ``stop``."""

    start: int
    stop: int
    forms: tuple[str, ...] = ()
    shape: str = ""
    labels: frozenset[str] = frozenset()
    lexicons: frozenset[str] = frozenset()
    ends: bool = False


def read(text: str, rules: RuleSet) -> list[Item]:
    """Return a text as tokens and phrases; it has no odd characters, and an empty line after each paragraph."""
    tokens: list[Item] = []
    paragraphs = text.split("\n")
    datelines = dateline_chunks(Folded(text))
    before = 0
    for number, paragraph in enumerate(paragraphs):
        lines = list(enumerate(paragraph.split(" "), before))
        before += len(lines)
        chunks = [(number, piece) for number, chunk in lines for piece in split_chunk(chunk)]
        for at, (chunk, piece) in enumerate(chunks):
            next_chunk, following = chunks[at + 1] if at + 1 < len(chunks) else (chunk, None)
            ends = piece.ends and not (following and following.shape == "lower")
            tokens.append(_token(len(tokens), piece.form, piece.shape, rules, ends=ends))
            abbreviated = re.fullmatch(r"(?:[a-zA-Z]\.){2,}", piece.form) or piece.form.lower() in FINAL_ABBREVIATIONS
            abbreviated = abbreviated or piece.shape == "initial"
            closed = abbreviated and following and next_chunk > chunk and following.form in STARTERS
            if closed or (chunk in datelines and next_chunk > chunk):
                tokens.append(Item(len(tokens), len(tokens) + 1, ends=True))
        if number < len(paragraphs) - 1:
            tokens.append(Item(len(tokens), len(tokens) + 1, ends=True))
    return _with_phrases(tokens, rules)


def _token(at: int, form: str, shape: str, rules: RuleSet, *, ends: bool) -> Item:
    if ends:
        return Item(at, at + 1, (form,), ends=True)
    labels, lexicons = told((form,), rules)
    return Item(at, at + 1, (form,), shape, labels, lexicons)


def told(found: tuple[str, ...], rules: RuleSet) -> tuple[frozenset[str], frozenset[str]]:
    """Return the labels and the lexicons of some tokens."""
    rows = [
        (lexicon.name, row.label) for lexicon in rules.lexicons for row in lexicon.rows if spells(row.surface, found)
    ]
    return frozenset(label for _, label in rows), frozenset(name for name, _ in rows)


def spells(surface: str, found: tuple[str, ...]) -> bool:
    wanted = tokens_of(surface)
    if surface == surface.lower():
        return wanted == tuple(form.lower() for form in found)
    return found in (wanted, tokens_of(surface.upper()))


def tokens_of(text: str) -> tuple[str, ...]:
    return tuple(piece.form for chunk in text.split() for piece in split_chunk(chunk))


def _with_phrases(tokens: list[Item], rules: RuleSet) -> list[Item]:
    lengths = {len(tokens_of(row.surface)) for lexicon in rules.lexicons for row in lexicon.rows} - {0, 1}
    result: list[Item] = []
    at = 0
    while at < len(tokens):
        for length in sorted(lengths, reverse=True):
            part = tokens[at : at + length]
            found = tuple(form for each in part for form in each.forms)
            labels, lexicons = told(found, rules)
            if len(part) == length == len(found) and labels and not any(each.ends for each in part):
                shape = "lower" if all(form == form.lower() for form in found) else "capital"
                result.append(Item(part[0].start, part[-1].stop, (), shape, labels, lexicons))
                at += length
                break
        else:
            result.append(tokens[at])
            at += 1
    return result


@dataclass(frozen=True)
class Hit:
    """A match: items ``first`` up to ``after``, and the tokens of every role."""

    first: int
    after: int
    roles: Roles


def search_everywhere(pattern: Node, items: Sequence[Item], rules: RuleSet, first: int = 0) -> list[Hit]:
    """Return the matches of a pattern from an item on, leftmost first, none overlapping another."""
    engine = _Engine(items, _above(rules))
    found: list[Hit] = []
    at = first
    while at < len(items):
        end, roles = next(iter(engine.ways(pattern, at, ())), (at, ()))
        if end > at:
            found.append(Hit(at, end, roles))
        at = max(end, at + 1)
    return found


def with_mentions(items: Sequence[Item], hits: Sequence[Hit], label: str) -> list[Item]:
    """Return the items with every match as one mention."""
    result: list[Item] = []
    at = 0
    for hit in hits:
        result += items[at : hit.first]
        start, stop = items[hit.first].start, items[hit.after - 1].stop
        result.append(Item(start, stop, (), "mention", frozenset((label,))))
        at = hit.after
    return [*result, *items[at:]]


def _above(rules: RuleSet) -> Mapping[str, frozenset[str]]:
    parents = {**BUILT_IN_LABELS, **rules.labels}

    def climb(label: str, seen: frozenset[str]) -> frozenset[str]:
        for parent in parents.get(label, ()):
            if parent not in seen:
                seen = climb(parent, seen | {parent})
        return seen

    return {label: climb(label, frozenset((label,))) for label in parents}


class _Engine:
    def __init__(self, items: Sequence[Item], above: Mapping[str, frozenset[str]]) -> None:
        self.items = items
        self.above = above

    def ways(self, node: Node, at: int, roles: Roles) -> Iterator[tuple[int, Roles]]:
        """Yield where the pattern may end when it starts at an item, the way it prefers first."""
        match node:
            case Token(constraints):
                yield from self.token(constraints, at, roles)
            case Several(parts):
                yield from self.sequence(parts, at, roles)
            case Choice(options):
                for option in options:
                    yield from self.ways(option, at, roles)
            case Repeat():
                yield from self.turns(node, 0, at, roles)
            case Role(name, item):
                for end, bound in self.ways(item, at, roles):
                    own = ((name, self.items[at].start, self.items[end - 1].stop),) if end > at else ()
                    yield end, bound + own
            case Look(item, ahead, negated):
                if self.seen(item, at, ahead=ahead) != negated:
                    yield at, roles
            case Edge(start):
                if self.edge(at, start=start):
                    yield at, roles

    def sequence(self, parts: tuple[Node, ...], at: int, roles: Roles) -> Iterator[tuple[int, Roles]]:
        if not parts:
            yield at, roles
            return
        for middle, bound in self.ways(parts[0], at, roles):
            yield from self.sequence(parts[1:], middle, bound)

    def turns(self, node: Repeat, done: int, at: int, roles: Roles) -> Iterator[tuple[int, Roles]]:
        if done >= node.least and node.lazy:
            yield at, roles
        if done < node.most:
            for end, bound in self.ways(node.item, at, roles):
                if end > at:
                    yield from self.turns(node, done + 1, end, bound)
                elif done < node.least:
                    yield from self.turns(node, done + 1, at, roles)
        if done >= node.least and not node.lazy:
            yield at, roles

    def token(self, constraints: tuple[Constraint, ...], at: int, roles: Roles) -> Iterator[tuple[int, Roles]]:
        if len(constraints) == 1 and constraints[0].attribute in ("word", "lower") and not constraints[0].negated:
            for value in sorted(constraints[0].values, key=lambda value: -len(tokens_of(value))):
                wanted = tokens_of(value)
                if all(
                    self.holds(Constraint(constraints[0].attribute, (form,)), at + n) for n, form in enumerate(wanted)
                ):
                    yield at + len(wanted), roles
        elif (
            at < len(self.items)
            and not self.items[at].ends
            and all(self.holds(constraint, at) for constraint in constraints)
        ):
            yield at + 1, roles

    def holds(self, constraint: Constraint, at: int) -> bool:
        if at >= len(self.items) or self.items[at].ends:
            return False
        return (
            any(self.satisfies(constraint.attribute, v, self.items[at]) for v in constraint.values)
            != constraint.negated
        )

    def satisfies(self, attribute: str, value: str, item: Item) -> bool:
        form = item.forms[0] if item.forms else None
        match attribute:
            case "word":
                return form is not None and (form,) == tokens_of(value)
            case "lower":
                return form is not None and (form.lower(),) == tokens_of(value)
            case "lemma":
                return form is not None and form.lower() in forms(value)
            case "shape":
                return item.shape in (WORDS if value == "word" else (value,))
            case "regex":
                return form is not None and re.fullmatch(value, form) is not None
            case "lexicon":
                return value in item.lexicons
        return any(value in self.above.get(label, {label}) for label in item.labels)

    def seen(self, item: Node, at: int, *, ahead: bool) -> bool:
        if ahead:
            return any(True for _ in self.ways(item, at, ()))
        return any(end == at for start in range(at + 1) for end, _ in self.ways(item, start, ()))

    def edge(self, at: int, *, start: bool) -> bool:
        if start:
            return at == 0 or self.items[at - 1].ends
        while (
            at < len(self.items)
            and not self.items[at].ends
            and self.items[at].forms[:1] in [(mark,) for mark in CLOSING]
        ):
            at += 1
        return at == len(self.items) or self.items[at].ends


def sentences(items: Sequence[Item]) -> list[tuple[int, int]]:
    """Return the first item of each sentence and the one after its last."""
    ends = [at + 1 for at, item in enumerate(items) if item.ends]
    bounds = [0, *ends, len(items)]
    return [(a, b) for a, b in pairwise(bounds) if b > a]


__all__ = ["Hit", "Item", "Rule", "read", "search_everywhere", "sentences", "with_mentions"]

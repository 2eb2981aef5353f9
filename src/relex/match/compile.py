"""Patterns to expressions over the token alphabet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..rules.pattern import Choice, Constraint, Edge, Look, Node, Repeat, Role, Sequence, Token
from ..rules.ruleset import Rule
from ..text.document import words
from .alphabet import Alphabet


@dataclass(frozen=True, slots=True)
class Compiled:
    """A pattern ready to run: the expression, the role of each of its groups, and what it cannot do without.

    Every match holds at least one of ``needs`` (characters of the alphabet).
    """

    expression: re.Pattern[str]
    roles: tuple[str, ...]
    needs: frozenset[str]


def split_literals(node: Node) -> Node:
    """Return the pattern with every literal of several tokens (`co-operation`) as their sequence."""
    match node:
        case Token(constraints):
            return _split_token(constraints)
        case Sequence(items):
            return Sequence(tuple(split_literals(item) for item in items))
        case Choice(options):
            return Choice(tuple(split_literals(option) for option in options))
        case Repeat(item, least, most, lazy):
            return Repeat(split_literals(item), least, most, lazy)
        case Role(name, item):
            return Role(name, split_literals(item))
        case Look(item, ahead, negated):
            return Look(split_literals(item), ahead, negated)
    return node


def _split_token(constraints: tuple[Constraint, ...]) -> Node:
    if len(constraints) != 1 or constraints[0].attribute not in ("lower", "word") or constraints[0].negated:
        return Token(tuple(_folded(constraint) for constraint in constraints))
    attribute = constraints[0].attribute
    by_length: dict[bool, list[tuple[str, ...]]] = {True: [], False: []}
    for value in constraints[0].values:
        forms = tuple(piece.form for piece in words(value)) or (value,)
        by_length[len(forms) == 1].append(forms)
    options: list[Node] = []
    if by_length[True]:
        options.append(Token((Constraint(attribute, tuple(forms[0] for forms in by_length[True])),)))
    for forms in by_length[False]:
        options.append(Sequence(tuple(Token((Constraint(attribute, (form,)),)) for form in forms)))
    return options[0] if len(options) == 1 else Choice(tuple(options))


def _folded(constraint: Constraint) -> Constraint:
    """Write marks as the tokeniser does: a straight apostrophe and a curly one are one."""
    if constraint.attribute not in ("lower", "word"):
        return constraint
    forms = (tuple(piece.form for piece in words(value)) for value in constraint.values)
    values = tuple(found[0] if len(found) == 1 else value for found, value in zip(forms, constraint.values, strict=True))
    return Constraint(constraint.attribute, values, constraint.negated)


def constraints_of(node: Node) -> Iterator[Constraint]:
    """Yield every token test of a pattern."""
    match node:
        case Token(constraints):
            yield from constraints
        case Sequence(items) | Choice(items):
            for item in items:
                yield from constraints_of(item)
        case Repeat(item) | Role(_, item) | Look(item):
            yield from constraints_of(item)


def labels_of(node: Node) -> frozenset[str]:
    """Return the labels that a pattern asks for."""
    return frozenset(v for c in constraints_of(node) if c.attribute == "label" for v in c.values)


def compile_pattern(node: Node, alphabet: Alphabet, *, to_end: bool = False) -> Compiled:
    """Return the expression for a pattern whose literals are split; ``to_end`` matches only up to the end searched.

    >>> from ..rules.ruleset import RuleSet
    >>> talks = Token((Constraint("lower", ("talks",)),))
    >>> alphabet = Alphabet(RuleSet("example"), constraints_of(talks), ())
    >>> word = next(words("Talks"))
    >>> bool(compile_pattern(talks, alphabet).expression.match(alphabet.symbol(word)))
    True
    """
    writer = _Writer(alphabet)
    source = writer.write(node)
    if to_end:
        source = rf"(?:{source})\Z"
    return Compiled(re.compile(source), tuple(writer.roles), needs(node, alphabet))


class _Writer:
    """Writes one expression and numbers its groups."""

    def __init__(self, alphabet: Alphabet) -> None:
        self.alphabet = alphabet
        self.roles: list[str] = []

    def write(self, node: Node) -> str:
        match node:
            case Token():
                return character_class(token_characters(node, self.alphabet), self.alphabet)
            case Sequence(items):
                return "".join(self._tight(item) for item in items)
            case Choice(options):
                return self._choice(options)
            case Repeat(item, least, most, lazy):
                return f"{self._atom(item)}{_times(least, most)}{'?' if lazy else ''}"
            case Role(name, item):
                self.roles.append(name)
                return f"({self.write(item)})"
            case Look(item, ahead, negated):
                return f"(?{'' if ahead else '<'}{'!' if negated else '='}{self.write(item)})"
            case Edge(start):
                others = character_class(self.alphabet.any, self.alphabet)
                return f"(?<!{others})" if start else f"(?!{others})"
        raise TypeError(node)

    def _choice(self, options: tuple[Node, ...]) -> str:
        if all(isinstance(option, Token) for option in options):
            together = frozenset().union(
                *(token_characters(option, self.alphabet) for option in options if isinstance(option, Token))
            )
            return character_class(together, self.alphabet)
        return "(?:" + "|".join(self.write(option) for option in options) + ")"

    def _tight(self, node: Node) -> str:
        return self.write(node)

    def _atom(self, node: Node) -> str:
        source = self.write(node)
        return source if isinstance(node, (Token, Role)) else f"(?:{source})"


def _times(least: int, most: int) -> str:
    if (least, most) == (0, 1):
        return "?"
    return f"{{{least},{most}}}" if least != most else f"{{{least}}}"


def token_characters(token: Token, alphabet: Alphabet) -> frozenset[str]:
    """Return the characters that satisfy every test of a token."""
    found = alphabet.any
    for constraint in token.constraints:
        found = found & alphabet.characters(constraint)
    return found


def character_class(characters: Iterable[str], alphabet: Alphabet) -> str:
    """Return the shortest class of ranges for some characters; a class that matches nothing for none."""
    codes = sorted(map(ord, characters))
    if not codes:
        return "(?!)"
    if len(codes) == 1:
        return chr(codes[0])
    present = alphabet.kinds
    ranges: list[list[int]] = []
    for code in codes:
        # Code points that stand for nothing may be swallowed: no text holds them.
        if ranges and (code == ranges[-1][1] + 1 or all(chr(c) not in present for c in range(ranges[-1][1] + 1, code))):
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "[" + "".join(chr(a) if a == b else f"{chr(a)}-{chr(b)}" for a, b in ranges) + "]"


def needs(node: Node, alphabet: Alphabet) -> frozenset[str]:
    """Return the smallest set of characters of which every match of the pattern holds at least one."""
    match node:
        case Token():
            return token_characters(node, alphabet)
        case Sequence(items):
            return min((needs(item, alphabet) for item in items), key=_rank, default=alphabet.any)
        case Choice(options):
            return frozenset().union(*(needs(option, alphabet) for option in options))
        case Repeat(item, least):
            return needs(item, alphabet) if least else frozenset(alphabet.kinds)
        case Role(_, item):
            return needs(item, alphabet)
    return frozenset(alphabet.kinds)


def _rank(characters: frozenset[str]) -> tuple[int, str]:
    return len(characters), min(characters, default="")


def strata(rules: Iterable[Rule], below: Mapping[str, frozenset[str]]) -> tuple[tuple[Rule, ...], ...]:
    """Return the entity rules in the order in which their labels need one another, as steps."""
    pending = {rule.id: rule for rule in rules}
    wanted = {
        rule.id: frozenset(b for label in labels_of(rule.pattern) for b in below.get(label, (label,)))
        for rule in pending.values()
    }
    steps: list[tuple[Rule, ...]] = []
    while pending:
        emitted = {rule.emits for rule in pending.values()}
        ready = tuple(rule for rule in pending.values() if not wanted[rule.id] & emitted)
        if not ready:
            raise ValueError("a circle of rules: " + ", ".join(sorted(pending)))
        # Rules that emit one label belong to one step, so that they compete: none starts before all can.
        late = {rule.emits for rule in pending.values()} & {r.emits for r in pending.values() if r not in ready}
        step = tuple(rule for rule in ready if rule.emits not in late) or ready
        steps.append(step)
        for rule in step:
            del pending[rule.id]
    return tuple(steps)

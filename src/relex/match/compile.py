"""Patterns to expressions over the token alphabet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ..rules.pattern import Choice, Constraint, Edge, Look, Node, Repeat, Role, Sequence, Token, role_names
from ..rules.ruleset import Rule
from ..text.document import words
from .alphabet import ENDING_MARKS, Alphabet, runs
from .expressions import expression
from .heads import head, need, token_characters

CLOSING_MARKS = tuple(ENDING_MARKS)
NOTHING = r"[^\s\S]"
_FAR = 1  # tokens: what stands nearer to the start is found missing soon enough
CLOSING_TOGETHER = 8  # marks that close a sentence together


@dataclass(frozen=True, slots=True)
class Compiled:
    """A pattern ready to run: the expression, and the role of each of its groups."""

    expression: re.Pattern[str]
    roles: tuple[str, ...]


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
    found = [tuple(piece.form for piece in words(value)) or (value,) for value in constraints[0].values]
    options: list[Node] = [
        Sequence(tuple(Token((Constraint(attribute, (form,)),)) for form in several))
        for several in sorted(found, key=len, reverse=True)
        if len(several) > 1
    ]
    single = tuple(several[0] for several in found if len(several) == 1)
    if single:
        options.append(Token((Constraint(attribute, single),)))
    return options[0] if len(options) == 1 else Choice(tuple(options))


def _folded(constraint: Constraint) -> Constraint:
    """Write marks as the tokeniser does: a straight apostrophe and a curly one are one."""
    if constraint.attribute not in ("lower", "word"):
        return constraint
    forms = (tuple(piece.form for piece in words(value)) for value in constraint.values)
    values = tuple(
        found[0] if len(found) == 1 else value for found, value in zip(forms, constraint.values, strict=True)
    )
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


def compile_pattern(node: Node, alphabet: Alphabet, to_end: bool = False) -> Compiled:
    """Return the expression for a pattern whose literals are split; ``to_end``: it ends where a search does.

    >>> from ..rules.ruleset import RuleSet
    >>> talks = Token((Constraint("lower", ("talks",)),))
    >>> alphabet = Alphabet(RuleSet("example"), constraints_of(talks), ())
    >>> word = next(words("Talks"))
    >>> bool(compile_pattern(talks, alphabet).expression.match(alphabet.symbol(word)))
    True
    """
    writer = _Writer(alphabet)
    source = writer.write(node)
    starting = alphabet.remembered(head, node).any
    if to_end:
        source = rf"(?:{source})\Z"
    else:
        source = _ahead(node, starting, alphabet) + source
    return Compiled(expression(source, character_class(starting, alphabet)), tuple(writer.roles))


def _ahead(node: Node, starting: int, alphabet: Alphabet) -> str:
    """A look for what a match cannot do without, before anything else is tried: "" where it is not worth it."""
    wanted, farthest, *_ = alphabet.remembered(need, node)
    if farthest is None or farthest < _FAR or not starting & ~wanted:
        return ""
    others = character_class(alphabet.any & ~wanted, alphabet)
    return f"(?={others}{{0,{farthest}}}+{character_class(wanted, alphabet)})"


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
                return "".join(map(self.write, items))
            case Choice(options):
                return self._choice(options)
            case Repeat():
                return self._repeat(node)
            case Role(name, item):
                self.roles.append(name)
                return f"({self.write(item)})"
            case Look(item, True, negated):
                return f"(?{'!' if negated else '='}{self.write(item)})"
            case Look(item, _, negated):
                return self._behind(item, negated=negated)
            case Edge(start):
                return _edge(self.alphabet, start=start)
        raise TypeError(node)

    def _choice(self, options: tuple[Node, ...]) -> str:
        if all(isinstance(option, Token) for option in options):
            together = 0
            for option in options:
                assert isinstance(option, Token)
                together |= token_characters(option, self.alphabet)
            return character_class(together, self.alphabet)
        return "(?:" + "|".join(self.write(option) for option in options) + ")"

    def _repeat(self, node: Repeat) -> str:
        item, least, most = node.item, node.least, node.most
        lazy = "?" if node.lazy and least < most else ""
        if most == 1 or not role_names(item):
            source = self.write(item)
            atom = source if isinstance(item, (Token, Role)) else f"(?:{source})"
            return f"{atom}{_times(least, most)}{lazy}"
        # A group remembers only its last turn; written out, every turn fills its role.
        obligatory = "".join(self.write(item) for _ in range(least))
        return (
            obligatory + "".join(f"(?:{self.write(item)}" for _ in range(most - least)) + f")?{lazy}" * (most - least)
        )

    def _behind(self, item: Node, *, negated: bool) -> str:
        """One look for each number of tokens that the item may take."""
        by_width = _by_width(item)
        if negated:
            return "".join(f"(?<!{self._choice(tuple(options))})" for options in by_width.values())
        return "(?:" + "|".join(f"(?<={self._choice(tuple(options))})" for options in by_width.values()) + ")"


def _by_width(node: Node) -> dict[int, list[Node]]:
    """Every way to write a pattern with a fixed number of tokens, by that number."""
    result: dict[int, list[Node]] = {}
    for tokens, way in _ways(node):
        result.setdefault(tokens, []).append(way)
    return result


def _ways(node: Node) -> list[tuple[int, Node]]:
    match node:
        case Token():
            return [(1, node)]
        case Choice(options):
            return [way for option in options for way in _ways(option)]
        case Sequence(items):
            return _in_a_row([_ways(item) for item in items])
        case Repeat(item, least, most):
            return [way for count in range(least, most + 1) for way in _in_a_row([_ways(item)] * count)]
        case Role(_, item):
            return _ways(item)
    return [(0, node)]


def _in_a_row(parts: list[list[tuple[int, Node]]]) -> list[tuple[int, Node]]:
    result: list[tuple[int, tuple[Node, ...]]] = [(0, ())]
    for ways in parts:
        if len({tokens for tokens, _ in ways}) == 1:
            # One width: its alternatives may stay together.
            together = ways[0][1] if len(ways) == 1 else Choice(tuple(way for _, way in ways))
            ways = [(ways[0][0], together)]
        result = [(a + b, (*before, way)) for a, before in result for b, way in ways]
    return [(tokens, Sequence(items)) for tokens, items in result]


def _edge(alphabet: Alphabet, *, start: bool) -> str:
    others = character_class(alphabet.any, alphabet)
    if start:
        return f"(?<!{others})"
    # Of `talks."` only the last mark ends the sentence, but it is over after the word.
    closing = character_class(alphabet.characters(Constraint("word", CLOSING_MARKS)), alphabet)
    return f"(?={closing}{{0,{CLOSING_TOGETHER}}}(?!{others}))"


def _times(least: int, most: int) -> str:
    if (least, most) == (0, 1):
        return "?"
    if (least, most) == (1, 1):
        return ""
    return f"{{{least},{most}}}" if least != most else f"{{{least}}}"


def character_class(found: int, alphabet: Alphabet) -> str:
    """Return the shortest class of ranges for a set of characters; for none, what matches nothing."""
    known = alphabet.classes.get(found)
    if known is None:
        known = alphabet.classes[found] = _written_class(runs(found), alphabet.codes)
    return known


def _written_class(stretches: list[tuple[int, int]], codes: str) -> str:
    if not stretches:
        return NOTHING
    if len(stretches) == 1 and stretches[0][1] - stretches[0][0] == 1:
        return codes[stretches[0][0]]
    parts = (codes[start] if stop - start == 1 else f"{codes[start]}-{codes[stop - 1]}" for start, stop in stretches)
    return f"[{''.join(parts)}]"


def strata(
    rules: Iterable[Rule], below: Mapping[str, frozenset[str]], first: Iterable[str] = ()
) -> tuple[tuple[Rule, ...], ...]:
    """Return the entity rules in the order in which their labels need one another, as steps.

    The rules for the labels to be found ``first`` come before all that these do not need; the order of the others is
    as if there were none of them.
    """
    rules = tuple(rules)
    wanted = {
        rule.id: frozenset(b for label in labels_of(rule.pattern) for b in below.get(label, (label,)))
        | ({rule.again} if rule.again else set())
        | (below.get(rule.shortens, frozenset((rule.shortens,))) if rule.shortens else frozenset())
        for rule in rules
    }
    leading = frozenset(each for label in first for each in below.get(label, (label,)))
    ahead = _needed(leading, rules, wanted)
    steps = _steps([rule for rule in rules if rule.emits in ahead], wanted)
    others = _steps(
        [rule for rule in rules if rule.emits not in leading],
        {name: labels - leading for name, labels in wanted.items()},
    )
    later = (tuple(rule for rule in step if rule.emits not in ahead) for step in others)
    return (*steps, *(step for step in later if step))


def _needed(labels: frozenset[str], rules: Iterable[Rule], wanted: Mapping[str, frozenset[str]]) -> set[str]:
    """Return some labels, those that their rules need, and so on."""
    found: set[str] = set()
    while labels:
        found |= labels
        labels = frozenset(each for rule in rules if rule.emits in labels for each in wanted[rule.id]) - found
    return found


def _steps(rules: Iterable[Rule], wanted: Mapping[str, frozenset[str]]) -> list[tuple[Rule, ...]]:
    pending = {rule.id: rule for rule in rules}
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
    return steps

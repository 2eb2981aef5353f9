"""A rule set cut down to what some of its labels need: who wants only dates need not pay for names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from ..rules.pattern import Constraint
from ..rules.ruleset import BUILT_IN_LABELS, Lexicon, LexiconRow, Rule, RuleSet
from .alphabet import below_each
from .compile import constraints_of


def part_of(rules: RuleSet, labels: Iterable[str]) -> RuleSet:
    """Return the entity rules and lexicon rows that mentions with some labels (or ones below them) need.

    That is: the rules that emit the labels, those that emit what these ask for, and so on; and the rows for which any
    of them asks. Event types, rules for events and quotes, and the status layer are left out.

    >>> from ..rules.loader import load_rules
    >>> len(part_of(load_rules("common"), ["Date"]).rules) < len(load_rules("common").rules)
    True
    """
    below = below_each({**BUILT_IN_LABELS, **rules.labels})
    types = {kind.name for kind in rules.types}
    pending = [rule for rule in rules.rules if rule.emits not in types]
    kept: list[Rule] = []
    wanted = {each for label in labels for each in below.get(label, (label,))}
    lexicons: set[str] = set()
    while ready := [rule for rule in pending if rule.emits in wanted]:
        kept += ready
        pending = [rule for rule in pending if rule.emits not in wanted]
        for constraint in _asked(ready):
            if constraint.attribute == "label":
                wanted |= {each for label in constraint.values for each in below.get(label, (label,))}
            elif constraint.attribute == "lexicon":
                lexicons |= set(constraint.values)
    ids = {rule.id for rule in kept}
    return replace(
        rules,
        rules=tuple(rule for rule in rules.rules if rule.id in ids),
        cues=(),
        types=(),
        lexicons=tuple(_with_rows(lexicon, lexicons, wanted) for lexicon in rules.lexicons),
    )


def with_types(rules: RuleSet, types: Collection[str]) -> RuleSet:
    """Return the rule set without the event types but some, and without the rules and the status layer of these.

    All that is found before events is the same, since none of it asks for them.
    """
    left_out = {kind.name for kind in rules.types}.difference(types)
    return replace(
        rules,
        rules=tuple(rule for rule in rules.rules if rule.emits not in left_out),
        cues=(),
        types=tuple(kind for kind in rules.types if kind.name not in left_out),
    )


def _asked(rules: Iterable[Rule]) -> Iterator[Constraint]:
    for rule in rules:
        yield from constraints_of(rule.pattern)
        for named in filter(None, (rule.again, rule.shortens)):
            yield Constraint("label", (named,))


def _with_rows(lexicon: Lexicon, lexicons: set[str], labels: set[str]) -> Lexicon:
    if lexicon.name in lexicons:
        return lexicon
    rows: tuple[LexiconRow, ...] = tuple(row for row in lexicon.rows if row.label in labels)
    return replace(lexicon, rows=rows)

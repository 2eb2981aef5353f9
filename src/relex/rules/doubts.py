"""What is not wrong with a rule set and yet hardly meant: warnings, told by ``relex check`` alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from ..errors import Problem
from .checks import labels_above
from .entries import Entry, Notes
from .nodes import ScalarNode, Source
from .pattern import GAP_LIMIT, Choice, Edge, Node, Repeat, Role, Sequence, Token, can_be_empty
from .ruleset import BUILT_IN_LABELS, READ_LABELS, Cue, Lexicon, Rule, RuleSet

WARNING = "warning"


def doubts(
    rule_set: RuleSet,
    *,
    entries: Iterable[Entry],
    macros: Iterable[ScalarNode],
    lexicons: Iterable[tuple[Lexicon, Source]],
    own: Collection[Source],
    notes: Notes,
) -> list[Problem]:
    """Return the warnings about a rule set that stand in its ``own`` files; what it imports is others' business."""
    own_files = {source.shown for source in own}
    told = [*_slow(rule_set, entries), *_unused_macros(macros, notes)]
    lexicons = list(lexicons)
    told += _unused_lexicons(rule_set, lexicons, notes)
    told += _ambiguous_rows(lexicons)
    return [replace(each, level=WARNING) for each in told if each.location.file in own_files]


def opens_with_a_gap(node: Node) -> bool:
    """Tell whether a pattern may begin with any tokens, many of them: it is tried at each, over all the others.

    After `^` it is tried but once a sentence.

    >>> from .pattern import parse_pattern
    >>> opens_with_a_gap(parse_pattern("... talks")), opens_with_a_gap(parse_pattern("the? talks"))
    (True, False)
    """
    match node:
        case Sequence(items):
            for item in items:
                if opens_with_a_gap(item):
                    return True
                if item == Edge(start=True) or not can_be_empty(item):
                    return False
            return False
        case Choice(options):
            return any(map(opens_with_a_gap, options))
        case Role(_, item):
            return opens_with_a_gap(item)
        case Repeat(Token(constraints), _, most):
            return most >= GAP_LIMIT and all(each.negated for each in constraints)
        case Repeat(item):
            return opens_with_a_gap(item)
    return False


def _slow(rule_set: RuleSet, entries: Iterable[Entry]) -> Iterator[Problem]:
    written = {entry.id: entry.fields["pattern"][1] for entry in entries if "pattern" in entry.fields}
    owners: tuple[Rule | Cue, ...] = (*rule_set.rules, *rule_set.cues)
    for each in owners:
        scalar = written.get(each.id)
        if isinstance(scalar, ScalarNode) and opens_with_a_gap(each.pattern):
            first = scalar.value.split(maxsplit=1)[0]
            start = scalar.value.index(first)
            advice = "begin with a word or a label; what comes before it needs no mention"
            message = f"'{each.id}' begins with a gap, which is tried at every word"
            yield scalar.inside(start, start + len(first)).problem("slow-start", message, advice)


def _unused_macros(macros: Iterable[ScalarNode], notes: Notes) -> Iterator[Problem]:
    used = {use.reference.name for use in notes.uses if use.reference.kind == "macro"}
    for name in macros:
        if name.value not in used:
            yield name.place.problem("unused-macro", f"no pattern uses the macro '{name.value}'", "remove it")


def _unused_lexicons(rule_set: RuleSet, lexicons: Iterable[tuple[Lexicon, Source]], notes: Notes) -> Iterator[Problem]:
    named = {use.reference.name for use in notes.uses if use.reference.kind == "lexicon"}
    wanted = {use.reference.name for use in notes.uses if use.reference.kind == "label"} | {
        *BUILT_IN_LABELS,
        *READ_LABELS,
    }
    for lexicon, source in lexicons:
        labels = {row.label for row in lexicon.rows}
        if not labels or lexicon.name in named:
            continue
        if not any(wanted & labels_above(rule_set.labels, label) for label in labels):
            told = ", ".join(f"@{label}" for label in sorted(labels)[:3])
            advice = f"use {told} or `[lexicon={lexicon.name}]` in a pattern, or remove the file"
            line = min(row.line for row in lexicon.rows) - 1
            place = source.place(line, 0, max(1, len(source.lines[line])))
            yield place.problem("unused-lexicon", f"no pattern uses the lexicon '{lexicon.name}'", advice)


def _ambiguous_rows(lexicons: Iterable[tuple[Lexicon, Source]]) -> Iterator[Problem]:
    first: dict[tuple[str, str], tuple[str, str, str]] = {}
    for lexicon, source in lexicons:
        for row in lexicon.rows:
            place = source.place(row.line - 1, 0, len(row.surface))
            other, where, name = first.setdefault((row.surface, row.label), (row.id, place.shown, lexicon.name))
            if other != row.id and name != lexicon.name:  # one of the same name is meant to change the other
                message = (
                    f"'{row.surface}' is {_named(row.label, row.id)} here and {_named(row.label, other)} at {where}"
                )
                advice = "keep one, or give one of them a label of its own"
                yield place.problem("ambiguous-row", message, advice)


def _named(label: str, id_: str) -> str:
    return f"the {label} {id_}" if id_ else f"a {label} without an id"

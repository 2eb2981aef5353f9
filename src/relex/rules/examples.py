"""What is drawn on the examples beside the rules: marks that can be read, and names that exist."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ..errors import did_you_mean
from ..marks import Mark, MarkError, Part, parse
from .entries import TRIGGER, Entry, Notes
from .nodes import ListNode, ScalarNode
from .ruleset import EventType, RuleSet

KINDS = ("finds", "ignores", "todo")


def check_examples(rule_set: RuleSet, entries: Iterable[Entry], notes: Notes, *, complete: bool) -> None:
    """Note the examples that cannot be read, and names drawn on them that nothing has.

    Where the rule set is not ``complete``, names are not looked at: they may stand in a file that could not be read.
    """
    types = {each.name: each for each in rule_set.types}
    for entry in entries:
        emits = entry.fields.get("emits")
        own = types.get(emits[1].value) if emits is not None and isinstance(emits[1], ScalarNode) else None
        for example in _written(entry):
            try:
                _, marks = parse(example.value)
            except MarkError as error:
                place = example.inside(error.position, error.position + 1)
                message, _, advice = error.message.partition("; ")
                notes.add(place, "bad-marks", message, advice or "draw it as `[role words]` or `[role=value words]`")
                continue
            if complete:
                _check_names(example, marks, own, types, rule_set.labels, notes)


def _written(entry: Entry) -> Iterator[ScalarNode]:
    for kind in KINDS:
        node = entry.fields[kind][1] if kind in entry.fields else None
        for each in node.items if isinstance(node, ListNode) else (node,):
            if isinstance(each, ScalarNode):
                yield each


def _check_names(
    example: ScalarNode, marks: tuple[Mark, ...], own: EventType | None, types: Mapping[str, EventType],
    labels: Mapping[str, object], notes: Notes,
) -> None:  # fmt: skip
    labelled = [mark for mark in marks if any(_is_label(part, types) for part in mark.parts)]
    for mark in marks:
        inside = any(outer is not mark and outer.start <= mark.start and mark.stop <= outer.stop for outer in labelled)
        for part in mark.parts:
            if part.type is None and (part.role[:1].isupper() or inside or own is None):
                if part.role[:1].isupper() and part.role not in types and part.role not in labels:
                    known = [*types, *labels]
                    _add(example, part.role, "unknown-label", f"no label named '{part.role}'", known, notes)
            elif part.type is not None and part.type not in types:
                if part.type not in labels:
                    _add(example, part.type, "unknown-type", f"no event type named '{part.type}'", types, notes)
            else:
                _check_part(example, mark, part, types[part.type] if part.type is not None else own, notes)


def _is_label(part: Part, types: Mapping[str, EventType]) -> bool:
    return part.type is None and part.role[:1].isupper() and part.role not in types


def _check_part(example: ScalarNode, mark: Mark, part: Part, type_: EventType | None, notes: Notes) -> None:
    if type_ is None:
        return
    names = [TRIGGER, *(role.name for role in type_.roles), *(name for name, _ in type_.attributes)]
    if part.role not in names:
        _add(example, part.role, "unknown-role", f"{type_.name} has no role '{part.role}'", names, notes)
    elif part.role == TRIGGER and mark.value is not None and mark.value not in type_.statuses:
        message = f"{type_.name} has no status '{mark.value}'"
        _add(example, mark.value, "unknown-status", message, type_.statuses, notes)


def _add(example: ScalarNode, name: str, problem: str, message: str, known: Iterable[str], notes: Notes) -> None:
    drawn = re.search(rf"(?<=[\[,.=\"]){re.escape(name)}(?=[\s,.=#\"])", example.value)
    start = drawn.start() if drawn is not None else 0
    options = list(known)
    otherwise = f"it is one of {', '.join(options)}" if len(options) < 12 else "see how it is written elsewhere"
    notes.add(example.inside(start, start + len(name)), problem, message, did_you_mean(name, options, otherwise))

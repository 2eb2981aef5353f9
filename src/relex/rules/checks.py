"""What can only be said of a rule set as a whole: names that nobody has, circles, rules that say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..errors import did_you_mean
from .entries import Entry, Notes, Use, texts_of
from .examples import check_examples
from .nodes import Place
from .pattern import Constraint, Token, walk
from .ruleset import BUILT_IN_LABELS, Rule, RuleSet

REGEX_LIMIT = 8


def check(
    rule_set: RuleSet, entries: Iterable[Entry], label_places: Mapping[str, Place], notes: Notes, *, complete: bool
) -> None:
    """Note everything wrong with a rule set that its parts do not show.

    Where the rule set is not ``complete``, because a file could not be read, missing names are not told: each of them
    may stand in that file.
    """
    by_id = {entry.id: entry for entry in entries}
    if complete:
        _check_labels(rule_set, notes)
        _check_lexicons(rule_set, notes)
        _check_beats(rule_set, by_id, notes)
        _check_beaten_cues(rule_set, by_id, notes)
    _check_regexes(notes)
    _check_names(rule_set, label_places, notes)
    _check_taxonomy(rule_set, label_places, notes)
    _check_negations(rule_set, by_id, notes)
    _check_order(rule_set, by_id, notes)
    _check_same(rule_set, by_id, notes)
    check_examples(rule_set, by_id.values(), notes, complete=complete)


def labels_above(labels: Mapping[str, tuple[str, ...]], label: str) -> frozenset[str]:
    """Return a label and everything that a mention with this label also is.

    >>> sorted(labels_above({"City": ("Place",), "Place": ("Thing",)}, "City"))
    ['City', 'Place', 'Thing']
    """
    seen = {label}
    rest = [label]
    while rest:
        for above in labels.get(rest.pop(), ()):
            if above not in seen:
                seen.add(above)
                rest.append(above)
    return frozenset(seen)


def _check_labels(rule_set: RuleSet, notes: Notes) -> None:
    types = {each.name for each in rule_set.types}
    for use in notes.uses:
        name = use.reference.name
        if use.reference.kind != "label" or name in rule_set.labels:
            continue
        if name in types:
            advice = "write a pattern of what the event is told with"
            notes.add(use.place, "unknown-label", f"'{name}' is an event; patterns find only mentions", advice)
        else:
            advice = did_you_mean(name, rule_set.labels, "emit it, add it to a lexicon, or list it under `labels:`")
            notes.add(use.place, "unknown-label", f"no label named '{name}'", advice)


def _check_lexicons(rule_set: RuleSet, notes: Notes) -> None:
    names = {lexicon.name for lexicon in rule_set.lexicons}
    for use in notes.uses:
        if use.reference.kind == "lexicon" and use.reference.name not in names:
            advice = did_you_mean(use.reference.name, names, f"add `lexicons/{use.reference.name}.tsv`")
            notes.add(use.place, "unknown-lexicon", f"no lexicon named '{use.reference.name}'", advice)


def _check_beats(rule_set: RuleSet, by_id: Mapping[str, Entry], notes: Notes) -> None:
    beats = {rule.id: set(rule.beats) for rule in rule_set.rules}
    rules = {entry.id for entry in by_id.values() if entry.kind == "rule"}
    for rule in rule_set.rules:
        node = by_id[rule.id].fields.get("beats")
        for each in texts_of(node[1], "`beats`", notes) if node is not None else []:
            if each.value not in rules:
                advice = did_you_mean(each.value, rules - {rule.id}, "remove it")
                notes.add(each.place, "unknown-rule", f"no rule with the id '{each.value}'", advice)
            elif each.value == rule.id:
                notes.add(each.place, "circle", "a rule cannot beat itself", "remove it")
            elif rule.id < each.value and rule.id in beats.get(each.value, ()):
                other = by_id[each.value].place.shown
                message = f"'{rule.id}' and '{each.value}' ({other}) beat each other"
                notes.add(each.place, "circle", message, "let one of them win")


def _check_beaten_cues(rule_set: RuleSet, by_id: Mapping[str, Entry], notes: Notes) -> None:
    cues = {cue.id for cue in rule_set.cues}
    for cue in rule_set.cues:
        node = by_id[cue.id].fields.get("beats")
        for each in texts_of(node[1], "`beats`", notes) if node is not None else []:
            if each.value not in cues:
                advice = did_you_mean(each.value, cues - {cue.id}, "remove it")
                notes.add(each.place, "unknown-cue", f"no cue with the id '{each.value}'", advice)


def _check_regexes(notes: Notes) -> None:
    first: dict[str, Use] = {}
    for use in notes.uses:
        if use.reference.kind != "regex" or use.reference.name in first:
            continue
        first[use.reference.name] = use
        if len(first) > REGEX_LIMIT:
            advice = "use `shape=`, `lower=` or a lexicon"
            notes.add(use.place, "too-many-regexes", f"a rule set has at most {REGEX_LIMIT} expressions", advice)


def _check_names(rule_set: RuleSet, label_places: Mapping[str, Place], notes: Notes) -> None:
    rows = {row.label: f"{lexicon.file}:{row.line}" for lexicon in rule_set.lexicons for row in reversed(lexicon.rows)}
    plurals: dict[str, str] = {}
    for each in rule_set.types:
        place = notes.type_places[each.name]
        if each.name in label_places:
            message = f"the event type '{each.name}' is a label too, at {label_places[each.name].shown}"
            notes.add(place, "conflict", message, "give one of the two another name")
        elif each.name in rows:
            message = f"the event type '{each.name}' is a label too, at {rows[each.name]}"
            notes.add(place, "conflict", message, "give one of the two another name")
        elif each.name in BUILT_IN_LABELS:
            notes.add(place, "conflict", f"'{each.name}' is a label of relex itself", "give the type another name")
        other = plurals.setdefault(each.plural, each.name)
        if other != each.name:
            message = f"'{each.plural}' is the plural of {other} already"
            notes.add(place, "conflict", message, "give `plural:` another name")


def _check_taxonomy(rule_set: RuleSet, label_places: Mapping[str, Place], notes: Notes) -> None:
    for label, parents in rule_set.labels.items():
        around = [parent for parent in parents if label in labels_above(rule_set.labels, parent)]
        if around and label <= around[0] and label in label_places:
            message = (
                f"'{label}' is above and below '{around[0]}'" if label != around[0] else f"'{label}' is above itself"
            )
            notes.add(label_places[label], "circle", message, "remove one of the two lines")


def _check_negations(rule_set: RuleSet, by_id: Mapping[str, Entry], notes: Notes) -> None:
    for rule in rule_set.rules:
        for node in walk(rule.pattern):
            if isinstance(node, Token) and len(node.constraints) > 1 and _excludes_itself(rule_set, node.constraints):
                wanted = next(each for each in node.constraints if each.attribute == "label" and not each.negated)
                place = _place_of(rule, wanted.values[0], by_id, notes)
                message = f"what is a {' or '.join(wanted.values)} is always one of the labels that are excluded"
                notes.add(place, "never-matches", message, "exclude a label below it instead")


def _excludes_itself(rule_set: RuleSet, constraints: Iterable[Constraint]) -> bool:
    labels = [each for each in constraints if each.attribute == "label"]
    excluded = {value for each in labels if each.negated for value in each.values}
    return any(
        all(labels_above(rule_set.labels, value) & excluded for value in each.values)
        for each in labels
        if not each.negated
    )


def _place_of(rule: Rule, label: str, by_id: Mapping[str, Entry], notes: Notes) -> Place:
    uses = (use for use in notes.uses if use.owner == rule.id and use.reference.name == label)
    return next((use.place for use in uses), by_id[rule.id].place)


# The order of the rules: a label is known when all rules that emit it, or a label below it, are done.


def _check_order(rule_set: RuleSet, by_id: Mapping[str, Entry], notes: Notes) -> None:
    types = {each.name for each in rule_set.types}
    rules = [rule for rule in rule_set.rules if rule.emits not in types]
    below: dict[str, set[str]] = {}
    for emitted in {rule.emits for rule in rules}:
        for label in labels_above(rule_set.labels, emitted):
            below.setdefault(label, set()).add(emitted)
    # For each label: the labels that must be known before, each with a rule that makes it so and the label it names.
    needs: dict[str, dict[str, tuple[Rule, str]]] = {rule.emits: {} for rule in rules}
    for rule in rules:
        for wanted in _labels_in(rule):
            for emitted in sorted(below.get(wanted, ())):
                needs[rule.emits].setdefault(emitted, (rule, wanted))
    while circle := _circle(needs):
        _tell_circle(circle, needs, by_id, notes)
        needs[circle[0]].pop(circle[1 % len(circle)])


def _labels_in(rule: Rule) -> list[str]:
    found = {} if rule.shortens is None else {rule.shortens: None}
    found |= {
        value: None
        for node in walk(rule.pattern)
        if isinstance(node, Token)
        for each in node.constraints
        if each.attribute == "label"
        for value in each.values
    }
    return list(found)


def _circle(needs: Mapping[str, Mapping[str, object]]) -> list[str]:
    """Return labels each of which needs the next, and the last the first; an empty list where there are none."""
    left = {label: set(wanted) for label, wanted in needs.items()}
    while free := [label for label, wanted in left.items() if not wanted & left.keys()]:
        for label in free:
            del left[label]
    if not left:
        return []
    path: list[str] = [min(left)]
    while (following := min(left[path[-1]] & left.keys())) not in path:
        path.append(following)
    circle = path[path.index(following) :]
    first = circle.index(min(circle))
    return circle[first:] + circle[:first]


def _tell_circle(
    circle: list[str], needs: Mapping[str, Mapping[str, tuple[Rule, str]]], by_id: Mapping[str, Entry], notes: Notes
) -> None:
    steps = [needs[label][circle[(at + 1) % len(circle)]] for at, label in enumerate(circle)]
    rule, wanted = steps[0]
    place = _place_of(rule, wanted, by_id, notes)
    if len(circle) == 1:
        message = f"'{rule.id}' needs @{wanted} to find a {rule.emits}, which is one"
        notes.add(place, "circle", message, "emit a label that is not below it, or use a lexicon")
        return
    others = [f"'{other.id}' ({by_id[other.id].place.shown}) needs @{label}" for other, label in steps[1:]]
    message = f"'{rule.id}' emits {rule.emits} and needs @{wanted}, but {', and '.join(others)}"
    notes.add(place, "circle", message, "let one of them do without the other's label")


def _check_same(rule_set: RuleSet, by_id: Mapping[str, Entry], notes: Notes) -> None:
    first: dict[tuple[object, ...], Rule] = {}
    for rule in rule_set.rules:
        other = first.setdefault((rule.emits, rule.pattern, rule.roles, rule.sides, rule.set, rule.status), rule)
        if other is not rule:
            message = f"'{rule.id}' says the same as '{other.id}' at {by_id[other.id].place.shown}"
            notes.add(by_id[rule.id].place, "same-rule", message, "remove one of them")

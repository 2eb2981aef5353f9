"""From the nodes of rule files to rules, cues and event types; every mistake on the way is kept with its place."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields

from ..errors import Problem, did_you_mean, nearest
from ..model import Event
from .drafts import Drafts
from .nodes import AnyNode, ListNode, MapNode, Place, ScalarNode
from .pattern import Node, PatternProblem, Reading, Reference, Token, always_binds, read_pattern, role_names
from .ruleset import NOTHING, QUOTE, SEEK, Cue, EventType, Example, RoleType, Rule, Side

FILE_KEYS = ("imports", "labels", "macros", "types", "rules", "cues", "disable", "first")
RULE_KEYS = (
    "rule", "extends", "emits", "why", "pattern", "roles", "set", "status", "recalls", "yields", "again", "shortens",
    "lasts", "each", "beats", "finds", "ignores", "todo",
)  # fmt: skip
CUE_KEYS = (
    "cue", "extends", "why", "gives", "on", "pattern", "stands", "within", "stops", "beats", "finds", "ignores", "todo",
)  # fmt: skip
TYPE_KEYS = (
    "extends",
    "why",
    "plural",
    "roles",
    "attributes",
    "statuses",
    "status",
    "merge",
    "apart",
    "ahead",
    "unstated",
    "aged",
    "clash",
    "worded",
    "future",
)
ROLE_KEYS = (
    "label",
    "many",
    "least",
    "known",
    "around",
    "back",
    "seek",
    "sought",
    "office",
    "usual",
    "unsought",
    "alone",
    "behind",
    "differ",
    "identified",
    "also",
    "stay",
    "lead",
    "without",
)
SEARCH_KEYS = ("before", "after", "around", "least", "known", "differ", "seek", "among")
STANDS = ("before", "after", "around")
WITHIN_LIMIT = 100
TRIGGER = "trigger"

_ID = re.compile(r"[A-Za-z0-9][\w.-]*")
_NAME = re.compile(r"[A-Za-z]\w*")
# The classes made from event types have these already.
_TAKEN = frozenset(each.name for each in fields(Event)) | {"type", "plural", "document"}

Fields = dict[str, tuple[ScalarNode, AnyNode]]


@dataclass(slots=True)
class Entry:
    """A rule or a cue as written; ``fields`` may come from the entry that it extends, ``scope`` is its rule set."""

    kind: str
    id: str
    place: Place
    fields: Fields
    scope: int
    extends: ScalarNode | None = None
    is_patch: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """A name used in a pattern, where, and in which rule or cue (empty outside of any)."""

    reference: Reference
    place: Place
    owner: str


@dataclass(slots=True)
class Notes:
    """What is found while reading: the problems, and what can only be checked when everything is read."""

    problems: list[Problem] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    owner: str = ""
    type_places: dict[str, Place] = field(default_factory=dict)
    drafts: Drafts = field(default_factory=Drafts)

    def add(self, place: Place, name: str, message: str, advice: str) -> None:
        self.problems.append(place.problem(name, message, advice))


# Values of a kind: each gives None, and a problem, where the node is of another.


def text_of(node: AnyNode, what: str, notes: Notes) -> ScalarNode | None:
    """Return a text that is not empty."""
    if not isinstance(node, ScalarNode):
        kind = "a list" if isinstance(node, ListNode) else "a mapping"
        advice = "text that begins with [ or { stands in quotes, or in a block: `|` and a new line"
        notes.add(node.place, "wrong-kind", f"{what} is a text, not {kind}", advice)
        return None
    if not node.value.strip():
        notes.add(node.place, "empty-value", f"{what} is empty", "write it, or remove the key")
        return None
    return node


def texts_of(node: AnyNode, what: str, notes: Notes) -> list[ScalarNode]:
    """Return a list of texts; one text alone is a list of one."""
    if isinstance(node, MapNode):
        notes.add(node.place, "wrong-kind", f"{what} is a list of texts, not a mapping", "write `[one, two]`")
        return []
    items = node.items if isinstance(node, ListNode) else (node,)
    return [found for item in items if (found := text_of(item, what, notes)) is not None]


def map_of(node: AnyNode, what: str, notes: Notes) -> MapNode | None:
    """Return a mapping."""
    if isinstance(node, MapNode):
        return node
    if isinstance(node, ScalarNode) and not node.value.strip():
        notes.add(node.place, "empty-value", f"{what} is empty", "write it, or remove the key")
    else:
        notes.add(node.place, "wrong-kind", f"{what} is a mapping", "write `name: value` lines, indented, below it")
    return None


def list_of(node: AnyNode, what: str, notes: Notes) -> tuple[AnyNode, ...]:
    """Return the items of a list."""
    if isinstance(node, ListNode):
        return node.items
    if isinstance(node, ScalarNode) and not node.value.strip():
        notes.add(node.place, "empty-value", f"{what} is empty", "write it, or remove the key")
    else:
        notes.add(node.place, "wrong-kind", f"{what} is a list", "begin each entry with `- `, below the key")
    return ()


def number_of(node: AnyNode, what: str, least: int, most: int, notes: Notes) -> int | None:
    """Return a whole number within bounds."""
    value = text_of(node, what, notes)
    if value is None:
        return None
    if re.fullmatch(r"\d{1,6}", value.value, re.ASCII) and least <= int(value.value) <= most:
        return int(value.value)
    notes.add(value.place, "wrong-kind", f"{what} is a whole number", f"write a number from {least} to {most}")
    return None


def flag_of(node: AnyNode, what: str, notes: Notes) -> bool:
    """Return true or false, so written."""
    value = text_of(node, what, notes)
    if value is None or value.value in ("true", "false"):
        return value is not None and value.value == "true"
    notes.add(value.place, "wrong-kind", f"{what} is true or false", "write `true` or `false`")
    return False


def fields_of(node: MapNode, allowed: tuple[str, ...], what: str, notes: Notes) -> Fields:
    """Return the values of a mapping by key, without those that no one would read."""
    found: Fields = {key.value: (key, value) for key, value in node.entries if key.value in allowed}
    for key, value in node.entries:
        if key.value in allowed:
            continue
        near = nearest(key.value, allowed)
        advice = f"did you mean '{near}'?" if near else f"it may have {', '.join(allowed)}"
        notes.add(key.place, "unknown-key", f"no key named '{key.value}' in {what}", advice)
        if near is not None:
            # Read as it was meant: one slip of the pen should not make a second problem elsewhere.
            found.setdefault(near, (key, value))
    return found


def name_of(name: ScalarNode, what: str, notes: Notes) -> str | None:
    """Return a name that can be written in patterns and in Python."""
    if _NAME.fullmatch(name.value) and not keyword.iskeyword(name.value):
        return name.value
    notes.add(name.place, "bad-name", f"'{name.value}' cannot name {what}", "use letters, digits and _, a letter first")
    return None


def member_name_of(name: ScalarNode, what: str, notes: Notes) -> str | None:
    """Return a name for a role or an attribute, which becomes a member of the event's class."""
    if name.value in _TAKEN or name.value.startswith("_"):
        notes.add(name.place, "bad-name", f"every event has a '{name.value}' of its own", "choose another name")
        return None
    return name_of(name, what, notes)


# Patterns.

MACRO_USE = re.compile(r"\$([A-Za-z]\w*)")


def pattern_of(scalar: ScalarNode, macros: Mapping[str, Reading], notes: Notes) -> Node | None:
    """Return the tree of a pattern, with the names that it uses noted at their places."""
    reading = reading_of(scalar, macros, notes, may_be_empty=False)
    return reading.node if reading is not None else None


def reading_of(
    scalar: ScalarNode, macros: Mapping[str, Reading], notes: Notes, *, may_be_empty: bool
) -> Reading | None:
    """Return a pattern as read, with the names that it uses noted at their places."""
    used = tuple(macros.get(name) for name in MACRO_USE.findall(scalar.value))
    try:
        reading = notes.drafts.kept(
            ("pattern", scalar.value, may_be_empty),
            used,
            lambda: read_pattern(scalar.value, macros=macros, may_be_empty=may_be_empty),
        )
    except PatternProblem as problem:
        notes.add(scalar.inside(problem.start, problem.stop), problem.name, problem.message, problem.advice)
        return None
    notes.uses.extend(Use(each, scalar.inside(each.start, each.stop), notes.owner) for each in reading.references)
    return reading


# Entries.


def entry_of(node: AnyNode, kind: str, scope: int, notes: Notes) -> Entry | None:
    """Return a rule or a cue as written, or None if there is no telling which one it is."""
    if not isinstance(node, MapNode):
        advice = f"begin it with `- {kind}: its-id`"
        notes.add(node.place, "wrong-kind", f"a {kind} is a mapping", advice)
        return None
    fields = fields_of(node, RULE_KEYS if kind == "rule" else CUE_KEYS, f"a {kind}", notes)
    extends = text_of(fields["extends"][1], "the extended id", notes) if "extends" in fields else None
    if kind not in fields:
        if extends is not None:
            return Entry(kind, extends.value, extends.place, fields, scope, extends, is_patch=True)
        if "extends" not in fields:
            notes.add(node.place, "missing-key", f"the {kind} has no id", f"begin it with `- {kind}: its-id`")
        return None
    id_ = text_of(fields[kind][1], "the id", notes)
    if id_ is None:
        return None
    if not _ID.fullmatch(id_.value):
        notes.add(id_.place, "bad-name", f"'{id_.value}' cannot be an id", "use letters, digits and hyphens")
        return None
    return Entry(kind, id_.value, id_.place, fields, scope, extends)


def emitted_labels(entries: Iterable[Entry]) -> set[str]:
    """Return what the rules emit, labels and types, whether they are right otherwise or not."""
    nodes = [entry.fields["emits"][1] for entry in entries if entry.kind == "rule" and "emits" in entry.fields]
    return {node.value for node in nodes if isinstance(node, ScalarNode) and _NAME.fullmatch(node.value)}


def examples_of(entry: Entry, key: str, notes: Notes) -> tuple[Example, ...]:
    """Return the examples under a key of an entry."""
    if key not in entry.fields:
        return ()
    found = texts_of(entry.fields[key][1], "an example", notes)
    return tuple(Example(each.value, each.place.location) for each in found)


def text_in(entry: Entry, key: str, notes: Notes, *, required: bool = False) -> ScalarNode | None:
    """Return the text under a key of an entry."""
    if key in entry.fields:
        return text_of(entry.fields[key][1], f"`{key}`", notes)
    if required:
        notes.add(entry.place, "missing-key", f"'{entry.id}' has no `{key}`", f"add `{key}:`")
    return None


def rule_of(entry: Entry, types: Mapping[str, EventType], macros: Mapping[str, Reading], notes: Notes) -> Rule | None:
    """Return the rule that an entry tells, or None if a part that it cannot do without is wrong."""
    notes.owner = entry.id
    emits = text_in(entry, "emits", notes, required=True)
    why = text_in(entry, "why", notes, required=True)
    finds, ignores = examples_of(entry, "finds", notes), examples_of(entry, "ignores", notes)
    _require_examples(entry, finds, ignores, notes)
    type_ = types.get(emits.value) if emits is not None else None
    written = text_in(entry, "pattern", notes, required=True)
    first_use = len(notes.uses)
    pattern = pattern_of(written, macros, notes) if written is not None else None
    if pattern is not None and written is not None and emits is not None and type_ is None:
        _refuse_trigger(emits, types, notes, notes.uses[first_use:])
    if type_ is not None and pattern is not None and written is not None:
        _check_roles(type_, pattern, written, notes.uses[first_use:], notes)
    search = _search(entry, type_, macros, notes)
    recalls, lasts, yields = (
        key in entry.fields and flag_of(entry.fields[key][1], f"`{key}`", notes)
        for key in ("recalls", "lasts", "yields")
    )
    again, shortens = (text_in(entry, key, notes) for key in ("again", "shortens"))
    for named in filter(None, (again, shortens)):
        notes.uses.append(Use(Reference("label", named.value, 0, len(named.value)), named.place, entry.id))
    each = text_in(entry, "each", notes)
    if each is not None and type_ is not None and each.value not in {role.name for role in type_.roles}:
        _add_unknown_role(each.place, each.value, type_, notes)
    set_ = _constants(entry, type_, notes)
    status = _status(entry, type_, notes)
    beats = _beats(entry, notes)
    if emits is None or pattern is None or why is None or name_of(emits, "a label or a type", notes) is None:
        return None
    return Rule(
        id=entry.id, emits=emits.value, why=" ".join(why.value.split()), pattern=pattern, location=entry.place.location,
        roles=tuple(search.around), set=set_, status=status, beats=beats, finds=finds, ignores=ignores,
        todo=examples_of(entry, "todo", notes), sides=tuple(search.sides), least=tuple(search.least),
        known=tuple(search.known), differ=frozenset(search.differ), recalls=recalls, lasts=lasts,
        yields=yields, seek=tuple(search.seek), among=tuple(search.among),
        again=again.value if again is not None else None,
        shortens=shortens.value if shortens is not None else None, each=each.value if each is not None else None,
    )  # fmt: skip


def _beats(entry: Entry, notes: Notes) -> tuple[str, ...]:
    if "beats" not in entry.fields:
        return ()
    return tuple(each.value for each in texts_of(entry.fields["beats"][1], "`beats`", notes))


def _require_examples(entry: Entry, finds: tuple[Example, ...], ignores: tuple[Example, ...], notes: Notes) -> None:
    if len(finds) < 2:
        place = entry.fields["finds"][0].place if "finds" in entry.fields else entry.place
        advice = "add sentences that it must find, drawn as `[label words]`"
        notes.add(place, "too-few-examples", f"'{entry.id}' has {len(finds)} `finds`; it needs two", advice)
    if not ignores:
        place = entry.fields["ignores"][0].place if "ignores" in entry.fields else entry.place
        advice = "add a sentence that looks alike and must stay silent"
        notes.add(place, "too-few-examples", f"'{entry.id}' has no `ignores`; it needs one", advice)


def _refuse_trigger(emits: ScalarNode, types: Mapping[str, EventType], notes: Notes, uses: Iterable[Use]) -> None:
    if any(use.reference.kind == "role" and use.reference.name == TRIGGER for use in uses):
        message = f"the rule has a trigger, but '{emits.value}' is no event type"
        notes.add(emits.place, "unknown-type", message, did_you_mean(emits.value, types, "add it under `types:`"))


def _check_roles(type_: EventType, pattern: Node, written: ScalarNode, uses: Iterable[Use], notes: Notes) -> None:
    allowed = {role.name for role in type_.roles} | {TRIGGER}
    bound = role_names(pattern)
    told: set[str] = set()
    for use in uses:
        if use.reference.kind == "role":
            told.add(use.reference.name)
            if use.reference.name not in allowed:
                _add_unknown_role(use.place, use.reference.name, type_, notes)
    start = written.inside(0, len(written.value.rstrip()))
    for name in sorted(bound - told - allowed):
        notes.add(start, "unknown-role", f"a macro binds the role '{name}'", f"{type_.name} has no such role")
    if type_.name == QUOTE and TRIGGER not in bound:
        return  # `"No": Melnik.` has no verb
    if TRIGGER not in bound:
        advice = "name the words that tell of the event: `trigger:(held talks)`"
        notes.add(start, "missing-trigger", f"a rule that emits {type_.name} needs a trigger", advice)
    elif not always_binds(pattern, TRIGGER):
        advice = "name a trigger in each alternative, and none inside something optional"
        notes.add(start, "missing-trigger", "the pattern can match without its trigger", advice)


def _add_unknown_role(place: Place, name: str, type_: EventType, notes: Notes) -> None:
    names = [role.name for role in type_.roles]
    advice = did_you_mean(name, [*names, TRIGGER], f"it has {', '.join(names) or 'none'}")
    notes.add(place, "unknown-role", f"{type_.name} has no role '{name}'", advice)


@dataclass(slots=True)
class _Search:
    """Where and how a rule looks for roles outside its own pattern."""

    around: list[tuple[str, Node]] = field(default_factory=list)
    sides: list[Side] = field(default_factory=list)
    least: list[tuple[str, int]] = field(default_factory=list)
    known: list[tuple[str, int]] = field(default_factory=list)
    differ: set[str] = field(default_factory=set)
    seek: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    among: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)


def _search(entry: Entry, type_: EventType | None, macros: Mapping[str, Reading], notes: Notes) -> _Search:
    found = _Search()
    if "roles" not in entry.fields:
        return found
    heading, node = entry.fields["roles"]
    if type_ is None:
        if "emits" in entry.fields:
            advice = "name parts inside the pattern: `title:[lexicon=titles]`"
            message = "only rules that emit events look for roles around them"
            notes.add(heading.place, "roles-of-entity", message, advice)
        return found
    table = map_of(node, "`roles`", notes)
    names = {role.name for role in type_.roles}
    for name, value in table.entries if table is not None else ():
        if name.value not in names:
            _add_unknown_role(name.place, name.value, type_, notes)
        where = fields_of(value, SEARCH_KEYS, f"the role '{name.value}'", notes) if isinstance(value, MapNode) else {}
        if not isinstance(value, MapNode):
            where = {"around": (name, value)}
        for stands in (each for each in STANDS if each in where):
            scalar = text_of(where[stands][1], f"the role '{name.value}'", notes)
            pattern = _role_pattern(scalar, type_, names, macros, notes) if scalar is not None else None
            if pattern is None or name.value not in names:
                continue
            if stands == "around":
                found.around.append((name.value, pattern))
            else:
                found.sides.append(Side(name.value, stands, pattern))
        _add_conditions(found, name.value, where, notes)
    return found


def _add_conditions(found: _Search, name: str, where: Fields, notes: Notes) -> None:
    if "differ" in where and flag_of(where["differ"][1], "`differ`", notes):
        found.differ.add(name)
    for key, counts in (("least", found.least), ("known", found.known)):
        if key in where:
            counts.append((name, number_of(where[key][1], f"`{key}`", 0, 10, notes) or 0))
    if "seek" in where:
        found.seek.append((name, _places_to_seek(where, notes)))
    labels = texts_of(where["among"][1], "`among`", notes) if "among" in where else []
    for each in labels:
        notes.uses.append(Use(Reference("label", each.value, 0, len(each.value)), each.place, notes.owner))
    if labels:
        found.among.append((name, tuple(each.value for each in labels)))


def _role_pattern(
    scalar: ScalarNode, type_: EventType, names: set[str], macros: Mapping[str, Reading], notes: Notes
) -> Node | None:
    first_use = len(notes.uses)
    pattern = pattern_of(scalar, macros, notes)
    for use in notes.uses[first_use:]:
        if use.reference.kind == "role" and use.reference.name not in names:
            _add_unknown_role(use.place, use.reference.name, type_, notes)
    return pattern


def _constants(entry: Entry, type_: EventType | None, notes: Notes) -> tuple[tuple[str, str], ...]:
    table = map_of(entry.fields["set"][1], "`set`", notes) if "set" in entry.fields else None
    known = dict(type_.attributes) if type_ is not None else {}
    found: list[tuple[str, str]] = []
    for name, value in table.entries if table is not None else ():
        scalar = text_of(value, f"the attribute '{name.value}'", notes)
        if type_ is not None and name.value not in known:
            advice = did_you_mean(name.value, known, f"it has {', '.join(known) or 'none'}")
            notes.add(name.place, "unknown-attribute", f"{type_.name} has no attribute '{name.value}'", advice)
        elif scalar is not None and known.get(name.value) and scalar.value not in known[name.value]:
            advice = did_you_mean(scalar.value, known[name.value], f"it is one of {', '.join(known[name.value])}")
            message = f"'{name.value}' of {type_.name if type_ else ''} is never '{scalar.value}'"
            notes.add(scalar.place, "unknown-value", message, advice)
        elif scalar is not None and name_of(name, "an attribute", notes) is not None:
            found.append((name.value, scalar.value))
    return tuple(found)


def _status(entry: Entry, type_: EventType | None, notes: Notes) -> str | None:
    status = text_in(entry, "status", notes)
    if status is None:
        return None
    if type_ is None:
        if "emits" in entry.fields:
            notes.add(entry.fields["status"][0].place, "unknown-status", "only events have a status", "remove it")
        return None
    if status.value not in type_.statuses:
        _add_unknown_status(status, type_, notes)
        return None
    return status.value


def _add_unknown_status(status: ScalarNode, type_: EventType, notes: Notes) -> None:
    advice = did_you_mean(status.value, type_.statuses, f"it has {', '.join(type_.statuses) or 'none'}")
    notes.add(status.place, "unknown-status", f"{type_.name} has no status '{status.value}'", advice)


def cue_of(entry: Entry, types: Mapping[str, EventType], macros: Mapping[str, Reading], notes: Notes) -> Cue | None:
    """Return the cue that an entry tells, or None if a part that it cannot do without is wrong."""
    notes.owner = entry.id
    gives = text_in(entry, "gives", notes, required=True)
    on = _types_of_cue(entry, gives, types, notes)
    written = text_in(entry, "pattern", notes, required=True)
    pattern = pattern_of(written, macros, notes) if written is not None else None
    stops_text = text_in(entry, "stops", notes)
    stops = pattern_of(stops_text, macros, notes) if stops_text is not None else None
    stands = text_in(entry, "stands", notes, required=True)
    if stands is not None and stands.value not in STANDS:
        advice = did_you_mean(stands.value, STANDS, f"it is one of {', '.join(STANDS)}")
        notes.add(stands.place, "unknown-value", f"a cue never stands '{stands.value}' the trigger", advice)
    if "within" not in entry.fields:
        notes.add(entry.place, "missing-key", f"'{entry.id}' has no `within`", "add `within: 6`, a number of tokens")
        within = None
    else:
        within = number_of(entry.fields["within"][1], "`within`", 0, WITHIN_LIMIT, notes)
    if gives is None or pattern is None or stands is None or within is None:
        return None
    why = text_in(entry, "why", notes)
    return Cue(
        id=entry.id, gives=gives.value, on=on, pattern=pattern, stands=stands.value, within=within, stops=stops,
        location=entry.place.location, finds=examples_of(entry, "finds", notes),
        ignores=examples_of(entry, "ignores", notes), why=" ".join(why.value.split()) if why is not None else "",
        todo=examples_of(entry, "todo", notes), beats=_beats(entry, notes),
    )  # fmt: skip


def _types_of_cue(
    entry: Entry, gives: ScalarNode | None, types: Mapping[str, EventType], notes: Notes
) -> tuple[str, ...]:
    if "on" not in entry.fields:
        notes.add(entry.place, "missing-key", f"'{entry.id}' has no `on`", "add `on: [...]`, its event types")
        return ()
    found: list[str] = []
    for each in texts_of(entry.fields["on"][1], "`on`", notes):
        if each.value not in types:
            advice = did_you_mean(each.value, types, "add it under `types:`")
            notes.add(each.place, "unknown-type", f"no event type named '{each.value}'", advice)
        elif gives is not None and gives.value not in (NOTHING, *types[each.value].statuses):
            _add_unknown_status(gives, types[each.value], notes)
        else:
            found.append(each.value)
    return tuple(found)


# Event types.


def type_of(name: ScalarNode, node: AnyNode, macros: Mapping[str, Reading], notes: Notes) -> EventType | None:
    """Return an event type; its roles keep the order in which they are written."""
    table = map_of(node, f"the type '{name.value}'", notes)
    if table is None or name_of(name, "a type", notes) is None:
        return None
    notes.type_places.setdefault(name.value, name.place)
    fields = fields_of(table, TYPE_KEYS, "an event type", notes)
    if "extends" in fields:
        text_of(fields["extends"][1], "the extended type", notes)
    why = text_of(fields["why"][1], "`why`", notes) if "why" in fields else None
    if "why" not in fields:
        notes.add(name.place, "missing-key", f"the type '{name.value}' has no `why`", "say what counts as one")
    plural = text_of(fields["plural"][1], "`plural`", notes) if "plural" in fields else None
    if plural is not None:
        name_of(plural, "a list of events", notes)
    first_use = len(notes.uses)
    roles = _roles_of_type(fields, macros, notes)
    _check_around(name, {role.name for role in roles}, first_use, notes)
    attributes = _attributes(fields, notes)
    statuses, status = _statuses(name, fields, notes)
    members = [role.name for role in roles] + [attribute for attribute, _ in attributes]
    return EventType(
        name=name.value, plural=plural.value if plural else name.value.lower() + "s",
        why=" ".join(why.value.split()) if why else "", roles=roles, attributes=attributes, statuses=statuses,
        status=status, merge=_members("merge", name, fields, members, notes),
        apart=_members("apart", name, fields, [*members, "status"], notes),
        location=name.place.location, ahead=_some_statuses("ahead", name, fields, statuses, notes),
        unstated=_some_statuses("unstated", name, fields, statuses, notes), aged=_aged(name, fields, statuses, notes),
        clash=_clash(name, fields, attributes, notes), future=_future(name, fields, statuses, notes),
        worded=_worded(name, fields, attributes, notes),
    )  # fmt: skip


def _clash(
    name: ScalarNode, fields: Fields, attributes: tuple[tuple[str, tuple[str, ...]], ...], notes: Notes
) -> tuple[str, ...]:
    listed = texts_of(fields["clash"][1], "`clash`", notes) if "clash" in fields else []
    known = [value for _, values in attributes for value in values]
    for each in listed:
        if each.value not in known:
            advice = did_you_mean(each.value, known, f"its attributes are {', '.join(known) or 'none'}")
            notes.add(each.place, "unknown-value", f"no attribute of {name.value} is ever '{each.value}'", advice)
    return tuple(each.value for each in listed)


def _worded(
    name: ScalarNode, fields: Fields, attributes: tuple[tuple[str, tuple[str, ...]], ...], notes: Notes
) -> tuple[tuple[str, str], ...]:
    table = map_of(fields["worded"][1], "`worded`", notes) if "worded" in fields else None
    known = [attribute for attribute, _ in attributes]
    found: list[tuple[str, str]] = []
    for attribute, node in table.entries if table is not None else ():
        label = text_of(node, f"`{attribute.value}`", notes)
        if attribute.value not in known:
            advice = did_you_mean(attribute.value, known, f"it has {', '.join(known) or 'none'}")
            message = f"{name.value} has no attribute '{attribute.value}'"
            notes.add(attribute.place, "unknown-attribute", message, advice)
        elif label is not None:
            notes.uses.append(Use(Reference("label", label.value, 0, len(label.value)), label.place, notes.owner))
            found.append((attribute.value, label.value))
    return tuple(found)


def _future(name: ScalarNode, fields: Fields, statuses: tuple[str, ...], notes: Notes) -> str | None:
    status = text_of(fields["future"][1], "`future`", notes) if "future" in fields else None
    if status is not None and status.value not in statuses:
        advice = did_you_mean(status.value, statuses, f"it has {', '.join(statuses) or 'none'}")
        notes.add(status.place, "unknown-status", f"{name.value} has no status '{status.value}'", advice)
    return status.value if status is not None else None


def merged_type(base: AnyNode, patch: AnyNode) -> AnyNode:
    """Return an event type as written, changed by another that extends it: roles and attributes are added one by one.

    Of anything else the patch takes the place of what was there.
    """
    if not isinstance(base, MapNode) or not isinstance(patch, MapNode):
        return patch
    entries = {key.value: (key, value) for key, value in base.entries}
    for key, value in patch.entries:
        old = entries.get(key.value)
        if old is not None and key.value in ("roles", "attributes"):
            entries[key.value] = key, merged_type(old[1], value)
        else:
            entries[key.value] = key, value
    return MapNode(tuple(entries.values()), patch.place)


def _some_statuses(
    key: str, name: ScalarNode, fields: Fields, statuses: tuple[str, ...], notes: Notes
) -> tuple[str, ...]:
    listed = texts_of(fields[key][1], f"`{key}`", notes) if key in fields else []
    for each in listed:
        if each.value not in statuses:
            advice = did_you_mean(each.value, statuses, f"it has {', '.join(statuses) or 'none'}")
            notes.add(each.place, "unknown-status", f"{name.value} has no status '{each.value}'", advice)
    return tuple(each.value for each in listed)


def _aged(name: ScalarNode, fields: Fields, statuses: tuple[str, ...], notes: Notes) -> tuple[tuple[str, str], ...]:
    table = map_of(fields["aged"][1], "`aged`", notes) if "aged" in fields else None
    found: list[tuple[str, str]] = []
    for status, node in table.entries if table is not None else ():
        later = text_of(node, f"`{status.value}`", notes)
        for each in (status, later):
            if each is not None and each.value not in statuses:
                advice = did_you_mean(each.value, statuses, f"it has {', '.join(statuses) or 'none'}")
                notes.add(each.place, "unknown-status", f"{name.value} has no status '{each.value}'", advice)
        found += [(status.value, later.value)] if later is not None else []
    return tuple(found)


def _roles_of_type(fields: Fields, macros: Mapping[str, Reading], notes: Notes) -> tuple[RoleType, ...]:
    table = map_of(fields["roles"][1], "`roles`", notes) if "roles" in fields else None
    found: list[RoleType] = []
    for name, node in table.entries if table is not None else ():
        inner = map_of(node, f"the role '{name.value}'", notes)
        if inner is None:
            continue
        if name.value == TRIGGER:
            notes.add(name.place, "bad-name", "every event has a trigger", "remove the role")
            continue
        if member_name_of(name, "a role", notes) is not None:
            role = _role_type(name, fields_of(inner, ROLE_KEYS, "a role", notes), macros, notes)
            found += [role] if role is not None else []
    return tuple(found)


def _check_around(type_name: ScalarNode, roles: set[str], first_use: int, notes: Notes) -> None:
    for use in notes.uses[first_use:]:
        if use.reference.kind == "role" and use.reference.name not in roles:
            advice = did_you_mean(use.reference.name, roles, f"it has {', '.join(sorted(roles))}")
            message = f"{type_name.value} has no role '{use.reference.name}'"
            notes.add(use.place, "unknown-role", message, advice)


def _role_type(name: ScalarNode, fields: Fields, macros: Mapping[str, Reading], notes: Notes) -> RoleType | None:
    if "label" not in fields:
        notes.add(name.place, "missing-key", f"the role '{name.value}' has no `label`", "add `label: Party`")
        return None
    label = text_of(fields["label"][1], "`label`", notes)
    many = flag_of(fields["many"][1], "`many`", notes) if "many" in fields else False
    least = number_of(fields["least"][1], "`least`", 0, 10, notes) if "least" in fields else 0
    around = text_of(fields["around"][1], "`around`", notes) if "around" in fields else None
    known = number_of(fields["known"][1], "`known`", 0, 10, notes) if "known" in fields else 0
    back = number_of(fields["back"][1], "`back`", 0, 10, notes) if "back" in fields else 0
    if label is None:
        return None
    if (least or 0) > 1 and not many:
        notes.add(fields["least"][0].place, "wrong-kind", "a role that wants several is `many`", "add `many: true`")
    notes.uses.append(Use(Reference("label", label.value, 0, len(label.value)), label.place, notes.owner))
    pattern = pattern_of(around, macros, notes) if around is not None else None
    besides = text_of(fields["also"][1], "`also`", notes) if "also" in fields else None
    also = pattern_of(besides, macros, notes) if besides is not None else None
    stay = flag_of(fields["stay"][1], "`stay`", notes) if "stay" in fields else False
    lead = flag_of(fields["lead"][1], "`lead`", notes) if "lead" in fields else False
    differ = flag_of(fields["differ"][1], "`differ`", notes) if "differ" in fields else False
    identified = flag_of(fields["identified"][1], "`identified`", notes) if "identified" in fields else False
    seek = _places_to_seek(fields, notes)
    sought = text_of(fields["sought"][1], "`sought`", notes) if "sought" in fields else None
    office = text_of(fields["office"][1], "`office`", notes) if "office" in fields else None
    for each in filter(None, (sought, office)):
        notes.uses.append(Use(Reference("label", each.value, 0, len(each.value)), each.place, notes.owner))
    usual = texts_of(fields["usual"][1], "`usual`", notes) if "usual" in fields else []
    unsought = texts_of(fields["unsought"][1], "`unsought`", notes) if "unsought" in fields else []
    for each in unsought:
        notes.uses.append(Use(Reference("label", each.value, 0, len(each.value)), each.place, notes.owner))
    alone = texts_of(fields["alone"][1], "`alone`", notes) if "alone" in fields else []
    behind = texts_of(fields["behind"][1], "`behind`", notes) if "behind" in fields else []
    without = texts_of(fields["without"][1], "`without`", notes) if "without" in fields else []
    return RoleType(
        name.value, label.value, many, least or 0, pattern, back or 0, known or 0, seek, differ, identified,
        tuple(each.value for each in usual), also, stay, lead,
        tuple(each.value for each in unsought), sought.value if sought is not None else None,
        tuple(each.value for each in alone), tuple(each.value for each in behind),
        office.value if office is not None else None, tuple(each.value for each in without),
    )  # fmt: skip


def _places_to_seek(fields: Fields, notes: Notes) -> tuple[str, ...]:
    listed = texts_of(fields["seek"][1], "`seek`", notes) if "seek" in fields else []
    for each in listed:
        if each.value not in SEEK:
            advice = did_you_mean(each.value, SEEK, f"they are {', '.join(SEEK)}")
            notes.add(each.place, "unknown-place", f"nothing is sought in '{each.value}'", advice)
    return tuple(each.value for each in listed if each.value in SEEK)


def _attributes(fields: Fields, notes: Notes) -> tuple[tuple[str, tuple[str, ...]], ...]:
    table = map_of(fields["attributes"][1], "`attributes`", notes) if "attributes" in fields else None
    found: list[tuple[str, tuple[str, ...]]] = []
    for name, node in table.entries if table is not None else ():
        values = texts_of(node, f"the attribute '{name.value}'", notes)
        if member_name_of(name, "an attribute", notes) is not None:
            found.append((name.value, tuple(each.value for each in values)))
    return tuple(found)


def _statuses(name: ScalarNode, fields: Fields, notes: Notes) -> tuple[tuple[str, ...], str]:
    listed = texts_of(fields["statuses"][1], "`statuses`", notes) if "statuses" in fields else []
    statuses = tuple(dict.fromkeys(each.value for each in listed))
    status = text_of(fields["status"][1], "`status`", notes) if "status" in fields else None
    if status is not None and status.value not in statuses:
        advice = did_you_mean(status.value, statuses, "list it under `statuses:`")
        notes.add(status.place, "unknown-status", f"{name.value} has no status '{status.value}'", advice)
    if statuses and "status" not in fields:
        advice = "add `status:`, which holds unless a cue says otherwise"
        notes.add(fields["statuses"][0].place, "missing-key", f"the type '{name.value}' has no `status`", advice)
    return statuses, status.value if status is not None else ""


def _members(key: str, name: ScalarNode, fields: Fields, members: list[str], notes: Notes) -> tuple[str, ...]:
    listed = texts_of(fields[key][1], f"`{key}`", notes) if key in fields else []
    for each in listed:
        if each.value not in members:
            advice = did_you_mean(each.value, members, f"it has {', '.join(members) or 'none'}")
            notes.add(each.place, "unknown-role", f"{name.value} has no role or attribute '{each.value}'", advice)
    return tuple(each.value for each in listed)


# A macro that cannot be read stands for any token, so that the patterns that use it are still looked at.
UNREADABLE = Reading(Token(), 1, 1)

"""From folders of rules to a RuleSet: put the parts of all files together and check the whole."""

from __future__ import annotations

import graphlib
import hashlib
from collections.abc import Iterable, Mapping
from collections.abc import Sequence as Several
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from ..errors import Problem, RuleError, did_you_mean
from .checks import check
from .drafts import Drafts
from .entries import (
    MACRO_USE,
    UNREADABLE,
    Entry,
    Notes,
    Use,
    cue_of,
    emitted_labels,
    entry_of,
    list_of,
    map_of,
    merged_type,
    name_of,
    reading_of,
    rule_of,
    text_of,
    texts_of,
    type_of,
)
from .folders import Finder, Page
from .nodes import AnyNode, MapNode, Place, ScalarNode, Source
from .pattern import Reading, Reference
from .places import shipped_rules
from .ruleset import BUILT_IN_LABELS, Cue, EventType, Lexicon, Rule, RuleSet

__all__ = ["load_rules", "shipped_rules"]

# A change in how files are read changes what compiled rule sets mean: it belongs to the digest.
LANGUAGE = "relex rules 1"


def load_rules(path: Path | str | Several[Path | str]) -> RuleSet:
    """Return the rule set of a folder (or of one file), with everything that it imports.

    ``path`` may be the name of a shipped rule set. Of several paths, each sees and may patch those before it. Raises
    RuleError, which holds all problems of all files at once.

    >>> len(load_rules("common").lexicons) > 0
    True
    """
    return load_with_roots(path)[0]


def load_with_roots(path: Path | str | Several[Path | str]) -> tuple[RuleSet, tuple[Path, ...]]:
    """Return a rule set as ``load_rules`` does, and all folders and files of which it is made."""
    checked = check_rules(path, doubting=False)
    return checked.rules, checked.roots


class Checked(NamedTuple):
    """A rule set without mistakes, what is doubtful in it, all folders and files of which it is made.

    ``sources`` are its own files, without those that it imports, by the names that locations have.
    """

    rules: RuleSet
    warnings: tuple[Problem, ...]
    roots: tuple[Path, ...]
    sources: Mapping[str, Source]


def check_rules(
    path: Path | str | Several[Path | str], *, doubting: bool = True, drafts: Drafts | None = None
) -> Checked:
    """Return a rule set as ``load_rules`` does, with warnings about what it hardly means to say.

    Where there are ``drafts``, these stand in the places of files on the disk.

    >>> check_rules("common").warnings
    ()
    """
    paths = [path] if isinstance(path, Path | str) else list(path)
    kept = drafts or Drafts()
    finder = Finder(drafts=kept, notes=Notes(drafts=kept))
    scopes: list[int] = []
    for each in paths:
        scope = finder.find_given(each)
        if scope is not None:
            finder.folders[scope].imports.extend(earlier for earlier in scopes if earlier != scope)
            scopes.append(scope)
    name = "+".join(dict.fromkeys(finder.folders[scope].name for scope in scopes))
    rules, entries = _assembled(name, finder)
    sources = [page.source for page in finder.pages if page.scope in scopes]
    sources += [source for _, source, scope in finder.lexicons if scope in scopes]
    found = _doubts(rules, entries, finder, sources) if doubting else ()
    roots = tuple(folder.root for folder in finder.folders)
    return Checked(rules, found, roots, {source.name: source for source in sources})


def _doubts(rules: RuleSet, entries: list[Entry], finder: Finder, own: list[Source]) -> tuple[Problem, ...]:
    from .doubts import doubts

    macros = [name for _, name, _ in _tables(finder.pages, "macros", finder.notes)]
    lexicons = [(lexicon, source) for lexicon, source, _ in finder.lexicons]
    found = doubts(rules, entries=entries, macros=macros, lexicons=lexicons, own=own, notes=finder.notes)
    return tuple(in_file_order(found))


def _assembled(name: str, finder: Finder) -> tuple[RuleSet, list[Entry]]:
    notes = finder.notes
    pages = sorted(finder.pages, key=lambda page: (page.source.name, page.source.shown))
    macros = _macros(pages, finder)
    types = _types(pages, macros, finder)
    everything = _patched(_entries(pages, notes), finder, notes)
    entries = _enabled(pages, everything, finder)
    rules: list[Rule] = []
    cues: list[Cue] = []
    for entry in entries:
        rule = rule_of(entry, types, macros[entry.scope], notes) if entry.kind == "rule" else None
        cue = cue_of(entry, types, macros[entry.scope], notes) if entry.kind == "cue" else None
        rules += [rule] if rule is not None else []
        cues += [cue] if cue is not None else []
    lexicons = _lexicons(finder)
    emitted = emitted_labels(everything) - set(types)
    labels, label_places = _labels(pages, emitted, lexicons, notes)
    rule_set = RuleSet(
        name=name, rules=tuple(rules), cues=tuple(cues), lexicons=lexicons,
        types=tuple(types[each] for each in sorted(types)), labels=labels, digest=_digest(finder.contents),
        first=_first(pages, notes),
    )  # fmt: skip
    check(rule_set, everything, label_places, notes, complete=not finder.broken)
    if notes.problems:
        raise RuleError(in_file_order(notes.problems))
    return rule_set, entries


def _digest(contents: Iterable[tuple[str, bytes]]) -> str:
    whole = hashlib.sha256(LANGUAGE.encode())
    for name, content in sorted(contents):
        whole.update(f"\n{name}\n{len(content)}\n".encode(errors="surrogateescape"))
        whole.update(content)
    return whole.hexdigest()


def in_file_order(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems as a reader meets them, each once."""
    return sorted(dict.fromkeys(problems), key=lambda each: (each.location, each.name, each.message))


def _tables(pages: Iterable[Page], key: str, notes: Notes) -> list[tuple[Page, ScalarNode, AnyNode]]:
    found: list[tuple[Page, ScalarNode, AnyNode]] = []
    for page in pages:
        table = map_of(page.fields[key][1], f"`{key}`", notes) if key in page.fields else None
        found += [(page, name, value) for name, value in table.entries] if table is not None else []
    return found


def _macros(pages: list[Page], finder: Finder) -> list[Mapping[str, Reading]]:
    """Return, for each rule set found, the macros that its patterns may use."""
    notes = finder.notes
    written: dict[str, ScalarNode] = {}
    scopes: dict[str, set[int]] = {}
    for page, name, node in _tables(pages, "macros", notes):
        text = text_of(node, f"the macro '{name.value}'", notes)
        if text is None or name_of(name, "a macro", notes) is None:
            continue
        other = written.setdefault(name.value, text)
        scopes.setdefault(name.value, set()).add(page.scope)
        if other.value.split() != text.value.split():
            message = f"the macro '{name.value}' has another meaning at {other.place.shown}"
            notes.add(name.place, "conflict", message, "give one of the two another name")
    visible = [finder.visible(scope) for scope in range(len(finder.folders))]
    readings: dict[str, Reading] = {}
    for macro in _macro_order(written, readings, notes):
        seen = frozenset[int]().union(*(visible[scope] for scope in scopes[macro]))
        in_scope = {each: reading for each, reading in readings.items() if scopes[each] & seen}
        readings[macro] = reading_of(written[macro], in_scope, notes, may_be_empty=True) or UNREADABLE
    return [{name: reading for name, reading in readings.items() if scopes[name] & seen} for seen in visible]


def _macro_order(written: Mapping[str, ScalarNode], readings: dict[str, Reading], notes: Notes) -> list[str]:
    """Return the macros such that each stands after those it uses; those in a circle are put among the readings."""
    needs = {name: set(MACRO_USE.findall(text.value)) & set(written) for name, text in written.items()}
    while True:
        try:
            order = graphlib.TopologicalSorter({name: sorted(needs[name]) for name in sorted(needs)}).static_order()
            return [name for name in order if name not in readings]
        except graphlib.CycleError as error:
            circle = list(dict.fromkeys(error.args[1]))
            circle = circle[circle.index(min(circle)) :] + circle[: circle.index(min(circle))]
            told = " -> ".join(f"${name}" for name in [*circle, circle[0]])
            place = written[circle[0]].place
            notes.add(place, "circle", f"macros use one another in a circle: {told}", "write one of them out")
            for name in circle:
                needs[name] = set()
                readings[name] = UNREADABLE


_Written = tuple[Page, ScalarNode, AnyNode]


def _types(pages: list[Page], macros: list[Mapping[str, Reading]], finder: Finder) -> dict[str, EventType]:
    notes = finder.notes
    found: dict[str, EventType] = {}
    places: dict[str, ScalarNode] = {}
    for page, name, node in _patched_types(pages, finder):
        type_ = type_of(name, node, macros[page.scope], notes)
        if type_ is None:
            continue
        other = found.setdefault(type_.name, type_)
        first = places.setdefault(type_.name, name)
        if replace(other, location=type_.location) != type_:
            message = f"the type '{type_.name}' has another meaning at {first.place.shown}"
            notes.add(
                name.place, "conflict", message, f"keep one of the two, or add to it with `extends: {name.value}`"
            )
    return found


def _patched_types(pages: list[Page], finder: Finder) -> list[_Written]:
    """Return the types with what they extend filled in; one that extends its own name changes the one it extends."""
    written = _tables(pages, "types", finder.notes)
    own = [each for each in written if _extended_type(each[2]) is None]
    by_name = {each[1].value: each for each in reversed(own)}
    done = dict(by_name)
    patches = [(*each, base) for each in written if (base := _extended_type(each[2])) is not None]
    patched: dict[str, ScalarNode] = {}
    # Types are changed before others take what they say.
    for page, name, node, base in sorted(patches, key=lambda each: each[1].value != each[3].value):
        target = done.get(base.value)
        if target is None or by_name.get(base.value, target)[0].scope not in finder.visible(page.scope):
            advice = did_you_mean(base.value, by_name, "import the rule set that has it")
            if not finder.broken:
                finder.notes.add(base.place, "unknown-type", f"no event type named '{base.value}' to extend", advice)
        elif patched.setdefault(name.value, name) is not name or name.value in by_name and name.value != base.value:
            other = patched[name.value] if patched[name.value] is not name else by_name[name.value][1]
            message = f"the type '{name.value}' is told at {other.place.shown} already"
            finder.notes.add(name.place, "conflict", message, "put the changes into one entry")
        else:
            done[name.value] = page, name, merged_type(target[2], node)
    # Those that are told twice are compared, but for the ones that are changed.
    again = [each for each in own if by_name[each[1].value] is not each and each[1].value not in patched]
    return sorted([*done.values(), *again], key=lambda each: (each[0].source.name, each[1].place.line))


def _extended_type(node: AnyNode) -> ScalarNode | None:
    entries = node.entries if isinstance(node, MapNode) else ()
    return next((v for k, v in entries if k.value == "extends" and isinstance(v, ScalarNode)), None)


def _entries(pages: list[Page], notes: Notes) -> list[Entry]:
    found: list[Entry] = []
    for page in pages:
        for key, kind in (("rules", "rule"), ("cues", "cue")):
            items = list_of(page.fields[key][1], f"`{key}`", notes) if key in page.fields else ()
            read = [entry_of(item, kind, page.scope, notes) for item in items]
            found += [entry for entry in read if entry is not None]
    by_id: dict[str, Entry] = {}
    for entry in found:
        other = by_id.setdefault(entry.id, entry) if not entry.is_patch else entry
        if other is not entry:
            message = f"'{entry.id}' is the id of another {other.kind}, at {other.place.shown}"
            notes.add(entry.place, "duplicate-id", message, "choose another id, or patch it with `extends:`")
    return [entry for entry in found if entry.is_patch or by_id[entry.id] is entry]


def _patched(entries: list[Entry], finder: Finder, notes: Notes) -> list[Entry]:
    """Return the entries with what they extend filled in; one without an id of its own changes the one it extends."""
    own = {entry.id: entry for entry in entries if not entry.is_patch}
    patched: dict[str, Entry] = {}
    for patch in (entry for entry in entries if entry.is_patch):
        target = _extended(patch, own, finder, notes)
        other = patched.setdefault(patch.id, patch)
        if other is not patch:
            message = f"'{patch.id}' is changed at {other.place.shown} already"
            notes.add(patch.place, "conflict", message, "put the changes into one entry")
        elif target is not None:
            changed = Entry(patch.kind, patch.id, patch.place, {**target.fields, **patch.fields}, patch.scope)
            own[patch.id] = replace(changed, extends=target.extends)
    done: dict[str, Entry] = {}
    for entry in list(own.values()):
        _fill(entry, own, done, finder, notes)
    return [done[id_] for id_ in own if id_ in done]


def _extended(entry: Entry, own: Mapping[str, Entry], finder: Finder, notes: Notes) -> Entry | None:
    assert entry.extends is not None
    target = own.get(entry.extends.value)
    if target is None or target.kind != entry.kind:
        ids = [each.id for each in own.values() if each.kind == entry.kind and each.id != entry.id]
        advice = did_you_mean(entry.extends.value, ids, "import the rule set that has it")
        if not finder.broken:
            message = f"no {entry.kind} with the id '{entry.extends.value}'"
            notes.add(entry.extends.place, "unknown-rule", message, advice)
        return None
    if target.scope not in finder.visible(entry.scope):
        message = f"'{target.id}' is in a rule set that this one does not import"
        advice = f"add `imports: [{finder.folders[target.scope].name}]`"
        notes.add(entry.extends.place, "unknown-rule", message, advice)
        return None
    return target


def _fill(entry: Entry, own: Mapping[str, Entry], done: dict[str, Entry], finder: Finder, notes: Notes) -> None:
    """Put into ``done`` the entry with everything that it takes from those it extends."""
    chain = [entry]
    while (last := chain[-1]).extends is not None and last.id not in done:
        target = _extended(last, own, finder, notes)
        if target is None:
            return
        if target in chain:
            assert last.extends is not None
            notes.add(last.extends.place, "circle", f"'{last.id}' extends itself in the end", "remove one `extends:`")
            return
        chain.append(target)
    known = done.setdefault(chain[-1].id, chain[-1])
    for each in reversed(chain[:-1]):
        known = done.setdefault(each.id, replace(each, fields={**known.fields, **each.fields}))


def _enabled(pages: list[Page], entries: list[Entry], finder: Finder) -> list[Entry]:
    ids = {entry.id for entry in entries}
    disabled: set[str] = set()
    for page in pages:
        for each in texts_of(page.fields["disable"][1], "`disable`", finder.notes) if "disable" in page.fields else []:
            disabled.add(each.value)
            if each.value not in ids and not finder.broken:
                advice = did_you_mean(each.value, ids, "remove it")
                finder.notes.add(each.place, "unknown-rule", f"no rule or cue with the id '{each.value}'", advice)
    return [entry for entry in entries if entry.id not in disabled]


def _first(pages: list[Page], notes: Notes) -> tuple[str, ...]:
    """Return the labels that some page wants to be found first."""
    found: set[str] = set()
    for page in pages:
        for each in texts_of(page.fields["first"][1], "`first`", notes) if "first" in page.fields else []:
            notes.uses.append(Use(Reference("label", each.value, 0, len(each.value)), each.place, ""))
            found.add(each.value)
    return tuple(sorted(found))


def _lexicons(finder: Finder) -> tuple[Lexicon, ...]:
    """Return the lexicons; a rule set that has one of the same name as one that it imports adds its rows to that one.

    They replace what that one says of the same phrases with the same labels.
    """
    visible = [finder.visible(scope) for scope in range(len(finder.folders))]
    together: dict[str, list[tuple[Lexicon, Source, int]]] = {}
    for each in sorted(finder.lexicons, key=lambda each: (len(visible[each[2]]), each[1].name, each[1].shown)):
        together.setdefault(each[0].name, []).append(each)
    found: list[Lexicon] = []
    for name in sorted(together):
        if len(together[name]) == 1:
            found.append(together[name][0][0])
            continue
        replaced: set[tuple[str, str]] = set()
        layers: list[Lexicon] = []
        for number, (lexicon, source, scope) in reversed(list(enumerate(together[name]))):
            for _, other, below in together[name][:number]:
                if below not in visible[scope] or scope in visible[below]:
                    message = f"the lexicon '{name}' stands in {other.shown} too"
                    place = source.place(0, 0, len(source.lines[0]) or 1)
                    finder.notes.add(place, "conflict", message, "rename one of the two files")
            rows = tuple(row for row in lexicon.rows if (row.surface, row.label) not in replaced)
            replaced.update((row.surface, row.label) for row in lexicon.rows)
            layers.append(replace(lexicon, rows=rows))
        found += reversed(layers)
    return tuple(found)


def _labels(
    pages: list[Page], emitted: Iterable[str], lexicons: Iterable[Lexicon], notes: Notes
) -> tuple[dict[str, tuple[str, ...]], dict[str, Place]]:
    """Return all labels with those directly above them, and where those of `labels:` are told."""
    above: dict[str, set[str]] = {label: set(parents) for label, parents in BUILT_IN_LABELS.items()}
    places: dict[str, Place] = {}
    for _, name, node in _tables(pages, "labels", notes):
        parents = texts_of(node, f"the label '{name.value}'", notes)
        for each in (name, *parents):
            if name_of(each, "a label", notes) is not None:
                places.setdefault(each.value, each.place)
                above.setdefault(each.value, set())
        above.setdefault(name.value, set()).update(each.value for each in parents)
    rows = (row.label for lexicon in lexicons for row in lexicon.rows)
    for label in {*emitted, *rows}:
        above.setdefault(label, set())
    return {label: tuple(sorted(above[label])) for label in sorted(above)}, places

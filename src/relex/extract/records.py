"""Event types as dataclasses: made from a rule set's types, or written as a module."""

from __future__ import annotations

import dataclasses
import keyword
from collections.abc import Iterable
from typing import Any, ClassVar, Literal

from ..model import Argument, Event, Extraction
from ..rules.ruleset import QUOTE, EventType, RuleSet

_HEAD = '''"""The event types of the rule set {name}, as typed dataclasses. Written by `relex types`; do not edit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from {model} import Argument, Event, Extraction
'''


def event_classes(rules: RuleSet) -> dict[str, type[Event]]:
    """Return a frozen dataclass for each event type of a rule set."""
    return {kind.name: _event_class(kind) for kind in _typed(rules)}


def extraction_class(classes: Iterable[type[Event]], rules: RuleSet) -> type[Extraction]:
    """Return a class of extractions that has a property for each event type."""
    by_name = {kind.type: kind for kind in classes}
    body: dict[str, Any] = {"__slots__": (), "types": tuple(by_name.values()), "__doc__": Extraction.__doc__}
    for kind in _typed(rules):
        body[kind.plural] = property(_getter(by_name[kind.name]), doc=kind.why)
    return type("Extraction", (Extraction,), body)


def _getter(kind: type[Event]) -> Any:
    return lambda self: self.of(kind)


def _typed(rules: RuleSet) -> list[EventType]:
    return [kind for kind in sorted(rules.types, key=lambda kind: kind.name) if kind.name != QUOTE]


def _event_class(kind: EventType) -> type[Event]:
    fields: list[tuple[str, Any, Any]] = []
    for role in kind.roles:
        hint = tuple[Argument, ...] if role.many else Argument | None
        fields.append((role.name, hint, dataclasses.field(default=() if role.many else None)))
    for name, values in kind.attributes:
        fields.append((name, (Literal[values] if values else str) | None, dataclasses.field(default=None)))
    told = {"type": ClassVar[str], "plural": ClassVar[str]}
    namespace = {"type": kind.name, "plural": kind.plural, "__doc__": kind.why, "__annotations__": told}
    return dataclasses.make_dataclass(
        kind.name, fields, bases=(Event,), namespace=namespace, frozen=True, slots=True, kw_only=True, repr=False
    )


def types_module(rules: RuleSet, *, model: str = "relex.model") -> str:
    """Return the source of a module with a dataclass for each event type and the rule set's class of extractions."""
    kinds = _typed(rules)
    blocks = [_HEAD.format(name=rules.name, model=model), *map(_class_source, kinds), _extraction_source(kinds)]
    return "\n\n".join(blocks)


def _class_source(kind: EventType) -> str:
    lines = [
        "@dataclass(frozen=True, slots=True, kw_only=True, repr=False)",
        f"class {kind.name}(Event):",
        f'    """{_sentence(kind.why)}"""',
        "",
        f'    type: ClassVar[str] = "{kind.name}"',
        f'    plural: ClassVar[str] = "{kind.plural}"',
    ]
    for role in kind.roles:
        lines.append(f"    {role.name}: " + ("tuple[Argument, ...] = ()" if role.many else "Argument | None = None"))
    for name, values in kind.attributes:
        quoted = ", ".join(f'"{value}"' for value in values)
        hint = f"Literal[{quoted}]" if values else "str"
        line = f"    {name}: {hint} | None = None"
        if len(line) > 120:
            inner = "".join(f'        "{value}",\n' for value in values)
            line = f"    {name}: Literal[\n{inner}    ] | None = None"
        lines.append(line)
    return "\n".join(lines) + "\n"


def _sentence(why: str) -> str:
    return " ".join(why.split()).replace("\\", "\\\\").replace('"""', "'''")


def _extraction_source(kinds: list[EventType]) -> str:
    known = ", ".join(kind.name for kind in kinds) + ("," if len(kinds) == 1 else "")
    lines = [
        "class Found(Extraction):",
        '    """An extraction with a property for each event type."""',
        "",
        "    __slots__ = ()",
        f"    types: ClassVar[tuple[type[Event], ...]] = ({known})",
    ]
    for kind in kinds:
        assert kind.plural.isidentifier()
        assert not keyword.iskeyword(kind.plural)
        lines += [
            "",
            "    @property",
            f"    def {kind.plural}(self) -> tuple[{kind.name}, ...]:",
            f'        """{_sentence(kind.why)}"""',
            f"        return self.of({kind.name})",
        ]
    return "\n".join(lines) + "\n"

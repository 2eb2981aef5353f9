"""The JSON Schema of what ``Extraction.to_dict`` gives, made from the dataclasses themselves."""

from __future__ import annotations

import dataclasses
import datetime
from types import NoneType, UnionType
from typing import Any, ClassVar, Literal, Union, get_args, get_origin, get_type_hints

from ..model import SCHEMA_VERSION, Event, Extraction, Mention, Span, Value

Schema = dict[str, Any]

_PLAIN = {str: "string", int: "integer", bool: "boolean", float: "number"}


def json_schema(kind: type[Extraction]) -> Schema:
    """Return the JSON Schema of an extraction class with its event types.

    >>> sorted(json_schema(Extraction)["properties"])
    ['countries', 'date', 'dates', 'events', 'quotes', 'rules', 'schema', 'speakers', 'text']
    """
    definitions: dict[str, Schema] = {}
    version = {"const": SCHEMA_VERSION, "description": "the version of this schema"}
    described = _object(kind, definitions, first={"schema": version})
    described["properties"]["events"] = {
        "type": "array",
        "items": {"oneOf": [_reference(one, definitions) for one in kind.types]} if kind.types else {},
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Extraction",
        **described,
        "$defs": {name: definitions[name] for name in sorted(definitions)},
    }


def _object(kind: type, definitions: dict[str, Schema], *, first: Schema, value: Any = None) -> Schema:
    hints = {name: hint for name, hint in get_type_hints(kind).items() if get_origin(hint) is not ClassVar}
    names = [field.name for field in dataclasses.fields(kind)]
    properties = {name: _of(value if hints[name] is Value else hints[name], definitions) for name in names}
    return {
        "type": "object",
        "description": " ".join((kind.__doc__ or "").split()),
        "properties": first | properties,
        "required": [*first, *names],
        "additionalProperties": False,
    }


def _of(hint: Any, definitions: dict[str, Schema]) -> Schema:
    arguments = get_args(hint)
    origin = get_origin(hint)
    if origin in (UnionType, Union):
        return _nullable(*(_of(option, definitions) for option in arguments if option is not NoneType))
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is tuple:
        return {"type": "array", "items": _of(arguments[0], definitions)}
    if hint is Span:
        return _reference(Span, definitions)
    if hint is datetime.date:
        return {"type": "string", "format": "date"}
    if dataclasses.is_dataclass(origin or hint):
        return _reference(hint, definitions)
    return {"type": _PLAIN[hint]}


def _nullable(*options: Schema) -> Schema:
    match options:
        case ({"enum": values},):
            return {"enum": [*values, None]}
        case ({"type": str(name), **rest},) if name != "array":
            return {"type": [name, "null"], **rest}
    return {"anyOf": [*options, {"type": "null"}]}


def _reference(hint: Any, definitions: dict[str, Schema]) -> Schema:
    """Return a reference to a class, which is described once."""
    origin = get_origin(hint) or hint
    value = next(iter(get_args(hint)), None)
    name = f"{value.__name__}{origin.__name__}" if origin is Mention and value else origin.__name__
    if name not in definitions:
        definitions[name] = {}  # so that a class which holds itself ends
        definitions[name] = _definition(origin, definitions, value)
    return {"$ref": f"#/$defs/{name}"}


def _definition(kind: type, definitions: dict[str, Schema], value: Any) -> Schema:
    if kind is Span:
        character = {"type": "integer", "minimum": 0}
        return {
            "type": "array",
            "description": "characters of the text: start, and stop, which is not included",
            "prefixItems": [character, character],
            "items": False,
            "minItems": 2,
        }
    first = {"type": {"const": kind.type}} if issubclass(kind, Event) else {}
    return _object(kind, definitions, first=first, value=value)

"""What `to_dict` writes is read back without loss, and is what the JSON Schema describes."""

from __future__ import annotations

import datetime
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from relex import Extraction, load
from relex.show.schema import json_schema

SEEDS = sorted((Path(__file__).resolve().parent.parent / "seeds").glob("*.txt"))


@cache
def found(path: Path) -> Extraction:
    date = json.loads(path.with_suffix(".json").read_text("utf-8"))["date"]
    return load()(path.read_text("utf-8"), date)


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_json_and_back_is_the_same_extraction(path: Path) -> None:
    extraction = found(path)
    written = json.dumps(extraction.to_dict())
    again = type(extraction).from_dict(json.loads(written))
    assert again == extraction
    assert json.dumps(again.to_dict()) == written


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_what_is_written_is_what_the_schema_describes(path: Path) -> None:
    extraction = found(path)
    schema = json_schema(type(extraction))
    wrong = problems(json.loads(json.dumps(extraction.to_dict())), schema, schema["$defs"])
    assert not wrong


@pytest.mark.parametrize(
    "change",
    [
        {"schema": 2},
        {"date": 5},
        {"events": [{"type": "Wedding"}]},
        {"surprise": None},
        {"dates": [{"span": [1]}]},
    ],
)
def test_what_the_schema_does_not_describe_is_seen(change: dict[str, Any]) -> None:
    extraction = found(SEEDS[0])
    schema = json_schema(type(extraction))
    assert problems(extraction.to_dict() | change, schema, schema["$defs"])


def test_another_schema_version_is_refused() -> None:
    data = found(SEEDS[0]).to_dict()
    with pytest.raises(ValueError, match="schema"):
        type(found(SEEDS[0])).from_dict(data | {"schema": 99})


def problems(value: Any, schema: dict[str, Any], definitions: dict[str, Any], place: str = "$") -> list[str]:
    """Return what of a value a schema does not allow: as much of JSON Schema as ours uses."""
    if "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    for several in ("oneOf", "anyOf"):
        if several in schema:
            tried = [problems(value, option, definitions, place) for option in schema[several]]
            return [] if [] in tried else [f"{place}: fits none of {len(tried)}: {min(tried, key=len)}"]
    if "const" in schema and value != schema["const"]:
        return [f"{place}: not {schema['const']!r}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{place}: {value!r} is not among {schema['enum']}"]
    if "type" in schema and not any(is_a(value, name) for name in as_list(schema["type"])):
        return [f"{place}: {value!r} is no {schema['type']}"]
    if isinstance(value, list):
        return list_problems(value, schema, definitions, place)
    if isinstance(value, dict):
        wrong = [f"{place}: no {key}" for key in schema.get("required", ()) if key not in value]
        for key, item in value.items():
            if key not in schema["properties"]:
                wrong.append(f"{place}: unknown {key}")
            else:
                wrong += problems(item, schema["properties"][key], definitions, f"{place}.{key}")
        return wrong
    if value is not None and schema.get("format") == "date":
        datetime.date.fromisoformat(value)
    return []


def list_problems(value: list[Any], schema: dict[str, Any], definitions: dict[str, Any], place: str) -> list[str]:
    first = schema.get("prefixItems", ())
    if len(value) < schema.get("minItems", 0) or (schema.get("items") is False and len(value) > len(first)):
        return [f"{place}: {len(value)} items"]
    options = [*first, *[schema.get("items")] * (len(value) - len(first))]
    pairs = enumerate(zip(value, options, strict=False))
    return [wrong for at, (item, option) in pairs for wrong in problems(item, option, definitions, f"{place}[{at}]")]


def is_a(value: Any, name: str) -> bool:
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
    return isinstance(value, kinds[name]) and not (name == "integer" and isinstance(value, bool))


def as_list(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value

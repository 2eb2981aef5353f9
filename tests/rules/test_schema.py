from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from relex.rules.entries import CUE_KEYS, FILE_KEYS, ROLE_KEYS, RULE_KEYS, TYPE_KEYS
from relex.rules.schema import rule_schema


@pytest.mark.parametrize(
    ("part", "keys"),
    [(None, FILE_KEYS), ("rule", RULE_KEYS), ("cue", CUE_KEYS), ("type", TYPE_KEYS), ("role", ROLE_KEYS)],
)
def test_the_schema_has_the_keys_that_the_loader_reads(part: str | None, keys: tuple[str, ...]) -> None:
    schema = rule_schema()
    described = schema if part is None else schema["definitions"][part]
    assert tuple(described["properties"]) == keys
    assert described["additionalProperties"] is False


def schemas_in(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        for each in value.get("properties", {}).values():
            yield each
            yield from schemas_in(each)
        for each in value.get("definitions", {}).values():
            yield from schemas_in(each)


def test_every_key_is_described_and_the_schema_is_json() -> None:
    schema = rule_schema()
    assert json.loads(json.dumps(schema)) == schema
    assert all(each.get("description") for each in schemas_in(schema))

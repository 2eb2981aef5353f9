from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from relex.cli import main
from relex.rules.entries import CUE_KEYS, FILE_KEYS, ROLE_KEYS, RULE_KEYS, TYPE_KEYS
from relex.rules.schema import rule_schema

ROOT = Path(__file__).resolve().parents[2]


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


class _Reader(yaml.SafeLoader):
    """Reads YAML as editors do: as YAML 1.2, by its JSON schema."""


_Reader.yaml_implicit_resolvers = {}
_Reader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(?:true|false)$"), list("tf"))
_Reader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"-?(?:0|[1-9]\d*)$"), list("-0123456789"))
_Reader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("(?:null|~|)$"), ["n", "~", ""])


def problems_of(text: str) -> list[str]:
    validator = jsonschema.Draft7Validator(rule_schema())
    try:
        values = yaml.load(text, _Reader)
    except yaml.YAMLError as error:
        return [str(error)]
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(values)]


def test_the_published_schema_is_this_one(root: Path) -> None:
    told = CliRunner().invoke(main, ["schema", "--rule-files"]).stdout
    assert (root / "src/relex/rules/rules.schema.json").read_text("utf-8") == told
    assert json.loads(told) == rule_schema()
    jsonschema.Draft7Validator.check_schema(rule_schema())


PLACES = ("rules", "examples", "src/relex/rules/skeleton", "tests/warnings", "tests/show")
GOOD = sorted(path for place in PLACES for path in (ROOT / place).rglob("*.yaml"))


@pytest.mark.parametrize("file", GOOD, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_rule_file_of_ours_fits(file: Path) -> None:
    assert problems_of(file.read_text("utf-8")) == []


# Of the broken files those whose form is wrong; what is wrong with names and patterns only `relex check` can tell.
BROKEN = """
a-list-of-rules bad-id cue-stands-nowhere cue-within-words cue-without-reach empty-value misspelt-key no-why
pattern-as-a-list rules-as-a-mapping seeks-nowhere no-examples ten-mistakes
role-pattern-without-a-quote
""".split()


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_rule_file_does_not_fit(name: str) -> None:
    assert problems_of((ROOT / f"tests/errors/{name}.yaml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("disable: [NO, 5, true]", True),
        ("disable: NO", True),
        ("rules: [{extends: a, why: b}]", True),
        ("rules: [{rule: a}]", False),
        ("types: {A: {}}", False),
        ("types: {A: {extends: B}}", True),
        ("types: {A: {why: x, roles: {b: {label: C, many: yes}}}}", False),
        ("types: {A: {why: x, roles: {b: {label: C, least: 11}}}}", False),
        ("labels: {a b: c}", False),
        ("rulez: []", False),
        ("[]", False),
    ],
)
def test_what_fits(text: str, *, fits: bool) -> None:
    assert (problems_of(text) == []) is fits


def test_every_pattern_is_described() -> None:
    definitions = rule_schema()["definitions"]
    patterns = [definitions["rule"], definitions["cue"]]
    assert all("@Label" in each["properties"]["pattern"]["description"] for each in patterns)

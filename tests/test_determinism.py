"""The same text and rules give the same bytes: in any process, with any hash seed, in any order of files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import json, os, sys
if sys.argv[3] == "reversed":
    walk = os.walk
    def backwards(*args, **kwargs):
        for folder, inner, files in walk(*args, **kwargs):
            inner.reverse()
            yield folder, inner, files[::-1]
    os.walk = backwards
import relex
found = relex.load(sys.argv[1])(open(sys.argv[2], encoding="utf-8").read(), "2020-12-29")
print(json.dumps(found.to_dict()))
"""


def output(rules: Path | str, text: Path, *, seed: str, order: str = "as it is", cache: str = "off") -> str:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "RELEX_CACHE": cache}
    command = [sys.executable, "-c", PROGRAM, str(rules), str(text), order]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, encoding="utf-8")
    return done.stdout


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Path:
    seeds = sorted((Path(__file__).parent.parent / "seeds").glob("*.txt"))[:3]
    file = tmp_path_factory.mktemp("texts") / "text.txt"
    file.write_text("\n\n".join(seed.read_text("utf-8") for seed in seeds), "utf-8")
    return file


def test_any_hash_seed_any_order_of_files_and_the_cache_give_the_same_bytes(text: Path, tmp_path: Path) -> None:
    first = output("diplomacy", text, seed="0", cache=str(tmp_path / "cache"))
    assert '"events": [{' in first
    assert output("diplomacy", text, seed="1") == first
    assert output("diplomacy", text, seed="2", order="reversed") == first
    assert output("diplomacy", text, seed="3", cache=str(tmp_path / "cache")) == first


def test_names_of_rule_files_change_nothing_but_the_digest(text: Path, tmp_path: Path, root: Path) -> None:
    shutil.copytree(root / "rules", tmp_path / "rules")
    folder = tmp_path / "rules" / "diplomacy"
    for number, file in enumerate(sorted(folder.glob("*.yaml"), reverse=True)):
        file.rename(folder / f"{number:02d}-{file.name}")
    renamed, plain = output(folder, text, seed="0"), output("diplomacy", text, seed="0")
    assert _without_digest(renamed) == _without_digest(plain)


def _without_digest(found: str) -> str:
    before, _, after = found.partition('"rules": "')
    return before + after[64:]

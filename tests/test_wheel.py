"""The wheel is complete: its modules, its rules, its marker of types; and it works away from the repository."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from .test_guide import blocks, run

pytest.importorskip("hatchling", reason="building a wheel needs hatchling, a part of the extra [dev]")


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("dist")
    build = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(target)], cwd=root, check=True, capture_output=True)
    (built,) = target.glob("*.whl")
    return built


def test_every_rule_file_travels_in_the_wheel(root: Path, wheel: Path) -> None:
    shipped = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("relex/shipped_rules/")}
    tree = {
        f"relex/shipped_rules/{path.relative_to(root / 'rules').as_posix()}"
        for path in (root / "rules").rglob("*")
        if path.is_file()
    }
    assert tree
    assert shipped == tree


def test_the_wheel_is_typed_and_holds_nothing_but_relex(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "relex/py.typed" in names
    assert {name.split("/")[0].split("-")[0] for name in names} == {"relex"}


def test_the_unpacked_wheel_finds_its_rules_from_an_empty_directory(wheel: Path, tmp_path: Path) -> None:
    unpacked, empty = tmp_path / "unpacked", tmp_path / "empty"
    zipfile.ZipFile(wheel).extractall(unpacked)
    empty.mkdir()
    program = (
        "import relex; found = relex.extract('Wang Yi met Badr Abdelatty in Cairo.');"
        "print(relex.__file__); print(*(country.value.alpha_2 for country in found.countries))"
    )
    environment = os.environ | {"PYTHONPATH": str(unpacked)}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=empty, env=environment, check=True, capture_output=True, text=True
    )
    place, countries = done.stdout.splitlines()
    assert Path(place).is_relative_to(unpacked)
    assert countries == "EG"


def test_the_first_rule_works_from_the_wheel_by_the_text_of_its_guide(root: Path, wheel: Path, tmp_path: Path) -> None:
    unpacked, empty = tmp_path / "unpacked", tmp_path / "empty"
    zipfile.ZipFile(wheel).extractall(unpacked)
    empty.mkdir()
    environment = os.environ | {"PYTHONPATH": str(unpacked)}

    def told(arguments: list[str]) -> str:
        relex = [sys.executable, "-m", "relex"]
        done = subprocess.run(
            [*relex, *arguments],
            cwd=empty,
            env=environment,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return done.stdout

    for block in blocks(root / "docs/first-rule.md"):
        if block.title:
            file = empty / block.title
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, "utf-8")
        elif block.kind == "console":
            run(block.text, told, empty)

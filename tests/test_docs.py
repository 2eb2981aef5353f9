"""What the documentation shows is true: its examples run, its links lead somewhere, its commands exist."""

from __future__ import annotations

import doctest
import importlib
import importlib.util
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import relex

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FLAGS = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL

# Modules that need an extra, and the library that says whether it is there.
EXTRAS = {"relex.adapters": "pyarrow", "relex.corpus": "pyarrow", "relex.web": "starlette"}


def module_names() -> Iterator[str]:
    for module in pkgutil.walk_packages(relex.__path__, "relex."):
        needed = next((library for name, library in EXTRAS.items() if module.name.startswith(name)), None)
        if needed is None or importlib.util.find_spec(needed):
            yield module.name


@pytest.mark.parametrize("name", ["relex", *module_names()])
def test_the_examples_of_a_module_run(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name), optionflags=FLAGS)
    assert failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_examples_of_a_page_run(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    failed, _ = doctest.testfile(str(page), module_relative=False, optionflags=FLAGS)
    assert failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_links_of_a_page_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    links = re.findall(r"\]\((?!https?://|mailto:|#)([^)#\s]+)", text)
    missing = [link for link in links if not (page.parent / link).exists()]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_verbs_of_a_page_exist(page: Path) -> None:
    from relex.cli import main

    text = page.read_text("utf-8")
    verbs = set(re.findall(r"(?:^|`|\$ )relex ([a-z]+)\b", text, re.MULTILINE))
    assert verbs <= set(main.commands)
    targets = set(re.findall(r"(?:^|`|\$ )make ([a-z]+)\b", text, re.MULTILINE))
    assert targets <= set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))

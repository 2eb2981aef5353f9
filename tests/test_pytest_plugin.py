"""`pytest rules/` as a user of relex runs it, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

RULES = """
labels: {Animal: []}
rules:
  - rule: cat
    emits: Animal
    why: A test needs an animal.
    pattern: cat
    finds: ["A [Animal cat] sat.", "The [Animal cat] slept."]
    ignores: ["A catalogue."]
  - rule: dog
    emits: Animal
    why: And another.
    pattern: dog
    finds: ["A [Animal dog] sat.", "The [Animal hound] slept."]
    ignores: ["A dogma."]
"""


@pytest.fixture
def zoo(tmp_path: Path) -> Path:
    (tmp_path / "rules/zoo/more").mkdir(parents=True)
    (tmp_path / "rules/zoo/zoo.yaml").write_text(RULES, "utf-8")
    more = RULES.replace("cat", "ox").replace("dog", "cow").replace("hound", "cow")
    (tmp_path / "rules/zoo/more/cattle.yaml").write_text(more, "utf-8")
    (tmp_path / "rules/zoo/cases").mkdir()
    case = "It is easy.\n\n```text\nA [Animal cat] and a [Animal dog].\n```\n\n```text todo\nA [Animal lynx].\n```\n"
    (tmp_path / "rules/zoo/cases/two.md").write_text(case, "utf-8")
    (tmp_path / "rules/compose.yaml").write_text("services:\n  - rule: none\n", "utf-8")
    (tmp_path / "rules/README.md").write_text("```text\nno case\n```\n", "utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", "utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "no:relex",
        "-p",
        "relex.pytest_plugin",
        "-p",
        "no:cacheprovider",
        "-q",
        *arguments,
    ]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_every_rule_and_every_passage_is_a_test(zoo: Path) -> None:
    done = run(zoo, "rules", "--collect-only")
    assert done.stdout.splitlines()[:6] == [
        "rules/zoo/cases/two.md::line-4",
        "rules/zoo/cases/two.md::line-8",
        "rules/zoo/more/cattle.yaml::ox",
        "rules/zoo/more/cattle.yaml::cow",
        "rules/zoo/zoo.yaml::cat",
        "rules/zoo/zoo.yaml::dog",
    ]


def test_a_failure_is_drawn_on_the_text(zoo: Path) -> None:
    done = run(zoo, "rules")
    assert done.returncode == 1
    assert "5 passed" in done.stdout
    assert "1 failed" in done.stdout
    assert (
        "zoo/zoo.yaml:14:36: dog, finds: no such Animal is found\n  expected  The [Animal hound] slept." in done.stdout
    )
    assert "Traceback" not in done.stdout


def test_one_rule_can_be_run_alone(zoo: Path) -> None:
    assert run(zoo, "rules/zoo/zoo.yaml::cat").returncode == 0
    assert run(zoo, "rules", "-k", "dog").returncode == 1


def test_rules_that_cannot_be_used_are_told_once(zoo: Path) -> None:
    (zoo / "rules/zoo/more/cattle.yaml").write_text(RULES.replace("why", "whi"), "utf-8")
    done = run(zoo, "rules")
    assert done.returncode == 2
    assert done.stdout.count("rules/zoo/more/cattle.yaml:6:5: error[unknown-key]") == 1
    assert "Traceback" not in done.stdout


def test_the_shipped_rules_pass(root: Path) -> None:
    done = run(root, "-o", "addopts=", "rules/common/dates-times.yaml")
    assert done.returncode == 0, done.stdout

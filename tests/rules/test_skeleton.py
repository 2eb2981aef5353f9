"""The rule set that `relex new` makes works as it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from relex import load
from relex.cli import main


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_a_new_rule_set_passes_check_and_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("new", "prizes")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "prizes/README.md",
        "prizes/awards.yaml",
        "prizes/cases/one-prize-twice.md",
        "prizes/lexicons/prizes.tsv",
        "prizes/status.yaml",
        "prizes/types.yaml",
        "now: relex check prizes && relex test prizes",
    ]
    assert run("check", "--strict", "prizes").exit_code == 0
    tested = run("test", "prizes")
    assert tested.exit_code == 0
    assert tested.stdout.startswith("prizes: ")
    (award,) = load("prizes")("Anna Weber won the Turing Award.").events
    assert repr(award) == "Award(held, winner=Anna Weber, prize=Turing Award, 'won' 11-14)"


def test_what_is_there_is_kept(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    assert run("new", str(tmp_path / "mine")).exit_code == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    again = run("new", str(tmp_path / "mine"))
    assert again.exit_code == 2
    assert again.stderr == f"relex: {tmp_path}/mine: File exists\n"
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before

"""The command line as its users see it: what it prints, on which stream, with which exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from relex.cli import main
from relex.diplomacy import Found

GOLDEN = Path(__file__).parent / "golden" / "cli"
ARTICLE = "Foreign Minister Anna Weber met Karl Novak in Cairo on Tuesday.\n"


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=stdin, prog_name="relex", env={"COLUMNS": "100"})


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, "utf-8")
    return path


def golden(name: str, told: str) -> None:
    """Compare with a file that people review; RELEX_GOLDEN=write writes it anew."""
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("RELEX_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(told, "utf-8")
    assert told == path.read_text("utf-8")


@pytest.mark.parametrize("verb", ["", *sorted(main.commands)])
def test_the_help(verb: str) -> None:
    result = run(*filter(None, [verb]), "--help")
    assert result.exit_code == 0
    golden(f"help-{verb or 'relex'}", result.stdout)


def test_the_table(article: Path) -> None:
    result = run("extract", str(article), "--date", "2026-11-25")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{article} (2026-11-25)")
    assert "Anna Weber" in result.stdout
    assert "2026-11-24" in result.stdout


def test_json_lines_hold_an_extraction_a_file(article: Path) -> None:
    result = run("extract", str(article), str(article), "--format", "jsonl", "--date", "2026-11-25")
    first, second = map(json.loads, result.stdout.splitlines())
    assert first == second
    assert first.pop("file") == str(article)
    found = Found.from_dict(first)
    assert found.text == ARTICLE
    assert found.date == "2026-11-25"
    assert [mention.value.alpha_2 for mention in found.countries] == ["EG"]


def test_standard_input() -> None:
    result = run("extract", "-", "--format", "jsonl", stdin=ARTICLE.encode())
    assert json.loads(result.stdout)["file"] == "-"
    assert json.loads(result.stdout)["text"] == ARTICLE


def test_offsets_count_the_characters_of_the_file_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "windows.txt"
    path.write_bytes("\ufeffCairo\r\nwaited.\r\n".encode())
    row = json.loads(run("extract", str(path), "--format", "jsonl").stdout)
    assert row["text"] == "\ufeffCairo\r\nwaited.\r\n"


@pytest.mark.parametrize("form", ["table", "jsonl"])
def test_an_unreadable_file_is_one_line_and_the_others_are_done(article: Path, tmp_path: Path, form: str) -> None:
    missing = tmp_path / "missing.txt"
    result = run("extract", str(missing), str(article), str(tmp_path), "--format", form)
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        f"relex: {missing}: No such file or directory",
        f"relex: {tmp_path}: Is a directory",
    ]
    assert "Anna Weber" in result.stdout


def test_bytes_that_are_not_utf_8_are_told(tmp_path: Path) -> None:
    path = tmp_path / "latin.txt"
    path.write_bytes(b"The caf\xe9 in Cairo is closed.")
    result = run("extract", str(path), "--format", "jsonl")
    assert result.exit_code == 0
    assert result.stderr == f"relex: {path}: byte 7 is not UTF-8; unreadable bytes are read as \ufffd\n"
    assert json.loads(result.stdout)["text"] == "The caf\ufffd in Cairo is closed."


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["extract"], "Missing argument 'FILE... | -'."),
        (["extract", "-", "--date", "yesterday"], "'yesterday' does not match the format '%Y-%m-%d'."),
        (["extract", "-", "--format", "xml"], "'xml' is not one of 'table', 'text', 'jsonl'."),
        (["meet"], "No such command 'meet'."),
    ],
)
def test_a_wrong_call_says_what_is_wrong(arguments: list[str], told: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stdout == ""


def test_rules_that_are_wrong_are_told_with_their_place(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("rulez: []\n", "utf-8")
    for verb in (["check", str(tmp_path)], ["test", str(tmp_path)], ["extract", "-", "--rules", str(tmp_path)]):
        result = run(*verb, stdin=b"")
        assert result.exit_code == 2
        assert f"{tmp_path}/mine.yaml:1:1: error[unknown-key]" in result.stderr
        assert "Traceback" not in result.stderr


def test_check_counts_what_it_read() -> None:
    result = run("check", "diplomacy")
    assert result.exit_code == 0
    assert result.stdout.startswith("diplomacy: ")
    assert result.stdout.endswith(", no problem\n")


def test_types_writes_the_module_that_is_checked_in(root: Path) -> None:
    assert run("types", "diplomacy").stdout == (root / "src/relex/diplomacy.py").read_text("utf-8")


def test_the_schema_is_the_one_that_is_documented(root: Path) -> None:
    assert run("schema").stdout == (root / "docs/extraction.schema.json").read_text("utf-8")


RULES = """
labels: {Animal: []}
rules:
  - rule: cat
    emits: Animal
    why: A test needs an animal.
    pattern: cat
    finds: ["A [Animal cat] sat.", "The [Animal dog] sat."]
    ignores: ["A catalogue."]
"""


def test_test_draws_the_difference(tmp_path: Path) -> None:
    folder = tmp_path / "zoo"
    folder.mkdir()
    (folder / "mine.yaml").write_text(RULES, "utf-8")
    result = run("test", str(folder))
    assert result.exit_code == 1
    golden("test", result.stdout.replace(str(folder), "zoo"))


def test_a_closed_pipe_is_quiet(article: Path) -> None:
    command = [sys.executable, "-m", "relex", "extract", "--format", "jsonl", *[str(article)] * 200]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


def test_the_output_survives_a_narrow_encoding(tmp_path: Path) -> None:
    path = tmp_path / "curly.txt"
    path.write_text("“We agree on everything,” Anna Weber said in Cairo.", "utf-8")
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    for form in ("table", "jsonl"):
        command = [sys.executable, "-m", "relex", "extract", str(path), "--format", form]
        done = subprocess.run(command, env=environment, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")

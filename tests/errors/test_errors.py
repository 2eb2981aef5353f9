"""Every mistake has a file named after it, and beside it the text that its author would read.

After a change that is meant, `RELEX_UPDATE_ERRORS=1 pytest tests/errors` writes the texts anew: read the difference
as a user would.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from relex.errors import RuleError
from relex.rules.loader import load_rules

HERE = Path(__file__).parent
MISTAKES = sorted(path.name for path in HERE.iterdir() if path.suffix == ".yaml" or (path / "lexicons").is_dir())
MISTAKES += ["lexicon-conflict/one", "two-files"]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_as_written_beside_it(mistake: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE)
    with pytest.raises(RuleError) as raised:
        load_rules(Path(mistake))
    told = f"{raised.value}\n"
    golden = HERE / f"{mistake.split('/', maxsplit=1)[0].removesuffix('.yaml')}.txt"
    if os.environ.get("RELEX_UPDATE_ERRORS"):
        golden.write_text(told, encoding="utf-8")
    assert told == golden.read_text(encoding="utf-8")


def test_there_are_enough_mistakes() -> None:
    assert len(MISTAKES) >= 60


def test_ten_mistakes_are_ten_problems_in_one_run() -> None:
    assert (HERE / "ten-mistakes.txt").read_text(encoding="utf-8").count(": error[") == 10


def test_no_text_lacks_its_mistake() -> None:
    assert {path.stem for path in HERE.glob("*.txt")} == {
        mistake.split("/", maxsplit=1)[0].removesuffix(".yaml") for mistake in MISTAKES
    }

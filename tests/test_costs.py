"""What each rule costs, and the budget that it may not exceed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from relex import load
from relex.cli import main
from relex.corpus.articles import Article
from relex.costs import Cost, Costs, costs
from relex.errors import Location

ZOO = Path(__file__).parent / "show" / "zoo"
TEXT = "The big cat chased a dog. A dog chased the mouse. The cat may chase the dog."


def profile(tmp_path: Path, *arguments: str) -> Result:
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text(json.dumps({"text": TEXT}), "utf-8")
    return CliRunner().invoke(main, ["profile", str(ZOO), str(corpus), *arguments])


def test_every_try_and_every_match_is_counted() -> None:
    found = costs(ZOO, [Article("a", TEXT), Article("b", TEXT)])
    by_id = {cost.id: cost for cost in found.rules}
    assert found.articles == 2
    assert {name: cost.matches for name, cost in by_id.items() if cost.matches} == {
        "big-cat": 2, "cat": 4, "other": 8, "chases": 6, "may": 2,
    }  # fmt: skip
    assert all(cost.tries >= cost.matches > 0 or not cost.matches for cost in found.rules)
    assert by_id["naps"].tries <= by_id["cat"].tries
    assert sum(map(found.share, found.rules)) <= 100
    assert [cost.seconds for cost in found.rules] == sorted((cost.seconds for cost in found.rules), reverse=True)


def test_the_answers_are_the_same_while_watched() -> None:
    seen: set[str] = set()

    def watch(owner: str, expression: re.Pattern[str], own: bool) -> re.Pattern[str]:
        seen.add(owner)
        return expression

    extractor = load(ZOO)
    watched = extractor.watched(watch)
    assert watched(TEXT).to_dict() == extractor(TEXT).to_dict()
    assert seen == {rule.id for rule in extractor.rules.rules} | {cue.id for cue in extractor.rules.cues}


def test_the_shipped_rules_can_be_watched() -> None:
    text = "“We agree,” Anna Weber said in Cairo on Monday. She met Wang Yi, and will visit France next week."
    assert all(cost.seconds >= 0 for cost in costs("diplomacy", [Article("a", text)]).rules)
    assert load().watched(lambda _, expression, __: expression)(text) == load()(text)


@pytest.mark.parametrize(("budget", "code"), [("100", 0), ("0", 1)])
def test_a_budget_may_fail_the_run(tmp_path: Path, budget: str, code: int) -> None:
    result = profile(tmp_path, "--budget", budget, "--top", "2")
    assert result.exit_code == code
    assert ("of the time, more than 0%" in result.stderr) is bool(code)
    assert len(result.stdout.splitlines()) == 5


def test_the_table() -> None:
    here = Location("zoo/zoo.yaml", 15, 11)
    found = Costs(2, 0.5, (Cost("cat", here, 2000, 30, 0.25), Cost("dog", here, 10, 0, 0.125), Cost("ox", here)))
    assert found.table(5) == (
        "rule      tries   matches        ms   share  place\n"
        "cat       2,000        30     250.0  50.00%  zoo/zoo.yaml:15\n"
        "dog          10         0     125.0  25.00%  zoo/zoo.yaml:15\n"
        "2 articles in 0.50 s, 75% of it in 3 rules\n"
        "2 rules matched nothing"
    )
    assert [cost.id for cost in found.above(30)] == ["cat"]


def test_json_says_the_same(tmp_path: Path) -> None:
    told = json.loads(profile(tmp_path, "--format", "json").stdout)
    assert told["articles"] == 1
    assert {row["id"] for row in told["rules"]} >= {"cat", "chases", "may"}
    assert set(told["rules"][0]) == {"id", "location", "tries", "matches", "seconds", "share"}

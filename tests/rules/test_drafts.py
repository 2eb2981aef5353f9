"""Rules that are being written count in the places of those on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from relex.errors import RuleError
from relex.rules.drafts import Drafts
from relex.rules.loader import check_rules

RULE = """rules:
  - rule: {0}
    emits: Thing
    why: One.
    pattern: {1}
    finds: ["[Thing {1}].", "[Thing {1}]!"]
    ignores: ["None."]
"""


def test_a_draft_takes_the_place_of_its_file_and_may_have_none(tmp_path: Path) -> None:
    root = tmp_path.resolve()
    (root / "a.yaml").write_text(RULE.format("one", "apple"))
    drafts = Drafts(
        {root / "a.yaml": RULE.format("two", "pear").encode(), root / "b.yaml": RULE.format("three", "plum").encode()}
    )
    assert [rule.id for rule in check_rules(root, drafts=drafts).rules.rules] == ["two", "three"]
    assert [rule.id for rule in check_rules(root).rules.rules] == ["one"]
    assert (root / "a.yaml").read_text() == RULE.format("one", "apple")


def test_what_is_kept_of_one_draft_never_answers_for_another(tmp_path: Path) -> None:
    root = tmp_path.resolve()
    (root / "a.yaml").write_text(RULE.format("one", "apple"))
    drafts = Drafts()
    assert [rule.id for rule in check_rules(root, drafts=drafts).rules.rules] == ["one"]
    drafts = Drafts({root / "a.yaml": b"rules: [1"}, drafts)
    with pytest.raises(RuleError) as told:
        check_rules(root, drafts=drafts)
    assert told.value.problems[0].location.line == 1
    drafts = Drafts({}, drafts)
    assert [rule.id for rule in check_rules(root, drafts=drafts).rules.rules] == ["one"]
    (root / "a.yaml").write_text(RULE.format("four", "apple"))
    found = check_rules(root, drafts=Drafts({}, drafts)).rules
    assert [rule.id for rule in found.rules] == ["four"]
    assert found == check_rules(root).rules

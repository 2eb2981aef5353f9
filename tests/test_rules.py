"""The examples beside every shipped rule, and the cases: one test a rule, so that a failure names it."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import pytest

from relex import RuleError, load
from relex.extractor import Extractor, path_of
from relex.testing import Check, checks, failure_of

RULE_SETS = ("common", "companies", "diplomacy", "plover")


@cache
def extractor(rules: str) -> Extractor:
    return load(path_of(rules))


def examples() -> list[tuple[str, str, list[Check]]]:
    """Return the checks of each rule of each rule set; a rule that is imported is tested where it stands only."""
    found: dict[tuple[str, str], list[Check]] = defaultdict(list)
    seen = set()
    for rules in RULE_SETS:
        for check in checks(extractor(rules).rules, path_of(rules)):
            key = (check.owner.location if check.owner else check.location, check.kind, check.marked)
            if key not in seen:
                seen.add(key)
                found[rules, check.id].append(check)
    return [(rules, name, group) for (rules, name), group in found.items()]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "group" in metafunc.fixturenames:
        try:
            found = examples()
        except RuleError:
            found = []  # test_the_rule_sets_load tells why
        metafunc.parametrize(("rules", "group"), [pytest.param(a, c, id=f"{a}-{b}") for a, b, c in found])


@pytest.mark.parametrize("rules", RULE_SETS)
def test_the_rule_sets_load(rules: str) -> None:
    assert extractor(rules).rules.rules


def test_the_examples_of_a_rule_hold(rules: str, group: list[Check]) -> None:
    found = [failure for check in group if (failure := failure_of(extractor(rules), check))]
    assert not found, "\n\n".join(map(str, found))

"""What ``relex check`` says of a rule set: its warnings, the ones that only its own examples show among them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from .errors import Location, Problem
from .extractor import Extractor, load_checked
from .match.covers import covers
from .rules.doubts import WARNING
from .rules.loader import Checked, check_rules, in_file_order
from .rules.ruleset import Cue, Rule
from .testing import LEXICON, Check, failure_of


def advised(rules: str | Path) -> Checked:
    """Return a rule set with every warning about it; RuleError, with every problem, where it cannot be used.

    >>> advised("common").warnings
    ()
    """
    checked = check_rules(rules)
    found = [*checked.warnings, *_hidden(checked, load_checked(rules, checked))]
    return checked._replace(warnings=tuple(in_file_order(found)))


def _hidden(checked: Checked, extractor: Extractor) -> Iterator[Problem]:
    """Warnings about rules whose own examples others answer."""
    by_id = {rule.id: rule for rule in checked.rules.rules}
    owners: tuple[Rule | Cue, ...] = (*checked.rules.rules, *checked.rules.cues)
    for owner in owners:
        if owner.location.file not in checked.sources:
            continue
        answers = {example: _instead(extractor, owner, example.marked) for example in owner.finds}
        hider = _hider(owner, by_id, answers.values(), checked) if isinstance(owner, Rule) else None
        if hider:
            message = f"'{owner.id}' finds nothing that '{hider.id}' ({_shown(checked, hider)}) does not find before it"
            advice = "remove it, or let it match what the other does not"
            yield _problem(checked, owner.location, "always-hidden", message, advice)
            continue
        for example, instead in answers.items():
            if instead:
                others = " and ".join(f"'{other}'" for other in instead)
                message = f"this example of '{owner.id}' is answered by {others}"
                advice = "write one that only this rule can answer"
                yield _problem(checked, example.location, "answered-by-another", message, advice)


def _instead(extractor: Extractor, owner: Rule | Cue, marked: str) -> tuple[str, ...]:
    failure = failure_of(extractor, Check("finds", marked, owner.location, owner))
    return tuple(rule for rule in failure.instead if rule not in (owner.id, LEXICON)) if failure else ()


def _hider(
    rule: Rule, by_id: Mapping[str, Rule], answers: Collection[tuple[str, ...]], checked: Checked
) -> Rule | None:
    """Return the rule that matches whatever this one does and, as all its examples show, wins."""
    if not all(answers):
        return None
    together = set.intersection(*map(set, answers))
    others = (by_id[each] for each in sorted(together) if each in by_id)
    return next((each for each in others if covers(each.pattern, rule.pattern, checked.rules.labels)), None)


def _problem(checked: Checked, location: Location, name: str, message: str, advice: str) -> Problem:
    source = checked.sources[location.file]
    place = source.place(location.line - 1, location.column - 1, location.width)
    return replace(place.problem(name, message, advice), level=WARNING)


def _shown(checked: Checked, rule: Rule) -> str:
    source = checked.sources.get(rule.location.file)
    return f"{source.shown if source else rule.location.file}:{rule.location.line}"

"""What ``relex check`` says of a rule set: its warnings, the ones that only its own examples show among them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate, islice
from pathlib import Path

from .errors import Location, Problem
from .extractor import Analysis, Extractor, load_checked, no_collecting
from .marks import parse
from .match.covers import covers
from .rules.doubts import WARNING
from .rules.loader import Checked, check_rules, in_file_order
from .rules.ruleset import Cue, Example, Rule
from .testing import LEXICON, Check, failure_of


def advised(rules: str | Path) -> Checked:
    """Return a rule set with every warning about it; RuleError, with every problem, where it cannot be used.

    >>> advised("common").warnings
    ()
    """
    with no_collecting():
        checked = check_rules(rules)
        return advised_of(checked, load_checked(rules, checked))


def advised_of(checked: Checked, extractor: Extractor) -> Checked:
    """Return a rule set that was read, with what its examples show besides; ``extractor`` is made of it."""
    return checked._replace(warnings=tuple(in_file_order([*checked.warnings, *_hidden(checked, extractor)])))


def _hidden(checked: Checked, extractor: Extractor) -> Iterator[Problem]:
    """Warnings about rules whose own examples others answer."""
    by_id = {rule.id: rule for rule in checked.rules.rules}
    owners: tuple[Rule | Cue, ...] = (*checked.rules.rules, *checked.rules.cues)
    owners = tuple(each for each in owners if each.location.file in checked.sources)
    silent = _silent(extractor, owners)
    for owner in owners:
        examples = silent.get(owner.id)
        if not examples:
            continue
        answers = {example: _instead(extractor, owner, example.marked) for example in examples}
        alone = isinstance(owner, Rule) and len(answers) == len(set(owner.finds))
        hider = _hider(owner, by_id, answers.values(), checked) if isinstance(owner, Rule) and alone else None
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


_BATCH = 16  # examples that are read as one text: what a text costs by itself is paid but once


def _silent(extractor: Extractor, owners: Iterable[Rule | Cue]) -> dict[str, list[Example]]:
    """Return, by the ids of rules and cues, the examples in which these find nothing at all."""
    found: dict[str, list[Example]] = {}
    rest = iter([(owner, example) for owner in owners for example in dict.fromkeys(owner.finds)])
    while batch := list(islice(rest, _BATCH)):
        texts = [parse(example.marked)[0] for _, example in batch]
        answers = _answers(extractor.analyse("\n\n".join(texts)), texts)
        for number, (owner, example) in enumerate(batch):
            if (number, owner.id) not in answers:
                found.setdefault(owner.id, []).append(example)
    return found


def _answers(analysis: Analysis, texts: Sequence[str]) -> set[tuple[int, str | None]]:
    """Return which rules and cues answer in which of some texts that were read as one."""
    starts = list(accumulate((len(text) + 2 for text in texts), initial=0))
    found: list[tuple[int, str | None]] = [(report.start, report.rule) for report in analysis.told]
    found += [(quote.start, quote.rule) for quote in analysis.quotes]
    found += [(each.start, each.rule) for each in analysis.reading.found]
    found += [(report.trigger[0], report.cue) for report in analysis.told]
    return {(bisect_right(starts, analysis.span(token, token + 1).start) - 1, rule) for token, rule in found}


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

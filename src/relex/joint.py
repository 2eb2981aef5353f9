"""Two rule sets read as one, to see in one reading of a text that they find the same in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar, cast

from .errors import Location
from .extractor import Extractor, no_collecting
from .match.alphabet import below_each
from .match.compile import strata
from .model import Extraction
from .rules.ruleset import BUILT_IN_LABELS, Cue, Rule, RuleSet

Owner = TypeVar("Owner", bound=Rule | Cue)

_NOWHERE = Location("", 0, 0)


class Joint:
    """The rules of two rule sets in one extractor.

    As long as no rule that only one of the two has matches anywhere in a text, each of them alone goes the same way
    through the text as both together, and finds the same.
    """

    def __init__(self, extractor: Extractor, changed: frozenset[str]) -> None:
        self._made_of = extractor, changed
        self._rung: list[str] = []

        def watch(owner: str, expression: re.Pattern[str], _main: bool) -> re.Pattern[str]:
            return cast("re.Pattern[str]", _Bell(expression, owner, self._rung)) if owner in changed else expression

        self._extractor = extractor.watched(watch)

    def __reduce__(self) -> tuple[type[Joint], tuple[Extractor, frozenset[str]]]:
        return Joint, self._made_of

    def __call__(self, text: str, date: str | None = None) -> Extraction | None:
        """Return what both rule sets find in a text; None where they may find different things."""
        self._rung.clear()
        found = self._extractor(text, date)
        return None if self._rung else found


@dataclass(frozen=True, slots=True)
class _Bell:
    """The expression of a rule, which tells when it matches."""

    expression: re.Pattern[str]
    owner: str
    rung: list[str]

    def match(self, *arguments: Any) -> re.Match[str] | None:
        return self._told(self.expression.match(*arguments))

    def search(self, *arguments: Any) -> re.Match[str] | None:
        return self._told(self.expression.search(*arguments))

    def finditer(self, *arguments: Any) -> Iterator[re.Match[str]]:
        return filter(self._told, self.expression.finditer(*arguments))

    def _told(self, found: re.Match[str] | None) -> re.Match[str] | None:
        if found is not None:
            self.rung.append(self.owner)
        return found


def joint_of(old: RuleSet, new: RuleSet) -> Joint | None:
    """Return two rule sets as one; None where they differ in more than some of their rules and cues.

    Where words, types or labels differ, or rules that both have stand in another order, more than the rules that match
    decides what is found.
    """
    if _frame(old) != _frame(new):
        return None
    rules, cues = _joined(old.rules, new.rules), _joined(old.cues, new.cues)
    if rules is None or cues is None:
        return None
    both = replace(new, rules=rules[0], cues=cues[0], digest="")
    changed = rules[1] | cues[1]
    try:
        alike = _order(old, changed) == _order(new, changed) == _order(both, changed)
    except ValueError:  # the two together go in a circle
        return None
    with no_collecting():
        return Joint(Extractor(both), changed) if alike else None


def _frame(rules: RuleSet) -> tuple[Any, ...]:
    """What a rule set says besides its rules and cues."""
    words = [(each.name, [(row.surface, row.label, row.id) for row in each.rows]) for each in rules.lexicons]
    types = [replace(each, location=_NOWHERE) for each in rules.types]
    return words, types, rules.labels, rules.first


def _joined(old: Sequence[Owner], new: Sequence[Owner]) -> tuple[tuple[Owner, ...], frozenset[str]] | None:
    """Return what is in either, and the ids of what is not in both; None where the order of the others differs."""
    before, after = {_bare(each): each for each in old}, {_bare(each): each for each in new}
    if [each for each in before if each in after] != [each for each in after if each in before]:
        return None
    gone = [replace(each, id=f"{each.id} (old)") for bare, each in before.items() if bare not in after]
    come = [each for bare, each in after.items() if bare not in before]
    return (*new, *gone), frozenset(each.id for each in (*gone, *come))


def _bare(owner: Owner) -> Owner:
    """A rule or cue without what only people read."""
    return replace(owner, location=_NOWHERE, why="", finds=(), ignores=(), todo=())


def _order(rules: RuleSet, without: frozenset[str]) -> list[list[str]]:
    """In which order the rules that find mentions run, step by step, but for some of them."""
    events = {each.name for each in rules.types}
    below = below_each({**BUILT_IN_LABELS, **rules.labels})
    steps = strata([each for each in rules.rules if each.emits not in events], below, rules.first)
    found = ([rule.id for rule in step if rule.id not in without] for step in steps)
    return [step for step in found if step]

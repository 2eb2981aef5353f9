"""What each rule costs: how often it is tried on a corpus, how often it matches, how long that takes."""

from __future__ import annotations

import dataclasses
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, cast

from .corpus.articles import Article
from .errors import Location
from .extractor import load
from .rules.ruleset import Cue, Rule


@dataclass(slots=True)
class Cost:
    """What one rule or cue cost; ``seconds`` holds the search for its roles too."""

    id: str
    location: Location
    tries: int = 0
    matches: int = 0
    seconds: float = 0.0


class Costs(NamedTuple):
    """The costs of all rules and cues, the dearest first; ``seconds`` is the time of the whole run."""

    articles: int
    seconds: float
    rules: tuple[Cost, ...]

    def share(self, cost: Cost) -> float:
        """Return which part of the whole run, in percent, a rule took."""
        return 100 * cost.seconds / self.seconds if self.seconds else 0.0

    def above(self, budget: float) -> tuple[Cost, ...]:
        """Return the rules that took a larger part of the whole run, in percent, than they may."""
        return tuple(cost for cost in self.rules if self.share(cost) > budget)

    def table(self, top: int) -> str:
        """Return the dearest rules as a table to read."""
        shown = [cost for cost in self.rules if cost.tries][:top]
        width = max(4, *(len(cost.id) for cost in shown), 0)
        lines = [f"{'rule':{width}}      tries   matches        ms   share  place"]
        for cost in shown:
            place = f"{cost.location.file}:{cost.location.line}"
            figures = f"{cost.tries:>11,}{cost.matches:>10,}{cost.seconds * 1000:>10,.1f}{self.share(cost):>7.2f}%"
            lines.append(f"{cost.id:{width}}{figures}  {place}")
        idle = sum(not cost.matches for cost in self.rules)
        together = sum(map(self.share, self.rules))
        lines.append(
            f"{self.articles:,} articles in {self.seconds:.2f} s, {together:.0f}% of it in {len(self.rules)} rules"
        )
        lines.append(f"{idle} rules matched nothing")
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """Return the costs as JSON values."""
        rows = [dataclasses.asdict(cost) | {"share": round(self.share(cost), 4)} for cost in self.rules]
        return {"articles": self.articles, "seconds": self.seconds, "rules": rows}


def costs(rules: str | Path, corpus: Iterable[Article]) -> Costs:
    """Return what each rule of a rule set costs over a corpus.

    The same expressions run as ever, each with a clock around it, which itself takes a little. Raises RuleError where
    the rule set cannot be used.
    """
    extractor = load(rules)
    owners: tuple[Rule | Cue, ...] = (*extractor.rules.rules, *extractor.rules.cues)
    clocks = {owner.id: Cost(owner.id, owner.location) for owner in owners}

    def watch(owner: str, expression: re.Pattern[str], main: bool) -> re.Pattern[str]:
        return cast("re.Pattern[str]", _Clock(clocks[owner], expression, main))

    watched = extractor.watched(watch)
    number, seconds = 0, 0.0
    for article in corpus:
        number += 1
        began = time.perf_counter()
        watched(article.text, article.date)
        seconds += time.perf_counter() - began
    ordered = sorted(clocks.values(), key=lambda cost: (-cost.seconds, cost.id))
    return Costs(number, seconds, tuple(ordered))


@dataclass(slots=True)
class _Clock:
    """An expression that counts and times its own work; ``main`` is the pattern of a rule, not of one of its roles."""

    cost: Cost
    expression: re.Pattern[str]
    main: bool

    def match(self, *arguments: Any) -> re.Match[str] | None:
        began = time.perf_counter()
        found = self.expression.match(*arguments)
        self._count(began, found is not None)
        return found

    def search(self, *arguments: Any) -> re.Match[str] | None:
        began = time.perf_counter()
        found = self.expression.search(*arguments)
        self._count(began, found is not None)
        return found

    def finditer(self, *arguments: Any) -> Iterator[re.Match[str]]:
        began = time.perf_counter()
        found = list(self.expression.finditer(*arguments))
        self._count(began, len(found))
        return iter(found)

    def _count(self, began: float, matches: int) -> None:
        self.cost.seconds += time.perf_counter() - began
        if self.main:
            self.cost.tries += 1
            self.cost.matches += matches

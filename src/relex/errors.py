"""What can be wrong with a rule, and the one way in which it is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SOURCE_WIDTH = 120


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file; ``line`` and ``column`` count from 1, ``width`` in characters."""

    file: str
    line: int
    column: int
    width: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a rule set: where, which kind, what, and what to do about it.

    ``source`` is the line of the file that the location names, empty where it could not be read.
    """

    location: Location
    name: str
    message: str
    advice: str
    level: str = "error"
    source: str = ""


class RuleError(ValueError):
    """Raised when a rule set cannot be used; ``problems`` holds everything found wrong, in file order.

    >>> raise RuleError([Problem(Location("a.yaml", 1, 1), "no-rules", "nothing here", "add a rule")])
    Traceback (most recent call last):
    relex.errors.RuleError: a.yaml:1:1: error[no-rules]: nothing here
      = add a rule
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n\n".join(render(problem) for problem in self.problems)


def render(problem: Problem) -> str:
    """Return the problem as a reader sees it: place and sentence, the line, a caret, the advice.

    >>> print(render(Problem(Location("a.yaml", 1, 3, 4), "unknown-key", "no key named 'ruel'",
    ...     "did you mean 'rule'?", source="- ruel: x")))
    a.yaml:1:3: error[unknown-key]: no key named 'ruel'
      |
    1 | - ruel: x
      |   ^^^^ did you mean 'rule'?
    """
    place = problem.location
    head = f"{place.file}:{place.line}:{place.column}: {problem.level}[{problem.name}]: {problem.message}"
    if not problem.source:
        return f"{head}\n  = {problem.advice}" if problem.advice else head
    source, column = _window(problem.source, place.column)
    number = str(place.line)
    margin = " " * len(number)
    caret = " " * (column - 1) + "^" * max(1, min(place.width, len(source) - column + 1))
    pointer = f"{margin} | {caret} {problem.advice}".rstrip()
    return f"{head}\n{margin} |\n{number} | {source}\n{pointer}"


def annotation(problem: Problem) -> str:
    """Return the problem as a line that GitHub shows beside the file.

    >>> print(annotation(Problem(Location("a.yaml", 1, 3, 4), "unknown-key", "no key named 'ruel'", "did you mean?")))
    ::error file=a.yaml,line=1,col=3,endColumn=7,title=unknown-key::no key named 'ruel'%0Adid you mean?
    """
    place = problem.location
    end = place.column + place.width
    file = _escaped(place.file).replace(":", "%3A").replace(",", "%2C")
    told = _escaped(f"{problem.message}\n{problem.advice}".rstrip())
    where = f"file={file},line={place.line},col={place.column},endColumn={end},title={problem.name}"
    return f"::{problem.level} {where}::{told}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _window(source: str, column: int) -> tuple[str, int]:
    # A tab or a control character would push the caret away from what it points at, a very long line would hide it.
    shown = "".join(character if character.isprintable() else " " for character in source).rstrip()
    if len(shown) <= SOURCE_WIDTH:
        return shown, column
    first = max(0, min(column - SOURCE_WIDTH // 2, len(shown) - SOURCE_WIDTH))
    before, after = "..." if first else "", "..." if first + SOURCE_WIDTH < len(shown) else ""
    part = shown[first + len(before) : first + SOURCE_WIDTH - len(after)]
    return f"{before}{part}{after}", column - first


def nearest(word: str, options: Iterable[str]) -> str | None:
    """Return the option that a misspelt word most likely means, if there is one.

    >>> nearest("ruel", ["rule", "emits"])
    'rule'
    """
    import difflib  # only mistakes need it, and it costs the start of every program

    choices = sorted(options)
    same = [choice for choice in choices if choice.lower() == word.lower()]
    return next(iter(same or difflib.get_close_matches(word, choices, n=1, cutoff=0.65)), None)


def did_you_mean(word: str, options: Iterable[str], otherwise: str = "") -> str:
    """Return an advice that names the option nearest to a misspelt word, or ``otherwise``.

    >>> did_you_mean("ruel", ["rule", "emits"])
    "did you mean 'rule'?"
    """
    near = nearest(word, options)
    return f"did you mean '{near}'?" if near is not None else otherwise

"""A pytest plugin: `pytest rules/` runs the examples beside the rules, a test for each rule, and the cases.

It comes with relex; `-p no:relex` leaves it out. A YAML file is looked at where it has rules or cues of relex, a
Markdown file where it stands in the folder `cases` of a rule set.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from _pytest._code.code import ExceptionInfo, TerminalRepr

    from .extractor import Extractor
    from .testing import Check, Failure

# What every file with rules or cues has: a list below `rules:` or `cues:` whose entries begin so.
_RULES = re.compile(rb"^(?:rules|cues):.*\n(?:.*\n)*?\s*- \{?\s*(?:rule|cue|extends):", re.MULTILINE)
_LARGEST = 5_000_000


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect rule files and cases."""
    if file_path.suffix in (".yaml", ".yml") and _has_rules(file_path):
        return RuleFile.from_parent(parent, path=file_path)
    if file_path.suffix == ".md" and file_path.parent.name == "cases" and _holds_rules(file_path.parent.parent):
        return CaseFile.from_parent(parent, path=file_path)
    return None


def _has_rules(file: Path) -> bool:
    try:
        return file.stat().st_size <= _LARGEST and _RULES.search(file.read_bytes()) is not None
    except OSError:
        return False


def _holds_rules(folder: Path) -> bool:
    return any(_has_rules(file) for file in sorted((*folder.glob("*.yaml"), *folder.glob("*.yml"))))


def _root_of(file: Path) -> Path:
    """The folder of the rule set to which a file belongs: the highest above it that holds rules without a gap."""
    root = file.parent
    while root.parent != root and _holds_rules(root.parent):
        root = root.parent
    return root


class _Sets(dict[Path, "Extractor"]):
    """The rule sets that were loaded; ``told`` are those whose mistakes were told once."""

    def __init__(self) -> None:
        super().__init__()
        self.told: set[Path] = set()


_SETS = pytest.StashKey[_Sets]()


def _loaded(config: pytest.Config, root: Path) -> Extractor | None:
    """Return a rule set ready to run; one that cannot be used is told of once, by the first of its files."""
    from .errors import RuleError
    from .extractor import load

    sets = config.stash.setdefault(_SETS, _Sets())
    if root in sets.told:
        return None
    if root not in sets:
        try:
            sets[root] = load(root)
        except RuleError as error:
            sets.told.add(root)
            raise pytest.Collector.CollectError(str(error)) from None
    return sets[root]


class RuleFile(pytest.File):
    """A file of rules and cues."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield a test for each rule and cue of the file that has examples."""
        from .testing import checks

        root = _root_of(self.path)
        extractor = _loaded(self.config, root)
        if extractor is None:
            return
        name = f"{root.name}/{self.path.relative_to(root).as_posix()}"
        by_owner: dict[str, list[Check]] = {}
        for check in checks(extractor.rules):
            if check.owner and check.owner.location.file == name:
                by_owner.setdefault(check.id, []).append(check)
        for id_, group in by_owner.items():
            yield ExampleItem.from_parent(self, name=id_, extractor=extractor, checks=group)


class CaseFile(pytest.File):
    """A file with whole passages."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield a test for each passage."""
        from .testing import case_checks

        extractor = _loaded(self.config, _root_of(self.path.parent))
        for check in case_checks(self.path) if extractor else ():
            name = f"line-{check.location.line}"
            yield ExampleItem.from_parent(self, name=name, extractor=extractor, checks=[check])


class ExamplesFailed(AssertionError):  # noqa: N818
    """Some examples were answered otherwise."""

    def __init__(self, failures: Iterable[Failure]) -> None:
        super().__init__("\n\n".join(map(str, failures)))


class ExampleItem(pytest.Item):
    """The examples of one rule, or one passage."""

    def __init__(self, *, extractor: Extractor, checks: list[Check], **more: object) -> None:
        super().__init__(**more)  # type: ignore[arg-type]
        self.extractor = extractor
        self.checks = checks

    def runtest(self) -> None:
        """Run the examples."""
        from .testing import failures

        failed = list(failures(self.extractor, self.checks))
        if failed:
            raise ExamplesFailed(failed)

    def repr_failure(self, excinfo: ExceptionInfo[BaseException], style: object = None) -> str | TerminalRepr:  # noqa: ARG002
        """Return what is told of a failure: the difference, drawn on the text."""
        if isinstance(excinfo.value, ExamplesFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return where the test stands."""
        owner = self.checks[0].owner
        place = owner.location if owner else self.checks[0].location
        return self.path, place.line - 1, self.name

"""What the workbench knows: the rules as they are being written, and what they do to an article or a corpus.

Nothing here knows of HTTP. Every question brings the drafts along (what is written and not saved), so that two windows
cannot get into each other's way; what was compiled for the last ones is kept.
"""

from __future__ import annotations

import os
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from ..advice import advised_of
from ..corpus.articles import Article, articles, spread
from ..difference import Tally
from ..errors import Problem, RuleError
from ..extractor import SHIPPED, Extractor, no_collecting, path_of, ready
from ..rules.drafts import Drafts
from ..rules.loader import Checked, check_rules
from ..rules.places import files_of, rule_names
from ..rules.ruleset import Cue, EventType, Rule
from ..show.explain import Branch, Question, explained_each, reasons
from ..show.view import Told, parts_of
from ..testing import Check, Failure, case_checks, checks, failure_of
from . import folder

SAMPLES = 3  # drawn differences of each kind, type and rule
_KEPT = 4  # rule sets that are held ready

Value = TypeVar("Value")
Key = TypeVar("Key", bound=Hashable)
Texts = Mapping[str, str]


class SupersededError(Exception):
    """A question that nobody waits for any more: its window has asked a newer one."""


class Turn(NamedTuple):
    """Which question of which window: only the newest is worth an answer."""

    window: str = ""
    number: int = 0


class _Recent(OrderedDict[Key, Value], Generic[Key, Value]):
    """The values that were asked for last."""

    def keep(self, key: Key, value: Value) -> Value:
        self[key] = value
        self.move_to_end(key)
        while len(self) > _KEPT:
            self.popitem(last=False)
        return value


class Bench:
    """A rule set, opened to be looked at and changed."""

    def __init__(self, rules: str | None, corpus: Path | None = None, sample: int = 200) -> None:
        self.root = path_of(rules or SHIPPED).resolve()
        if not self.root.is_dir():
            raise NotADirectoryError(20, "is no folder of rules", rules)
        # What is named and not found by a path came with relex or with a package: it is to be looked at.
        self.writable = rules is not None and Path(rules).is_dir() and os.access(self.root, os.W_OK)
        self.name = self.root.name
        self.unread: list[str] = []
        self.corpus = corpus
        self.articles = tuple(spread(articles(corpus, self.unread), sample)) if corpus else ()
        self._drafts = Drafts()
        self._roots: tuple[Path, ...] = (self.root,)
        self._checked: _Recent[Hashable, Checked] = _Recent()
        self._extractors: _Recent[str, Extractor] = _Recent()
        self._examples: _Recent[str, list[tuple[Check, Failure | None]]] = _Recent()
        self._advised: _Recent[str, tuple[Problem, ...]] = _Recent()
        self._newest: dict[str, int] = {}
        self._reading, self._compiling, self._saving = (threading.Lock() for _ in range(3))
        self._last: Extractor | None = None

    # Rules.

    def prepare(self) -> None:
        """Compile the saved rules such that changes of them are compiled quickly; run beside everything else."""
        with self._compiling:
            kept = ready(self.root)
            if kept:
                self._extractors.keep(kept.digest, kept)
            checked = self._check({}, Turn())
            if isinstance(checked, Checked):
                with no_collecting():
                    self._last = Extractor(checked.rules, tried=True)
                self._extractors.keep(checked.rules.digest, self._last)

    @contextmanager
    def _in_turn(self, lock: threading.Lock, turn: Turn) -> Iterator[None]:
        with lock:
            self._still_asked(turn)
            yield

    def _still_asked(self, turn: Turn) -> None:
        if turn.number < self._newest.get(turn.window, 0):
            raise SupersededError

    def arrived(self, turn: Turn) -> None:
        """Note that a window asks: what it asked before need not be answered."""
        if len(self._newest) > 1000:
            self._newest.clear()
        self._newest[turn.window] = max(turn.number, self._newest.get(turn.window, 0))

    def _check(self, drafts: Texts, turn: Turn) -> Checked | RuleError:
        with self._in_turn(self._reading, turn), no_collecting():
            contents = {folder.path_of(self.root, name): text.encode() for name, text in drafts.items()}
            key = (tuple(sorted(contents.items())), self._state())
            known = self._checked.get(key)
            if known is not None:
                return self._checked.keep(key, known)
            self._drafts = Drafts(contents, self._drafts)
            try:
                found = check_rules(self.root, drafts=self._drafts)
            except RuleError as error:
                return error
            self._roots = found.roots
            return self._checked.keep((key[0], self._state()), found)

    def _state(self) -> tuple[object, ...]:
        """What changes whenever a file does, of this rule set or of one that it imports."""
        files = (file for root in self._roots for file in (files_of(root) if root.is_dir() else [root]))
        states = ((file, file.stat()) for file in files if file.exists())
        return tuple((str(file), state.st_size, state.st_mtime_ns) for file, state in states)

    def _compiled(self, checked: Checked, turn: Turn) -> Extractor:
        digest = checked.rules.digest
        known = self._extractors.get(digest)
        if known is not None:
            return known
        with self._in_turn(self._compiling, turn), no_collecting():
            known = self._extractors.get(digest)
            if known is None:
                known = Extractor(checked.rules, tried=True, like=self._last)
                self._last = known
            return self._extractors.keep(digest, known)

    def _usable(self, drafts: Texts, turn: Turn) -> tuple[Checked, Extractor]:
        checked = self._check(drafts, turn)
        if isinstance(checked, RuleError):
            raise checked
        return checked, self._compiled(checked, turn)

    # Answers, as plain values.

    def state(self) -> dict[str, Any]:
        """What a window shows before anything is asked."""
        return {
            "name": self.name,
            "writable": self.writable,
            "files": folder.names_of(self.root),
            "imported": [name for name, _ in self._imported()],
            "corpus": self.corpus.name if self.corpus else None,
            "articles": [_title(article) for article in self.articles],
            "sets": rule_names(),
        }

    def _imported(self) -> list[tuple[str, Path]]:
        """The files of the rule sets that this one imports, by the names that places have."""
        roots = [root for root in self._roots if root != self.root and root.is_dir()]
        files = ((root, file) for root in roots for file in files_of(root))
        return [(f"{root.name}/{file.relative_to(root).as_posix()}", file) for root, file in files]

    def file(self, name: str) -> dict[str, Any]:
        """What a file says: one of this rule set, or, to be looked at, one of a set that it imports."""
        imported = dict(self._imported()).get(name)
        if imported is not None:
            return {"text": imported.read_text("utf-8-sig", "replace"), "base": "", "own": False}
        content = folder.read(self.root, name)
        return {"text": content.text, "base": content.digest, "own": True}

    def article(self, number: int) -> dict[str, Any]:
        """The text and the day of an article of the corpus."""
        found = self.articles[number]
        return {"text": found.text, "date": found.date or ""}

    def check(self, drafts: Texts, turn: Turn) -> dict[str, Any]:
        """What is wrong with the rules and what is doubtful, and the names that they know."""
        checked = self._check(drafts, turn)
        if isinstance(checked, RuleError):
            return {"usable": False, "problems": list(map(self._problem, checked.problems))}
        return {
            "usable": True,
            "problems": list(map(self._problem, checked.warnings)),
            "owners": [*map(self._owner, checked.rules.rules), *map(self._owner, checked.rules.cues)],
            "names": _names(checked),
        }

    def _problem(self, problem: Problem) -> dict[str, Any]:
        place = problem.location
        name = self._own(place.file)
        return {
            "file": name, "shown": name or place.file, "line": place.line, "column": place.column, "width": place.width,
            "level": problem.level, "name": problem.name, "message": problem.message, "advice": problem.advice,
        }  # fmt: skip

    def _own(self, shown: str) -> str | None:
        """The name of a file of this rule set, from how a problem or a place shows it."""
        for start in (f"{self.root.as_posix()}/", f"{self.name}/"):
            if shown.startswith(start):
                return shown.removeprefix(start)
        return None

    def _owner(self, owner: Rule | Cue) -> dict[str, Any]:
        place = owner.location
        kind = owner.emits if isinstance(owner, Rule) else f"status {owner.gives}"
        return {"id": owner.id, "kind": kind, "file": self._own(place.file) or place.file, "line": place.line}

    def read(self, drafts: Texts, turn: Turn, text: str, date: str | None) -> dict[str, Any]:
        """What the rules find in an article, as parts of a page."""
        _, extractor = self._usable(drafts, turn)
        began = time.perf_counter()
        found, events, quotes, places = explained_each(extractor, text, date)
        parts = parts_of(found, Told(events, quotes, places))
        return {**parts._asdict(), "seconds": time.perf_counter() - began}

    def why(self, drafts: Texts, turn: Turn, asked: Asked) -> dict[str, Any]:
        """What stands at a character of an article, and how far each rule got in its sentence."""
        _, extractor = self._usable(drafts, turn)
        text, at = asked.text, max(0, min(asked.at, len(asked.text) - 1))
        told: dict[str, Any] = {"here": _trees(reasons(extractor, text, asked.date, Question(at=at)))}
        if asked.rule:
            with suppress(ValueError):  # a rule of which nothing is known yet
                question = Question(rule=asked.rule, at=at, why_not=True)
                told["own"] = _trees(reasons(extractor, text, asked.date, question))
        told["near"] = _trees(reasons(extractor, text, asked.date, Question(at=at, why_not=True)))
        return told

    def examples(self, drafts: Texts, turn: Turn, file: str) -> dict[str, Any]:
        """How the examples of a file do, which others fail, and the warnings that examples show."""
        checked, extractor = self._usable(drafts, turn)
        digest = checked.rules.digest
        if digest not in self._examples:
            with self._in_turn(self._compiling, turn):
                run = list(self._run(extractor, checks(extractor.rules), turn))
                self._still_asked(turn)
                self._examples.keep(digest, [each for each in run if each[1]])
                self._advised.keep(digest, advised_of(checked, extractor).warnings)
        own = [each for each in checks(extractor.rules) if self._own(each.location.file) == file]
        if file.endswith(".md"):
            own += case_checks(folder.path_of(self.root, file), self._text(file, drafts))
        failed = [failure for _, failure in self._examples[digest] if failure]
        elsewhere = [each for each in failed if self._own(each.check.location.file) != file]
        return {
            "own": [self._tried(check, failure) for check, failure in self._run(extractor, own, turn)],
            "elsewhere": [self._tried(each.check, each) for each in elsewhere],
            "total": len(checks(extractor.rules)),
            "problems": list(map(self._problem, self._advised[digest])),
        }

    def _text(self, name: str, drafts: Texts) -> str:
        return drafts[name] if name in drafts else folder.read(self.root, name).text

    def _run(
        self, extractor: Extractor, examples: Iterable[Check], turn: Turn
    ) -> Iterator[tuple[Check, Failure | None]]:
        for check in examples:
            self._still_asked(turn)
            yield check, failure_of(extractor, check)

    def _tried(self, check: Check, failure: Failure | None) -> dict[str, Any]:
        place = check.location
        told: dict[str, Any] = {
            "owner": check.id, "kind": check.kind, "marked": check.marked, "passes": failure is None,
            "file": self._own(place.file), "line": place.line,
        }  # fmt: skip
        if failure:
            told["reason"] = failure.reason
            told["found"] = [{"rule": rule, "drawn": drawn} for rule, drawn in failure.found]
            told["lost"] = list(failure.lost)
        return told

    def compare(self, drafts: Texts, turn: Turn, start: int, many: int) -> dict[str, Any]:
        """What the drafts add and lose in some articles of the corpus against the saved rules."""
        _, new = self._usable(drafts, turn)
        _, old = self._usable({}, turn)
        tally = Tally(SAMPLES)
        for article in self.articles[start : start + many]:
            tally.add(article, old(article.text, article.date), new(article.text, article.date))
        return {**tally.to_dict(), "done": min(start + many, len(self.articles)), "all": len(self.articles)}

    def save(self, texts: Texts, bases: Mapping[str, str], *, confirmed: bool) -> dict[str, Any]:
        """Write files, where the rule set is then without mistakes or somebody has confirmed that it need not be."""
        if not self.writable:
            raise folder.RefusedError("these rules came with relex or with a package; they are not changed here")
        with self._saving:
            changed = folder.changed_since(self.root, {name: bases.get(name, "") for name in texts})
            checked = self._check(texts, Turn())
            problems = checked.problems if isinstance(checked, RuleError) else ()
            if (changed or problems) and not confirmed:
                return {"saved": False, "changed": changed, "problems": list(map(self._problem, problems))}
            contents = {name: folder.as_on_disk(self.root, name, text) for name, text in texts.items()}
            folder.write(self.root, contents)
        bases = {name: folder.digest_of(content) for name, content in contents.items()}
        return {"saved": True, "bases": bases, "files": folder.names_of(self.root)}


class Asked(NamedTuple):
    """An article, and the character of which somebody asks; perhaps the rule that should have found it."""

    text: str
    date: str | None
    at: int
    rule: str | None = None


def _trees(branches: Iterable[Branch]) -> list[dict[str, Any]]:
    return [{"told": each.told, "place": each.place, "branches": _trees(each.branches)} for each in branches]


def _title(article: Article) -> str:
    first = next((line.strip() for line in article.text.splitlines() if line.strip()), "")
    return first if len(first) <= 70 else f"{first[:69]}…"


def _names(checked: Checked) -> dict[str, Any]:
    """What an editor can complete besides the keys: everything that has a name."""
    rules = checked.rules
    macros = (line for source in checked.sources.values() for line in _macros(source.lines))
    return {
        "labels": sorted(rules.labels),
        "types": {kind.name: _type_names(kind) for kind in rules.types},
        "lexicons": sorted({lexicon.name for lexicon in rules.lexicons}),
        "rules": [rule.id for rule in rules.rules],
        "cues": [cue.id for cue in rules.cues],
        "macros": sorted(set(macros)),
    }


def _type_names(kind: EventType) -> dict[str, Any]:
    return {
        "roles": ["trigger", *(role.name for role in kind.roles)],
        "statuses": list(kind.statuses),
        "attributes": {name: list(values) for name, values in kind.attributes},
    }


def _macros(lines: Sequence[str]) -> Iterator[str]:
    """The names below `macros:` in a file of rules."""
    inside = False
    for line in lines:
        if line[:1].strip() and not line.startswith("#"):
            inside = line.startswith("macros:")
        elif inside and (name := re.match(r" {1,8}([A-Za-z]\w*):", line)):
            yield name[1]

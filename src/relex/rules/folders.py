"""Rule sets on the disk: which files they have, and which other rule sets these import."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import Location, Problem, did_you_mean
from .drafts import Drafts
from .entries import FILE_KEYS, Fields, Notes, fields_of, texts_of
from .lexicons import SIZE_LIMIT as LEXICON_SIZE_LIMIT
from .lexicons import read_lexicon
from .nodes import SIZE_LIMIT, MapNode, ScalarNode, Source, decode, read_yaml
from .places import files_of, named_rules, rule_names
from .ruleset import Lexicon


@dataclass(slots=True)
class Page:
    """A YAML file of a rule set."""

    source: Source
    path: Path
    scope: int
    fields: Fields


@dataclass(slots=True)
class Folder:
    """A rule set on the disk: ``root`` is its true path, ``shown`` what the caller called it."""

    name: str
    root: Path
    shown: str
    imports: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Finder:
    """What was found on the disk; ``broken`` means that a part of it could not be read."""

    notes: Notes = field(default_factory=Notes)
    folders: list[Folder] = field(default_factory=list)
    by_root: dict[Path, int] = field(default_factory=dict)
    pages: list[Page] = field(default_factory=list)
    lexicons: list[tuple[Lexicon, Source, int]] = field(default_factory=list)
    contents: list[tuple[str, bytes]] = field(default_factory=list)
    broken: bool = False
    drafts: Drafts = field(default_factory=Drafts)

    def find_given(self, given: Path | str) -> int | None:
        path = Path(given)
        if not path.exists() and len(path.parts) == 1:
            path = named_rules(path.name) or path
        if path.exists():
            return self.find(path, path.as_posix())
        near = [each.name for each in _entries_of(path.parent)] + rule_names()
        advice = did_you_mean(path.name, near, "give a folder of YAML files")
        self.miss(Location(path.as_posix(), 1, 1), "no-rules", "no such file or folder", advice)
        return None

    def find(self, path: Path, shown: str) -> int:
        root = path.resolve()
        if root in self.by_root:
            return self.by_root[root]
        scope = self.by_root[root] = len(self.folders)
        folder = Folder(root.name if root.is_dir() else root.stem, root, shown)
        self.folders.append(folder)
        files = files_of(root, self.drafts.below(root)) if root.is_dir() else [root]
        pages: list[Page] = []
        for file in files:
            inside = file.relative_to(root).as_posix() if root.is_dir() else ""
            name = f"{folder.name}/{inside}" if inside else file.name
            read = self.read(file, name, f"{shown.rstrip('/')}/{inside}" if inside else shown)
            if read is not None and file.suffix == ".tsv":
                lexicon, problems = self.lexicon(file, read[0])
                self.notes.problems += problems
                self.lexicons.append((lexicon, read[0], scope))
            elif read is not None:
                pages += self.page(*read, file, scope)
        if not files:
            advice = "a rule set is a folder of .yaml files and lexicons/*.tsv"
            self.miss(Location(shown, 1, 1), "no-rules", "the folder holds no rules", advice)
        self.pages += pages
        for page in pages:
            self.follow(page)
        return scope

    def read(self, file: Path, name: str, shown: str) -> tuple[Source, str] | None:
        limit = LEXICON_SIZE_LIMIT if file.suffix == ".tsv" else SIZE_LIMIT
        draft = self.drafts.content(file)
        try:
            if (file.stat().st_size if draft is None else len(draft)) > limit:
                message = f"the file is larger than {limit // 1_000_000} MB"
                self.miss(Location(shown, 1, 1), "too-large", message, "divide it into several files")
                return None
            content = file.read_bytes() if draft is None else draft
        except OSError as error:
            message = f"the file cannot be read: {error.strerror or error}"
            self.miss(Location(shown, 1, 1), "unreadable", message, "see whether it is there and may be read")
            return None
        self.contents.append((name, content))
        made_of = name, content
        source, text, problems = self.drafts.kept(("text", shown), made_of, lambda: decode(name, shown, content))
        self.notes.problems += problems
        self.broken |= bool(problems)
        return None if problems else (source, text)

    def lexicon(self, file: Path, source: Source) -> tuple[Lexicon, list[Problem]]:
        return self.drafts.kept(("rows", source.shown), source, lambda: read_lexicon(file.stem, source))

    def page(self, source: Source, text: str, path: Path, scope: int) -> list[Page]:
        node, problems = self.drafts.kept(("nodes", source.shown), source, lambda: read_yaml(source, text))
        self.notes.problems += problems
        self.broken |= bool(problems)
        if node is None:
            return []
        if not isinstance(node, MapNode):
            message = "a rule file is a mapping"
            self.notes.add(node.place, "wrong-kind", message, f"it may have {', '.join(FILE_KEYS)}")
            self.broken = True
            return []
        return [Page(source, path, scope, fields_of(node, FILE_KEYS, "a rule file", self.notes))]

    def follow(self, page: Page) -> None:
        for each in texts_of(page.fields["imports"][1], "an import", self.notes) if "imports" in page.fields else []:
            scope = self.imported(each, page)
            if scope is None:
                self.broken = True
            elif scope != page.scope:
                self.folders[page.scope].imports.append(scope)

    def imported(self, written: ScalarNode, page: Page) -> int | None:
        name = written.value
        if name.startswith("."):
            return self.imported_path(written, page)
        folder = named_rules(name)
        if folder is not None:
            return self.find(folder, folder.as_posix())
        advice = did_you_mean(name, rule_names(), "a folder of yours is written `./name` or `../name`")
        self.notes.add(written.place, "unknown-import", f"no rule set named '{name}' is installed", advice)
        return None

    def imported_path(self, written: ScalarNode, page: Page) -> int | None:
        folder = self.folders[page.scope]
        home = folder.root if folder.root.is_dir() else folder.root.parent
        target = (page.path.parent / written.value.replace("\0", "")).resolve()
        if not target.is_relative_to(home.parent):
            advice = f"put the rule set beside or below '{home.name}'"
            self.notes.add(written.place, "import-outside", "the import leaves the folder around its rule set", advice)
            return None
        if not target.is_dir():
            near = [each.name for each in _entries_of(target.parent) if each.is_dir()]
            advice = did_you_mean(target.name, near, "an import names a folder of rules")
            self.notes.add(written.place, "unknown-import", f"no folder '{written.value}'", advice)
            return None
        shown = os.path.normpath(Path(page.source.shown).parent / written.value)
        return self.find(target, Path(shown).as_posix())

    def miss(self, location: Location, name: str, message: str, advice: str) -> None:
        self.broken = True
        self.notes.problems.append(Problem(location, name, message, advice))

    def visible(self, scope: int) -> frozenset[int]:
        seen = {scope}
        rest = [scope]
        while rest:
            for each in self.folders[rest.pop()].imports:
                if each not in seen:
                    seen.add(each)
                    rest.append(each)
        return frozenset(seen)


def _entries_of(folder: Path) -> list[Path]:
    try:
        return [each for each in folder.iterdir() if not each.name.startswith(".")]
    except OSError:
        return []

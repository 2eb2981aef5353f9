"""Where rule sets stand on the disk, and of which files each is made."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path


def shipped_rules() -> Path:
    """Return the folder in which the rule sets that come with relex stand.

    >>> (shipped_rules() / "common").is_dir()
    True
    """
    package = Path(__file__).resolve().parent.parent
    shipped = package / "shipped_rules"
    if shipped.is_dir():
        return shipped
    # A checkout has them at its top, where their authors look for them.
    checkouts = (above / "rules" for above in package.parents if (above / "pyproject.toml").is_file())
    return next((rules for rules in checkouts if rules.is_dir()), shipped)


_NAME = re.compile(r"\w[\w-]*")
GROUP = "relex.rules"  # the entry points by which installed packages tell of their rule sets


def named_rules(name: str) -> Path | None:
    """Return the folder of a rule set by its name: one that comes with relex, or one of an installed package.

    A package tells of one by an entry point in the group ``relex.rules``: `finance = "my_package.rules"`, or, for a
    folder that is no module, `finance = "my_package:rules.finance"`. None of its code is run.

    >>> named_rules("common").name
    'common'
    """
    shipped = shipped_rules() / name
    if _NAME.fullmatch(name) and shipped.is_dir():
        return shipped
    return next((folder for each, folder in _installed() if each == name), None)


def rule_names() -> list[str]:
    """Return the names of all rule sets that can be named."""
    try:
        shipped = [each.name for each in shipped_rules().iterdir() if each.is_dir() and _NAME.fullmatch(each.name)]
    except OSError:
        shipped = []
    return sorted({*shipped, *(name for name, _ in _installed())})


def _installed() -> Iterator[tuple[str, Path]]:
    from importlib.metadata import entry_points  # only names that do not come with relex pay for it

    for each in sorted(entry_points(group=GROUP), key=lambda each: (each.name, each.value)):
        folder = _folder_of(each.module, each.attr)
        if folder is not None and folder.is_dir():
            yield each.name, folder


def _folder_of(module: str, inside: str | None) -> Path | None:
    top, *rest = module.split(".")
    try:
        found = importlib.util.find_spec(top)  # runs nothing: it is a package at the top
    except (ImportError, ValueError):
        return None
    places = found.submodule_search_locations if found is not None else None
    below = [*rest, *(inside or "").split(".")]
    return next(
        (folder for place in places or () if (folder := Path(place).joinpath(*filter(None, below))).is_dir()), None
    )


def files_of(root: Path, more: Iterable[Path] = ()) -> list[Path]:
    """Return the files of a rule set, in the order of their names; ``more`` are some that the disk may lack."""
    found: set[Path] = set(filter(is_rule_file, more))
    for folder, inner, files in os.walk(root):
        inner[:] = [name for name in inner if not name.startswith(".")]
        found.update(file for name in files if is_rule_file(file := Path(folder) / name))
    return sorted(found, key=lambda file: file.relative_to(root).as_posix())


def is_rule_file(file: Path) -> bool:
    """Tell by its name whether a file of a rule set holds rules or a lexicon.

    >>> is_rule_file(Path("a.yaml")), is_rule_file(Path("lexicons/a.tsv")), is_rule_file(Path("a.tsv"))
    (True, True, False)
    """
    endings = (".yaml", ".yml", ".tsv") if file.parent.name == "lexicons" else (".yaml", ".yml")
    return file.name.endswith(endings) and not file.name.startswith(".")


def fingerprint(roots: Iterable[Path]) -> str:
    """Return a digest of all files below some rule sets; OSError where one cannot be read."""
    whole = hashlib.sha256()
    for root in roots:
        for file in files_of(root) if root.is_dir() else [root]:
            content = file.read_bytes()
            whole.update(f"\n{file}\n{len(content)}\n".encode(errors="surrogateescape"))
            whole.update(content)
    return whole.hexdigest()

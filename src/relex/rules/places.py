"""Where rule sets stand on the disk, and of which files each is made."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
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


def files_of(root: Path) -> list[Path]:
    """Return the files of a rule set, in the order of their names."""
    found: list[Path] = []
    for folder, inner, files in os.walk(root):
        inner[:] = [name for name in inner if not name.startswith(".")]
        is_lexicons = Path(folder).name == "lexicons"
        endings = (".yaml", ".yml", ".tsv") if is_lexicons else (".yaml", ".yml")
        found += [Path(folder) / name for name in files if name.endswith(endings) and not name.startswith(".")]
    return sorted(found, key=lambda file: file.relative_to(root).as_posix())


def fingerprint(roots: Iterable[Path]) -> str:
    """Return a digest of all files below some rule sets; OSError where one cannot be read."""
    whole = hashlib.sha256()
    for root in roots:
        for file in files_of(root) if root.is_dir() else [root]:
            content = file.read_bytes()
            whole.update(f"\n{file}\n{len(content)}\n".encode(errors="surrogateescape"))
            whole.update(content)
    return whole.hexdigest()

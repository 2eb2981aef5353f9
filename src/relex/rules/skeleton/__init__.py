"""A small rule set to start from; the files beside this one are copied as they are."""

from __future__ import annotations

import errno
import os
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_ENDINGS = (".yaml", ".tsv", ".md")


def made(folder: Path) -> list[Path]:
    """Make a folder with the rule set and return its files.

    Raises OSError where the folder has something in it already, or cannot be made.
    """
    if folder.exists() and not (folder.is_dir() and not any(folder.iterdir())):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))
    made_files: list[Path] = []
    for file in sorted(_HERE.rglob("*")):
        if file.suffix in _ENDINGS:
            copy = folder / file.relative_to(_HERE)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
            made_files.append(copy)
    return made_files

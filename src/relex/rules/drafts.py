"""Rule files as somebody writes them: read in the places of those on the disk, before they are saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

Value = TypeVar("Value")


class Drafts:
    """The contents of some files (by their true paths), saved or not.

    Whoever reads rules again and again passes on what was ``kept`` of files that have not changed.
    """

    def __init__(self, contents: Mapping[Path, bytes] | None = None, like: Drafts | None = None) -> None:
        self._contents = dict(contents or {})
        self._kept: dict[object, tuple[object, Any]] = like._kept if like else {}  # noqa: SLF001

    def content(self, file: Path) -> bytes | None:
        """Return what is written of a file; None where that on the disk counts."""
        return self._contents.get(file)

    def below(self, root: Path) -> list[Path]:
        """Return the files below a folder, in order."""
        return sorted(file for file in self._contents if file.is_relative_to(root))

    def kept(self, about: object, made_of: object, make: Callable[[], Value]) -> Value:
        """Return what ``make`` makes, or made when it was last asked about the same thing made of the same."""
        known = self._kept.get(about)
        if known is None or known[0] != made_of:
            known = self._kept[about] = made_of, make()
        found: Value = known[1]
        return found

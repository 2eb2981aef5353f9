"""Compiled rule sets on the disk: by what they were made from, never trusted further than that.

``RELEX_CACHE`` names another folder; ``RELEX_CACHE=off`` keeps nothing. A cache that is damaged, of another version,
not to be written or open to the hands of other users is as good as none.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import re
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from ..rules.places import fingerprint
from .expressions import VERSION, parts_of, reopened, restored

Value = TypeVar("Value")

_MAGIC = b"relex compiled rules 1\n"
_PACKAGE = Path(__file__).resolve().parent.parent
# Whatever damaged bytes can lead to.
_DAMAGE: tuple[type[Exception], ...] = (
    OSError, ValueError, EOFError, AttributeError, ImportError, LookupError, TypeError, pickle.UnpicklingError,
    RuntimeError, MemoryError, RecursionError,
)  # fmt: skip


class _Pickler(pickle.Pickler):
    def reducer_override(self, value: object) -> Any:
        return (restored, parts_of(value)) if isinstance(value, re.Pattern) else NotImplemented


def packed(value: object) -> bytes:
    """Return a value as bytes, expressions in their compiled form."""
    stream = io.BytesIO()
    _Pickler(stream, protocol=5).dump(value)
    return stream.getvalue()


def unpacked(data: bytes) -> Any:
    """Return what ``packed`` made bytes of."""
    return pickle.loads(data)  # noqa: S301  only from a file that no other user could write: see _content


class _Opener(pickle.Unpickler):
    """Reads what is kept as bytes besides: its expressions need not be told again to be kept."""

    def find_class(self, module: str, name: str) -> Any:
        return (
            reopened if (module, name) == (restored.__module__, restored.__name__) else super().find_class(module, name)
        )


def opened(data: bytes) -> Any:
    """Return what ``packed`` made bytes of, which whoever asks holds on to."""
    return _Opener(io.BytesIO(data)).load()


def kept_for(path: Path, read: Callable[[bytes], Value], part: str = "") -> Value | None:
    """Return what was kept for the rules at a path, as ``read`` reads it, if none of their files has changed since.

    ``part`` tells what was made of only some of the rules from what was made of all.
    """
    file = _file_for(path, part)
    if file is None:
        return None
    try:
        magic, told, body = _content(file)
        if magic != _MAGIC:
            return None
        checked, print_, *roots = told.decode().removesuffix("\n").split("\t")
        if hashlib.sha256(body).hexdigest() != checked or fingerprint(map(Path, roots)) != print_:
            return None
        return read(body)
    except _DAMAGE:
        return None


def keep(path: Path, roots: Iterable[Path], pack: Callable[[], bytes], part: str = "") -> None:
    """Keep the bytes that ``pack`` gives for the rules at a path (or a part of them), if there is a place for them."""
    file = _file_for(path, part)
    names = list(map(str, roots))
    if file is None or any("\t" in name or "\n" in name for name in names):
        return
    body = pack()
    try:
        told = "\t".join((hashlib.sha256(body).hexdigest(), fingerprint(map(Path, names)), *names))
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _check_own(file.parent.stat())
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=file.name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(_MAGIC + told.encode() + b"\n" + body)
            Path(temporary).replace(file)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except _DAMAGE:
        return


def _content(file: Path) -> tuple[bytes, bytes, bytes]:
    """Read a file of this user's own, in a folder of their own, that nobody else may write: two lines and the rest.

    What is unpickled runs: the digest within only tells of damage, since whoever writes the file can write it too.
    """
    _check_own(file.parent.stat())
    with file.open("rb") as stream:
        _check_own(os.fstat(stream.fileno()))
        return stream.readline(len(_MAGIC)), stream.readline(), stream.read()


def _check_own(state: os.stat_result) -> None:
    if os.name == "posix" and (state.st_uid != os.geteuid() or state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)):
        raise PermissionError("others may have written here")


def _file_for(path: Path, part: str) -> Path | None:
    folder = _folder()
    if folder is None:
        return None
    try:
        whole = "\n".join((str(path.resolve()), part, VERSION, _own_state()))
    except _DAMAGE:
        return None
    return folder / f"{path.name}-{hashlib.sha256(whole.encode(errors='surrogateescape')).hexdigest()[:32]}.bin"


def _folder() -> Path | None:
    wanted = os.environ.get("RELEX_CACHE")
    if wanted is not None:
        return None if wanted.strip().lower() in ("", "0", "off", "no", "none") else Path(wanted)
    try:
        if sys.platform == "win32":
            return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "relex" / "cache"
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Caches" / "relex"
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "relex"
    except RuntimeError:  # nobody's home
        return None


def _own_state() -> str:
    """What of relex itself a compiled rule set depends on: any change of the program counts."""
    files = (file for name in ("match", "rules", "text") for file in sorted((_PACKAGE / name).glob("*.py")))
    return "\n".join(f"{file.name} {(state := file.stat()).st_size} {state.st_mtime_ns}" for file in files)

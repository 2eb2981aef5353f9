"""Compiled rule sets on the disk: by what they were made from, never trusted further than that.

``RELEX_CACHE`` names another folder; ``RELEX_CACHE=off`` keeps nothing. A cache that is damaged, of another version,
not to be written or open to the hands of other users is as good as none.
"""

from __future__ import annotations

import hashlib
import io
import mmap
import os
import pickle
import re
import stat
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, TypeVar

from ..rules.places import fingerprint
from .expressions import VERSION, parts_of, reopened, restored
from .tables import Bytes

Value = TypeVar("Value")

_MAGIC = b"relex compiled rules 2\n"
_MAPPED = 32 << 20  # bytes: more are not read but mapped, so that processes share them, and hold what they ask for
_AT_ONCE = 1 << 20  # bytes
_VERSIONS = 4  # of the program whose compiled form of the same rules is kept
_ROOM = 1 << 30  # bytes: what is kept beyond them gives way, the longest unused first
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


def parted(value: object) -> list[Bytes]:
    """Return a value as bytes as ``packed`` does, but its tables apart: only the first part is read to restore it."""
    stream = io.BytesIO()
    runs: list[pickle.PickleBuffer] = []
    _Pickler(stream, protocol=5, buffer_callback=runs.append).dump(value)
    return [stream.getvalue(), *(run.raw() for run in runs)]


def unpacked(data: Bytes, runs: Iterable[Bytes] = ()) -> Any:
    """Return what ``packed`` made bytes of, or ``parted`` several runs."""
    return pickle.loads(data, buffers=runs)  # noqa: S301  only from a file that no other user could write: see _content


class _Opener(pickle.Unpickler):
    """Reads what is kept as bytes besides: its expressions need not be told again to be kept."""

    def find_class(self, module: str, name: str) -> Any:
        return (
            reopened if (module, name) == (restored.__module__, restored.__name__) else super().find_class(module, name)
        )


def opened(data: bytes) -> Any:
    """Return what ``packed`` made bytes of, which whoever asks holds on to."""
    return _Opener(io.BytesIO(data)).load()


def kept_for(path: Path, read: Callable[..., Value], part: str = "") -> Value | None:
    """Return what was kept for the rules at a path, as ``read`` makes it of its parts, if no file has changed since.

    ``part`` tells what was made of only some of the rules from what was made of all.
    """
    file = _file_for(path, part)
    if file is None:
        return None
    try:
        runs = _content(file)
        if runs is None:
            return None
        with suppress(OSError):  # who may only read keeps no order
            file.touch()  # in use: see _forget_unused
        return read(bytes(runs[0]), runs[1:])
    except _DAMAGE:
        return None


def keep(path: Path, roots: Iterable[Path], pack: Callable[[], list[Bytes]], part: str = "") -> None:
    """Keep the parts that ``pack`` gives for the rules at a path (or a part of them), if there is a place for them."""
    file = _file_for(path, part)
    names = list(map(str, roots))
    if file is None or any("\t" in name or "\n" in name for name in names):
        return
    runs = pack()
    try:
        digest = hashlib.sha256()
        for run in runs:
            digest.update(run)
        sizes = " ".join(str(len(run)) for run in runs)
        told = "\t".join((digest.hexdigest(), fingerprint(map(Path, names)), sizes, *names))
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _check_own(file.parent.stat())
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=file.name)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(_MAGIC + told.encode() + b"\n")
                stream.writelines(runs)
            Path(temporary).replace(file)
            _forget_older(file)
            _forget_unused(file.parent)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except _DAMAGE:
        return


def _content(file: Path) -> list[Bytes] | None:
    """Read the parts of a file of this user's own, in a folder of their own, that nobody else may write.

    None if it is no use. What is unpickled runs: the digest within only tells of damage, since whoever writes the file
    can write it too.
    """
    _check_own(file.parent.stat())
    with file.open("rb") as stream:
        _check_own(os.fstat(stream.fileno()))
        if stream.readline(len(_MAGIC)) != _MAGIC:
            return None
        checked, print_, told, *roots = stream.readline().decode().removesuffix("\n").split("\t")
        sizes = [int(each) for each in told.split()]
        start, size = stream.tell(), sum(sizes)
        if os.fstat(stream.fileno()).st_size != start + size:
            return None
        digest = hashlib.sha256()
        if size < _MAPPED:
            # Each part alone, so that the first is let go of once it is unpickled.
            runs: list[Bytes] = [stream.read(each) for each in sizes]
            for run in runs:
                digest.update(run)
        else:
            while some := stream.read(_AT_ONCE):
                digest.update(some)
            whole = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))[start:]
            runs = [whole[first:after] for first, after in pairwise(accumulate(sizes, initial=0))]
    if digest.hexdigest() != checked or fingerprint(map(Path, roots)) != print_:
        return None
    return runs


def _check_own(state: os.stat_result) -> None:
    if os.name == "posix" and (state.st_uid != os.geteuid() or state.st_mode & (stat.S_IWGRP | stat.S_IWOTH)):
        raise PermissionError("others may have written here")


def _file_for(path: Path, part: str) -> Path | None:
    folder = _folder()
    if folder is None:
        return None
    try:
        of = f"{path.name}-{_short_digest(str(path.resolve()), part)}"
        return folder / f"{of}-{_short_digest(VERSION, _own_state())}.bin"
    except _DAMAGE:
        return None


def _short_digest(*told: str) -> str:
    return hashlib.sha256("\n".join(told).encode(errors="surrogateescape")).hexdigest()[:24]


def _forget_older(file: Path) -> None:
    """Remove what older versions of the program kept for the same rules, but for a few that may be in use beside it."""
    of = file.name[: file.name.rindex("-") + 1]
    alike = [each for each in file.parent.iterdir() if each.name.startswith(of) and each.suffix == ".bin"]
    for each in sorted(alike, key=lambda each: each.stat().st_mtime_ns, reverse=True)[_VERSIONS:]:
        each.unlink(missing_ok=True)


def _forget_unused(folder: Path) -> None:
    """Remove what was not used for longest, so that changing rules for months does not fill the disk."""
    kept = [(state.st_mtime_ns, state.st_size, each) for each in folder.glob("*.bin") if (state := _state_of(each))]
    room = _ROOM
    for _, size, each in sorted(kept, reverse=True)[1:]:
        room -= size
        if room < 0:
            each.unlink(missing_ok=True)


def _state_of(file: Path) -> os.stat_result | None:
    """Where a file is: another process may just have removed it."""
    try:
        return file.stat()
    except FileNotFoundError:
        return None


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

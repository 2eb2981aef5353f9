"""The files of a rule set that may be read and written from a browser: only inside its folder, and never by half."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import stat
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from ..rules.places import files_of

DEEPEST = 4  # names in a path below the folder
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}")
_ENDINGS = {"lexicons": (".tsv", ".yaml", ".yml"), "cases": (".md",)}
_BESIDE = hasattr(os, "O_NOFOLLOW") and os.open in os.supports_dir_fd


class RefusedError(ValueError):
    """What may not be read or written, and why."""


class Content(NamedTuple):
    """What a file says, with line ends as an editor has them, and a digest of what stands on the disk."""

    text: str
    digest: str


NOTHING = Content("", "")  # of a file that is not there


def names_of(root: Path) -> tuple[str, ...]:
    """Return the names of all files below a folder that may be edited: rules, lexicons and cases."""
    found = [*files_of(root), *sorted((root / "cases").glob("*.md"))]
    names = (file.relative_to(root).as_posix() for file in found)
    return tuple(name for name in names if _is_plain(root, name))


def _is_plain(root: Path, name: str) -> bool:
    try:
        return stat.S_ISREG((root / _checked(name)).lstat().st_mode) and _is_inside(root, (root / name).parent)
    except (OSError, RefusedError):
        return False


def _is_inside(root: Path, folder: Path) -> bool:
    return folder.resolve() == Path(os.path.normpath(folder)) and folder.resolve().is_relative_to(root)


def _checked(name: str) -> str:
    """Return a name that can only be that of a file of rules below a folder.

    >>> _checked("lexicons/places.tsv")
    'lexicons/places.tsv'
    """
    parts = name.split("/")
    if len(parts) > DEEPEST or not all(map(_NAME.fullmatch, parts)):
        raise RefusedError(f"'{name}' cannot be the name of a file here: letters, digits, '-', '_' and '.', no spaces")
    endings = _ENDINGS.get(parts[-2] if len(parts) > 1 else "", (".yaml", ".yml"))
    if not parts[-1].endswith(endings):
        raise RefusedError(f"the name of '{name}' must end in {' or '.join(endings)}")
    return name


def read(root: Path, name: str) -> Content:
    """Return what a file says; RefusedError where it may not be read, OSError where it cannot."""
    content = _bytes_of(root, _checked(name))
    if content is None:
        raise FileNotFoundError(2, "there is no such file", name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedError(f"{name}: byte {error.start} is not UTF-8; mend it with another editor") from None
    return Content(re.sub("\r\n?", "\n", text), digest_of(content))


def digest_of(content: bytes) -> str:
    """Return what tells whether a file has changed."""
    return hashlib.sha256(content).hexdigest()


def as_on_disk(root: Path, name: str, text: str) -> bytes:
    """Return a text as the bytes of its file, with the line ends and the mark of UTF-8 that it has now."""
    before = _bytes_of(root, _checked(name)) or b""
    ends = b"\r\n" in before and before.count(b"\r\n") * 2 > before.count(b"\n")
    mark = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
    return mark + (text.replace("\n", "\r\n") if ends else text).encode("utf-8", "surrogatepass")


def changed_since(root: Path, bases: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of files that are no longer what they were (by their digests) when they were read."""
    return tuple(name for name, base in bases.items() if _digest(root, name) != base)


def _digest(root: Path, name: str) -> str:
    content = _bytes_of(root, _checked(name))
    return NOTHING.digest if content is None else digest_of(content)


def _bytes_of(root: Path, name: str) -> bytes | None:
    with ExitStack() as stack:
        try:
            folder = stack.enter_context(_folder(root, name))
            handle = folder.open(os.O_RDONLY)
        except FileNotFoundError:
            return None
        with os.fdopen(handle, "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise RefusedError(f"{name} is no plain file")
            return stream.read()


def write(root: Path, contents: Mapping[str, bytes]) -> None:
    """Write some files: each is whole at any moment, and none changes where one of them cannot be written.

    Raises RefusedError where a name leads out of the folder, or to what is no plain file.
    """
    with ExitStack() as stack:
        pending: list[tuple[_Place, str]] = []
        try:
            for name, content in contents.items():
                place = stack.enter_context(_folder(root, _checked(name), make=True))
                pending.append((place, place.written_beside(content)))
            for place, temporary in pending:
                place.take(temporary)
        except BaseException:
            for place, temporary in pending:
                with suppress(OSError):
                    place.remove(temporary)
            raise


class _Place:
    """A file in a folder that is held open, so that nobody can put another in its place meanwhile."""

    def __init__(self, path: Path, handle: int | None) -> None:
        self._path = path
        self._name: str | Path = path.name if handle is not None else path
        self._handle = handle

    def open(self, flags: int, mode: int = 0o666, name: str | Path | None = None) -> int:
        nofollow = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        try:
            return os.open(name or self._name, flags | nofollow, mode, dir_fd=self._handle)
        except OSError as error:
            if os.path.lexists(self._path) and self._path.is_symlink():
                raise RefusedError(f"{self._path.name} is a link to another place") from error
            raise

    def written_beside(self, content: bytes) -> str:
        """Write a file beside it and return its name."""
        mode = 0o666
        with suppress(FileNotFoundError):
            state = os.stat(self._name, dir_fd=self._handle, follow_symlinks=False)
            if not stat.S_ISREG(state.st_mode):
                raise RefusedError(f"{self._path.name} is no plain file")
            mode = stat.S_IMODE(state.st_mode)
        name = f".{self._path.name}.{secrets.token_hex(6)}.tmp"
        beside = name if self._handle is not None else str(self._path.with_name(name))
        handle = self.open(os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode, beside)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        except BaseException:
            self.remove(beside)
            raise
        return beside

    def take(self, temporary: str) -> None:
        """Let the file be the one that was written beside it."""
        os.replace(temporary, self._name, src_dir_fd=self._handle, dst_dir_fd=self._handle)
        if self._handle is not None:
            os.fsync(self._handle)

    def remove(self, temporary: str) -> None:
        os.unlink(temporary, dir_fd=self._handle)


@contextmanager
def _folder(root: Path, name: str, *, make: bool = False) -> Iterator[_Place]:
    """The place of a file; each folder on the way is opened from the one before, and no link is followed."""
    *folders, last = name.split("/")
    if not _BESIDE:
        folder = root.joinpath(*folders)
        if make:
            folder.mkdir(parents=True, exist_ok=True)
        if not _is_inside(root, folder):
            raise RefusedError(f"{name} is not inside the folder of the rules")
        yield _Place(folder / last, None)
        return
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
    handle = os.open(root, flags)
    try:
        for each in folders:
            handle = _entered(handle, each, name, make=make)
        yield _Place(root.joinpath(*folders, last), handle)
    finally:
        os.close(handle)


def _entered(outer: int, name: str, whole: str, *, make: bool) -> int:
    """The handle of a folder inside one that is open, and from then on closed."""
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW
    try:
        if make:
            with suppress(FileExistsError):
                os.mkdir(name, dir_fd=outer)
        inner = os.open(name, flags, dir_fd=outer)
    except OSError as error:
        if error.errno in (errno.ENOTDIR, errno.ELOOP):  # what a link is where none may be followed
            raise RefusedError(f"{whole} is not inside the folder of the rules") from error
        raise
    os.dup2(inner, outer)
    os.close(inner)
    return outer


def new_name(root: Path, name: str) -> str:
    """Return the name of a file that is to be made; RefusedError where it cannot be one or is taken."""
    if os.path.lexists(root / _checked(name)):
        raise RefusedError(f"there is a file {name} already")
    return name


def path_of(root: Path, name: str) -> Path:
    """Return where a file stands, or would stand: as whoever reads rules finds it."""
    return root / _checked(name)

"""Files that may be packed, read without ever holding more of them than was asked for."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

_PIECE = 1 << 16
_FREE = 64_000_000  # bytes that any file may unpack to
_RATIO = 300  # beyond these, how many times its own size: news shrinks to a third or a fifth, never to this


class Overflow(Exception):  # noqa: N818  (no error of the program: the file is hostile)
    """A packed file that unpacks to far more than any text does."""


class Input:
    """A file to be read, which knows how much of it has been."""

    __slots__ = ("_position", "path", "size")

    def __init__(self, path: Path) -> None:
        self.path = path
        self.size = path.stat().st_size
        self._position: Callable[[], int] = int

    @property
    def position(self) -> int:
        """How many of its bytes have been read."""
        return self._position()

    @contextmanager
    def reading(self, position: Callable[[], int]) -> Iterator[None]:
        """Let ``position`` tell how far it is, until all is read."""
        self._position = position
        try:
            yield
        finally:
            self._position = lambda: self.size

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """Open it, unpacked where its name ends in .gz or .zst; reading raises Overflow in one that explodes."""
        with self.path.open("rb") as raw, self.reading(raw.tell):
            if self.path.suffix == ".gz":
                with gzip.GzipFile(fileobj=raw) as unpacked:
                    yield self._measured(cast("IO[bytes]", unpacked))
            elif self.path.suffix == ".zst":
                try:
                    import zstandard
                except ImportError:
                    raise ValueError(".zst needs pip install 'relex[zst]'") from None
                packer = zstandard.ZstdDecompressor(max_window_size=1 << 27)
                with packer.stream_reader(raw, read_across_frames=True) as got:
                    yield self._measured(cast("IO[bytes]", got))
            else:
                yield raw

    def _measured(self, file: IO[bytes]) -> IO[bytes]:
        return io.BufferedReader(_Measured(file, self.size), _PIECE)


def share_read(inputs: Iterable[Input]) -> float:
    """Return which part of some files has been read."""
    several = list(inputs)
    return sum(each.position for each in several) / max(1, sum(each.size for each in several))


class _Measured(io.RawIOBase):
    """Passes bytes on and counts them."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        super().__init__()
        self._file = file
        self._left = max(_FREE, _RATIO * size)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self._file.read(len(buffer))
        self._left -= len(piece)
        if self._left < 0:
            raise Overflow("it unpacks to hundreds of times its size")
        buffer[: len(piece)] = piece
        return len(piece)


def bounded_lines(file: IO[bytes], limit: int) -> Iterator[bytes | None]:
    """Yield each line; None for one of more than ``limit`` bytes, which is skipped."""
    while line := file.readline(limit + 1):
        if len(line) > limit and not line.endswith(b"\n"):
            while (rest := file.readline(_PIECE)) and not rest.endswith(b"\n"):
                pass
            yield None
        else:
            yield line

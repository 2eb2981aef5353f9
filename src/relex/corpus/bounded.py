"""Files that may be packed, read without ever holding more of them than was asked for."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

_PIECE = 1 << 16
_FREE = 64_000_000  # bytes that any file may unpack to
_RATIO = 300  # beyond these, how many times its own size: news shrinks to a third or a fifth, never to this


class Overflow(Exception):  # noqa: N818  (no error of the program: the file is hostile)
    """A packed file that unpacks to far more than any text does."""


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Open a file, unpacked where its name ends in .gz or .zst; reading raises Overflow in one that explodes."""
    with path.open("rb") as raw:
        if path.suffix == ".gz":
            with gzip.GzipFile(fileobj=raw) as unpacked:
                yield io.BufferedReader(_Measured(cast("IO[bytes]", unpacked), path.stat().st_size), _PIECE)
        elif path.suffix == ".zst":
            try:
                import zstandard
            except ImportError:
                raise ValueError(".zst needs pip install 'relex[zst]'") from None
            with zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(raw, read_across_frames=True) as got:
                yield io.BufferedReader(_Measured(cast("IO[bytes]", got), path.stat().st_size), _PIECE)
        else:
            yield raw


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


def bounded_lines(file: IO[bytes], limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield each line with its number from 1; None for one of more than ``limit`` bytes, which is skipped."""
    number = 0
    while line := file.readline(limit + 1):
        number += 1
        if len(line) > limit and not line.endswith(b"\n"):
            while (rest := file.readline(_PIECE)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        else:
            yield number, line

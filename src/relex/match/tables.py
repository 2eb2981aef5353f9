"""Tables of strings in a few runs of bytes: nothing of them is made into objects before it is asked for.

A table of a million strings is read from the disk in no time, takes no more memory than its bytes, and of a table that
is mapped only those parts that were asked for.
"""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pickle import PickleBuffer
from typing import Any, Literal
from zlib import crc32

Bytes = bytes | bytearray | memoryview

_UNICODE = "utf-8", "surrogatepass"  # a text may hold half a character
_PLAIN = 2  # the version of marshal whose bytes depend on the values alone


class Run:
    """Bytes that are stored beside what holds them rather than within: see ``store.parted``."""

    __slots__ = ("bytes",)

    def __init__(self, content: Bytes) -> None:
        self.bytes = memoryview(content)

    def __reduce_ex__(self, protocol: object) -> tuple[type[Run], tuple[PickleBuffer]]:
        return Run, (PickleBuffer(self.bytes),)


class _Stretches:
    """Stretches of a run of bytes, by number."""

    __slots__ = ("_content", "_edges", "_runs")

    def __init__(self, edges: Run, content: Run) -> None:
        self._runs = edges, content
        self._edges, self._content = edges.bytes.cast(_code(len(content.bytes))), content.bytes

    @classmethod
    def of(cls, sizes: Iterable[int], content: bytes) -> _Stretches:
        edges = array(_code(len(content)), accumulate(sizes, initial=0))
        return cls(Run(edges.tobytes()), Run(content))

    def __len__(self) -> int:
        return len(self._edges) - 1

    def __getitem__(self, number: int) -> memoryview:
        return self._content[self._edges[number] : self._edges[number + 1]]

    def __reduce__(self) -> tuple[type[_Stretches], tuple[Run, Run]]:
        return _Stretches, self._runs


def _code(size: int) -> Literal["I", "Q"]:
    """How numbers up to a size are written."""
    return "I" if size < 1 << 32 else "Q"


class Records:
    """Tuples of plain values by number.

    >>> Records([("Cairo", 1), ("Rome", 2)])[1]
    ('Rome', 2)
    """

    __slots__ = ("_stretches",)

    def __init__(self, records: Iterable[tuple[Any, ...]]) -> None:
        written = [marshal.dumps(record, _PLAIN) for record in records]
        self._stretches = _Stretches.of(map(len, written), b"".join(written))

    def __len__(self) -> int:
        return len(self._stretches)

    def __getitem__(self, number: int) -> tuple[Any, ...]:
        found: tuple[Any, ...] = marshal.loads(self._stretches[number])  # noqa: S302  as trusted as its pickle
        return found

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return map(self.__getitem__, range(len(self)))


class Lines:
    r"""Lines by their keys, several of which may share one: kept in as many buckets as there are lines.

    A key is in small letters, and its lines begin with it, written in any way.

    >>> list(Lines(["cairo", "rome"], ["Cairo\t1", "Rome\t2"]).near("rome"))
    ['Rome\t2']
    """

    __slots__ = ("_buckets", "_last")

    def __init__(self, keys: Sequence[str], lines: Sequence[str]) -> None:
        count = 1 << len(keys).bit_length()
        buckets = [b""] * count
        for key, line in zip(_encoded(keys), _encoded(lines), strict=True):
            bucket = crc32(key) & (count - 1)
            known = buckets[bucket]
            buckets[bucket] = known + b"\n" + line if known else line
        self._buckets = _Stretches.of(map(len, buckets), b"".join(buckets))
        self._last = count - 1

    def near(self, key: str) -> Sequence[str]:
        """Return the lines of a key, maybe among others."""
        bucket = self._buckets[crc32(key.encode(*_UNICODE)) & self._last]
        if not bucket:
            return ()
        found = str(bucket, *_UNICODE)
        return found.split("\n") if key in found.lower() else ()  # most words have none


def _encoded(several: Sequence[str]) -> list[bytes]:
    """Strings without line ends as bytes."""
    return "\n".join(several).encode(*_UNICODE).split(b"\n") if several else []

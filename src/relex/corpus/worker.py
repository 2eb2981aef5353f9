"""One worker: a process that reads batches from its standard input and answers on its standard output.

Frames are a kind (one byte), a length (eight bytes) and so many bytes. It gets a Job, loads its rules and tells their
profile, or the error that they are refused with; then it gets batches, and before each document it tells the document's
number, after each batch the results. It ends when its input does, at once, also
amid a document: its supervisor is gone then.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import signal
import struct
import sys
import threading
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from .jobs import Job

HEAD = struct.Struct(">cQ")
JOB, BATCH, AT, DONE, FAILED, REFUSED = b"J", b"B", b"@", b"D", b"F", b"R"


def write_frame(stream: IO[bytes], kind: bytes, body: bytes = b"") -> None:
    """Write one frame and pass it on at once."""
    stream.write(HEAD.pack(kind, len(body)) + body)
    stream.flush()


def read_frame(stream: IO[bytes]) -> tuple[bytes, bytes] | None:
    """Return the next frame; None where the stream has ended."""
    head = stream.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    kind, length = HEAD.unpack(head)
    body = stream.read(length)
    return (kind, body) if len(body) == length else None


def main() -> None:
    """Answer frames until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the supervisor
    _die_with_parent()
    frames: queue.SimpleQueue[tuple[bytes, bytes]] = queue.SimpleQueue()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Whatever a library prints must not end up amid the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    threading.Thread(target=_listen, args=(sys.stdin.buffer, frames), daemon=True).start()
    with contextlib.suppress(BrokenPipeError):
        _answer(frames, answers)


def _listen(stream: IO[bytes], frames: queue.SimpleQueue[tuple[bytes, bytes]]) -> None:
    try:
        while (frame := read_frame(stream)) is not None:
            frames.put(frame)
    except MemoryError:
        os._exit(1)
    os._exit(0)


def _answer(frames: queue.SimpleQueue[tuple[bytes, bytes]], answers: IO[bytes]) -> None:
    from ..errors import RuleError
    from .jobs import Job, read_batch

    job = Job()
    while True:
        kind, body = frames.get()
        try:
            if kind == JOB:
                job, memory = pickle.loads(body)  # noqa: S301  from the supervisor, which started this process
                write_frame(answers, DONE, _ready(job, memory))
            else:
                batch = pickle.loads(body)  # noqa: S301
                write_frame(answers, DONE, read_batch(job, batch, lambda number: _tell(answers, number)))
        except MemoryError:
            os._exit(1)
        except BrokenPipeError:
            raise
        except RuleError as error:
            write_frame(answers, REFUSED, pickle.dumps(error))
        except Exception as error:  # noqa: BLE001  the supervisor tells the user
            write_frame(answers, FAILED, f"{type(error).__name__}: {error}".encode(errors="replace"))


def _ready(job: Job, memory: int | None) -> bytes:
    """Load all that reading needs, then bound the memory; return the profile of the rules."""
    from .jobs import profile_of, read_batch

    profile = profile_of(job.rules)
    read_batch(job, [])
    _bound_memory(memory)
    return pickle.dumps(profile)


def _tell(answers: IO[bytes], number: int) -> None:
    write_frame(answers, AT, number.to_bytes(8, "big"))


def _bound_memory(limit: int | None) -> None:
    """Let this process have no more than so many bytes, where the system can."""
    if limit is None:
        return
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        # Libraries reserve far more addresses than they ever fill, and the system counts these.
        most = limit + _reserved()
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


def _reserved() -> int:
    """Return for how many bytes this process has addresses but no memory; 0 where the system does not tell."""
    with contextlib.suppress(OSError):
        _, resident, _, _, _, data, _ = map(int, Path("/proc/self/statm").read_text("ascii").split())
        return max(0, data - resident) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _die_with_parent() -> None:
    """On Linux: be killed with the supervisor, even amid code that never comes back to Python."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            import ctypes

            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


if __name__ == "__main__":
    main()

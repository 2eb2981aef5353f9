"""Reading as a task of somebody else's cluster: a batch is supervised there as it would be here."""

from __future__ import annotations

import threading
from typing import NamedTuple

from .jobs import Batch, Job
from .supervisor import Limits, Supervisor


class _Desk(NamedTuple):
    """What a thread of the cluster reads by, kept for its next batch: loading the rules takes longer than a batch."""

    job: Job
    limits: Limits
    supervisor: Supervisor


_DESKS: dict[int, _Desk] = {}  # by thread


def read_supervised(job: Job, limits: Limits, batch: Batch) -> list[bytes]:
    """Return the results of a batch in pieces, read by a process of its own, which may crash, hang or be killed.

    Raises what `Supervisor.results` raises.
    """
    thread = threading.get_ident()
    desk = _DESKS.get(thread)
    if desk is None or desk[:2] != (job, limits):
        _leave(thread)
        desk = _DESKS[thread] = _Desk(job, limits, Supervisor(job, 1, limits))
    try:
        [pieces] = desk.supervisor.results(iter((batch,)))
    except BaseException:
        _leave(thread)
        raise
    return pieces


def leave(job: Job, limits: Limits) -> None:
    """End the processes of this process that read for a job."""
    for thread, desk in list(_DESKS.items()):
        if desk[:2] == (job, limits):
            _leave(thread)


def _leave(thread: int) -> None:
    if desk := _DESKS.pop(thread, None):
        desk.supervisor.__exit__()

"""Reading costs time in proportion to the text, whatever the text: counted in calls, and in CPU time."""

from __future__ import annotations

import gc
import sys
import time
from types import FrameType
from typing import Any

import pytest

import relex
from hostile import FAMILIES

SHORT = 5_000  # characters
TIMES = 4
CALLS = 1.25  # what a longer text may cost more, counted in calls: events are compared with the few before them
SECONDS = 1.7  # the same in CPU time, which is never quiet
TRIES = 4
NOTICEABLE = 0.02  # seconds: what takes less is not timed


@pytest.mark.parametrize("name", FAMILIES)
def test_the_cost_of_a_hostile_text_is_in_proportion_to_its_length(name: str) -> None:
    family, extract = FAMILIES[name], relex.load()
    few, many = family(SHORT), family(SHORT * TIMES)
    for text in (few, many):
        extract(text)  # what is remembered of words is no matter of length
    assert calls(many) <= calls(few) * TIMES * CALLS + 2_000
    for _ in range(TRIES):
        least, most = seconds(few), seconds(many)
        if most < NOTICEABLE or most <= least * TIMES * SECONDS:
            return
    pytest.fail(f"{TIMES} times the text takes {most / least:.1f} times the CPU time")


def calls(text: str) -> int:
    """How many functions are called while a text is read, Python's own included."""
    extract, count = relex.load(), 0

    def counted(_: FrameType, event: str, __: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        extract(text)
    finally:
        sys.setprofile(before)
    return count


def seconds(text: str) -> float:
    extract = relex.load()
    gc.collect()
    gc.disable()
    try:
        began = time.process_time()
        extract(text)
        return time.process_time() - began
    finally:
        gc.enable()

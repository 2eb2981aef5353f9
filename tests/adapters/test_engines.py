"""Dask and Spark write what the local run writes, byte for byte, also where documents are poison."""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from chaos import stand_in
from relex.adapters.engines import dask, spark
from relex.corpus.jobs import Engine
from relex.corpus.run import Plan, local, run_to_folder
from relex.corpus.supervisor import Limits


def needs(module: str, program: str | None = None) -> pytest.MarkDecorator:
    """Skip where something is not installed; in CI it must be."""
    there = importlib.util.find_spec(module) is not None and (program is None or shutil.which(program) is not None)
    return pytest.mark.skipif(not there and not os.environ.get("CI"), reason=f"needs {program or module}")


LIMITS = Limits(timeout=2.0, memory=700_000_000)
POISON = {31: "SPIN", 52: "DIE", 77: None, 90: "EAT"}


@pytest.fixture(scope="module", autouse=True)
def poisonous(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Processes that start from now on spin, eat memory or die where a text says so."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", stand_in(tmp_path_factory.mktemp("poison")))
        yield


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("news") / "a.jsonl"
    places = "Rome Oslo Cairo Paris".split()
    with path.open("w", encoding="utf-8") as file:
        for number in range(160):
            place = places[number % 4]
            text = f"Foreign Minister Wang Yi met Badr Abdelatty in {place} on Tuesday. “We agree,” Wang said."
            row = {"id": f"n{number}", "text": POISON.get(number, text), "date": "2026-11-25"}
            file.write(json.dumps(row) + "\n")
    return path


def tables(source: Path, out: Path, engine: Engine) -> dict[str, bytes]:
    """Return every file of a run by its name."""
    run_to_folder(Plan((str(source),), part=50), out, engine, batch=8)
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def expected(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return tables(source, tmp_path_factory.mktemp("local") / "out", local(2, LIMITS))


def test_poison_is_told(expected: dict[str, bytes]) -> None:
    parts = json.loads(expected["manifest.json"])["parts"]
    assert sum(part["errors"] for part in parts) == len(POISON)


@contextlib.contextmanager
def cluster(workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A Dask scheduler and some workers, each a process of its own: the scheduler's address, and the workers."""
    port = 20_000 + os.getpid() % 20_000
    address = f"tcp://127.0.0.1:{port}"
    base = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port)]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-dashboard"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [subprocess.Popen([*base, "--no-dashboard"], **quiet)]  # type: ignore[call-overload]
    try:
        several = [subprocess.Popen([*worker, "--no-nanny"], **quiet) for _ in range(workers)]  # type: ignore[call-overload]
        started += several
        yield address, several
    finally:
        for process in started:
            process.kill()
            process.wait()


@needs("distributed")
def test_dask_also_when_a_worker_dies(source: Path, expected: dict[str, bytes], tmp_path: Path) -> None:
    with cluster(2) as (address, workers):

        def kill() -> None:
            while not list(tmp_path.glob("out/documents/*.parquet")):
                time.sleep(0.02)
            workers[0].send_signal(signal.SIGKILL)

        thread = threading.Thread(target=kill, daemon=True)
        thread.start()
        assert tables(source, tmp_path / "out", dask(address, LIMITS)) == expected
        thread.join(5)
        assert workers[0].poll() == -signal.SIGKILL


@needs("pyspark", "java")
def test_spark(source: Path, expected: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    assert tables(source, tmp_path / "out", spark("local[2]", LIMITS)) == expected

"""A run gives the same tables whatever happens to it."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest
from click.testing import CliRunner

import relex
from chaos import children, stand_in
from relex.cli import main
from relex.corpus.documents import Fields
from relex.corpus.parts import Format, RunProblem, harmless, read_manifest
from relex.corpus.run import Plan, Progress, local, run_to_folder
from relex.corpus.supervisor import Limits

PLACES = "Rome Oslo Cairo Paris Hanoi Lima Quito Riga".split()


def news(path: Path, count: int, odd: dict[int, bytes] | None = None) -> Path:
    """Write so many short articles, some lines being other than that."""
    with path.open("wb") as file:
        for number in range(count):
            place = PLACES[number % len(PLACES)]
            text = f"Foreign Minister Wang Yi met Badr Abdelatty in {place} on Tuesday. “We agree,” Wang said."
            row = {"id": f"n{number}", "text": text, "date": "2026-11-25"}
            file.write((odd or {}).get(number, json.dumps(row).encode()) + b"\n")
    return path


def digest(folder: Path) -> str:
    """Return one digest of all files of a folder."""
    state = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            state.update(f"{path.relative_to(folder)}\n".encode() + path.read_bytes())
    return state.hexdigest()


def plan(source: Path, **others: Any) -> Plan:
    return Plan((str(source),), relex=relex.__version__, **others)


def run(source: Path, out: Path, workers: int = 2, batch: int = 8, part: int = 20, **others: object) -> str:
    limits = Limits(others.pop("timeout", 60.0), others.pop("memory", None))  # type: ignore[arg-type]
    run_to_folder(plan(source, part=part, **others), out, local(workers, limits), batch=batch)
    return digest(out)


def table(out: Path, name: str) -> list[dict[str, object]]:
    parts = sorted((out / name).glob("*.parquet"))
    return [row for part in parts for row in parquet.read_table(part).to_pylist()]


def test_every_document_has_a_row_and_every_meeting_its_place(tmp_path: Path) -> None:
    source = news(tmp_path / "a.jsonl", 45, {7: b"no json", 30: b'{"text": "\\ud800"}'})
    run(source, tmp_path / "out")
    documents = table(tmp_path / "out", "documents")
    assert [row["document"] for row in documents] == list(range(45))
    assert [row["document"] for row in documents if row["status"] == "error"] == [7, 30]
    meetings = table(tmp_path / "out", "meetings")
    assert len(meetings) == 43
    assert {(row["place"], row["participants_actors"]) for row in meetings} == {(place, "CN; EG") for place in PLACES}
    assert [len(table(tmp_path / "out", name)) for name in ("quotes", "arguments")] == [43, 43 * 4]


linux = pytest.mark.skipif(sys.platform != "linux", reason="bounds memory and finds workers as Linux has them")
SEEDS = [(1, 45), (2, 8), (4, 1), (3, 7), (1, 2), (2, 45), (4, 20), (1, 9), (2, 3), (2, 30)]  # workers, batch


def test_workers_batches_and_ten_hash_seeds_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = news(tmp_path / "a.jsonl", 45)
    found = set()
    for seed, (workers, batch) in enumerate(SEEDS):
        monkeypatch.setenv("PYTHONHASHSEED", str(seed))
        found.add(run(source, tmp_path / f"out{seed}", workers, batch))
    assert len(found) == 1


POISON = {
    3: ('{"text": "SPIN"}', "took longer than 2 s"),
    8: ('{"text": "EAT"}', "out of memory"),
    9: ('{"text": "DIE"}', "the process that read it ended with exit code 7"),
    14: ('{"text": "\\ud800"}', "half of a character"),
    15: ('{"text": "a\\u0000b"}', "zero byte"),
    21: ('{"text": "<html><p>Rome"}', "a page of HTML"),
}


@linux
def test_poison_is_one_error_row_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", stand_in(tmp_path))
    odd = {number: line.encode() for number, (line, _) in POISON.items()}
    odd |= {25: b'{"text": "\xff\xfe"}', 26: os.urandom(3000).replace(b"\n", b" ")}
    source = news(tmp_path / "a.jsonl", 30, odd)
    run(source, tmp_path / "out", timeout=2.0, memory=700_000_000)
    failed = {row["document"]: row["error"] for row in table(tmp_path / "out", "documents") if row["status"] == "error"}
    assert set(failed) == set(odd)
    for number, (_, why) in POISON.items():
        assert why in str(failed[number])
    assert len(table(tmp_path / "out", "meetings")) == 30 - len(odd)


@linux
def test_a_long_document_may_use_the_memory_that_it_has(tmp_path: Path) -> None:
    """What libraries reserve and never fill does not count."""
    long = json.dumps({"text": "Wang Yi met Badr Abdelatty in Rome on Tuesday.\n\n" * 20_000}).encode()
    source = news(tmp_path / "a.jsonl", 4, {1: long})
    run(source, tmp_path / "out", memory=1_200_000_000)
    assert {row["status"] for row in table(tmp_path / "out", "documents")} == {"ok"}


@linux
def test_memory_does_not_grow_with_the_input(tmp_path: Path) -> None:
    peaks = [peak(news(tmp_path / f"{count}.jsonl", count), tmp_path / f"out{count}") for count in (200, 2_000)]
    assert peaks[1] - peaks[0] < 12
    assert peaks[1] < 200


def peak(source: Path, out: Path) -> float:
    """Return the most memory in megabytes that the process had which supervises a run."""
    # What `resource` tells counts the process that started it too, if that was larger.
    program = (
        "import sys\nfrom pathlib import Path\nfrom relex.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "finally: print(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])"
    )
    command = [sys.executable, "-c", program, "run", str(source), "--out", str(out), "--part", "50", "--workers", "2"]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout) / 1024


@contextlib.contextmanager
def murderer(process: int, seed: int, kills: int) -> Iterator[list[int]]:
    """Kill workers of a process at random moments, so many in all."""
    chance = random.Random(seed)
    killed: list[int] = []
    over = threading.Event()

    def kill() -> None:
        while len(killed) < kills and not over.wait(chance.uniform(0.05, 0.6)):
            if found := children(process):
                victim = chance.choice(found)
                with contextlib.suppress(ProcessLookupError):
                    os.kill(victim, signal.SIGKILL)
                    killed.append(victim)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield killed
    finally:
        over.set()
        thread.join()


@linux
def test_killed_workers_cost_nothing(tmp_path: Path) -> None:
    source = news(tmp_path / "a.jsonl", 400)
    undisturbed = run(source, tmp_path / "out", part=100)
    with murderer(os.getpid(), 5, 6) as killed:
        assert run(source, tmp_path / "again", part=100) == undisturbed
    assert killed


COMMAND = (sys.executable, "-m", "relex", "run", "--part", "20", "--batch", "4", "--workers", "2")


@linux
def test_a_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    source = news(tmp_path / "a.jsonl", 200)
    undisturbed = run(source, tmp_path / "out")
    chance = random.Random(7)
    again = tmp_path / "again"
    deaths = 0
    while True:
        process = subprocess.Popen([*COMMAND, "--resume", str(source), "--out", str(again)], stderr=subprocess.DEVNULL)
        try:
            process.wait(chance.uniform(0.8, 2.5) if deaths < 4 else 120)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            deaths += 1
            continue
        assert process.returncode == 0
        break
    manifest = read_manifest(again)
    assert manifest is not None
    assert manifest.complete
    theirs = {path.relative_to(again): path.read_bytes() for path in again.rglob("*.parquet")}
    ours = {path.relative_to(tmp_path / "out"): path.read_bytes() for path in (tmp_path / "out").rglob("*.parquet")}
    assert theirs == ours
    assert undisturbed


@linux
def test_ctrl_c_ends_soon_and_can_be_gone_on_with(tmp_path: Path) -> None:
    source = news(tmp_path / "a.jsonl", 4_000)
    out = tmp_path / "out"
    command = [*COMMAND, str(source), "--out", str(out)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while not list(out.glob("documents/*.parquet")):
        time.sleep(0.05)
        assert process.poll() is None
    workers = children(process.pid)
    process.send_signal(signal.SIGINT)
    began = time.monotonic()
    _, message = process.communicate(timeout=20)
    assert time.monotonic() - began < 2
    assert process.returncode == 130
    assert message == f"relex: stopped; what is finished stands in {out}, go on with --resume\n"
    assert not [worker for worker in workers if Path(f"/proc/{worker}").exists()]
    assert not list(out.rglob("*.unfinished"))


def test_what_changed_is_told(tmp_path: Path) -> None:
    source = news(tmp_path / "a.jsonl", 45)
    out = tmp_path / "out"
    run(source, out)
    engine = local(1)
    with pytest.raises(RunProblem, match="holds a run already; go on with --resume"):
        run_to_folder(plan(source, part=20), out, engine)
    with pytest.raises(RunProblem, match="cannot go on, part changed: 20 before, 30 now"):
        run_to_folder(plan(source, part=30), out, engine, resume=True)
    with pytest.raises(RunProblem, match="cannot go on, max_chars changed"):
        run_to_folder(plan(source, fields=Fields(max_chars=5), part=20), out, engine, resume=True)
    news(source, 46)
    with pytest.raises(RunProblem, match="cannot go on, input changed"):
        run_to_folder(plan(source, part=20), out, engine, resume=True)
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(RunProblem, match="not empty and no run of relex"):
        run_to_folder(Plan((str(source),)), other, engine)


def test_a_part_that_somebody_changed_is_noticed(tmp_path: Path) -> None:
    source = news(tmp_path / "a.jsonl", 45)
    out = tmp_path / "out"
    run(source, out)
    (out / "quotes/part-00001.parquet").write_bytes(b"")
    with pytest.raises(RunProblem, match="not as it was written"):
        run_to_folder(plan(source, part=20), out, local(1), resume=True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_a_full_disk_loses_nothing_finished(tmp_path: Path, form: Format) -> None:
    source = news(tmp_path / "a.jsonl", 45)
    whole = run(source, tmp_path / "out", form=form)
    out = tmp_path / "full"

    def fill(progress: Progress) -> None:
        if progress.documents == 40:
            (out / f"quotes/part-00001.{form}.unfinished").symlink_to("/dev/full")

    with pytest.raises(OSError, match="No space left"):
        run_to_folder(plan(source, part=20, form=form), out, local(1), batch=8, told=fill)
    assert len(list(out.glob("quotes/*"))) == 1
    run_to_folder(plan(source, part=20, form=form), out, local(1), resume=True)
    assert digest(out) == whole


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("relex.corpus.run.run_to_folder", full)
    out = tmp_path / "out"
    told = CliRunner().invoke(main, ["run", str(news(tmp_path / "a.jsonl", 1)), "--out", str(out)])
    said = f"relex: {out}: No space left on device; what is finished is safe, go on with --resume\n"
    assert (told.exit_code, told.stderr) == (2, said)


def test_documents_that_changed_amid_a_file_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relex.corpus.parts._ENDS", 10)
    source = news(tmp_path / "a.jsonl", 45)
    out = tmp_path / "out"

    def stop(progress: Progress) -> None:
        if progress.documents > 30:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_to_folder(plan(source, part=20), out, local(1), batch=5, told=stop)
    content = source.read_bytes()
    source.write_bytes(content.replace(b"in Cairo", b"in Hanoi", 1))
    with pytest.raises(RunProblem, match="the documents that were read are others now"):
        run_to_folder(plan(source, part=20), out, local(1), resume=True)
    source.write_bytes(content)
    assert run_to_folder(plan(source, part=20), out, local(1), resume=True).complete


def test_progress(tmp_path: Path) -> None:
    source = news(tmp_path / "a.jsonl", 45, {7: b"no json"})
    seen: list[Progress] = []
    run_to_folder(plan(source, part=20), tmp_path / "out", local(1), batch=5, told=seen.append)
    assert [each.documents for each in seen] == [5, 10, 15, 20, 25, 30, 35, 40, 45]
    assert [each.errors for each in seen] == [0] + 8 * [1]
    assert seen[-1].share == 1
    run_to_folder(plan(source, limit=10), tmp_path / "few", local(1), batch=5, told=seen.append)
    assert seen[-1].share == 1


def test_times_are_measured_where_they_are_wanted(tmp_path: Path) -> None:
    source = news(tmp_path / "a.jsonl", 3)
    run(source, tmp_path / "out")
    run(source, tmp_path / "timed", times=True)
    assert [row["seconds"] for row in table(tmp_path / "out", "documents")] == [None] * 3
    assert all(0 < float(str(row["seconds"])) < 5 for row in table(tmp_path / "timed", "documents"))


def test_limit_and_sample(tmp_path: Path) -> None:
    source = news(tmp_path / "a.jsonl", 45)
    run(source, tmp_path / "a", limit=5)
    assert [row["document"] for row in table(tmp_path / "a", "documents")] == [0, 1, 2, 3, 4]
    run(source, tmp_path / "b", sample=0.2)
    assert [row["document"] for row in table(tmp_path / "b", "documents")] == list(range(4, 45, 5))


def test_cells_are_no_formulas(tmp_path: Path) -> None:
    row = {"id": "=HYPERLINK(1)", "text": "“+1 agree,” Wang Yi said."}
    source = tmp_path / "a.jsonl"
    source.write_text(json.dumps(row), "utf-8")
    run(source, tmp_path / "out", form="csv")
    assert "'=HYPERLINK(1)" in (tmp_path / "out/documents/part-00000.csv").read_text("utf-8")
    assert "'+1 agree" in (tmp_path / "out/quotes/part-00000.csv").read_text("utf-8")
    assert [harmless(value) for value in ("@a", "a", None, True)] == ["'@a", "a", None, "true"]


def test_lines_of_json_are_the_rows(tmp_path: Path) -> None:
    source = news(tmp_path / "a.jsonl", 3)
    run(source, tmp_path / "out", form="jsonl")
    lines = (tmp_path / "out/meetings/part-00000.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["date_start"] for line in lines] == ["2026-11-24"] * 3

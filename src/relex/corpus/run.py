"""A run: documents in, tables out, in parts that are whole or not there."""

from __future__ import annotations

import itertools
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .columns import arrow, batch_from, split
from .documents import Fields, Record, files_of, records
from .jobs import Job, Outcome, extractor_of, rules_path
from .parts import (
    Format,
    Manifest,
    Part,
    RunProblem,
    check_files,
    check_same,
    fingerprint,
    read_manifest,
    remove_unfinished,
    write_manifest,
    write_part,
)
from .supervisor import Limits, Supervisor
from .tables import DOCUMENTS, tables_of

if TYPE_CHECKING:
    import pyarrow as pa

PART = 1000  # documents
BATCH = 32


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does: its results depend on this, the rules and the input alone."""

    inputs: tuple[str, ...]
    rules: str | None = None
    fields: Fields = field(default_factory=Fields)
    form: Format = "parquet"
    part: int = PART
    limit: int | None = None
    sample: float | None = None
    relex: str = ""  # the version that runs


class Progress(NamedTuple):
    """How far a run is: documents that are safe on the disk, and how many of them have no result."""

    documents: int
    errors: int


Given = str | Mapping[str, object]
Engine = Callable[[Job, Iterator[tuple[Record, ...]]], Iterator[list[bytes]]]


def local(workers: int, limits: Limits = Limits()) -> Engine:  # noqa: B008  (a frozen tuple)
    """Return the engine that reads on this machine with so many supervised processes."""

    def results(job: Job, batches: Iterator[tuple[Record, ...]]) -> Iterator[list[bytes]]:
        with Supervisor(job, workers, limits) as supervisor:
            yield from supervisor.results(batches)

    return results


def run_to_folder(
    plan: Plan,
    folder: Path,
    engine: Engine,
    *,
    resume: bool = False,
    batch: int = BATCH,
    told: Callable[[Progress], None] | None = None,
) -> Manifest:
    """Run a plan into a folder and return its manifest; with ``resume``, from where an earlier run has come to.

    Raises RunProblem where the folder holds another run or what it holds cannot be gone on with, InputProblem for
    inputs that are not there, RuleError for rules that are wrong, and OSError, with all finished parts kept, where
    the disk is full.
    """
    arrow()
    files = files_of(list(plan.inputs))
    rules = rules_path(plan.rules)
    extractor = extractor_of(rules)
    whole = _whole(plan, files, extractor.digest)
    manifest = _begun(folder, whole, resume=resume)
    if manifest.complete:
        return manifest
    remove_unfinished(folder)
    chosen = itertools.islice(_chosen(records(files, plan.fields), plan), manifest.documents, None)
    described = tables_of(extractor.kind)
    number = len(manifest.parts)
    job = Job(rules)
    for batches in _parts(engine(job, _batches(chosen, batch, plan.part)), plan.part):
        tables = split(extractor.kind, batches)
        done = _numbered(tables, manifest.documents)
        digests = write_part(folder, number, tables, described, plan.form)
        manifest = manifest._replace(parts=(*manifest.parts, Part(*done, digests)))
        write_manifest(folder, manifest)
        number += 1
        if told:
            told(Progress(manifest.documents, manifest.errors))
    manifest = manifest._replace(complete=True)
    write_manifest(folder, manifest)
    return manifest


def outcomes(
    documents: Iterable[Given],
    *,
    rules: str | None = None,
    workers: int = 1,
    limits: Limits = Limits(),  # noqa: B008
) -> Iterator[Outcome]:
    """Yield what is found in each of many documents, in their order; where nothing can be, the reason.

    A document is a text, or a mapping with ``text`` and perhaps ``id`` and ``date``.
    """
    named = (_record_of(number, document) for number, document in enumerate(documents))
    with Supervisor(Job(rules_path(rules), "objects"), workers, limits) as supervisor:
        for pieces in supervisor.results(_batches(named, BATCH, BATCH)):
            for piece in pieces:
                yield from pickle.loads(piece)  # noqa: S301  from a process that was started here


def _record_of(number: int, document: object) -> Record:
    row = document if isinstance(document, Mapping) else {"text": document}
    text, name, date = row.get("text"), row.get("id"), row.get("date")
    day = None if date is None else str(date)
    if not isinstance(text, str):
        return Record(number, str(number if name is None else name), "", None, day, "no text")
    return Record(number, str(number if name is None else name), "", text, day)


def _whole(plan: Plan, files: list[Path], digest: str) -> dict[str, Any]:
    """Everything that the results depend on, as it stands in the manifest."""
    told = {name: value for name, value in asdict(plan).items() if name not in ("inputs", "rules", "fields")}
    fields = asdict(plan.fields)
    return {"rules": digest, "input": list(map(fingerprint, files)), **fields, **told}


def _begun(folder: Path, plan: dict[str, Any], *, resume: bool) -> Manifest:
    manifest = read_manifest(folder)
    if manifest is None:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise RunProblem(f"{folder}: not empty and no run of relex; choose another folder")
        manifest = Manifest(plan)
        write_manifest(folder, manifest)
        return manifest
    if not resume:
        raise RunProblem(f"{folder}: holds a run already; go on with --resume, or choose another folder")
    check_same(manifest.plan, plan, folder)
    check_files(folder, manifest.parts)
    return manifest


def _chosen(found: Iterable[Record], plan: Plan) -> Iterator[Record]:
    """The records that a plan wants: of every so many one, and at most so many."""
    if plan.sample is not None:
        share = plan.sample
        found = (record for record in found if int((record.number + 1) * share) > int(record.number * share))
    return itertools.islice(found, plan.limit)


def _batches(found: Iterator[Record], size: int, part: int) -> Iterator[tuple[Record, ...]]:
    """Documents in batches, none of which reaches into the next part."""
    while documents := list(itertools.islice(found, part)):
        for at in range(0, len(documents), size):
            yield tuple(documents[at : at + size])


def _parts(results: Iterator[list[bytes]], part: int) -> Iterator[list[pa.RecordBatch]]:
    """Results in parts of so many documents; the last may be smaller."""
    batches: list[Any] = []
    documents = 0
    for pieces in results:
        batches += map(batch_from, pieces)
        documents = sum(batch.num_rows for batch in batches)
        if documents == part:
            yield batches
            batches = []
    if batches:
        yield batches


def _numbered(tables: dict[str, pa.Table], before: int) -> tuple[int, int, int]:
    """How many documents were done before a part and with it, and how many of its own have no result."""
    documents = tables[DOCUMENTS]
    errors = sum(status == "error" for status in documents.column("status").to_pylist())
    return before, before + documents.num_rows, errors

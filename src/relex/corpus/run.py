"""A run: documents in, tables out, in parts that are whole or not there."""

from __future__ import annotations

import itertools
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from .bounded import Input, share_read
from .columns import arrow, batch_from, split
from .cutting import BATCH, PART, Cutter
from .documents import Fields, Record, files_of, records
from .jobs import Engine, Job, Outcome, Reading, rules_path
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

if TYPE_CHECKING:
    import pyarrow as pa


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
    times: bool = False
    relex: str = ""  # the version that runs


class Progress(NamedTuple):
    """How far a run is: documents that are done, how many of them have no result, and which share of all they are."""

    documents: int
    errors: int
    share: float


Told = Callable[[Progress], None]
Given = str | Mapping[str, object]


def local(workers: int, limits: Limits = Limits()) -> Engine:  # noqa: B008  (a frozen tuple)
    """Return the engine that reads on this machine with so many supervised processes."""
    return partial(Supervisor, workers=workers, limits=limits)


def run_to_folder(
    plan: Plan, folder: Path, engine: Engine, *, resume: bool = False, batch: int = BATCH, told: Told | None = None
) -> Manifest:
    """Run a plan into a folder and return its manifest; with ``resume``, from where an earlier run has come to.

    Raises RunProblem where the folder holds another run or what it holds cannot be gone on with, InputProblem for
    inputs that are not there, RuleError for rules that are wrong, and OSError, with all finished parts kept, where
    the disk is full.
    """
    arrow()
    inputs = files_of(list(plan.inputs))
    whole = _whole(plan, inputs)
    before = _before(folder, whole, resume=resume)
    with engine(Job(rules_path(plan.rules), timed=plan.times)) as reading:
        whole["rules"] = reading.profile.digest
        manifest = before or _begun(folder, whole)
        check_same(manifest.plan, whole, folder)
        if manifest.complete:
            return manifest
        remove_unfinished(folder)
        cutter = Cutter(_chosen(records(inputs, plan.fields), plan), batch=batch, part=plan.part)
        if manifest.parts and cutter.skip(manifest.documents) != manifest.parts[-1].read:
            raise RunProblem(
                f"{folder}: cannot go on, the documents that were read are others now; start again in another folder"
            )
        for part in _parts(reading, cutter, _Teller(plan, inputs, manifest, told)):
            digests = write_part(folder, len(manifest.parts), part.tables, reading.profile.tables, plan.form)
            done = Part(manifest.documents, manifest.documents + part.documents, part.errors, part.read, digests)
            manifest = manifest._replace(parts=(*manifest.parts, done))
            write_manifest(folder, manifest)
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
    with Supervisor(Job(rules_path(rules), columns=False), workers, limits) as supervisor:
        for pieces in supervisor.results(Cutter(named).batches()):
            for piece in pieces:
                yield from pickle.loads(piece)  # noqa: S301  from a process that was started here


def _record_of(number: int, document: object) -> Record:
    row = document if isinstance(document, Mapping) else {"text": document}
    text, name, date = row.get("text"), row.get("id"), row.get("date")
    day = None if date is None else str(date)
    if not isinstance(text, str):
        return Record(number, str(number if name is None else name), "", None, day, "no text")
    return Record(number, str(number if name is None else name), "", text, day)


def _whole(plan: Plan, inputs: list[Input]) -> dict[str, Any]:
    """Everything that the results depend on, as it stands in the manifest, but for the digest of the rules."""
    told = {name: value for name, value in asdict(plan).items() if name not in ("inputs", "rules", "fields")}
    fields = asdict(plan.fields)
    return {"input": [fingerprint(each.path) for each in inputs], **fields, **told}


def _before(folder: Path, plan: dict[str, Any], *, resume: bool) -> Manifest | None:
    """The manifest of the run that is gone on with; None where a new one may begin."""
    manifest = read_manifest(folder)
    if manifest is None:
        if folder.exists() and any(folder.iterdir()):
            raise RunProblem(f"{folder}: not empty and no run of relex; choose another folder")
        return None
    if not resume:
        raise RunProblem(f"{folder}: holds a run already; go on with --resume, or choose another folder")
    check_same(manifest.plan, plan | {"rules": manifest.plan.get("rules")}, folder)
    check_files(folder, manifest.parts)
    return manifest


def _begun(folder: Path, plan: dict[str, Any]) -> Manifest:
    folder.mkdir(parents=True, exist_ok=True)
    manifest = Manifest(plan)
    write_manifest(folder, manifest)
    return manifest


def _chosen(found: Iterable[Record], plan: Plan) -> Iterator[Record]:
    """The records that a plan wants: of every so many one, and at most so many."""
    if plan.sample is not None:
        share = plan.sample
        found = (record for record in found if int((record.number + 1) * share) > int(record.number * share))
    return itertools.islice(found, plan.limit)


class _ReadPart(NamedTuple):
    """The results of a part, not yet written."""

    tables: dict[str, pa.Table]
    documents: int
    errors: int
    read: str


def _parts(reading: Reading, cutter: Cutter, tell: Callable[[int, int], None]) -> Iterator[_ReadPart]:
    """Yield what is read, in parts; ``tell`` is told of documents that are done and how many have no result."""
    batches: list[pa.RecordBatch] = []
    documents = errors = 0
    for pieces in reading.results(cutter.batches()):
        several = list(map(batch_from, pieces))
        batches += several
        count, failed = sum(batch.num_rows for batch in several), sum(map(_failed, several))
        documents, errors = documents + count, errors + failed
        tell(count, failed)
        if end := cutter.end_of(documents):
            yield _ReadPart(split(reading.profile.tables, batches), documents, errors, end.digest)
            batches, documents, errors = [], 0, 0
    if end := cutter.end_of(documents, last=True):
        yield _ReadPart(split(reading.profile.tables, batches), documents, errors, end.digest)


def _failed(batch: pa.RecordBatch) -> int:
    return batch.column("status").to_pylist().count("error")


class _Teller:
    """Adds up how far a run is and passes it on."""

    def __init__(self, plan: Plan, inputs: list[Input], begun: Manifest, told: Told | None) -> None:
        self._plan = plan
        self._inputs = inputs
        self._documents, self._errors = begun.documents, begun.errors
        self._told = told
        if told and begun.documents:
            self(0, 0)

    def __call__(self, documents: int, errors: int) -> None:
        self._documents += documents
        self._errors += errors
        if self._told:
            share = share_read(self._inputs)
            if self._plan.limit:
                share = max(share, self._documents / self._plan.limit)
            self._told(Progress(self._documents, self._errors, share))

"""Tables as Arrow columns (the extra ``relex[arrow]``): what engines pass around and what is written as Parquet.

A batch of documents is one record batch, a row for each document: its own columns, and one list of structs for each
further table. Only when it is written does it fall apart into tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from ..model import Extraction
from .tables import DOCUMENTS, Row, Table, Type, document_row, rows_of, tables_of

if TYPE_CHECKING:
    import pyarrow as pa


def arrow() -> Any:
    """Return the module pyarrow; raise ImportError that says how to get it where it is not installed."""
    try:
        import pyarrow
    except ImportError:
        raise ImportError("columns need pyarrow: pip install 'relex[arrow]'") from None
    return pyarrow


@cache
def _types() -> Mapping[Type, Any]:
    lib = arrow()
    return {
        "string": lib.string(),
        "int": lib.int64(),
        "bool": lib.bool_(),
        "date": lib.date32(),
        "float": lib.float64(),
    }


@cache
def table_schema(table: Table) -> pa.Schema:
    """Return the Arrow schema of a table; what each column holds stands in its metadata."""
    lib = arrow()
    fields = [lib.field(each.name, _types()[each.type], metadata={"why": each.why}) for each in table.columns]
    schema: pa.Schema = lib.schema(fields, metadata={"why": table.why})
    return schema


@cache
def batch_schema(tables: tuple[Table, ...]) -> pa.Schema:
    """Return the schema of a batch of documents: the columns of their table, then a list for each other table."""
    lib = arrow()
    first, *others = tables
    lists = [lib.field(table.name, lib.list_(lib.struct(list(_plain(table))))) for table in others]
    schema: pa.Schema = lib.schema([*_plain(first), *lists])
    return schema


def _plain(table: Table) -> list[Any]:
    lib = arrow()
    return [lib.field(column.name, _types()[column.type]) for column in table.columns]


def batch_of(tables: tuple[Table, ...], outcomes: Iterable[tuple[Row, Mapping[str, list[Row]]]]) -> pa.RecordBatch:
    """Return a batch of documents: for each its row, and the rows of the other tables by their names."""
    lib = arrow()
    names = [table.name for table in tables if table.name != DOCUMENTS]
    rows = [{**row, **{name: found.get(name, []) for name in names}} for row, found in outcomes]
    schema = batch_schema(tables)
    columns = [lib.array([row[field.name] for row in rows], type=field.type) for field in schema]
    batch: pa.RecordBatch = lib.RecordBatch.from_arrays(columns, schema=schema)
    return batch


def split(tables: tuple[Table, ...], batches: Iterable[pa.RecordBatch]) -> dict[str, pa.Table]:
    """Return the tables of some batches of documents, by name."""
    lib = arrow()
    whole = lib.Table.from_batches(list(batches), schema=batch_schema(tables)).combine_chunks()
    apart: dict[str, Any] = {}
    for table in tables:
        schema = table_schema(table)
        if table.name == DOCUMENTS:
            apart[table.name] = whole.select(schema.names).cast(schema)
        else:
            flat = lib.chunked_array([c.flatten() for c in whole.column(table.name).chunks], _struct(table))
            columns = [lib.chunked_array([c.field(n) for c in flat.chunks], schema.field(n).type) for n in schema.names]
            apart[table.name] = lib.Table.from_arrays(columns, schema=schema)
    return apart


def _struct(table: Table) -> Any:
    return arrow().struct(_plain(table))


def tables_from(found: Extraction, *, document: int = 0, name: str = "") -> dict[str, pa.Table]:
    """Return an extraction's tables as Arrow tables, by name."""
    row = document_row(document, name, "", found.date, found)
    tables = tables_of(type(found))
    return split(tables, [batch_of(tables, [(row, rows_of(found, document, name))])])


def bytes_of(batch: pa.RecordBatch) -> bytes:
    """Return a batch in Arrow's stream format."""
    lib = arrow()
    sink = lib.BufferOutputStream()
    with lib.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return bytes(sink.getvalue())


def batch_from(data: bytes) -> pa.RecordBatch:
    """Return the batch that ``bytes_of`` wrote."""
    with arrow().ipc.open_stream(data) as reader:
        batch: pa.RecordBatch = reader.read_next_batch()
        return batch

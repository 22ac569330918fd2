"""One place's part of a return of many places, written piece by piece."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import pyarrow as pa
from pyarrow import parquet

ABOUT = b"earlyeval"
ROWS_WAITING = 8192  # until they are written: pieces of a few rows would make a file slow to read


class Writer:
    """Writes ``PLACE.parquet`` (cells as text, by number of the column) and ``PLACE.rows.npy`` (where rows stood)."""

    def __init__(self, place: Path, width: int, is_stream: bool) -> None:
        self._place, self._is_stream = place, is_stream
        self._schema = pa.schema([(str(number), pa.string()) for number in range(width)])
        self._writer: parquet.ParquetWriter | None = None
        self._waiting: list[pa.Table] = []
        self._stood: list[np.ndarray] = []

    def add(self, table: pa.Table, rows: np.ndarray) -> None:
        """Append some rows."""
        self._waiting.append(table)
        self._stood.append(rows)
        if self._is_stream and sum(map(len, self._waiting)) >= ROWS_WAITING:
            self._flush()

    def finish(self, about: Mapping[str, Any]) -> None:
        """Write what still waits, and what is to be known of the whole."""
        self._flush()
        writer = self._opened()
        writer.add_key_value_metadata({ABOUT.decode(): json.dumps(about)})
        writer.close()
        np.save(self._place.with_name(f"{self._place.name}.rows.npy"), self._rows())

    def stood_hash(self) -> str:
        """Return a hash of where the rows stood."""
        return hashlib.sha256(self._rows().tobytes()).hexdigest()

    def _rows(self) -> np.ndarray:
        return np.concatenate(self._stood) if self._stood else np.empty(0, dtype="int64")

    def _flush(self) -> None:
        if self._waiting:
            self._opened().write_table(pa.concat_tables(self._waiting).combine_chunks())
            self._waiting = []

    def _opened(self) -> parquet.ParquetWriter:
        if self._writer is None:
            path = self._place.with_name(f"{self._place.name}.parquet")
            self._writer = parquet.ParquetWriter(path, self._schema, compression="snappy", write_statistics=False)
        return self._writer

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        if self._writer is not None:
            self._writer.close()

"""Write columns to CSV or Parquet block after block, so that the same columns give the same bytes."""

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
import pyarrow as pa
from pyarrow import csv, parquet

from earlyeval.tidy.synthetic.sheets import MARK

FORMATS = ("csv", "parquet")


class TableWriter:
    """One file of returns, written in blocks. Every row gets the mark that says it is made up.

    Cells of CSV are never quoted: ids, codes, days and numbers need none.
    """

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._schema = schema.append(pa.field(MARK[0], pa.string()))
        self._file = path.open("wb")
        self.rows = 0
        if path.suffix == ".parquet":
            self._writer: Any = parquet.ParquetWriter(self._file, self._schema, compression="snappy")
        else:
            self._file.write((",".join(self._schema.names) + "\n").encode())
            options = csv.WriteOptions(include_header=False, quoting_style="none")
            self._writer = csv.CSVWriter(self._file, self._schema, write_options=options)

    def write(self, columns: Mapping[str, Any]) -> None:
        """Append a block: one array a column, by name."""
        n = len(next(iter(columns.values())))
        marked = {**columns, MARK[0]: pa.repeat(MARK[1], n)}
        arrays = [pa.array(marked[field.name], type=field.type) for field in self._schema]
        self._writer.write_table(pa.Table.from_arrays(arrays, schema=self._schema))
        self.rows += n

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        try:
            self._writer.close()
        finally:
            self._file.close()


def nullable(answers: np.ndarray, missing: int) -> pa.Array:
    """Return whole numbers with the missing ones empty."""
    return pa.array(answers, mask=answers == missing)

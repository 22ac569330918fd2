"""A sheet of coded material keeps every millisecond, leaves blank what is missing, and runs nothing."""

import pandas as pd
import pytest

from earlyeval.tidy.coded.sheet_file import write_sheet

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("value", "cell"),
    [(1234.567, "1234.567"), (90.0, "90"), (-5, "-5"), (None, ""), (pd.NA, ""), (float("nan"), ""), ("=1+1", "'=1+1"),
     ("-x", "'-x"), ("plain", "plain")],
)  # fmt: skip
def test_a_cell_is_written_as_it_was_meant(tmp_path, value, cell):
    write_sheet(tmp_path / "sheet.csv", ("first", "second"), [{"first": value, "second": "end"}])
    assert (tmp_path / "sheet.csv").read_text(encoding="utf-8") == f"first,second\n{cell},end\n"

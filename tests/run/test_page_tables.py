"""Tables read back from what notebooks show are the tables that were shown."""

import pytest

from earlyeval.foundations.marks import marked
from earlyeval.present.tables import Table
from earlyeval.report.joining import joined
from earlyeval.run.page_tables import tables_in, tables_of_cells, tables_shown

pytestmark = pytest.mark.unit

SHOWN = Table(
    "attendance-by-session",
    "Attendance <b> & more",
    ("Session", "Came", "Of"),
    (("First & last", "12", "20"), ("=cmd|x", "*", "")),
    ("* hidden, fewer than 8",),
)
TWO_HEADERS = Table("change", "Change", ("Scale", "Who", "Mean"), (("PHQ-9", "All", "−3.2"),), row_headers=2)


@pytest.mark.parametrize("table", [SHOWN, TWO_HEADERS, Table("none", "Nothing", ("A", "B"), ())])
def test_a_table_comes_back_as_it_was(table):
    assert tables_in(table.html()) == [table]


def test_several_tables_keep_their_order_and_their_own_notes():
    assert tables_in(f"<p>words</p>{SHOWN.html()}<ul><li>no note</li></ul>{TWO_HEADERS.html()}") == [SHOWN, TWO_HEADERS]


def test_a_table_without_caption_is_none_of_ours():
    assert tables_in("<table><tr><td>1</td></tr></table>") == []


def test_tables_of_notebooks_come_in_page_order(tmp_path):
    from earlyeval.report.notebooks import notebook_format

    v4, paths = notebook_format().v4, []
    for name, table in (("08-summary", TWO_HEADERS), ("01-participants", SHOWN)):
        data = {"text/html": table.html(), "text/plain": table.plain()}
        shown = v4.new_output("display_data", data, metadata=marked(data, {}, level="release"))
        cell = v4.new_code_cell("show", outputs=[shown])
        paths.append(tmp_path / f"{name}.ipynb")
        paths[-1].write_text(notebook_format().writes(v4.new_notebook(cells=[v4.new_markdown_cell("# A"), cell])))
    assert tables_shown(paths) == [TWO_HEADERS, SHOWN]
    assert tables_of_cells(joined(paths).notebook["cells"]) == [TWO_HEADERS, SHOWN]

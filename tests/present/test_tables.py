from dataclasses import replace

import pytest

from earlyeval.present.tables import Table
from earlyeval.run.page_tables import tables_in

pytestmark = pytest.mark.unit

TABLE = Table("table-x", "People & places", ("What", "n", "Note"), (("a < b", "1,240", "x"), ("c", "*", "")), ("Why.",))


def test_html_has_caption_scopes_and_escaped_text():
    html = TABLE.html()
    assert "<caption>People &amp; places</caption>" in html
    assert '<th scope="col">What</th><th scope="col" class="number">n</th>' in html
    assert '<th scope="row">a &lt; b</th><td class="number">1,240</td><td>x</td>' in html
    assert html.endswith('<ul class="notes"><li>Why.</li></ul>')


def test_plain_text_stands_in_columns():
    assert TABLE.plain().splitlines() == [
        "Table: People & places",
        "What       n  Note",
        "-----  -----  ----",
        "a < b  1,240  x",
        "c          *",
        "Note: Why.",
    ]


def test_numbers_are_written_with_a_true_minus():
    assert ">−2.5</td>" in Table("t", "c", ("a", "b"), (("x", -2.5),)).html()


def test_a_row_that_does_not_fit_is_refused():
    with pytest.raises(ValueError, match="does not fit"):
        Table("t", "c", ("a", "b"), (("x",),))


def test_a_folded_table_is_whole_behind_its_words_and_reads_back():
    folded = replace(TABLE, folded="Item by item: a & b")
    assert folded.html() == f"<details>\n<summary>Item by item: a &amp; b</summary>\n{TABLE.html()}\n</details>"
    assert folded.plain() == TABLE.plain()
    assert tables_in(folded.html()) == [TABLE]

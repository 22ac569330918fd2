import pytest

from earlyeval.foundations.results import results_frame
from earlyeval.present import under
from earlyeval.present.display import Sentences
from earlyeval.present.workbook_tables import every_row

pytestmark = pytest.mark.unit

COMMENTS = [
    {"estimand": "comment", "label": "What helped?", "note": "The <b>songs</b>", "sensitivity": "text"},
    {"estimand": "comment", "label": "What was hard?", "note": "12 of 40 steps", "sensitivity": "text"},
]


def restricted_show(show):
    return under(show.setting.profile.model_copy(update={"restricted_only": True}), level="restricted", data="real")


def test_comments_stay_in_the_restricted_view(show):
    (part,) = show.comments(results_frame(COMMENTS)).parts
    assert isinstance(part, Sentences)
    assert part.plain() == "The words themselves stay in the restricted view."
    assert 'class="reason"' in part.bundle()[0]["text/html"]


def test_comments_are_a_table_in_the_restricted_view(show):
    table = restricted_show(show).comments(results_frame(COMMENTS)).parts[0]
    assert table.columns == ("Question", "Comment")
    assert table.rows == (("What helped?", "The <b>songs</b>"), ("What was hard?", "12 of 40 steps"))
    assert "<b>" not in table.html()


def test_no_comments_are_said(show):
    assert "has nothing to show on comments" in show.comments(results_frame([])).plain()
    assert "nothing to show on comments" in restricted_show(show).comments(results_frame([])).plain()


def test_the_workbook_does_not_tell_how_many_comments_there_were(show):
    count = {"estimand": "count", "n": 40, "estimate": 40, "label": "Forms"}
    assert len(every_row(show.released(results_frame([*COMMENTS, count]))).rows) == 1
    assert len(every_row(restricted_show(show).released(results_frame([*COMMENTS, count]))).rows) == 3

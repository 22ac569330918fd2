"""The one form of a coded project: every frame is there, typed, whatever its reader found."""

import pytest

from earlyeval.tidy.coded.project import FRAMES, Loss, frame_of, project_of

pytestmark = pytest.mark.unit


def test_every_frame_is_there_with_its_columns_even_without_rows():
    project = project_of("contract", "", {}, ())
    assert {name: list(frame.columns) for name, frame in project.frames.items()} == {
        name: list(columns) for name, columns in FRAMES.items()
    }


def test_what_a_row_does_not_say_is_missing_and_ids_stay_text():
    codings = frame_of("codings", [{"coding_id": "007", "start": 0, "end": 5}, {"coding_id": "1e5"}])
    assert codings["coding_id"].tolist() == ["007", "1e5"]
    assert codings["start"].isna().tolist() == [False, True]
    assert codings["start"].dtype == "Int64"
    assert codings["coder"].isna().all()


def test_a_column_that_nobody_knows_is_a_mistake_of_the_reader():
    with pytest.raises(KeyError, match="codes has no column name"):
        frame_of("codes", [{"name": "x"}])


def test_what_was_lost_is_what_was_held_and_not_taken():
    assert Loss("link", held=7, taken=2, why="links are not read").lost == 5

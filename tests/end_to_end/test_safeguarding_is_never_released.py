"""Nothing that is released depends on who reached a safeguarding item, and the list is in no output."""

import dataclasses
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from earlyeval.analyse.everything import all_results
from earlyeval.foundations.paths import StudyPaths
from earlyeval.score.safeguarding import to_be_seen
from earlyeval.score.scales import score_people
from earlyeval.study import Study, load_study

pytestmark = pytest.mark.end_to_end

ITEM = "self-harm"
GIVE_WAY = "sleep"  # another item of the same questionnaire, from which or to which points are moved


@pytest.fixture(scope="module")
def shipped(study_folder: Path) -> Study:
    return load_study("wandsworth", "think-baby", study=study_folder)


def moved(study: Study) -> Study:
    """Return the study with the points of two items exchanged on every form: each total stays, the list does not."""
    responses = study.table("responses").copy()
    asked = responses["instrument"] == "phq-9"
    renamed = responses["item"].replace({ITEM: GIVE_WAY, GIVE_WAY: ITEM})
    tables = {name: study.table(name) for name in study.tables}
    tables["responses"] = responses.assign(item=responses["item"].where(~asked, renamed))
    return dataclasses.replace(study, tables=tables, scores=score_people(study.registry, tables), stored=None)


def test_the_result_rows_are_the_same_for_another_list(shipped: Study) -> None:
    one = dataclasses.replace(shipped, stored=None)
    other = moved(shipped)
    lists = [to_be_seen(study.registry, study.tables) for study in (one, other)]
    assert len(lists[0]) != len(lists[1])
    rows = [all_results(study) for study in (one, other)]
    # Not one estimate, count, share or word differs. (Alpha knows no item from another, so it is the same too.)
    pd.testing.assert_frame_equal(rows[0], rows[1], check_exact=False, rtol=1e-9)


def test_the_list_is_in_no_output_of_a_report(built: tuple[object, Path], study_folder: Path, command) -> None:
    screen, _ = built
    before = contents_of(study_folder / "reports")
    assert command("safeguarding", "wandsworth", "--study", str(study_folder)).returncode == 0
    written = sorted((study_folder / "restricted" / "safeguarding").rglob("*.csv"))
    assert [path.name for path in written] == ["think-baby.csv"]
    rows = pd.read_csv(written[0])
    assert len(rows)
    assert contents_of(study_folder / "reports") == before
    again = command("report", "wandsworth", "--study", str(study_folder))
    assert again.returncode == 0
    assert contents_of(study_folder / "reports") == before  # the list is nothing that a report depends on
    texts = [screen.stdout + screen.stderr + again.stdout + again.stderr, *map(str, before), *before.values()]
    logs = [path.read_text(encoding="utf-8", errors="replace") for path in logs_of(study_folder)]
    for text in (*texts, *logs):
        assert ITEM not in text
        assert "safeguarding/" not in text
        assert "to_be_seen" not in text


def logs_of(study_folder: Path) -> list[Path]:
    return [path for path in StudyPaths(study_folder, study_folder).restricted.glob("logs/**/*") if path.is_file()]


def contents_of(folder: Path) -> dict[Path, str]:
    """Every file below a folder as text, what is zipped taken out of its zip."""
    found = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                for name in packed.namelist():
                    found[path / name] = packed.read(name).decode("utf-8", errors="replace")
        else:
            found[path] = path.read_bytes().decode("utf-8", errors="replace")
    return found

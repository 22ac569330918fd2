"""One notebook of one report: when it is taken as it is, and when it is executed again."""

import dataclasses
import json
from types import SimpleNamespace

import pytest

from earlyeval.foundations.paths import StudyPaths
from earlyeval.run.cells import cells_of, empty_folder, gather, kept, note_finished, waiting_folder
from earlyeval.run.manifest import read_manifest, write_manifest
from earlyeval.run.surroundings import Surroundings

pytestmark = pytest.mark.unit

HERE = Surroundings(code={"src/earlyeval/analyse/change.py": "1"}, lock="2", packages={}, python="3.11.9")


class Report(SimpleNamespace):
    """As much of a job as the cells need."""

    @property
    def made(self):
        return read_manifest(self.target)


@pytest.fixture
def job(tmp_path):
    paths = StudyPaths(root=tmp_path, data=tmp_path)
    return Report(
        paths=paths, site="here", programme="group", level="release", parameters={"SITE": "here"}, surroundings=HERE,
        target=paths.reports / "here" / "group",
    )  # fmt: skip


@pytest.fixture
def sources(tmp_path):
    folder = tmp_path / "notebooks"
    folder.mkdir()
    for name in ("05-family-outcomes.ipynb", "08-summary.ipynb"):
        (folder / name).write_text(f'"{name}"')
    return sorted(folder.iterdir())


def cells(job, sources, *, study_key="returns", protection="slice"):
    return cells_of(job, sources, study_key=study_key, protection=protection)


def leave_waiting(job, cell, text="executed"):
    folder = waiting_folder(job)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / cell.name).write_text(text)
    note_finished(cell, folder / cell.name)


def test_a_change_of_one_notebook_changes_its_own_key_alone(job, sources):
    before = cells(job, sources)
    sources[0].write_text("edited")
    after = cells(job, sources)
    assert before[0].key != after[0].key
    assert before[1].key == after[1].key


@pytest.mark.parametrize(
    "change",
    [
        lambda job: {"study_key": "other returns"},
        lambda job: {"protection": "other slice"},
        lambda job: job.parameters.update(LEVEL="restricted"),
        lambda job: setattr(job, "surroundings", dataclasses.replace(HERE, packages={"pandas": "9"})),
    ],
)
def test_what_every_notebook_depends_on_changes_every_key(job, sources, change):
    before = {cell.key for cell in cells(job, sources)}
    options = change(job)
    after = {cell.key for cell in cells(job, sources, **(options or {}))}
    assert len(before) == len(after) == 2
    assert not before & after


def test_what_a_killed_run_left_is_taken_up(job, sources):
    first, second = cells(job, sources)
    leave_waiting(job, first)
    assert kept(job, [first, second]) == {first.name: waiting_folder(job) / first.name}


@pytest.mark.parametrize("damage", ["edited", "torn record", "no record", "another key"])
def test_what_is_not_whole_is_not_believed(job, sources, damage):
    first = cells(job, sources)[0]
    leave_waiting(job, first)
    left = waiting_folder(job) / first.name
    if damage == "edited":
        left.write_text("half")
    elif damage == "torn record":
        left.with_suffix(".json").write_text('{"key"')
    elif damage == "no record":
        left.with_suffix(".json").unlink()
    else:
        left.with_suffix(".json").write_text(json.dumps({"key": "other", "sha256": ""}))
    assert kept(job, [first]) == {}


def test_a_published_notebook_is_taken_unless_somebody_edited_it(job, sources):
    first = cells(job, sources)[0]
    notebook = job.target / "notebooks" / first.name
    notebook.parent.mkdir(parents=True)
    notebook.write_text("executed")
    write_manifest(job.target, {}, facts={}, cells={first.name: first.key})
    assert kept(job, [first]) == {first.name: notebook}
    notebook.write_text("edited")
    assert kept(job, [first]) == {}


def test_they_are_gathered_in_order(job, sources, tmp_path):
    first, second = cells(job, sources)
    leave_waiting(job, first, "one")
    leave_waiting(job, second, "two")
    made = gather([second, first], kept(job, [first, second]), folder=tmp_path / "stage")
    assert [path.read_text() for path in made] == ["two", "one"]


def test_a_notebook_works_in_an_empty_folder(job, sources):
    first = cells(job, sources)[0]
    folder = empty_folder(waiting_folder(job), first)
    (folder / "left.csv").write_text("")
    assert list(empty_folder(waiting_folder(job), first).iterdir()) == []

"""The manifest: what it notices, and that it is the same bytes for the same input."""

import dataclasses
import json
import os

import pytest

from earlyeval.foundations.paths import study_paths
from earlyeval.run.manifest import _returns, inputs_of, is_current, read_manifest, write_manifest
from earlyeval.run.surroundings import Surroundings

pytestmark = pytest.mark.unit
HERE = Surroundings(code={"src/a.py": "1"}, lock="2", packages={"pandas": "3"}, python="3.11.9")


@pytest.fixture
def study(tmp_path):
    raw = tmp_path / "raw" / "here"
    raw.mkdir(parents=True)
    (raw / "people.csv").write_text("person_id\n1\n")
    (tmp_path / "registry").mkdir()
    (tmp_path / "registry" / "study.yaml").write_text("id: x\n")
    return tmp_path


@pytest.fixture
def report(tmp_path):
    folder = tmp_path / "reports" / "here"
    (folder / "notebooks").mkdir(parents=True)
    (folder / "index.html").write_text("page")
    (folder / "notebooks" / "08.ipynb").write_text("{}")
    return folder


def inputs(study, *, surroundings=HERE, **parameters):
    return inputs_of(
        study_paths(study),
        returns={study / "raw" / "here" / "people.csv": "table people"},
        registry=[study / "registry" / "study.yaml"],
        raw=study / "raw",
        parameters={"SITE": "here", **parameters},
        surroundings=surroundings,
    )


def test_nothing_changed(study, report):
    write_manifest(report, inputs(study), facts={"seed": 1})
    assert is_current(report, inputs(study))


def test_the_same_input_gives_the_same_bytes_and_no_path_of_this_machine(study, report):
    write_manifest(report, inputs(study), facts={"seed": 1})
    first = (report / "manifest.json").read_bytes()
    write_manifest(report, inputs(study), facts={"seed": 1})
    assert (report / "manifest.json").read_bytes() == first
    assert str(study).encode() not in first
    assert list(json.loads(first)["inputs"]["returns"]) == ["return-01.csv"]


@pytest.mark.parametrize(
    "change",
    [
        lambda study, report: (study / "raw/here/people.csv").write_text("person_id\n2\n"),
        lambda study, report: (study / "registry/study.yaml").write_text("id: y\n"),
        lambda study, report: (report / "index.html").write_text("edited by hand"),
        lambda study, report: (report / "notebooks/08.ipynb").unlink(),
        lambda study, report: (report / "more.html").write_text(""),
        lambda study, report: (report / "manifest.json").write_text("{"),
        lambda study, report: (report / "manifest.json").unlink(),
    ],
)
def test_any_change_is_noticed(study, report, change):
    write_manifest(report, inputs(study), facts={})
    change(study, report)
    assert not is_current(report, inputs(study))


def test_parameters_and_surroundings_count(study, report):
    write_manifest(report, inputs(study), facts={})
    assert not is_current(report, inputs(study, LEVEL="restricted"))
    for part, changed in (
        ("code", {"src/a.py": "9"}),
        ("lock", "9"),
        ("packages", {"pandas": "9"}),
        ("python", "3.12.0"),
    ):
        other = dataclasses.replace(HERE, **{part: changed})
        assert not is_current(report, inputs(study, surroundings=other))


def test_a_slice_of_another_plan_counts_and_no_plan_says_nothing(study, report):
    write_manifest(report, inputs(study), facts={}, protection="slice one")
    assert is_current(report, inputs(study), protection="slice one")
    assert is_current(report, inputs(study), protection="")
    assert not is_current(report, inputs(study), protection="slice two")


def test_no_manifest_is_an_empty_one(tmp_path):
    assert read_manifest(tmp_path) == {}


def test_no_name_of_a_return_is_published_and_a_change_of_what_it_is_counts(study, report):
    raw = study / "raw" / "here"
    (raw / "Mary Smith.XLSX").write_text("x")
    (raw / "mood.mary").write_text("y")
    files = {raw / "people.csv": "table people", raw / "Mary Smith.XLSX": "unread", raw / "mood.mary": "unread"}

    def made(files):
        return inputs_of(
            study_paths(study), returns=files, registry=[], raw=study / "raw", parameters={}, surroundings=HERE
        )

    write_manifest(report, made(files), facts={})
    text = (report / "manifest.json").read_text()
    assert "mary" not in text.lower()
    assert list(json.loads(text)["inputs"]["returns"]) == ["return-01.xlsx", "return-02.file", "return-03.csv"]
    assert is_current(report, made(dict(reversed(files.items()))))
    assert not is_current(report, made({**files, raw / "mood.mary": "instrument mood"}))


def test_what_is_no_file_counts_by_being_there(study, report):
    os.mkfifo(study / "raw" / "pipe")
    (study / "raw" / "folder.csv").mkdir()
    (study / "raw" / "link").symlink_to(study / "gone")
    files = {study / "raw" / name: "unread" for name in ("pipe", "folder.csv", "link")}
    made = inputs_of(
        study_paths(study), returns=files, registry=[], raw=study / "raw", parameters={}, surroundings=HERE
    )
    assert len(made["returns"]) == 3


def test_a_single_real_return_has_no_hash_of_its_own(tmp_path):
    """Else somebody who knows all of a small file but one answer could try the answers out."""
    numbered = {"return-01.csv": {"read_as": "table people", "sha256": "a" * 64}}
    told = _returns(numbered, is_real=True)
    assert told["returns"] == {"return-01.csv": {"read_as": "table people"}}
    other = _returns({"return-01.csv": {"read_as": "table people", "sha256": "b" * 64}}, is_real=True)
    assert told["returns_sha256"] != other["returns_sha256"]
    assert _returns(numbered, is_real=False)["returns"] == numbered

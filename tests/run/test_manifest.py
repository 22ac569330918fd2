"""The manifest: what it notices, and that it is the same bytes for the same input."""

import json
import os

import pytest

from earlyeval.foundations.paths import study_paths
from earlyeval.run import manifest
from earlyeval.run.manifest import _returns, inputs_of, is_current, package_versions, read_manifest, write_manifest

pytestmark = pytest.mark.unit


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


def inputs(study, **parameters):
    return inputs_of(
        study_paths(study),
        returns={study / "raw" / "here" / "people.csv": "table people"},
        registry=[study / "registry" / "study.yaml"],
        raw=study / "raw",
        parameters={"SITE": "here", **parameters},
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


def test_parameters_code_lock_and_packages_count(study, report, monkeypatch):
    write_manifest(report, inputs(study), facts={})
    assert not is_current(report, inputs(study, LEVEL="restricted"))
    for name, changed in (("code_version", lambda: "other"), ("package_versions", lambda: {"pandas": "9"})):
        with monkeypatch.context() as patch:
            patch.setattr(manifest, name, changed)
            assert not is_current(report, inputs(study))
    monkeypatch.setattr(manifest, "LOCK", study / "registry" / "study.yaml")
    assert not is_current(report, inputs(study))


def test_code_version_covers_source_notebooks_and_registry(tmp_path, monkeypatch):
    for name, folder in (("_SOURCE", "src"), ("NOTEBOOKS", "notebooks"), ("SHIPPED_REGISTRY", "registry")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "one").write_text("1")
        monkeypatch.setattr(manifest, name, tmp_path / folder)
    monkeypatch.setattr(manifest, "CLONE", tmp_path)
    seen = {manifest.code_version()}
    for folder in ("src", "notebooks", "registry"):
        (tmp_path / folder / "one").write_text("2")
        seen.add(manifest.code_version())
    assert len(seen) == 4
    (tmp_path / "src" / "__pycache__").mkdir()
    (tmp_path / "src" / "__pycache__" / "one.pyc").write_text("x")
    assert manifest.code_version() in seen


def test_versions_are_those_that_are_installed():
    from importlib.metadata import version

    found = package_versions()
    assert found["pandas"] == version("pandas")
    assert found["jupyter-client"] == version("jupyter_client")


def test_no_manifest_is_an_empty_one(tmp_path):
    assert read_manifest(tmp_path) == {}


def test_no_name_of_a_return_is_published_and_a_change_of_what_it_is_counts(study, report):
    raw = study / "raw" / "here"
    (raw / "Mary Smith.XLSX").write_text("x")
    (raw / "mood.mary").write_text("y")
    files = {raw / "people.csv": "table people", raw / "Mary Smith.XLSX": "unread", raw / "mood.mary": "unread"}

    def made(files):
        return inputs_of(study_paths(study), returns=files, registry=[], raw=study / "raw", parameters={})

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
    made = inputs_of(study_paths(study), returns=files, registry=[], raw=study / "raw", parameters={})
    assert len(made["returns"]) == 3


def test_a_single_real_return_has_no_hash_of_its_own(tmp_path):
    """Else somebody who knows all of a small file but one answer could try the answers out."""
    numbered = {"return-01.csv": {"read_as": "table people", "sha256": "a" * 64}}
    told = _returns(numbered, is_real=True)
    assert told["returns"] == {"return-01.csv": {"read_as": "table people"}}
    other = _returns({"return-01.csv": {"read_as": "table people", "sha256": "b" * 64}}, is_real=True)
    assert told["returns_sha256"] != other["returns_sha256"]
    assert _returns(numbered, is_real=False)["returns"] == numbered

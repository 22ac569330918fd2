"""What a report depends on beside its study: what counts, and for which part."""

import dataclasses
from importlib.metadata import version

import pytest

from earlyeval.run import surroundings
from earlyeval.run.surroundings import Surroundings, code_files, package_versions

pytestmark = pytest.mark.unit

HERE = Surroundings(
    code={
        "notebooks/05-family-outcomes.ipynb": "0",
        "src/earlyeval/analyse/change.py": "1",
        "src/earlyeval/report/page.py": "2",
        "src/earlyeval/report/notebooks.py": "3",
        "src/earlyeval/run/doctor.py": "4",
    },
    lock="5",
    packages={"pandas": "3.1.0"},
    python="3.11.9",
)


def changed(place):
    return dataclasses.replace(HERE, code={**HERE.code, place: "changed"})


@pytest.mark.parametrize("place", HERE.code)
def test_any_file_changes_the_version(place):
    assert changed(place).version != HERE.version


@pytest.mark.parametrize(
    ("place", "counts"),
    [
        ("src/earlyeval/analyse/change.py", True),
        ("src/earlyeval/report/notebooks.py", True),
        ("src/earlyeval/report/page.py", False),
        ("src/earlyeval/run/doctor.py", False),
        ("notebooks/05-family-outcomes.ipynb", False),  # each counts for its own cell alone
    ],
)
def test_only_what_decides_its_outputs_counts_for_an_executed_notebook(place, counts):
    assert (changed(place).of_notebooks != HERE.of_notebooks) is counts


@pytest.mark.parametrize("part", [{"lock": "9"}, {"packages": {"pandas": "3.1.1"}}, {"python": "3.12.0"}])
def test_packages_lock_and_python_count_for_notebooks(part):
    assert dataclasses.replace(HERE, **part).of_notebooks != HERE.of_notebooks


def test_differences_are_told_in_words():
    assert HERE.differs_from(HERE) == ""
    assert "another version" in changed("src/earlyeval/run/doctor.py").differs_from(HERE)
    assert "pandas" in dataclasses.replace(HERE, packages={"pandas": "9"}).differs_from(HERE)
    assert "requirements.lock" in dataclasses.replace(HERE, lock="9").differs_from(HERE)
    assert "3.12.0" in dataclasses.replace(HERE, python="3.12.0").differs_from(HERE)


def test_code_is_source_and_notebooks_without_what_python_compiles(tmp_path, monkeypatch):
    for name, folder in (("_SOURCE", "src"), ("NOTEBOOKS", "notebooks")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "one").write_text("1")
        monkeypatch.setattr(surroundings, name, tmp_path / folder)
    monkeypatch.setattr(surroundings, "CLONE", tmp_path)
    first = code_files()
    assert list(first) == ["src/one", "notebooks/one"]
    (tmp_path / "src" / "__pycache__").mkdir()
    (tmp_path / "src" / "__pycache__" / "one.pyc").write_text("x")
    assert code_files() == first
    (tmp_path / "notebooks" / "one").write_text("2")
    assert code_files() != first


def test_versions_are_those_that_are_installed():
    found = package_versions()
    assert found["pandas"] == version("pandas")
    assert found["jupyter-client"] == version("jupyter_client")

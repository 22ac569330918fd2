"""A project made by the real Taguette, through its own models, extraction and exports, read here."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from earlyeval.tidy.coded.anchor import anchored
from earlyeval.tidy.coded.any_tool import read_coded

pytestmark = pytest.mark.reference

DRIVER = Path(__file__).with_name("real_taguette.py")


@pytest.fixture(scope="module")
def taguettes_python(tmp_path_factory):
    """Return a Python in which the real Taguette is installed: the one that a setting names, else a fresh one."""
    if python := os.environ.get("EARLYEVAL_TAGUETTE_PYTHON"):
        return python
    if not os.environ.get("EARLYEVAL_FULL"):
        pytest.skip("the real Taguette is tried by make test-full")
    folder = tmp_path_factory.mktemp("venv")
    subprocess.run([shutil.which("python3"), "-m", "venv", folder], check=True)
    wanted = [folder / "bin/pip", "install", "-q", "taguette==1.5.2"]
    if subprocess.run(wanted, capture_output=True, check=False).returncode:
        pytest.skip("Taguette cannot be installed here: no package index is within reach")
    return folder / "bin/python"


@pytest.fixture(scope="module")
def made(taguettes_python, tmp_path_factory):
    """Return the folder of a project that Taguette made, and what it says of it."""
    folder = tmp_path_factory.mktemp("taguette")
    subprocess.run([taguettes_python, str(DRIVER), str(folder)], check=True, capture_output=True, timeout=300)
    return folder, json.loads((folder / "told.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["working.sqlite3", "exported.sqlite3"])
def test_texts_and_places_are_taguettes_own(made, name):
    folder, told = made
    project = read_coded(folder / name)
    documents = project.frame("documents")
    assert dict(zip(documents["name"], documents["text"], strict=True)) == told["texts"]
    codings = project.frame("codings").merge(documents[["doc_id", "name"]], on="doc_id")
    spans = codings.drop_duplicates("segment_id")[["name", "start", "end"]].to_numpy().tolist()
    assert sorted(spans) == sorted(quote[:3] for quote in told["quotes"])
    assert codings["code_id"].notna().sum() == told["pairs"]
    found = anchored(project)
    assert found.n_verified == found.n_checked
    assert found.counts["same"] + found.counts["unkept"] == len(told["quotes"])


@pytest.mark.parametrize("name", ["working.sqlite3", "exported.sqlite3"])
def test_a_merge_leads_to_the_tag_that_it_went_to(made, name):
    folder, _ = made
    project = read_coded(folder / name)
    merges = project.frame("code_changes").query("change == 'merge'")
    names = project.frame("codes").set_index("code_id")["code"]
    assert [(row.code, names[row.merged_into]) for row in merges.itertuples()] == [("t1.b", "t1.a")]


@pytest.mark.parametrize("name", ["highlights.csv", "highlights.xlsx"])
def test_its_exports_hold_the_same_codings(made, name):
    folder, told = made
    project = read_coded(folder / name)
    assert sum(loss.held for loss in project.losses if loss.element == "rows of the sheet") == told["pairs"]
    assert set(project.frame("codes")["code"]) == set(read_coded(folder / "working.sqlite3").frame("codes")["code"])


@pytest.mark.parametrize("name", ["codebook.csv", "codebook.xlsx", "codebook.qdc"])
def test_its_codebooks_hold_the_same_codes(made, name):
    folder, _ = made
    codes = read_coded(folder / "working.sqlite3").frame("codes")["code"]
    assert sorted(read_coded(folder / name).frame("codes")["code"]) == sorted(codes)

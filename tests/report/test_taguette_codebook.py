"""Our codebook as the sheet that the real Taguette imports, and what Taguette writes as we read it."""

import csv
import json
import os
import shutil
import subprocess

import pytest

from earlyeval.report.refi_qda_codebook import write_qdc
from earlyeval.report.taguette_codebook import write_taguette_codebook
from earlyeval.tidy.coded.project import project_of
from earlyeval.tidy.coded.refi_qda import read_qdc

pytestmark = pytest.mark.spec

GLASS = "\N{WINE GLASS}"
# Taguette's own import code on our files, then its own export of what it imported.
IN_TAGUETTE = """
import json, sys
from taguette import export, import_codebook, validate

with open("codebook.csv", "rb") as file:
    tags = import_codebook.list_tags(file)
for tag in tags:
    validate.tag_path(tag["path"])
    validate.description(tag["description"])
try:
    with open("codebook.qdc", "rb") as file:
        import_codebook.list_tags(file)
    reads_qdc = True
except import_codebook.InvalidCodebook:
    reads_qdc = False


class Tag:
    def __init__(self, path):
        self.path = path


with open("taguette.qdc", "wb") as file:
    export.codebook_xml([Tag(tag["path"]) for tag in tags], file)
print(json.dumps({"tags": tags, "reads_qdc": reads_qdc}))
"""


def codebook(*codes):
    rows = [dict(zip(("code_id", "code", "parent_id", "definition"), code, strict=False)) for code in codes]
    return project_of("contract", "", {"codes": rows}, ())


OURS = codebook(
    ("1", "Time"), ("2", "Too little, too late", "1", 'what "late" means,\nand why'), ("3", f"caf\u00e9 {GLASS}", "2"),
    ("4", "Alone"),
)  # fmt: skip


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_each_tag_stands_under_the_names_of_its_headings(tmp_path):
    losses = write_taguette_codebook(OURS, tmp_path / "codebook.csv")
    assert rows_of(tmp_path / "codebook.csv") == [
        ["tag", "description"],
        ["Time", ""],
        ["Time/Too little, too late", 'what "late" means,\nand why'],
        [f"Time/Too little, too late/caf\u00e9 {GLASS}", ""],
        ["Alone", ""],
    ]
    assert not any(loss.lost for loss in losses)


def test_tags_that_hold_their_headings_stay_and_those_taguette_cannot_hold_are_counted(tmp_path):
    project = codebook(("1", "A"), ("2", "A.B", "1"), ("3", "x" * 201), ("4", "A"), ("5", "=1+1"), ("6", "c", "7"),
                       ("7", "d", "6"))  # fmt: skip
    (loss,) = write_taguette_codebook(project, tmp_path / "codebook.csv")
    tags = [row[0] for row in rows_of(tmp_path / "codebook.csv")[1:]]
    assert tags[:3] == ["A", "A.B", "'=1+1"]
    assert len(tags) == 5
    assert (loss.held, loss.lost) == (7, 2)


@pytest.mark.skipif(not os.environ.get("EARLYEVAL_FULL"), reason="the real Taguette is tried by make test-full")
def test_the_real_taguette_imports_our_codebook_and_we_read_its_own(tmp_path):
    python = shutil.which("python3.11") or shutil.which("python3")
    subprocess.run([python, "-m", "venv", tmp_path / "venv"], check=True)
    installed = subprocess.run(
        [tmp_path / "venv/bin/pip", "install", "-q", "taguette"], capture_output=True, text=True, check=False
    )
    if installed.returncode:
        pytest.skip("Taguette cannot be installed here: no package index is within reach")
    write_taguette_codebook(OURS, tmp_path / "codebook.csv")
    write_qdc(OURS, tmp_path / "codebook.qdc")
    done = subprocess.run(
        [tmp_path / "venv/bin/python", "-c", IN_TAGUETTE], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    expected = [{"path": tag, "description": meaning} for tag, meaning in rows_of(tmp_path / "codebook.csv")[1:]]
    assert said["tags"] == expected
    # Taguette 1.5.2 writes .qdc and imports CSV alone. When this fails, docs and the sheet above can be simplified.
    assert not said["reads_qdc"]
    read = read_qdc(tmp_path / "taguette.qdc")
    assert read.frame("codes")["code"].tolist() == [row["path"] for row in expected]
    assert read.made_by.startswith("Taguette")

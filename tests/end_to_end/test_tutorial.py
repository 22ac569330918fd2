"""The tutorial as a reader plays it: every block of the page, in order, in an empty folder."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from earlyeval.analyse.associations import associations
from earlyeval.analyse.convergence_matrix import convergence_matrix
from earlyeval.analyse.quotations import quotations
from earlyeval.foundations.paths import CLONE
from earlyeval.study import load_study

pytestmark = pytest.mark.end_to_end

PAGE = CLONE / "docs" / "tutorial-mixed-methods.md"
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """Return the folder in which every block was played, and what each command said."""
    folder, said = tmp_path_factory.mktemp("tutorial"), []
    (folder / "tools").symlink_to(CLONE / "tools")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    surroundings = {name: text for name, text in os.environ.items() if not name.startswith("EARLYEVAL_")}
    for kind, file, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if kind == "sh":
            run = subprocess.run(
                ["bash", "-euo", "pipefail", "-c", text], cwd=folder, env=surroundings | {"PATH": path},
                capture_output=True, text=True, check=False, timeout=600,
            )  # fmt: skip
            assert run.returncode == 0, f"{text}\n{run.stdout}\n{run.stderr}"
            said.append(run.stdout + run.stderr)
        else:
            target = folder / file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
    return folder, said


@pytest.fixture(scope="module")
def study(played):
    return load_study("riverside", "parent-group", study=played[0] / "my-study", data="real")


def test_the_page_is_made_of_blocks_that_are_played():
    kinds = [kind for kind, _, _ in BLOCK.findall(PAGE.read_text(encoding="utf-8"))]
    assert kinds.count("sh") == 7
    assert kinds.count("csv") == 4
    assert kinds.count("yaml") == 1


def test_every_quotation_of_the_project_is_true(played):
    told = "\n".join(played[1])
    assert "103 of 103 quotations hold the words that stand at their place in the transcript" in told
    assert "103 of 103 quotations hold" in PAGE.read_text(encoding="utf-8")


def test_the_planted_associations_come_back_as_convergent(study):
    rows = associations(study)
    found = rows[rows["estimand"] == "spearman"].set_index("subgroup")
    assert found.loc["Hard to come", "conf_low"] > 0
    assert found.loc["Less alone", "conf_high"] < 0
    assert rows[rows["estimand"] == "convergence"]["direction"].tolist() == ["agreement", "agreement"]


def test_two_quotations_are_printed_and_the_unchecked_one_is_not(study):
    rows = quotations(study).query("estimand == 'quotation'")
    assert rows["estimable"].sum() == 2
    assert rows[~rows["estimable"]]["reason"].tolist() == ["Set aside: it was not checked by a second person."]


def test_three_of_four_readings_are_the_same(study):
    rows = convergence_matrix(study)
    assert rows[rows["estimand"] == "percent_agreement"]["estimate"].tolist() == [0.75]


def test_the_report_holds_what_the_page_promises(played):
    page = next((played[0] / "my-study" / "reports").rglob("parent-group/index.html")).read_text(encoding="utf-8")
    for words in ("Convergent", "Cohen&#x27;s kappa", "It was the only morning", "One of the two is silent"):
        assert words in page or words.replace("&#x27;", "'") in page
    for private in ("I stopped feeling that everybody", ">q-1<", ">q-2<", "coding 1-1", "doc-1;"):
        assert private not in page

"""At the door: the roster and the transcripts decide what of a quotation is shown, and come no further in."""

import csv
import shutil

import pytest

from earlyeval.analyse.quotations import quotations
from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.foundations.paths import CLONE, study_paths
from earlyeval.study import load_study
from earlyeval.study.scanned import ADDED
from earlyeval.tidy.scan.roster import ROSTER

pytestmark = pytest.mark.end_to_end

SHIPPED = CLONE / "data" / "synthetic" / "wandsworth" / "think-baby"


@pytest.fixture
def study_folder(tmp_path):
    """Return a study folder of its own with the synthetic returns of Think Baby as what was sent."""
    shutil.copytree(CLONE / "data" / "registry", tmp_path / "registry")
    for kind in ("instruments", "profiles", "checklists"):
        shutil.rmtree(tmp_path / "registry" / kind)
    for name in ("glossary.yaml", "references.yaml"):
        (tmp_path / "registry" / name).unlink()
    facts = tmp_path / "registry" / "study.yaml"
    facts.write_text(facts.read_text(encoding="utf-8") + "\nsynthetic: true\n", encoding="utf-8")
    shutil.copytree(SHIPPED, tmp_path / "raw" / "wandsworth" / "think-baby")
    return tmp_path


@pytest.fixture
def loaded(study_folder):
    return lambda: load_study("wandsworth", "think-baby", study=study_folder, data="real")


def first_quotation(folder):
    with (folder / "raw/wandsworth/think-baby/qual/quotations.csv").open(newline="", encoding="utf-8") as file:
        return next(csv.DictReader(file))


def printed(study):
    rows = quotations(study)
    return set(rows[rows["estimable"] & (rows["estimand"] == "quotation")]["note"])


def test_a_name_of_the_roster_holds_a_quotation_back_and_stays_in_its_file(
    study_folder, loaded, tmp_path_factory, monkeypatch
):
    before = loaded()
    words = first_quotation(study_folder)["printed_text"]
    assert words in printed(before)
    roster = tmp_path_factory.mktemp("private") / "roster.csv"
    roster.write_text(f"name,variants,kind\n{' '.join(words.strip('.').split()[-3:])},,child\n", encoding="utf-8")
    monkeypatch.setenv(ROSTER, str(roster))
    after = loaded()
    assert words not in printed(after)
    register = after.table("quotations")
    assert (register["searched_by_roster"] == "yes").all()
    assert set(" ".join(register["flags"]).split()) == {"name-of-roster"}
    # Rows that were made without the roster are never taken for rows made with it.
    assert after.key != before.key
    roster.write_text("name,variants,kind\nZaynab,,child\n", encoding="utf-8")
    again = loaded()
    assert again.key not in (before.key, after.key)
    assert words in printed(again)


def test_a_roster_that_is_not_there_refuses_the_returns(loaded, monkeypatch, tmp_path):
    monkeypatch.setenv(ROSTER, str(tmp_path / "nowhere.csv"))
    with pytest.raises((ReturnsRefusedError, OSError)) as refusal:
        loaded()
    assert isinstance(refusal.value, ReturnsRefusedError)
    assert str(tmp_path) not in str(refusal.value)


def test_a_transcript_that_was_changed_holds_its_quotations_back(study_folder, loaded):
    before, words = loaded(), first_quotation(study_folder)["printed_text"]
    register = before.table("quotations").set_index("printed_text")
    assert register.loc[words, "stands_in_transcript"] == "yes"
    transcript = study_folder / "raw/wandsworth/think-baby/qual/transcripts/INT-01.txt"
    transcript.write_text("A new first line.\n" + transcript.read_text(encoding="utf-8"), encoding="utf-8")
    after = loaded()
    assert after.key != before.key
    assert words not in printed(after)
    assert printed(after) < printed(before)


def test_a_path_out_of_the_folder_is_refused(study_folder, loaded):
    documents = study_folder / "raw/wandsworth/think-baby/qual/documents.csv"
    text = documents.read_text(encoding="utf-8").replace("transcripts/INT-01.txt", "../../../../registry/study.yaml")
    documents.write_text(text, encoding="utf-8")
    with pytest.raises(ReturnsRefusedError, match="leads out of"):
        loaded()


def test_no_transcript_is_no_answer_and_no_failure(study_folder, loaded):
    shutil.rmtree(study_folder / "raw/wandsworth/think-baby/qual/transcripts")
    study = loaded()
    assert set(study.table("quotations")["stands_in_transcript"]) == {""}
    assert printed(study)


def test_evidence_that_names_nothing_is_refused(study_folder, loaded):
    register = study_folder / "raw/wandsworth/think-baby/qual/meta_inferences.csv"
    register.write_text(register.read_text(encoding="utf-8").replace("QU-03", "QU-99"), encoding="utf-8")
    with pytest.raises(ReturnsRefusedError, match=r"evidence_ids.*found 'QU-99', which names nothing"):
        loaded()


def test_a_study_without_quotations_has_the_columns_and_no_rows(study_folder, loaded):
    folder = study_folder / "raw/wandsworth/think-baby/qual"
    (folder / "quotations.csv").unlink()
    (folder / "meta_inferences.csv").unlink()
    register = loaded().table("quotations")
    assert register.empty
    assert set(ADDED) <= set(register.columns)
    assert study_paths(study_folder).root == study_folder

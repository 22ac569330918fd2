"""A real usability study: one export turned round, one with comments between the items, and different people."""

import csv
import json
from statistics import fmean

import pytest
import yaml

from earlyeval.registry.load import load_registry
from earlyeval.registry.returns import Return
from earlyeval.run.mapping import mapped_file
from earlyeval.score.scales import score_people
from earlyeval.tidy.arrive import read_returns

pytestmark = pytest.mark.end_to_end


@pytest.fixture
def registry_and_returns(real_study):
    paths = real_study("swj2022", below="swj2022")
    registry = load_registry(paths)
    returns = read_returns(registry, paths, site="online-evaluation", programme="serdif", data="auto")
    return registry, returns


@pytest.fixture
def exports(real_studies):
    """Return the cells of both exports as the csv module reads them, by nothing of ours."""

    def cells(phase):
        path = real_studies / "swj2022" / "data" / "PSSUQ" / "scores" / f"SERDIF_PSSUQ_{phase}.csv"
        with path.open(newline="", encoding="utf-8-sig") as file:
            return list(csv.reader(file))

    return cells


@pytest.fixture
def answers(exports):
    """Return everybody's 19 answers by the id we give them, "" where none was given."""
    first = zip(*exports("P1"), strict=True)
    next(first)
    found = {f"p1-{person}": list(cells) for person, *cells in first}
    found.update({f"p2-{row[1]}": row[2::2] for row in exports("P2")[1:]})
    return found


def test_ten_and_seventeen_people_who_are_never_linked(registry_and_returns):
    people = registry_and_returns[1].tables["people"]
    assert people["cluster"].value_counts().to_dict() == {"phase-1": 10, "phase-2": 17}
    assert people["person_id"].is_unique
    assert {"p1-P1", "p2-P1"} <= set(people["person_id"])


def test_every_answer_is_the_one_that_was_given(registry_and_returns, answers):
    responses = registry_and_returns[1].tables["responses"]
    ours = responses.pivot(index="person_id", columns="item", values="value")
    ours = ours[[f"q{number}" for number in range(1, 20)]]
    assert len(responses) == 27 * 19
    for person, given in answers.items():
        expected = [float(answer) if answer else -1.0 for answer in given]
        assert ours.loc[person].fillna(-1.0).tolist() == expected


def test_overall_satisfaction_is_the_mean_of_what_was_answered(registry_and_returns, answers):
    registry, returns = registry_and_returns
    scores = score_people(registry, returns.tables)
    overall = scores[scores["subscale"] == "overall"].set_index("person_id")
    for person, given in answers.items():
        answered = [int(answer) for answer in given if answer]
        assert overall.loc[person, "score"] == pytest.approx(fmean(answered), rel=1e-12)
        assert overall.loc[person, "n_answered"] == len(answered)
        assert bool(overall.loc[person, "is_prorated"]) == (len(answered) < 19)
    assert len(overall) == 27


def test_the_comments_are_the_words_that_were_written_beside_each_question(registry_and_returns, exports):
    comments = registry_and_returns[1].tables["comments"]
    written = {
        (f"p2-{row[1]}", f"q{number}", text.strip())
        for row in exports("P2")[1:]
        for number, text in enumerate(row[3::2], start=1)
        if text.strip()
    }
    ours = set(zip(comments["person_id"], comments["question"], comments["comment"], strict=True))
    assert ours == written
    assert comments["comment_id"].is_unique


def test_the_day_of_each_form_is_read_month_first(registry_and_returns):
    responses = registry_and_returns[1].tables["responses"]
    by_person = responses.groupby("person_id")["completed_on"].first()
    assert by_person.loc["p2-P1"].strftime("%Y-%m-%d") == "2021-11-18"
    assert by_person[by_person.index.str.startswith("p1-")].isna().all()
    assert by_person[by_person.index.str.startswith("p2-")].notna().all()


@pytest.mark.parametrize(("phase", "file"), [("phase-1", "P1"), ("phase-2", "P2")])
def test_both_exports_are_mapped_without_a_correction_of_what_they_measure(real_study, real_studies, phase, file):
    paths = real_study("swj2022", below="swj2022")
    registry = load_registry(paths)
    declared = next(entry for entry in registry.returns if entry.id == phase)
    path = real_studies / "swj2022" / declared.path
    mapped = mapped_file(path, registry, paths, site="online-evaluation", programme="serdif")
    assert path.name == f"SERDIF_PSSUQ_{file}.csv"
    assert mapped.n_checks == 0
    proposed = Return.model_validate_json(json.dumps(yaml.safe_load(mapped.text)))
    assert proposed.measures == declared.measures
    for said in ("site", "programme", "path", "orientation", "completed_on", "date_format"):
        assert getattr(proposed, said) == getattr(declared, said)
    # What a file cannot tell, and a person adds: that the same ids are other people in the other phase.
    assert (declared.id_prefix, proposed.id_prefix) == (f"{file.lower()}-", "")

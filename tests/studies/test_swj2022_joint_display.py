"""A real mixed-methods study: questionnaire means and code counts of the same people, from Taguette to the page."""

import sqlite3
from statistics import fmean

import pytest
from scipy.stats import spearmanr

from earlyeval.analyse.associations import associations
from earlyeval.analyse.spoken_of import passages_by_person, subject_of
from earlyeval.analyse.statistics_by_theme import statistics_by_theme
from earlyeval.present import under
from earlyeval.study import load_study

pytestmark = pytest.mark.end_to_end

EXPECTED = {
    "Navigation complex": (0.62, "agreement"),
    "Metadata content not useful or confusing": (0.70, "agreement"),
    "Overall positive experience": (-0.49, "agreement"),
}


@pytest.fixture
def study(real_study):
    return load_study("online-evaluation", "serdif", study=real_study("swj2022", below="swj2022").root, data="real")


@pytest.fixture
def counted(real_studies):
    """Return how many highlights of each participant have a tag, by the database alone."""
    path = next((real_studies / "swj2022").rglob("*.sqlite3"))

    def count(tag):
        with sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True) as database:
            rows = database.execute(
                "select d.name, count(t.id) from documents d left join highlights h on h.document_id = d.id "
                "left join highlight_tags ht on ht.highlight_id = h.id "
                "left join tags t on t.id = ht.tag_id and t.path = ? group by d.id",
                (tag,),
            ).fetchall()
        return {f"p2-{name.split('_')[0]}": number for name, number in rows}

    return count


def test_scores_and_codes_read_as_convergent(study):
    rows = associations(study)
    found = rows[rows["estimand"] == "spearman"].set_index("subgroup")
    read = rows[rows["estimand"] == "convergence"].set_index("subgroup")["direction"]
    for code, (value, reading) in EXPECTED.items():
        row = found.loc[code]
        assert round(row["estimate"], 2) == value
        assert row["conf_low"] < row["estimate"] < row["conf_high"]
        assert (row["n"], row["n_expected"], row["analysis"]) == (17, 17, "exploratory")
        assert read[code] == reading


def test_the_figures_are_those_of_the_database_and_the_export(study, counted):
    answers = study.table("responses")
    own = answers[answers["person_id"].str.startswith("p2-")].groupby("person_id")["value"].apply(lambda v: v.dropna())
    means = {person: fmean(own[person]) for person in own.index.get_level_values(0).unique()}
    rows = associations(study).query("estimand == 'spearman'").set_index("subgroup")
    for code in EXPECTED:
        passages = counted(code)
        assert passages_by_person(study, subject_of(study, code)).to_dict() == passages
        both = [(means[person], passages[person]) for person in sorted(means)]
        by_hand = spearmanr([mean for mean, _ in both], [number for _, number in both]).statistic
        assert rows.loc[code, "estimate"] == pytest.approx(by_hand, abs=1e-12)


def test_the_first_phase_is_never_linked_to_the_interviews(study):
    assert study.table("documents")["participant_id"].str.startswith("p2-").all()
    assert (associations(study).query("estimand == 'spearman'")["n_expected"] == 17).all()


def test_a_code_that_everybody_spoke_of_has_nobody_to_be_compared_with(study):
    rows = statistics_by_theme(study)
    everybody = rows[rows["label"].str.contains("Navigation complex")]
    assert not everybody[everybody["estimand"] == "hedges_g"]["estimable"].any()
    heard = everybody[(everybody["subgroup"] == "heard") & (everybody["estimand"] == "mean")].iloc[0]
    assert (heard["n"], heard["n_expected"]) == (17, 17)


def test_the_page_prints_them_with_interval_expectation_and_rule(study):
    text = str(under(study.profile, **study.setting).associations(associations(study)))
    for words in ("0.62", "0.70", "−0.49", "= Convergent", "lower is better", "Exploratory", "15 of 15"):
        assert words in text
    assert "17" not in text

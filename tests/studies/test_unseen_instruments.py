"""Four questionnaires that the package does not ship, declared in a study folder: scored and reported without code.

Every kind of scoring stands in one of them: reversal, made-up sums, sums that are doubled, a sum of scores, items with
ranges of their own, words for codes, bands and cut-offs.
"""

import shutil

import numpy as np
import pandas as pd
import pytest

from earlyeval.analyse.everything import all_results
from earlyeval.foundations.paths import CLONE
from earlyeval.study import load_study

pytestmark = pytest.mark.end_to_end

REGISTRY = CLONE / "tests" / "studies" / "unseen-instruments" / "registry"
PEOPLE = 40
WIDTHS = {"ces-d": (20, 0, 3), "dass-21": (21, 0, 3), "ucla-3": (3, 1, 3)}
WORDS = {1: "Hardly ever", 2: "some of the time", 3: "often"}


def returns(folder):
    """Write made-up returns: answers fall by chance, those after one lower more often."""
    draws = np.random.default_rng(7)
    ids = [f"H-{number:02d}" for number in range(1, PEOPLE + 1)]
    people = pd.DataFrame({"person_id": ids, "role": "mother", "started_on": "2025-09-01", "is_synthetic": "yes"})
    people.to_csv(folder / "people.csv", index=False)
    for name, (items, lowest, highest) in WIDTHS.items():
        first = draws.integers(lowest, highest + 1, size=(PEOPLE, items))
        second = np.clip(first - draws.integers(0, 2, size=first.shape), lowest, highest)
        write(folder / f"{name}.csv", ids, {"before": first, "after": second}, [f"q{at}" for at in range(1, items + 1)])
    support = np.column_stack([draws.integers(1, top + 1, size=PEOPLE) for top in (4, 5, 5)])
    write(folder / "oslo-3.csv", ids, {"before": support, "after": support}, ["close-people", "interest", "neighbours"])


def write(path, ids, waves, items):
    frames = []
    for time_point, answers in waves.items():
        frame = pd.DataFrame(answers, columns=items)
        frame = frame.replace(WORDS) if path.stem == "ucla-3" else frame
        frames.append(frame.assign(person_id=ids, time_point=time_point, is_synthetic="yes"))
    pd.concat(frames).to_csv(path, index=False)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("unseen") / "study"
    shutil.copytree(REGISTRY, folder / "registry")
    (folder / "raw" / "harbour" / "evening-group").mkdir(parents=True)
    returns(folder / "raw" / "harbour" / "evening-group")
    return load_study("harbour", "evening-group", study=folder)


def square(study, instrument, time_point):
    answers = study.table("responses")
    own = answers[(answers["instrument"] == instrument) & (answers["time_point"] == time_point)]
    return own.pivot_table(index="person_id", columns="item", values="value").astype("float64")


def scores(study, instrument, subscale, time_point):
    own = study.scores
    rows = own[(own["instrument"] == instrument) & (own["subscale"] == subscale) & (own["time_point"] == time_point)]
    return rows.set_index("person_id")["score"]


def test_each_score_is_what_its_own_rule_gives(study):
    """The rules are written out here a second time, as a person with a spreadsheet would."""
    for time_point in ("before", "after"):
        mood = square(study, "ces-d", time_point)
        turned = mood.assign(**{item: 3 - mood[item] for item in ("q4", "q8", "q12", "q16")})
        assert scores(study, "ces-d", "total", time_point).tolist() == turned.sum(axis=1).tolist()
        tense = square(study, "dass-21", time_point)[[f"q{item}" for item in (1, 6, 8, 11, 12, 14, 18)]]
        assert scores(study, "dass-21", "stress", time_point).tolist() == (2 * tense.sum(axis=1)).tolist()
        whole = 2 * square(study, "dass-21", time_point).sum(axis=1)
        assert scores(study, "dass-21", "total", time_point).tolist() == whole.tolist()
        for name in ("oslo-3", "ucla-3"):
            assert (
                scores(study, name, "total", time_point).tolist()
                == square(study, name, time_point).sum(axis=1).tolist()
            )


def test_scores_are_read_by_the_declared_bands(study):
    own = study.scores[study.scores["instrument"] == "oslo-3"]
    expected = pd.cut(own["score"], [2, 8, 11, 14], labels=["poor", "moderate", "strong"]).astype("str")
    assert own["band"].tolist() == expected.tolist()


def test_every_outcome_gets_every_analysis(study):
    rows = all_results(study)
    for outcome in study.outcomes:
        asked = set(rows.loc[rows["outcome"] == outcome.id, "question"])
        assert {"family-change", "floor-and-ceiling", "measures", "reliable-change"} <= asked, outcome.id
    changed = rows[(rows["question"] == "family-change") & (rows["estimand"] == "mean_change")]
    mean = changed.set_index("outcome")["estimate"]
    by_hand = scores(study, "dass-21", "total", "after") - scores(study, "dass-21", "total", "before")
    assert mean["distress"] == pytest.approx(by_hand.mean(), rel=1e-9)
    caseness = rows[rows["question"] == "caseness"]
    assert set(caseness["outcome"]) == {"low-mood", "loneliness"}


def test_what_nobody_checked_is_said_beside_each_measure(study):
    rows = all_results(study)
    told = rows[(rows["question"] == "measures") & (rows["subgroup"] == "facts not verified at the source")]
    notes = told.set_index("outcome")["note"]
    assert (
        notes["low-mood"] == "items and coding, rule for missing items, cut-off, threshold of reliable change, licence"
    )
    assert notes["support"] == "items and coding, rule for missing items, bands, licence"

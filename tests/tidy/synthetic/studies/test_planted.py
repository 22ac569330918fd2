"""What is planted at many places is found again, within intervals, by the simplest honest reading."""

import math

import numpy as np
import pandas as pd
import pytest

from earlyeval.tidy.synthetic.effects import LOSS_BY_SEVERITY
from earlyeval.tidy.synthetic.studies import planted
from earlyeval.tidy.synthetic.studies.cells import write_cell
from earlyeval.tidy.synthetic.studies.places import Cell
from earlyeval.tidy.synthetic.studies.planted import BETWEEN_PLACES, WAVES_CHANGES, changes_at

pytestmark = pytest.mark.unit
SEED, N_SITES, N_FAMILIES = 11, 40, 1500
AT_MOST_ERRORS = 3.5


def scores_of(folder, name):
    forms = pd.read_parquet(folder / f"{name}.parquet")
    items = forms.columns[3:-1]
    # The mean of the items that were answered stands for one or two that were not, as the instruments allow.
    score = forms[items].astype("float64").mean(axis=1) * len(items)
    return forms.assign(score=score).pivot(index="person_id", columns="time_point", values="score")


@pytest.fixture(scope="module")
def places(template, tmp_path_factory):
    """Return, per instrument and place, scores before and after and what was planted there."""
    folder, found = tmp_path_factory.mktemp("places"), {"phq-9": [], "gad-7": []}
    for number in range(1, N_SITES + 1):
        write_cell(template, folder, Cell("two-waves", number, N_FAMILIES), seed=SEED, ending="parquet")
        for change in changes_at(SEED, "two-waves", number):
            place = folder / f"site-{number:03d}" / "two-waves"
            found[change.instrument].append((scores_of(place, change.instrument), change))
    return found


@pytest.mark.parametrize("name", ["phq-9", "gad-7"])
def test_each_place_shows_its_own_change(places, name):
    distances = []
    for scores, change in places[name]:
        changes = (scores["endpoint"] - scores["baseline"]).dropna()
        distances.append((changes.mean() - change.change) / (changes.std(ddof=1) / math.sqrt(len(changes))))
    assert np.abs(distances).max() < 4
    # As a whole they are standard normal: neither too near to what was planted nor too far from it.
    assert abs(np.mean(distances)) < AT_MOST_ERRORS / math.sqrt(N_SITES)
    assert 0.7 < np.std(distances, ddof=1) < 1.35


@pytest.mark.parametrize("name", ["phq-9", "gad-7"])
def test_each_place_begins_at_its_own_mean(places, name):
    for scores, change in places[name]:
        before = scores["baseline"].dropna()
        assert abs(before.mean() - change.mean_before) < 4 * before.std() / math.sqrt(len(before))


@pytest.mark.parametrize("planned", WAVES_CHANGES, ids=lambda planned: planned.instrument)
def test_places_differ_by_the_stated_sd_around_the_stated_change(planned):
    drawn = [changes_at(seed, "two-waves", number) for seed in range(4) for number in range(1, 501)]
    of_instrument = [change for changes in drawn for change in changes if change.instrument == planned.instrument]
    sd_mean, sd_change = BETWEEN_PLACES[planned.instrument]
    for field, middle, sd in (("mean_before", planned.mean_before, sd_mean), ("change", planned.change, sd_change)):
        values = np.array([getattr(change, field) for change in of_instrument])
        assert abs(values.mean() - middle) < AT_MOST_ERRORS * sd / math.sqrt(len(values))
        assert values.std(ddof=1) == pytest.approx(sd, rel=0.06)
        assert np.abs(values - middle).max() <= 2.5 * sd + 1e-9


def test_seventy_two_in_a_hundred_are_measured_twice_and_the_worse_are_likelier_to_be_lost(places):
    scores = pd.concat([scores for scores, _ in places["phq-9"]])
    is_lost = scores["endpoint"].isna()
    share, n = 1 - is_lost.mean(), len(scores)
    assert abs(share - planted.SHARE_MEASURED_TWICE) < AT_MOST_ERRORS * math.sqrt(0.72 * 0.28 / n)
    # Loss rises with every step of severity, by about the planted log odds per SD.
    severity = pd.qcut(scores["baseline"].rank(method="first"), 5, labels=False)
    by_fifth = is_lost.groupby(severity).mean()
    assert by_fifth.is_monotonic_increasing
    log_odds = np.log(by_fifth / (1 - by_fifth))
    # Fifths of a normal variable have means 1.4 SD from the middle: 2.8 SD lie between the outer two.
    assert (log_odds.iloc[-1] - log_odds.iloc[0]) / 2.8 == pytest.approx(LOSS_BY_SEVERITY, abs=0.06)


@pytest.mark.parametrize("planned", WAVES_CHANGES, ids=lambda planned: planned.instrument)
def test_the_change_of_everybody_is_the_change_of_pairs_plus_the_offset(places, planned):
    """A regression on the score before, where loss leans on that score alone, recovers everybody's change."""
    estimates = []
    for scores, change in places[planned.instrument]:
        both = scores.dropna()
        slope, level = np.polyfit(both["baseline"], both["endpoint"], 1)
        everybody = (level + slope * scores["baseline"].dropna()).mean() - scores["baseline"].dropna().mean()
        estimates.append(everybody - change.change - change.loss_offset)
    error = np.std(estimates, ddof=1) / math.sqrt(len(estimates))
    assert abs(np.mean(estimates)) < AT_MOST_ERRORS * error + 0.03  # the regression is not quite straight

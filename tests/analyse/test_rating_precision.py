"""Precision of ratings of video: items, raters, batches, error, and the error as a route to reliable change."""

import numpy as np
import pandas as pd
import pytest

from earlyeval.analyse.rating_precision import double_scores, own_route, rating_precision
from earlyeval.statistics import agreement
from earlyeval.statistics.rating_error import OF_TWO_SCORES, rating_error

pytestmark = pytest.mark.spec


def ratings(*, clips=24, doubled=24, strict=0.5, seed=3):
    """Clips with a main rater and, of some, a second one who is stricter."""
    random = np.random.default_rng(seed)
    lines = ["clip_id person_id time_point instrument version item rater_id score is_main_rater rated_on"]
    for place in range(clips):
        truth = random.normal(3, 0.8)
        day = (pd.Timestamp("2025-03-01") + pd.Timedelta(days=place)).date()
        for item in ("i1", "i2"):
            first = np.clip(round(truth + random.normal(0, 0.4)), 1, 5)
            lines.append(f"c{place:02d} p{place} baseline mood v1 {item} anna {first} yes {day}")
            if place < doubled:
                second = np.clip(round(truth - strict + random.normal(0, 0.4)), 1, 5)
                lines.append(f"c{place:02d} p{place} baseline mood v1 {item} bert {second} no {day}")
    return "\n".join(lines)


@pytest.fixture
def film(make_study):
    def made(**more):
        return make_study(ratings=ratings(**more), outcomes=({"source": "ratings"},))

    return made


def value(rows, estimand, **wanted):
    kept = rows[rows["estimand"] == estimand]
    for column, cell in wanted.items():
        kept = kept[kept[column] == cell]
    return kept.iloc[0]


def test_each_item_has_a_quadratic_kappa_and_shares(film):
    study = film()
    rows = rating_precision(study)
    kappa = value(rows, "cohen_kappa", subgroup="i1")
    pairs = study.table("ratings").pivot_table(index="clip_id", columns="rater_id", values="score", aggfunc="first")
    own = study.table("ratings")[lambda table: table["item"] == "i1"]
    pairs = own.pivot_table(index="clip_id", columns="rater_id", values="score", aggfunc="first")
    wanted = agreement.cohen_kappa(pairs["anna"], pairs["bert"], weights="quadratic")
    assert kappa["estimate"] == pytest.approx(wanted.estimate)
    near = value(rows, "within_one", subgroup="i1")
    assert near["n"] == int(((pairs["anna"] - pairs["bert"]).abs() <= 1).sum())
    assert near["n_expected"] == 24


def test_a_stricter_rater_is_seen_in_the_bias_and_in_the_raters(film):
    rows = rating_precision(film(strict=0.8))
    bias = value(rows, "bias", subgroup="main rater less second")
    assert bias["conf_low"] > 0.3
    kinder = value(rows, "bias", comparison="rater 1")
    assert kinder["estimate"] == pytest.approx(bias["estimate"] / 2)


def test_batches_are_of_ten_clips_and_do_not_overlap(film):
    rows = rating_precision(film())
    batches = rows[rows["comparison"].str.startswith("clips")]
    assert batches["comparison"].tolist() == ["clips 1 to 10", "clips 11 to 20"]


def test_the_error_is_that_of_a_single_rater_strictness_included(film):
    scores = double_scores(*one_outcome(film(strict=0.8))).to_numpy()
    found = rating_error(scores)
    icc = agreement.intraclass_correlation(scores, "icc_a1")
    sem = found["standard_error_of_measurement"]
    # The components of variance, worked out from the two columns.
    things, raters = scores.mean(axis=1), scores.mean(axis=0)
    rest = ((scores - things[:, None] - raters + scores.mean()) ** 2).sum() / (len(scores) - 1)
    of_raters = (len(scores) * raters.var(ddof=1) - rest) / len(scores)
    assert sem.estimate == pytest.approx(np.sqrt(rest + of_raters))
    whole = 2 * things.var(ddof=1) / 2 - rest / 2 + rest + of_raters
    assert sem.estimate == pytest.approx(np.sqrt(whole * (1 - icc.estimate)))
    assert found["smallest_detectable_change"].estimate == pytest.approx(OF_TWO_SCORES * sem.estimate)
    assert sem.conf_low < sem.estimate < sem.conf_high


def one_outcome(study):
    return study, study.outcomes[0]


def test_the_error_is_a_route_to_reliable_change_only_from_enough_clips(film):
    route = own_route(*one_outcome(film()))
    assert route.route == "sem"
    assert route.sem == pytest.approx(
        rating_error(double_scores(*one_outcome(film())).to_numpy())["standard_error_of_measurement"].estimate
    )
    assert own_route(*one_outcome(film(doubled=9))) is None


def test_nobody_rated_twice_is_said(film):
    rows = rating_precision(film(doubled=0))
    assert not value(rows, "standard_error_of_measurement")["estimable"]
    assert own_route(*one_outcome(film(doubled=0))) is None

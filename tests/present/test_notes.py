"""Below a table stands what to be careful of in its intervals, from released numbers alone."""

import pandas as pd
import pytest

from earlyeval.present.notes import cautions

pytestmark = pytest.mark.unit
KAPPA = {
    "estimand": "cohen_kappa", "method": "Cohen's kappa, unweighted, normal interval", "status": "shown", "n": 40.0,
    "n_smallest": float("nan"), "conf_low": 0.4, "conf_high": 0.8,
}  # fmt: skip


def told(*rows) -> list[str]:
    return cautions(pd.DataFrame([KAPPA | row for row in rows]))


def test_a_kappa_carries_its_caution_once_for_the_fewest():
    found = told({}, {"n": 20.0})
    assert found == told({"n": 20.0}) != told({})
    assert found[0].startswith("Cohen's kappa: where one category is rare")


def test_nothing_is_said_of_what_is_hidden_or_has_no_interval_or_holds():
    nothing = {"conf_low": float("nan"), "conf_high": float("nan")}
    assert told({"status": "hidden"}, nothing) == []
    assert told({"estimand": "mean_change", "method": "mean of after minus before, paired t"}) == []


def test_the_mean_of_one_time_is_described_and_not_judged():
    assert told({"estimand": "mean", "method": "mean, t interval", "n": 6.0}) == []

"""Those who stood worst before: their change, the regression to expect, and what is left, worked out by hand."""

import json

import numpy as np
import pytest

from earlyeval.analyse.baseline_severity import baseline_severity, picked
from earlyeval.registry.instruments import Instrument

pytestmark = pytest.mark.spec

BEFORE = [2, 4, 5, 6, 8, 9, 11, 12, 14, 15, 17, 20]
AFTER = [5, 4, 7, 6, 9, 7, 10, 11, 10, 13, 12, 14]
LOWEST = {"id": "lowest", "label": "the lowest third", "lowest_share": 1 / 3}
HIGHEST = {"id": "highest", "label": "the highest third", "highest_share": 1 / 3}
IN_RANGE = {"id": "case", "label": "at the cut-off or above", "cut_off": "case"}


def instrument(**more):
    scale = {
        "id": "total", "label": "Total", "method": "supplied", "direction": "lower_is_better", "lowest": 0,
        "highest": 27,
        "cut_offs": [{"id": "case", "label": "case", "at_least": 12, "source": "made-up", "verified": True}],
    } | more  # fmt: skip
    facts = {
        "id": "mood", "name": "Mood", "full_name": "Mood", "construct_measured": "Mood", "respondents": ["parent"],
        "licence": {"licence_class": "A", "terms": "made up", "source": "made-up", "verified": True},
        "versions": [{"id": "v1", "subscales": [scale], "worked_examples": []}], "sources": ["made-up"],
    }  # fmt: skip
    return Instrument.model_validate_json(json.dumps(facts))


@pytest.fixture
def study(make_study):
    def make(*groups, extra="", after=AFTER, **scale):
        lines = ["person_id outcome time_point score"]
        for place, (first, second) in enumerate(zip(BEFORE, after, strict=True)):
            lines += [f"p{place:02} mood baseline {first}", f"p{place:02} mood endpoint {second}"]
        people = "person_id role\n" + "\n".join(f"p{place:02} mother" for place in range(12))
        if extra:
            people, lines = f"{people}\nzoe mother", [*lines, f"zoe mood baseline {extra}"]
        return make_study(
            people=people,
            scores="\n".join(lines),
            outcomes=({"baseline_subgroups": list(groups)},),
            instruments={"mood": instrument(**scale)},
        )

    return make


@pytest.mark.parametrize(
    ("group", "threshold", "expected"),
    [
        (LOWEST, 6 + 2 * 2 / 3, [2, 4, 5, 6]),  # type 7 quantile: 11 / 3 = 3.667 steps up, between 6 and 8
        (HIGHEST, 12 + 2 / 3, [14, 15, 17, 20]),
        (IN_RANGE, 12, [12, 14, 15, 17, 20]),
    ],
)
def test_who_is_picked(study, group, threshold, expected):
    made = study(group)
    who = picked(made, made.outcomes[0], made.outcomes[0].baseline_subgroups[0])
    assert who.threshold == pytest.approx(threshold)
    assert who.of_picked["before"].tolist() == expected


def test_change_regression_and_rest_by_hand(study, told):
    rows = baseline_severity(study(IN_RANGE))
    before, after = np.array(BEFORE, dtype=float), np.array(AFTER, dtype=float)
    inside = before >= 12
    r = np.corrcoef(before, after)[0, 1]
    expected = (1 - r) * (before.mean() - before[inside].mean())
    change = (after - before)[inside].mean()
    found = rows.drop_duplicates("estimand").set_index("estimand")
    assert found.loc["proportion", ["n", "n_expected"]].tolist() == [5, 12]
    assert found.loc["mean_change", "estimate"] == pytest.approx(change)
    assert found.loc["mean_change", "n_smallest"] == 5
    assert found.loc["pearson", ["n", "estimate"]].tolist() == pytest.approx([12, r])
    assert found.loc["regression_to_mean", "estimate"] == pytest.approx(expected)
    assert expected < 0, "people picked for high scores are expected to come down"
    assert found.loc["change_beyond_regression", "estimate"] == pytest.approx(change - expected)
    assert set(rows["label"]) == {"Low mood: at the cut-off or above"}
    cautions = rows[(rows["estimand"] == "method_check") & (rows["subgroup"] == "caution")]
    assert "somewhat too short" in cautions["note"].iloc[0]


def test_the_cut_off_and_normal_scores_give_a_second_figure(study):
    rows = baseline_severity(study(IN_RANGE))
    second = rows[(rows["estimand"] == "regression_to_mean") & (rows["analysis"] == "sensitivity")].iloc[0]
    before, after = np.array(BEFORE, dtype=float), np.array(AFTER, dtype=float)
    r, mean, sd = np.corrcoef(before, after)[0, 1], before.mean(), before.std(ddof=1)
    # R 4.2.2: z <- (12 - m) / s; -s * (1 - r) * dnorm(z) / pnorm(z, lower.tail = FALSE)
    z = (12 - mean) / sd
    density = np.exp(-z * z / 2) / np.sqrt(2 * np.pi)
    from math import erfc

    assert second["estimate"] == pytest.approx(-sd * (1 - r) * density / (0.5 * erfc(z / np.sqrt(2))))


def test_those_lost_count_among_the_picked_and_in_the_average(study, told):
    rows = baseline_severity(study(IN_RANGE, extra="27"))
    found = rows.drop_duplicates("estimand").set_index("estimand")
    assert found.loc["proportion", ["n", "n_expected"]].tolist() == [6, 13]
    assert found.loc["mean_change", ["n", "n_expected"]].tolist() == [5, 6]
    average = (sum(BEFORE) + 27) / 13
    r = np.corrcoef(BEFORE, AFTER)[0, 1]
    assert found.loc["regression_to_mean", "estimate"] == pytest.approx(
        (1 - r) * (average - np.mean([12, 14, 15, 17, 20]))
    )


def test_a_published_retest_reliability_stands_beside(study):
    retest = [{"kind": "retest", "value": 0.9, "source": "made-up", "verified": True}]
    rows = baseline_severity(study(IN_RANGE, reliability=retest))
    second = rows[(rows["estimand"] == "change_beyond_regression") & (rows["analysis"] == "sensitivity")].iloc[0]
    before, after = np.array(BEFORE, dtype=float), np.array(AFTER, dtype=float)
    inside = before >= 12
    left = (after - before)[inside] - 0.1 * (before.mean() - before[inside])
    assert second["estimate"] == pytest.approx(left.mean())
    alternative = rows[rows["subgroup"] == "alternative"].iloc[0]
    assert alternative["method"] == second["method"]


def test_scores_that_do_not_go_together_have_no_regression_to_the_mean_to_expect(study):
    rows = baseline_severity(study(IN_RANGE, after=[14, 12, 13, 10, 11, 10, 7, 9, 6, 7, 4, 5]))
    told = rows[rows["estimand"] == "regression_to_mean"]
    assert list(told["estimable"]) == [False]
    assert "do not go together" in told["reason"].iloc[0]
    assert not (rows["estimand"] == "change_beyond_regression").any()

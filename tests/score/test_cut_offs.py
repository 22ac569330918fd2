"""How a score reads."""

import pytest

from earlyeval.registry.instruments import Band, CutOff, FormCutOff, Subscale
from earlyeval.score.cut_offs import band_of, is_case, status_of_form

pytestmark = pytest.mark.unit

FACT = {"source": "made-up", "verified": True}
NONE = float("nan")


def subscale(direction="lower_is_better", **facts):
    return Subscale(id="total", label="Total", direction=direction, lowest=0, highest=100, **facts)


@pytest.mark.parametrize(
    ("score", "band"), [(0, "none"), (4.9, "none"), (5, "mild"), (27, "severe"), (15, "severe"), (NONE, ""), (-1, "")]
)
def test_a_band_begins_at_its_lowest_score(score, band):
    bands = tuple(Band(label=label, lowest=low, **FACT) for label, low in (("none", 0), ("mild", 5), ("severe", 15)))
    assert band_of(subscale(bands=bands), score) == band


@pytest.mark.parametrize(
    ("bounds", "score", "answer"),
    [
        ({"at_least": 10}, 10, True),
        ({"at_least": 10}, 9.5, False),
        ({"at_most": 39}, 39, True),
        ({"at_most": 39}, 40, False),
        ({"at_least": 10}, NONE, None),
    ],
)
def test_a_cut_off_includes_its_own_score(bounds, score, answer):
    assert is_case(CutOff(id="case", label="Case", **bounds, **FACT), score) is answer


@pytest.mark.parametrize(
    ("direction", "cut_off", "monitoring", "score", "status"),
    [
        ("lower_is_better", 45, 30, 45, "referral"),
        ("lower_is_better", 45, 30, 44, "monitoring"),
        ("lower_is_better", 45, 30, 30, "monitoring"),
        ("lower_is_better", 45, 30, 29, "typical"),
        ("lower_is_better", 45, None, 44, "typical"),
        ("higher_is_better", 22.25, 30, 22.25, "referral"),
        ("higher_is_better", 22.25, 30, 22.5, "monitoring"),
        ("higher_is_better", 22.25, 30, 30, "monitoring"),
        ("higher_is_better", 22.25, 30, 35, "typical"),
        ("lower_is_better", 45, 30, NONE, ""),
    ],
)
def test_a_score_on_a_bound_belongs_to_the_more_serious_side(direction, cut_off, monitoring, score, status):
    form = FormCutOff(form="6-month", cut_off=cut_off, monitoring_from=monitoring, **FACT)
    assert status_of_form(subscale(direction, form_cut_offs=(form,)), "6-month", score) == status


def test_a_form_that_is_not_declared_has_no_status():
    form = FormCutOff(form="6-month", cut_off=45, **FACT)
    assert status_of_form(subscale(form_cut_offs=(form,)), "8-month", 50) == ""

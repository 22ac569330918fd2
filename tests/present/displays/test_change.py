"""The change of an outcome: what stands below its table is about what stands in it."""

import pytest

from earlyeval.foundations.results import results_frame

pytestmark = pytest.mark.spec

BASE = {
    "outcome": "mood", "label": "Low mood", "strand": "family", "respondent": "parent", "unit": "points",
    "direction": "lower_is_better", "note": "0 to 27", "comparison": "endpoint - baseline", "subgroup": "pairs",
    "time_point": "endpoint", "n": 40, "n_expected": 52, "conf_level": 0.95,
}  # fmt: skip
CHANGE = BASE | {
    "estimand": "mean_change", "estimate": -2.3, "conf_low": -3.1, "conf_high": -1.5, "method": "paired t",
}  # fmt: skip
OF_MODEL = BASE | {
    "estimand": "model_change", "estimate": -2.0, "conf_low": -2.9, "conf_high": -1.1, "subgroup": "all",
    "method": "mixed model, random intercept, by hand",
}  # fmt: skip


def notes(presenter, *rows):
    shown = presenter.change(results_frame(rows))
    return " ".join(note for part in shown.parts for note in getattr(part, "notes", ()))


def test_a_caution_about_another_quantity_is_not_said_below_the_table_of_change(show, monkeypatch):
    def warns_of_models(estimand, method, *, n, n_smallest=None):
        return ("Its interval is too short.",) if estimand == "model_change" else ()

    monkeypatch.setattr("earlyeval.present.notes.cautions_of", warns_of_models)
    assert "too short" not in notes(show, CHANGE, OF_MODEL)


def test_a_caution_about_the_change_itself_is(show, monkeypatch):
    monkeypatch.setattr("earlyeval.present.notes.cautions_of", lambda *_, **__: ("Its interval is too short.",))
    assert "its interval is too short." in notes(show, CHANGE, OF_MODEL)

"""Below a table stands what to be careful of in its intervals, from released numbers alone."""

import pandas as pd
import pytest

from earlyeval.foundations.results import results_frame
from earlyeval.present import under
from earlyeval.present.display import Figure, Shown
from earlyeval.present.notes import cautions, noted_where_seen
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table

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


class TestTheMarkIsExplainedWhereItIsSeen:
    """Not where an interval that is printed nowhere was hidden, and wherever a table prints it."""

    @pytest.fixture
    def notes(self, make_profile):
        """Return a function from a cell and the notes of its table to the notes that are left."""

        def left(cell, *said, symbol="*", beside=""):
            profile = make_profile()
            profile = profile.model_copy(update={"count": profile.count.model_copy(update={"symbol": symbol})})
            setting = Setting(profile)
            notes = ("First.", *([setting.symbol_note] if "told" in said else []), "Last.")
            parts = [Figure("f", "Title", "<svg/>", beside, "Caption.")] if beside else []
            table = Table("t", "Caption.", ("Who", "Number"), (("All", cell),), notes)
            shown = noted_where_seen(Shown((*parts, table)), setting)
            return [note == setting.symbol_note for note in shown.parts[-1].notes]

        return left

    @pytest.mark.parametrize(("cell", "symbol"), [("* of 60", "*"), ("10; *", "*"), ("c", "c"), ("(c, 3.4)", "c")])
    def test_it_is_told_once_where_a_cell_shows_it(self, notes, cell, symbol):
        assert notes(cell, "told", symbol=symbol) == [False, True, False]
        assert notes(cell, symbol=symbol) == [False, False, True]

    @pytest.mark.parametrize(
        ("cell", "symbol"), [("50 of 60", "*"), (50, "*"), ("twice", "c"), ("2.3 (1.1 to –)", "*")]
    )
    def test_it_is_not_where_none_does(self, notes, cell, symbol):
        assert notes(cell, "told", symbol=symbol) == [False, False]
        assert notes(cell, symbol=symbol) == [False, False]

    def test_what_a_picture_says_is_told_below_the_table_beside_it(self, notes):
        assert notes("50", "told", beside="One bar: * of 60.") == [False, True, False]
        assert notes("50", "told", beside="One bar: 50 of 60.") == [False, False]

    def test_every_display_asks_for_it(self, make_profile):
        row = {"estimand": "mean", "question": "q", "label": "Score", "n": 40, "estimate": 3.2, "unit": "points"}
        small = row | {"label": "Other", "n": 4}
        seen, unseen = (under(make_profile()).values(results_frame(rows), title="Means").plain()
                        for rows in ([row, small], [row]))  # fmt: skip
        assert "* hidden" in seen
        assert "* hidden" not in unseen

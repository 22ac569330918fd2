"""Where rounded counts would read 100%, every display says so in words."""

import re

import pytest

from earlyeval.foundations.results import results_frame
from earlyeval.present.display import Figure
from earlyeval.present.workbook_tables import every_row
from earlyeval.protect.rounding import wilson_limits

pytestmark = pytest.mark.unit


def share(n, total, **row):
    low, high = wilson_limits(n, total, conf_level=0.95)
    limits = {"conf_low": low, "conf_high": high, "conf_level": 0.95}
    return (
        {"estimand": "proportion", "n": n, "n_expected": total, "estimate": n / total, "unit": "people"} | limits | row
    )


def figures(shown):
    return [part for part in shown.parts if isinstance(part, Figure)]


EXPERIENCE = [share(34, 36, label="Felt listened to"), share(12, 36, label="Met others"), share(20, 36, label="Slept")]


def test_shares_say_it_in_the_table_the_picture_and_its_words(show):
    shown = show.shares(results_frame(EXPERIENCE), title="Experience")
    text = shown.plain()
    assert re.search(r"Felt listened to\s+35 of 35\s+all or nearly all\s+–", text)
    assert "100%" not in text
    assert "rests on too few" not in text
    (figure,) = figures(shown)
    assert figure.title == "Experience: 29% to 57%, or nearly all"
    assert (
        figure.alt
        == "Bar chart of shares of experience, all or nearly all for Felt listened to and from 29% to 57% elsewhere."
    )
    assert 'class="number">35 of 35' in text_html(shown)


def text_html(shown):
    return "".join(part.bundle()[0].get("text/html", "") for part in shown.parts)


def test_shares_that_are_all_nearly_all_are_not_drawn(show):
    assert figures(show.shares(results_frame(EXPERIENCE[:1]), title="Experience")) == []


@pytest.mark.parametrize("name", ["stacked", "classes"])
def test_a_bar_is_not_drawn_without_its_main_part(show, name):
    frame = results_frame([
        share(34, 36, outcome="o", label="Mood", subgroup="unchanged"),
        share(0, 36, outcome="o", label="Mood", subgroup="improved"),
    ])  # fmt: skip
    shown = show.stacked(frame, title="Mood") if name == "stacked" else show.classes(frame)
    assert figures(shown) == []
    assert "35 of 35 (all or nearly all)" in shown.plain()
    assert "0 of 35 (0%)" in shown.plain()


def test_attendance_flow_and_at_a_glance(show):
    session = share(34, 36, outcome="training", subgroup="session-1", label="Training 1")
    assert "35 of 35 (all or nearly all)" in show.attendance(results_frame([session])).plain()
    stages = [{"estimand": "count", "n": n, "estimate": n, "outcome": name, "label": name} for name, n in
              (("Asked", 36), ("Came", 34))]  # fmt: skip
    flow = show.flow(results_frame([*stages, share(34, 36, outcome="Came", comparison="Asked")])).plain()
    assert "all or nearly all of asked" in flow
    assert "rests on too few" not in flow
    glance = show.at_a_glance(results_frame([share(34, 36, label="Came back")])).plain()
    assert "Came back: about 35 of 35 people (all or nearly all)." in glance


def test_the_area_beside_may_be_few(show):
    frame = results_frame([
        share(34, 36, outcome="o", subgroup="s", label="Speaks English", note="Language", unit="parents"),
        share(900, 4000, outcome="o", subgroup="s", label="Speaks English", comparison="population"),
        share(20, 36, outcome="p", subgroup="s", label="Has a partner", note="Partner", unit="parents"),
        share(8, 4000, outcome="p", subgroup="s", label="Has a partner", comparison="population"),
    ])  # fmt: skip
    shown = show.reach(frame)
    assert figures(shown) == []
    assert re.search(r"35 of 35\s+all or nearly all", shown.plain())
    assert "nan" not in shown.plain()


def test_the_workbook_says_it_in_words(show):
    table = every_row(show.released(results_frame(EXPERIENCE)))
    row = dict(zip(table.columns, table.rows[0], strict=True))
    assert (row["Value"], row["Interval from"], row["Rule"]) == ("all or nearly all", "", "all or nearly all")

import re

import pytest

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.results import results_frame
from earlyeval.present import under
from earlyeval.present.display import Figure, Shown
from earlyeval.present.tables import Table

pytestmark = pytest.mark.unit

TITLED = {
    "counts": "Who referred families",
    "shares": "Experience of the group",
    "stacked": "Status of children",
    "values": "Where scores stand",
}
DISPLAYS = (
    "flow",
    "attendance",
    "change",
    "methods",
    "arms",
    "themes",
    "criteria",
    "joint_display",
    "pitfalls",
    "classes",
    "agreement",
    "at_a_glance",
    "shares",
    "stacked",
    "values",
    "counts",
    "findings",
)
PICTURED = ("flow", "attendance", "change", "arms", "themes", "criteria", "classes", "shares", "stacked")


def shown_as(show, name, frame) -> Shown:
    options = {"title": TITLED[name]} if name in TITLED else {}
    return getattr(show, name)(frame, **options)


@pytest.mark.parametrize("name", DISPLAYS)
def test_each_display_is_the_same_twice_and_marked_synthetic(show, rows, name):
    first, second = (shown_as(show, name, rows[name]) for _ in range(2))
    assert [part.bundle() for part in first.parts] == [part.bundle() for part in second.parts]
    for part in first.parts:
        if isinstance(part, Table | Figure):
            assert "Synthetic demonstration data." in part.caption
            assert "Think Baby, Wandsworth" in part.caption


@pytest.mark.parametrize("name", PICTURED)
def test_every_figure_has_its_words_and_a_table_beside_it(show, rows, name):
    parts = shown_as(show, name, rows[name]).parts
    figures = [part for part in parts if isinstance(part, Figure)]
    assert figures
    assert any(isinstance(part, Table) for part in parts)
    for figure in figures:
        assert len(figure.title.split()) <= 10
        assert figure.alt.endswith(".")
        assert not re.search(r"[.!?]\s+[A-Z]", figure.alt), "one sentence"
        assert re.match(r"[A-Z]\w+( \w+)? (chart|plot) of ", figure.alt)
        assert figure.id.startswith("figure-")


@pytest.mark.parametrize("name", DISPLAYS)
def test_ids_within_a_display_are_all_different(show, rows, name):
    named = [part.id for part in shown_as(show, name, rows[name]).parts if isinstance(part, Table | Figure)]
    assert len(named) == len(set(named))


@pytest.mark.parametrize("name", DISPLAYS)
def test_no_rows_are_one_line_that_says_so(show, name):
    shown = shown_as(show, name, results_frame([]))
    assert len(shown.parts) == 1
    assert "Think Baby has nothing to show on" in shown.plain()


@pytest.mark.parametrize(
    "name", [name for name in DISPLAYS if name not in ("criteria", "pitfalls", "findings", "at_a_glance")]
)
def test_rows_that_cannot_be_estimated_are_their_reason(show, rows, name):
    frame = rows[name].assign(
        estimable=False, reason="No such returns came in.", n=float("nan"), n_expected=float("nan")
    )
    assert "No such returns came in." in shown_as(show, name, frame).plain()
    assert not any(isinstance(part, Figure) for part in shown_as(show, name, frame).parts)


@pytest.mark.parametrize("name", DISPLAYS)
def test_everything_hidden_is_said_and_nothing_is_drawn(show, rows, name):
    small = rows[name].assign(n=3.0, estimate=float("nan"), conf_low=float("nan"), conf_high=float("nan"))
    small["n_expected"] = small["n_expected"].where(small["n_expected"].isna(), 5.0)
    shown = shown_as(show, name, small)
    drawn = [part for part in shown.parts if isinstance(part, Figure) and part.id != "figure-criteria"]
    assert drawn == []
    assert not re.search(r"\b[35] of\b|\bof 5\b", shown.plain())


@pytest.mark.parametrize("name", DISPLAYS)
def test_words_of_rows_are_escaped(show, rows, name):
    nasty = "<script>bad()</script>"
    frame = rows[name].assign(label=nasty, note=nasty)
    for part in shown_as(show, name, frame).parts:
        assert "<script" not in part.bundle()[0].get("text/html", "")


@pytest.mark.parametrize("name", DISPLAYS)
def test_no_true_small_number_and_no_unrounded_count_is_printed(show, rows, name):
    text = shown_as(show, name, rows[name]).plain()
    for true in ("131", "118", "104", "48 of", "83 of", "52"):
        assert not re.search(rf"(?<![\d.]){true}(?![\d.])", text)


def test_a_presenter_shows_released_rows_again(show, rows):
    released = show.released(rows["change"])
    assert show.change(released).plain() == show.change(rows["change"]).plain()


def test_a_presenter_takes_result_rows_only(show, rows):
    with pytest.raises(ProtectionError):
        show.flow(rows["flow"].assign(person_id="1"))


def test_real_data_carry_no_synthetic_mark_and_the_restricted_level_is_said(profile, rows):
    real = under(profile, data="real", programme_name="Think Baby")
    assert "Synthetic" not in real.counts(rows["counts"], title="Referrals").plain()
    restricted = under(profile.model_copy(update={"restricted_only": True}), level="restricted", data="real")
    plain = restricted.counts(rows["counts"], title="Referrals").plain()
    assert "Restricted: not checked for disclosure." in plain
    assert re.search(r"hospital\s+3\b", plain)


def test_at_a_glance_keeps_to_150_words_and_keeps_what_cannot_be_said(show, rows):
    from earlyeval.foundations.results import stacked

    many = stacked([rows["at_a_glance"].head(4)] * 6 + [rows["at_a_glance"].tail(1)])
    text = show.at_a_glance(many).plain()
    assert len(text.replace("- ", "").split()) <= 150
    assert text.splitlines()[-1].startswith("- There was no comparison group")


def test_the_words_of_a_change_block(show, rows):
    text = show.change(rows["change"]).plain()
    assert (
        "on average, scores were 2.3 points lower after than before, on a scale of 0 to 27 where lower is better. "
        "The true average change is likely between 1.6 and 3.1 points lower. This is a change for the better. "
        "It rests on about 40 of 50 parents measured both times."
    ) in text
    assert "anywhere from 1.7 points lower to 0.5 points higher, so the direction is unclear" in text
    assert "40 of 50" in text
    assert "11.2 (5.1)" in text
    assert "−2.3 (−3.1 to −1.6)" in text
    assert "p <0.001" in text


def test_a_verdict_on_a_hidden_average_is_not_given(show, rows):
    mean = {"estimand": "mean", "outcome": "f", "label": "Fidelity", "n": 5, "estimate": 1.8, "unit": "points"}
    verdict = {
        "estimand": "criterion",
        "outcome": "f",
        "label": "Fidelity",
        "n": 5,
        "direction": "go",
        "note": "go from 1.5",
    }
    assert "– Not judged" in show.criteria(results_frame([mean, verdict])).plain()

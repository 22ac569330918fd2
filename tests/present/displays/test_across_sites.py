"""Sites beside one another: what is pooled and said, what is hidden and left out, and that nothing is ranked."""

import pytest

from earlyeval.foundations.paths import study_paths
from earlyeval.foundations.results import results_frame
from earlyeval.present import under
from earlyeval.registry.load import load_registry

pytestmark = pytest.mark.unit
NAMES = {
    "baseline": "Before", "endpoint": "After", "site/a": "Ashby", "site/b": "Bow $x$ <b>", "site/c": "Crewe",
}  # fmt: skip


@pytest.fixture
def show():
    return under(load_registry(study_paths("")).profile, programme_name="Group", site_name="all sites", names=NAMES)


def row(site="", estimand="mean_change", n=40, estimate=-2.0, low=-3.0, high=-1.0, **more):
    return {
        "strand": "family", "outcome": "mood", "label": "Low mood", "instrument": "phq-9", "version": "v1",
        "respondent": "parent", "comparison": "endpoint - baseline", "time_point": "endpoint", "unit": "points",
        "direction": "lower_is_better", "note": "0 to 27", "site": site, "estimand": estimand, "n": n,
        "n_expected": n + 10 if site else float("nan"), "estimate": estimate, "conf_low": low, "conf_high": high,
        "conf_level": 0.95, "subgroup": "site" if site else "sites together",
    } | more  # fmt: skip


def counted(n, of):
    return row(estimand="count", n=n, n_expected=of, estimate=n, low=float("nan"), high=float("nan"), unit="sites",
               sensitivity="open", conf_level=float("nan"))  # fmt: skip


def pooled(**more):
    return [
        row(estimand="pooled_change", n=120, **more),
        row(estimand="prediction_interval", n=120, low=-4.0, high=0.5),
        row(estimand="share_between_sites", n=120, estimate=0.6, low=0.0, high=0.9),
        row(estimand="between_site_sd", n=120, estimate=0.7, low=0.0, high=2.0),
    ]


def limits(site, low, high, level):
    return row(site, "control_limits", estimate=-2.0, low=low, high=high, conf_level=level, subgroup="control limits",
               n_expected=float("nan"))  # fmt: skip


def shown_rows(show, rows):
    return show.across_sites(results_frame(rows))


def test_sites_stand_in_their_order_with_the_pooled_change_last(show, lines_of):
    rows = [row("a", estimate=-1.0), row("b", estimate=-3.0), row("c"), counted(3, 3), *pooled()]
    lines = lines_of(shown_rows(show, rows))[0]
    assert [line[0] for line in lines[1:]] == [
        "Ashby", "Bow $x$ <b>", "Crewe", "Pooled over the sites shown", "Likely at a further site",
    ]  # fmt: skip


def test_a_name_is_never_markup(show):
    bundle = shown_rows(show, [row("b"), row("c"), counted(2, 2), *pooled()]).parts[3].bundle()[0]["text/html"]
    assert "<b>" not in bundle
    assert "Bow $x$ &lt;b&gt;" in bundle


def test_hidden_sites_are_counted_and_sites_without_the_form_are_named(show, sentences_of, lines_of):
    unused = row("c", n=0, estimable=False, reason="Nobody answered both times.", estimate=float("nan"),
                 low=float("nan"), high=float("nan"))  # fmt: skip
    rows = [row("a"), row("b", n=5), unused, counted(1, 3), row(estimand="pooled_change", n=40, estimable=False,
            reason="Nothing is pooled.", estimate=float("nan"), low=float("nan"), high=float("nan"))]  # fmt: skip
    shown = shown_rows(show, rows)
    said = " ".join(sentences_of(shown))
    assert "Low mood: Nothing is pooled." in said
    assert "1 of the 3 sites with returns is not shown" in said
    assert "Not measured before and after in this way: Crewe." in said
    assert [line[:2] for line in lines_of(shown)[0][1:]] == [("Ashby", "40 of 50"), ("Bow $x$ <b>", "* of 15")]


def test_how_sites_differ_is_said_in_words_with_its_uncertainty(show, sentences_of):
    said = " ".join(sentences_of(shown_rows(show, [row("a"), row("b"), row("c"), counted(3, 3), *pooled()])))
    assert "The sites differ clearly more than chance alone would make them (I² 60%" in said
    assert "With 3 sites I² could be anywhere from 0% to 90%, so little is known of it." in said
    assert "would likely lie anywhere from 4.0 points lower to 0.5 points higher" in said


def test_a_site_outside_the_limits_is_named_without_a_verdict(show, sentences_of, lines_of):
    rows = [row("a", estimate=-6.0, low=-7.0, high=-5.0), row("b"), row("c"), counted(3, 3), *pooled()]
    for site, half in (("a", 1.0), ("b", 1.0), ("c", 2.0)):
        rows += [limits(site, -2 - half, -2 + half, 0.95), limits(site, -2 - 1.6 * half, -2 + 1.6 * half, 0.998)]
    shown = shown_rows(show, rows)
    assert "Of the 3 sites shown, Ashby lies outside the 99.8% limits; the others lie within both limits." in (
        sentences_of(shown)
    )
    assert [line[-1] for line in lines_of(shown)[1][1:]] == ["outside the 99.8% limits", *["within both limits"] * 2]
    words = shown.plain().lower()
    assert not [word for word in ("best", "worst", "rank 1", "league", "top") if f" {word} " in words]


def test_by_site_keeps_totals_apart_from_sites(show, lines_of):
    base = {"strand": "family", "outcome": "started", "label": "Parents who started", "unit": "parents"}
    rows = [
        base | {"site": site, "estimand": "count", "n": n, "estimate": n, "subgroup": "reached"}
        for site, n in (("a", 20), ("b", 5), ("c", 30), ("", 50))
    ]
    lines = lines_of(show.by_site(results_frame(rows), title="Delivery"))[0]
    assert lines == [
        ("Site", "Parents who started"), ("Ashby", "20"), ("Bow $x$ <b>", "*"), ("Crewe", "30"),
        ("Sites shown, together", "50"),
    ]  # fmt: skip

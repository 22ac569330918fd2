"""Figures that a site reported itself: kept as sent; told where they do not fit themselves, each other or the rows."""

import pytest

from earlyeval.foundations.errors import ReturnsRefusedError

pytestmark = pytest.mark.spec
HEAD = "indicator,period,source,counts,numerator,denominator,estimate,lower,upper,estimate_is\n"


@pytest.fixture
def told(arrive, valid):
    """Send figures beside the valid returns; return how many figures each rule tells of."""

    def send(*lines):
        returns = arrive({**valid, "site_figures.csv": HEAD + "".join(f"{line}\n" for line in lines)})
        assert len(returns.tables["site_figures"]) == len(lines)
        own = returns.findings.query("table == 'site_figures' and rule != 'missing_code'")
        return dict(zip(own["rule"], own["rows"], strict=True))

    return send


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("take-up,2024,report,,7,20,0.35,0.2,0.5,share", ""),
        ("take-up,2024,report,,7,20,35,20,50,percent", ""),
        ("take-up,2024,report,,1,3,33,,,percent", ""),  # rounded to whole numbers
        ("take-up,2024,report,,1,3,0.3333,,,share", ""),
        ("take-up,2024,report,,0,0,,,,share", ""),
        ("mean-score,2024,report,,,40,6.2,5.1,7.3,other", ""),
        ("mean-score,2024,report,,,40,6.2,6.5,7.3,other", "interval_misses"),
        ("mean-score,2024,report,,,40,7.4,5.1,7.3,other", "interval_misses"),
        ("mean-score,2024,report,,,40,6.2,7.3,5.1,other", "interval_misses"),
        ("mean-score,2024,report,,,40,6.2,5.1,,other", "half_interval"),
        ("take-up,2024,report,,21,20,,,,", "part_above_whole"),
        ("take-up,2024,report,,7,20,0.45,,,share", "share_differs"),
        ("take-up,2024,report,,7,20,0.35,,,percent", "share_differs"),
        ("take-up,2024,report,,1,3,0.34,,,share", "share_differs"),
        ("take-up,all,report,people,2,3,,,,", ""),
        ("take-up,all,report,people,2,4,,,,", "denominator_of_rows"),
        ("take-up,2024,report,people,2,4,,,,", ""),  # of another period than what arrived
        ("sessions,all,report,sessions,1,1,,,,", ""),  # one of the two was held
        ("visits,all,report,visits,1,3,,,,", "denominator_of_rows"),
        ("births,all,report,births,1,3,,,,", ""),  # none arrived: nothing to compare with
    ],
)
def test_a_figure_is_held_against_itself_and_the_rows(told, line, rule):
    assert told(line) == ({rule: 1} if rule else {})


def test_denominators_of_one_indicator_and_period_are_held_against_each_other(told):
    lines = ["take-up,2024,report,,7,20,,,,", "take-up,2024,dashboard,,7,22,,,,", "take-up,2023,report,,9,30,,,,"]
    assert told(*lines) == {"denominators_differ": 2}


def test_the_sentences_repeat_no_figure(arrive, valid):
    line = "secret-indicator,all,report,people,931,742,0.12,0.55,0.66,share\n"
    sentences = arrive({**valid, "site_figures.csv": HEAD + line}).findings["sentence"]
    assert not sentences.str.contains(r"931|742|0\.|secret").any()
    assert (
        "1 figure reported by the site with an interval that does not hold its estimate: kept as it was sent."
        in set(sentences)
    )
    assert sentences.str.contains("with a numerator above its denominator").any()


def test_what_no_figure_can_be_is_refused(arrive, valid):
    wrong = HEAD + "take-up,2024,report,parents,-1,2.5,x,,,ratio\ntake-up,2024,report,,1,2,,,,\n"
    with pytest.raises(ReturnsRefusedError) as refusal:
        arrive({**valid, "site_figures.csv": wrong})
    for words in (
        "counts: found 'parents'. Allowed: people, families",
        "numerator: found '-1'",
        "denominator: found '2.5'",
        "estimate: found 'x'",
        "estimate_is: found 'ratio'",
        "line 3: found the same indicator, period, source",
    ):
        assert words in " ".join(str(refusal.value).split())


def test_figures_in_a_shape_of_their_own_are_declared(arrive, make_registry, valid):
    declared = {
        "id": "dashboard", "site": "town", "programme": "play", "path": "dashboard.csv", "person_id": None,
        "decimal": ",", "ignore": ["Area"],
        "tables": [{"table": "site_figures", "constants": {"source": "dashboard", "estimate_is": "percent"},
                    "columns": {"indicator": "KPI", "period": "Year", "numerator": "n", "denominator": "of",
                                "estimate": "%", "lower": "from", "upper": "to"}}],
    }  # fmt: skip
    text = "Area;KPI;Year;n;of;%;from;to\nNorth;take-up;2024;7;20;35,0;20,5;50,1\n"
    returns = arrive(valid | {"../../dashboard.csv": text}, registry=make_registry(returns=[declared]))
    assert returns.tables["site_figures"][["numerator", "estimate", "upper"]].to_numpy().tolist() == [[7, 35.0, 50.1]]
    assert not len(returns.findings.query("table == 'site_figures'"))

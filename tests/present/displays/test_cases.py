"""Displays of case work, open groups, settings and costs: what is said, who rated, and what stays back."""

import pytest

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.results import results_frame
from earlyeval.present.newsletter import newsletter_parts
from earlyeval.present.setting import Setting
from earlyeval.present.wording import FORBIDDEN
from earlyeval.protect.gate import release

pytestmark = pytest.mark.unit
RATED = "Rated or coded by the worker who delivers the service, not by somebody independent."
WORKER = {"respondent": "practitioner about the case", "unit": "cases"}


def share(n, total, **row):
    return {"estimand": "proportion", "n": n, "n_expected": total, "estimate": n / total, **row}


@pytest.fixture
def profile(make_profile):
    return make_profile()


@pytest.fixture
def show(make_profile):
    from earlyeval.present import under

    return under(make_profile(), programme_name="The Service", site_name="The Place")


def plain(displayed):
    return displayed.plain()


def test_every_table_of_ratings_says_who_rated(show):
    levels = [
        share(n, 100, outcome="concern-levels", label=when, subgroup=level, **WORKER)
        for when in ("First review", "Last review")
        for level, n in (("no concern", 40), ("high concern", 60))
    ]
    moved = [share(60, 100, outcome="concern-movement", label="Level of concern", subgroup="better", **WORKER)]
    text = plain(show.concern(results_frame([*levels, *moved])))
    assert text.count(RATED) == text.count("Table:") == 2


def test_a_few_cases_stay_hidden_in_squares_and_table(show):
    rows = [
        share(30, 60, outcome="needs-services", label="Debt", subgroup="Counselling", **WORKER),
        share(3, 60, outcome="needs-services", label="Debt", subgroup="Youth work", **WORKER),
    ]
    text = plain(show.needs(results_frame(rows)))
    assert "50%" in text
    assert "5%" not in text.replace("95%", "").replace("50%", "")


def test_pounds_have_their_sign_and_are_no_value(show):
    cost = {"estimand": "cost", "n": 40, "unit": "cases", "estimate": 8200, "label": "Cost per case"}
    text = plain(show.costs(results_frame([{**cost, "conf_low": 7000, "conf_high": 9900, "conf_level": 0.95}])))
    assert "£8,200" in text
    assert "£7,000 to £9,900" in text
    assert "A cost is no value" in text


def test_lines_of_people_are_never_released(show, profile):
    row = {"estimand": "individual_score", "n": 1, "estimate": 17.0, "label": "Mood", "subgroup": "person 1"}
    released = release(results_frame([row]), profile).rows.iloc[0]
    assert released["status"] == "refused"
    assert not released["label"]
    assert released[["n", "estimate"]].isna().all()
    assert "restricted view" in plain(show.lines(results_frame([row])))


def test_a_setting_passes_as_nobody_and_not_otherwise(profile):
    day = {"estimand": "setting_score", "n": 1, "estimate": 3.5, "unit": "observations"}
    open_row, personal = release(
        results_frame([{**day, "sensitivity": "open"}, {**day, "sensitivity": "personal"}]), profile
    ).rows.to_dict("records")
    assert (open_row["status"], open_row["estimate"]) == ("shown", 3.5)
    assert personal["status"] == "refused"


def visits(n):
    return {
        "question": "visits", "estimand": "count", "unit": "families", "n": n, "estimate": n, "label": "Baby group",
    }  # fmt: skip


def test_the_newsletter_is_short_plain_and_made_of_released_numbers(profile):
    change = {
        "question": "staff-change", "estimand": "mean_change", "subgroup": "pairs", "strand": "staff", "n": 26,
        "n_expected": 28, "estimate": 2.04, "conf_low": 1.4, "conf_high": 2.6, "conf_level": 0.95,
        "direction": "higher_is_better", "label": "Staff knowledge", "note": "0 to 10", "unit": "points",
    }  # fmt: skip
    few = {**change, "question": "family-change", "strand": "family", "n": 5, "label": "Mood", "respondent": "parent"}
    released = release(results_frame([visits(128), change, few]), profile)
    parts = dict(newsletter_parts(released, Setting(profile), what_next="We will ask parents", thanks="Thank you"))
    words = " ".join(sentence for sentences in parts.values() for sentence in sentences)
    assert parts["Who came"] == ("About 130 families came to the baby group.",)
    assert "128" not in words
    assert "Staff knowledge (0 to 10): 2.0 points higher on average, for the better." in words
    assert "What parents say now" not in parts  # too few answered
    assert "nobody can say what brought a change about" in words
    assert parts["What happens next"] == ("We will ask parents.",)
    assert len(words.split()) <= 250
    assert not [word for word in FORBIDDEN if word in words.lower()]


def test_a_newsletter_recommends_nothing_of_its_own(profile):
    released = release(results_frame([visits(128)]), profile)
    parts = dict(newsletter_parts(released, Setting(profile), what_next="", thanks="Thank you"))
    assert "What happens next" not in parts


def test_people_in_the_words_of_a_case_row_are_refused(profile):
    with pytest.raises(ProtectionError):
        release(results_frame([share(30, 60, label="12 families closed", **WORKER)]), profile)


@pytest.mark.parametrize(
    ("respondent", "plural"),
    [
        ("practitioner about the child", "children"),
        ("independent rater about the family", "families"),
        ("practitioner about the case", "cases"),
        ("parent about the baby", "parents"),
    ],
)
def test_those_who_are_rated_are_counted_and_not_those_who_rate(respondent, plural):
    from earlyeval.present.wording import people_of

    assert people_of({"respondent": respondent, "unit": "points", "strand": "family"}) == plural

"""Contacts that every child is due: who counts, when, and whether it was in time."""

import pytest

from earlyeval.analyse.contact_series import contact_series
from earlyeval.analyse.contacts_due import contacts_by_child, counts_by_quarter, quarter_id
from earlyeval.analyse.coverage import coverage
from earlyeval.analyse.timeliness import ages_of, timeliness

pytestmark = pytest.mark.spec

VISIT = {
    "id": "visit", "label": "Visit by 14 days", "due_from_days": 10, "due_by_days": 14, "denominator_days": 30,
    "yardsticks": [
        {"label": "England", "share": 0.864, "low": 0.862, "high": 0.865, "period": "2017", "source": "x",
         "verified": False}
    ],
}  # fmt: skip
COURSE = {"contacts": [VISIT]}
CHANGED = {"start": "2018-04", "end": "2019-12", "service_change": {"month": "2018-04", "label": "More visits"}}
# Born on 2 March: thirty days old on 1 April. Born on 1 March: thirty days old on 31 March, a quarter earlier.
PEOPLE = """
    person_id  family_id  role
    ann        f1         mother
    c1         f1         child
    c2         f1         child
    c3         f2         child
    c4         f3         child
    c5         f4         child
"""
CONTACTS = """
    person_id  contact  due_from    due_by      done_on     quarter
    c1         visit    2018-03-12  2018-03-16  2018-03-14  -
    c2         visit    2018-03-12  2018-03-16  2018-03-20  2018-01
    c3         visit    2018-03-11  2018-03-15  2018-03-13  -
    c4         visit    2018-05-12  2018-05-16  -           2018-04
    c5         visit    2018-05-12  2018-05-16  2018-05-11  -
    ann        visit    2018-05-12  2018-05-16  2018-07-20  -
    c5         later    2018-05-12  2018-07-20  2018-07-20  -
"""


@pytest.fixture
def later(make_study):
    """The same, with a second contact that says how far the return goes."""
    course = {"contacts": [VISIT, {"id": "later", "label": "Later", "due_by_days": 79, "denominator_days": 79}]}
    return make_study(programme=course, delivery=CHANGED, people=PEOPLE, contacts=CONTACTS)


def test_a_child_counts_in_the_quarter_in_which_it_turns_thirty_days(later):
    by_child = contacts_by_child(later).query("contact == 'visit'").set_index("person_id")

    assert by_child["quarter"].map(quarter_id).to_dict() == {
        "c1": "2018-04",
        "c2": "2018-01",  # as the site sent it
        "c3": "2018-01",
        "c4": "2018-04",
        "c5": "2018-04",
    }
    assert by_child["quarter_disagrees"].to_dict()["c2"]


def test_children_are_counted_and_never_mothers(later, told):
    rows = coverage(later)
    counted = rows[(rows["outcome"] == "visit") & (rows["estimand"] == "proportion")]

    assert told(counted, "subgroup", "n", "n_expected") == [
        ("in-time", 2, 3),  # of c1, c4, c5, who turned thirty days since the change
        ("late", 0, 3),
        ("not-done", 1, 3),
        ("early", 1, 3),  # before the window opened, and in time all the same
    ]
    left_out = rows[rows["outcome"] == "not-children"]
    assert told(left_out, "n") == [(1,)]


def test_a_published_share_stands_beside_without_counts(later, told):
    rows = coverage(later)
    beside = rows[rows["estimand"] == "published_share"]

    assert told(beside, "comparison", "subgroup", "estimate", "n", "sensitivity") == [
        ("England", "in-time", 0.864, None, "open")
    ]
    assert "nobody has checked" in beside["note"].iloc[0]


def test_a_child_whose_age_has_not_come_is_not_yet_due(make_study):
    """The return ends on 14 March; c1 turns thirty days in April."""
    early = "person_id contact due_by done_on\n c1 visit 2018-03-16 -\n c3 visit 2018-02-10 2018-03-14"
    by_child = contacts_by_child(make_study(programme=COURSE, delivery=CHANGED, people=PEOPLE, contacts=early))

    assert by_child["person_id"].to_list() == ["c3"]


def test_quarters_sent_as_counts_are_used_where_no_child_is_on_record(make_study, told):
    sent = """
        contact  quarter  due  in_time  late
        visit    2017-10  100  80       10
        visit    2018-01  100  82       9
    """
    course = {"contacts": [VISIT, {"id": "later", "label": "Later", "due_by_days": 79, "denominator_days": 79}]}
    mixed = make_study(programme=course, delivery=CHANGED, people=PEOPLE, contacts=CONTACTS, contact_counts=sent)
    counts = counts_by_quarter(mixed).query("contact == 'visit'")

    assert told(counts.assign(quarter=counts["quarter"].map(quarter_id)), "quarter", "due", "in_time") == [
        ("2017-10", 100, 80),
        ("2018-01", 2, 1),  # children on record come before counts
        ("2018-04", 3, 2),
    ]


def test_a_quarter_that_is_not_over_is_left_out(make_study):
    so_far = "person_id contact due_by done_on\n c3 visit 2018-03-15 2018-03-13\n c5 visit 2018-05-16 2018-05-11"
    series = counts_by_quarter(make_study(programme=COURSE, delivery=CHANGED, people=PEOPLE, contacts=so_far))

    assert series["quarter"].map(quarter_id).to_list() == ["2018-01"]


def test_the_median_age_counts_those_not_seen_as_followed(later, told):
    rows = timeliness(later)
    median = rows[(rows["outcome"] == "visit") & (rows["estimand"] == "median_days")]

    # c1 on day 12, c5 on day 9, c4 not seen by day 79: the curve falls to a third after day 12.
    assert told(median, "n", "estimate", "unit") == [(3, 12.0, "days")]
    seen = rows[(rows["outcome"] == "visit") & (rows["subgroup"] == "day-0014")]
    assert told(seen, "estimate", "note") == [(0.6667, "due")]


def test_ages_of_the_curve_hold_the_day_it_is_due(later):
    contact = later.programme.contacts[0]
    assert 14 in ages_of(contact)
    assert ages_of(contact)[-1] <= 45


def test_a_planted_step_is_found_where_there_are_eight_quarters_on_either_side(make_study):
    quarters = [f"{2015 + place // 4}-{1 + 3 * (place % 4):02}" for place in range(26)]
    wobble = [0, 3, -2, 1, -3, 2, 0, -1, 2, -2, 1, 0, -1]
    lines = [
        f"visit {quarter} 200 {(150 if place < 13 else 176) + wobble[place % 13]}"
        for place, quarter in enumerate(quarters)
    ]
    sent = "contact quarter due in_time\n" + "\n".join(lines)
    rows = contact_series(make_study(programme=COURSE, delivery=CHANGED, contact_counts=sent))

    step = rows[rows["estimand"] == "level_change"].iloc[0]
    assert step["conf_low"] < 13 < step["conf_high"]
    assert step["conf_low"] > 8
    limits = rows[(rows["estimand"] == "chart_limits") & (rows["comparison"] == "after")]
    assert limits["note"].str.contains("part of a run").all()
    assert rows[rows["subgroup"] == "signals"].iloc[0]["n"] == 13


def test_too_few_quarters_give_a_reason_and_no_line(make_study):
    sent = "contact quarter due in_time\n visit 2018-01 200 150\n visit 2018-04 200 170"
    rows = contact_series(make_study(programme=COURSE, delivery=CHANGED, contact_counts=sent))

    step = rows[rows["estimand"] == "level_change"].iloc[0]
    assert not step["estimable"]
    assert "run chart" in step["reason"]

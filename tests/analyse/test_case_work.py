"""Little tables of case work in, rows out: each number can be counted on paper."""

import pytest

from earlyeval.analyse.captured import captured
from earlyeval.analyse.case_closure import case_closure
from earlyeval.analyse.case_concern import case_concern
from earlyeval.analyse.case_needs import case_needs
from earlyeval.analyse.case_times import case_times, times_of_cases
from earlyeval.analyse.costs import costs, rounded
from earlyeval.analyse.drop_in_families import drop_in_families

pytestmark = pytest.mark.spec
CASES = {
    "about": "children",
    "needs": [{"id": "school", "label": "School"}, {"id": "money", "label": "Money"}],
    "services": [{"id": "liaison", "label": "Liaison"}],
    "outcomes": [{"id": "attends", "label": "Attends", "need": "school"}],
}
FOUR = """
    case_id person_id opened_on  closed_on  engagement closure_outcome stepped_up
    k1      c1        2022-01-03 2022-04-04 full       concern_removed no
    k2      c2        2022-01-03 2022-02-14 refused    care_entry      yes
    k3      c3        2022-01-03 2022-07-04 full       improved        no
    k4      c4        2022-01-03 -          partial    -               -
"""
PEOPLE = """
    person_id role
    c1 child
    c2 child
    c3 child
    c4 child
"""


@pytest.fixture
def four(make_study):
    def make(**tables):
        return make_study(people=PEOPLE, cases=FOUR, programme={"cases": CASES}, **tables)

    return make


def one(rows, **wanted):
    for column, value in wanted.items():
        rows = rows[rows[column] == value]
    assert len(rows) == 1
    return rows.iloc[0]


def test_levels_of_concern_and_moves_between_them(four):
    study = four(
        reviews="""
            case_id review_number concern_level
            k1 1 high
            k1 2 medium
            k1 3 none
            k2 1 high
            k2 2 high
            k3 1 low
            k3 2 none
            k4 1 low
        """
    )
    rows = case_concern(study)
    first_high = one(rows, outcome="concern-levels", label="First review", subgroup="high concern")
    assert (first_high["n"], first_high["n_expected"]) == (2, 3)  # k4 was reviewed once and is in no pair
    moved = one(rows, outcome="concern-transitions", label="high concern", subgroup="no concern")
    assert (moved["n"], moved["n_expected"]) == (1, 2)
    shares = {way: one(rows, outcome="concern-movement", subgroup=way)["n"] for way in ("better", "same", "worse")}
    assert shares == {"better": 2, "same": 1, "worse": 0}


def test_ways_to_leave_rule_each_other_out(four):
    study = four()
    times = times_of_cases(study)
    assert times["event"].tolist() == [1, 2, 3, 0]
    assert times["weeks"].tolist() == [13, 6, 26, 26]  # the open case counts until the last date returned
    rows = case_times(study)
    by_26 = {
        name: one(rows, outcome=name, subgroup="by week 26")["estimate"]
        for name in ("concern_removed", "care_entry", "closed_otherwise")
    }
    # Aalen-Johansen on paper: at 6 of 4 one; at 13 of 3 one, 3/4 x 1/3; at 26 of 2 one, 1/2 x 1/2.
    assert by_26 == pytest.approx({"care_entry": 0.25, "concern_removed": 0.25, "closed_otherwise": 0.25})
    assert one(rows, outcome="care_entry", subgroup="by week 13")["n_smallest"] == 1


def test_how_cases_ended_counts_closed_cases_only(four):
    rows = case_closure(four())
    removed = one(rows, outcome="concern-removed")
    assert (removed["n"], removed["n_expected"]) == (1, 3)
    stepped = one(rows, outcome="stepped-up")
    assert (stepped["n"], stepped["n_expected"]) == (1, 3)  # of the fourth it was not said
    full = one(rows, outcome="closure-by-engagement", label="Parents engaged fully", subgroup="concern removed")
    assert (full["n"], full["n_expected"]) == (1, 2)


def test_each_share_of_needs_has_its_own_whole(four):
    rows = case_needs(
        four(
            case_needs="case_id need\nk1 school\nk1 money\nk2 school\nk3 money",
            case_services="case_id service\nk1 liaison\nk3 liaison",
            case_outcomes="case_id outcome result\nk1 attends better\nk2 attends same\nk3 attends better",
        )
    )
    school = one(rows, outcome="needs", label="School")
    assert (school["n"], school["n_expected"]) == (2, 3)  # the needs of k4 were not coded
    liaison = one(rows, outcome="needs-services", label="School", subgroup="Liaison")
    assert (liaison["n"], liaison["n_expected"]) == (1, 1)  # the services of k2 were not recorded
    judged = one(rows, outcome="outcomes")
    assert (judged["n"], judged["n_expected"]) == (2, 3)
    of_need = one(rows, outcome="outcomes-of-need")
    assert (of_need["n"], of_need["n_expected"]) == (1, 2)  # k3 was judged and had not had the need


def test_a_programme_without_cases_is_asked_nothing(make_study):
    study = make_study(people="person_id role\nann mother")
    for question in (case_concern, case_times, case_closure, case_needs, costs):
        assert question(study).empty


def test_cost_per_case_with_the_concern_removed_turns_the_share_round(four):
    study = four(costs="cost_id category amount price_year\nc1 staff 9000 2023\nc2 travel 3000 2023")
    rows = costs(study)
    assert one(rows, outcome="total", subgroup="")["estimate"] == 12000
    assert one(rows, outcome="per-case")["estimate"] == 3000
    removed = one(rows, outcome="per-concern-removed")
    assert removed["estimate"] == 12000
    # Wilson of 1 of 3: 0.0615 to 0.7923; 4000 pounds a closed case over these, to two digits.
    assert (removed["conf_low"], removed["conf_high"]) == (5000, 65000)


def test_costs_of_two_price_years_are_not_added(four):
    rows = costs(four(costs="cost_id category amount price_year\nc1 staff 9000 2022\nc2 travel 3000 2023"))
    assert len(rows) == 1
    assert not rows["estimable"].any()


@pytest.mark.parametrize(("amount", "expected"), [(84_321, 84_000), (5_149.9, 5_100), (0.0, 0.0), (7, 7)])
def test_pounds_are_rounded_to_two_digits(amount, expected):
    assert rounded(amount) == expected


DROP_IN = {
    "session_kinds": [{"id": "group", "label": "Group", "strand": "family", "drop_in": True}],
    "characteristics": [{"id": "support", "label": "Support", "values": {"plan": "A plan", "none": "None"}}],
}
WEEKS = """
    session_id kind number held_on delivered
    s1 group 1 2024-01-01 yes
    s2 group 2 2024-01-08 yes
    s3 group 3 2024-02-05 yes
"""


def drop_in(make_study, **more):
    return make_study(
        people="person_id family_id role support\na f1 mother plan\nb f2 mother none\nc f3 mother none",
        sessions=WEEKS,
        attendance="session_id person_id status\ns1 a attended\ns2 a attended\ns3 a late\ns1 b attended\ns3 c attended",
        programme=DROP_IN,
        **more,
    )


def test_families_came_again_of_those_whose_time_had_come(make_study):
    referred = "referral_id family_id decision\nr1 f1 accepted\nr2 f2 declined"
    rows = drop_in_families(drop_in(make_study, referrals=referred))
    again = one(rows, subgroup="again-4")
    assert (again["n"], again["n_expected"]) == (1, 2)  # the third family began too late
    once = one(rows, subgroup="once")
    assert (once["n"], once["n_expected"]) == (2, 3)
    route = one(rows, subgroup="referred", estimand="proportion", unit="families")
    assert (route["n"], route["n_expected"]) == (1, 3)


def test_of_all_families_of_the_area(make_study):
    count = {"characteristic": "support", "year": 2024, "reachable": True, "source": "made-up", "verified": False}
    delivery = {"population": [{**count, "value": "plan", "n": 4}, {**count, "value": "none", "n": 1}]}
    rows = captured(drop_in(make_study, delivery=delivery))
    plan = one(rows, outcome="support-plan")
    assert (plan["n"], plan["n_expected"]) == (1, 4)
    assert not one(rows, outcome="support-none")["estimable"]  # two came of one: the counts are not of the same

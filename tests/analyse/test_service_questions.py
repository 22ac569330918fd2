"""Visits by need, standards, specification, alliance and inequality: who counts, and what cannot be said."""

import pytest

from earlyeval.analyse.alliance import alliance, worker_by_person
from earlyeval.analyse.inequality import inequality
from earlyeval.analyse.quality import quality
from earlyeval.analyse.specification import inside_outside, overrides, side_by_person
from earlyeval.analyse.visits_by_need import visits_by_family, visits_by_need
from earlyeval.registry.instruments import Instrument

pytestmark = pytest.mark.spec

LEVELS = [{"id": "universal", "label": "Universal", "planned_visits": 8}, {"id": "plus", "label": "Plus"}]
VISITED = {
    "session_kinds": [{"id": "home", "label": "Home visit", "strand": "family", "one_to_one": True}],
    "need_levels": LEVELS,
    "override_reasons": {"crisis": "A crisis", "sibling": "A sibling was known"},
    "definitions": [{"id": "engaged", "term": "engaged", "label": "Two visits", "session_kind": "home", "at_least": 2}],
}
PEOPLE = """
    person_id  family_id  role    started_on  ended_on    in_specification
    ann        f1         mother  2024-01-01  2024-12-31  yes
    kit        f1         child   -           -           -
    bea        f2         mother  2024-01-01  -           override
    cat        f3         mother  2024-07-01  -           -
    w1         -          staff   -           -           -
"""
SESSIONS = "session_id kind held_on delivered\n" + "\n".join(f"s{day} home 2024-12-{day} yes" for day in range(10, 16))
ATTENDANCE = """
    session_id  person_id  status
    s10         ann        attended
    s11         ann        attended
    s12         kit        attended
    s13         bea        attended
    s14         bea        absent
    s15         w1         attended
"""
REFERRALS = """
    referral_id  family_id  need_level  in_specification  decision  override_reason
    r1           f1         plus        yes               accepted  -
    r2           f2         universal   no                accepted  crisis
    r3           f3         universal   no                accepted  -
    r4           f9         universal   no                declined  sibling
"""


@pytest.fixture
def visited(make_study):
    tables = {"people": PEOPLE, "sessions": SESSIONS, "attendance": ATTENDANCE, "referrals": REFERRALS}
    return make_study(programme=VISITED, **tables)


def test_a_visit_is_a_familys_whoever_of_it_was_seen(visited):
    families = visits_by_family(visited, visited.programme.session_kinds[0])

    assert families["visits"].to_dict() == {"f1": 3, "f2": 1, "f3": 0}
    assert families["need_level"].to_dict() == {"f1": "plus", "f2": "universal", "f3": "universal"}
    assert families["years"].round(2).to_dict() == {"f1": 0.96, "f2": 0.96, "f3": 0.46}  # to the last session at most


def test_families_never_visited_are_in_the_distribution(visited, told):
    rows = visits_by_need(visited)
    bands = rows[(rows["estimand"] == "proportion") & (rows["n"] > 0)]

    assert told(bands, "subgroup", "n", "n_expected") == [("none", 1, 3), ("1 to 4", 2, 3)]
    assert rows[(rows["estimand"] == "rate_ratio")].iloc[0]["comparison"] == "plus - universal"


def test_reasons_are_counted_of_families_accepted_from_outside(visited, told):
    assert told(overrides(visited), "outcome", "n", "n_expected") == [
        ("crisis", 1, 2),
        ("sibling", 0, 2),
        ("no-reason", 1, 2),
    ]


def test_children_are_on_the_side_of_their_family(visited):
    assert side_by_person(visited).to_dict() == {"ann": "inside", "kit": "inside", "bea": "outside", "cat": "outside"}


def test_outcomes_stand_beside_each_other_inside_and_outside(make_study, told):
    people = "person_id role in_specification\n" + "\n".join(
        f"p{n} mother {'yes' if n < 4 else 'no'}" for n in range(8)
    )
    scores = "person_id outcome time_point score\n" + "\n".join(
        f"p{n} mood baseline {10 + n}\n p{n} mood endpoint {8 + n + (n % 2) - (n > 3)}" for n in range(8)
    )
    rows = inside_outside(make_study(people=people, scores=scores))

    assert told(rows, "subgroup", "estimand", "n", "estimate") == [
        ("inside", "mean_change", 4, -1.5),
        ("outside", "mean_change", 4, -2.5),
        ("difference", "mean_difference", 8, -1.0),
    ]


def test_a_standard_is_judged_by_its_worst_of_the_month(make_study, told):
    course = {"standards": [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}, {"id": "c", "label": "C"}]}
    assessed = """
        standard  assessed_on  met
        a         2024-01-10   no
        a         2024-07-10   yes
        b         2024-07-02   partly
        b         2024-07-03   yes
    """
    rows = quality(make_study(programme=course, standards=assessed))

    assert told(rows, "outcome", "time_point", "direction", "n", "n_expected") == [
        ("a", "2024-01", "not met", None, None),
        ("a", "2024-07", "met", None, None),
        ("b", "2024-07", "partly met", None, None),
        ("c", "", "", None, None),
        ("all-standards", "2024-01", "", 0, 1),
        ("all-standards", "2024-07", "", 1, 2),
    ]


def test_workers_are_told_apart_by_the_main_link_or_the_only_one(make_study):
    links = """
        person_id  worker_id  is_main_worker
        a          w1         yes
        a          w2         -
        b          w2         -
        c          w1         -
        c          w2         -
    """
    assert worker_by_person(make_study(worker_links=links)).to_dict() == {"a": "w1", "b": "w2"}


def test_the_alliance_without_workers_says_so(make_study):
    plan = {"alliance": {"outcome": "mood", "engagement": "engaged"}}
    scores = "person_id outcome time_point score\n a mood endpoint 50"
    rows = alliance(make_study(programme=VISITED, plan=plan, people="person_id role\n a mother", scores=scores))

    assert "who works with whom" in rows[~rows["estimable"]]["reason"].iloc[0]


def test_likeness_and_link_are_found_where_they_were_planted(make_study):
    people, links, scores, attended, sessions = [], [], [], [], []
    for worker in range(8):
        for place in range(10):
            name, high = f"p{worker}{place}", worker + 2 * (place % 4)
            people.append(f"{name} mother")
            links.append(f"{name} w{worker} yes")
            scores.append(f"{name} mood endpoint {high}")
            for visit in range(2 if (high + place // 4) > 6 else 1):
                sessions.append(f"s{name}{visit} home 2024-12-10 yes")
                attended.append(f"s{name}{visit} {name} attended")
    tables = {
        "people": "person_id role\n" + "\n".join(people),
        "worker_links": "person_id worker_id is_main_worker\n" + "\n".join(links),
        "scores": "person_id outcome time_point score\n" + "\n".join(scores),
        "sessions": "session_id kind held_on delivered\n" + "\n".join(sessions),
        "attendance": "session_id person_id status\n" + "\n".join(attended),
    }
    rows = alliance(
        make_study(programme=VISITED, plan={"alliance": {"outcome": "mood", "engagement": "engaged"}}, **tables)
    )

    by_estimand = rows.set_index("estimand")
    assert 0.2 < by_estimand.loc["intraclass_correlation", "estimate"] < 0.8
    assert by_estimand.loc["odds_ratio", "conf_low"] > 1


def _with_cut_off(instruments):
    facts = instruments.model_dump(mode="json")
    scale = facts["versions"][0]["subscales"][0]
    scale["cut_offs"] = [{"id": "case", "label": "case", "at_least": 10, "source": "made-up", "verified": True}]
    return Instrument.model_validate_json(__import__("json").dumps(facts))


def test_concern_is_set_against_the_ladder_and_below_zero_is_more_among_the_deprived(make_study, told):
    fifths = {"q1": 10, "q2": 8, "q3": 7, "q4": 6, "q5": 4}
    people, scores = ["person_id role fifth"], ["person_id outcome time_point score"]
    for value, cases in fifths.items():
        for place in range(20):
            people.append(f"{value}{place} mother {value}")
            scores.append(f"{value}{place} mood endpoint {12 if place < cases else 4}")
    people.append("x mother nk")
    scores.append("x mood endpoint 4")
    ladder = {
        "id": "fifth", "label": "Fifth", "values": {**{value: value for value in fifths}, "nk": "Not known"},
        "ladder": "most_disadvantaged_first", "off_ladder": ["nk"],
    }  # fmt: skip
    plain = make_study(outcomes=({"cut_off": "case", "time_points": ["endpoint"]},))
    study = make_study(
        outcomes=({"cut_off": "case", "time_points": ["endpoint"]},), programme={"characteristics": [ladder]},
        people="\n".join(people), scores="\n".join(scores),
        instruments={"mood": _with_cut_off(plain.registry.instruments["mood"])},
    )  # fmt: skip
    rows = inequality(study)

    assert told(rows[rows["subgroup"].isin(["all", "q1", "nk"])], "subgroup", "n", "n_expected") == [
        ("all", 35, 101), ("q1", 10, 20), ("nk", 0, 1),
    ]  # fmt: skip
    slope = rows[rows["estimand"] == "slope_index_of_inequality"].iloc[0]
    # By hand: shares 50, 40, 35, 30, 20 at ranks .1 to .9 have the slope -35, so the ends are 52.5 and 17.5.
    assert slope["estimate"] == pytest.approx(-35)
    assert slope["n_smallest"] == 20
    ratio = rows[rows["estimand"] == "relative_index_of_inequality"].iloc[0]
    assert ratio["estimate"] == pytest.approx(17.5 / 52.5)

"""Odd returns of a service never end in an error: each display says what it can, or why it cannot."""

import pytest

from earlyeval import present
from earlyeval.analyse import alliance, contact_series, coverage, inequality, quality, specification, timeliness
from earlyeval.analyse import visits_by_need as visits
from earlyeval.foundations.paths import study_paths
from earlyeval.protect.gate import release
from earlyeval.registry.load import load_registry

pytestmark = pytest.mark.unit

VISIT = {"id": "visit", "label": "Visit", "due_by_days": 14, "denominator_days": 30}
FORM = {"id": "form", "label": "Form used", "of": "visit", "due_by_days": 14, "denominator_days": 30}
COURSE = {
    "contacts": [VISIT, FORM],
    "standards": [{"id": "a", "label": "A"}],
    "need_levels": [{"id": "low", "label": "Low"}, {"id": "high", "label": "High", "planned_visits": 20}],
    "session_kinds": [{"id": "home", "label": "Home visit", "strand": "family", "one_to_one": True}],
    "definitions": [{"id": "done", "term": "engaged", "label": "Once", "session_kind": "home", "at_least": 1}],
    "characteristics": [
        {
            "id": "fifth",
            "label": "Fifth",
            "values": {"a": "A", "b": "B", "c": "C"},
            "ladder": "least_disadvantaged_first",
        }
    ],
}
CHANGE = {"service_change": {"month": "2025-04", "label": "More visits"}}
PLAN = {"alliance": {"outcome": "mood", "engagement": "done"}}
PEOPLE = """
    person_id  family_id  role    started_on  in_specification  fifth
    m          f1         mother  2025-01-01  yes               a
    k          f1         child   -           -                 -
    w          -          staff   -           -                 -
"""
STANDARD = "standard assessed_on cluster met\n a 2025-05-01 north partly"
FAR = "person_id contact due_by done_on\n k visit 2025-01-15 2024-12-24\n k form 2025-01-15 2025-12-31"
CASES = {
    "nothing returned": {},
    "one child, seen before it was due and recorded a year late": {"people": PEOPLE, "contacts": FAR},
    "nobody was seen": {"people": PEOPLE, "contacts": "person_id contact due_by\n k visit 2025-01-15"},
    "filed under the mother": {
        "people": PEOPLE,
        "contacts": "person_id contact due_by done_on\n m visit 2025-01-15 2025-01-10",
    },
    "counts alone, one quarter": {"contact_counts": "contact quarter due in_time\n visit 2025-04 0 0"},
    "everybody always": {
        "contact_counts": "contact quarter due in_time\n"
        + "\n".join(f"visit {2021 + place // 4}-{1 + 3 * (place % 4):02} 40 40" for place in range(34))
    },
    "a lone visit": {
        "people": PEOPLE, "sessions": "session_id kind held_on delivered\n s home 2025-03-01 yes",
        "attendance": "session_id person_id status\n s m attended",
        "referrals": "referral_id family_id need_level decision in_specification\n r f1 high accepted no",
        "scores": "person_id outcome time_point score\n m mood endpoint 50\n m mood baseline 40",
        "worker_links": "person_id worker_id is_main_worker\n m w -", "standards": STANDARD,
    },
}  # fmt: skip
SHOWN = (
    (coverage.coverage, "coverage", {}), (timeliness.timeliness, "timeliness", {}),
    (contact_series.contact_series, "contact_series", {}), (visits.visits_by_need, "visits_by_need", {}),
    (quality.quality, "quality", {}), (alliance.alliance, "alliance", {}), (inequality.inequality, "inequality", {}),
    (specification.inside_outside, "inside_outside", {}), (specification.overrides, "shares", {"title": "Why"}),
)  # fmt: skip


@pytest.fixture(scope="module")
def profile():
    return load_registry(study_paths()).profiles["nhs-hes-child"]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize(("question", "display", "options"), SHOWN, ids=[shown[1] for shown in SHOWN])
def test_each_display_says_what_it_can_or_why_it_cannot(make_study, profile, case, question, display, options):
    delivery = CHANGE | {"clusters": [{"id": "north", "label": "North"}]}
    study = make_study(programme=COURSE, delivery=delivery, plan=PLAN, **CASES[case])
    rows = question(study)
    released = release(rows, profile).rows

    shown = getattr(present.under(profile), display)(rows, **options)

    assert shown.plain().strip()
    people = released[(released["sensitivity"] == "personal") & released["n"].notna()]
    assert not people["n"].between(1, 7).any()
    assert "nan" not in shown.plain().lower().split()


def test_many_quarters_of_everybody_have_no_limits_and_say_so(make_study, profile):
    study = make_study(programme=COURSE, delivery=CHANGE, plan=PLAN, **CASES["everybody always"])
    shown = present.under(profile).contact_series(contact_series.contact_series(study)).plain()
    assert "all or nearly all" in shown

"""What a universal service declares of contacts, standards, need levels and its own change must be true."""
# ruff: noqa: E501 - one case a line

from typing import Any

import pytest

from earlyeval.foundations.paths import study_paths
from earlyeval.registry.load import load_registry

pytestmark = pytest.mark.unit

PROGRAMME, SITE, PLAN = "programmes/parent-group", "sites/riverside", "plan/parent-group"
VISIT: dict[str, Any] = {"id": "visit", "label": "Visit", "due_by_days": 14, "denominator_days": 30}
REVIEW = VISIT | {"id": "review", "label": "Review", "due_by_days": 365, "denominator_days": 365}
FACT = {"label": "England", "share": 0.8, "period": "2017", "source": "unverified-memory", "verified": False}
LADDER = {"id": "fifth", "label": "Fifth", "values": {"a": "A", "b": "B", "c": "C", "nk": "?"}}

BREAKAGES: list[tuple[str, list[str | int], Any, str]] = [
    (PROGRAMME, ["contacts"], [VISIT, VISIT], "contacts: 'visit' stands twice"),
    (PROGRAMME, ["contacts"], [VISIT | {"denominator_days": 10}], "contacts[visit].denominator_days: found 10 for a contact due by day 14"),
    (PROGRAMME, ["contacts"], [VISIT | {"due_from_days": 15}], "contacts[visit].due_from_days: found 15, after it is due (14)"),
    (PROGRAMME, ["contacts"], [VISIT, REVIEW | {"of": "vist"}], "contacts[review].of: found 'vist', which is not declared. Did you mean 'visit'?"),
    (PROGRAMME, ["contacts"], [VISIT | {"yardsticks": [FACT | {"low": 0.9}]}], "contacts[visit].yardsticks[1].share: found 0.8 (0.9 to 0.8)"),
    (PROGRAMME, ["contacts"], [VISIT | {"yardsticks": [FACT | {"source": "nobody"}]}], "source: found 'nobody', which is not declared"),
    (PROGRAMME, ["standards"], [{"id": "s", "label": "S"}] * 2, "standards: 's' stands twice"),
    (PROGRAMME, ["need_levels"], [{"id": "plus", "label": "Plus", "planned_visits": 0}], "need_levels[plus].planned_visits: found 0"),
    (PROGRAMME, ["override_reasons"], {"Two words": "x"}, "override_reasons: found 'Two words'. Allowed: a code"),
    (PROGRAMME, ["characteristics", 1], LADDER | {"ladder": "most_disadvantaged_first", "off_ladder": ["nk", "c"]}, "characteristics[fifth].ladder: found 2 values on the ladder"),
    (PROGRAMME, ["characteristics", 1], LADDER | {"ladder": "most_disadvantaged_first", "off_ladder": ["x"]}, "characteristics[fifth].off_ladder: found 'x'"),
    (PROGRAMME, ["characteristics", 1], LADDER | {"off_ladder": ["nk"]}, "characteristics[fifth].off_ladder: goes together with a ladder"),
    (SITE, ["programmes", 0, "service_change"], {"month": "2018", "label": "More visits"}, "service_change.month: found '2018'. Allowed: a month as YYYY-MM."),
    (PLAN, ["alliance"], {"outcome": "bond", "engagement": "completed"}, "alliance.outcome: found 'bond', which is not declared"),
    (PLAN, ["alliance"], {"outcome": "feeding-confidence", "engagement": "all"}, "alliance.engagement: found 'all', which is not declared"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "path", "value", "expected"), BREAKAGES, ids=[case[-1][:50] for case in BREAKAGES])
def test_a_broken_declaration_is_told(refusal, file, path, value, expected):
    assert expected in refusal(file, path, value)


def test_a_visit_is_no_drop_in(refusal):
    kind = {"id": "visit", "label": "Visit", "strand": "family", "drop_in": True, "one_to_one": True}
    assert "session_kinds[visit].one_to_one: found true" in refusal(PROGRAMME, ["session_kinds", 1], kind)


def test_a_whole_service_can_be_declared(change, study_folder):
    change(PROGRAMME, ["contacts"], [VISIT | {"yardsticks": [FACT | {"low": 0.79, "high": 0.81}]}, REVIEW])
    change(PROGRAMME, ["characteristics", 1], LADDER | {"ladder": "most_disadvantaged_first", "off_ladder": ["nk"]})
    change(SITE, ["programmes", 0, "service_change"], {"month": "2018-04", "label": "More visits"})

    registry = load_registry(study_paths(study_folder))

    assert registry.programme("parent-group").contacts[0].yardsticks[0].high == 0.81
    assert registry.site("riverside").delivery("parent-group").service_change.month == "2018-04"

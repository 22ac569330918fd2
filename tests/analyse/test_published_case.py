"""Long et al. 2014 (doi:10.1016/j.chiabu.2013.10.008) through the functions of the reports, to the printed digits.

85 cases, concern about neglect, lower is better: 43.77 (SD 11.09) to 35.47 (SD 9.60), t(84) = 6.77; 67 improved and
in 50 the concern was removed. Any 85 pairs with these means, SDs and t give these answers; the pairs here are made up
to have them exactly.
"""

import numpy as np
import pytest

from earlyeval.analyse.case_closure import case_closure
from earlyeval.analyse.change import change_of_outcome, family_change
from earlyeval.statistics import paired

pytestmark = pytest.mark.reference

N, BEFORE, AFTER, T = 85, (43.77, 11.09), (35.47, 9.60), 6.77
CASES = {"about": "children", "rated_by": "practitioner"}


def standardised(values):
    return (values - values.mean()) / values.std(ddof=1)


def pairs():
    """Made-up pairs with exactly the published means, SDs and t."""
    sd_change = (BEFORE[0] - AFTER[0]) / T * np.sqrt(N)
    r = (BEFORE[1] ** 2 + AFTER[1] ** 2 - sd_change**2) / (2 * BEFORE[1] * AFTER[1])
    random = np.random.default_rng(1)
    first = standardised(random.normal(size=N))
    rest = random.normal(size=N)
    rest = standardised(rest - first * (first @ rest) / (first @ first))
    rest = standardised(rest - rest.mean())
    second = r * first + np.sqrt(1 - r**2) * rest
    return BEFORE[0] + BEFORE[1] * first, AFTER[0] + AFTER[1] * standardised(second)


@pytest.fixture
def changed(make_study):
    before, after = pairs()
    lines = ["person_id outcome time_point score"]
    people = ["person_id role started_on"]
    for place, (one, other) in enumerate(zip(before, after, strict=True)):
        people.append(f"c{place:02d} child 2010-01-01")
        lines += [f"c{place:02d} mood baseline {one!r}", f"c{place:02d} mood endpoint {other!r}"]
    study = make_study(people="\n".join(people), scores="\n".join(lines).replace("np.float64(", "").replace(")", ""))
    return study, family_change(study)


def of(rows, estimand):
    return rows[(rows["estimand"] == estimand) & (rows["subgroup"] == "pairs")].iloc[0]


def test_interval_and_p_value(changed):
    study, rows = changed
    change = of(rows, "mean_change")
    assert (round(change["conf_low"], 2), round(change["conf_high"], 2)) == (-10.74, -5.86)
    assert f"{change['p_value']:.1e}" == "1.6e-09"
    assert change["n"] == N
    assert len(list(change_of_outcome(study, study.outcomes[0]))) == len(rows)


def test_a_report_prints_what_follows_from_the_published_summary(changed):
    # tests/statistics/test_published_case.py holds each of these to the published digits.
    _, rows = changed
    found = paired.from_summary(N, before=BEFORE, after=AFTER, t=T, better=-1)
    for name in ("mean_change", "sd_change", "d_z", "g_z", "d_av", "g_av", "d_rm", "d_pre", "g_pre"):
        assert of(rows, name)["estimate"] == pytest.approx(found[name].estimate, rel=1e-9)


def test_the_share_with_the_concern_removed(make_study):
    ends = ["concern_removed"] * 50 + ["improved"] * 17 + ["no_change"] * 18
    cases = ["case_id person_id closure_outcome engagement"]
    people = ["person_id role"]
    for place, end in enumerate(ends):
        people.append(f"c{place:02d} child")
        cases.append(f"k{place:02d} c{place:02d} {end} full")
    study = make_study(people="\n".join(people), cases="\n".join(cases), programme={"cases": CASES})
    rows = case_closure(study)
    removed = rows[rows["outcome"] == "concern-removed"].iloc[0]
    assert [round(removed[name], 3) for name in ("estimate", "conf_low", "conf_high")] == [0.588, 0.482, 0.687]
    assert removed["respondent"] == "practitioner about the case"

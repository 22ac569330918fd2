"""Rows with what the gate must answer, as ``known_answers`` asks it: made up, one for each rule and each refusal."""

from math import inf
from typing import Any

from earlyeval.registry.profiles import (
    ClassDisclosureRule,
    CountRule,
    FigureRule,
    ModelRule,
    PercentRule,
    Profile,
    QuantileRule,
    QuoteRule,
    SummaryRule,
)

ROUNDED = Profile(
    id="known-answers", name="Known answers", provider="nobody", symbol_words="hidden",
    count=CountRule(hide_from=1, hide_to=7, zero="show", round_to=5, symbol="*"),
    percent=PercentRule(min_denominator=20, decimals=0), summary=SummaryRule(min_n=8, decimals=1),
    item_summary=SummaryRule(min_n=20, decimals=1, sd=False), quantile=QuantileRule(quartiles_min_n=20),
    model=ModelRule(min_residual_df=10, min_level_n=8), test_min_n_per_arm=8, agreement_min_n=8,
    class_disclosure=ClassDisclosureRule(min_n=8), figure=FigureRule(min_n=20, min_bin=8, points="never"),
    quote=QuoteRule(min_role_by_site=8, max_per_person=2), sources=("made up",),
)  # fmt: skip
EXACT = ROUNDED.model_copy(update={"count": CountRule(hide_from=1, hide_to=5, zero="show", round_to=1, symbol="c")})
SHARE: dict[str, Any] = {"estimand": "proportion"}
WIDE: dict[str, Any] = {"conf_level": 0.95}
# The cells of a row, its profile, what a plan withholds of it, and what is told of it: its status, n, n_expected,
# n_smallest, estimate, limits, p value, direction, label, note, reason, mark, rule, and which numbers are gone.
SINGLE: tuple[tuple[dict[str, Any], Profile, tuple[str, ...], str], ...] = (
    ({"estimand": "count", "n": 48, "estimate": 48}, ROUNDED, (),
     "rounded|50|||50"),
    ({"estimand": "count", "n": 48, "estimate": 48}, EXACT, (),
     "rounded|48|||48"),
    ({"estimand": "count", "n": 7, "estimate": 7}, ROUNDED, (),
     "hidden||||||||||||*|a small number, or one that would reveal one|n estimate"),
    ({"estimand": "count", "n": 95, "estimate": 95, "unit": "visits", "share_largest": 0.9, "share_second": 0.05},
     ROUNDED, (),
     "hidden||||||||||||*|nearly all of it from two, or not known from whom|n estimate"),
    ({"estimand": "count", "n": 95, "estimate": 95, "unit": "words", "share_largest": 0.9, "share_second": 0.05,
      "sensitivity": "open"}, ROUNDED, (),
     "hidden||||||||||||*|nearly all of it from two, or not known from whom|n estimate"),
    ({"estimand": "count", "n": 48, "estimate": 48, "unit": "visits", "share_largest": 0.3, "share_second": 0.2},
     ROUNDED, (),
     "rounded|50|||50"),
    ({"estimand": "mean", "n": 40, "n_expected": 44, "estimate": 3.28}, ROUNDED, ("estimate",),
     "hidden|40|45||||||||||*|would tell the mean, or the answers, of a few people|estimate"),
    ({"estimand": "count", "n": 0, "estimate": 0}, ROUNDED, (),
     "rounded|0|||0"),
    ({"estimand": "count", "n": 0, "estimate": 0}, EXACT, (),
     "rounded|0|||0"),
    ({"estimand": "count", "n": 10, "n_expected": 5, "estimate": 10}, ROUNDED, (),
     "hidden||||||||||||*|a small number, or one that would reveal one|n n_expected estimate"),
    ({"estimand": "count", "n": 60, "n_expected": 63, "estimate": 60}, EXACT, (),
     "hidden||63||||||||||c|a small number, or one that would reveal one|n estimate"),
    ({"estimand": "count", "n": 60, "n_expected": 63, "estimate": 60}, ROUNDED, (),
     "rounded|60|65||60"),
    ({"estimand": "count", "n": 5, "estimate": 5, "unit": "sessions", "sensitivity": "open"}, ROUNDED, (),
     "shown|5|||5"),
    ({**SHARE, "n": 48, "n_expected": 104, "estimate": 0.46153846153846156, "conf_low": 0.368810047518,
     "conf_high": 0.557006979742, "p_value": 0.01234, **WIDE}, ROUNDED, (),
     "rounded|50|105||0.48|0.38|0.57|0.012"),
    ({**SHARE, "n": 48, "n_expected": 104, "estimate": 0.46153846153846156, "conf_low": 0.363278828438,
     "conf_high": 0.562045059776, **WIDE}, ROUNDED, (),
     "rounded|50|105||0.48|0.38|0.58"),
    ({**SHARE, "n": 0, "n_expected": 60, "estimate": 0, "conf_low": 0.0, "conf_high": 0.059629492286, **WIDE},
     ROUNDED, (),
     "rounded|0|60||0|0|0.06"),
    ({**SHARE, "n": 48, "n_expected": 104, "estimate": 0.46153846153846156, "conf_low": 0.3, "conf_high": 0.6,
     **WIDE}, ROUNDED, (),
     "rounded|50|105||0.48||||||||||conf_low conf_high"),
    ({**SHARE, "n": 11, "n_expected": 22, "estimate": 0.5}, ROUNDED, (),
     "hidden|10|20||||||||||*|no percentage of fewer than 20|estimate"),
    ({**SHARE, "n": 30, "n_expected": 32, "estimate": 0.9375}, ROUNDED, (),
     "rounded|30|30|||||||||||all or nearly all"),
    ({**SHARE, "n": 8, "n_expected": 3000, "estimate": 0.0026666666666666666}, ROUNDED, (),
     "rounded|10|3000|||||||||||few"),
    ({**SHARE, "n": 32, "n_expected": 32, "estimate": 1}, EXACT, (),
     "rounded|32|32||1"),
    ({**SHARE, "n": 7, "n_expected": 7, "estimate": 1}, EXACT, (),
     "hidden||7||||||||||c|a small number, or one that would reveal one|n estimate"),
    ({**SHARE, "n": 30, "n_expected": 63, "estimate": 0.47619047619047616}, ROUNDED, ("n_expected",),
     "hidden|30|||||||||||*|a small number, or one that would reveal one|n_expected estimate"),
    ({**SHARE, "n": 30, "n_expected": 63, "estimable": False, "reason": "only 5 answered twice"}, ROUNDED, ("n",),
     "not_estimable||65|||||||||Too few people to report.|*|a small number, or one that would reveal one|n"),
    ({**SHARE, "n": 0, "n_expected": 6, "estimable": False, "reason": "Nobody was asked."}, ROUNDED, (),
     "not_estimable|||||||||||Nobody was asked.|*||n n_expected"),
    ({"estimand": "standardised_ratio", "n": 48, "n_expected": 600, "statistic": 40.0, "estimate": 1.2, "p_value":
     0.2, "conf_low": 0.9, "conf_high": 1.6, **WIDE}, ROUNDED, (),
     "rounded|50|600||1.25|0.94|1.63||||||||p_value statistic"),
    ({"estimand": "mean_change", "n": 98, "n_expected": 120, "n_smallest": 41, "estimate": -2.3456, "conf_low":
     -3.111, "conf_high": -1.222, "p_value": 0.01234, "statistic": -5.4321, "df": 97.0, **WIDE}, ROUNDED, (),
     "rounded|100|120|40|-2.3|-3.1|-1.2|0.012|||||||statistic df"),
    ({"estimand": "mean", "n": 25, "n_expected": 40, "estimate": 3.28}, ROUNDED, ("n",),
     "hidden||40||||||||||*|a small number, or one that would reveal one|n estimate"),
    ({"estimand": "mean", "n": 40, "n_expected": 44, "estimate": 3.28}, ROUNDED, ("n",),
     "rounded||45||3.3||||||||*|a small number, or one that would reveal one|n"),
    ({"estimand": "mean", "n": 7, "n_expected": 40, "estimate": 3.28}, ROUNDED, (),
     "hidden||40||||||||||*|fewer than 8|n estimate"),
    ({"estimand": "quartile_1", "n": 19, "n_expected": 40, "estimate": 3.28}, ROUNDED, (),
     "hidden|20|40||||||||||*|fewer than 20|estimate"),
    ({"estimand": "item_mean", "n": 22, "n_expected": 40, "estimate": 3.28}, ROUNDED, (),
     "hidden|20|40||||||||||*|fewer than 20|estimate"),
    ({"estimand": "item_mean", "n": 23, "n_expected": 40, "estimate": 3.28}, ROUNDED, (),
     "rounded|25|40||3.3"),
    ({"estimand": "sd", "n": 40, "n_expected": 50, "estimate": 0.0}, ROUNDED, (),
     "hidden|40|50||||||||||*|would tell the mean, or the answers, of a few people|estimate"),
    ({"estimand": "mean", "n": 40, "n_expected": 50, "estimate": 3.28, "reason": "All values are the same."}, ROUNDED,
     (),
     "hidden|40|50||||||||||*|would tell the mean, or the answers, of a few people|estimate"),
    ({"estimand": "mean", "n": 7, "estimable": False, "reason": "All values are the same."}, ROUNDED, (),
     "hidden||||||||||||*|fewer than 8|n estimate"),
    ({"estimand": "mean", "n": 40, "estimable": False, "reason": "All values are the same."}, ROUNDED, (),
     "not_estimable|40||||||||||It cannot be worked out from these answers."),
    ({"estimand": "mean_difference", "n": 40, "n_smallest": 1, "estimable": False, "reason": "Too few."}, ROUNDED, (),
     "hidden|40|||||||||||*|fewer than 8 in the smallest group|n_smallest estimate"),
    ({"estimand": "sd", "n": 40, "n_expected": 50, "estimate": 2.34}, ROUNDED, (),
     "rounded|40|50||2.3"),
    ({"estimand": "mean_difference", "n": 40, "n_smallest": 7, "estimate": 2.34}, ROUNDED, (),
     "hidden|40|||||||||||*|fewer than 8 in the smallest group|n_smallest estimate"),
    ({"estimand": "risk_ratio", "n": 40, "n_smallest": 20, "estimate": 2.34}, ROUNDED, (),
     "refused|40|||||||||||*|made from true counts, which could be worked out from it|n_smallest estimate"),
    ({"estimand": "risk_ratio", "n": 40, "n_smallest": 20, "estimate": 2.346}, EXACT, (),
     "rounded|40||20|2.35"),
    ({"estimand": "model_change", "n": 40, "n_smallest": 20, "estimate": 2.346, "df": 9.0}, ROUNDED, (),
     "hidden|40|||||||||||*|fewer than 10 residual degrees of freedom|n_smallest estimate"),
    ({"estimand": "model_change", "n": 40, "n_smallest": 20, "estimate": 2.346}, ROUNDED, (),
     "rounded|40||20|2.3"),
    ({"estimand": "cumulative_incidence", "n": 83, "n_smallest": 9, "estimate": 9 / 83, "conf_low": 0.053,
     "conf_high": 0.187, **WIDE}, ROUNDED, (),
     "rounded|85||10|0.12|0.06|0.2"),
    ({"estimand": "mcnemar", "n": 40, "estimate": 3.3, "statistic": 3.3, "df": 1.0, "p_value": 0.0312}, ROUNDED,
     (),
     "rounded|40||||||0.0499|||||||estimate statistic df"),
    ({"estimand": "signed_rank", "n": 40, "estimate": 3.3, "statistic": 3.3, "p_value": 0.0312}, ROUNDED, (),
     "rounded|40||||||0.031|||||||estimate statistic"),
    ({"estimand": "icc_a1", "n": 40, "estimate": 0.8765}, ROUNDED, (),
     "rounded|40|||0.88"),
    ({"estimand": "criterion", "n": 3, "n_expected": 5, "direction": "go", "reason": "Go on."}, ROUNDED, (),
     "hidden|||||||||||Too few people to report.|*|a small number, or one that would reveal one|n n_expected"),
    ({"estimand": "criterion", "n": 30, "n_expected": 50, "estimate": 0.6, "direction": "go", "reason": "Go on."},
     ROUNDED, (),
     "rounded|30|50||0.6||||go|||Go on."),
    ({"estimand": "pitfall", "direction": "weaker"}, ROUNDED, (),
     "shown||||||||weaker"),
    ({"estimand": "setting_score", "n": 3, "estimate": 2.5, "unit": "observations"}, ROUNDED, (),
     "refused||||||||||||*|a setting that is not marked as nobody's|n estimate"),
    ({"estimand": "quotation", "n": 40, "note": "Words.", "label": "A parent", "sensitivity": "text"}, ROUNDED,
     (),
     "rounded|40||||||||A parent|Words."),
    ({"estimand": "quotation", "n": 7, "note": "Words.", "label": "A parent", "sensitivity": "text"}, ROUNDED, (),
     "refused||||||||||||*|fewer than 8 in the role|n"),
    ({"estimand": "individual_score", "n": 40, "note": "Words.", "label": "Question", "reason": "x",
     "sensitivity": "text"}, ROUNDED, (),
     "refused||||||||||||*|a person's own words stay in the restricted view"),
)  # fmt: skip


def _part(n: int, whole: int, **words: str) -> dict[str, Any]:
    place = {"site": "here", "question": "reach", "unit": "parents", "outcome": "parity"}
    return SHARE | place | {"n": n, "n_expected": whole, "estimate": n / whole} | words


SCALE = {"instrument": "form", "version": "form", "subscale": "total", "scale_low": 0.0, "scale_high": 27.0,
         "scale_step": 1.0, "site": "here", "time_point": "before"}  # fmt: skip
# Visits that two families make up; and others that many do.
OF_TWO: dict[str, Any] = {"estimand": "count", "unit": "visits", "n": 95, "estimate": 95, "share_largest": 0.9,
                          "share_second": 0.05}  # fmt: skip


def _mean(n: int, estimate: float, **words: Any) -> dict[str, Any]:
    return SCALE | {"estimand": "mean", "n": n, "estimate": estimate} | words


def _few(mean: float, sd: float, **words: Any) -> tuple[dict[str, Any], ...]:
    about = SCALE | {"scale_low": 1.0, "scale_high": 4.0, "n": 8} | words
    limits = {"conf_level": 0.95, "conf_low": 1.1592, "conf_high": 3.8408} if not words else {}
    return (about | limits | {"estimand": "mean", "estimate": mean}, about | {"estimand": "sd", "estimate": sd})


def _change(n: int, estimate: float, **words: Any) -> dict[str, Any]:
    about = {"time_point": "after", "comparison": "after - before", "estimand": "mean_change", "unit": "points"}
    return SCALE | about | {"n": n, "estimate": estimate} | words


# A change of 24 people that spread by 40 points, so that its interval tells that they are no more and no fewer.
_TELLING: dict[str, Any] = WIDE | {"question": "change", "outcome": "parity", "conf_low": -6.89, "conf_high": 26.89}
# What hangs together, its profile, the numbers of the rows with the columns that have to be withheld of them, and how
# many hidden counts are proven.
LINKED: tuple[tuple[tuple[dict[str, Any], ...], Profile, tuple[tuple[int, tuple[str, ...]], ...], int], ...] = (
    # 3 of 63 is small, and 20 protects it, also where another question tells it
    ((_part(3, 63, subgroup="a"), _part(20, 63, subgroup="b"), _part(40, 63, subgroup="c"),
      _part(20, 63, question="criteria", outcome="target", label="Target")),
     EXACT, ((1, ("n",)), (3, ("n",))), 2),
    # the same of sessions, which are nobody, protects nothing and needs nothing
    (tuple(_part(n, 63, subgroup=name, unit=unit, sensitivity=sensitivity)
           for unit, sensitivity in (("sessions", "open"), ("parents", "personal"))
           for name, n in (("a", 3), ("b", 20), ("c", 40))),
     EXACT, ((4, ("n",)),), 2),
    # 1 of 24 rounded, where 24 is told by the interval of another question; elsewhere that interval is not shown
    (tuple(row for site, smallest in (("here", 12), ("there", 5)) for row in (
        _part(23, 24, subgroup="a", site=site), _part(1, 24, subgroup="b", site=site),
        _change(24, 10, n_smallest=smallest, **_TELLING | {"site": site}))), ROUNDED, ((0, ("n",)),), 3),
    # groups of which all stand in another question; and groups beside people of another time, who are not theirs
    ((*(_change(n, mean, question="groups", outcome=outcome, subgroup=name)
        for outcome in ("walk", "talk") for name, n, mean in (("a", 30, 2.0), ("b", 10, 3.3), ("c", 3, -3.0))),
      _change(43, 1.23, question="change", outcome="walk"),
      _change(43, 1.23, question="change", outcome="talk", time_point="later")), EXACT, ((1, ("n",)),), 2),
    # rounded, 6 of 18 needs 12 to go with it
    ((_part(6, 18, subgroup="a"), _part(12, 18, subgroup="b")), ROUNDED, ((1, ("n",)),), 2),
    # all before, those measured twice and how they changed; another form of others, with which it has nothing to do
    ((_mean(23, 10.2, subgroup="all"), _mean(23, 4.0, subgroup="all", estimand="sd"), _mean(18, 9.7, subgroup="pairs"),
      _mean(18, 7.2, subgroup="pairs", time_point="after"),
      _mean(18, -2.5, subgroup="pairs", time_point="after", comparison="after - before", estimand="mean_change"),
      _mean(26, 11.0, subgroup="all", instrument="other")), ROUNDED, ((0, ("estimate",)), (1, ("estimate",))), 4),
    # clusters of 20, 15 and 4
    ((_mean(39, 10.051282051282051), _mean(20, 10.0, cluster="a"), _mean(15, 12.0, cluster="b"),
      _mean(4, 3.0, cluster="c")), ROUNDED, ((2, ("estimate",)),), 3),
    # four at one end and four at the other have an SD that nobody else has; where it follows from limits, the mean too
    (_few(2.5, 1.6035674514745464, subgroup="a"), EXACT, ((1, ("estimate",)),), 1),
    (_few(2.5, 1.6035674514745464), EXACT, ((0, ("estimate",)), (1, ("estimate",))), 0),
)  # fmt: skip
# What the interval of a row tells of how many it rests on: of 33 and of 12 people, as a mean and as a spread; nothing.
SOLVED: tuple[tuple[dict[str, Any], tuple[float, float]], ...] = (
    (WIDE | {"estimand": "mean", "n": 33, "estimate": 10, "conf_low": 8.5107, "conf_high": 11.4893}, (30, 35)),
    (WIDE | {"estimand": "mean", "n": 12, "estimate": 10, "conf_low": 7.3316, "conf_high": 12.6684}, (12, 12)),
    (WIDE | {"estimand": "sd", "n": 33, "estimate": 4.2, "conf_low": 3.3775, "conf_high": 5.5571}, (29, 35)),
    (WIDE | {"estimand": "icc_a1", "n": 33, "estimate": 0.8, "conf_low": 0.7, "conf_high": 0.9}, (0.0, inf)),
)
# What the second look must refuse: the cells of a row, its profile, and what is changed in it after it was protected.
NEVER: tuple[tuple[dict[str, Any], Profile, dict[str, Any]], ...] = (
    ({"estimand": "count", "n": 3, "estimate": 3}, EXACT,
     {"n": 3.0, "estimate": 3.0, "status": "rounded", "mark": "", "hidden": ""}),
    ({"estimand": "count", "n": 48, "estimate": 48}, ROUNDED, {"n": 48.0, "estimate": 48.0}),
    ({"estimand": "count", "n": 5, "estimate": 5, "unit": "sessions", "sensitivity": "open"}, ROUNDED, {"n": 6.0}),
    (SHARE | {"n": 11, "n_expected": 22, "estimate": 0.5}, ROUNDED,
     {"estimate": 0.5, "status": "rounded", "mark": "", "hidden": ""}),
    (SHARE | WIDE | {"n": 48, "n_expected": 104, "conf_low": 0.3688, "conf_high": 0.5570}, ROUNDED,
     {"conf_low": 0.37, "conf_high": 0.56, "hidden": ""}),
    ({"estimand": "item_mean", "n": 22, "estimate": 3.28}, ROUNDED,
     {"estimate": 3.3, "status": "rounded", "mark": "", "hidden": ""}),
    ({"estimand": "mean", "n": 40, "estimate": 3.28}, ROUNDED, {"estimate": 3.28}),
    ({"estimand": "mean", "n": 40, "estimate": 3.28}, ROUNDED, {"estimate": 9.9}),
    ({"estimand": "mean", "n": 40, "estimate": 3.28}, ROUNDED, {"df": 39.0}),
    ({"estimand": "seen_by", "n": 83, "estimate": 11 / 83}, ROUNDED, {"estimate": 0.13}),
    ({"estimand": "individual_score", "n": 40, "note": "Words."}, ROUNDED, {"note": "Words."}),
    ({"estimand": "mean", "n": 7, "estimate": 3.0, "reason": "No interval."}, ROUNDED, {"reason": "No interval."}),
)  # fmt: skip

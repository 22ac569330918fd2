"""Result rows of an invented programme, in the shape that the analyses give them."""

import pytest

from earlyeval.foundations.results import results_frame
from earlyeval.present import under

NAMES = {
    "baseline": "Before",
    "endpoint": "After",
    "month-8": "8 months",
    "online": "Online course",
    "usual": "Usual care",
}


def share(n, total, **row):
    from earlyeval.protect.rounding import wilson_limits

    low, high = wilson_limits(n, total, conf_level=0.95)
    return {
        "estimand": "proportion",
        "n": n,
        "n_expected": total,
        "estimate": n / total,
        "conf_low": low,
        "conf_high": high,
        "conf_level": 0.95,
        **row,
    }


def count(n, **row):
    return {"estimand": "count", "n": n, "estimate": n, **row}


def change_rows(outcome="phq-9", label="Low mood (PHQ-9)", estimate=-2.34, low=-3.1, high=-1.6, **more):
    base = {
        "outcome": outcome,
        "label": label,
        "direction": "lower_is_better",
        "unit": "points",
        "note": "0 to 27",
        "strand": "family",
        "respondent": "parent",
        "n": 40,
        "n_expected": 52,
        "conf_level": 0.95,
    } | more
    pairs = base | {"subgroup": "pairs", "comparison": "endpoint - baseline", "time_point": "endpoint"}
    return [
        base | {"estimand": "mean", "subgroup": "all", "time_point": "baseline", "estimate": 10.9, "n": 50},
        base
        | {
            "estimand": "mean",
            "subgroup": "pairs",
            "time_point": "baseline",
            "estimate": 11.24,
            "conf_low": 9.7,
            "conf_high": 12.8,
        },
        base | {"estimand": "sd", "subgroup": "pairs", "time_point": "baseline", "estimate": 5.13},
        base
        | {
            "estimand": "mean",
            "subgroup": "pairs",
            "time_point": "endpoint",
            "estimate": 11.24 + estimate,
            "conf_low": 7.3,
            "conf_high": 10.5,
        },
        base | {"estimand": "sd", "subgroup": "pairs", "time_point": "endpoint", "estimate": 4.87},
        pairs
        | {
            "estimand": "mean_change",
            "estimate": estimate,
            "conf_low": low,
            "conf_high": high,
            "p_value": 0.0004,
            "statistic": -6.3,
            "df": 39,
            "method": "paired t",
        },
        pairs
        | {
            "estimand": "g_av",
            "estimate": -estimate / 5,
            "conf_low": -high / 5,
            "conf_high": -low / 5,
            "unit": "standard deviations",
        },
        pairs | {"estimand": "signed_rank", "p_value": 0.0011, "statistic": 100.0, "method": "Wilcoxon, exact"},
        pairs | {"estimand": "hodges_lehmann", "estimate": -2.0, "conf_low": -3.0, "conf_high": -1.5},
        base
        | {
            "estimand": "model_change",
            "comparison": "endpoint - baseline",
            "time_point": "endpoint",
            "estimate": -2.2,
            "conf_low": -3.0,
            "conf_high": -1.4,
            "df": 70,
            "n": 52,
            "method": "mixed model, REML",
        },
    ]


@pytest.fixture
def profile(make_profile):
    return make_profile(symbol_words="a number from 1 to 7, or one that would reveal such a number")


@pytest.fixture
def show(profile):
    return under(profile, data="synthetic", programme_name="Think Baby", site_name="Wandsworth", names=NAMES)


@pytest.fixture
def rows():
    """Return result frames by display name."""
    return {name: results_frame({"question": name, **row} for row in found) for name, found in ALL_ROWS.items()}


STAGES = [
    ("referred", "Families referred", 131),
    ("accepted", "Families accepted", 118),
    ("started", "Parents who started", 104),
    ("before", "Parents measured before", 83),
    ("after", "Parents measured before and again after", 60),
]
FLOW = [count(n, outcome=name, label=label, strand="family", unit="families") for name, label, n in STAGES]
FLOW += [
    share(n, STAGES[place][2], outcome=name, label=label, strand="family", comparison=STAGES[place][0])
    for place, (name, label, n) in enumerate(STAGES[1:])
]
SESSIONS = [
    share(n, 34, outcome="training", subgroup=f"session-{k}", label=f"Training {k}", unit="staff", strand="staff")
    for k, n in enumerate((25, 24, 22, 24, 19, 5), start=1)
]
ARMS = [
    {
        "estimand": name,
        "outcome": "bdi",
        "label": "Low mood (BDI-II)",
        "arm": arm,
        "subgroup": NAMES[arm],
        "time_point": point,
        "estimate": value if name == "mean" else 10.2,
        "conf_low": value - 2 if name == "mean" else None,
        "conf_high": value + 2 if name == "mean" else None,
        "conf_level": 0.95,
        "n": n,
        "n_expected": 80,
        "unit": "points",
        "note": "0 to 63",
        "direction": "lower_is_better",
    }
    for arm, values in {"online": (23.4, 14.5, 11.1), "usual": (24.1, 18.9, 16.2)}.items()
    for point, value, n in zip(("baseline", "endpoint", "month-8"), values, (80, 60, 48), strict=True)
    for name in ("mean", "sd")
]
ARMS += [
    {
        "estimand": name,
        "outcome": "bdi",
        "label": "Low mood (BDI-II)",
        "comparison": "Online course - Usual care",
        "subgroup": "all",
        "time_point": "month-8",
        "estimate": -4.2,
        "conf_low": -7.1,
        "conf_high": -1.3,
        "conf_level": 0.95,
        "n": 96,
        "n_smallest": 48,
        "df": 90,
        "n_expected": 160,
        "unit": "points",
        "note": "0 to 63",
        "direction": "lower_is_better",
        "p_value": 0.005,
        "method": words,
    }
    for name, words in (
        ("adjusted_difference", "ANCOVA, complete cases"),
        ("model_difference", "mixed model"),
        ("carried_forward_difference", "last score carried forward"),
    )
]
THEMES = [
    {
        "estimand": "proportion",
        "n": k,
        "n_expected": n,
        "estimate": k / n,
        "outcome": f"t{i}",
        "label": label,
        "strand": "qualitative",
        "unit": "interviews",
        "subgroup": "interviews",
        "note": note,
    }
    for i, (k, n, label, note) in enumerate(
        (
            (18, 26, "Being noticed as a parent", "Somebody sees how I am with my baby."),
            (9, 26, "Baby as a person", "Seeing what the baby wants to say."),
            (4, 26, "Hard to get there", "Travel, naps and weather."),
        )
    )
]
VERDICT = {"estimand": "criterion", "strand": "study", "method": "agreed on 2024-06-18 by the steering group"}
CRITERIA = [
    share(80, 104, outcome="c1", subgroup="c1", label="Retention at the end"),
    VERDICT
    | {
        "outcome": "c1",
        "subgroup": "c1",
        "label": "Retention at the end",
        "n": 80,
        "n_expected": 104,
        "direction": "go",
        "note": "go from 70%, amend from 50%, stop below",
        "reason": "Keep the follow-up as it is.",
    },
    share(50, 104, outcome="c2", subgroup="c2", label="Families within specification"),
    VERDICT
    | {
        "outcome": "c2",
        "subgroup": "c2",
        "label": "Families within specification",
        "n": 50,
        "n_expected": 104,
        "direction": "amend",
        "note": "go from 70%, amend from 45%, stop below",
        "reason": "Agree a referral guide with health visitors.",
    },
    VERDICT
    | {
        "outcome": "c3",
        "subgroup": "c3",
        "label": "Staff trained",
        "estimable": False,
        "reason": "No attendance was returned.",
    },
]
JOINT = [
    next(row for row in change_rows() if row["estimand"] == "mean_change") | {"subgroup": "mood"},
    THEMES[0] | {"subgroup": "mood"},
    {
        "estimand": "convergence",
        "strand": "qualitative",
        "outcome": "mood",
        "subgroup": "mood",
        "label": "How parents feel",
        "direction": "agreement",
        "reason": "The numbers say a change for the better; the accounts say a change for the better.",
        "note": "Company and being seen go together with better mood.",
        "method": "read by the lead evaluator",
        "sensitivity": "open",
    },
]
PITFALLS = [
    {
        "estimand": "pitfall",
        "label": "No robust comparison group",
        "direction": "weaker",
        "note": "There was no comparison group.",
        "sensitivity": "open",
    },
    {
        "estimand": "pitfall",
        "label": "High drop-out",
        "direction": "moderate",
        "note": "Measured again at the end, of those measured at the start.",
        "n": 60,
        "n_expected": 83,
        "unit": "people",
    },
]
CLASSES = [
    share(
        n,
        40,
        outcome="phq-9",
        label="Low mood (PHQ-9)",
        subgroup=name,
        unit="people",
        respondent="parent",
        method="reliable change of 5.00 points or more (published route)",
    )
    for name, n in (("recovered", 9), ("improved", 8), ("unchanged", 20), ("deteriorated", 3), ("reliably_better", 17))
]
AGREEMENT = [
    share(18, 60, outcome="video", label="Observed practice", subgroup="rated twice", unit="clips"),
    {
        "estimand": "icc_a1",
        "outcome": "video",
        "label": "Observed practice",
        "n": 18,
        "n_expected": 60,
        "estimate": 0.812,
        "conf_low": 0.58,
        "conf_high": 0.92,
        "conf_level": 0.95,
        "unit": "clips",
        "method": "two-way random, single rater",
    },
]
GLANCE = [
    count(104, outcome="started", label="Parents who started", subgroup="came", unit="parents"),
    next(row for row in change_rows() if row["estimand"] == "mean_change") | {"subgroup": "change"},
    CLASSES[-1] | {"subgroup": "reliably-better"},
    THEMES[0] | {"subgroup": "said"},
    {
        "estimand": "statement",
        "subgroup": "cannot-say",
        "note": "There was no comparison group, so we cannot say that the programme brought these changes about.",
        "sensitivity": "open",
    },
]
SHARES = [
    share(n, total, outcome="fft", label=label, unit="people")
    for label, n, total in (
        ("Would recommend the group to a friend", 44, 52),
        ("Felt listened to", 39, 52),
        ("Was asked about the baby's father", 10, 52),
        ("Came with a partner", 4, 52),
    )
]
STACKED = [
    share(n, 40, outcome="asq", label="Social-emotional screen", time_point=point, subgroup=band, unit="people")
    for point, numbers in (("baseline", (10, 9, 21)), ("endpoint", (8, 8, 24)))
    for band, n in zip(("referral", "monitoring", "typical"), numbers, strict=True)
]
LEVELS = [
    {
        "estimand": name,
        "outcome": "kpcs",
        "label": "Parenting confidence (KPCS)",
        "n": 40,
        "n_expected": 52,
        "estimate": value,
        "time_point": "baseline",
        "unit": "points",
    }
    for name, value in (("mean", 38.21), ("sd", 4.4), ("median", 39.0))
]
ALL_ROWS = {
    "flow": FLOW,
    "attendance": SESSIONS,
    "change": [*change_rows(), *change_rows("gad-7", "Anxiety (GAD-7)", -0.6, -1.7, 0.5, note="0 to 21")],
    "methods": change_rows(),
    "arms": ARMS,
    "themes": THEMES,
    "criteria": CRITERIA,
    "joint_display": JOINT,
    "pitfalls": PITFALLS,
    "classes": CLASSES,
    "agreement": AGREEMENT,
    "at_a_glance": GLANCE,
    "shares": SHARES,
    "stacked": STACKED,
    "values": LEVELS,
    "counts": [
        count(50, label="Referred by a health visitor"),
        count(3, label="Referred by a hospital"),
        count(0, label="Referred by a school"),
    ],
    "findings": [
        count(12, label="An answer out of range", outcome="responses", subgroup="set_aside"),
        count(2, label="Person not in the table of people", outcome="attendance", subgroup="set_aside"),
    ],
}
TITLES = {
    "counts": "Who referred families",
    "shares": "Experience of the group",
    "stacked": "Status of children",
    "values": "Where scores stand",
}

"""Where people say they stood, asked then and asked later: by hand, and by ranks."""

import pytest

from earlyeval.analyse.response_shift import response_shift

pytestmark = pytest.mark.spec

TIMES = [
    {"id": "before", "label": "Before", "order": 1, "weeks": 0, "role": "baseline"},
    {"id": "after", "label": "After", "order": 2, "weeks": 26, "role": "endpoint"},
    {"id": "then", "label": "Looking back", "order": 3, "weeks": 26, "role": "other", "retrospective_of": "before"},
]
# before, after, looking back; the last one did not look back and is in none of the three.
ANSWERS = {
    "a": (5, 7, 4),
    "b": (6, 7, 3),
    "c": (4, 6, 4),
    "d": (7, 9, 5),
    "e": (5, 8, 4),
    "f": (6, 6, 2),
    "g": (9, 1, None),
}


@pytest.fixture
def rows(make_study):
    lines = ["person_id outcome time_point score"]
    for person, answers in ANSWERS.items():
        for time, score in zip(("before", "after", "then"), answers, strict=True):
            lines += [f"{person} mood {time} {score}"] if score is not None else []
    people = "person_id role\n" + "\n".join(f"{person} mother" for person in ANSWERS)
    study = make_study(
        people=people,
        scores="\n".join(lines),
        programme={"time_points": TIMES},
        outcomes=({"time_points": ["before", "after", "then"]},),
    )
    return response_shift(study)


def test_three_means_of_the_same_people(rows, told):
    means = rows[rows["estimand"] == "mean_change"]
    assert told(means, "subgroup", "comparison", "n", "n_expected", "estimate") == [
        ("ordinary", "after - before", 6, 7, round(10 / 6, 4)),
        ("looking back", "after - then", 6, 7, round(21 / 6, 4)),
        ("shift", "before - then", 6, 7, round(11 / 6, 4)),
    ]


def test_the_shift_is_given_by_ranks_and_that_is_said(rows):
    ranks = rows[rows["estimand"] == "hodges_lehmann"].iloc[0]
    # Median of the Walsh averages of 1, 3, 0, 2, 1, 4
    shifts = [1, 3, 0, 2, 1, 4]
    averages = sorted((one + other) / 2 for place, one in enumerate(shifts) for other in shifts[place:])
    assert ranks["estimate"] == averages[len(averages) // 2]
    checks = rows[rows["estimand"] == "method_check"].set_index("subgroup")
    assert checks.loc["alternative", "method"] == ranks["method"]
    assert checks.loc["headline", "comparison"] == "before - then"

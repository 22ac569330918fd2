"""Components delivered as intended, by whom they were seen, and what was adapted."""

import pytest

from earlyeval.foundations.results import results_frame

pytestmark = pytest.mark.spec

OPEN = {"unit": "components", "sensitivity": "open"}


def share(n, total, **said):
    return {"estimand": "proportion", "n": n, "n_expected": total, "estimate": n / total, **OPEN, **said}


ROWS = [
    {"estimand": "count", "n": 27, "estimate": 27, "outcome": "sessions-observed", "unit": "sessions",
     "sensitivity": "open"},
    share(116, 135, outcome="all-core-components", label="All core components"),
    share(3, 27, outcome="greeting", label="Greeting", note="core"),
    {"estimand": "mean", "n": 27, "estimate": 1.81, "outcome": "greeting", "label": "Greeting", "unit": "points",
     "note": "0 to 2, higher is closer to what was intended"},
    share(116, 135, outcome="all-core-components", label="The supervisor", subgroup="supervisor",
          respondent="supervisor"),
    share(8, 162, outcome="adaptation", label="Tailored", subgroup="tailored", comparison="planned"),
    share(0, 162, outcome="adaptation", label="Tailored", subgroup="tailored", comparison="not planned"),
    share(40, 54, outcome="agreement", label="Same rating", respondent="self", comparison="another observer"),
]  # fmt: skip


@pytest.fixture
def observed():
    return results_frame(ROWS)


def test_components_are_nobody_and_stand_unrounded_beside_their_mean(show, observed, lines_of, sentences_of):
    shown = show.fidelity(observed)

    assert sentences_of(shown) == ["Sessions observed: 27."]
    [[_, *lines]] = lines_of(shown)
    assert lines == [
        ("All core components", "Together", "116 of 135 (86%)", ""),
        ("Greeting", "Core", "3 of 27 (11%)", "1.8"),
    ]


def test_observers_and_their_agreement(show, observed, lines_of, sentences_of):
    shown = show.observers(observed)

    assert lines_of(shown)[0][1:] == [("The supervisor", "116 of 135 (86%)")]
    assert sentences_of(shown) == ["Same rating, where both rated the same component: 40 of 54 (74%)."]


def test_adaptations_planned_and_not_planned(show, observed, lines_of):
    [[_, *lines]] = lines_of(show.adaptations(observed))

    assert lines == [("Tailored", "8 of 162 (5%)", "0 of 162 (0%)")]


@pytest.mark.parametrize("display", ["fidelity", "observers"])
def test_without_observations_the_reason_is_shown(show, sentences_of, display):
    row = {"estimand": "proportion", "label": "All core components", "estimable": False}
    rows = results_frame([row | {"reason": "No fidelity observations were returned."}])

    assert sentences_of(getattr(show, display)(rows)) == [
        "All core components: No fidelity observations were returned."
    ]

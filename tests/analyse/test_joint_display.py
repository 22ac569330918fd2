"""When do numbers and accounts agree? The rule, read as a table."""

import pytest

from earlyeval.analyse.joint_display import converge, numbers_say

pytestmark = pytest.mark.spec

VERDICTS = [
    # numbers      accounts     verdict
    ("better", "better", "agreement"),
    ("no_change", "no_change", "agreement"),
    ("worse", "worse", "agreement"),
    ("mixed", "mixed", "agreement"),
    ("better", "worse", "dissonance"),
    ("worse", "better", "dissonance"),
    ("better", "no_change", "partial"),
    ("no_change", "better", "partial"),
    ("better", "mixed", "partial"),
    ("mixed", "worse", "partial"),
    ("silent", "better", "silence"),
    ("better", "silent", "silence"),
    ("silent", "silent", "silence"),
]


@pytest.mark.parametrize(("numbers", "accounts", "verdict"), VERDICTS)
def test_verdict(numbers, accounts, verdict):
    assert converge(numbers, accounts) == verdict


def change(low, high, direction="lower_is_better", estimable=True):
    return {"conf_low": low, "conf_high": high, "direction": direction, "estimable": estimable}


READINGS = [
    # a lower score is better: a fall is a change for the better
    ([change(-3.1, -1.6)], "better"),
    ([change(0.4, 2.0)], "worse"),
    ([change(-1.0, 0.5)], "no_change"),
    # a higher score is better
    ([change(0.4, 2.0, "higher_is_better")], "better"),
    ([change(-2.0, -0.4, "higher_is_better")], "worse"),
    # an interval that touches zero does not leave it
    ([change(-2.0, 0.0)], "no_change"),
    # several outcomes
    ([change(-3.1, -1.6), change(-2.0, -0.1)], "better"),
    ([change(-3.1, -1.6), change(0.1, 0.5)], "mixed"),
    # nothing to say
    ([], "silent"),
    ([change(float("nan"), float("nan"), estimable=False)], "silent"),
    ([change(-3.1, -1.6), change(float("nan"), float("nan"), estimable=False)], "better"),
]


@pytest.mark.parametrize(("changes", "says"), READINGS)
def test_what_the_numbers_say(changes, says):
    assert numbers_say(changes) == says

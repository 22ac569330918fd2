"""Sessions planned, held and cancelled."""

import pytest

pytestmark = pytest.mark.spec

OPEN = {"unit": "sessions", "sensitivity": "open", "outcome": "training"}


def test_sessions_are_nobody_and_stand_unrounded(show, rows_of, lines_of):
    rows = rows_of(
        {"n": 12, "subgroup": "planned", **OPEN},
        {"n": 11, "subgroup": "held", **OPEN},
        {"n": (11, 12), "subgroup": "held", **OPEN},
        {"n": 1, "subgroup": "cancelled", **OPEN},
        {"n": 1, "subgroup": "cancelled: snow", "label": "Snow", **OPEN},
        {"n": (3, 4), "subgroup": "held", "cluster": "north", **OPEN},
    )

    [held, reasons] = lines_of(show.sessions(rows))

    assert held == [
        ("Kind of session", "Group", "Planned for each group", "Held, of those listed", "Cancelled"),
        ("Training", "All", "12", "11 of 12 (92%)", "1"),
        ("Training", "North", "", "3 of 4 (75%)", ""),
    ]
    assert reasons == [("Kind of session", "Reason", "Sessions"), ("Training", "Snow", "1")]

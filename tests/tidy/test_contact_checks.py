"""Counts of contacts that cannot be are refused, with their row."""

import numpy as np
import pandas as pd
import pytest

from earlyeval.tidy.contact_checks import check_contact_counts
from earlyeval.tidy.parts import Part, Whole
from earlyeval.tidy.problems import Problems
from earlyeval.tidy.tables import TABLES

pytestmark = pytest.mark.unit


def problems_of(*rows):
    frame = pd.DataFrame(rows, columns=["contact", "quarter", "cluster", "due", "in_time", "late"])
    part = Part("contact_counts", "contact_counts.csv", frame, np.arange(2, 2 + len(frame)))
    whole = Whole(TABLES["contact_counts"], frame, (part,), np.zeros(len(frame), dtype=int), part.rows)
    problems = Problems()
    check_contact_counts(whole, problems)
    return problems.told()


def test_more_seen_than_due_is_refused_and_exactly_as_many_is_not():
    told = problems_of(["c", "2020-01", None, 10, 8, 2], ["c", "2020-04", None, 10, 8, 3])
    assert [(problem.row, problem.column) for problem in told] == [(3, "in_time")]
    assert "more children seen" in told[0].found


def test_a_quarter_counted_twice_for_the_whole_site_is_refused_and_teams_are_not():
    told = problems_of(
        ["c", "2020-01", None, 10, 8, 0], ["c", "2020-01", None, 10, 7, 0], ["c", "2020-01", "n", 5, 4, 0]
    )
    assert [(problem.row, problem.column) for problem in told] == [(3, "quarter")]

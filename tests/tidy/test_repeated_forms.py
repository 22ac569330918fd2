"""Forms that repeat earlier ones, told form by form: the same words and counts as from the long table."""

import random

import numpy as np
import pandas as pd
import pytest

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.forms import FormsPart
from earlyeval.tidy.keys import check_keys
from earlyeval.tidy.parts import whole_table
from earlyeval.tidy.problems import Problems
from earlyeval.tidy.readers.sheet import TEXT
from earlyeval.tidy.repeated_forms import without_repeated_forms

pytestmark = pytest.mark.spec
ITEMS = ("interest", "low-mood", "sleep", "energy")


@pytest.fixture
def lists():
    class NoLists:
        characteristics = {}

    return NoLists()


def forms(draw, file, items, count):
    """Return forms of few people at two time points, so that many repeat each other; some without an id."""
    ids = [draw.choice(["A", "B", "C", None]) for _ in range(count)]
    head = pd.DataFrame(
        {
            "person_id": pd.Series(ids, dtype=TEXT),
            "time_point": pd.Series([draw.choice(["before", "after"]) for _ in ids], dtype=TEXT),
            "completed_on": pd.Series(np.array(["2025-09-01"] * count, dtype="datetime64[us]")),
        }
    )
    values = np.array([[draw.choice([0.0, 1.0, np.nan]) for _ in items] for _ in ids])
    return FormsPart(file, "mood", "mood-4", items, head, values, np.zeros_like(values, dtype=bool),
                     np.arange(2, count + 2))  # fmt: skip


def told_by_rows(parts, lists):
    problems = Problems()
    check_keys(whole_table("responses", parts, lists), problems)
    return problems


@pytest.mark.parametrize("seed", range(12))
def test_forms_tell_what_their_long_rows_tell(lists, seed):
    draw = random.Random(seed)
    count = draw.choice([9, 20, 200])
    items = [ITEMS, ITEMS] if seed % 2 else [ITEMS[:3], ITEMS[2:], ITEMS[:1]]
    parts = [forms(draw, f"mood--{number}.csv", own, count) for number, own in enumerate(items)]
    problems = Problems()
    kept = without_repeated_forms(parts, lists, problems)
    expected = told_by_rows(parts, lists)
    assert len(problems) == len(expected) > 0
    assert [problem.sentence() for problem in problems.told()] == [problem.sentence() for problem in expected.told()]
    assert not len(told_by_rows([part for part in kept if len(part)], lists))


def test_pieces_of_a_form_repeat_nothing(lists):
    draw = random.Random(1)
    part = forms(draw, "mood.csv", ITEMS, 1)
    pieces = [
        FormsPart(f"mood--{number}.csv", "mood", "mood-4", ITEMS[number : number + 1], part.head,
                  part.values[:, number : number + 1], part.is_not_applicable[:, :1], part.places)
        for number in range(3)
    ]  # fmt: skip
    problems = Problems()
    assert without_repeated_forms(pieces, lists, problems) == pieces
    assert not len(problems)


def test_thousands_of_copies_become_no_long_rows(arrive, valid, monkeypatch):
    made = []

    def counted(name, parts, lists):
        made.append(sum(len(part) for part in parts if part.table == name == "responses"))
        return whole_table(name, parts, lists)

    for module in ("assemble", "repeated_forms", "forms"):
        monkeypatch.setattr(f"earlyeval.tidy.{module}.whole_table", counted)
    head, *rows = valid["mood.csv"].splitlines(keepends=True)
    with pytest.raises(ReturnsRefusedError, match="9999 problems"):
        arrive({**valid, "mood.csv": head + rows[0] * 10_000})
    assert 0 < sum(made) < 500

"""The page about the synthetic returns says what was planted and what the committed sample shows."""

import re

import pandas as pd
import pytest

from earlyeval.foundations.paths import CLONE
from earlyeval.tidy.synthetic import effects

pytestmark = pytest.mark.registry
ROW = re.compile(r"^\| `(?P<outcome>[a-z0-9-]+)` \| (?P<planted>[+-][\d.]+) \| (?P<sample>[+-][\d.]+) \| (?P<n>\d+) \|")


@pytest.fixture(scope="module")
def page():
    text = (CLONE / "docs" / "synthetic.md").read_text(encoding="utf-8")
    rows = [ROW.match(line) for line in text.splitlines()]
    return {row["outcome"]: row for row in rows if row}


@pytest.fixture(scope="module")
def changes(registry, committed, scored):
    """Return the change of each person with both scores, by outcome, in the committed sample."""
    drawn, frames = committed
    found = {}
    for planted in effects.FAMILY_CHANGES:
        name = planted.instrument
        rows = pd.concat([frame for path, frame in frames.items() if re.match(rf"{name}(--|\.)", path)])
        rows = rows[rows["person_id"].isin(drawn.families["person_id"])]
        subscale = registry.subscale(name, name, "total")
        allowed = subscale.missing.at_most_missing
        found[name] = scored(rows, list(subscale.items), at_most_missing=allowed, not_applicable=2)
    staff = frames["staff-confidence.csv"]
    for planted in effects.STAFF_CHANGES:
        items = [column for column in staff.columns if column.startswith(planted.subscale)]
        found[f"staff-{planted.subscale}"] = scored(staff, items, at_most_missing=1) / len(items)
    main = frames["ratings.csv"].query("is_main_rater == 'yes'")
    found["practice-sensitivity"] = main.groupby(["person_id", "time_point"])["score"].mean().unstack()
    return {name: (scores["endpoint"] - scores["baseline"]).dropna() for name, scores in found.items()}


def test_planted_changes_are_those_of_the_generator(page):
    planted = {change.instrument: change.change for change in effects.FAMILY_CHANGES}
    planted |= {f"staff-{change.subscale}": change.change for change in effects.STAFF_CHANGES}
    planted["practice-sensitivity"] = effects.VIDEO_CHANGE
    assert {outcome: float(row["planted"]) for outcome, row in page.items()} == planted


def test_the_sample_shows_what_the_page_says(page, changes):
    assert sorted(page) == sorted(changes)
    for outcome, row in page.items():
        assert float(row["sample"]) == pytest.approx(changes[outcome].mean(), abs=0.006)
        assert int(row["n"]) == len(changes[outcome])


def test_every_planted_change_lies_within_the_interval_of_the_sample(page, changes):
    for outcome, row in page.items():
        error = changes[outcome].std() / len(changes[outcome]) ** 0.5
        assert abs(float(row["planted"]) - changes[outcome].mean()) < 2 * error

"""Drawn returns of many seeds, and the changes that a careful reader would find in them."""

import pandas as pd
import pytest

from earlyeval.foundations.paths import SHIPPED_REGISTRY, StudyPaths
from earlyeval.registry.load import load_registry
from earlyeval.tidy.synthetic.returns import draw_site, site_sheets

SEEDS = range(20)


@pytest.fixture(scope="session")
def registry():
    return load_registry(StudyPaths(root=SHIPPED_REGISTRY.parents[1], data=SHIPPED_REGISTRY.parent))


def drawn_returns(registry, seed):
    """Return the drawn people of one seed and every sheet of numbers as a frame, by its path."""
    course = registry.programme("think-baby")
    delivery = registry.site("wandsworth").delivery("think-baby")
    drawn = draw_site(delivery, seed=seed)
    sheets = site_sheets(registry, course, delivery, drawn, seed=seed)
    return drawn, {sheet.path: pd.DataFrame(list(sheet.rows), columns=list(sheet.columns)) for sheet in sheets}


@pytest.fixture(scope="session")
def runs(registry):
    return [drawn_returns(registry, seed) for seed in SEEDS]


@pytest.fixture(scope="session")
def committed(registry):
    """Return what the seed of the shipped study draws."""
    return drawn_returns(registry, registry.facts.seed)


@pytest.fixture(scope="session")
def scored():
    return total


def total(frame, items, *, at_most_missing, not_applicable=0.0):
    """Return person x time point: the sum of items, scaled up where few are missing; 'na' counts as given."""
    answers = frame[items].replace({"na": not_applicable}).astype("float64")
    sums = answers.mean(axis=1) * len(items)
    kept = sums.where(answers.isna().sum(axis=1) <= at_most_missing)
    return frame.assign(score=kept).pivot(index="person_id", columns="time_point", values="score")

"""Profiles with the thresholds of the shipped ones, and one way to make a single row."""

import itertools
import os

import numpy as np
import pytest

from earlyeval.foundations.paths import study_paths
from earlyeval.foundations.results import results_frame
from earlyeval.protect.audit import Hidden
from earlyeval.protect.gate import release
from earlyeval.protect.rounding import rounded_count
from earlyeval.registry.load import load_registry
from earlyeval.registry.profiles import CountRule


@pytest.fixture(scope="session")
def profile(make_profile):
    return make_profile()


@pytest.fixture(scope="session")
def zero_hidden(make_profile):
    return make_profile(count=CountRule(hide_from=1, hide_to=9, zero="hide", round_to=10, symbol="[c]"))


@pytest.fixture(scope="session")
def restricted(make_profile):
    return make_profile(id="none", restricted_only=True)


@pytest.fixture
def released(profile):
    """Return a function that passes one row and gives it back as a mapping."""

    def pass_row(row, *, under=profile, level="release"):
        return release(results_frame([row]), under, level=level).rows.iloc[0].to_dict()

    return pass_row


RELEASING = ("nhs-hes-child", "opensafely", "dfe-cin", "ukllc", "ons-10-5")


@pytest.fixture(scope="session")
def shipped():
    """Return the shipped profiles by name."""
    return load_registry(study_paths("")).profiles


@pytest.fixture(scope="session")
def many():
    """Return how many of something to try: a sample in `make test`, all of them in `make test-full`."""
    return lambda sample, full: full if os.environ.get("EARLYEVAL_FULL") == "1" else sample


@pytest.fixture(scope="session")
def as_released():
    """Return what a reader is shown of linked counts under a pattern, as the audit takes it."""

    def shown(linked, pattern, profile):
        if pattern.dropped:
            return [Hidden.DROPPED] * len(linked.counts)
        found = []
        for place, count in enumerate(linked.counts):
            own = shown_as(count, profile.count)
            found.append(Hidden.SMALL if own is None else Hidden.FOR_ANOTHER if place in pattern.hidden else own)
        return found

    return shown


@pytest.fixture(scope="session")
def random_table():
    """Return a made-up table: of any shape, with zeros, and with few large counts or none."""

    def made(random):
        shape = SHAPES[random.integers(len(SHAPES))]
        kind = random.integers(4)
        if kind == 0:  # all small
            return random.integers(0, 8, size=shape)
        table = random.negative_binomial(1, 0.03 if kind < 3 else 0.2, size=shape)
        return np.where(random.random(shape) < 0.2 * (kind == 1), 0, table)

    return made


SHAPES = ((2,), (3,), (5,), (12,), (2, 2), (1, 6), (2, 5), (3, 4), (4, 4), (6, 8), (12, 10), (2, 2, 2), (3, 2, 2))


@pytest.fixture(scope="session")
def possible():
    """Return a reader with patience, who tries every set of true counts that could stand behind what is shown."""
    return possible_values


def shown_as(count, rule):
    """Return how a count is shown, or None where it is hidden by itself."""
    if (count == 0 and rule.zero == "hide") or (rule.hide_from <= count <= rule.hide_to and count > 0):
        return None
    return rounded_count(float(count), base=rule.round_to)


def possible_values(linked, hidden, rule, *, largest):
    """Return for each hidden count the set of its possible values, by trying every combination up to ``largest``."""
    choices = []
    for place, count in enumerate(linked.counts):
        own = shown_as(count, rule)
        if own is None:
            choices.append([v for v in range(largest + 1) if shown_as(v, rule) is None])
        elif place in hidden:
            choices.append(list(range(rule.hide_to + 1, largest + 1)))
        else:
            choices.append([v for v in range(largest + 1) if shown_as(v, rule) == own])
    found = {place: set() for place in hidden}
    for values in _solutions(linked, choices):
        for place in hidden:
            found[place].add(values[place])
    return found


def _solutions(linked, choices):
    """Yield every choice that meets the links: totals follow from the others, so only these are tried."""
    follows = {}
    for link in linked.links:
        last, sign = link.terms[-1]
        if last not in follows and sign == -1 and not any(place in follows for place in (last,)):
            follows[last] = [place for place, _ in link.terms[:-1]]
    order = [place for place in range(len(choices)) if place not in follows]
    for values in itertools.product(*(choices[place] for place in order)):
        known = dict(zip(order, values, strict=True))
        while len(known) < len(choices):
            for place, parts in follows.items():
                if place not in known and all(part in known for part in parts):
                    known[place] = sum(known[part] for part in parts)
        if all(known[place] in choices[place] for place in follows):
            every = all(sum(known[place] * sign for place, sign in link.terms) == 0 for link in linked.links)
            if every:
                yield known

"""The marks of trust P12 and P13: random tables and random studies of several sites, each judged by the audit.

A seeded sample in `make test`, all of it in `make test-full`; docs/protection.md has the figures of the last full run.
"""

import time

import numpy as np
import pytest

from earlyeval.foundations.results import records, results_frame
from earlyeval.protect.audit import Hidden, audited
from earlyeval.protect.gate import release
from earlyeval.protect.linked import Link, cross_table
from earlyeval.protect.secondary import suppressed

pytestmark = pytest.mark.unit
PROFILES = ("nhs-hes-child", "opensafely", "dfe-cin", "ukllc", "ons-10-5")
TABLES, SAMPLE_OF_TABLES = 2000, 12
LARGE, SAMPLE_OF_LARGE = 50, 2
STUDIES, SAMPLE_OF_STUDIES = 500, 4


@pytest.mark.parametrize("name", PROFILES)
def test_no_small_number_of_a_table_can_be_worked_out(shipped, random_table, as_released, tally, name):
    profile, hidden = shipped[name], 0
    for number in tally.of(TABLES, sample=SAMPLE_OF_TABLES):
        with tally.trial(name, number):
            linked = cross_table(random_table(np.random.default_rng([2026, number])))
            released = as_released(linked, suppressed(linked, profile), profile)
            assert audited(released, linked.links, profile) == ()
            hidden += sum(isinstance(seen, Hidden) for seen in released)
    assert hidden


def test_a_large_table_takes_a_second(shipped, as_released, tally):
    profile, began = shipped["dfe-cin"], time.process_time()
    for number in tally.of(LARGE, sample=SAMPLE_OF_LARGE):
        with tally.trial(number):
            linked = cross_table(np.random.default_rng([7, number]).negative_binomial(1, 0.03, size=(12, 10)))
            assert audited(as_released(linked, suppressed(linked, profile), profile), linked.links, profile) == ()
    assert time.process_time() - began < 1.2 * tally.tried + 3  # the mark: 50 tables of 12 by 10 in a minute


def study_rows(random):
    """Rows of a made-up study: arms within sites within a programme, a breakdown, who is missing, means."""
    sites, arms, levels = random.integers(1, 4), random.integers(1, 3), random.integers(2, 6)
    people = random.negative_binomial(1, random.choice([0.05, 0.2]), size=(sites, arms, levels))
    rows = []

    def add(n, whole, **more):
        if whole:
            rows.append({
                "programme": "made-up", "site": "all", "question": "reach", "strand": "family", "unit": "people",
                "outcome": "group", "estimand": "proportion", "n": n, "n_expected": whole, **more,
            })  # fmt: skip

    for site in range(sites):
        for level in range(levels):
            add(people[site, :, level].sum(), people[site].sum(), cluster=f"c{site}", subgroup=f"level {level}")
        rows.append({
            "programme": "made-up", "site": "all", "question": "change", "strand": "family", "unit": "points",
            "outcome": "score", "cluster": f"c{site}", "estimand": "mean", "n": people[site].sum(), "estimate": 3.25,
        })  # fmt: skip
        for arm in range(arms):
            rows.append({
                "programme": "made-up", "site": "all", "question": "flow", "strand": "family", "unit": "people",
                "outcome": "started", "cluster": f"c{site}", "arm": f"a{arm}", "estimand": "count",
                "n": people[site, arm].sum(),
            })  # fmt: skip
        rows.append({
            "programme": "made-up", "site": "all", "question": "flow", "strand": "family", "unit": "people",
            "outcome": "started", "cluster": f"c{site}", "estimand": "count", "n": people[site].sum(),
        })  # fmt: skip
    for level in range(levels):
        add(people[:, :, level].sum(), people.sum(), subgroup=f"level {level}")
    rows.append({
        "programme": "made-up", "site": "all", "question": "flow", "strand": "family", "unit": "people",
        "outcome": "started", "estimand": "count", "n": people.sum(),
    })  # fmt: skip
    rows.append({
        "programme": "made-up", "site": "all", "question": "change", "strand": "family", "unit": "points",
        "outcome": "score", "estimand": "mean", "n": people.sum(), "estimate": 3.25,
    })  # fmt: skip
    return [row | {"n": float(row["n"])} for row in rows]


def own_links(rows):
    """The sums that hold by the way the study was made, told apart by what the rows are, not by the package."""
    links = []

    def where(**texts):
        return [place for place, row in enumerate(rows) if all(row.get(key, "") == text for key, text in texts.items())]

    clusters = sorted({row["cluster"] for row in rows if row.get("cluster")})
    for cluster in (*clusters, ""):
        parts = where(question="reach", cluster=cluster)
        total = where(question="flow", cluster=cluster, arm="")
        if parts and total:
            links.append(Link((*((place, 1) for place in parts), (total[0], -1))))
        arms = [place for place in where(question="flow", cluster=cluster) if rows[place].get("arm")]
        if arms:
            links.append(Link((*((place, 1) for place in arms), (total[0], -1))))
        means = where(question="change", cluster=cluster)
        links.append(Link(((means[0], 1), (total[0], -1))))
    for subgroup in sorted({row["subgroup"] for row in rows if row.get("subgroup")}):
        parts = [place for place in where(question="reach", subgroup=subgroup) if rows[place].get("cluster")]
        total = where(question="reach", subgroup=subgroup, cluster="")
        links.append(Link((*((place, 1) for place in parts), (total[0], -1))))
    parts = [place for cluster in clusters for place in where(question="flow", cluster=cluster, arm="")]
    links.append(Link((*((place, 1) for place in parts), (where(question="flow", cluster="", arm="")[0], -1))))
    return links


@pytest.mark.parametrize("name", PROFILES)
def test_sites_arms_and_groups_give_nothing_away_by_subtraction(shipped, tally, name):
    profile, looked_at = shipped[name], 0
    for number in tally.of(STUDIES, sample=SAMPLE_OF_STUDIES):
        with tally.trial(name, number):
            looked_at += hidden_and_kept_open(study_rows(np.random.default_rng([500, number])), profile)
    assert looked_at


def hidden_and_kept_open(rows, profile):
    """Release a study, attack it over its own sums, and return how many hidden counts were looked at."""
    released, count, seen = records(release(results_frame(rows), profile).rows), profile.count, []
    for row, true in zip(released, rows, strict=True):
        small = 0 < true["n"] <= count.hide_to or (true["n"] == 0 and count.zero == "hide")
        hidden = Hidden.SMALL if small else Hidden.FOR_ANOTHER if true["n"] > count.hide_to else Hidden.DROPPED
        seen.append(hidden if np.isnan(row["n"]) else row["n"])
    if all(isinstance(one, Hidden) for one in seen):
        return 0
    known = {place: (0, count.hide_to) for place, one in enumerate(seen) if one is Hidden.DROPPED}
    assert not audited(seen, own_links(rows), profile, known=known)
    return sum(isinstance(one, Hidden) for one in seen)

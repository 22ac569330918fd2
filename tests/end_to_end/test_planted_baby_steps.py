"""What was planted in Baby Steps is found over its sites: each planted value lies in its interval, and is committed."""

import numpy as np
import pytest

from earlyeval.analyse import across_births, across_delivery, across_sites
from earlyeval.foundations.paths import CLONE, study_paths
from earlyeval.protect.sites import SiteGate
from earlyeval.registry.load import load_registry
from earlyeval.study import load_programme
from earlyeval.tidy.synthetic.baby_steps import planted
from earlyeval.tidy.synthetic.site import write_site

pytestmark = pytest.mark.end_to_end

SCORES = {
    "hads-anxiety": "anxiety",
    "hads-depression": "depression",
    "self-esteem": "self-esteem",
    "couple": "couple",
}


@pytest.fixture(scope="module")
def programme():
    return load_programme("baby-steps", study=study_paths("").root, data="synthetic")


@pytest.fixture(scope="module")
def gate(programme):
    return SiteGate(programme.profile)


@pytest.fixture(scope="module")
def changes(programme, gate):
    return across_sites.changes(programme, gate)


@pytest.fixture(scope="module")
def groups(programme, gate):
    return across_sites.groups(programme, gate)


def pooled(rows, outcome, *, label=None):
    found = rows[(rows["estimand"] == "pooled_change") & (rows["site"] == "") & (rows["outcome"] == outcome)]
    found = found[found["label"].str.endswith(label)] if label else found
    assert len(found) == 1
    return found.iloc[0]


@pytest.mark.parametrize("outcome", SCORES)
@pytest.mark.parametrize(("place", "role"), list(enumerate(planted.ROLES)))
def test_the_change_of_mothers_and_of_fathers_lies_in_its_pooled_interval(groups, outcome, place, role):
    row = pooled(groups, outcome, label=f"{role}s")
    assert row["conf_low"] <= planted.SCORES[SCORES[outcome]].after[place] <= row["conf_high"]


@pytest.mark.parametrize("outcome", SCORES)
def test_the_change_of_everybody_lies_between_those_of_mothers_and_fathers(changes, outcome):
    row = pooled(changes, outcome)
    mothers, fathers = planted.SCORES[SCORES[outcome]].after
    mixed = mothers * 0.6 + fathers * 0.4
    assert row["conf_low"] <= mixed <= row["conf_high"]


def test_each_site_that_can_be_shown_keeps_its_planted_difference_in_its_interval(changes, gate):
    rows = changes[(changes["outcome"] == "hads-anxiety") & (changes["subgroup"] == "site")]
    rows = rows[(gate(rows)["status"] == "rounded").to_numpy()]
    assert len(rows) == 5
    mothers, fathers = planted.SCORES["anxiety"].after
    for row in rows.itertuples():
        expected = mothers * 0.6 + fathers * 0.4 + planted.SITES[row.site].anxiety
        assert row.conf_low <= expected <= row.conf_high, row.site


def test_who_led_together_is_what_was_planted(programme, gate):
    rows = across_delivery.implementation(programme, gate)
    rows = rows[(rows["subgroup"] == "led together") & (rows["outcome"] == "all-kinds") & (rows["site"] != "")]
    for row in rows.itertuples():
        error = np.sqrt(0.25 / row.n_expected)
        assert abs(row.estimate - planted.SITES[row.site].led_together) < 2.6 * error, row.site


def test_births_are_as_planted(programme, gate):
    rows = across_births.births_across_sites(programme, gate)
    rows = rows[(rows["site"] == "") & (rows["estimand"] == "proportion")].set_index("outcome")
    share = {"preterm": 0.067, "caesarean": 0.32, "breastfed": planted.BREASTFED}  # two thirds are first babies
    for outcome, expected in share.items():
        assert rows.loc[outcome, "conf_low"] <= expected <= rows.loc[outcome, "conf_high"], outcome


def test_the_site_that_uses_another_form_is_pooled_with_nobody(changes, programme, gate):
    other = changes[changes["outcome"] == "self-esteem-1965"]
    assert other.loc[other["unit"] == "sites", "n"].tolist() == [1]
    told = across_delivery.measures(programme, gate)
    assert told["note"].str.contains("versions of the form").any()


def test_the_smallest_site_is_in_no_pooled_number(changes, gate):
    shown = gate(changes)
    small = shown[(shown["site"] == "stonebridge") & (shown["outcome"] == "hads-anxiety")]
    assert set(small["subgroup"]) == {"site"}
    assert set(small["status"]) == {"hidden"}


@pytest.mark.parametrize("site", ["northgate", "bradford"])
def test_the_seed_gives_the_committed_bytes(site, tmp_path):
    registry = load_registry(study_paths(""))
    written = write_site(registry, tmp_path, site=site, programme="baby-steps", seed=registry.facts.seed)
    folder = CLONE / "data" / "synthetic"
    assert all(path.read_bytes() == (folder / path.relative_to(tmp_path)).read_bytes() for path in written)


def test_the_page_of_what_was_planted_holds_these_numbers():
    page = (CLONE / "docs" / "synthetic.md").read_text(encoding="utf-8")
    for name, score in planted.SCORES.items():
        assert f"| {name} | {score.after[0]:+.1f} | {score.after[1]:+.1f} |" in page, name
    for site, one in planted.SITES.items():
        assert f"| {site} | {one.families} | {one.led_together:.0%} | {one.anxiety:+.1f} |" in page, site

"""What a reader works out who solves intervals for n and subtracts groups from wholes told elsewhere: nothing.

On 2026-11-22 he pinned 67 hidden groups in seven of the thirteen site-programmes, one of a single person; none since.
A planted leak and some questions of one place in `make test`; every place, all of it, in `make test-full`.
"""

import os
import runpy
from pathlib import Path

import pytest

from earlyeval.analyse import arrived, change, specification
from earlyeval.foundations.paths import study_paths
from earlyeval.foundations.results import records, results_frame, stacked
from earlyeval.protect.gate import release
from earlyeval.registry.load import load_registry
from earlyeval.study import load_study

pytestmark = pytest.mark.end_to_end
read = runpy.run_path(str(Path(__file__).with_name("interval_reader.py")))
FULL = os.environ.get("EARLYEVAL_FULL") == "1"
PLACES = [
    (site.id, delivery.programme)
    for site in load_registry(study_paths("")).sites.values()
    for delivery in site.programmes
] if FULL else [("bradford", "baby-steps")]  # fmt: skip
RULE = {"hide_from": 1, "hide_to": 7, "zero": "show", "round_to": 5}


def published(study):
    if FULL:
        from earlyeval.analyse.everything import all_results

        return all_results(study)
    asked = (arrived.linkage, arrived.missingness, change.family_change, specification.inside_outside)
    return stacked([question(study) for question in asked])


@pytest.mark.parametrize(("site", "programme"), PLACES)
def test_no_small_group_follows_from_its_whole_and_the_others(site, programme):
    study = load_study(site, programme, data="synthetic")
    rows, profile = published(study), load_registry(study_paths("")).profiles["nhs-hes-child"]
    shown = release(rows, profile).rows
    found, tried = read["told_by_wholes"](records(shown), records(rows), RULE, need=profile.width.min_candidates)
    assert tried > 100
    assert found == []


def test_the_reader_finds_what_is_planted():
    """8 of 9 improved: rounded to 10 and 10, but the interval of the nine tells that they are nine."""
    about = {
        "programme": "p",
        "site": "s",
        "strand": "family",
        "outcome": "mood",
        "instrument": "form",
        "label": "Mood",
    }
    groups = [
        about | {"question": "groups", "estimand": "proportion", "unit": "people", "subgroup": name, "n": n,
                 "n_expected": 20}
        for name, n in (("improved", 8), ("unchanged", 1))
    ]  # fmt: skip
    mean = about | {"question": "change", "subgroup": "heard", "n": 9, "conf_level": 0.95}
    change_of = mean | {"estimand": "mean_change", "estimate": 2.3, "conf_low": -0.8, "conf_high": 5.4}
    spread = mean | {"estimand": "sd_change", "estimate": 4.0, "conf_low": 2.7, "conf_high": 7.7}
    true = results_frame([*groups, change_of, spread])
    shown = true.assign(n=[10, float("nan"), 10, 10])
    found, _ = read["told_by_wholes"](records(shown), records(true), RULE, need=3)
    assert [(one[2], one[4]) for one in found] == [("unchanged", (1, 1))]
    without = shown.assign(conf_low=float("nan"), conf_high=float("nan"))
    assert read["told_by_wholes"](records(without), records(true), RULE, need=3)[0] == []

"""What a hostile reader works out from all that is published of a place: nothing. He is told which sums hold.

All thirteen site-programmes under a profile that rounds and one that does not in `make test-full`; in `make test` the
questions of one place in which most hangs together.
"""

import os
import runpy
from pathlib import Path

import pytest

from earlyeval.analyse import change_by_group, flow, lost, reach, reliable_change
from earlyeval.foundations.paths import study_paths
from earlyeval.foundations.results import records, stacked
from earlyeval.protect.gate import release
from earlyeval.registry.load import load_registry
from earlyeval.study import load_study

pytestmark = pytest.mark.end_to_end
Reader = runpy.run_path(str(Path(__file__).with_name("reader.py")))["Reader"]
FULL = bool(os.environ.get("EARLYEVAL_FULL"))
PLACES = [
    (site.id, delivery.programme)
    for site in load_registry(study_paths("")).sites.values()
    for delivery in site.programmes
] if FULL else [("northgate", "baby-steps")]  # fmt: skip


def published(study):
    if FULL:
        from earlyeval.analyse.everything import all_results

        return all_results(study)
    asked = (
        flow.flow,
        reach.reach,
        lost.lost_to_follow_up,
        change_by_group.change_by_group,
        reliable_change.reliable_change,
    )
    return stacked([question(study) for question in asked])


@pytest.mark.parametrize(("site", "programme"), PLACES)
def test_no_hidden_count_follows_from_what_is_published(site, programme):
    study = load_study(site, programme, data="synthetic")
    rows, profiles = published(study), load_registry(study_paths("")).profiles
    for name in ("nhs-hes-child", "dfe-cin"):
        reader = Reader(profiles[name].count.model_dump())
        reader.reads(records(release(rows, profiles[name]).rows), records(rows))
        assert reader.hidden
        assert reader.sums
        assert reader.pinned(profiles[name].width.min_candidates) == []

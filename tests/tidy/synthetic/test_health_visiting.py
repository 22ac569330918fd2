"""The made-up health visiting service: the same bytes from the seed, children and not mothers, what was planted."""

import pytest

from earlyeval.foundations.paths import CLONE
from earlyeval.tidy.synthetic import write_site
from earlyeval.tidy.synthetic.health_visiting import planted
from earlyeval.tidy.synthetic.health_visiting.people import ranks

pytestmark = pytest.mark.registry
PLACE = ("blackpool", "enhanced-health-visiting")


@pytest.fixture(scope="module")
def written(registry, tmp_path_factory):
    target = tmp_path_factory.mktemp("synthetic")
    paths = write_site(registry, target, site=PLACE[0], programme=PLACE[1], seed=registry.facts.seed)
    return target, paths


def test_the_committed_files_are_what_the_seed_gives(written):
    target, paths = written
    for path in paths:
        committed = CLONE / "data" / "synthetic" / path.relative_to(target)
        assert committed.read_bytes() == path.read_bytes(), path.name


def test_they_are_small(written):
    assert sum(path.stat().st_size for path in written[1]) < 1_000_000


def test_contacts_are_filed_under_children(written):
    target, _ = written
    rows = (target / PLACE[0] / PLACE[1] / "contacts.csv").read_text().splitlines()[1:]
    assert rows
    assert all("-C" in row.split(",")[0] for row in rows)


def test_places_on_the_ladder_are_middles_of_the_ranges_of_ranks():
    found = ranks()
    assert list(found) == list(planted.FIFTHS)
    assert found["q1"] == pytest.approx(planted.FIFTHS["q1"] / 2)
    assert sum(planted.FIFTHS[name] * place for name, place in found.items()) == pytest.approx(0.5)


def test_the_page_about_synthetic_data_gives_what_was_planted():
    page = (CLONE / "docs" / "synthetic.md").read_text(encoding="utf-8")
    for effect in planted.CONTACTS:
        assert f"| `{effect.contact}` | {effect.before:.0%} | +{100 * effect.step:.0f} | {effect.slope:.1%} |" in page
    for level, ratio in planted.VISIT_RATIOS.items():
        assert f"| visits a year, `{level}` | {planted.VISITS_A_YEAR * ratio:.1f} |" in page
    for name, (bottom, slope) in planted.CONCERN.items():
        assert f"| `{name}` | {bottom:.0%} | {100 * slope:+.0f} |" in page

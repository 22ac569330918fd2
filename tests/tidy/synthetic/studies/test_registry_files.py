"""The registry of a made-up study is valid as it stands, and ``planted.csv`` says what was planted."""

import pandas as pd
import pytest

from earlyeval.foundations.paths import StudyPaths
from earlyeval.registry.load import load_registry
from earlyeval.tidy.synthetic.studies.places import cells_of
from earlyeval.tidy.synthetic.studies.planted import changes_at
from earlyeval.tidy.synthetic.studies.registry_files import write_registry

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("programmes", [("open-door",), ("two-waves",), ("open-door", "two-waves")])
def test_the_registry_is_valid_and_declares_every_place(tmp_path, programmes):
    cells = cells_of(1_000, 8, programmes, seed=3)
    write_registry(tmp_path, cells, seed=3)
    registry = load_registry(StudyPaths(root=tmp_path, data=tmp_path))
    assert registry.facts.synthetic
    assert registry.facts.seed == 3
    assert set(registry.programmes) == set(programmes)
    assert sorted(registry.sites) == [f"site-00{number}" for number in range(1, 9)]
    for site in registry.sites.values():
        assert tuple(delivery.programme for delivery in site.programmes) == programmes
    assert all(registry.outcomes[name] and registry.criteria[name] for name in programmes)


def test_planted_values_stand_beside_the_registry(tmp_path):
    cells = cells_of(2_000, 5, ("open-door", "two-waves"), seed=3)
    write_registry(tmp_path, cells, seed=3)
    rows = pd.read_csv(tmp_path / "planted.csv")
    assert len(rows) == 5 * (3 + 2)
    assert rows.drop_duplicates(["site", "programme"])["families"].sum() == 2_000
    for row in rows.itertuples():
        at_place = {change.instrument: change for change in changes_at(3, row.programme, int(row.site[-3:]))}
        assert row.change == pytest.approx(at_place[row.instrument].change, abs=1e-4)
        assert row.mean_before == pytest.approx(at_place[row.instrument].mean_before, abs=1e-4)


def test_names_of_this_study_say_nothing_of_real_places(tmp_path):
    write_registry(tmp_path, cells_of(1_000, 8, ("open-door",), seed=3), seed=3)
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(tmp_path.rglob("*.yaml")))
    assert "Wandsworth" not in text
    assert "Think Baby" not in text

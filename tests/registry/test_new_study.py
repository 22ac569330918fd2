"""The example study: valid as laid out, and its returns are returns."""

from pathlib import Path

import pytest

from earlyeval.foundations.errors import SurroundingsError, UnusableArgumentError
from earlyeval.foundations.paths import study_paths
from earlyeval.registry.load import load_registry
from earlyeval.registry.new_study import EXAMPLE, example_files, lay_out
from earlyeval.tidy.arrive import read_returns

pytestmark = pytest.mark.unit


def test_every_example_file_is_laid_out_as_it_is(tmp_path: Path) -> None:
    written = lay_out(tmp_path / "a" / "study")
    assert len(written) == len(example_files()) == len(set(written))
    for source, target in zip(example_files(), written, strict=True):
        assert target == tmp_path / "a" / "study" / source.relative_to(EXAMPLE)
        assert target.read_bytes() == source.read_bytes()
    assert tmp_path / "a" / "study" / "README.md" in written


def test_the_laid_out_study_loads_and_its_returns_fit(tmp_path: Path) -> None:
    lay_out(tmp_path)
    paths = study_paths(tmp_path)
    registry = load_registry(paths)
    for site in registry.sites.values():
        for delivery in site.programmes:
            returns = read_returns(registry, paths, site=site.id, programme=delivery.programme)
            assert returns.data == "synthetic"
            assert not returns.findings["severity"].eq("set_aside").any()
            for name in ("people", "sessions", "attendance", "responses", "comments"):
                assert len(returns.tables[name]), name


def test_the_example_shows_an_inherited_and_an_own_instrument(tmp_path: Path) -> None:
    lay_out(tmp_path)
    registry = load_registry(study_paths(tmp_path))
    used = {outcome.instrument for outcomes in registry.outcomes.values() for outcome in outcomes}
    used |= {asked.instrument for plan in registry.plans.values() for asked in plan.experience}
    own = {path.stem for path in (tmp_path / "registry" / "instruments").glob("*.yaml")}
    assert own < used
    assert len(used - own) == 2


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UnusableArgumentError, match="not empty") as caught:
        lay_out(tmp_path)
    assert caught.value.exit_code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UnusableArgumentError, match="is a file"):
        lay_out(tmp_path / "notes.txt")


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SurroundingsError, match="cannot be written") as caught:
        lay_out(tmp_path / "notes.txt" / "study")
    assert caught.value.exit_code == 6

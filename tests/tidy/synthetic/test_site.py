"""The same seed gives the same bytes; what is committed is what the generator makes today."""

import pytest

from earlyeval.foundations.errors import UnknownNameError
from earlyeval.foundations.paths import CLONE
from earlyeval.tidy.synthetic import write_site

pytestmark = pytest.mark.registry
PLACE = {"site": "wandsworth", "programme": "think-baby"}


def bytes_below(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(registry, tmp_path):
    for folder, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_site(registry, tmp_path / folder, **PLACE, seed=seed)
    first, second, other = (bytes_below(tmp_path / folder) for folder in "abc")
    assert first == second
    assert list(first) == list(other)
    assert first["wandsworth/think-baby/phq-9.csv"] != other["wandsworth/think-baby/phq-9.csv"]


def test_every_written_file_is_returned_and_marked(registry, tmp_path):
    paths = write_site(registry, tmp_path, **PLACE, seed=3)
    assert sorted(paths) == [path for path in sorted(tmp_path.rglob("*")) if path.is_file()]
    tables = [path for path in paths if path.suffix == ".csv"]
    assert len(tables) >= 21
    for path in tables:
        header, *rows = path.read_text(encoding="utf-8").splitlines()
        assert header.endswith(",is_synthetic")
        assert rows[-1].endswith(",yes")


def test_committed_returns_are_what_the_generator_makes(registry, tmp_path):
    write_site(registry, tmp_path, **PLACE, seed=registry.facts.seed)
    committed = bytes_below(CLONE / "data" / "synthetic" / "wandsworth")
    made = bytes_below(tmp_path / "wandsworth")
    changed = [name for name in sorted({*committed, *made}) if committed.get(name) != made.get(name)]
    assert changed == []


OTHERS = [
    *((site, "intensive-family-support") for site in ("cwm-derw", "eastholme", "glenmarrow", "millbrook")),
    ("luton", "baby-babble"),
]


@pytest.mark.parametrize(("site", "programme"), OTHERS)
def test_committed_returns_of_other_programmes_are_what_their_generator_makes(registry, tmp_path, site, programme):
    write_site(registry, tmp_path, site=site, programme=programme, seed=registry.facts.seed)
    made = bytes_below(tmp_path / site)
    assert {name: made[name] for name in made} == {
        name: content
        for name, content in bytes_below(CLONE / "data" / "synthetic" / site).items()
        if name.startswith(programme)
    }


def test_a_programme_without_a_generator_is_refused_by_name(registry, tmp_path):
    with pytest.raises(UnknownNameError, match="think-baby"):
        write_site(registry, tmp_path, site="wandsworth", programme="think-babe", seed=1)

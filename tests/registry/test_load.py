"""The whole registry: one door, every problem at once, names that help."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from earlyeval.foundations.errors import RegistryError, UnknownNameError
from earlyeval.foundations.paths import SHIPPED_REGISTRY, study_paths
from earlyeval.registry import load
from earlyeval.registry.files import files_behind, registry_files
from earlyeval.registry.load import Registry, load_places, load_registry
from earlyeval.registry.problems import Problem, registry_error

pytestmark = pytest.mark.unit


@pytest.fixture
def registry(study_folder: Path) -> Registry:
    return load_registry(study_paths(study_folder))


def refused(folder: Path) -> str:
    with pytest.raises(RegistryError) as caught:
        load_registry(study_paths(folder))
    return str(caught.value)


def test_a_study_inherits_instruments_profiles_and_references(registry: Registry) -> None:
    assert {"phq-9", "fft", "feeding-confidence"} <= set(registry.instruments)
    assert {"nhs-hes-child", "none"} <= set(registry.profiles)
    assert {"example-questionnaire", "kroenke-2001"} <= set(registry.references)
    assert set(registry.programmes) == {"parent-group"}
    assert registry.profile.id == "nhs-hes-child"


def test_lookups_suggest_the_nearest_name(registry: Registry) -> None:
    assert registry.site("riverside").name == "Riverside"
    assert registry.subscale("phq-9", "phq-9", "total").highest == 27
    for call, words in (
        (lambda: registry.site("riversde"), "No site called 'riversde' in the registry. Did you mean 'riverside'?"),
        (lambda: registry.programme("parent-grup"), "Did you mean 'parent-group'?"),
        (lambda: registry.instrument("phq9"), "Did you mean 'phq-9'?"),
        (lambda: registry.version("fft", "fft-liked"), "Did you mean 'fft-likely'?"),
        (lambda: registry.subscale("phq-9", "phq-9", "totals"), "Did you mean 'total'?"),
    ):
        with pytest.raises(UnknownNameError) as caught:
            call()
        assert words in str(caught.value)


def test_the_light_door_reads_the_same_places(study_folder: Path, registry: Registry) -> None:
    programmes, sites = load_places(study_paths(study_folder))
    assert programmes == registry.programmes
    assert sites == registry.sites


def test_the_light_door_does_not_read_the_rest(study_folder: Path) -> None:
    (study_folder / "registry" / "study.yaml").write_text("[", encoding="utf-8")
    (study_folder / "registry" / "outcomes" / "parent-group.yaml").write_text("[", encoding="utf-8")
    load_places(study_paths(study_folder))


def test_the_light_door_is_light() -> None:
    heavy = "('pandas', 'numpy', 'matplotlib', 'scipy', 'nbconvert', 'papermill')"
    code = f"import sys, earlyeval.registry.load; print([m for m in {heavy} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_a_folder_without_a_registry_is_no_study(tmp_path: Path) -> None:
    assert "holds no folder 'registry'" in refused(tmp_path)
    assert "earlyeval new-study" in refused(tmp_path)


def test_every_problem_is_told_at_once_in_order(study_folder: Path, change: Callable[..., None]) -> None:
    change("sites/riverside", ["programmes", 0, "start"], "Sept 2025")
    change("outcomes/parent-group", ["outcomes", 0, "instrument"], "phq9")
    change("study", ["profile"], "nhs")
    lines = refused(study_folder).splitlines()
    assert lines[0] == "The registry has 3 problems."
    assert [line.split(",")[0] for line in lines[1:]] == [
        "registry/outcomes/parent-group.yaml",
        "registry/sites/riverside.yaml",
        "registry/study.yaml",
    ]


def test_at_most_fifty_problems_are_shown_and_the_rest_counted() -> None:
    message = str(registry_error(Problem("a.yaml", f"k{number:03}", "is wrong.") for number in range(60)))
    assert message.splitlines()[0] == "The registry has 60 problems."
    assert "k049" in message
    assert "k050" not in message
    assert "and 10 more" in message


def test_an_id_that_is_shipped_already_is_refused(study_folder: Path) -> None:
    text = (SHIPPED_REGISTRY / "instruments" / "phq-9.yaml").read_text(encoding="utf-8")
    (study_folder / "registry" / "instruments" / "phq-9.yaml").write_text(text, encoding="utf-8")
    message = refused(study_folder)
    assert (
        "registry/instruments/phq-9.yaml, id: 'phq-9' is already declared in data/registry/instruments/phq-9.yaml"
        in message
    )


def test_a_reference_that_is_shipped_already_is_refused(refusal: Callable[..., str]) -> None:
    assert "kroenke-2001: is already declared in the shipped registry" in refusal("references", ["kroenke-2001"], "x")


def test_a_reference_must_be_text(refusal: Callable[..., str]) -> None:
    assert "example-population: must be the text of a citation" in refusal("references", ["example-population"], 2021)


def test_a_file_is_named_by_its_id(study_folder: Path) -> None:
    sites = study_folder / "registry" / "sites"
    (sites / "riverside.yaml").rename(sites / "river.yaml")
    assert "registry/sites/river.yaml, id: found 'riverside', but the file is called 'river.yaml'" in refused(
        study_folder
    )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("sites/other.yml", "only files that end in '.yaml' are read"),
        ("sites/more/other.yaml", "folders inside 'sites' are not read"),
        ("instrument/x.yaml", "nothing is read from here"),
        ("programme.yaml", "nothing is read from here"),
    ],
)
def test_what_would_silently_not_be_read_is_told(study_folder: Path, name: str, words: str) -> None:
    path = study_folder / "registry" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("id: x\n", encoding="utf-8")
    assert words in refused(study_folder)


@pytest.mark.parametrize("name", ["study", "sites/riverside", "references"])
def test_a_file_that_is_no_mapping_is_told(study_folder: Path, name: str) -> None:
    (study_folder / "registry" / f"{name}.yaml").write_text("- a\n", encoding="utf-8")
    message = refused(study_folder)
    assert f"registry/{name}.yaml: must hold a mapping" in message
    assert "\n" not in message


def test_a_line_that_is_no_yaml_is_told_with_its_number(study_folder: Path) -> None:
    (study_folder / "registry" / "sites" / "riverside.yaml").write_text("id: riverside\nid: other\n", encoding="utf-8")
    assert refused(study_folder) == (
        "registry/sites/riverside.yaml, line 2: the key 'id' stands twice in one mapping. Keep one."
    )


def test_a_file_that_cannot_be_opened_is_told(study_folder: Path) -> None:
    site = study_folder / "registry" / "sites" / "riverside.yaml"
    site.unlink()
    site.symlink_to(study_folder / "nowhere")
    assert refused(study_folder) == "registry/sites/riverside.yaml: cannot be read. Check who may read it."


def test_study_yaml_may_not_be_missing(study_folder: Path) -> None:
    (study_folder / "registry" / "study.yaml").unlink()
    assert "registry/study.yaml: is missing" in refused(study_folder)


@pytest.mark.parametrize("folder", ["outcomes", "plan"])
def test_a_programme_needs_outcomes_and_a_plan(study_folder: Path, folder: str) -> None:
    (study_folder / "registry" / folder / "parent-group.yaml").unlink()
    assert f"programmes/parent-group.yaml: has no file {folder}/parent-group.yaml" in refused(study_folder)


def test_criteria_may_be_missing(study_folder: Path) -> None:
    (study_folder / "registry" / "criteria" / "parent-group.yaml").unlink()
    assert load_registry(study_paths(study_folder)).criteria == {}


def test_the_files_to_hash_are_all_that_was_read(study_folder: Path) -> None:
    files = registry_files(study_paths(study_folder))
    own = {path.relative_to(study_folder / "registry").as_posix() for path in files if study_folder in path.parents}
    assert own == {
        "study.yaml", "references.yaml", "programmes/parent-group.yaml", "sites/riverside.yaml",
        "outcomes/parent-group.yaml", "plan/parent-group.yaml", "criteria/parent-group.yaml",
        "instruments/feeding-confidence.yaml",
    }  # fmt: skip
    assert SHIPPED_REGISTRY / "instruments" / "phq-9.yaml" in files
    assert SHIPPED_REGISTRY / "study.yaml" not in files
    assert len(set(files)) == len(files)


def test_unverified_facts_are_named_in_words(registry: Registry) -> None:
    assert registry.unverified("feeding-confidence") == ()
    assert "rule for missing items (PHQ-9 total)" in registry.unverified("phq-9")
    assert any(words.startswith("cut-offs of age forms") for words in registry.unverified("asq-se-2"))
    assert any(words.startswith("items and coding") for words in registry.unverified("chi-esq"))


def test_what_others_declare_is_not_behind_a_report(study_folder: Path) -> None:
    paths = study_paths(study_folder)
    before = files_behind(paths, site="riverside", programme="parent-group")
    # The words of the glossary stand on the pages of places alone.
    assert before == tuple(path for path in registry_files(paths) if path.name != "glossary.yaml")
    for folder, other in (("sites", "hilltop"), ("programmes", "reading-group"), ("criteria", "reading-group")):
        (study_folder / "registry" / folder / f"{other}.yaml").write_text("id: other\n")
    assert files_behind(paths, site="riverside", programme="parent-group") == before
    (study_folder / "registry" / "instruments" / "own.yaml").write_text("id: own\n")
    assert files_behind(paths, site="riverside", programme="parent-group") != before


def test_the_same_files_give_the_registry_that_was_read(study_folder: Path, registry: Registry) -> None:
    assert load_registry(study_paths(study_folder)) is registry


def test_a_changed_file_is_read_even_when_its_date_is_kept(study_folder: Path, registry: Registry) -> None:
    site = study_folder / "registry" / "sites" / "riverside.yaml"
    before = site.stat()
    site.write_text(site.read_text(encoding="utf-8").replace("name: Riverside", "name: Lakesides"), encoding="utf-8")
    os.utime(site, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert site.stat().st_size == before.st_size
    assert load_registry(study_paths(study_folder)).site("riverside").name == "Lakesides"


def test_a_file_that_would_not_be_read_is_told_also_later(study_folder: Path, registry: Registry) -> None:
    (study_folder / "registry" / "sites" / "lakeside.yml").write_text("id: lakeside", encoding="utf-8")
    assert "Rename it" in refused(study_folder)


def test_what_was_refused_is_refused_again(study_folder: Path) -> None:
    (study_folder / "registry" / "sites" / "riverside.yaml").write_text("id: [", encoding="utf-8")
    assert refused(study_folder) == refused(study_folder)


def test_what_changed_while_it_was_read_is_not_kept(study_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = iter("abc")
    monkeypatch.setattr(load, "contents_of", lambda _: next(seen))
    monkeypatch.setattr(load, "_READ", {})
    load_registry(study_paths(study_folder))
    assert load._READ == {}


def test_few_registries_are_kept(study_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "_READ", {})
    site = study_folder / "registry" / "sites" / "riverside.yaml"
    for _ in range(2 * load.MOST_KEPT):
        site.write_text(site.read_text(encoding="utf-8") + "# one more line", encoding="utf-8")
        load_registry(study_paths(study_folder))
    assert 1 <= len(load._READ) <= load.MOST_KEPT

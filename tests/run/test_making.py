"""A report stands on one set of returns: what changes under way is refused, in this process and in the kernels."""

import dataclasses

import pytest

from earlyeval.foundations.errors import ReturnsRefusedError, SurroundingsError
from earlyeval.foundations.paths import study_paths
from earlyeval.registry.load import load_registry
from earlyeval.registry.new_study import lay_out
from earlyeval.run.making import kernel_surroundings, refuse_changed
from earlyeval.run.plan import planned
from earlyeval.run.surroundings import surroundings_now
from earlyeval.study import load_study

pytestmark = pytest.mark.unit


@pytest.fixture
def job(tmp_path):
    lay_out(tmp_path / "study")
    paths = study_paths(tmp_path / "study")
    registry = load_registry(paths)
    site = next(iter(registry.sites.values()))
    return planned(
        registry, paths, site=site.id, programme=site.programmes[0].programme, level="release", data="auto",
        surroundings=surroundings_now(),
    )  # fmt: skip


@pytest.mark.parametrize("what", ["edited", "added", "removed", "registry"])
def test_what_changed_under_way_is_refused(job, what):
    refuse_changed(job)
    job.inputs  # noqa: B018  (as the run read them at its beginning)
    first = sorted(job.returns)[0]
    if what == "edited":
        first.write_bytes(first.read_bytes() + b"\n")
    elif what == "added":
        (first.parent / "notes.csv").write_text("a\n1\n")
    elif what == "removed":
        first.unlink()
    else:
        facts = job.paths.registry / "study.yaml"
        facts.write_text(facts.read_text() + "\n# a remark\n")
    with pytest.raises(SurroundingsError, match="changed while the report was made"):
        refuse_changed(job)


def test_a_kernel_is_told_the_key_of_the_study(job):
    assert kernel_surroundings(job, key="abc")["EARLYEVAL_KEY"] == "abc"


def test_a_kernel_refuses_other_returns_than_those_of_the_report(job, monkeypatch):
    place = {"site": job.site, "programme": job.programme, "study": job.paths.root, "data": job.data}
    key = load_study(**place).key
    monkeypatch.setenv("EARLYEVAL_KEY", key)
    assert load_study(**place).key == key
    first = sorted(job.returns)[0]
    first.write_bytes(first.read_bytes() + b"\n")
    with pytest.raises(ReturnsRefusedError, match="changed while the report was made"):
        load_study(**place)


def test_returns_that_change_while_they_are_read_are_refused(job, monkeypatch):
    from earlyeval.study import door

    place = {"site": job.site, "programme": job.programme, "study": job.paths.root, "data": job.data}
    first, read = sorted(job.returns)[0], door.read_returns

    def slow(*given, **named):
        first.write_bytes(first.read_bytes() + b"\n")
        return read(*given, **named)

    monkeypatch.setattr(door, "read_returns", slow)
    with pytest.raises(ReturnsRefusedError, match="changed"):
        load_study(**place)


def test_code_that_changed_is_not_called_returns(job, monkeypatch):
    job.inputs  # noqa: B018
    other = dataclasses.replace(job.surroundings, code={})
    monkeypatch.setattr("earlyeval.run.plan.surroundings_now", lambda: other)
    with pytest.raises(SurroundingsError, match="The code or its packages changed"):
        refuse_changed(job)

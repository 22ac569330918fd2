"""What a job is made of, on the shipped study."""

import pytest

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.foundations.paths import CLONE, StudyPaths, study_paths
from earlyeval.registry.load import load_registry
from earlyeval.run.plan import planned
from earlyeval.run.surroundings import surroundings_now

pytestmark = pytest.mark.end_to_end


@pytest.fixture(scope="module")
def registry():
    return load_registry(study_paths(CLONE))


def job_of(registry, paths, **more):
    options = {"site": "wandsworth", "programme": "think-baby", "level": "release", "data": "synthetic", **more}
    return planned(registry, paths, surroundings=surroundings_now(), **options)


def test_the_shipped_returns_are_synthetic_and_said_so(registry):
    job = job_of(registry, study_paths(CLONE))
    assert job.data == "synthetic"
    assert job.name == "wandsworth · think-baby · synthetic data"
    assert job.parameters["DATA"] == "synthetic"
    assert job.target == CLONE / "reports" / "wandsworth" / "think-baby"


def test_the_restricted_level_lies_elsewhere_and_says_so(registry):
    job = job_of(registry, study_paths(CLONE), level="restricted")
    assert job.target == CLONE / "restricted" / "wandsworth" / "think-baby"
    assert "RESTRICTED" in job.name


def test_what_arrived_comes_before_what_is_made_up(registry, tmp_path):
    paths = StudyPaths(root=tmp_path, data=tmp_path)
    for kind in ("synthetic", "raw"):
        folder = tmp_path / kind / "wandsworth" / "think-baby"
        folder.mkdir(parents=True)
        (folder / "people.csv").write_text("person_id\n")
        assert job_of(registry, paths, data="auto").data == {"synthetic": "synthetic", "raw": "real"}[kind]


def test_a_file_that_nobody_can_read_counts(registry, tmp_path):
    paths = StudyPaths(root=tmp_path, data=tmp_path)
    folder = tmp_path / "raw" / "wandsworth" / "think-baby"
    folder.mkdir(parents=True)
    (folder / "people.csv").write_text("person_id\n")
    before = job_of(registry, paths, data="auto").inputs
    (folder / "letter.pdf").write_text("x")
    assert job_of(registry, paths, data="auto").inputs != before


def test_nothing_arrived_is_refused(registry, tmp_path):
    with pytest.raises(ReturnsRefusedError, match="think-baby at wandsworth"):
        job_of(registry, StudyPaths(root=tmp_path, data=tmp_path), data="auto")

"""The two published studies: their registries are here, their data are not."""

import os
import shutil
from pathlib import Path

import pytest
import yaml

from earlyeval.foundations.paths import CLONE, study_paths

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def real_studies():
    """Return the folder of published data, or skip: it lies beside the clone, or where a setting says."""
    folder = Path(os.environ.get("EARLYEVAL_REAL_STUDIES", CLONE.parent / "shared" / "real"))
    if not folder.is_dir():
        pytest.skip("the published data are not here; EARLYEVAL_REAL_STUDIES names the folder that holds them")
    return folder.resolve()


@pytest.fixture
def real_study(real_studies, tmp_path):
    """Return a function that copies one of the studies to a fresh folder, pointing at the published data."""

    def copied(name, *, below=""):
        root = tmp_path / name
        shutil.copytree(HERE / name, root)
        facts_file = root / "registry" / "study.yaml"
        facts = yaml.safe_load(facts_file.read_text(encoding="utf-8"))
        facts_file.write_text(yaml.safe_dump({**facts, "raw": str(real_studies / below)}), encoding="utf-8")
        return study_paths(root)

    return copied

"""A whole report of the shipped synthetic study, built once for all tests of this folder, beside the clone."""

import os
import subprocess
import sys

import pytest


def earlyeval(*arguments, **environment):
    """Run the command line as a user would; the screen comes back as text."""
    return subprocess.run(
        [sys.executable, "-m", "earlyeval", *arguments],
        capture_output=True, text=True, check=False, env={**os.environ, **environment}, timeout=900,
    )  # fmt: skip


@pytest.fixture(scope="session")
def command():
    return earlyeval


@pytest.fixture(scope="session")
def study_folder(tmp_path_factory, copy_of_shipped):
    """A copy of the shipped study as a study folder of its own, so that the clone's reports stay as they are."""
    return copy_of_shipped(tmp_path_factory.mktemp("shipped") / "study")


@pytest.fixture(scope="session")
def built(study_folder, command):
    """The finished report: (what the screen showed, folder of the report)."""
    done = command("report", "wandsworth", "--study", str(study_folder))
    assert done.returncode == 0, done.stdout + done.stderr
    return done, study_folder / "reports" / "wandsworth" / "think-baby"

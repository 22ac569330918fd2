"""What the user asked for, as data: the two doors (command line and make) fill it in, commands read it."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from earlyeval.foundations.errors import UnknownNameError
from earlyeval.foundations.paths import StudyPaths, study_paths
from earlyeval.foundations.suggest import shown, unknown_name
from earlyeval.foundations.terms import LEVELS, Level

DATA_CHOICES = ("auto", "real", "synthetic")
INPUTS_CHOICES = ("path", "shipped")
MOST_JOBS = 64
DEFAULT_TIMEOUT = 600.0  # seconds for one notebook; one takes a few
# Beside letters and digits of any alphabet, what a new folder may be called: nothing that a shell, make or another
# system would read as more than a name.
PLAIN_SIGNS = frozenset(" _-./~")


@dataclass(frozen=True)
class Request:
    """Names as they came in, still unchecked. An empty text means: not given."""

    site: str = ""
    programme: str = ""
    study: str = ""
    level: str = ""
    data: str = ""
    jobs: str = ""
    folder: str = ""
    file: str = ""
    html: str = ""
    timeout: str = ""
    families: str = ""
    sites: str = ""
    programmes: str = ""
    seed: str = ""
    format: str = ""
    one_file: str = ""
    scheduler: str = ""
    inputs: str = ""
    to: str = ""
    project: str = ""
    separator: str = ""

    @property
    def paths(self) -> StudyPaths:
        """The folders of the study that is asked for."""
        try:
            paths = study_paths(self.study)
            paths.registry.is_dir()  # a name that no disk can hold is refused here
            return paths
        except (OSError, ValueError, RuntimeError):
            raise UnknownNameError(f"No study folder called {shown(self.study)}.") from None

    @property
    def checked_level(self) -> Level:
        """The level: release unless restricted is asked for."""
        return cast(Level, _one_of(self.level or "release", LEVELS, kind="level"))

    @property
    def checked_data(self) -> str:
        """Which returns: what arrived, else the synthetic ones, unless one of them is asked for."""
        return _one_of(self.data or "auto", DATA_CHOICES, kind="kind of data")

    def checked_jobs(self, *, cores: int) -> int:
        """How many notebooks run at the same time: as many as there are cores unless a number is given."""
        if not self.jobs:
            return max(1, min(cores, MOST_JOBS))
        return int(_number(self.jobs, "JOBS", highest=MOST_JOBS))

    @property
    def checked_inputs(self) -> str:
        """How returns reach the workers of a cluster: by their path on a disk that both see, or shipped along."""
        return _one_of(self.inputs or "path", INPUTS_CHOICES, kind="way for inputs")

    @property
    def checked_timeout(self) -> float:
        """Seconds after which a notebook counts as stuck."""
        return _number(self.timeout, "timeout", highest=86_400) if self.timeout else DEFAULT_TIMEOUT

    @property
    def checked_folder(self) -> Path:
        """The folder of a new study: a plain name or path."""
        if not self.folder:
            raise UnknownNameError("Which folder? For example: earlyeval new-study my-study (make: FOLDER=my-study)")
        name = unicodedata.normalize("NFC", self.folder)  # an accent may come as a sign of its own
        if name.startswith("-") or not all(letter.isalnum() or letter in PLAIN_SIGNS for letter in name):
            raise UnknownNameError(
                f"{shown(self.folder)} is no plain folder name. Use letters, digits, space, hyphen, underscore, "
                "full stop and slash, and do not begin with a hyphen."
            )
        return Path(name).expanduser()


def request_from(values: Mapping[str, str]) -> Request:
    """Return the request that a mapping of field names describes; blanks around a value do not count."""
    return Request(**{name: value.strip() for name, value in values.items()})


def _one_of(found: str, allowed: tuple[str, ...], *, kind: str) -> str:
    if found not in allowed:
        raise unknown_name(kind, found, allowed)
    return found


def _number(text: str, name: str, *, highest: int) -> float:
    if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 6 and 1 <= int(text) <= highest):
        raise UnknownNameError(f"{name} must be a whole number from 1 to {highest}; found {shown(text)}.")
    return int(text)

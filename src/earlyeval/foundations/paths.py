"""Where things lie. The package is installed editable from its clone, so everything is found from there."""

import os
from dataclasses import dataclass
from pathlib import Path

CLONE = Path(__file__).resolve().parents[3]
NOTEBOOKS = CLONE / "notebooks"
SHIPPED_REGISTRY = CLONE / "data" / "registry"
LOCK = CLONE / "requirements.lock"


@dataclass(frozen=True)
class StudyPaths:
    """The folders of one study. The clone itself is the default study; its data lie one folder deeper."""

    root: Path
    data: Path

    @property
    def registry(self) -> Path:
        """Facts: committed, each with its source."""
        return self.data / "registry"

    @property
    def synthetic(self) -> Path:
        """Made-up returns in the shape of raw, marked synthetic."""
        return self.data / "synthetic"

    @property
    def raw(self) -> Path:
        """What arrived. Never written to. The registry's study.yaml may name another folder."""
        return self.data / "raw"

    def stage(self, name: str, site: str, programme: str) -> Path:
        """Disposable tables of one stage (tidy, scored, analysed, protected) for one programme at one site."""
        return self.data / name / site / programme

    @property
    def reports(self) -> Path:
        """Release level: only what passed the gate."""
        return self.root / "reports"

    @property
    def releases(self) -> Path:
        """What formally left the house, by date: never changed."""
        return self.root / "releases"

    @property
    def restricted(self) -> Path:
        """The evaluators' own full view, mode 0700, only when asked for."""
        return self.root / "restricted"


def study_paths(folder: str | Path | None = None) -> StudyPaths:
    """Return the folders of a study: the one given, else EARLYEVAL_DATA, else the clone's own.

    Parameters
    ----------
    folder : path, optional
        A study folder, holding ``registry/`` and ``raw/``. An empty string counts as not given.
    """
    chosen = folder or os.environ.get("EARLYEVAL_DATA", "")
    if not chosen:
        return StudyPaths(root=CLONE, data=CLONE / "data")
    root = Path(chosen).expanduser().resolve()
    if root == CLONE:
        return StudyPaths(root=CLONE, data=CLONE / "data")
    return StudyPaths(root=root, data=root)

"""Reports: ours against the same notebooks by the commands of papermill and nbconvert.

    python benchmarks/reports.py one            everything changed: one report
    python benchmarks/reports.py unchanged      nothing changed
    python benchmarks/reports.py many [number]  200 reports, or that many; the commands with make -j2 on a sample

Prints JSON. Everything is made in a temporary folder; the clone's own reports are not touched.
"""

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from measuring import Took, alternating, taken

from earlyeval.foundations.paths import CLONE
from earlyeval.run.making import site_notebooks

OURS = [sys.executable, "-P", "-c", "import sys; from earlyeval.run.command_line import main; sys.exit(main())"]
STAGES = ("reports", "tidy", "scored", "analysed", "protected")
SAMPLE = 2  # reports that the commands make in each round: their time grows in proportion to the number
# What someone without this package would write: a rule a notebook, run side by side by make.
MAKEFILE = """NOTEBOOKS := $(wildcard work/*/*.source)
all: $(NOTEBOOKS:.source=.html)
%.ipynb: %.source
\t@cd $(@D) && "{python}" -P -m papermill -k python3 --no-progress-bar "$$(cat $(<F))" $(@F) -p SITE $$(cat site) \\
\t  -p PROGRAMME $$(cat programme) -p DATA synthetic
%.html: %.ipynb
\t@"{python}" -P -m nbconvert --to html --log-level ERROR $<
"""


def shipped(folder: Path) -> Path:
    """Lay out a study of the shipped programme and its returns, so that nothing is there but these."""
    study = folder / "study"
    for name in ("programmes", "sites", "outcomes", "plan", "criteria"):
        shutil.copytree(CLONE / "data/registry" / name, study / "registry" / name)
    shutil.copy(CLONE / "data/registry/study.yaml", study / "registry/study.yaml")
    shutil.copytree(CLONE / "data/synthetic/wandsworth", study / "synthetic/wandsworth")
    return study


def ours(study: Path, *words: str, fresh: bool = True) -> Took:
    """Make reports by our command; ``fresh`` takes away all that was made before."""
    for name in STAGES if fresh else ():
        shutil.rmtree(study / name, ignore_errors=True)
    return taken([*OURS, *words, "--study", str(study), "--data", "synthetic"], environment=_surroundings(study))


def commands(study: Path, places: list[tuple[str, str]], *, jobs: int, folder: Path) -> Took:
    """Make the same notebooks by the commands of papermill and nbconvert, from nothing kept."""
    for name in STAGES:
        shutil.rmtree(study / name, ignore_errors=True)
    work = folder / "work"
    shutil.rmtree(work, ignore_errors=True)
    for site, programme in places:
        place = work / f"{site}-{programme}"
        place.mkdir(parents=True)
        (place / "site").write_text(site)
        (place / "programme").write_text(programme)
        for notebook in site_notebooks():
            (place / f"{notebook.stem}.source").write_text(str(notebook))
    (folder / "Makefile").write_text(MAKEFILE.format(python=sys.executable))
    return taken(["make", f"-j{jobs}", "--silent", "all"], cwd=folder, environment=_surroundings(study))


def _surroundings(study: Path) -> dict[str, str]:
    return {**os.environ, "EARLYEVAL_DATA": str(study)}


def one(folder: Path, *, rounds: int) -> dict:
    """Return what one report takes when everything changed, against the commands one after another."""
    study, place = shipped(folder), [("wandsworth", "think-baby")]
    ways = {
        "ours": lambda: ours(study, "report", "wandsworth"),
        "commands": lambda: commands(study, place, jobs=1, folder=folder),
    }
    return _told(alternating(ways, rounds=rounds))


def unchanged(folder: Path, *, rounds: int) -> dict:
    """Return what it takes to see that nothing changed."""
    study = shipped(folder)
    ours(study, "report", "wandsworth")
    return _told(alternating({"ours": lambda: ours(study, "report", "wandsworth", fresh=False)}, rounds=rounds))


def many(folder: Path, *, number: int) -> dict:
    """Return what many reports take, against the commands with make -j2 on a sample of them, in proportion."""
    study = folder / "study"
    words = ["synthesise", "--families", str(60 * number), "--sites", str(number), "--programmes", "open-door"]
    taken([*OURS, *words, "--folder", str(study)])
    places = [(path.parent.name, path.name) for path in sorted(study.glob("synthetic/*/*")) if path.is_dir()]
    before = commands(study, places[:SAMPLE], jobs=2, folder=folder)
    made = ours(study, "reports", "--jobs", "2")
    after = commands(study, places[:SAMPLE], jobs=2, folder=folder)
    each = (before.wall_s + after.wall_s) / 2 / SAMPLE
    several = {f"commands_{SAMPLE}_before": before, "ours": made, f"commands_{SAMPLE}_after": after}
    return {**_told(several), "reports": len(places), "commands_in_proportion_s": each * len(places)}


def _told(ways: dict[str, Took]) -> dict:
    return {name: took.__dict__ for name, took in ways.items()}


def main() -> None:
    """Measure what is named."""
    what = sys.argv[1] if len(sys.argv) > 1 else "one"
    with tempfile.TemporaryDirectory(prefix="earlyeval-bench-") as name:
        folder = Path(name)
        if what == "one":
            print(json.dumps(one(folder, rounds=3)))
        elif what == "unchanged":
            print(json.dumps(unchanged(folder, rounds=9)))
        else:
            print(json.dumps(many(folder, number=int(sys.argv[2]) if len(sys.argv) > 2 else 200)))


if __name__ == "__main__":
    main()

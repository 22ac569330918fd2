"""The registry of a made-up study: study.yaml, places and planted values; programmes as the template has them."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from earlyeval.foundations.paths import StudyPaths
from earlyeval.registry.load import load_registry
from earlyeval.registry.whole import Registry
from earlyeval.tidy.synthetic.studies.full_files import CLUSTERS
from earlyeval.tidy.synthetic.studies.places import Cell
from earlyeval.tidy.synthetic.studies.planted import OPEN_DOOR, TWO_WAVES, changes_at

TEMPLATE = Path(__file__).resolve().parent / "template"
_BY_PROGRAMME = ("programmes", "outcomes", "plan", "criteria")
# How many in a thousand of an invented population have each characteristic.
_POPULATION = {
    "ethnicity": {"asian": 119, "black": 140, "mixed": 99, "white": 583, "other": 59},
    "first-language": {"english": 741, "other": 259},
    "parity": {"first": 530, "later": 470},
    "imd-quintile": {"q1": 110, "q2": 241, "q3": 280, "q4": 220, "q5": 149},
}
_PEOPLE_PER_FAMILY = 40  # of the invented population, for each family that takes part


def template_registry() -> Registry:
    """Return the programmes that can be laid out, with the shipped instruments; no place is declared."""
    return load_registry(StudyPaths(root=TEMPLATE, data=TEMPLATE))


def write_registry(study: Path, cells: Sequence[Cell], *, seed: int) -> None:
    """Write the registry of a study and ``planted.csv``: what was planted at each place, in scale points."""
    registry = study / "registry"
    programmes = tuple(dict.fromkeys(cell.programme for cell in cells))
    for folder in _BY_PROGRAMME:
        (registry / folder).mkdir(parents=True)
        for programme in programmes:
            name = f"{folder}/{programme}.yaml"
            shutil.copyfile(TEMPLATE / "registry" / name, registry / name)
    n_families = sum(cell.n_families for cell in cells)
    n_sites = len({cell.number for cell in cells})
    _write(
        registry / "study.yaml",
        f"""# Laid out by: earlyeval synthesise. Everything is made up; no real person is described.
id: made-up-study
title: "A made-up study of {n_families} families at {n_sites} places"
profile: nhs-hes-child
seed: {seed}
synthetic: true
licence: "Synthetic data: CC0 1.0"
""",
    )
    for number in dict.fromkeys(cell.number for cell in cells):
        _write_site(registry / "sites", [cell for cell in cells if cell.number == number])
    _write(study / "planted.csv", _planted(cells, seed=seed))
    _write(study / "README.md", _readme(cells, seed=seed))


def write_national_return(study: Path, *, ending: str) -> Path:
    """Declare the one file that holds every place, and return where it belongs."""
    _write(
        study / "registry" / "returns" / "national.yaml",
        f"""# One file for all places, as a national collection sends it: a row for each parent and time point.
id: national
site_column: site
programme: {TWO_WAVES}
path: national.{ending}
format: {"parquet" if ending == "parquet" else "delimited"}
person_id: person_id
time_point_column: time_point
completed_on: completed_on
measures:
  - {{instrument: phq-9, version: phq-9, own_items: true}}
  - {{instrument: gad-7, version: gad-7, own_items: true}}
ignore: [is_synthetic]
""",
    )
    target = study / "raw" / f"national.{ending}"
    target.parent.mkdir()
    return target


def _write_site(folder: Path, cells: Sequence[Cell]) -> None:
    first = cells[0]
    lines = [
        "# Made up. The population counts only have the shape of a census table.",
        f"id: {first.site}", f"name: Site {first.number:03d}", "place: Made up", "programmes:",
    ]  # fmt: skip
    for cell in cells:
        lines += [f"  - programme: {cell.programme}", '    start: "2024-01"', '    end: "2025-12"']
        if cell.programme == OPEN_DOOR:
            lines += ["    clusters:", *(f"      - {{id: {name}, label: {name.capitalize()}}}" for name in CLUSTERS)]
            lines += ["    population:", *_population(cell)]
    _write(folder / f"{first.site}.yaml", "\n".join(lines) + "\n")


def _population(cell: Cell) -> list[str]:
    whole = _PEOPLE_PER_FAMILY * cell.n_families
    return [
        f"      - {{characteristic: {name}, value: {value}, n: {round(whole * share / 1000)}, year: 2024, "
        "source: synthetic-population, verified: false}"
        for name, shares in _POPULATION.items()
        for value, share in shares.items()
    ]


def _planted(cells: Sequence[Cell], *, seed: int) -> str:
    rows = ["site,programme,families,instrument,mean_before,change,loss_offset"]
    for cell in cells:
        rows += [
            f"{cell.site},{cell.programme},{cell.n_families},{planted.instrument},{planted.mean_before:.4f},"
            f"{planted.change:.4f},{planted.loss_offset:.2f}"
            for planted in changes_at(seed, cell.programme, cell.number)
        ]
    return "\n".join(rows) + "\n"


def _readme(cells: Sequence[Cell], *, seed: int) -> str:
    n_families = sum(cell.n_families for cell in cells)
    n_sites = len({cell.number for cell in cells})
    programmes = ",".join(dict.fromkeys(cell.programme for cell in cells))
    return f"""# A made-up study

Everything here was drawn by a generator and describes nobody; no programme was evaluated with it. Every row of every
table says so in a column `is_synthetic`.

{n_families} families, {n_sites} places, programmes: {programmes}, seed {seed}. `planted.csv` says what was planted at
each place: the mean before, and the mean change among people measured both times (change plus loss_offset is the
change of everybody, had nobody been lost). What else was planted stands in docs/synthetic.md of earlyeval.
"""


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))

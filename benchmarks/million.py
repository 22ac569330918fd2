"""A million rows of twenty columns: `earlyeval check` beside pandas that only reads the file.

    python benchmarks/million.py --rounds 3

One file holds two waves of PHQ-9 and GAD-7 items of half a million people, once as plain CSV, once with every cell in
quotes, once as Parquet. Ours checks every cell against its type, range and list, keeps its position, tidies, and looks
at all forms together; pandas reads the file as it comes. Both run as a process of their own; wall, CPU and memory
include starting Python. Prints JSON.
"""

import argparse
import csv
import json
import shutil
import sys
import tempfile
from pathlib import Path

from measuring import Took, alternating, taken

ROWS, SEED = 1_000_000, 20240909
CLONE = Path(__file__).parents[1]
INSTRUMENTS = ("phq-9", "gad-7")
SITE, PROGRAMME = "wandsworth", "think-baby"
READ = {
    "csv": "import pandas; pandas.read_csv({!r})",
    "quoted": "import pandas; pandas.read_csv({!r})",
    "parquet": "import pandas; pandas.read_parquet({!r})",
}


def laid_out(folder: Path, form: str) -> Path:
    """Lay out a study with one big return in a format; return the path of the file."""
    import yaml

    registry = folder / "registry"
    for name in ("programmes", "sites", "outcomes", "plan", "criteria"):
        shutil.copytree(CLONE / "data" / "registry" / name, registry / name)
    facts = yaml.safe_load((CLONE / "data" / "registry" / "study.yaml").read_text(encoding="utf-8"))
    (registry / "study.yaml").write_text(yaml.safe_dump({**facts, "synthetic": True}), encoding="utf-8")
    path = folder / "raw" / f"forms.{'parquet' if form == 'parquet' else 'csv'}"
    declared = {
        "id": "forms", "site": SITE, "programme": PROGRAMME, "path": path.name, "person_id": "person_id",
        "format": "parquet" if form == "parquet" else "delimited",
        "time_point_column": "time_point", "completed_on": "completed_on",
        "measures": [{"instrument": name, "version": name, "own_items": True} for name in INSTRUMENTS],
    }  # fmt: skip
    (registry / "returns").mkdir()
    (registry / "returns" / "forms.yaml").write_text(yaml.safe_dump(declared), encoding="utf-8")
    path.parent.mkdir()
    _write(path, form)
    return path


def _write(path: Path, form: str) -> None:
    import numpy as np
    import pandas as pd
    import yaml

    draw = np.random.default_rng(SEED)
    people = ROWS // 2
    started = np.datetime64("2024-09-01") + draw.integers(0, 90, people)
    days = np.stack([started, started + 180], axis=1).ravel().astype(str)
    forms = pd.DataFrame(
        {
            "person_id": np.repeat([f"F{number:07d}" for number in range(people)], 2),
            "time_point": np.tile(["baseline", "endpoint"], people),
            "completed_on": days,
            "is_synthetic": "yes",
        }
    )
    for name in INSTRUMENTS:
        shipped = CLONE / "data" / "registry" / "instruments" / f"{name}.yaml"
        for item in yaml.safe_load(shipped.read_text(encoding="utf-8"))["versions"][0]["items"]:
            cells = draw.integers(0, 4, ROWS).astype(str).astype(object)
            cells[draw.random(ROWS) < 0.02] = ""
            forms[item["id"]] = cells
    if form == "parquet":
        forms.to_parquet(path, index=False)
    else:
        forms.to_csv(path, index=False, quoting=csv.QUOTE_ALL if form == "quoted" else csv.QUOTE_MINIMAL)


def compared(form: str, rounds: int) -> dict:
    """Return what checking a file took, and what pandas alone took."""
    with tempfile.TemporaryDirectory(prefix="earlyeval-million-") as scratch:
        folder = Path(scratch) / "study"
        path = laid_out(folder, form)
        check = [sys.executable, "-P", "-m", "earlyeval", "check", SITE, "--study", str(folder)]
        alone = [sys.executable, "-c", READ[form].format(str(path))]
        found = alternating({"ours": lambda: taken(check), "pandas": lambda: taken(alone)}, rounds=rounds)
        return {
            "form": form, "rows": ROWS, "columns": 20, "megabytes": round(path.stat().st_size / 1e6, 1),
            **{name: _rounded(took) for name, took in found.items()},
            "ratio": round(found["ours"].wall_s / found["pandas"].wall_s, 2),
            "ratio_cpu": round(found["ours"].cpu_s / found["pandas"].cpu_s, 2),
        }  # fmt: skip


def _rounded(took: Took) -> dict[str, float]:
    return {"wall_s": round(took.wall_s, 2), "cpu_s": round(took.cpu_s, 2), "peak_mib": round(took.peak_mib)}


def main() -> None:
    """Measure each format."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--rounds", type=int, default=3)
    rounds = arguments.parse_args().rounds
    print(json.dumps([compared(form, rounds) for form in READ], indent=1))


if __name__ == "__main__":
    main()

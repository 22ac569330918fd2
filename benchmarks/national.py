"""A national return: checked, tidied, scored and analysed by us, and as most people would write it.

    python benchmarks/national.py ours --families 1000000
    python benchmarks/national.py honest --families 1000000
    python benchmarks/national.py both --families 10000 --runs 3

One CSV holds two waves of PHQ-9 and GAD-7 items of all families at 150 places. ``ours`` reads every cell under every
check, keeps positions, divides by place, tidies, scores; then per-place and pooled change, and a mixed model of change
with places as groups. ``honest`` is pandas, pingouin and statsmodels with one check of ranges and no positions. Both
run as a process of their own, from nothing kept; wall, CPU and memory include starting Python. Prints JSON.
"""

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SEED, SITES, SHAPE = 20240909, 150, 2
ITEMS = {"phq-9": [f"phq{n}" for n in range(1, 10)], "gad-7": [f"gad{n}" for n in range(1, 8)]}
PROGRAMME = """id: national
name: National
kind: parent_education
summary: A made-up programme.
strands: [family]
time_points:
  - {id: before, label: Before, order: 1, weeks: 0, role: baseline}
  - {id: after, label: After, order: 2, weeks: 26, role: endpoint}
"""
OUTCOMES = """programme: national
outcomes:
  - {id: low-mood, label: Depression, instrument: phq-9, version: phq-9, subscale: total, strand: family,
     respondent: parent, time_points: [before, after], analysis: primary, family: primary, what_it_measures: mood}
"""


def made_study(families: int) -> Path:
    """Return the folder of a study of this size, written once."""
    folder = Path(tempfile.gettempdir()) / f"earlyeval-national-{families}-{SEED}-{SHAPE}"
    if not (folder / "complete").is_file():
        shutil.rmtree(folder, ignore_errors=True)
        _write_registry(folder / "registry")
        _write_csv(folder / "raw" / "national.csv", families)
        (folder / "complete").touch()
    return folder


def _write_registry(registry: Path) -> None:
    import yaml

    items = {}
    for name in ITEMS:
        shipped = Path(__file__).parents[1] / "data/registry/instruments" / f"{name}.yaml"
        version = yaml.safe_load(shipped.read_text(encoding="utf-8"))["versions"][0]
        items[name] = dict(zip((item["id"] for item in version["items"]), ITEMS[name], strict=True))
    declared = {
        "id": "national", "programme": "national", "path": "national.csv", "site_column": "site",
        "person_id": "person_id", "time_point_column": "time_point", "completed_on": "completed_on",
        "measures": [{"instrument": name, "version": name, "items": columns} for name, columns in items.items()],
    }  # fmt: skip
    files = {
        "study.yaml": f"id: national\ntitle: National\nseed: {SEED}\nprofile: nhs-hes-child\nsynthetic: true\n",
        "programmes/national.yaml": PROGRAMME,
        "outcomes/national.yaml": OUTCOMES,
        "plan/national.yaml": 'programme: national\nregistered_on: "2024-08-20"\nmultiplicity: holm\n',
        "returns/national.yaml": yaml.safe_dump(declared),
    }
    for number in range(1, SITES + 1):
        name = f"site-{number:03d}"
        runs = '{programme: national, start: "2024-09", end: "2025-08"}'
        files[f"sites/{name}.yaml"] = f"id: {name}\nname: Site {number}\nprogrammes:\n  - {runs}\n"
    for name, text in files.items():
        path = registry / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _write_csv(path: Path, families: int) -> None:
    import numpy as np
    import pandas as pd

    draw = np.random.default_rng(SEED)
    site = np.sort(draw.integers(1, SITES + 1, families))
    level = draw.normal(0, 1, families) + draw.normal(0, 0.2, SITES + 1)[site]
    gain = 0.4 + draw.normal(0, 0.15, SITES + 1)[site]  # places differ in how much changes there
    returned = np.flatnonzero(draw.random(families) < 0.72)
    path.parent.mkdir(parents=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        for wave, people in (("before", np.arange(families)), ("after", returned)):
            for begin in range(0, len(people), 100_000):
                own = people[begin : begin + 100_000]
                lean = level[own] - (gain[own] if wave == "after" else 0)
                lean = lean[:, None] + draw.normal(0, 1, (len(own), 16))
                cells = np.clip(np.round(lean + 0.9), 0, 3).astype(int).astype(str).astype(object)
                cells[draw.random(cells.shape) < 0.01] = ""
                start = np.datetime64("2024-09-01" if wave == "before" else "2025-03-01")
                head = {
                    "site": [f"site-{number:03d}" for number in site[own]],
                    "person_id": [f"F{number:07d}" for number in own + 1],
                    "time_point": wave,
                    "completed_on": (start + draw.integers(0, 90, len(own))).astype(str),
                }
                frame = pd.DataFrame(head).join(pd.DataFrame(cells, columns=[*ITEMS["phq-9"], *ITEMS["gad-7"]]))
                frame.to_csv(file, index=False, header=wave == "before" and not begin, lineterminator="\n")


def ours(folder: Path) -> dict:
    """Everything by earlyeval: each place as its report would read it."""
    import numpy as np
    import pandas as pd

    from earlyeval.foundations.paths import study_paths
    from earlyeval.registry.load import load_registry
    from earlyeval.score.scales import score_people
    from earlyeval.statistics.grouped import mean_change_by_group
    from earlyeval.statistics.mixed_models import random_intercept
    from earlyeval.statistics.paired import mean_change
    from earlyeval.tidy.arrive import read_returns

    paths = study_paths(folder)
    registry = load_registry(paths)
    kept, rows = {name: [] for name in ITEMS}, 0
    for site in sorted(registry.sites):
        returns = read_returns(registry, paths, site=site, programme="national")
        rows += returns.tables.n_rows("responses")
        scores = score_people(registry, returns.tables)
        for name in ITEMS:
            own = scores[(scores["instrument"] == name).to_numpy(dtype=bool)]
            # Scores are ordered by person and time point: somebody's two stand beside each other, "after" first.
            people, points = own["person_id"].array, own["time_point"].array
            is_pair = np.asarray((people[:-1] == people[1:]) & (points[1:] == "before"), dtype=bool)
            score = own["score"].to_numpy()
            kept[name].append((site, score[1:][is_pair], score[:-1][is_pair]))
    answers = {"answers_checked": rows}
    for name, places in kept.items():
        group = pd.Categorical.from_codes(
            np.repeat(np.arange(len(places)), [len(one) for _, one, _ in places]), [site for site, _, _ in places]
        )
        before, after = (np.concatenate([place[which] for place in places]) for which in (1, 2))
        by_site, pooled = mean_change_by_group(before, after, group), mean_change(before, after)
        change, is_known = after - before, ~np.isnan(before) & ~np.isnan(after)
        design = np.column_stack([np.ones(is_known.sum()), before[is_known] - 7])
        fit = random_intercept(change[is_known], design, group.codes[is_known], names=("mean", "before"), units="rows")
        answers[name] = _answers(
            by_site["estimate"], by_site["p_value"], pooled, fit.coef["mean"].estimate, fit.coef["before"].estimate,
            (fit.var_group, fit.var_residual),
        )  # fmt: skip
    return answers


def _answers(by_site, p_values, pooled, mean, slope, variances) -> dict:
    return {
        "sites": [float(one) for one in by_site], "sites_p": [float(one) for one in p_values],
        "pooled": [float(pooled.estimate), float(pooled.conf_low), float(pooled.conf_high)], "n": int(pooled.n),
        "model": [float(mean), float(slope), *(float(one) for one in variances)],
    }  # fmt: skip


def honest(folder: Path) -> dict:
    """The same answers as most people would write it: one check of ranges, no positions."""
    import numpy as np
    import pandas as pd
    import pingouin
    import statsmodels.formula.api as smf

    frame = pd.read_csv(folder / "raw" / "national.csv", parse_dates=["completed_on"])
    answers = {}
    for name, items in ITEMS.items():
        if not (frame[items].isna() | frame[items].isin([0, 1, 2, 3])).all(axis=None):
            raise ValueError("an answer is out of range")
        answered = frame[items].notna().sum(axis=1)
        frame[name] = (frame[items].mean(axis=1) * len(items)).where(answered >= len(items) - 2)
    answers["answers_checked"] = int(sum(len(items) for items in ITEMS.values()) * len(frame))
    for name in ITEMS:
        wide = frame.pivot(index=["site", "person_id"], columns="time_point", values=name).dropna().reset_index()
        tests = {
            site: (own["after"].mean() - own["before"].mean(), pingouin.ttest(own["after"], own["before"], paired=True))
            for site, own in wide.groupby("site")
        }
        pooled = pingouin.ttest(wide["after"], wide["before"], paired=True)
        change = wide["after"] - wide["before"]
        data = pd.DataFrame({"change": change, "before": wide["before"] - 7, "site": wide["site"]})
        fit = smf.mixedlm("change ~ before", data, groups="site").fit()
        low, high = (float(bound) for bound in pooled["CI95"].iloc[0])
        answers[name] = {
            "sites": [float(mean) for mean, _ in tests.values()],
            "sites_p": [float(test["p_val"].iloc[0]) for _, test in tests.values()],
            "pooled": [float(change.mean()), low, high],
            "n": len(wide),
            "model": [*(float(np.asarray(fit.fe_params)[k]) for k in (0, 1)), float(fit.cov_re.iloc[0, 0]), fit.scale],
        }
    return answers


def measured(which: str, folder: Path) -> dict:
    """Run one of the two as a process of its own; return seconds, memory and answers."""
    shutil.rmtree(folder / "tidy", ignore_errors=True)  # what an earlier run divided
    began = time.perf_counter()
    command = [sys.executable, "-P", __file__, which, "--inside", str(folder)]
    environment = {**os.environ, "OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    told = process.stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{which} failed")
    return {
        "which": which,
        "wall_s": round(time.perf_counter() - began, 2),
        "cpu_s": round(used.ru_utime + used.ru_stime, 2),
        "peak_rss_mb": round(used.ru_maxrss / 1024),
        "answers": json.loads(told),
    }


def largest_difference(one: dict, other: dict) -> dict:
    """Return how far the answers of the two lie apart: change by place, pooled, p, and the model."""
    apart = {}
    for name in ITEMS:
        for key, value in one[name].items():
            values, others = ([v] if isinstance(v, int) else v for v in (value, other[name][key]))
            apart[f"{name} {key}"] = max(abs(a - b) for a, b in zip(values, others, strict=True))
    return apart


def main() -> None:
    """Read the arguments, print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("which", choices=("ours", "honest", "both"))
    parser.add_argument("--families", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.inside:
        print(json.dumps({"ours": ours, "honest": honest}[given.which](Path(given.inside))))
        return
    folder = made_study(given.families)
    names = ("ours", "honest") if given.which == "both" else (given.which,)
    runs = [measured(name, folder) for _ in range(given.runs) for name in names]  # alternating
    facts = {"families": given.families, "sites": SITES, "python": platform.python_version()}
    if given.which != "both":
        print(json.dumps(facts | {"runs": runs} if given.runs > 1 else facts | runs[0]))
        return
    table = {
        name: {
            key: statistics.median(run[key] for run in runs if run["which"] == name)
            for key in ("wall_s", "cpu_s", "peak_rss_mb")
        }
        for name in names
    }
    apart = largest_difference(*(next(run["answers"] for run in runs if run["which"] == name) for name in names))
    print(json.dumps(facts | {"csv_mb": round((folder / "raw/national.csv").stat().st_size / 1e6, 1)} | table))
    print(json.dumps({"answers apart": apart}))


if __name__ == "__main__":
    main()

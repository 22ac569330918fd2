"""The random-intercept model at size: ours, statsmodels MixedLM and R's lmer, each as a process of its own.

    python benchmarks/mixed_model.py --groups 150 --rows 1000000
    python benchmarks/mixed_model.py --groups 100000 --rows 200000 --with ours lmer

score ~ before + arm + (1 | group). The made-up data are written once as plain doubles; every process reads them, fits,
and tells its seconds for the fit alone; wall time and peak memory of the whole process are measured from outside.
lmer is left out where R or lme4 is missing. Prints JSON, with the digits that ours shares with each of the others.
"""

import argparse
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from math import log10
from pathlib import Path

import numpy as np

SEED = 20240911
COLUMNS = ("score", "before", "arm", "group")
LMER = """
suppressMessages(library(lme4)); a <- commandArgs(TRUE); n <- as.integer(a[2])
r <- function(name) readBin(file.path(a[1], name), "double", n)
d <- data.frame(score = r("score"), before = r("before"), arm = r("arm"), group = factor(r("group")))
t <- system.time(f <- lmer(score ~ before + arm + (1 | group), d,
  control = lmerControl(calc.derivs = FALSE, optCtrl = list(xtol_abs = 1e-12, ftol_abs = 1e-12))))[["elapsed"]]
v <- as.data.frame(VarCorr(f))$vcov; e <- summary(f)$coefficients
cat(sprintf('{"seconds": %.4f, "estimate": %.15g, "std_error": %.15g, "var_group": %.15g, "var_residual": %.15g}',
  t, e[3, 1], e[3, 2], v[1], v[2]))
"""


def made(rows: int, groups: int) -> Path:
    """Return the folder of made-up columns of this size, written once."""
    folder = Path(tempfile.gettempdir()) / f"earlyeval-mixed-model-{rows}-{groups}-{SEED}"
    if not (folder / "complete").is_file():
        folder.mkdir(exist_ok=True)
        chance = np.random.default_rng(SEED)
        group = np.arange(rows) % groups
        before, arm = chance.normal(20, 6, rows), (group % 2).astype(float)
        score = 4 + 0.7 * before - 1.5 * arm + chance.normal(0, 1.5, groups)[group] + chance.normal(0, 4, rows)
        for name, column in zip(COLUMNS, (score, before, arm, group.astype(float)), strict=True):
            column.tofile(folder / name)
        (folder / "complete").touch()
    return folder


def ours(columns: dict) -> dict:
    """Fit with earlyeval."""
    from earlyeval.statistics import mixed_models

    design = np.column_stack([np.ones(columns["score"].size), columns["before"], columns["arm"]])
    start = time.perf_counter()
    fit = mixed_models.random_intercept(
        columns["score"], design, columns["group"], names=["intercept", "before", "arm"]
    )
    seconds = time.perf_counter() - start
    arm = fit.coefficients["arm"]
    return {
        "seconds": seconds, "estimate": arm.estimate, "std_error": arm.std_error, "df": arm.df,
        "var_group": fit.var_group, "var_residual": fit.var_residual,
    }  # fmt: skip


def statsmodels(columns: dict) -> dict:
    """Fit with statsmodels, with the optimiser that finds the top."""
    from statsmodels.regression.mixed_linear_model import MixedLM

    design = np.column_stack([np.ones(columns["score"].size), columns["before"], columns["arm"]])
    start = time.perf_counter()
    fit = MixedLM(columns["score"], design, groups=columns["group"]).fit(method="powell")
    seconds = time.perf_counter() - start
    return {
        "seconds": seconds, "estimate": float(fit.fe_params[2]), "std_error": float(fit.bse_fe[2]),
        "var_group": float(np.asarray(fit.cov_re)[0, 0]), "var_residual": float(fit.scale),
    }  # fmt: skip


def as_process(road: str, folder: Path, rows: int, limit: float) -> dict:
    """Run one road as a process of its own and return what it says, with wall time and peak memory."""
    if road == "lmer":
        script = folder / "lmer.R"
        script.write_text(LMER, encoding="utf-8")
        command = ["Rscript", str(script), str(folder), str(rows)]
    else:
        command = [sys.executable, "-P", __file__, "--one", road, "--folder", str(folder)]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        said, complaint = process.communicate(timeout=limit)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return {"failed": f"longer than {limit:.0f} s"}
    wall = time.perf_counter() - start
    if process.returncode:
        return {"failed": complaint.strip().splitlines()[-1] if complaint.strip() else "no message"}
    found = json.loads(said)
    peak = found.pop("peak_mib", None)
    return found | {"process_seconds": round(wall, 2)} | ({} if peak is None else {"peak_mib": peak})


def digits(one: float, other: float) -> float:
    """Return how many digits two numbers share, at most 15."""
    return 15.0 if one == other else round(min(15.0, -log10(abs(one - other) / abs(other))), 1)


def main() -> None:
    """Read the command line, run the roads one after the other, print JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--groups", type=int, default=150)
    parser.add_argument("--with", dest="roads", nargs="+", default=["ours", "statsmodels", "lmer"])
    parser.add_argument("--limit", type=float, default=300, help="seconds after which a road is stopped")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        columns = {name: np.fromfile(asked.folder / name) for name in COLUMNS}
        found = {"ours": ours, "statsmodels": statsmodels}[asked.one](columns)
        found["peak_mib"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        print(json.dumps(found))
        return
    folder = made(asked.rows, asked.groups)
    roads = [road for road in asked.roads if road != "lmer" or shutil.which("Rscript")]
    answers = {road: as_process(road, folder, asked.rows, asked.limit) for road in roads}
    shared = {
        road: {part: digits(answers["ours"][part], found[part]) for part in ("estimate", "std_error", "var_group")}
        for road, found in answers.items()
        if road != "ours" and "ours" in answers and "failed" not in found and "failed" not in answers["ours"]
    }
    print(json.dumps({
        "model": "score ~ before + arm + (1 | group), REML", "rows": asked.rows, "groups": asked.groups,
        "cores": os.cpu_count(), "python": platform.python_version(), "answers": answers,
        "digits_shared_with_ours": shared,
    }, indent=1))  # fmt: skip


if __name__ == "__main__":
    main()

"""Make docs/statistics.md from tests/statistics/reference/*.yaml: estimator, source, R's answer, digits of agreement.

The tests read the same entries through this file, so the page cannot name a number that no test holds.
"""

import importlib
import json
from functools import cache
from math import isfinite, log10
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

CLONE = Path(__file__).resolve().parents[1]
REFERENCE = CLONE / "tests" / "statistics" / "reference"
PAGE = CLONE / "docs" / "statistics.md"
MUST_HAVE = ("quantity", "estimator", "formula", "source", "field", "expected", "tolerance", "call", "version")
MAY_HAVE = ("data", "arguments")
# More agreement than this is a matter of the machine, not of the method.
MOST_DIGITS = 12
INTRODUCTION = """# Statistics: every estimator beside another program's answer

This page is made by `tools/statistics_page.py` from `tests/statistics/reference/*.yaml`; the tests hold each number.
Digits of agreement are those that our answer shares with the reference, counted up to {most}
(the absolute error, where the reference is zero). Formulas are in words: `docs/` says what is used when,
the docstrings say from which rows. R's answers come from R 4.2.2 with the packages named. How often each interval holds
the truth in simulated studies stands in [coverage.md](coverage.md).

{total} quantities of {estimators} estimators.

## Where programs differ

Each name of an estimator says which quantity it is. Where two definitions are in use both are offered by keyword:

| quantity | ours unless told otherwise | by keyword |
|---|---|---|
| signed rank, Mann-Whitney | every assignment counted (as coin) | `method="normal"`, `continuity`: `wilcox.test` |
| Hodges-Lehmann change and shift | exact quantiles, zeros kept | `method="corrected"`: `wilcox.test` with ties |
| zero changes | left out (Wilcoxon) | `zeros="pratt"` |
| Cliff's delta | interval of A12 | `interval="cliff"` (effsize), `"fisher_z"` (effectsize) |
| Glass's delta | normal interval | `interval="noncentral_t"` (effectsize) |
| eta squared | lambda / (lambda + n) | `interval="error_df"` (effectsize; omega and epsilon too) |
| Levene | about medians (car) | `center="mean"` |
| difference of shares | Newcombe, score, Agresti-Caffo, Wald: each a function | `corrected`, `continuity` |
| odds ratio | Woolf, exact, score, mid-p: each its own function | `corrected`, `add_half` |
| power of two shares | arcsine (pwr) | `method="normal"` (`power.prop.test`) |
| alpha | Feldt | `interval="bonett"` |
| omega total | plain sum, variance of the model (lavaan) | `standardised`, `denominator="observed"` (psych) |
| intraclass correlation with gaps | complete things | `missing="reml"` (psych by lmer) |
| skewness, kurtosis | G1 (SPSS, SAS) | `kind` |
| quantiles | type 7 | `kind` 1 to 9 |

Where a program is wrong we do not follow it: irr's `kripp.alpha` of complete ratings by three or more raters (each
value short of a pair), irr's `stuart.maxwell.mh` (who did not move is left out), psych's interval of weighted kappa,
DescTools' error of tau-b and of Somers' d by rows, R's `fligner.test` where equal distances differ by rounding,
and ends that R looks for roughly (`fisher.test`, `ptukey` below 1e-8, PropCIs, effectsize's non-centralities).
A p value too small for this machine is given as 1e-300 and said to be below it; without any spread
there is no p at all.
"""


def entries():
    """Return every reference entry, file by file in the order of the alphabet; the file's name is added as `file`."""
    found = []
    for path in sorted(REFERENCE.glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")) or []:
            found.append({"file": path.stem, **checked(entry, path.name)})
    return found


def checked(entry, name):
    """Return the entry, refusing one that lacks a part or has a part that nobody knows."""
    missing = [part for part in MUST_HAVE if entry.get(part) in (None, "")]
    unknown = [part for part in entry if part not in MUST_HAVE + MAY_HAVE]
    if missing or unknown:
        raise ValueError(f"{name}: '{entry.get('quantity')}' lacks {missing} or has the unknown {unknown}")
    return entry


def found_by(entry):
    """Return what our estimator answers to an entry: the field of its result, as a number."""
    result = _result(entry["estimator"], json.dumps(entry.get("arguments") or {}), json.dumps(entry.get("data")))
    return float(reach(result, str(entry["field"])))


def expected_of(entry):
    """Return the reference answer as a number (YAML reads 1e-5 as text)."""
    return float(entry["expected"])


def reach(result, path):
    """Return what stands at a path such as `g_av.conf_low`, `coefficients.time.estimate` or `3.estimate`."""
    steps = path.split(".")
    while steps:
        step = steps.pop(0)
        if isinstance(result, dict):
            names = {str(key): key for key in result}
            # A key may hold dots itself: 0.95.
            while step not in names and steps:
                step += "." + steps.pop(0)
            result = result[names[step]]
        elif isinstance(result, pd.DataFrame | pd.Series) and step in result:
            result = result[step]
        elif step.lstrip("-").isdigit():
            result = result.iloc[int(step)] if isinstance(result, pd.Series | pd.DataFrame) else result[int(step)]
        else:
            result = getattr(result, step)
            result = result() if callable(result) else result
    return result


def digits_of(entry):
    """Return the digits of agreement between our answer and the reference."""
    wanted, ours = expected_of(entry), found_by(entry)
    error = abs(ours - wanted) / (abs(wanted) or 1.0)
    return MOST_DIGITS if error == 0 else max(0, min(MOST_DIGITS, int(-log10(error))))


def page():
    """Return docs/statistics.md."""
    everything = entries()
    parts = [
        INTRODUCTION.format(
            most=MOST_DIGITS, total=len(everything), estimators=len({entry["estimator"] for entry in everything})
        )
    ]
    for file in dict.fromkeys(entry["file"] for entry in everything):
        here = [entry for entry in everything if entry["file"] == file]
        parts += [f"## {file.replace('_', ' ').capitalize()}\n", _formulas(here), _numbers(here)]
    return "\n".join(parts)


def main():
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE.relative_to(CLONE)}: {len(entries())} quantities")


def _formulas(here):
    rows = ["| estimator | formula | source |", "|---|---|---|"]
    said = dict.fromkeys((entry["estimator"], _cell(entry["formula"]), _cell(entry["source"])) for entry in here)
    return "\n".join([*rows, *(f"| `{name}` | {formula} | {source} |" for name, formula, source in said), ""])


def _numbers(here):
    rows = ["| quantity | estimator | field | reference | call | version | digits |", "|---|---|---|---|---|---|---|"]
    for entry in here:
        wanted = format(expected_of(entry), ".12g")
        rows.append(
            f"| {_cell(entry['quantity'])} | `{entry['estimator']}` | `{entry['field']}` | {wanted} "
            f"| `{_cell(entry['call'])}` | {_cell(entry['version'])} | {digits_of(entry)} |"
        )
    return "\n".join([*rows, ""])


def _cell(text):
    return " ".join(str(text).split()).replace("|", "\\|").replace("`", "'")


@cache
def _result(estimator, arguments, data):
    return _call(estimator, json.loads(arguments), _frame(data))


def _call(estimator, arguments, frame):
    # module.function, or module.Class.method with the object as first argument
    module, *steps = estimator.split(".")
    known = importlib.import_module(f"earlyeval.statistics.{module}")
    for step in steps:
        known = getattr(known, step)
    positional = [_value(value, frame) for value in arguments.get("positional", [])]
    named = {name: _value(value, frame) for name, value in arguments.items() if name != "positional"}
    return known(*positional, **named)


def _value(value, frame):
    """Return an argument: a column, some columns, the answer of another call, or the value as it stands."""
    if isinstance(value, dict) and ("column" in value or "columns" in value):
        rows = _rows(frame, value.get("where"))
        if "columns" in value:
            return rows[value["columns"]]
        column = rows[value["column"]]
        return (column == value["equals"]).astype(int) if "equals" in value else column
    if isinstance(value, dict) and "call" in value:
        result = _call(value["call"], value.get("arguments") or {}, frame)
        return reach(result, value["field"]) if "field" in value else result
    if isinstance(value, dict):
        return {name: _value(part, frame) for name, part in value.items()}
    return value


def _rows(frame, where):
    for column, wanted in (where or {}).items():
        kept = frame[column].isin(wanted) if isinstance(wanted, list) else frame[column] == wanted
        frame = frame[kept]
    return frame


@cache
def _frame(data):
    data = json.loads(data)
    if data is None:
        return None
    if isinstance(data, dict):
        return pd.DataFrame({name: np.array(values) for name, values in data.items()})
    return pd.read_csv(REFERENCE / "data" / f"{data}.csv")


def is_close(entry):
    """Tell whether our answer to an entry is a number within the tolerance of the reference."""
    wanted, ours, tolerance = expected_of(entry), found_by(entry), float(entry["tolerance"])
    return isfinite(ours) and abs(ours - wanted) <= tolerance * (abs(wanted) or 1.0)


if __name__ == "__main__":
    main()

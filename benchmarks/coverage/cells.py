"""One cell: a situation, ten thousand simulated studies of it, and how often each interval held the truth."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any
from zlib import crc32

import numpy as np

STUDIES = 10_000
SEED = 20250704
# An end that equals the truth holds it: what arithmetic adds is forgiven.
NOISE = 1e-9


@dataclass(frozen=True)
class Intervals:
    """The intervals of one estimator in all studies of a cell.

    ``truth`` is one number, or one for each study (a prediction). ``chances`` are given where every possible study was
    counted instead of drawn. An end that is missing while the other is there is no end at all; both missing: none.
    """

    low: np.ndarray
    high: np.ndarray
    truth: Any
    chances: np.ndarray | None = None


Measure = Callable[[dict[str, Any], np.random.Generator, int], Mapping[str, Intervals]]


@dataclass(frozen=True)
class Family:
    """Estimators that are measured on the same studies, and the situations they are measured in."""

    name: str
    title: str
    measure: Measure
    situations: tuple[dict[str, Any], ...]


def key_of(family: Family, situation: Mapping[str, Any]) -> str:
    """Return the name of a cell."""
    return f"{family.name}: " + ", ".join(f"{name}={value}" for name, value in situation.items())


def generator_of(key: str) -> np.random.Generator:
    """Return the chance of one cell: its own, whatever else is run."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([SEED, crc32(key.encode())])))


def measured(family: Family, situation: dict[str, Any], *, studies: int = STUDIES) -> dict[str, Any]:
    """Return the record of one cell."""
    found = family.measure(situation, generator_of(key_of(family, situation)), studies)
    return {name: tallied(intervals) for name, intervals in found.items()}


def tallied(intervals: Intervals) -> dict[str, Any]:
    """Return coverage, both tails, width and Monte Carlo error of intervals."""
    low, high = np.asarray(intervals.low, dtype=float), np.asarray(intervals.high, dtype=float)
    truth = np.broadcast_to(np.asarray(intervals.truth, dtype=float), low.shape)
    there = ~(np.isnan(low) & np.isnan(high))
    counted = intervals.chances is not None
    chances = np.where(there, intervals.chances if counted else 1 / low.size, 0.0)
    total = float(chances.sum())
    studies = None if counted else int(low.size)
    if total == 0 or not (counted or there.sum() >= 100):
        return {"studies": studies, "with_interval": round(total, 4)}
    slack = NOISE * np.maximum(np.abs(truth), 1)
    above = float(chances[there & (np.nan_to_num(low, nan=-np.inf) > truth + slack)].sum()) / total
    below = float(chances[there & (np.nan_to_num(high, nan=np.inf) < truth - slack)].sum()) / total
    coverage, finite = 1 - above - below, np.isfinite(high - low)
    error = 0.0 if counted else sqrt(max(coverage * (1 - coverage), 0.25 / there.sum()) / there.sum())
    width = float((chances * np.where(finite, high - low, 0)).sum() / chances[finite].sum()) if finite.any() else None
    return {
        "studies": studies,
        "with_interval": round(total, 4),
        "coverage": round(coverage, 4),
        "interval_below": round(below, 4),
        "interval_above": round(above, 4),
        "error": round(error, 5),
        "width": None if width is None else float(f"{width:.4g}"),
        "truth": float(f"{truth[0]:.6g}") if np.ptp(truth) == 0 else None,
    }


def each(estimator: Callable[..., Any], *columns: Any) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of the public function's interval for each study."""
    found = [estimator(*study) for study in zip(*columns, strict=True)]
    return ends_of(found)


def ends_of(found: list[Any]) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of estimates."""
    return np.array([one.conf_low for one in found]), np.array([one.conf_high for one in found])


def loaded(path: Any) -> dict[str, Any]:
    """Return what was measured before."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {"cells": {}}


def written(path: Any, record: dict[str, Any]) -> None:
    """Write cells one a line, in order, so that a changed cell is a changed line."""
    lines = ",\n".join(f"  {json.dumps(key)}: {json.dumps(record['cells'][key])}" for key in sorted(record["cells"]))
    about = json.dumps(record["about"], indent=1, sort_keys=True)
    path.write_text(f'{{"about": {about},\n "cells": {{\n{lines}\n}}}}\n', encoding="utf-8")

"""The partial likelihood of Cox's model: one term for every death, with everybody who was at risk then.

Deaths at the same time are handled as Efron or Breslow proposed. All sums are running sums over sorted times, so that
nothing is looped over but strata.
"""

from dataclasses import dataclass

import numpy as np

from earlyeval.statistics.arrays import Numbers


@dataclass(frozen=True)
class Layer:
    """One stratum, in the order of falling time; ``deaths`` are places, ``ties`` the share of Efron for each."""

    columns: Numbers
    entry: Numbers
    time: Numbers
    places: Numbers
    deaths: Numbers
    ties: Numbers
    within: Numbers  # for each death, which distinct death time it belongs to
    when: Numbers  # the distinct death times
    size: Numbers  # deaths at each of them


@dataclass(frozen=True)
class Terms:
    """What each death contributes at given coefficients: sum of risks, mean and covariance of columns among them."""

    total: Numbers
    mean: Numbers
    covariance: Numbers
    risk: Numbers


def layers_of(
    columns: Numbers, entry: Numbers, time: Numbers, event: Numbers, strata: Numbers, *, efron: bool
) -> list[Layer]:
    """Return the strata that hold a death."""
    found = []
    for code in np.unique(strata):
        here = np.flatnonzero(strata == code)
        order = here[np.argsort(-time[here], kind="stable")]
        deaths = np.flatnonzero(event[order] > 0)
        if deaths.size == 0:
            continue
        when, within, size = np.unique(time[order][deaths], return_inverse=True, return_counts=True)
        # Deaths at one time stand beside each other; the first of them has rank 0.
        along = np.arange(deaths.size)
        starts = np.concatenate([[True], within[1:] != within[:-1]])
        ranks = along - np.maximum.accumulate(np.where(starts, along, 0))
        ties = ranks / size[within] if efron else np.zeros(deaths.size)
        found.append(Layer(columns[order], entry[order], time[order], order, deaths, ties, within, when, size))
    return found


def terms(layer: Layer, coefficients: Numbers) -> Terms:
    """Return the terms of one stratum's deaths."""
    predicted = layer.columns @ coefficients
    # A constant in the predictor changes nothing and keeps the exponential in range.
    risk = np.exp(predicted - predicted.max())
    first = risk[:, np.newaxis] * layer.columns
    second = first[:, :, np.newaxis] * layer.columns[:, np.newaxis, :]
    totals = [_at_risk(layer, part) for part in (risk, first, second)]
    dead = [_summed(layer, part[layer.deaths]) for part in (risk, first, second)]
    sums = []
    for whole, died in zip(totals, dead, strict=True):
        share = layer.ties.reshape(-1, *([1] * (whole.ndim - 1)))
        sums.append(whole[layer.within] - share * died[layer.within])
    mean = sums[1] / sums[0][:, np.newaxis]
    covariance = sums[2] / sums[0][:, np.newaxis, np.newaxis] - mean[:, :, np.newaxis] * mean[:, np.newaxis, :]
    return Terms(sums[0] * np.exp(predicted.max()), mean, covariance, risk * np.exp(predicted.max()))


def derivatives(layers: list[Layer], coefficients: Numbers) -> tuple[float, Numbers, Numbers]:
    """Return the logarithm of the partial likelihood, its slope and the information matrix."""
    width = coefficients.size
    value, slope, information = 0.0, np.zeros(width), np.zeros((width, width))
    for layer in layers:
        with np.errstate(over="ignore", invalid="ignore"):
            found = terms(layer, coefficients)
        died = layer.columns[layer.deaths]
        value += float((died @ coefficients).sum() - np.log(found.total).sum())
        slope += (died - found.mean).sum(axis=0)
        information += found.covariance.sum(axis=0)
    return value, slope, information


def score_residuals(layers: list[Layer], coefficients: Numbers, people: int) -> Numbers:
    """Return each person's part of the slope, from which the robust covariance matrix comes."""
    residuals = np.zeros((people, coefficients.size))
    for layer in layers:
        found = terms(layer, coefficients)
        own = np.zeros(layer.columns.shape)
        died = layer.columns[layer.deaths]
        # Deaths at one time share their terms evenly.
        means = _summed(layer, found.mean) / layer.size[:, np.newaxis]
        own[layer.deaths] += died - means[layer.within]
        hazard, weighted_mean = 1 / found.total, found.mean / found.total[:, np.newaxis]
        steps = np.column_stack([_summed(layer, hazard), _summed(layer, weighted_mean)])
        running = np.vstack([np.zeros(steps.shape[1]), np.cumsum(steps, axis=0)])
        met = running[np.searchsorted(layer.when, layer.time, side="right")]
        met = met - running[np.searchsorted(layer.when, layer.entry, side="right")]
        # Under Efron a death meets its own time's later terms only in part.
        partly = np.column_stack(
            [_summed(layer, layer.ties * hazard), _summed(layer, layer.ties[:, np.newaxis] * weighted_mean)]
        )
        met[layer.deaths] -= partly[layer.within]
        own -= found.risk[:, np.newaxis] * (layer.columns * met[:, :1] - met[:, 1:])
        residuals[layer.places] += own
    return residuals


def _at_risk(layer: Layer, values: Numbers) -> Numbers:
    """Return, for each distinct death time, the sum over those at risk (entered before, still there)."""
    running = np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(values, axis=0)])
    whole = running[np.searchsorted(-layer.time, -layer.when, side="right")]
    late = np.argsort(-layer.entry, kind="stable")
    running = np.concatenate([np.zeros((1, *values.shape[1:])), np.cumsum(values[late], axis=0)])
    return whole - running[np.searchsorted(-layer.entry[late], -layer.when, side="right")]


def _summed(layer: Layer, values: Numbers) -> Numbers:
    """Return sums over the deaths of each distinct death time."""
    totals = np.zeros((layer.when.size, *values.shape[1:]))
    np.add.at(totals, layer.within, values)
    return totals

"""Two waves of PHQ-9 and GAD-7 of any number of families, drawn in blocks of whole arrays."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from earlyeval.registry.whole import Registry
from earlyeval.tidy.synthetic.draws import Generator, Seed, bounded_scores, items_of, strand_generator
from earlyeval.tidy.synthetic.effects import LOSS_BY_SEVERITY, PlantedChange
from earlyeval.tidy.synthetic.studies import planted

BLOCK = 50_000  # families drawn at a time: what is in memory does not grow with the study
TIME_POINTS = ("baseline", "endpoint")
MISSING = -1  # an item without an answer
_FIRST_START = np.datetime64("2024-01-08")
_START_DAYS = 500
_WEEKS = 26
# Strands of random numbers within a block.
_LATENT, _LOSS, _DAYS = 1, 2, 3
_ITEMS = {"phq-9": 10, "gad-7": 11}


@dataclass(frozen=True)
class Block:
    """Some families of one place. Everything goes by family, in order; answers are families x items."""

    first: int
    started_on: np.ndarray
    is_measured_twice: np.ndarray
    has_moved: np.ndarray
    completed_on: dict[str, np.ndarray]
    answers: dict[tuple[str, str], np.ndarray]
    is_returned: dict[tuple[str, str], np.ndarray]


def draw_blocks(
    registry: Registry, changes: tuple[PlantedChange, ...], n_families: int, *, seed: Seed
) -> Iterator[Block]:
    """Yield the families of one place, block after block; each has random numbers of its own.

    Parameters
    ----------
    registry : Registry
        Gives the items of the instruments.
    changes : tuple of PlantedChange
        What is planted at this place.
    n_families : int
        All of them are measured before; the worse their score, the likelier they are to be lost.
    seed : tuple of int
        The place's.
    """
    for number, first in enumerate(range(0, n_families, BLOCK)):
        block_seed = (*np.atleast_1d(seed).tolist(), number)
        yield _draw_block(registry, changes, first, min(BLOCK, n_families - first), block_seed)


def _draw_block(registry: Registry, changes: tuple[PlantedChange, ...], first: int, n: int, seed: Seed) -> Block:
    random = strand_generator(seed, _LATENT)
    link = planted.WAVES_CORRELATION
    shared = random.standard_normal(n)
    before = {"phq-9": shared, "gad-7": link * shared + math.sqrt(1 - link**2) * random.standard_normal(n)}
    after = {
        change.instrument: change.correlation * before[change.instrument]
        + math.sqrt(1 - change.correlation**2) * random.standard_normal(n)
        for change in changes
    }
    is_twice, has_moved = _draw_loss(strand_generator(seed, _LOSS), before["phq-9"])
    started_on, completed_on = _draw_days(strand_generator(seed, _DAYS), n)
    answers, is_returned = {}, {}
    for change in changes:
        name = change.instrument
        of_items = strand_generator(seed, _ITEMS[name])
        both = _draw_items(of_items, registry, change, before[name], after[name])
        for time_point, drawn, is_here in zip(TIME_POINTS, both, (np.ones(n, dtype=bool), is_twice), strict=True):
            answers[name, time_point] = drawn
            is_sent = of_items.random(n) >= (planted.SHARE_FORM_LEFT_OUT if name == "gad-7" else 0.0)
            is_returned[name, time_point] = is_here & is_sent
    return Block(first, started_on, is_twice, has_moved, completed_on, answers, is_returned)


def _draw_loss(random: Generator, severity: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return who is measured twice, and who of the others is known to have moved."""
    log_odds = planted.LOSS_LOG_ODDS + LOSS_BY_SEVERITY * severity
    is_twice = random.random(len(severity)) >= 1 / (1 + np.exp(-log_odds))
    return is_twice, ~is_twice & (random.random(len(severity)) < 0.2)


def _draw_days(random: Generator, n: int) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    started_on = _FIRST_START + random.integers(0, _START_DAYS, size=n).astype("timedelta64[D]")
    early = random.integers(-5, 11, size=n).astype("timedelta64[D]")
    late = (7 * _WEEKS + random.integers(-10, 22, size=n)).astype("timedelta64[D]")
    return started_on, {"baseline": started_on + early, "endpoint": started_on + late}


def _draw_items(
    random: Generator, registry: Registry, change: PlantedChange, before: np.ndarray, after: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return answers before and after with gaps; the same leanings both times: a person's profile lasts."""
    version = registry.version(change.instrument, change.instrument)
    n_items, highest = len(version.subscales[0].items), int(version.response.highest - version.response.lowest)
    ease = np.exp(random.normal(0, 0.2, size=(len(before), n_items))) * np.linspace(1.35, 0.65, n_items)
    mean_after = change.mean_before + change.change + change.loss_offset
    drawn = []
    for latent, mean, sd in ((before, change.mean_before, change.sd_before), (after, mean_after, change.sd_after)):
        totals = bounded_scores(latent, highest=highest * n_items, mean=mean, sd=sd)
        whole = items_of(random, totals, ease=ease, highest=highest)
        has_gap = random.random(whole.shape) < change.share_missing
        drawn.append(np.where(has_gap, MISSING, whole).astype("int8"))
    return drawn[0], drawn[1]

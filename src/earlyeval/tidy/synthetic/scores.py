"""Parents' scores before and after: correlated with each other, with loss and, weakly, with visits."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from earlyeval.registry.instruments import Version
from earlyeval.tidy.synthetic import effects
from earlyeval.tidy.synthetic.draws import Generator, bounded_scores, chosen, items_of, likeliest
from earlyeval.tidy.synthetic.effects import PlantedChange
from earlyeval.tidy.synthetic.sizes import SHIPPED, Sizes


@dataclass(frozen=True)
class Measured:
    """Who of the families was measured before and after, and their latent scores, by instrument."""

    before: np.ndarray
    after: np.ndarray
    latent_before: dict[str, np.ndarray]
    latent_after: dict[str, np.ndarray]


def draw_measured(random: Generator, families: pd.DataFrame, dose: np.ndarray, sizes: Sizes = SHIPPED) -> Measured:
    """Return who was measured when. Parents with worse scores and few visits are likelier to be lost."""
    n = len(families)
    drawn = random.multivariate_normal(np.zeros(3), np.array(effects.LATENT_CORRELATIONS), size=n, method="cholesky")
    latent_before, latent_after = {}, {}
    for column, planted in enumerate(sizes.changes):
        # More visits, better: downwards for distress, upwards for confidence.
        better = 1 if planted.change > 0 else -1
        noise = np.sqrt(1 - effects.DOSE_LOADING**2) * random.standard_normal(n)
        new = better * effects.DOSE_LOADING * dose + noise
        latent_before[planted.instrument] = drawn[:, column]
        latent_after[planted.instrument] = (
            planted.correlation * drawn[:, column] + np.sqrt(1 - planted.correlation**2) * new
        )
    joined = families["consented"].to_numpy()
    before = chosen(random, joined, n=sizes.measured_before)
    stays = -effects.LOSS_BY_SEVERITY * drawn[:, 0] - effects.LOSS_BY_VISITS * dose
    after = likeliest(random, stays, among=before, n=sizes.measured_twice)
    after |= chosen(random, joined & ~before, n=sizes.measured_after_only)
    return Measured(before, after, latent_before, latent_after)


def draw_answers(
    random: Generator, planted: PlantedChange, version: Version, measured: Measured
) -> tuple[np.ndarray, np.ndarray]:
    """Return answers before and after, families x items, counted from the lowest answer; they sum to the scores."""
    lowest, highest = version.response.lowest, version.response.highest
    n_items = len(version.subscales[0].items)
    top = int(highest - lowest) * n_items
    mean_after = planted.mean_before + planted.change + planted.loss_offset
    before = bounded_scores(
        measured.latent_before[planted.instrument], highest=top, mean=planted.mean_before, sd=planted.sd_before
    )
    after = bounded_scores(measured.latent_after[planted.instrument], highest=top, mean=mean_after, sd=planted.sd_after)
    ease = np.exp(random.normal(0, 0.2, size=(len(before), n_items))) * np.linspace(1.35, 0.65, n_items)
    return tuple(  # the same leanings both times: a person's profile lasts
        items_of(random, totals, ease=ease, highest=int(highest - lowest)) for totals in (before, after)
    )


def with_gaps(random: Generator, answers: np.ndarray, *, share: float) -> np.ndarray:
    """Return answers as numbers with some missing (NaN), completely at random."""
    return np.where(random.random(answers.shape) < share, np.nan, answers.astype(float))

"""What is planted in a made-up study of many places. docs/synthetic.md gives the numbers with reasons.

Means and SDs are scale points. A place differs from the study's means by its own deviations, which depend on the seed,
the programme and the place's number alone; ``planted.csv`` of the study writes them down.
"""

import dataclasses

import numpy as np

from earlyeval.tidy.synthetic import effects
from earlyeval.tidy.synthetic.draws import strand_generator
from earlyeval.tidy.synthetic.effects import PlantedChange

OPEN_DOOR, TWO_WAVES = "open-door", "two-waves"
# The programmes that can be laid out. The number is part of each place's seed: new ones are added at the end.
PROGRAMMES = {OPEN_DOOR: 1, TWO_WAVES: 2}

# SD between places: of the mean before, and of the change. Two and a half SD are the most a place differs.
BETWEEN_PLACES = {"phq-9": (0.8, 0.6), "gad-7": (0.7, 0.45), "kpcs": (0.6, 0.35)}
_MOST_SDS = 2.5

# Two waves of PHQ-9 and GAD-7. Nobody comes to sessions; loss depends on the score before alone. The offsets were
# found by drawing four million families; the change of everybody, had nobody been lost, is change plus offset.
WAVES_CHANGES = tuple(
    dataclasses.replace(planted, loss_offset=offset, not_returned=(0, 0))
    for planted, offset in zip(effects.FAMILY_CHANGES[:2], (-0.29, -0.18), strict=True)
)
WAVES_CORRELATION = effects.LATENT_CORRELATIONS[0][1]  # of the two before
SHARE_MEASURED_TWICE = 0.72
LOSS_LOG_ODDS = -0.997  # of a family of average severity: 72 % of all families are measured twice
SHARE_FORM_LEFT_OUT = 0.01  # of GAD-7 forms, completely at random
# Strands of random numbers: those of drawing begin with 0, see returns.py.
DEVIATIONS, WEIGHTS = 90, 91


def place_seed(seed: int, programme: str, number: int) -> tuple[int, int, int]:
    """Return the seed of one programme at one place: it knows nothing of any other place."""
    return (seed, PROGRAMMES[programme], number)


def changes_at(seed: int, programme: str, number: int) -> tuple[PlantedChange, ...]:
    """Return what is planted at one place: the study's changes, moved by the place's own deviations."""
    planted = WAVES_CHANGES if programme == TWO_WAVES else effects.FAMILY_CHANGES
    random = strand_generator(place_seed(seed, programme, number), DEVIATIONS)
    drawn = np.clip(random.standard_normal((len(effects.FAMILY_CHANGES), 2)), -_MOST_SDS, _MOST_SDS)
    moved = []
    for change, (of_mean, of_change) in zip(planted, drawn.tolist(), strict=False):
        sd_mean, sd_change = BETWEEN_PLACES[change.instrument]
        moved.append(
            dataclasses.replace(
                change, mean_before=change.mean_before + sd_mean * of_mean, change=change.change + sd_change * of_change
            )
        )
    return tuple(moved)

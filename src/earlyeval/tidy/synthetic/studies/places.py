"""How many families each place of a made-up study has: uneven as in life, none below a minimum, exactly the total."""

import math
from dataclasses import dataclass

import numpy as np

from earlyeval.tidy.synthetic.draws import strand_generator
from earlyeval.tidy.synthetic.sizes import FEWEST_FAMILIES, split
from earlyeval.tidy.synthetic.studies.planted import OPEN_DOOR, TWO_WAVES, WEIGHTS, place_seed

FEWEST = {OPEN_DOOR: FEWEST_FAMILIES, TWO_WAVES: 20}
# SD of the log of a place's weight. Weights share out what is left when every place has the fewest.
SPREAD = {OPEN_DOOR: 0.35, TWO_WAVES: 0.9}
# Above this mean number of families a place, only two waves of questionnaires are laid out unless asked otherwise.
MOST_OF_FULL = 500
_MOST_SDS = 3.5


@dataclass(frozen=True)
class Cell:
    """One programme at one place."""

    programme: str
    number: int
    n_families: int

    @property
    def site(self) -> str:
        """The place's name, which does not depend on how many places there are."""
        return site_name(self.number)


def site_name(number: int) -> str:
    """Return the name of a place: site-001, site-002, ..."""
    return f"site-{number:03d}"


def usual_programmes(n_families: int, n_sites: int) -> tuple[str, ...]:
    """Return the programme that is laid out when none is named: every strand where places are small."""
    return (OPEN_DOOR,) if n_families <= MOST_OF_FULL * n_sites else (TWO_WAVES,)


def fewest_families(n_sites: int, programmes: tuple[str, ...]) -> int:
    """Return how many families a study needs so that every place has the fewest of each programme."""
    return len(programmes) * max(n_sites * FEWEST[programme] for programme in programmes)


def cells_of(n_families: int, n_sites: int, programmes: tuple[str, ...], *, seed: int) -> tuple[Cell, ...]:
    """Return every programme at every place with its families; they add up to ``n_families`` exactly.

    The programmes get equal shares. A place's weight comes from the seed and its own number, so the weights of
    the first hundred places of a study are those of a study of a hundred places.
    """
    return tuple(
        Cell(programme, number, size)
        for programme, share in zip(programmes, split(n_families, (1,) * len(programmes)), strict=True)
        for number, size in enumerate(_sizes(share, n_sites, programme, seed=seed), start=1)
    )


def _sizes(n_families: int, n_sites: int, programme: str, *, seed: int) -> tuple[int, ...]:
    fewest = FEWEST[programme]
    weights = [_weight(seed, programme, number) for number in range(1, n_sites + 1)]
    return tuple(fewest + extra for extra in split(n_families - fewest * n_sites, weights))


def _weight(seed: int, programme: str, number: int) -> float:
    random = strand_generator(place_seed(seed, programme, number), WEIGHTS)
    # Rounded, so that the last bits of exp on another machine cannot move a family.
    return round(math.exp(SPREAD[programme] * float(np.clip(random.standard_normal(), -2.5, 2.5))), 9)

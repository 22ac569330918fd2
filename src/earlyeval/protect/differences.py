"""What a subtraction yields for a group whose mean is hidden: the mean of all less the means of the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from earlyeval.registry.profiles import Profile


@dataclass(frozen=True)
class ShownMean:
    """A mean as a reader sees it: to so many decimals, over a number of people that lies between two numbers."""

    least: float
    most: float
    mean: float
    decimals: int

    @property
    def sum_of_scores(self) -> tuple[float, float]:
        """Between which numbers the sum of all scores behind the mean lies."""
        half = 0.5 * 10.0**-self.decimals
        ends = [n * mean for n in (self.least, self.most) for mean in (self.mean - half, self.mean + half)]
        return min(ends), max(ends)


def range_of_hidden_mean(
    whole: ShownMean, others: Sequence[ShownMean], *, hidden_n: tuple[float, float], scale: tuple[float, float]
) -> tuple[float, float]:
    """Return between which scores the mean of the hidden group lies, to a reader who subtracts.

    Parameters
    ----------
    whole : ShownMean
        The mean of everybody.
    others : sequence of ShownMean
        Those of the groups that are shown; all groups but the hidden ones.
    hidden_n : (least, most)
        How many may be in the hidden group, or in all hidden groups together.
    scale : (lowest, highest) score
    """
    low, high = whole.sum_of_scores
    low -= sum(other.sum_of_scores[1] for other in others)
    high -= sum(other.sum_of_scores[0] for other in others)
    least, most = hidden_n
    ends = [number / n for number in (low, high) for n in (max(1.0, least), max(1.0, most))]
    return max(scale[0], min(ends)), min(scale[1], max(ends))


def stays_open(low: float, high: float, *, scale: tuple[float, float], profile: Profile) -> bool:
    """Say whether a hidden mean stays open enough: half of its range is a share of the scale's, or more."""
    return (high - low) / 2 >= profile.difference.min_share_of_range * (scale[1] - scale[0])

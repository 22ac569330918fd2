"""Whether single answers to one question can be worked out from n, mean and SD, by trying every way to answer.

Source: Derrick, Green, Ruck, Toher and White: uwedragon (R package) and the papers it names; our own figures are in
docs/decisions/0016.
"""

from collections.abc import Iterator

ENOUGH = 50  # more ways than this and nobody's answer is narrowed down


def ways_to_answer(
    n: int, mean: float, sd: float | None, *, lowest: int, highest: int, decimals: int, enough: int = ENOUGH
) -> int:
    """Return in how many ways n people may have answered so that mean and SD are what is shown, counting no further.

    Parameters
    ----------
    n : int
        How many answered, to a reader who knows it.
    mean, sd : float
        As released, to ``decimals``; ``sd`` None where it is not.
    lowest, highest : int
        The codes of the answers.
    enough : int
        Counting stops there.

    Returns
    -------
    int
        Sets of answers, not who gave which: at one, every answer is known.
    """
    half = 0.5 * 10.0**-decimals + 1e-9
    found = 0
    for total, squares in _sums(n, lowest, highest):
        if abs(total / n - mean) > half:
            continue
        spread = max(0.0, (squares - total * total / n) / (n - 1)) ** 0.5 if n > 1 else 0.0
        if sd is None or abs(spread - sd) <= half:
            found += 1
            if found >= enough:
                break
    return found


def tells_answers(
    n: int, mean: float, sd: float | None, *, lowest: int, highest: int, decimals: int, least: int
) -> bool:
    """Say whether mean and SD leave fewer than ``least`` ways in which the n people may have answered."""
    return ways_to_answer(n, mean, sd, lowest=lowest, highest=highest, decimals=decimals, enough=least) < least


def _sums(n: int, lowest: int, highest: int) -> Iterator[tuple[int, int]]:
    """Yield the sum and the sum of squares of every set of n answers."""
    if lowest == highest:
        yield n * lowest, n * lowest * lowest
        return
    for count in range(n + 1):
        for total, squares in _sums(n - count, lowest + 1, highest):
            yield total + count * lowest, squares + count * lowest * lowest

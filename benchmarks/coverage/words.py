"""What the page says: how to read it, and of each estimator what it means for a small study."""

OPENING = """
# Coverage: how often each interval holds the truth

This page is made by `make coverage` from `benchmarks/COVERAGE.json`. For each interval that `earlyeval.statistics`
offers by default, and for the alternatives that were weighed against it, ten thousand studies are simulated in each
situation (or every possible study is counted, where that can be done: "counted"), and it is asked how often the 95 %
interval held the true value.

How to read it. **covers** is the share of intervals that held the truth, in per cent; 95 is what they claim. A cell is
marked **too short** when it lies below 93.5, and wide when it lies above 96.5, by more than two Monte Carlo errors. Too
short misleads; wide costs precision only, and is what an exact method does when answers are few. **misses below** and
**misses above** are the shares of intervals that lay wholly below, or wholly above, the truth: 2.5 each would be even.
**error** is the Monte Carlo error, in per cent. **has an interval** is the share of studies in which there is one:
the coverage is that of those. The truth is the parameter of the population that was drawn from: a finite sum over
the chances of all scores, or a closed form; never the number that an estimator tends to by luck.

The shapes. *normal*: before 14 (SD 5), after 11.5 (SD 5.5), correlation 0.6. *ceiling*: whole scores from 0 to 27,
piled up at the top (18 % of people before and 38 % after have the highest score). *skew*: whole scores from 0 to 27,
most low, a long tail. *ties*: whole scores from 0 to 27, SD 2, correlation 0.83, so that nine in ten changes are
-2, -1, 0 or 1. Every cell has a chance of its own (PCG64, seeded with the cell's name), so it gives the same numbers
alone or in the whole. Many are worked out for all studies at once; `tests/benchmarks` holds these forms against the
public functions on two hundred studies, to 1e-9.

What was chosen from it stands in [decision 0012](decisions/0012-default-intervals.md). Where nothing holds, the result
itself says so: `earlyeval.statistics.cautions`, whose figures a test holds against this table.
"""

WORDS = {
    "paired.mean_change": "The t interval of the mean change holds in every situation, six pairs with a pile-up "
    "included: a difference of two scores is far less skewed than either. It is the default.",
    "paired.bootstrap_change bca": "With fewer than forty pairs the BCa interval is too short, and worst with the "
    "fewest: with six it misses a truth in five or six of a hundred on either side where 2.5 is right. The t interval "
    "is better at every number of pairs, so no report uses the bootstrap for a mean change.",
}

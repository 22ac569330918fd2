"""Change of the same people: every interval of a mean, a middle, a spread and a standardised change."""

from functools import partial

from benchmarks.coverage import fast_bootstrap, fast_pairs, truths
from benchmarks.coverage.cells import Family, Intervals, each
from benchmarks.coverage.shapes import SHAPES, SIZES

from earlyeval.statistics import paired

FORMS = ("z", "av", "rm", "pre")


def measure(situation, chance, studies):
    """Every interval of paired change."""
    shape = SHAPES[situation["shape"]]
    before, after = shape.draw(chance, studies, situation["n"])
    moved, moments, sizes = after - before, truths.moments(shape), truths.standardised(shape)
    found = {
        "paired.mean_change": Intervals(*fast_pairs.mean_interval(moved), moments["mean_change"]),
        "paired.sd_change": Intervals(*fast_pairs.sd_interval(moved), moments["sd_change"]),
        "summaries.mean": Intervals(*fast_pairs.mean_interval(before), moments["mean_0"]),
        "paired.hodges_lehmann": Intervals(*each(paired.hodges_lehmann, before, after), truths.pseudo_median(shape)),
        "paired.median_change_interval": Intervals(
            *each(paired.median_change_interval, before, after), truths.median_change(shape)
        ),
    }
    for interval in ("jackknife", "null"):
        ends = each(partial(paired.rank_biserial, interval=interval), before, after)
        found[f"paired.rank_biserial {interval}"] = Intervals(*ends, truths.rank_biserial(shape))
    for form in FORMS:
        for letter in "dg":
            ends = fast_pairs.standardised(form, before, after, corrected=letter == "g")
            found[f"paired.standardised_change {letter}_{form}"] = Intervals(*ends, sizes[form])
    return found


def measure_bootstrap(situation, chance, studies):
    """Bootstrap intervals of the mean change, 9999 draws each."""
    shape = SHAPES[situation["shape"]]
    before, after = shape.draw(chance, studies, situation["n"])
    found = fast_bootstrap.blocks(after - before, resamples=9999)
    truth = truths.moments(shape)["mean_change"]
    return {f"paired.bootstrap_change {kind}": Intervals(*ends, truth) for kind, ends in found.items()}


SITUATIONS = tuple({"shape": shape, "n": n} for shape in SHAPES for n in SIZES)
FAMILIES = (
    Family("pairs", "Change of the same people", measure, SITUATIONS),
    Family("bootstrap", "Change of the same people: the bootstrap", measure_bootstrap, SITUATIONS),
)

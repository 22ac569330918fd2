"""Several sites pooled: each gives a mean change and its own error, which is estimated from its own people."""

import numpy as np
from benchmarks.coverage import fast_sites, truths
from benchmarks.coverage.cells import Family, Intervals
from benchmarks.coverage.shapes import SHAPES

PEOPLE = (12, 20, 35, 60)  # in a site, by turns
# SD of the sites' true mean changes, in points: none, about the error of one site, twice that.
SPREADS = {"none": 0.0, "some": 1.0, "much": 2.0}
TESTS = ("z", "t", "hartung_knapp", "hartung_knapp_guarded")
METHODS = {"REML": fast_sites.reml, "DL": fast_sites.dersimonian_laird}


def sites_of(situation, chance, studies):
    """Return effects and variances of the sites of every study, and the true effect of one site more."""
    shape, k, spread = SHAPES[situation["shape"]], situation["sites"], SPREADS[situation["between"]]
    effects, variances = np.empty((studies, k)), np.empty((studies, k))
    for site in range(k):
        n = PEOPLE[site % len(PEOPLE)]
        before, after = shape.draw(chance, studies, n)
        moved = after - before
        effects[:, site], variances[:, site] = moved.mean(axis=1), moved.var(axis=1, ddof=1) / n
    effects = effects + spread * chance.standard_normal((studies, k))
    # A site whose people all changed alike has no variance and cannot be weighed: it is drawn as if by one more tenth.
    variances = np.maximum(variances, 0.01)
    return effects, variances, truths.moments(shape)["mean_change"] + spread * chance.standard_normal(studies)


def measure(situation, chance, studies):
    """Pooled effect by every test, what one site more would show, and tau2."""
    effects, variances, further = sites_of(situation, chance, studies)
    k, truth = situation["sites"], truths.moments(SHAPES[situation["shape"]])["mean_change"]
    ends, _, _ = fast_sites.pooled(effects, variances, np.zeros(studies), "z")
    found = {"meta_analysis.pool FE z": Intervals(*ends, truth)}
    for method, between in METHODS.items():
        tau2 = between(effects, variances)
        for test in TESTS if method == "REML" else ("z", "hartung_knapp"):
            ends, value, square = fast_sites.pooled(effects, variances, tau2, test)
            found[f"meta_analysis.pool {method} {test}"] = Intervals(*ends, truth)
            if method == "REML" and test in ("z", "hartung_knapp_guarded"):
                df = np.inf if test == "z" else k - 1
                same = fast_sites.prediction(value, square, tau2, df)
                found[f"meta_analysis.pool prediction_same_df {test}"] = Intervals(*same, further)
                if k > 2:
                    hts = fast_sites.prediction(value, square, tau2, k - 2)
                    found[f"meta_analysis.pool prediction_hts {test}"] = Intervals(*hts, further)
    found["meta_analysis.pool tau2"] = Intervals(
        *fast_sites.q_profile(effects, variances), SPREADS[situation["between"]] ** 2
    )
    return found


FAMILIES = (
    Family(
        "sites",
        "Several sites pooled",
        measure,
        tuple(
            {"shape": shape, "between": between, "sites": k}
            for shape in ("normal", "ceiling")
            for between in SPREADS
            for k in (2, 3, 4, 8, 12)
        ),
    ),
)

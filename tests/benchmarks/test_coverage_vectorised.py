"""The forms of the coverage study that work on all studies at once are those of the public functions."""

import numpy as np
import pytest
from benchmarks.coverage import (
    family_codes,
    family_codings,
    family_groups,
    family_models,
    family_scales,
    family_sites,
    fast_arms,
    fast_bootstrap,
    fast_codes,
    fast_groups,
    fast_links,
    fast_omega,
    fast_pairs,
    fast_scales,
    fast_sites,
)
from benchmarks.coverage.cells import ends_of
from benchmarks.coverage.family_arms import place_of
from benchmarks.coverage.shapes import SHAPES

from earlyeval.statistics import (
    agreement,
    association,
    change,
    clustered,
    groups,
    meta_analysis,
    mixed_models,
    paired,
    reliability,
    summaries,
    tipping_point,
)

pytestmark = pytest.mark.unit
STUDIES = 200


def drawn(shape: str, n: int, studies: int = STUDIES) -> tuple[np.ndarray, np.ndarray]:
    return SHAPES[shape].draw(np.random.default_rng(n), studies, n)


def same(fast, public, *columns, tolerance=1e-9) -> None:
    """Hold both ends of every study against the public function's; a missing end is missing in both."""
    wanted = ends_of([public(*study) for study in zip(*columns, strict=True)])
    for found, asked in zip(fast, wanted, strict=True):
        np.testing.assert_allclose(found, asked, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize(("shape", "n"), [("normal", 6), ("ties", 6), ("skew", 20)])
def test_paired_change(shape, n):
    before, after = drawn(shape, n)
    same(fast_pairs.mean_interval(after - before), paired.mean_change, before, after)
    same(fast_pairs.sd_interval(after - before), paired.sd_change, before, after)
    same(fast_pairs.mean_interval(before), summaries.mean, before)


@pytest.mark.parametrize("name", ["d_z", "g_z", "d_av", "g_av", "d_rm", "g_rm", "d_pre", "g_pre"])
@pytest.mark.parametrize(("shape", "n"), [("normal", 10), ("ceiling", 20)])
def test_standardised_change(name, shape, n):
    before, after = drawn(shape, n)
    fast = fast_pairs.standardised(name[2:], before, after, corrected=name[0] == "g")
    same(fast, lambda one, other: paired.standardised_change(name, one, other), before, after)


@pytest.mark.parametrize("kind", fast_bootstrap.KINDS)
@pytest.mark.parametrize(("shape", "n"), [("ties", 6), ("skew", 20)])
def test_bootstrap_change(kind, shape, n):
    before, after = drawn(shape, n)
    fast = fast_bootstrap.of_means(after - before, seed=5, resamples=499)[kind]
    same(
        fast, lambda one, other: paired.bootstrap_change(one, other, seed=5, resamples=499, kind=kind), before, after,
        tolerance=1e-8 if kind == "studentised" else 1e-9,
    )  # fmt: skip


@pytest.mark.parametrize(("shape", "n"), [("normal", 6), ("ties", 10)])
def test_two_groups(shape, n):
    one, zero = drawn(shape, n)[1], drawn(shape, n + 3)[0]
    same(fast_arms.welch(one, zero), groups.mean_difference, one, zero)
    same(fast_arms.student_interval(one, zero), groups.student_mean_difference, one, zero)
    same(fast_arms.cohen_d(one, zero), groups.cohen_d, one, zero)
    same(fast_arms.cohen_d(one, zero, corrected=True), groups.hedges_g, one, zero)
    same(fast_arms.glass_delta(one, zero), groups.glass_delta, one, zero)
    same(fast_arms.smd(one, zero), groups.standardised_mean_difference, one, zero)
    logit, brunner = fast_arms.superiority(one, zero)
    same(logit, groups.probability_of_superiority, one, zero)
    same(brunner, groups.brunner_munzel, one, zero)
    place = place_of(n, n + 3)
    same(fast_arms.hodges_lehmann_shift(one, zero, place), groups.hodges_lehmann_shift, one, zero)


def test_adjusted_difference():
    before, after = drawn("ceiling", 12)
    arm = np.repeat([1.0, 0.0], 6)
    fast = fast_arms.adjusted_difference(after, before, arm)
    same(fast, lambda one, other: groups.adjusted_difference(other, one, arm), before, after)


@pytest.mark.parametrize(("shape", "n"), [("normal", 6), ("ties", 10), ("skew", 20)])
def test_correlations(shape, n):
    x, y = drawn(shape, n)
    same(fast_links.pearson(x, y), association.pearson, x, y)
    same(fast_links.spearman(x, y), lambda one, other: association.spearman(one, other, p_by="t"), x, y)
    for name, fast in fast_links.kendall(x, y).items():
        same(fast, lambda one, other, name=name: association.kendall(one, other, interval=name), x, y)


def test_correlations_with_a_third_measure_taken_out():
    x, y = drawn("normal", 12)
    given = drawn("normal", 13)[0][:, :12]
    same(fast_links.partial(x, y, given), association.partial_correlation, x, y, given)
    same(fast_links.semi_partial(x, y, given), association.semi_partial_correlation, x, y, given)


@pytest.mark.parametrize("answers", list(family_scales.CUTS))
def test_reliability(answers):
    situation = {"answers": answers, "n": 30}
    items, _ = family_scales.items_of(situation, np.random.default_rng(3), STUDIES)
    same(fast_scales.alpha(items), reliability.alpha, items)
    same(fast_scales.standardised_alpha(items), reliability.standardised_alpha, items)
    same(fast_scales.standard_error_of_measurement(items), reliability.standard_error_of_measurement, items)
    few = items[:40]
    same(fast_omega.omega(few), reliability.omega_total, few)


@pytest.mark.parametrize("raters", [2, 3])
def test_numeric_ratings(raters):
    chance = np.random.default_rng(raters)
    ratings = np.round(chance.normal(0, 2, (STUDIES, 12, 1)) + chance.normal(0, 1, (STUDIES, 12, raters)))
    for form, fast in fast_scales.intraclass(ratings).items():
        same(fast, lambda rows, form=form: agreement.intraclass_correlation(rows, form), ratings)
    one, other = ratings[:, :, 0], ratings[:, :, 1]
    same(fast_scales.concordance(one, other), agreement.concordance_correlation, one, other)
    same(fast_scales.smallest_detectable_change(other - one), change.smallest_detectable_change, one, other)
    limits = "bias", "upper_limit"
    for name, fast in zip(limits, (fast_scales.bias, fast_scales.upper_limit), strict=True):
        same(fast(one - other), lambda a, b, name=name: agreement.bland_altman(a, b)[name], one, other)


@pytest.mark.parametrize("kind", list(family_codes.KINDS))
@pytest.mark.parametrize("n", [6, 20])
def test_ratings_in_categories(kind, n):
    joint = family_codes.joint_of(kind)
    q = len(joint)
    drawn_tables = np.random.default_rng(n).multinomial(n, joint.ravel(), size=STUDIES)
    tables = drawn_tables.reshape(-1, q, q).astype(float)
    pairs = [np.column_stack(np.divmod(np.repeat(np.arange(q * q), row), q)).astype(float) for row in drawn_tables]
    known = {"categories": np.arange(q, dtype=float)}
    for name, fast in fast_codes.gwet_family(tables).items():
        same(fast, lambda rows, name=name: getattr(agreement, name)(rows, **known), pairs)
    same(fast_codes.cohen(tables, np.eye(q)), lambda rows: agreement.cohen_kappa(*rows.T, **known), pairs)
    quadratic = fast_codes.cohen(tables, 1 - family_codes.distances(q))
    same(quadratic, lambda rows: agreement.cohen_kappa(*rows.T, weights="quadratic", **known), pairs)
    for level in ("nominal", "ordinal"):
        fast = fast_codes.krippendorff(tables, level, seed=1)
        same(fast, lambda rows, level=level: agreement.krippendorff_alpha(rows, level, seed=1), pairs)


def test_kappas_by_documents():
    chance, where = np.random.default_rng(8), np.repeat(np.arange(6), 8.0)
    one = (chance.random((60, 48, 3)) < 0.3).astype(float)
    other = np.where(chance.random(one.shape) < 0.85, one, 1 - one)
    fast = fast_codes.kappa_by_documents(one[:, :, :1], other[:, :, :1], 6, seed=1)
    same(fast, lambda a, b: agreement.kappa_by_documents(a[:, 0], b[:, 0], where, seed=1), one, other)
    fast = fast_codes.kappa_by_documents(one, other, 6, seed=1)
    same(fast, lambda a, b: agreement.pooled_kappa(a, b, seed=1, documents=where), one, other)


def test_figures_of_a_code_and_of_passages_by_documents():
    chance, where = np.random.default_rng(9), np.repeat(np.arange(6), 8.0)
    one = (chance.random((60, 6, 8)) < 0.2).astype(float)
    other = np.where(chance.random(one.shape) < 0.85, one, 1 - one)
    cells = [((one == i) & (other == j)).sum(axis=2) for i, j in ((1, 1), (1, 0), (0, 1), (0, 0))]
    totals = family_codings.totals_of(np.stack(cells, axis=-1).astype(float))
    flat = [side.reshape(60, 48) for side in (one, other)]
    for name in family_codings.FIGURES:
        fast = family_codings.by_documents(totals, lambda sums, name=name: family_codings.figures(sums)[name])
        same(
            fast, lambda a, b, name=name: agreement.code_agreement(np.column_stack([a, b]), where, seed=1)[name], *flat
        )
    counts = chance.poisson((2.0, 1.0, 1.5), size=(60, 6, 3)) + np.array([0, 1, 0])
    counts[:, :, 1:] += counts[:, :, :1]
    fast = family_codings.by_documents(counts.astype(float), family_codings.f1)
    same(fast, lambda rows: agreement.span_agreement([_spans(*row) for row in rows], seed=1)["span_f1"], counts)


def _spans(matched, first, second):
    """Passages of two coders of whom this many are the same."""
    ours, theirs = np.arange(first), np.concatenate([np.arange(matched), 1000 + np.arange(second - matched)])
    return tuple(10 * places[:, np.newaxis] + np.array([0, 5]) for places in (ours, theirs))


@pytest.mark.parametrize("shape", ["normal", "ceiling"])
def test_mixed_model_of_two_waves_with_gaps(shape):
    n = 8
    before, after = family_groups.two_waves(SHAPES[shape], np.random.default_rng(6), 100, n)
    scores, codes = np.concatenate([before, after], axis=1), np.tile(np.arange(n), 2)
    design, weights = np.column_stack([np.ones(2 * n), np.repeat([0.0, 1.0], n)]), np.array([0.0, 1.0])
    for df, fast in zip(
        ("satterthwaite", "kenward-roger"), family_groups.mixed(scores, design, codes, weights), strict=True
    ):

        def public(row, df=df):
            fit = mixed_models.random_intercept(row, design, codes, names=("start", "change"), df_method=df)
            return fit.contrast(weights)

        same(fast, public, scores, tolerance=1e-8)


def test_clusters():
    codes = np.repeat(np.arange(6), (4, 8, 12, 4, 8, 12))
    chance = np.random.default_rng(2)
    scores = chance.standard_normal((60, codes.size)) + 0.5 * chance.standard_normal((60, 6))[:, codes]
    arm = (codes >= 3).astype(float)
    design, weights = np.column_stack([np.ones(codes.size), arm]), np.array([0.0, 1.0])
    same(
        fast_groups.cr2(scores, design, codes, weights), lambda row: clustered.mean_difference(row, arm, codes), scores
    )
    ones = np.ones((codes.size, 1))
    same(fast_groups.cr2(scores, ones, codes, np.ones(1)), lambda row: clustered.mean(row, codes), scores)
    sums = fast_groups.sums_of(scores, ones, codes)
    ratio, several = fast_groups.best_ratio(sums)
    assert not several.any()
    same(fast_groups.icc_profile(sums, ratio), lambda row: clustered.icc_mixed(row, codes), scores, tolerance=1e-8)


@pytest.mark.parametrize(("between", "sites"), [("none", 3), ("some", 4), ("much", 8), ("some", 2)])
def test_syntheses(between, sites):
    situation = {"shape": "normal", "between": between, "sites": sites}
    effects, variances, _ = family_sites.sites_of(situation, np.random.default_rng(sites), STUDIES)
    for method, tau2_of in family_sites.METHODS.items():
        tau2 = tau2_of(effects, variances)
        for test in family_sites.TESTS if method == "REML" else ("z",):

            def public(one, other, method=method, test=test):
                return meta_analysis.pool(one, other, method=method, test=test)

            found = [public(*study) for study in zip(effects, variances, strict=True)]
            ends, value, square = fast_sites.pooled(effects, variances, tau2, test)
            _like(ends, [one.pooled for one in found])
            df = np.inf if test == "z" else sites - 1
            _like(fast_sites.prediction(value, square, tau2, df), [one.prediction_same_df for one in found])
            if sites > 2:
                hts = fast_sites.prediction(value, square, tau2, sites - 2)
                _like(hts, [one.prediction_hts for one in found])
    _like(fast_sites.q_profile(effects, variances), [one.tau2 for one in found])


def _like(fast, found) -> None:
    for one, wanted in zip(fast, ends_of(found), strict=True):
        np.testing.assert_allclose(one, wanted, rtol=1e-8, atol=1e-9)


def test_imputation():
    before, after = family_groups.two_waves(SHAPES["normal"], np.random.default_rng(4), 12, 10, kept=5)
    for study, (one, other) in enumerate(zip(before, after, strict=True)):
        if np.isnan(other).any():
            fast = family_models.imputed(one, other, seed=study, imputations=8)
            public = tipping_point.tipping_point_of_change(one, other, seed=study, imputations=8, deltas=(0.0,)).at_zero
            assert fast == public

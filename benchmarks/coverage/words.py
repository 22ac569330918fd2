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

What was chosen from it stands in [decision 0012](decisions/0012-default-intervals.md). Where nothing holds, the
result itself says so (`Estimate.cautions`; below tables in a report), with a figure that a test holds against this
page.

A coverage is of the studies that have an interval. Not measured: omega with fewer than twenty people, where the
one-factor model often cannot be fitted; random slopes, crossed and generalised mixed models, and unstructured
covariances, which take too long a study. Cox, counts of people, odds, imputation, weights and series are measured at
fewer sizes than the rest.
"""

WORDS = {
    "paired.mean_change": (
        "A difference of two scores is far less skewed than either, so six pairs are enough for the t "
        "interval even where scores pile up. It is what reports print."
    ),
    "summaries.mean": (
        "The mean of skewed scores at one time is another matter: with few people the interval lies too low."
    ),
    "paired.sd_change": (
        "The chi-square interval of a spread holds for normal changes alone, and more people do not help."
    ),
    "paired.hodges_lehmann": ("Exact quantiles cover at least the level; ties make it wider."),
    "paired.rank_biserial null": (
        "The error that holds when nobody tends to change is taken for people who do change. R's effectsize "
        "gives it; it was our default before this study."
    ),
    "paired.rank_biserial jackknife": ("The error is found by leaving out one person who moved at a time."),
    "paired.standardised_change g_av": (
        "J times the interval of d_av. With six pairs it is a little short; the change in points stands "
        "beside it and holds."
    ),
    "paired.standardised_change g_rm": ("With ten pairs or fewer prefer g_av."),
    "paired.bootstrap_change bca": (
        "With few pairs the draws are less varied than people are; the t interval is better at every number "
        "of pairs, so no report leans on the bootstrap for a mean change."
    ),
    "groups.student_mean_difference": ("It supposes equal spreads: see the groups that differ in size and spread."),
    ("unequal arms", "groups.hedges_g"): (
        "Its one pooled SD supposes equal spreads; where the smaller group varies more, "
        "`standardised_mean_difference` holds."
    ),
    "groups.glass_delta": ("Safe, and wider than it need be."),
    "groups.brunner_munzel": (
        "A t interval cut off at 0 and 1; the logit interval of `probability_of_superiority` is safer."
    ),
    "proportions.wilson": (
        "With n people a share can take n + 1 values only, so coverage jumps as the true share moves: it dips"
        " where the true share is rare. On average over all true shares it is 95, which is what is claimed."
    ),
    "proportions.clopper_pearson": ("Never below 95, whatever the true share, and wide for it."),
    "proportions.difference_newcombe": (
        "Dips once, with six people in each group; the score interval (`difference_miettinen_nurminen`) does not."
    ),
    "tables.phi": ("A normal interval with an error for large tables."),
    "tables.cramers_v": ("The lower end is cut off at 0; in small tables the interval lies too low."),
    "association.pearson": (
        "Fisher's z supposes normal scores: with skewed ones it is too short at every number of people. "
        "Spearman's interval holds."
    ),
    "association.kendall bonett_wright": (
        "A variance that holds without ties and for small tau; ties make it too short. It was our default "
        "before this study."
    ),
    "association.kendall estimated": ("The error is estimated from how far each person is in order with the others."),
    "reliability.alpha": (
        "Feldt's interval supposes normal answers. Where most answers are at the top it is too short at every"
        " number of people."
    ),
    "reliability.omega_total": ("As alpha's. Where there is no interval, the model did not fit."),
    "agreement.icc_a1": (
        "With two raters it depends on how those two happened to differ; more things rated do not help, more raters do."
    ),
    "agreement.cohen_kappa": (
        "A large-sample error. With a rare category a small table often shows no double yes at all, and the "
        "interval around a kappa near 0 misses. AC1 and Krippendorff's alpha with its bootstrap hold better. "
        "It stays the default because it is what psych and vcd print."
    ),
    "agreement.krippendorff_alpha nominal": (
        "The bootstrap of things never falls short here, a rare category included."
    ),
    "agreement.kappa_by_documents": (
        "Few documents cannot show how documents differ: below twenty the interval is a hint."
    ),
    "agreement.code_agreement gwet_ac1": ("As kappa's: below twenty documents the interval is a hint."),
    "agreement.code_agreement krippendorff_alpha": ("As kappa's: below twenty documents the interval is a hint."),
    "agreement.code_agreement positive_agreement": ("As kappa's: below twenty documents the interval is a hint."),
    "agreement.span_agreement span_f1": (
        "With six documents that hold the code seldom, one study in eight has too few marks for an interval."
    ),
    "agreement.pooled_kappa": ("Few documents cannot show how documents differ: below twenty the interval is a hint."),
    "clustered.mean CR2": (
        "With its own degrees of freedom it holds from three clusters on; very skewed scores cost a little."
    ),
    "mixed_models.random_intercept kenward-roger": (
        "Never too short for normal scores; with three clusters so wide that it says little."
    ),
    "mixed_models.random_intercept satterthwaite": (
        "Holds from six clusters on, and for people measured twice from six people on, unless scores are very"
        " skewed and those lost are not like the others."
    ),
    "estimating_equations": (
        "The plain sandwich (geepack's) with a normal interval is far too short with few groups: use a mixed "
        'model or CR2, or `EquationOptions(errors="mancl_derouen")`.'
    ),
    "meta_analysis.pool REML z": ("The normal interval forgets that tau2 is estimated: never with few sites."),
    "meta_analysis.pool FE z": ("Right only where sites do not differ."),
    "meta_analysis.pool REML hartung_knapp": (
        "Holds at every number of sites, on average over studies; in the single study in which sites happen "
        "to agree it can be shorter than the error of a site allows."
    ),
    "meta_analysis.pool REML hartung_knapp_guarded": (
        "The guard makes it wide where sites agree or are two or three. That is meant: an interval must not "
        "shrink because two sites agree by chance."
    ),
    "meta_analysis.pool prediction_hts hartung_knapp_guarded": (
        "Where sites differ a little, tau2 is often estimated as 0, and the interval then leaves the difference out."
    ),
    "meta_analysis.pool tau2": ("Q-profile holds with estimated variances of 12 to 60 people a site."),
    "survival.rmst": ("A normal interval: with few people too short."),
    "quasi_experiments.weighted_difference": ("The weights are taken as known, which is on the safe side."),
    "time_series.segmented_regression": (
        "Newey and West's errors are too small in short series, whether points are related or not; "
        '`errors="ar1_reml"` allows for relation, and a control chart asks for less.'
    ),
    "missing_data.multiple_imputation": ("Imputed from the score before, with Barnard and Rubin's degrees of freedom."),
    "missing_data.completers": (
        "People with high scores before are lost more often here, so those who stay are not like everybody: a"
        " precise answer to another question."
    ),
}

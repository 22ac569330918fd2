"""Every quantity that a result row may hold: its kind decides the disclosure rule, its words are printed.

A quantity that is not in this table cannot be made into a result, protected or shown.
"""

from dataclasses import dataclass
from typing import Literal

# What kind of statistic it is, for the disclosure rules:
#   count        units counted; estimate == n
#   share        n of n_expected; estimate == n / n_expected
#   summary      mean, SD, median, quartile ... of a scale score over n people
#   item_summary the same of one questionnaire item (a few people's answers can be worked out from it)
#   change       a change or difference in scale points, or a standardised one, over n people
#   model        an estimate of a fitted model over n people (n_smallest: its smallest group)
#   test         a p value with its statistic
#   setting      what was seen of a room or another setting on a day, and what follows from such days: nobody
#   agreement    agreement or reliability coefficient over n clips, documents or people
#   verdict      words only: a rating (go, amend, stop; agreement, dissonance ...), no number of its own
#   ratio        n events of n_expected over those expected (statistic: their number, never shown); released from
#                rounded counts
#   private      a comment in a person's own words (note) on a question (label): restricted level only
#   quotation    a person's own words (note), who is quoted (label), out of n people of that role at the site
Kind = Literal[
    "count", "share", "summary", "item_summary", "change", "model", "test", "setting", "agreement", "verdict",
    "quotation", "private", "ratio",
]  # fmt: skip


@dataclass(frozen=True)
class Estimand:
    """One quantity: which disclosure rule it falls under and how it is called."""

    kind: Kind
    words: str
    decimals: int = 1


ESTIMANDS: dict[str, Estimand] = {
    "count": Estimand("count", "number", 0),
    "proportion": Estimand("share", "share", 2),
    "proportion_difference": Estimand("change", "difference between two shares", 2),
    "mean": Estimand("summary", "mean"),
    "sd": Estimand("summary", "standard deviation"),
    "median": Estimand("summary", "median"),
    "quartile_1": Estimand("summary", "lower quartile"),
    "quartile_3": Estimand("summary", "upper quartile"),
    "item_mean": Estimand("item_summary", "mean of one item"),
    "mean_change": Estimand("change", "mean change in points"),
    "standardised_ratio": Estimand("ratio", "observed over expected", 2),
    "sd_change": Estimand("change", "standard deviation of the changes"),
    "median_change": Estimand("change", "median change in points"),
    "hodges_lehmann": Estimand("change", "Hodges-Lehmann change in points"),
    "skewness": Estimand("change", "skewness", 2),
    "adjusted_change": Estimand("model", "mean change with every cluster counting the same, in points"),
    "groups_differ": Estimand("test", "test that all groups changed alike", 3),
    "change_beyond_regression": Estimand("change", "change beyond regression to the mean, in points"),
    "rating_drift": Estimand("model", "change of ratings with the date of rating, in points per thirty days", 2),
    "cluster_robust_change": Estimand("model", "mean change, with errors robust to clusters, in points"),
    "bootstrap_change": Estimand("change", "mean change with a bootstrap interval, in points"),
    "imputed_change": Estimand("change", "mean change with missing scores imputed, in points"),
    "tipping_point": Estimand("change", "how far the unseen would have to differ for another conclusion, in points"),
    "d_z": Estimand("change", "Cohen's d_z (change / SD of changes)", 2),
    "d_av": Estimand("change", "Cohen's d_av (change / mean of the two SDs)", 2),
    "d_av_rms": Estimand("change", "Cohen's d_av (change / root mean square of the two SDs)", 2),
    "d_rm": Estimand("change", "Cohen's d_rm (repeated measures)", 2),
    "d_pre": Estimand("change", "Cohen's d_pre (change / SD before)", 2),
    "g_z": Estimand("change", "Hedges' g_z", 2),
    "g_av": Estimand("change", "Hedges' g_av", 2),
    "g_av_rms": Estimand("change", "Hedges' g_av (root mean square of the two SDs)", 2),
    "g_rm": Estimand("change", "Hedges' g_rm", 2),
    "g_pre": Estimand("change", "Hedges' g_pre", 2),
    "smd": Estimand("change", "standardised mean difference", 2),
    "hedges_g": Estimand("change", "Hedges' g between two groups", 2),
    "mean_difference": Estimand("change", "difference in means, in points"),
    "regression_to_mean": Estimand("change", "change expected from regression to the mean"),
    "signed_rank": Estimand("test", "Wilcoxon signed-rank test", 3),
    "rank_biserial": Estimand("change", "matched-pairs rank-biserial correlation", 2),
    "mcnemar": Estimand("test", "McNemar test", 3),
    "holm": Estimand("test", "p value adjusted by Holm", 3),
    "adjusted_difference": Estimand("model", "difference adjusted for the score before, in points"),
    "model_mean": Estimand("model", "mean estimated by the mixed model"),
    "model_change": Estimand("model", "change estimated by the mixed model, in points"),
    "model_difference": Estimand("model", "difference estimated by the mixed model, in points"),
    "carried_forward_change": Estimand("change", "mean change with the last value carried forward"),
    "carried_forward_difference": Estimand("model", "adjusted difference with the last value carried forward"),
    "intraclass_correlation": Estimand("agreement", "share of variance between groups", 2),
    "icc_a1": Estimand("agreement", "ICC(A,1), agreement of single raters", 2),
    "icc_ak": Estimand("agreement", "ICC(A,k), agreement of the raters' mean", 2),
    "icc_c1": Estimand("agreement", "ICC(C,1), consistency of single raters", 2),
    "exact_agreement": Estimand("share", "share of double ratings that are equal", 2),
    "within_one": Estimand("share", "share of double ratings at most one point apart", 2),
    "alpha": Estimand("agreement", "Cronbach's alpha", 2),
    # Across the sites of a programme. None of them rests on a site whose own row is hidden.
    "pooled_change": Estimand("change", "change pooled over sites, in points"),
    "prediction_interval": Estimand("change", "change that a further site may have, in points"),
    "between_site_sd": Estimand("change", "standard deviation of the true changes of sites, in points", 2),
    "share_between_sites": Estimand("agreement", "share of the spread that is not chance (I2)", 2),
    "heterogeneity": Estimand("test", "test that all sites have the same change (Q)", 3),
    "control_limits": Estimand("change", "limits within which a site of its size lies by chance"),
    "shrunken_change": Estimand("change", "change of a site drawn towards the pooled one, in points"),
    "spearman": Estimand("agreement", "Spearman's rank correlation", 2),
    # What `statistics` can answer beside what the notebooks ask.
    "sign_test": Estimand("test", "sign test", 3),
    "equivalence": Estimand("change", "mean change, with the test that it is too small to matter"),
    "bayes_factor": Estimand("test", "Bayes factor of a change against none", 2),
    "pairs": Estimand("count", "people measured both times", 0),
    "before_only": Estimand("count", "people measured before only", 0),
    "after_only": Estimand("count", "people measured after only", 0),
    "neither": Estimand("count", "people measured neither time", 0),
    "smallest_detectable_change": Estimand("change", "smallest detectable change in points"),
    "recovered": Estimand("share", "share recovered", 2),
    "improved": Estimand("share", "share reliably improved", 2),
    "unchanged": Estimand("share", "share without reliable change", 2),
    "deteriorated": Estimand("share", "share reliably worse", 2),
    "not_assessable": Estimand("share", "share without both scores", 2),
    "paired_proportion_difference": Estimand("change", "difference between two shares of the same people", 2),
    "risk_ratio": Estimand("change", "ratio of two shares", 2),
    "odds_ratio": Estimand("change", "odds ratio", 2),
    "odds_ratio_exact": Estimand("change", "conditional odds ratio", 2),
    "mcnemar_odds_ratio": Estimand("change", "odds ratio in the same people", 2),
    "mantel_haenszel_odds_ratio": Estimand("change", "Mantel-Haenszel odds ratio", 2),
    "mantel_haenszel_risk_ratio": Estimand("change", "Mantel-Haenszel ratio of shares", 2),
    "mantel_haenszel_test": Estimand("test", "Mantel-Haenszel test", 3),
    "breslow_day": Estimand("test", "Breslow-Day test of one odds ratio", 3),
    "chi_square": Estimand("test", "chi-square test", 3),
    "g_test": Estimand("test", "likelihood-ratio test of a table", 3),
    "fisher": Estimand("test", "Fisher's exact test", 3),
    "cochran_armitage": Estimand("test", "Cochran-Armitage test for trend", 3),
    "cochran_q": Estimand("test", "Cochran's Q", 3),
    "stuart_maxwell": Estimand("test", "Stuart-Maxwell test", 3),
    "bowker": Estimand("test", "Bowker's test of symmetry", 3),
    "cramers_v": Estimand("agreement", "Cramer's V", 2),
    "phi": Estimand("agreement", "phi", 2),
    "pearson": Estimand("agreement", "Pearson's correlation", 2),
    "kendall": Estimand("agreement", "Kendall's tau-b", 2),
    "partial_correlation": Estimand("agreement", "partial correlation", 2),
    "semi_partial_correlation": Estimand("agreement", "semi-partial correlation", 2),
    "point_biserial": Estimand("agreement", "point-biserial correlation", 2),
    "icc_1": Estimand("agreement", "ICC(1), one-way, single raters", 2),
    "icc_1k": Estimand("agreement", "ICC(1,k), one-way, the raters' mean", 2),
    "icc_ck": Estimand("agreement", "ICC(C,k), consistency of the raters' mean", 2),
    "cohen_kappa": Estimand("agreement", "Cohen's kappa", 2),
    "maximum_kappa": Estimand("agreement", "largest kappa that the margins allow", 2),
    "pooled_kappa": Estimand("agreement", "pooled kappa", 2),
    "light_kappa": Estimand("agreement", "Light's kappa", 2),
    "fleiss_kappa": Estimand("agreement", "Fleiss' kappa", 2),
    "conger_kappa": Estimand("agreement", "Conger's kappa", 2),
    "gwet_ac1": Estimand("agreement", "Gwet's AC1", 2),
    "gwet_ac2": Estimand("agreement", "Gwet's AC2", 2),
    "brennan_prediger": Estimand("agreement", "Brennan and Prediger's coefficient", 2),
    "krippendorff_alpha": Estimand("agreement", "Krippendorff's alpha", 2),
    "percent_agreement": Estimand("agreement", "share of agreement", 2),
    "pabak": Estimand("agreement", "prevalence- and bias-adjusted kappa", 2),
    "prevalence_index": Estimand("agreement", "prevalence index", 2),
    "bias_index": Estimand("agreement", "bias index", 2),
    "positive_agreement": Estimand("agreement", "agreement on yes", 2),
    "negative_agreement": Estimand("agreement", "agreement on no", 2),
    "concordance_correlation": Estimand("agreement", "Lin's concordance correlation", 2),
    "bias": Estimand("change", "mean difference between two measurements"),
    "sd_of_differences": Estimand("change", "standard deviation of the differences between two measurements"),
    "lower_limit": Estimand("change", "lower limit of agreement"),
    "upper_limit": Estimand("change", "upper limit of agreement"),
    "standardised_alpha": Estimand("agreement", "standardised alpha", 2),
    "omega_total": Estimand("agreement", "McDonald's omega total", 2),
    "split_half": Estimand("agreement", "split-half reliability", 2),
    "mean_inter_item_correlation": Estimand("agreement", "mean correlation between items", 2),
    "standard_error_of_measurement": Estimand("summary", "standard error of measurement"),
    # Services that every child is due.
    "published_share": Estimand("share", "published share", 2),
    "median_days": Estimand("summary", "median age in days", 0),
    "seen_by": Estimand("model", "share seen by an age (Kaplan-Meier)", 2),
    "chart_limits": Estimand("change", "centre and limits of a control chart", 2),
    "slope_before": Estimand("model", "trend before the change, in percentage points a quarter"),
    "level_change": Estimand("model", "step at the change, in percentage points"),
    "slope_change": Estimand("model", "change of trend, in percentage points a quarter"),
    "distance_from_old_line": Estimand("model", "distance from the old line at the end, in percentage points"),
    "runs_test": Estimand("test", "runs about the median", 3),
    "visit_rate": Estimand("summary", "visits per family and year"),
    "rate_ratio": Estimand("model", "ratio of two rates", 2),
    "slope_index_of_inequality": Estimand("change", "slope index of inequality, in percentage points"),
    "relative_index_of_inequality": Estimand("change", "relative index of inequality", 2),
    "qa_standard": Estimand("verdict", "standard of quality", 0),
    "cumulative_incidence": Estimand("model", "share that had left in this way by then", 2),
    "change_per_review": Estimand("model", "change from one review to the next, in points", 2),
    "gini": Estimand("agreement", "Gini coefficient (0 all alike, 1 one has everything)", 2),
    "cost": Estimand("summary", "cost in pounds", 0),
    "setting_score": Estimand("setting", "score of the setting"),
    "setting_median": Estimand("setting", "median of the days"),
    "setting_runs": Estimand("setting", "test of runs about the median", 3),
    "tau_ab": Estimand("setting", "Tau, days after against days before", 2),
    "tau_u": Estimand("setting", "Tau-U, trend of the days before taken off", 2),
    "individual_score": Estimand("private", "score of one person"),
    "criterion": Estimand("verdict", "progression criterion", 0),
    "convergence": Estimand("verdict", "convergence of numbers and accounts", 0),
    "pitfall": Estimand("verdict", "pitfall of interpretation", 0),
    "quotation": Estimand("quotation", "words of a person who agreed to be quoted", 0),
    "comment": Estimand("private", "comment in a person's own words", 0),
    "statement": Estimand("verdict", "statement", 0),
    "natural_change": Estimand("verdict", "change without a programme", 0),
    "method_check": Estimand("verdict", "which method, and why", 0),
}

"""Agreement that is in print, or that another program's own tests give: source and call stand beside each number."""

import numpy as np
import pytest

from earlyeval.statistics import agreement
from earlyeval.statistics.chance_corrected import brennan_prediger, fleiss_kappa, percent_agreement
from earlyeval.statistics.kappa import cohen_kappa_of_table
from earlyeval.statistics.krippendorff_alpha import krippendorff_alpha

pytestmark = pytest.mark.reference

GAP = np.nan


def marks(digits, *, raters):
    return np.array(list(digits), dtype=float).reshape(-1, raters)


# Fleiss 1971, doi:10.1037/h0031619: 30 patients by six of the psychiatrists, as in R irr 0.84.1, data(diagnoses);
# 1 depression, 2 personality disorder, 3 schizophrenia, 4 neurosis, 5 other.
DIAGNOSES = marks(
    "444444222555233335555555222444113333333355113334114444555555144444124444222333144444224445333335111455111112"
    "224444133555555555244444224555114444144445222224111155224444133333555555",
    raters=6,
)
# Gwet 2014, Handbook of Inter-Rater Reliability, 4th edition: twelve units, four raters (irrCAC: cac.raw4raters).
FOUR_RATERS = [
    [1, 1, GAP, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4], [4, 4, 4, 4], [1, 1, 2, 1],
    [2, 2, 2, 2], [GAP, 5, 5, 5], [GAP, GAP, 1, 1], [GAP, GAP, 3, GAP],
]  # fmt: skip
# The same book: 20 units, five observers, 0 to 3 (irrCAC: cac.raw5obser).
FIVE_OBSERVERS = [
    [1, 1, 2, GAP, 2], [1, 1, 0, 1, GAP], [2, 3, 3, 3, GAP], [GAP, 0, 0, GAP, 0], [0, 0, 0, GAP, 0], [0, 0, 0, GAP, 0],
    [1, 0, 2, GAP, 1], [1, GAP, 2, 0, GAP], [2, 2, 2, GAP, 2], [2, 1, 1, 1, GAP], [GAP, 1, 0, 0, GAP],
    [0, 0, 0, 0, GAP], [1, 2, 2, 2, GAP], [3, 3, 2, 2, 3], [1, 1, 1, GAP, 1],
]  # fmt: skip
# The same book: fifteen people, four raters, a = 1 ... (irrCAC: cac.raw.gender).
GENDER = marks("111311231123113312112111222223223333111311231123113312112111", raters=4)
ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]  # Gwet 2014 (irrCAC: cont3x3abstractors)
DIAGNOSIS = [[40, 6, 4, 15], [4, 25, 1, 5], [4, 2, 21, 9], [17, 13, 12, 45]]  # Gwet 2014 (irrCAC: cont4x4diagnosis)
# Shrout and Fleiss 1979, doi:10.1037/0033-2909.86.2.420, table 2.
SHROUT_AND_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
# Bland and Altman 1986, doi:10.1016/S0140-6736(86)90837-8, table 1: first readings of two peak-flow meters.
WRIGHT = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
MINI = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]


def pairs_of(counts):
    """Return the pairs of ratings that a table of two raters stands for."""
    return np.array([
        (row + 1, column + 1) for row, cells in enumerate(counts) for column, n in enumerate(cells) for _ in range(n)
    ])  # fmt: skip


def of_cells(both, first, second, neither):
    return agreement.table_agreement([[both, first, second, neither]])


@pytest.mark.parametrize(
    ("function", "value"),
    [
        (agreement.fleiss_kappa, 0.430245),  # irr 0.84.1: kappam.fleiss(diagnoses)$value 0.430244520060141
        (agreement.light_kappa, 0.459412),  # irr 0.84.1: kappam.light(diagnoses)$value 0.459412144434595
        # irr 0.84.1: kripp.alpha(t(rbind(m, c(1, NA, NA, NA, NA, NA))), "nominal")$value 0.433409828282029; without a
        # gap that function gives 0.430878, which is wrong: it takes each value to make one pair less.
        (lambda ratings: agreement.krippendorff_alpha(ratings, "nominal"), 0.433410),
    ],
)
def test_the_diagnoses_of_fleiss(function, value):
    assert function(DIAGNOSES).estimate == pytest.approx(value, abs=5e-7)


# R 4.2.2, irrCAC 1.0: gwet.ac1.raw(cac.raw4raters)$est and so on; it rounds to five decimals.
@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("gwet_ac1", 0.77544, 0.14295), ("fleiss_kappa", 0.76117, 0.15302), ("conger_kappa", 0.76282, 0.14917),
        ("brennan_prediger", 0.77273, 0.14472), ("percent_agreement", 0.81818, 0.12561),
    ],
)  # fmt: skip
def test_gwet_s_four_raters_with_gaps(name, value, error):
    found = getattr(agreement, name)(FOUR_RATERS)
    assert (found.estimate, found.std_error) == pytest.approx((value, error), abs=1e-5)


def test_krippendorff_s_alpha_of_gwet_s_data():
    # irrCAC 1.0: krippen.alpha.raw(...)$est$coeff.val; NLTK's own test_advanced gives 0.743421052632 for the first.
    assert agreement.krippendorff_alpha(FOUR_RATERS, "nominal").estimate == pytest.approx(0.743421052632, abs=1e-9)
    assert agreement.krippendorff_alpha(FIVE_OBSERVERS, "nominal").estimate == pytest.approx(0.48053, abs=1e-5)
    assert agreement.krippendorff_alpha(FIVE_OBSERVERS, "interval").estimate == pytest.approx(0.77186, abs=1e-5)
    assert agreement.krippendorff_alpha(GENDER, "nominal").estimate == pytest.approx(0.14341, abs=1e-5)


def test_gwet_s_five_observers_and_fifteen_people():
    # irrCAC 1.0: gwet.ac1.raw(cac.raw5obser, weights = "quadratic"), fleiss.kappa.raw(...), on cac.raw.gender too.
    assert agreement.gwet_ac2(FIVE_OBSERVERS).estimate == pytest.approx(0.83043, abs=1e-5)
    assert agreement.fleiss_kappa(FIVE_OBSERVERS, weights="quadratic").estimate == pytest.approx(0.75072, abs=1e-5)
    assert agreement.gwet_ac1(FIVE_OBSERVERS).estimate == pytest.approx(0.49662, abs=1e-5)
    assert agreement.gwet_ac1(GENDER).estimate == pytest.approx(0.20808, abs=1e-5)
    assert agreement.conger_kappa(GENDER).estimate == pytest.approx(0.16572, abs=1e-5)


@pytest.mark.parametrize(
    ("counts", "kappa", "ac1", "pi", "alpha", "by_chance_alike"),
    [
        # R 4.2.2, irrCAC 1.0: kappa2.table, gwet.ac1.table, scott2.table, krippen2.table, bp2.table
        (ABSTRACTORS, 0.796409402184, 0.849330548231, 0.796239696212, 0.797258497731, 0.835),
        (DIAGNOSIS, 0.431500775881, 0.456157635468, 0.430340557276, 0.4316178206, 0.449925261584),
    ],
)
def test_gwet_s_tables_of_two_raters(counts, kappa, ac1, pi, alpha, by_chance_alike):
    pairs = pairs_of(counts)
    assert agreement.cohen_kappa_of_table(counts).estimate == pytest.approx(kappa, abs=1e-11)
    assert agreement.gwet_ac1(pairs).estimate == pytest.approx(ac1, abs=1e-11)
    assert agreement.scott_pi(*pairs.T).estimate == pytest.approx(pi, abs=1e-11)
    assert agreement.krippendorff_alpha(pairs, "nominal").estimate == pytest.approx(alpha, abs=1e-10)
    assert agreement.brennan_prediger(pairs).estimate == pytest.approx(by_chance_alike, abs=1e-11)


@pytest.mark.parametrize(
    ("cells", "percent", "kappa", "positive", "negative"),
    [
        # Feinstein and Cicchetti 1990, doi:10.1016/0895-4356(90)90158-L, and the specific agreement of their second
        # paper, doi:10.1016/0895-4356(90)90159-M: the same share of agreement, another kappa.
        ((40, 9, 6, 45), 0.85, 0.70, 0.84, 0.86),
        ((80, 10, 5, 5), 0.85, 0.32, 0.91, 0.40),
        # The same, second paradox: other margins.
        ((45, 15, 25, 15), 0.60, 0.13, 0.69, 0.43),
        ((25, 35, 5, 35), 0.60, 0.26, 0.56, 0.64),
        # Gerstman 2013, Epidemiology Kept Simple, example 10.1: readings of X-rays, kappa .524.
        ((1467, 782, 1309, 16232), 0.8943, 0.524, 0.584, 0.939),
    ],
)
def test_the_paradoxes_of_kappa(cells, percent, kappa, positive, negative):
    found = of_cells(*cells)
    assert found["percent_agreement"].estimate == pytest.approx(percent, abs=1e-4)
    assert found["cohen_kappa"].estimate == pytest.approx(kappa, abs=5e-3)
    assert found["positive_agreement"].estimate == pytest.approx(positive, abs=5e-3)
    assert found["negative_agreement"].estimate == pytest.approx(negative, abs=5e-3)


def test_a_paradox_in_print_with_its_ac1():
    # PMC7222679: 130, 56, 9, 5 of 200; agreement .675, kappa .022, AC1 .533.
    found = of_cells(130, 56, 9, 5)
    values = [found[name].estimate for name in ("percent_agreement", "cohen_kappa", "gwet_ac1", "pabak")]
    assert values == pytest.approx([0.675, 0.022, 0.533, 0.35], abs=5e-4)


def test_sim_and_wright_s_prevalence_and_bias():
    # Sim and Wright 2005, doi:10.1093/ptj/85.3.257, table 2: 22, 2, 4, 11 of 39.
    found = of_cells(22, 2, 4, 11)
    names = ("cohen_kappa", "prevalence_index", "bias_index", "pabak")
    assert [found[name].estimate for name in names] == pytest.approx([0.67, 0.28, -0.05, 0.69], abs=5e-3)


def test_krippendorff_s_binary_and_nominal_examples():
    # Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, parts A and B: .095 and .692.
    meg, owen = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    binary = agreement.code_agreement(np.column_stack([meg, owen]))["krippendorff_alpha"]
    assert binary.estimate == pytest.approx(0.095, abs=5e-4)
    ben, gerry = list("aabbdcccedda"), list("babbbccceddd")
    nominal = agreement.krippendorff_alpha(np.column_stack([ben, gerry]), "nominal")
    assert nominal.estimate == pytest.approx(0.692, abs=5e-4)


def test_hayes_and_krippendorff_s_newspapers():
    # Hayes and Krippendorff 2007, doi:10.1080/19312450709336664, table 1 and the output of their macro: ordinal .7598.
    # R irr 0.84.1, kripp.alpha(m, level)$value: .4765095674, .7598291892, .7573782772, .6621229662.
    digits = (
        "112-21101-2333--00-0000-0000-0102-11-20-222-22111--100-0000-1222-33223111-1111-1212-21233-1101-000-00011-00-00"
        "2333-0000-12-220111-000101212-1122-112-2110-02121-22-223222-222-2223-2222-222-122222-111-1"
    )
    papers = marks([GAP if digit == "-" else digit for digit in digits], raters=5)
    found = [
        agreement.krippendorff_alpha(papers, level).estimate for level in ("nominal", "ordinal", "interval", "ratio")
    ]
    assert found[1] == pytest.approx(0.7598, abs=5e-5)
    assert found == pytest.approx([0.4765095674, 0.7598291892, 0.7573782772, 0.6621229662], abs=1e-10)


def test_fourteen_raters_of_ten_subjects():
    # The worked example that goes round with Fleiss' kappa (Wikipedia, "Fleiss' kappa"): .210. R irr 0.84.1,
    # kappam.fleiss(m)$value 0.2099307.
    rows = [
        (0, 0, 0, 0, 14), (0, 2, 6, 4, 2), (0, 0, 3, 5, 6), (0, 3, 9, 2, 0), (2, 2, 8, 1, 1), (7, 7, 0, 0, 0),
        (3, 2, 6, 3, 0), (2, 5, 3, 2, 2), (6, 5, 2, 1, 0), (0, 2, 2, 3, 7),
    ]  # fmt: skip
    ratings = [[place for place, n in enumerate(row) for _ in range(n)] for row in rows]
    assert agreement.fleiss_kappa(np.array(ratings, dtype=float)).estimate == pytest.approx(0.2099307, abs=5e-8)


def test_cohen_s_own_example():
    # Cohen 1960, doi:10.1177/001316446002000104, 200 patients, .70 agreed, .41 by chance: kappa .492.
    counts = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    assert agreement.cohen_kappa_of_table(counts).estimate == pytest.approx(0.492, abs=5e-4)


def test_the_six_intraclass_correlations_of_shrout_and_fleiss():
    # Their table 4: .17, .29, .71 of single raters; .44, .62, .91 of the mean of four.
    forms = ("icc_1", "icc_a1", "icc_c1", "icc_1k", "icc_ak", "icc_ck")
    values = [agreement.intraclass_correlation(SHROUT_AND_FLEISS, form).estimate for form in forms]
    assert values == pytest.approx([0.17, 0.29, 0.71, 0.44, 0.62, 0.91], abs=5e-3)


def test_the_limits_of_agreement_of_bland_and_altman():
    # In print: mean difference -2.1 l/min, SD 38.8, limits -79.7 and 75.5 (2 SD either side).
    found = agreement.bland_altman(WRIGHT, MINI)
    assert found["bias"].estimate == pytest.approx(-2.1, abs=0.05)
    deviation = found["sd_of_differences"].estimate
    assert deviation == pytest.approx(38.8, abs=0.05)
    ends = [found["bias"].estimate + times * deviation for times in (-2, 2)]
    assert ends == pytest.approx([-79.7, 75.5], abs=0.1)


def test_sets_of_codes_as_nltk_compares_them():
    # NLTK 3.10.4: masi_distance({1, 2}, {1, 2, 3, 4}) 0.6666666666666667; AnnotationTask(data, distance=...).alpha() of
    # the sets below: masi 0.45022390630382325, jaccard 0.5014132278123233. Passonneau 2006.
    rows = (
        ["abd", "-", "-"], ["d", "-", "ad"], ["ac", "-", "ac"], ["b", "", ""], ["cd", "cd", "-"], ["", "d", "d"],
        ["b", "bd", "bd"], ["cd", "cd", "c"], ["d", "d", "bd"], ["d", "bcd", "bd"], ["c", "c", "ac"], ["-", "b", "b"],
    )  # fmt: skip
    sets = [[None if cell == "-" else set(cell) for cell in row] for row in rows]
    assert agreement.set_distance({1, 2}, {1, 2, 3, 4}) == pytest.approx(2 / 3, rel=1e-12)
    assert agreement.set_alpha(sets).estimate == pytest.approx(0.45022390630382325, rel=1e-12)
    assert agreement.set_alpha(sets, "jaccard").estimate == pytest.approx(0.5014132278123233, rel=1e-12)
    as_words = [["".join(sorted(cell)) if cell is not None else None for cell in row] for row in sets]
    assert agreement.set_alpha(sets, "nominal").estimate == pytest.approx(
        agreement.krippendorff_alpha(as_words, "nominal").estimate, rel=1e-12
    )


def test_kappa_comes_near_f1_as_the_text_between_grows():
    # Hripcsak and Rothschild 2005, doi:10.1197/jamia.M1733: agreement on yes is the limit of kappa.
    marked = (80, 15, 25)
    f1 = of_cells(*marked, 0)["positive_agreement"].estimate
    apart = [f1 - of_cells(*marked, neither)["cohen_kappa"].estimate for neither in (100, 1000, 10_000, 1_000_000)]
    assert f1 == pytest.approx(0.8)
    assert apart == sorted(apart, reverse=True)
    assert 0 < apart[-1] < 1e-4


@pytest.mark.parametrize(("each", "shared", "theirs", "right"), [(900, 810, 0.817, 0.0), (600, 360, 0.404, 0.0),
                                                                 (100, 80, 0.660, 0.778)])  # fmt: skip
def test_the_kappa_of_a_popular_tool_is_not_kappa(each, shared, theirs, right):
    # QualCoder c3204641, report_compare_coder_file.py, agreement_text_file: 1,000 characters. The first two pairs of
    # coders agree by chance alone.
    first, second = [(0, each)], [(each - shared, 2 * each - shared)]
    assert agreement.qualcoder_kappa(first, second, length=1000).estimate == pytest.approx(theirs, abs=5e-4)
    cells = agreement.covered_cells(first, second, [(0, 1000)])
    assert agreement.table_agreement([cells])["cohen_kappa"].estimate == pytest.approx(right, abs=5e-4)


# Landis and Koch 1977, doi:10.2307/2529310: patients at Winnipeg, by two neurologists, certain ... doubtful. Hout,
# Duncan and Sobel 1987, as in Agresti 1990: how often it is fun, husbands and wives. Both as in R vcd 1.4.11.
NEUROLOGISTS = [[38, 5, 0, 1], [33, 11, 3, 0], [10, 14, 5, 6], [3, 7, 3, 10]]
COUPLES = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]


@pytest.mark.parametrize(
    ("counts", "weights", "value"),
    [
        (NEUROLOGISTS, "none", 0.207942464),  # Kappa(MSPatients[, , 1])$Unweighted; .208 in print
        (NEUROLOGISTS, "linear", 0.379730548),  # Kappa(MSPatients[, , 1])$Weighted
        (COUPLES, "none", 0.129330254),  # Kappa(SexualFun)$Unweighted; .129 in print
        (COUPLES, "linear", 0.237380628),
        (COUPLES, "quadratic", 0.332045586),  # Kappa(SexualFun, weights = "Fleiss-Cohen")$Weighted
    ],
)
def test_ordered_categories_of_neurologists_and_couples(counts, weights, value):
    assert cohen_kappa_of_table(counts, weights=weights).estimate == pytest.approx(value, abs=5e-9)


@pytest.mark.parametrize(
    ("counts", "seen", "alike", "pi", "kappa"),
    [
        # Artstein and Poesio 2008, doi:10.1162/coli.07-034-R2: counts as remembered (not looked up), figures by hand.
        ([[20, 20], [10, 50]], 0.70, 0.400, 0.341, 0.348),
        ([[46, 6, 0], [0, 32, 0], [0, 6, 10]], 0.88, 0.820, 0.800, 0.801),
    ],
)
def test_the_dialogue_acts_of_artstein_and_poesio(counts, seen, alike, pi, kappa):
    pairs = [(one, other) for one, row in enumerate(counts) for other, n in enumerate(row) for _ in range(n)]
    ratings = np.array(pairs, dtype=float)
    found = [
        percent_agreement(ratings), brennan_prediger(ratings), fleiss_kappa(ratings), cohen_kappa_of_table(counts),
    ]  # fmt: skip
    assert [round(one.estimate, 3) for one in found] == [seen, alike, pi, kappa]
    # Krippendorff's alpha is pi with one chance pair less in n: 1 - (1 - pi)(n - 1) / n, n = 200 values.
    expected = 1 - (1 - found[2].estimate) * 199 / 200
    assert krippendorff_alpha(ratings, level="nominal").estimate == pytest.approx(expected)

"""Keyness and collocations against R and print; likeness of texts against scikit-learn."""

import numpy as np
import pytest

from earlyeval.statistics.keyness import collocation, keyness
from earlyeval.statistics.likeness_of_texts import likeness, weighted_words

pytestmark = pytest.mark.reference

# R 4.2.2, stats: M <- matrix(c(a, b, n1 - a, n2 - b), 2); E <- outer(rowSums(M), colSums(M)) / sum(M);
# 2 * sum(M[M > 0] * log(M[M > 0] / E[M > 0])). The same table as quanteda's textstat_keyness(measure = "lr").
TABLES = [
    ((30, 5, 1000, 2000), 41.774963405587904),
    ((0, 12, 1000, 2000), 9.755242899849371),
    ((7, 14, 1000, 2000), 0.0),
    ((3, 90, 500, 9000), 0.900287039825877),
]


@pytest.mark.parametrize(("counts", "g2"), TABLES)
def test_g2_as_r_has_it(counts, g2):
    here, there, size, other = counts
    found = keyness([here], [there], target_words=size, reference_words=other)["g2"][0]
    assert abs(found) == pytest.approx(g2, rel=1e-12, abs=1e-9)
    assert (found < 0) == (here / size < there / other)


def test_log_ratio_is_one_for_twice_as_common_and_none_counts_a_half():
    found = keyness([20, 0, 5, 0], [10, 8, 0, 0], target_words=1000, reference_words=1000)["log_ratio"]
    assert found[:3] == pytest.approx([1.0, -4.0, np.log2(10)])
    assert np.isnan(found[3])


# Manning and Schuetze 1999, table 5.14: pairs of the New York Times with their mutual information, 14,307,668 words.
MUTUAL = [((20, 42, 20), 18.38), ((20, 41, 27), 17.98)]


@pytest.mark.parametrize(("counts", "bits"), MUTUAL)
def test_mutual_information_of_a_printed_table(counts, bits):
    found = collocation(*([number] for number in counts), pairs=14_307_668)
    assert round(found["pmi"][0], 2) == bits


def test_g2_of_a_pair_as_r_has_it():
    # R, as above: 150 pairs of words that stand 12,593 and 932 times.
    assert collocation([150], [12593], [932], pairs=14_307_668)["g2"][0] == pytest.approx(1291.31905713, rel=1e-11)


def test_a_pair_that_never_stands_together_has_no_information_and_is_rarer_than_by_chance():
    found = collocation([0], [50], [60], pairs=1000)
    assert np.isnan(found["pmi"][0])
    assert found["g2"][0] < 0


BAD = [
    lambda: keyness([3], [1, 2], target_words=10, reference_words=10),
    lambda: keyness([11], [1], target_words=10, reference_words=10),
    lambda: keyness([1.5], [1], target_words=10, reference_words=10),
    lambda: keyness([0], [0], target_words=0, reference_words=10),
    lambda: collocation([5], [4], [9], pairs=100),
    lambda: collocation([0], [60], [60], pairs=100),
]


@pytest.mark.parametrize("call", BAD)
def test_counts_that_do_not_fit_are_refused(call):
    with pytest.raises(ValueError, match=r"."):
        call()


# scikit-learn 1.9.1: TfidfVectorizer(tokenizer=str.split).fit_transform(["a b b c", "a c c d", "e a", ""])
WEIGHTS = [
    [0.284626336155, 0.891844312851, 0.351570150044, 0.0, 0.0],
    [0.323467213857, 0.0, 0.799092722386, 0.50677389691, 0.0],
    [0.538028969103, 0.0, 0.0, 0.0, 0.84292634815],
    [0.0, 0.0, 0.0, 0.0, 0.0],
]


def test_weights_are_those_of_scikit_learn():
    rows, words = weighted_words([text.split() for text in ("a b b c", "a c c d", "e a", "")])
    assert words == ["a", "b", "c", "d", "e"]
    assert rows == pytest.approx(np.array(WEIGHTS), abs=1e-11)


def test_a_text_is_most_like_itself_and_unlike_one_that_shares_no_word():
    rows, _ = weighted_words([["warm", "room"], ["cold", "bus"], ["warm", "bus"]])
    assert likeness(rows, to=rows[:1]).argmax() == 0
    assert likeness(rows, to=rows[:1])[1] == 0
    assert likeness(rows, to=rows[:0]).tolist() == [0, 0, 0]

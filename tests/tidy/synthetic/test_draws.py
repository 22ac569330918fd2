"""Draws keep what they promise."""

import numpy as np
import pytest

from earlyeval.tidy.synthetic.draws import bounded_scores, chosen, items_of, likeliest, standardised, strand_generator

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(("highest", "mean", "sd"), [(27, 9.4, 5.2), (21, 6.0, 4.4), (45, 40.2, 3.9), (40, 22.0, 6.0)])
def test_bounded_scores_have_the_mean_and_sd_they_were_asked_for(highest, mean, sd):
    latent = strand_generator(1, 0).standard_normal(40_000)
    scores = bounded_scores(latent, highest=highest, mean=mean, sd=sd)
    assert scores.min() >= 0
    assert scores.max() <= highest
    assert scores.mean() == pytest.approx(mean, abs=0.1)
    assert scores.std() == pytest.approx(sd, abs=0.1)


def test_bounded_scores_keep_the_order_of_the_latent_ones():
    latent = np.linspace(-3, 3, 50)
    assert (np.diff(bounded_scores(latent, highest=27, mean=9, sd=5)) >= 0).all()


def test_items_add_up_to_the_total_and_stay_in_range():
    random = strand_generator(2, 0)
    totals = np.arange(28)
    ease = np.exp(random.normal(size=(28, 9)))
    answers = items_of(random, totals, ease=ease, highest=3)
    assert answers.sum(axis=1).tolist() == totals.tolist()
    assert answers.min() == 0
    assert answers.max() == 3


def test_exactly_as_many_are_chosen_as_were_asked_for_and_only_among_the_allowed():
    random = strand_generator(3, 0)
    among = np.arange(40) % 3 == 0
    for picked in (chosen(random, among, n=7), likeliest(random, np.zeros(40), among=among, n=7)):
        assert picked.sum() == 7
        assert not (picked & ~among).any()


def test_those_with_higher_log_odds_are_chosen_more_often():
    random = strand_generator(4, 0)
    log_odds = np.repeat([-1.0, 1.0], 20)
    times = sum(likeliest(random, log_odds, among=np.ones(40, dtype=bool), n=20) for _ in range(200))
    assert times[20:].mean() > 1.5 * times[:20].mean()


def test_strands_do_not_share_their_random_numbers():
    first, again, other = (strand_generator(5, strand).random(4).tolist() for strand in (0, 0, 1))
    assert first == again
    assert first != other


def test_standardised_values_have_mean_nought_and_sd_one():
    values = standardised(np.array([1.0, 2.0, 4.0]))
    assert values.mean() == pytest.approx(0)
    assert values.std() == pytest.approx(1)

"""Other ways to work out a number: from mean and SD, from sums of few, by subtraction, two releases, p values."""

import math

import numpy as np
import pytest
from scipy.stats import binom

from earlyeval.foundations.results import results_frame
from earlyeval.protect.answers import tells_answers, ways_to_answer
from earlyeval.protect.differences import ShownMean, range_of_hidden_mean, stays_open
from earlyeval.protect.dominance import is_dominated
from earlyeval.protect.gate import release
from earlyeval.protect.ledger import Ledger, held, known_from
from earlyeval.protect.plan import row_key
from earlyeval.protect.rounding import p_in_steps

pytestmark = pytest.mark.unit


class TestAnswers:
    def test_a_mean_and_sd_of_few_tell_every_answer(self):
        # 1, 1, 4 and nothing else has this mean and SD
        assert ways_to_answer(3, 2.0, 1.73, lowest=1, highest=4, decimals=2) == 1
        assert tells_answers(3, 2.0, 1.73, lowest=1, highest=4, decimals=2, least=3)

    def test_without_the_sd_several_ways_are_left(self):
        # 1 1 4, 1 2 3, 2 2 2
        assert ways_to_answer(3, 2.0, None, lowest=1, highest=4, decimals=2) == 3
        assert not tells_answers(3, 2.0, None, lowest=1, highest=4, decimals=2, least=3)

    def test_one_answer_is_its_mean(self):
        assert ways_to_answer(1, 3.0, None, lowest=1, highest=4, decimals=1) == 1
        assert ways_to_answer(1, 3.0, 0.0, lowest=1, highest=4, decimals=1) == 1

    def test_counting_stops_where_it_is_enough(self):
        assert ways_to_answer(20, 2.5, None, lowest=1, highest=4, decimals=1, enough=7) == 7

    def test_the_floor_of_the_default_profile_for_single_items_leaves_three_ways(self, shipped):
        rule, random = shipped["nhs-hes-child"].item_summary, np.random.default_rng(2)
        assert not rule.sd
        for _ in range(60):
            answers = random.integers(1, 5, size=rule.min_n)
            shown = round(float(answers.mean()), rule.decimals)
            assert not tells_answers(rule.min_n, shown, None, lowest=1, highest=4, decimals=rule.decimals, least=3)


class TestDominance:
    @pytest.mark.parametrize(("amounts", "dominated"), [
        ([10, 10, 10], False), ([91, 5, 4], True), ([80, 11, 9], True), ([50, 30, 20], False), ([50, 44, 6], True),
        ([40, 10], True), ([40], True), ([], False), ([0, 0], False), ([0, 5, 5, 5], False),
    ])  # fmt: skip
    def test_two_that_hold_nine_tenths_or_a_rival_that_comes_near(self, shipped, amounts, dominated):
        assert is_dominated(amounts, shipped["nhs-hes-child"]) is dominated

    def test_the_p_rule_by_itself(self, shipped):
        profile = shipped["nhs-hes-child"]
        wide = profile.model_copy(update={"dominance": profile.dominance.model_copy(update={"share": 1.0})})
        assert is_dominated([100, 60, 9], wide)
        assert not is_dominated([100, 60, 10], wide)


class TestMeans:
    SCALE = (0.0, 27.0)

    def subtracted(self, decimals, slack):
        random, near = np.random.default_rng(3), []
        for _ in range(200):
            groups = [random.integers(0, 28, size=n).astype(float) for n in (random.integers(8, 40), 30, 4)]
            everybody = np.concatenate(groups)
            shown = [ShownMean(len(g) - slack, len(g) + slack, round(g.mean(), decimals), decimals) for g in groups[:2]]
            whole = ShownMean(
                len(everybody) - slack, len(everybody) + slack, round(everybody.mean(), decimals), decimals
            )
            hidden_n = (1, 7) if slack else (4, 4)
            low, high = range_of_hidden_mean(whole, shown, hidden_n=hidden_n, scale=self.SCALE)
            assert low - 1e-9 <= groups[2].mean() <= high + 1e-9
            near.append((high - low) / 2)
        return near

    def test_exact_numbers_and_two_decimals_give_the_hidden_mean(self):
        assert max(self.subtracted(2, 0)) < 1

    def test_rounded_numbers_leave_it_open(self, shipped):
        profile = shipped["nhs-hes-child"]
        near = self.subtracted(1, 2)
        assert np.mean([2 * half < 2 for half in near]) < 0.05
        assert stays_open(0.0, 27.0, scale=self.SCALE, profile=profile)
        assert not stays_open(5.0, 10.0, scale=self.SCALE, profile=profile)
        assert stays_open(0.0, 13.5, scale=self.SCALE, profile=profile)


class TestReleases:
    ROW = {"programme": "group", "site": "here", "question": "flow", "unit": "parents", "estimand": "count"}

    def rows(self, n):
        return results_frame([self.ROW | {"n": n, "estimate": n}])

    def told(self, profile, before, now, *, same):
        ledger = Ledger("one", release(self.rows(before), profile).rows)
        true = self.rows(now)
        return held(release(true, profile).rows, true, [ledger], profile, freeze="one" if same else "two")

    @pytest.mark.parametrize(("before", "now", "same", "is_held"), [
        (40, 43, False, True), (40, 47, False, True), (40, 48, False, False), (40, 40, False, False),
        (43, 40, False, True), (3, 40, False, False), (40, 3, False, False), (40, 3, True, True), (40, 41, True, True),
        (40, 40, True, False),
    ])  # fmt: skip
    def test_exact_numbers_change_by_none_or_many(self, shipped, before, now, same, is_held):
        assert bool(self.told(shipped["dfe-cin"], before, now, same=same)) is is_held

    @pytest.mark.parametrize(("before", "now"), [(40, 43), (40, 41), (43, 40)])
    def test_rounded_numbers_hide_a_change(self, shipped, before, now):
        assert not self.told(shipped["nhs-hes-child"], before, now, same=False)

    def test_what_was_never_released_is_not_held(self, shipped):
        profile, true = shipped["dfe-cin"], self.rows(40)
        other = release(results_frame([self.ROW | {"question": "reach", "n": 42, "estimate": 42}]), profile).rows
        assert held(release(true, profile).rows, true, [Ledger("one", other)], profile, freeze="two") == frozenset()

    def test_what_a_reader_knows_from_an_earlier_release(self, shipped):
        profile = shipped["nhs-hes-child"]
        ledger = Ledger("one", release(self.rows(41), profile).rows)
        rows = self.rows(3).to_dict("records")
        assert known_from([ledger], rows, profile, freeze="one") == {(row_key(rows[0]), "n"): (38, 42)}
        assert known_from([ledger], rows, profile, freeze="two") == {}
        small = Ledger("one", release(self.rows(9), profile).rows)
        assert list(known_from([small], rows, profile, freeze="one").values()) == [(8, 12)]
        hidden = Ledger("one", release(self.rows(3), profile).rows)
        assert known_from([hidden], rows, profile, freeze="one") == {}


class TestExactP:
    """The p value of a McNemar test is a function of the two discordant counts."""

    @staticmethod
    def p(b, c):
        return 1.0 if b + c == 0 else min(1.0, 2 * float(binom.cdf(min(b, c), b + c, 0.5)))

    def pinned(self, told):
        """Share of small discordant counts that fewer than three values are possible for, to whom knows b - c to 4."""
        table = {(b, c): told(self.p(b, c)) for b in range(45) for c in range(45)}
        few = small = 0
        for b in range(25):
            for c in range(25):
                alike = [
                    pair for pair, seen in table.items() if seen == table[b, c] and abs(pair[0] - pair[1] - b + c) <= 4
                ]
                for place, count in enumerate((b, c)):
                    if 1 <= count <= 7:
                        small += 1
                        few += len({pair[place] for pair in alike}) < 3
        return few / small

    def test_three_decimals_tell_and_steps_do_not(self):
        assert self.pinned(lambda p: round(p, 3)) > 0.4
        assert self.pinned(p_in_steps) == 0

    @pytest.mark.parametrize(("p", "told"), [
        (0.00001, 0.0009), (0.0009, 0.0009), (0.001, 0.0099), (0.0312, 0.0499), (0.05, 0.0999), (0.12, 0.1999),
        (0.66, 0.6999),
        (0.9, 1.0), (1.0, 1.0),
    ])  # fmt: skip
    def test_steps(self, p, told):
        assert p_in_steps(p) == told

    def test_missing_stays_missing(self):
        assert math.isnan(p_in_steps(math.nan))

    def test_the_gate_tells_steps_of_tests_on_counts_and_decimals_of_others(self, released):
        shared = {"n": 70, "n_expected": 80, "p_value": 0.0312}
        assert released({"estimand": "mcnemar", **shared})["p_value"] == 0.0499
        assert released({"estimand": "signed_rank", **shared})["p_value"] == 0.031

    def test_ratios_of_true_counts_are_refused_where_counts_are_rounded(self, released):
        assert released({"estimand": "mcnemar_odds_ratio", "n": 70, "estimate": 1.67})["status"] == "refused"

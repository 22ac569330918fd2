"""Other ways to work out a number: two releases, p values. Means, answers and sums have modules of their own."""

import math

import pytest
from scipy.stats import binom

from earlyeval.foundations.results import results_frame
from earlyeval.protect.gate import release
from earlyeval.protect.ledger import Ledger, held
from earlyeval.protect.rounding import p_in_steps

pytestmark = pytest.mark.unit


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

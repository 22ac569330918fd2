"""Change over sites: pooled as metafor pools it, from the sites that may be shown, and from nothing else."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from earlyeval.analyse import across_births, across_delivery, across_sites
from earlyeval.analyse.everything_across import all_across
from earlyeval.foundations.paths import study_paths
from earlyeval.foundations.results import records, results_frame
from earlyeval.present import under
from earlyeval.protect.entrance import as_row
from earlyeval.protect.gate import release
from earlyeval.protect.plan import row_key
from earlyeval.protect.sites import SiteGate
from earlyeval.registry.load import load_registry
from earlyeval.registry.plan import Plan
from earlyeval.registry.programmes import Programme
from earlyeval.registry.sites import Site
from earlyeval.study.across import SiteOfProgramme, Synthesis

pytestmark = pytest.mark.unit

PROGRAMME = Programme.model_validate(
    {
        "id": "course", "name": "The Course", "kind": "parent_education", "summary": "In tests only.",
        "strands": ("family",),
        "time_points": (
            {"id": "baseline", "label": "Before", "order": 1, "weeks": 0, "role": "baseline"},
            {"id": "endpoint", "label": "After", "order": 2, "weeks": 26, "role": "endpoint"},
        ),
    }
)  # fmt: skip
# metafor 3.8.1: rma(yi, vi, method="REML", test="adhoc") and the like, of these five sites
CHANGES = (-3.2, -3.7, -1.5, -1.9, -2.9)
ERRORS = (1.02, 0.54, 0.81, 0.55, 0.75)
PEOPLE = (20, 65, 35, 64, 36)


def site_row(change, error, n, **more):
    reach = t.ppf(0.975, n - 1) * error
    return {
        "question": "family-change", "programme": "course", "strand": "family", "outcome": "mood",
        "label": "Low mood", "instrument": "phq-9", "version": "v1", "subscale": "total", "respondent": "parent",
        "comparison": "endpoint - baseline", "time_point": "endpoint", "subgroup": "pairs", "unit": "points",
        "direction": "lower_is_better", "note": "0 to 27", "estimand": "mean_change", "n": n, "n_expected": n + 10,
        "estimate": change, "conf_low": change - reach, "conf_high": change + reach, "conf_level": 0.95, "df": n - 1,
    } | more  # fmt: skip


def stage_row(site, n):
    return {
        "question": "flow", "programme": "course", "site": site, "strand": "family", "outcome": "started",
        "label": "Parents who started", "unit": "parents", "estimand": "count", "n": n, "estimate": n,
    }  # fmt: skip


def synthesis(rows_by_site, *, level="release", plans=None):
    registry = load_registry(study_paths(""))
    delivery = {"programme": "course", "start": "2024-04", "end": "2025-03"}
    sites = {
        name: Site.model_validate({"id": name, "name": name.upper(), "programmes": (delivery,)})
        for name in rows_by_site
    }
    registry = dataclasses.replace(registry, sites=sites, plans=dict(plans or {}))
    found = tuple(
        SiteOfProgramme(sites[name], "course", study_paths(""), level, "synthetic", "", results_frame(rows))
        for name, rows in rows_by_site.items()
    )
    return Synthesis(registry, study_paths(""), PROGRAMME, level, "synthetic", found, {}, "")


def gate_of(study):
    return SiteGate(study.profile, study.level)


def five(**more):
    return {
        f"site-{place}": [site_row(change, error, n, site=f"site-{place}", **more), stage_row(f"site-{place}", n + 10)]
        for place, (change, error, n) in enumerate(zip(CHANGES, ERRORS, PEOPLE, strict=True), start=1)
    }


def changes(rows_by_site, **more):
    study = synthesis(rows_by_site, **more)
    return across_sites.changes(study, gate_of(study))


def one(rows, **wanted):
    for column, value in wanted.items():
        rows = rows[rows[column] == value]
    assert len(rows) == 1
    return rows.iloc[0]


class TestPooled:
    @pytest.fixture
    def rows(self):
        return changes(five(), level="restricted")

    def test_is_what_metafor_gives(self, rows):
        pooled = one(rows, estimand="pooled_change", site="")
        numbers = pooled[["estimate", "conf_low", "conf_high", "p_value"]].astype(float).to_numpy()
        expected = [-2.64842624855871, -3.87946600947115, -1.41738648764628, 0.00394681465819]
        np.testing.assert_allclose(numbers, expected, rtol=5e-6)

    def test_says_where_a_further_site_may_lie(self, rows):
        further = one(rows, estimand="prediction_interval")
        np.testing.assert_allclose([further["conf_low"], further["conf_high"]], [-5.2606356814849, -0.0362168156325],
                                   atol=1e-5)  # fmt: skip

    def test_says_how_sites_differ(self, rows):
        spread, share = one(rows, estimand="between_site_sd"), one(rows, estimand="share_between_sites")
        np.testing.assert_allclose([spread["estimate"], spread["conf_high"]], [0.69076062515347, 2.5332839543], 1e-5)
        np.testing.assert_allclose([share["estimate"], share["conf_high"]], [0.4990923636859, 0.9305601787], 1e-5)
        np.testing.assert_allclose(one(rows, estimand="heterogeneity")["p_value"], 0.08986045757798, 1e-6)

    def test_without_each_site_is_metafors_leave_one_out(self, rows):
        rest = rows[rows["subgroup"] == "without this site"]
        expected = [-2.55768772479, -2.21941847235, -2.88747864115, -2.90607627632, -2.582907256242]
        np.testing.assert_allclose(rest["estimate"], expected, rtol=5e-6)

    def test_own_changes_are_drawn_towards_it_as_metafors_blup(self, rows):
        drawn = rows[rows["estimand"] == "shrunken_change"]
        expected = [-2.82185283, -3.30112025, -2.16488621, -2.19038526, -2.76388669]
        np.testing.assert_allclose(drawn["estimate"], expected, rtol=1e-5)

    def test_limits_lie_around_the_inverse_variance_mean(self, rows):
        limits = rows[(rows["estimand"] == "control_limits") & (rows["conf_level"] == 0.95)]
        np.testing.assert_allclose(limits["estimate"], -2.68107676656, rtol=1e-9)
        np.testing.assert_allclose(limits["conf_high"] - limits["estimate"], 1.959963984540 * np.array(ERRORS), 1e-9)


class TestHidden:
    """A site with too few people is in nothing that is made from several sites."""

    def with_small(self, change=-9.0, error=2.0, n=5):
        return five() | {"tiny": [site_row(change, error, n, site="tiny"), stage_row("tiny", n)]}

    def test_is_in_no_pooled_number(self):
        everybody = synthesis(self.with_small())
        shown = gate_of(everybody)(changes(self.with_small()))
        without = gate_of(everybody)(changes(five()))
        columns = ["estimate", "conf_low", "conf_high", "p_value", "n"]
        for estimand in ("pooled_change", "prediction_interval", "between_site_sd", "control_limits"):
            pd.testing.assert_frame_equal(
                shown.loc[shown["estimand"] == estimand, columns].reset_index(drop=True),
                without.loc[without["estimand"] == estimand, columns].reset_index(drop=True),
            )
        assert one(shown, site="tiny", estimand="mean_change")["status"] == "hidden"
        assert one(shown, unit="sites")["n"] == 5
        assert one(shown, unit="sites")["n_expected"] == 6

    @pytest.mark.parametrize(("change", "n"), [(3.0, 5), (-9.0, 7), (0.0, 6)])
    def test_whatever_it_found_nothing_that_is_shown_changes(self, change, n):
        first, second = synthesis(self.with_small()), synthesis(self.with_small(change=change, n=n))
        released = [release(all_across(study, gate_of(study)), study.profile).rows for study in (first, second)]
        pd.testing.assert_frame_equal(*released)

    def test_a_total_is_the_sum_of_what_is_shown(self):
        study = synthesis(self.with_small())
        rows = gate_of(study)(across_delivery.implementation(study, gate_of(study)))
        total = one(rows, outcome="started", site="")
        shown = rows[(rows["outcome"] == "started") & (rows["site"] != "")]["n"]
        assert total["n"] == shown.sum() == 30 + 75 + 45 + 75 + 45
        assert shown.isna().sum() == 1

    def test_all_hidden_says_so(self):
        study = synthesis({name: [site_row(-2.0, 1.0, 5, site=name)] for name in ("a", "b")})
        rows = gate_of(study)(across_sites.changes(study, gate_of(study)))
        assert one(rows, estimand="pooled_change")["reason"] == across_sites.NO_SITE
        assert rows["estimate"].dropna().tolist() == [0.0]  # the number of sites


class TestFew:
    def test_one_site_is_not_pooled(self):
        rows = changes(dict(list(five().items())[:1]))
        assert one(rows, estimand="pooled_change")["reason"] == across_sites.ONE_SITE

    def test_two_sites_have_a_wide_interval_no_prediction_and_no_limits(self):
        rows = changes(dict(list(five().items())[:2]))
        assert one(rows, estimand="pooled_change", site="")["estimable"]
        assert one(rows, estimand="prediction_interval")["reason"] == across_sites.FEW_FOR_PREDICTION
        assert not (rows["estimand"] == "control_limits").any()

    def test_a_change_without_spread_is_not_weighed(self):
        rows = five() | {"same": [site_row(-2.0, 0.0, 30, site="same", conf_low=-2.0, conf_high=-2.0)]}
        assert one(changes(rows, level="restricted"), unit="sites")["n"] == 5


class TestMatching:
    @pytest.mark.parametrize(
        ("column", "value", "words"),
        [
            ("version", "v2", "versions of the form"),
            ("respondent", "grandparent", "respondents"),
            ("comparison", "later - baseline", "times of measurement"),
        ],
    )
    def test_what_does_not_match_is_not_pooled_and_why_is_said(self, column, value, words):
        rows = five()
        rows["site-5"] = [
            row | {column: value} if row["question"] == "family-change" else row for row in rows["site-5"]
        ]
        pooled = changes(rows)
        assert sorted(pooled.loc[pooled["unit"] == "sites", "n"]) == [1, 4]
        study = synthesis(rows)
        told = across_delivery.measures(study, gate_of(study))
        assert words in one(told, estimand="statement")["note"]

    def test_rows_of_a_cluster_or_of_a_subgroup_are_no_site(self):
        rows = five()
        rows["site-1"].append(site_row(5.0, 0.2, 12, site="site-1", cluster="north"))
        rows["site-1"].append(site_row(5.0, 0.2, 12, site="site-1", subgroup="mother"))
        counted = changes(rows)
        assert (counted.loc[counted["unit"] == "sites", "n"] <= 5).all()
        assert len(counted[(counted["subgroup"] == "site") & (counted["site"] == "site-1")]) == 1


class TestGroups:
    def test_each_group_is_pooled_alone(self):
        rows = five()
        for site, own in rows.items():
            for group, change in (("mothers", -3.0), ("fathers", -1.0)):
                own.append(
                    site_row(change, 0.5, 20, site=site, question="change-by-group", label="Low mood, by role",
                             subgroup=group)
                )  # fmt: skip
        study = synthesis(rows)
        pooled = across_sites.groups(study, gate_of(study)).query("estimand == 'pooled_change'")
        assert pooled.set_index("label")["estimate"].round(6).to_dict() == {
            "Low mood, by role: mothers": -3.0,
            "Low mood, by role: fathers": -1.0,
        }


class TestBirths:
    def births(self, counts):
        return {
            site: [
                {"question": "births", "programme": "course", "site": site, "strand": "family", "outcome": "preterm",
                 "label": "Born early", "subgroup": "all", "unit": "births", "estimand": "proportion", "n": n,
                 "n_expected": of, "estimate": n / of},
                {"question": "births", "programme": "course", "site": site, "strand": "family", "outcome": "preterm",
                 "label": "Born early", "subgroup": "all", "unit": "births", "estimand": "standardised_ratio", "n": n,
                 "n_expected": of, "estimate": n / (of * 0.08), "statistic": of * 0.08, "comparison": "area"},
            ]
            for site, (n, of) in counts.items()
        }  # fmt: skip

    def test_all_births_stand_beside_what_all_areas_lead_to(self):
        study = synthesis(self.births({"a": (12, 100), "b": (9, 150)}))
        rows = across_births.births_across_sites(study, gate_of(study))
        ratio = one(rows, site="", estimand="standardised_ratio")
        assert ratio["estimate"] == pytest.approx(21 / 20)
        assert (ratio["n"], ratio["n_expected"], ratio["statistic"]) == (21, 250, 20)

    def test_a_total_that_would_give_a_site_away_is_not_shown(self):
        study = synthesis(self.births({"a": (8, 100), "b": (1, 150)}))  # 8 is shown as 10, so 9 as 10 leaves 1 or 2
        rows = across_births.births_across_sites(study, gate_of(study))
        shown = one(rows, site="", estimand="proportion")
        gate = gate_of(study)
        assert shown["estimable"] == gate.leaves_open(9, shown=[10], hidden=1)

    def test_many_hidden_sites_have_a_total(self):
        study = synthesis(self.births({"a": (5, 100), "b": (4, 150), "c": (6, 90), "d": (3, 80)}))
        rows = gate_of(study)(across_births.births_across_sites(study, gate_of(study)))
        assert rows[(rows["site"] != "")]["n"].isna().all()
        assert one(rows, site="", estimand="proportion")["n"] == 20


class TestTrial:
    def test_the_difference_between_arms_is_pooled_and_not_the_change_of_everybody(self):
        plans = {"course": Plan(programme="course", comparison="arms")}
        rows = five()
        for place, (site, own) in enumerate(rows.items()):
            of_arms = {"question": "arms", "estimand": "adjusted_difference", "arm": "online", "subgroup": "",
                       "comparison": "Online - Usual"}  # fmt: skip
            own.append(site_row(-1.0 - 0.1 * place, 0.4, 30, site=site, **of_arms))
            own.append(site_row(-9.0, 0.4, 30, site=site, **(of_arms | {"time_point": "midway"})))
        study = synthesis(rows, plans=plans)
        found = across_sites.changes(study, gate_of(study))
        pooled = one(found, estimand="pooled_change", site="")
        assert pooled["estimate"] == pytest.approx(-1.2)
        assert pooled["arm"] == "online"
        shown = under(study.profile, **study.setting).across_sites(found).plain()
        assert "Low mood, 5 sites together: after, scores in Online were 1.2 points lower on average than in" in shown


def test_what_a_site_hides_for_others_sake_is_told_nowhere_across_sites():
    """Its own report hides this n beside a small number that is not in any row here."""
    study = synthesis(five())
    own = as_row(records(study.sites[2].stored)[0])
    gate = SiteGate(study.profile, study.level, {row_key(own): frozenset({"n"})})
    rows = across_sites.changes(study, gate)
    of_site = rows[rows["site"] == own["site"]]
    assert of_site["subgroup"].tolist() == ["site"]
    assert not of_site["estimable"].any()
    assert of_site[["n", "n_expected", "estimate", "conf_low", "conf_high"]].isna().all(axis=None)
    assert one(rows, estimand="count", unit="sites")["n"] == len(PEOPLE) - 1
    assert changes(five()).loc[lambda rows: rows["site"] == own["site"], "estimable"].all()


def test_nor_of_a_group_which_has_another_name_here():
    rows = five()
    for site, own in rows.items():
        own.append(site_row(-1.0, 0.5, 18, site=site, question="change-by-group", label="Mood", subgroup="fathers"))
    study = synthesis(rows)
    hidden = as_row(records(study.sites[2].stored.query("question == 'change-by-group'"))[0])
    gate = SiteGate(study.profile, study.level, {row_key(hidden): frozenset({"n"})})
    found = across_sites.groups(study, gate)
    assert found.loc[found["site"] == hidden["site"], "n"].isna().all()
    assert one(found, estimand="count", unit="sites")["n"] == len(PEOPLE) - 1

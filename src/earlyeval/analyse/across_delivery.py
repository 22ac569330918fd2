"""Sites beside one another, before any outcome: when each began, what each sent, what was delivered, what was measured.

Totals are over the sites whose own number may be shown and are made from numbers as released: whoever subtracts the
sites from a total finds nothing.
"""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse import attendance, case_closure, co_facilitation, dose, fidelity, flow
from earlyeval.analyse.quarters import quarters_between, returns_by_quarter
from earlyeval.analyse.questions import Row
from earlyeval.analyse.site_effects import site_effects
from earlyeval.analyse.sites import Gate, across, plain, rows_of_sites, with_status
from earlyeval.foundations.results import records
from earlyeval.study import Synthesis

TOGETHER = "sites shown, together"
ENDINGS = ("concern-removed", "stepped-up")
COUNTED_STAGES = ("referred", "accepted", "on-record", "started", "attended-once")
NO_PERIOD = "not declared"
NOT_COMPARABLE = "{label}: not pooled across {what}. Only what was asked, scored and timed in the same way is pooled."
ASPECTS = {
    "version": "versions of the form", "respondent": "respondents", "comparison": "times of measurement",
}  # fmt: skip


@across("sites-over-time")
def sites_over_time(synthesis: Synthesis, gate: Gate) -> Iterator[Row]:
    """Return for each declared site when it began and ends, and whether it sent returns.

    Rows
    ----
    ``statement`` rows with ``site``; ``subgroup`` is "began", "until" or "returns".
    """
    sent = {one.site.id for one in synthesis.sites}
    for site in synthesis.declared:
        delivery = site.delivery(synthesis.programme.id)
        quarters = quarters_between(delivery.start, delivery.end)
        said = {
            "began": quarters[0] if quarters else NO_PERIOD,
            "until": quarters[-1] if quarters else NO_PERIOD,
            "returns": "sent" if site.id in sent else synthesis.absent.get(site.id, ""),
        }
        for subgroup, note in said.items():
            yield {
                "strand": "study", "site": site.id, "outcome": "site", "label": "Site", "subgroup": subgroup,
                "estimand": "statement", "note": note, "sensitivity": "open",
            }  # fmt: skip


@across("submission-across-sites")
def submission(synthesis: Synthesis, gate: Gate) -> Iterator[Row]:
    """Return what each site sent in each quarter in which it delivered, and the total of the submitting sites."""
    rows = rows_of_sites(synthesis, returns_by_quarter)
    yield from _with_totals(rows[rows["estimable"]], gate, by=["outcome", "time_point"])


@across("implementation-across-sites")
def implementation(synthesis: Synthesis, gate: Gate) -> Iterator[Row]:
    """Return how many each site reached, what it delivered, how closely to the design, and how much people received.

    Rows
    ----
    The sites' own rows on families and people reached, sessions held, places taken, enough attended by each declared
    definition, core components as intended, and the mix of those who led; with ``subgroup`` as the heading they
    belong to, and for each the total of the sites shown. None has an interval over sites: sites are not drawn from
    anywhere.
    """
    reached = rows_of_sites(synthesis, flow.flow)
    reached = reached[(reached["estimand"] == "count") & reached["outcome"].isin(COUNTED_STAGES)]
    # Who judged how a case ended stands in the heading, since the rows of all raters are one part here.
    endings = rows_of_sites(synthesis, case_closure.case_closure)
    parts = {
        "reached": reached[reached["strand"] == "family"],
        "sessions held": _whole(rows_of_sites(synthesis, attendance.sessions), "held"),
        "places taken": _whole(rows_of_sites(synthesis, attendance.attendance), ""),
        "came often enough": _whole(rows_of_sites(synthesis, dose.dose), ""),
        "as intended": _whole(rows_of_sites(synthesis, fidelity.fidelity), "", outcomes=("all-core-components",)),
        "led together": _whole(rows_of_sites(synthesis, co_facilitation.co_facilitation), ""),
        "how cases ended, as judged by the raters": _whole(endings, "", outcomes=ENDINGS),
    }
    for heading, rows in parts.items():
        of_all = (rows["respondent"] == "") | rows["outcome"].isin(ENDINGS)
        whole_site = rows[(rows["cluster"] == "") & (rows["arm"] == "") & of_all]
        for row in _with_totals(whole_site, gate, by=["strand", "outcome", "label", "unit"]):
            yield row | {"subgroup": heading, "respondent": ""}


@across("measures-across-sites")
def measures(synthesis: Synthesis, gate: Gate) -> Iterator[Row]:
    """Return which outcome was measured before and after at which site, and in words what may not be pooled.

    Rows
    ----
    ``proportion`` of the people expected who have both scores, per site and outcome; ``statement`` where the same
    scale was used in ways that do not match.
    """
    found = site_effects(synthesis, gate)
    for effects in found:
        for row in records(effects.rows):
            kept = ("site", "strand", "outcome", "label", "instrument", "version", "respondent", "comparison", "n")
            share = {name: row[name] for name in kept} | {"n_expected": row["n_expected"], "unit": "people"}
            whole = row["n_expected"] if row["n_expected"] > 0 else float("nan")
            measured = {"estimand": "proportion", "estimate": row["n"] / whole, "source_table": row["source_table"]}
            if pd.isna(whole):
                measured |= {"estimable": False, "reason": "Nobody was expected to be measured."}
            yield share | measured
    yield from _not_pooled([effects.base for effects in found if effects.rows["estimable"].any()])
    yield from _never_together(synthesis)


def _not_pooled(outcomes: list[Row]) -> Iterator[Row]:
    """Yield a sentence for each scale that was used in several versions, by several respondents or at other times."""
    alike: dict[tuple[str, str], list[Row]] = {}
    for outcome in outcomes:
        alike.setdefault((outcome["instrument"], outcome["subscale"]), []).append(outcome)
    for (instrument, _), rows in alike.items():
        different = [words for name, words in ASPECTS.items() if len({row[name] for row in rows}) > 1]
        if different:
            labels = dict.fromkeys(row["label"] for row in rows)
            note = NOT_COMPARABLE.format(label=" / ".join(labels), what=" and ".join(different))
            yield {
                "strand": "study", "outcome": instrument, "label": "Not pooled", "subgroup": "why not",
                "estimand": "statement", "note": note, "sensitivity": "open",
            }  # fmt: skip


def _never_together(synthesis: Synthesis) -> Iterator[Row]:
    """Yield a sentence for each outcome that the registry says must not be put beside another as if they were one."""
    outcomes = synthesis.registry.outcomes.get(synthesis.programme.id, ())
    labels = {outcome.id: outcome.label for outcome in outcomes}
    for outcome in outcomes:
        if outcome.not_comparable_with:
            others = ", ".join(labels[other] for other in outcome.not_comparable_with)
            note = f"{outcome.label} and {others}: never put together. {outcome.not_comparable_because}"
            yield {
                "strand": "study", "outcome": outcome.id, "label": "Never put together", "subgroup": "why not",
                "estimand": "statement", "note": note, "sensitivity": "open",
            }  # fmt: skip


def _whole(rows: pd.DataFrame, subgroup: str, *, outcomes: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return the shares of a whole site: of no cluster, no session number, no band."""
    shares = rows[(rows["estimand"] == "proportion") & (rows["subgroup"] == subgroup)]
    return shares[shares["outcome"].isin(outcomes)] if outcomes else shares


def _with_totals(rows: pd.DataFrame, gate: Gate, *, by: list[str]) -> Iterator[Row]:
    """Yield each site's row, and after those of one kind their total over the sites shown, where there are two."""
    rows = with_status(rows.reset_index(drop=True), gate)
    for _, of_kind in rows.groupby(by, sort=False, dropna=False):
        yield from (plain(row) for row in records(of_kind))
        # A count may be shown where a percentage of it is not.
        shown = of_kind[of_kind["estimable"] & of_kind["n_shown"].notna() & (of_kind["withheld"] == "")]
        if of_kind["estimand"].iloc[0] == "proportion":
            shown = shown[shown["n_expected_shown"].notna()]
        if len(shown) >= 2:
            yield _total(shown)


def _total(shown: pd.DataFrame) -> Row:
    first = records(shown.head(1))[0]
    gone = ("conf_low", "conf_high", "conf_level", "p_value", "statistic", "df", "n_smallest")
    row = {name: value for name, value in plain(first).items() if name not in gone} | {"site": "", "cluster": ""}
    row |= {"method": f"sum over the {TOGETHER}", "n": shown["n_shown"].sum(), "note": ""}
    if row["estimand"] == "count":
        return row | {"estimate": row["n"], "n_expected": float("nan")}
    whole = shown["n_expected_shown"].sum()
    return row | {"n_expected": whole, "estimate": row["n"] / whole if whole else float("nan")}

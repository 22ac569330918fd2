"""The change at each site, with its sampling variance, in groups that may stand in one synthesis."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from earlyeval.analyse import arms, change, change_by_group
from earlyeval.analyse.questions import Row
from earlyeval.analyse.sites import Gate, plain, rows_of_sites, with_status
from earlyeval.foundations.results import records
from earlyeval.statistics.normal_theory import normal_quantile, t_quantile
from earlyeval.study import Synthesis

# Effects are pooled only where all of these are the same: the form, its version, what it scores, who answered, and
# which time points are compared.
SAME = (
    "outcome", "label", "estimand", "instrument", "version", "subscale", "respondent", "comparison", "subgroup", "arm",
)  # fmt: skip


@dataclass(frozen=True)
class SiteEffects:
    """One outcome over the sites. ``rows`` holds one row a site, those that cannot be shown included."""

    rows: pd.DataFrame

    @property
    def shown(self) -> pd.DataFrame:
        """The sites whose own estimate and interval may be shown: the only ones that anything is pooled from."""
        rows = self.rows
        return rows[rows["may_show"] & rows["estimate"].notna() & rows["variance"].notna()]

    @property
    def base(self) -> Row:
        """What every row about this outcome carries; it is about no single site."""
        first = records(self.rows.head(1))[0]
        kept = (
            "strand", "outcome", "label", "instrument", "version", "subscale", "respondent", "time_point",
            "comparison", "direction", "analysis", "planned", "note", "source_table", "arm",
        )  # fmt: skip
        return {name: first[name] for name in kept} | {"unit": "points", "subgroup": "sites together"}


def site_effects(synthesis: Synthesis, gate: Gate) -> list[SiteEffects]:
    """Return the changes of all sites, outcome by outcome in reporting order.

    Of a programme with arms it is the adjusted difference between arms at the endpoint that is brought together,
    because the change of everybody in a trial answers no question.
    """
    rows = _of_trial(synthesis) if synthesis.plan.comparison == "arms" else _of_change(synthesis)
    return _grouped(with_status(rows, gate))


def site_effects_of_groups(synthesis: Synthesis, gate: Gate) -> list[SiteEffects]:
    """Return the changes of mothers, of fathers, and of other groups that outcomes tell apart, over all sites."""
    rows = rows_of_sites(synthesis, change_by_group.change_by_group)
    rows = rows[(rows["cluster"] == "") & (rows["estimand"] == "mean_change")].reset_index(drop=True)
    rows = with_status(rows, gate)  # as each is called in its site's report: by another name its plan does not know it
    return _grouped(rows.assign(label=rows["label"] + ": " + rows["subgroup"]))


def _grouped(rows: pd.DataFrame) -> list[SiteEffects]:
    rows = rows.assign(variance=variances(rows))
    return [SiteEffects(one.reset_index(drop=True)) for _, one in rows.groupby(list(SAME), sort=False, dropna=False)]


def variances(rows: pd.DataFrame) -> np.ndarray:
    """Return the squared standard error behind each row's interval: half its width over its t (or normal) quantile.

    Missing where a row has no interval, or one without width: such a row cannot be weighed.
    """
    found = np.full(len(rows), np.nan)
    for place, row in enumerate(records(rows)):
        half = (row["conf_high"] - row["conf_low"]) / 2
        if not row["estimable"] or not half > 0:
            continue
        known = not np.isnan(row["df"])
        reach = t_quantile(row["df"], row["conf_level"]) if known else normal_quantile(row["conf_level"])
        found[place] = (half / reach) ** 2
    return found


def rows_per_site(effects: SiteEffects) -> Iterator[Row]:
    """Yield each site's own row as it is in the site's report, and why it is not weighed where it is not."""
    for row in records(effects.rows):
        told: dict[str, Any] = {"subgroup": "site"}
        yield plain({name: value for name, value in row.items() if name != "variance"}, **told)


def _of_change(synthesis: Synthesis) -> pd.DataFrame:
    rows = rows_of_sites(synthesis, change.family_change, change.staff_change)
    whole_site = (rows["cluster"] == "") & (rows["subgroup"] == "pairs") & (rows["estimand"] == "mean_change")
    return rows[whole_site].reset_index(drop=True)


def _of_trial(synthesis: Synthesis) -> pd.DataFrame:
    endpoint = next((point.id for point in synthesis.programme.time_points if point.role == "endpoint"), "")
    rows = rows_of_sites(synthesis, arms.arms)
    wanted = (rows["estimand"] == "adjusted_difference") & (rows["time_point"] == endpoint) & (rows["cluster"] == "")
    return rows[wanted].reset_index(drop=True)

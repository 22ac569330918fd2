"""Play groups: weekly sessions of a drop-in, and who came. Only those who came are in such a register."""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pandas as pd

from earlyeval.tidy.synthetic.draws import Generator, chosen, standardised
from earlyeval.tidy.synthetic.families import FIRST_GROUP
from earlyeval.tidy.synthetic.sizes import SHIPPED, Sizes

WEEKS = 39
_CHRISTMAS_WEEKS = (15, 16)
_REASONS = ("staffing", "venue", "other", "weather")
_PROGRAMME_DAYS = 26 * 7


def draw_group_sessions(random: Generator, clusters: Sequence[str]) -> pd.DataFrame:
    """Return one row per planned play group: cancelled at Christmas and now and then, with the reason."""
    rows = []
    for weekday, cluster in enumerate(clusters, start=1):
        struck = random.random(WEEKS) < 0.06
        reasons = random.choice(_REASONS, size=WEEKS)
        lengths = random.choice((75, 90, 105), size=WEEKS, p=(0.1, 0.8, 0.1))
        for week in range(WEEKS):
            reason = "holiday" if week in _CHRISTMAS_WEEKS else str(reasons[week]) if struck[week] else ""
            rows.append(
                {
                    "session_id": f"PG-{cluster[:3].upper()}-{week + 1:02d}",
                    "kind": "play-group",
                    "number": week + 1,
                    "held_on": FIRST_GROUP + timedelta(days=7 * week + weekday),
                    "cluster": cluster,
                    "delivered": "no" if reason else "yes",
                    "minutes": None if reason else int(lengths[week]),
                    "cancelled_reason": reason,
                }
            )
    return pd.DataFrame(rows)


def draw_visits(
    random: Generator, families: pd.DataFrame, sessions: pd.DataFrame, sizes: Sizes = SHIPPED
) -> pd.DataFrame:
    """Return one row per visit of a consenting family. Keenness differs; some stop early, some pause and return."""
    joined = families["consented"].to_numpy()
    keenness = random.normal(0.35, 1.1, size=len(families))
    came = joined & ~chosen(random, joined, n=sizes.never_came)
    paused = chosen(random, came, n=sizes.paused)
    weeks_before_stopping = 3 + random.exponential(26.0, size=len(families))
    ids, starts = families["person_id"].to_numpy(), families["started_on"].to_numpy()
    open_groups = _open_by_cluster(sessions)
    rows = []
    for place in np.flatnonzero(came):
        names, days = open_groups[families["cluster"].iloc[place]]
        weeks = (days - np.datetime64(starts[place], "D")).astype("int64") / 7
        is_mine = (weeks >= 0) & (weeks <= _PROGRAMME_DAYS / 7)  # the half year from the family's start
        names, weeks = names[is_mine], weeks[is_mine]
        chance = 1 / (1 + np.exp(-keenness[place]))
        stays = weeks <= weeks_before_stopping[place]
        away = paused[place] & (weeks > 5) & (weeks < 15)
        visits = (random.random(len(names)) < chance) & stays & ~away
        if not visits.any():
            visits[0] = True
        rows += [(session, ids[place]) for session in names[visits]]
    visited = pd.DataFrame(rows, columns=["session_id", "person_id"])
    status = random.choice(("attended", "late", "left_early"), size=len(visited), p=(0.86, 0.09, 0.05))
    return visited.assign(status=status).sort_values(["session_id", "person_id"], ignore_index=True)


def _open_by_cluster(sessions: pd.DataFrame) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return names and days of the delivered groups of each centre."""
    delivered = sessions[sessions["delivered"] == "yes"]
    return {
        cluster: (groups["session_id"].to_numpy(), groups["held_on"].to_numpy().astype("datetime64[D]"))
        for cluster, groups in delivered.groupby("cluster")
    }


def visits_of(families: pd.DataFrame, visits: pd.DataFrame) -> np.ndarray:
    """Return how often each family came, in the order of ``families``."""
    counts = visits["person_id"].value_counts()
    return families["person_id"].map(counts).fillna(0).to_numpy(dtype=int)


def dose(families: pd.DataFrame, visits: pd.DataFrame) -> np.ndarray:
    """Return log visits, standardised over the families that consented; 0 for the others."""
    logs = np.log1p(visits_of(families, visits))
    joined = families["consented"].to_numpy()
    scaled = np.zeros(len(families))
    scaled[joined] = standardised(logs[joined])
    return scaled

"""Open rows: counts of things that are nobody, such as sessions held, and scores of rooms. They pass as they are."""

import math
from collections.abc import Mapping
from typing import Any

from earlyeval.foundations.estimands import ESTIMANDS

# Units that are not people, nor anything of which a person has one.
OPEN_UNITS = (
    "sessions",
    "sites",
    "trainings",
    "groups",
    "files",
    "components",
    "codes",
    "codings",
    "places in the order",
    "words",
    "characters",
    "turns",
    "minutes",
    "themes",
    "criteria",
    "outcomes",
    "domains",
    "elements",
    "weeks",
    "observations",
    "costs",
    "standards",
    "quarters",
    "units",
    "published figures",
)
PUBLISHED = "published_share"
# What two analysts rated; their agreement rests on nobody's data.
RATED = ("domains",)


def is_open(row: Mapping[str, Any]) -> bool:
    """Say whether a row is about things that are nobody: marked open, of an open unit, a count, a share or a setting's.

    A row marked open whose unit is not in the list is treated as personal.
    """
    kind = ESTIMANDS[row["estimand"]].kind
    counted = kind in ("count", "share", "setting") or (kind == "agreement" and row["unit"] in RATED)
    # A published figure is printed elsewhere already, and rests on nobody of this study.
    rests_on_something = row["estimand"] == PUBLISHED or not math.isnan(row["n"])
    return counted and row["sensitivity"] == "open" and row["unit"] in OPEN_UNITS and rests_on_something

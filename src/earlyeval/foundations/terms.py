"""The study's words that code may rely on. Everything else is declared in a registry."""

from typing import Literal

Level = Literal["release", "restricted"]
LEVELS: tuple[Level, ...] = ("release", "restricted")

# Which data a report stands on. It is a banner on every page and a mark on every figure and table.
DataKind = Literal["synthetic", "real"]
DATA_WORDS: dict[str, str] = {
    "synthetic": "Synthetic demonstration data: no real person is described here.",
    "real": "",
}

TimePointRole = Literal["baseline", "endpoint", "other"]
Direction = Literal["higher_is_better", "lower_is_better", "neither"]
Analysis = Literal["primary", "secondary", "sensitivity", "exploratory"]
Strand = Literal["family", "staff", "delivery", "qualitative", "study"]

# Who a person of a study can be.
PERSON_ROLES: tuple[str, ...] = ("mother", "father", "partner", "carer", "child", "participant", "staff")

# The questions whose answers a progression criterion may read.
INDICATOR_QUESTIONS: tuple[str, ...] = (
    "flow",
    "retention",
    "reach",
    "specification",
    "sessions",
    "coverage",
    "dose",
    "fidelity",
    "co-facilitation",
    "missingness",
    "experience",
    "caseness",
    "reliable-change",
    "rating-agreement",
    "case-closure",
    "case-concern",
    "case-needs",
    "drop-in-families",
    "captured",
)

# How revealing a column or a row is. `identifier` and `text` cells are never echoed in any message.
Sensitivity = Literal["open", "personal", "identifier", "text"]

NAME_PATTERN = r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*"  # sites, programmes, clusters, ...: at most 40 characters
NAME_MAX_CHARACTERS = 40

"""How the codebook grew: version by version, what was added, renamed, redefined, split, merged and given up.

Codes are nobody, so these counts are open. A codebook that did not change is not a better one.
"""

from collections.abc import Iterator

import pandas as pd

from earlyeval.analyse.codebook_changes import KINDS, VersionChanges, changes_of_history, changes_of_lists
from earlyeval.analyse.questions import Row, question
from earlyeval.study import Study

_ROW = {"strand": "qualitative", "estimand": "count", "sensitivity": "open"}
CODES, CODINGS, MOVED = "codes", "codings", "codings moved"


@question("codebook-history")
def codebook_history(study: Study) -> Iterator[Row]:
    """Return, per version of the codebook, its number of codes and the number of codes of each kind of change.

    Rows: ``outcome`` the version, ``subgroup`` the kind. Lists of versions (``codebook_versions``) are compared with
    each other; where there are none, the history of changes (``codebook_history``) is counted up. "codings moved" are
    the codings that stood under codes which the version no longer has.
    """
    for found in versions_of(study):
        source = "codebook_versions" if study.has("codebook_versions") else "codebook_history"
        row = _ROW | {"outcome": f"version-{found.version}", "label": _name(found), "source_table": source}
        yield row | {"subgroup": CODES, "unit": "codes", "n": found.codes, "estimate": found.codes}
        for kind in KINDS:
            count = len(found.changed[kind])
            yield row | {"subgroup": kind, "unit": "codes", "n": count, "estimate": count}
        for words, count in ((CODINGS, found.codings), (MOVED, found.codings_moved)):
            if count is not None:
                yield row | {"subgroup": words, "unit": "codes", "n": count, "estimate": count}


@question("codebook-changes")
def codebook_changes(study: Study) -> Iterator[Row]:
    """Return which codes changed in each version, in words: their names, as the coders wrote them."""
    for found in versions_of(study):
        for kind in KINDS:
            if found.changed[kind]:
                yield {
                    "strand": "qualitative", "estimand": "statement", "sensitivity": "open",
                    "outcome": f"version-{found.version}", "label": _name(found), "subgroup": kind,
                    "note": "; ".join(found.changed[kind]), "source_table": "codes",
                }  # fmt: skip


def versions_of(study: Study) -> list[VersionChanges]:
    """Return what each version changed, from whichever of the two tables arrived."""
    if study.has("codebook_versions"):
        return changes_of_lists(study.table("codebook_versions"), study.table("codebook_history"))
    return changes_of_history(study.table("codebook_history"))


def _name(found: VersionChanges) -> str:
    day = "" if pd.isna(found.date) else f", {found.date:%Y-%m-%d}"
    return f"Version {found.version}{day}"

"""Whether further conversations still brought new codes, in three counts that must not be taken for one another.

With the final codebook, early conversations seem to hold nearly everything: codes that were merged are counted as the
broad ones they became. With codes as they were first coined, the growth of the codebook itself is seen, in the order of
analysis. Where a tool's log tells of codes coined in uploads that were deleted later, they count to their conversation
in one count and are left out in the other. A reflexive analysis claims no saturation and gets no verdict.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from earlyeval.analyse.conversations import WORDS_OF_ROLE, codes_by_document, in_order, last_to_tell
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable
from earlyeval.registry.qualitative import SaturationRule
from earlyeval.statistics.saturation import codes_in_random_order, new_codes_by_place, saturation
from earlyeval.statistics.saturation import saturation_in_random_order as in_random_order
from earlyeval.study import Study

FINAL, FIRST_USE, FIRST_USE_KEPT = "final-codebook", "first-use", "first-use-kept-uploads"
COUNTS = {
    FINAL: "Codes of the final codebook",
    FIRST_USE: "Codes as first coined",
    FIRST_USE_KEPT: "Codes as first coined, without those of uploads that were deleted",
}
REFLEXIVE = (
    "A reflexive analysis makes no claim of saturation: meaning is made by the analyst and is not used up by further "
    "conversations."
)
NOT_ALWAYS = "Not reached in every random order."
TOO_LATE = "Not reached among the conversations that can be told of singly."
KINDS = ("interview", "focus_group")
PLACES = "places in the order"
LEVEL = 0.95


@dataclass(frozen=True)
class _Counted:
    """New codes by place in the order, for one role and one way of counting; how many may be told singly."""

    row: Row
    new_codes: np.ndarray
    last: int
    heard: np.ndarray | None = None


@question("saturation")
def saturation_of_codes(study: Study) -> Iterator[Row]:
    """Return new codes by conversation, and where they stopped coming, per role and way of counting.

    Rows: ``respondent`` the role, ``outcome`` the way of counting. ``new_codes`` has its place in the order as
    ``subgroup``; ``codes_so_far`` of the final codebook the band of random orders as its interval;
    ``saturation_point`` the place by which the rule held (``comparison`` the run), and once more with the
    middle and the band of random orders. ``n_expected`` of a point is the codes of the base.

    Rule of first use: a code counts to the conversation of ``codebook_history`` in which it was first given
    (``first_doc_id`` of its "add" or "split"), in the order of analysis of the conversations, whatever became of it
    later; a code never given, or first given in no conversation, counts nowhere. Codes coined in uploads that were
    deleted count to the conversation that the upload was of, and are left out in ``first-use-kept-uploads``.

    Only interviews and groups count. Of the last conversations, whose places would tell how many there were, only the
    restricted view knows.
    """
    approach, documents = study.programme.qualitative_approach, study.table("documents")
    # A tool may not say what kind of conversation a text is, nor whose.
    spoken = documents[documents["kind"].isin(KINDS) | documents["kind"].isna()]
    if approach == "reflexive" and len(documents):
        row = {"strand": "qualitative", "estimand": "saturation_point", "sensitivity": "open", "unit": PLACES}
        yield not_estimable(row, reason=REFLEXIVE)
        return
    if approach == "none" or not study.has("codings"):
        return
    for role, of_role in spoken.groupby(spoken["role"].fillna("participant"), sort=True):
        for counted in _ways(study, str(role), *in_order(of_role)):
            yield from _rows(study, counted)


@question("information-power")
def information_power(study: Study) -> Iterator[Row]:
    """Return why these conversations are enough, in the author's words: the alternative to counting codes."""
    declared = study.programme.qualitative.information_power
    if declared is None:
        return
    said = {
        "Aim": declared.aim, "Specificity of those who were asked": declared.specificity, "Theory": declared.theory,
        "Quality of dialogue": declared.dialogue, "Analysis": declared.analysis,
    }  # fmt: skip
    for place, (label, note) in enumerate(said.items(), start=1):
        yield {
            "strand": "qualitative", "estimand": "statement", "sensitivity": "open", "outcome": f"point-{place}",
            "label": label, "subgroup": "in the author's words", "note": note or "The author says nothing on this.",
        }  # fmt: skip


def _ways(study: Study, role: str, documents: pd.DataFrame, order: str) -> Iterator[_Counted]:
    design, heard = study.programme.qualitative, (codes_by_document(study, documents) > 0).to_numpy()
    profile = study.registry.profiles.get(study.registry.facts.profile)
    count = None if profile is None or design.number_is_public else profile.count
    # A group is nobody in particular: how many groups there were may be told.
    is_open = (documents["kind"] == "focus_group").all()
    last = len(documents) if is_open else last_to_tell(len(documents), count)

    def counted(way: str, codes: np.ndarray, *, table: np.ndarray | None = None) -> _Counted:
        row = {
            "strand": "qualitative", "outcome": way, "label": COUNTS[way], "respondent": WORDS_OF_ROLE.get(role, role),
            "sensitivity": "open", "source_table": "codings" if way == FINAL else "codebook_history",
            "note": f"The order of analysis is taken {order}.",
        }  # fmt: skip
        return _Counted(row, codes, last, table)

    yield counted(FINAL, new_codes_by_place(heard), table=heard)
    history = study.table("codebook_history")
    coined = history[history["change"].isin(("add", "split")) & history["first_doc_id"].notna()]
    coined = coined.drop_duplicates("code_id", keep="first")
    if coined.empty:
        return
    was_deleted = coined["first_upload_was_deleted"].fillna(value=False).astype(bool)
    yield counted(FIRST_USE, _coined_by_place(coined, documents))
    if was_deleted.any():
        yield counted(FIRST_USE_KEPT, _coined_by_place(coined[~was_deleted], documents))


def _coined_by_place(coined: pd.DataFrame, documents: pd.DataFrame) -> np.ndarray:
    numbers = coined["first_doc_id"].value_counts()
    return numbers.reindex(documents["doc_id"], fill_value=0).to_numpy(dtype=np.int64)


def _rows(study: Study, counted: _Counted) -> Iterator[Row]:
    rule, seed = study.programme.qualitative.saturation, study.registry.facts.seed
    yield from _curve(counted, rule, seed=seed)
    for run in rule.runs:
        yield from _point(counted, rule, run)
    if counted.heard is not None:
        for run in rule.runs:
            yield from _points_in_random_order(counted, rule, run, seed=seed)


def _curve(counted: _Counted, rule: SaturationRule, *, seed: int) -> Iterator[Row]:
    row, so_far = counted.row | {"unit": "codes"}, np.cumsum(counted.new_codes)
    band: tuple[np.ndarray, np.ndarray] | None = None
    if counted.heard is not None:
        _, *ends = codes_in_random_order(counted.heard, seed=seed, permutations=rule.random_orders, conf_level=LEVEL)
        band = ends[0], ends[1]
    for place, new in enumerate(counted.new_codes.tolist(), start=1):
        at = row | {"subgroup": str(place)}
        numbers = {"n": int(so_far[place - 1]), "n_expected": int(so_far[-1]), "estimate": int(so_far[place - 1])}
        if place > counted.last:
            yield at | {"estimand": "later_conversation", "comparison": "new_codes", "n": new, "estimate": new}
            yield at | numbers | {"estimand": "later_conversation", "comparison": "codes_so_far"}
            continue
        yield at | {"estimand": "new_codes", "n": new, "estimate": new}
        limits = {} if band is None else {
            "conf_low": float(band[0][place - 1]), "conf_high": float(band[1][place - 1]), "conf_level": LEVEL,
            "method": f"interval over {rule.random_orders:,} random orders of the conversations",
        }  # fmt: skip
        yield at | {"estimand": "codes_so_far", **numbers, **limits}


def _point(counted: _Counted, rule: SaturationRule, run: int) -> Iterator[Row]:
    found = saturation(counted.new_codes, base=rule.base, run=run, threshold=rule.threshold)
    row = counted.row | {"unit": PLACES, "comparison": _words_of(rule, run), "estimand": "saturation_point",
                         "method": "in the order of analysis"}  # fmt: skip
    if found.reason:
        yield not_estimable(row, reason=found.reason if counted.last else TOO_LATE)
        return
    codes = {"n_expected": found.base_codes}
    if found.reached_at is not None and found.reached_at <= counted.last:
        yield row | codes | {"n": found.reached_at, "estimate": found.reached_at}
        return
    yield not_estimable(row, reason=TOO_LATE)
    if found.reached_at is not None:
        yield row | codes | {"estimand": "later_conversation", "n": found.reached_at, "estimate": found.reached_at}


def _points_in_random_order(counted: _Counted, rule: SaturationRule, run: int, *, seed: int) -> Iterator[Row]:
    reached = in_random_order(
        counted.heard, seed=seed, permutations=rule.random_orders, base=rule.base, run=run, threshold=rule.threshold
    )
    row = counted.row | {"unit": PLACES, "comparison": _words_of(rule, run), "estimand": "saturation_point",
                         "method": f"over {rule.random_orders:,} random orders"}  # fmt: skip
    if np.isnan(reached).any() and counted.last:
        yield not_estimable(row, reason=NOT_ALWAYS)
        return
    low, middle, high = np.quantile(reached, [(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2]).tolist()
    if not high <= counted.last:
        yield not_estimable(row, reason=TOO_LATE)
        return
    yield row | {"n": middle, "estimate": middle, "conf_low": low, "conf_high": high, "conf_level": LEVEL}


def _words_of(rule: SaturationRule, run: int) -> str:
    return f"base {rule.base}, run {run}, at most {100 * rule.threshold:g} % new"

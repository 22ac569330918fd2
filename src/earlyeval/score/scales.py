"""Scores of people: one row per person, instrument version, subscale and time point."""

from collections.abc import Iterator, Mapping
from functools import cache

import numpy as np
import pandas as pd

from earlyeval.registry.instruments import Subscale, Version
from earlyeval.registry.load import Registry
from earlyeval.score.answers import Forms, completed_on, forms_as_sent, forms_of
from earlyeval.score.items import Answer, answer_arrays
from earlyeval.score.reading import bands_of, with_readings
from earlyeval.score.subscales import Scored, all_item_scores, converted, scored_subscale
from earlyeval.tidy.forms import FormsWhole, Tables
from earlyeval.tidy.texts import in_order, one_text

KEY = ["person_id", "instrument", "version", "subscale", "time_point"]
COLUMNS: dict[str, str] = {
    "person_id": "str",
    "instrument": "str",
    "version": "str",
    "subscale": "str",
    "time_point": "str",
    "score": "float64",
    "n_answered": "float64",
    "n_items": "float64",
    "is_prorated": "bool",
    "is_supplied": "bool",
    "is_scorable": "bool",
    "band": "str",
    "form": "str",
    "completed_on": "datetime64[us]",
}
_FORM = ["person_id", "time_point"]
_CLIP = ["person_id", "time_point", "clip_id"]


def score_answers(version: Version, answers: Mapping[str, Answer]) -> dict[str, float | None]:
    """Return one person's score on every subscale; None where it cannot be scored.

    Parameters
    ----------
    version : Version
        Items, coding, subscales and missing-item rules.
    answers : mapping
        Item id to raw code, "na" or None; items left out are missing. A supplied total stands under its subscale.
    """
    scores = all_item_scores(version, *answer_arrays(version, answers))
    found = {
        subscale.id: _total(subscale, answers.get(subscale.id))
        if subscale.method == "supplied"
        else float(scored_subscale(version, subscale, scores).score[0])
        for subscale in version.subscales
    }
    return {name: None if np.isnan(score) else score for name, score in found.items()}


def _total(subscale: Subscale, supplied: Answer) -> float:
    sent = np.nan if supplied is None or isinstance(supplied, str) else float(supplied)
    return float(converted(subscale, np.array([sent]))[0])


def score_people(registry: Registry, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Score every form, take over supplied totals, and score coded clips from their main rater.

    Parameters
    ----------
    registry : Registry
        Instruments with their coding and rules.
    tables : mapping
        Tidy tables: responses, totals and ratings are read.

    Returns
    -------
    DataFrame
        One row per person x instrument version x subscale x time point for which anything was returned, ordered by
        that key. ``score`` is missing where the subscale's rule does not allow one (``is_scorable`` False).
        ``n_answered`` and ``n_items`` are missing for supplied totals. A supplied total counts only where the
        items give no score. A coded score is the mean over the person's clips at that time point of each clip's
        score by the subscale's rule; its counts are summed over the clips.
    """
    forms = tables.forms if isinstance(tables, Tables) else None
    from_items = _from_items(registry, tables["responses"]) if forms is None else _from_forms(registry, forms)
    from_clips = with_readings(registry, _from_clips(registry, tables["ratings"]))
    scored = _stacked([from_items, from_clips])
    if len(tables["totals"]):
        totals = with_readings(registry, _without_scored(_supplied(registry, tables["totals"]), scored))
        replaced = scored[~(_keys(scored).isin(_keys(totals)) & ~scored["is_scorable"])]
        scored = _stacked([replaced, totals])
    return in_order(scored, KEY)[list(COLUMNS)]


def _from_forms(registry: Registry, forms: FormsWhole) -> pd.DataFrame:
    frames = []
    for part in sorted(forms.parts, key=lambda part: (part.instrument, part.version)):
        version = registry.version(part.instrument, part.version)
        frames.extend(_score_rows(part.instrument, version, forms_as_sent(part, version), part.head["completed_on"]))
    return _filled(frames, is_supplied=False)


def _from_items(registry: Registry, responses: pd.DataFrame) -> pd.DataFrame:
    frames = []
    for (instrument, name), answers in responses.groupby(["instrument", "version"], sort=True):
        version = registry.version(str(instrument), str(name))
        forms = forms_of(answers, version, by=_FORM)
        days = completed_on(answers, by=_FORM)
        frames.extend(_score_rows(str(instrument), version, forms, days))
    return _filled(frames, is_supplied=False)


def _score_rows(instrument: str, version: Version, forms: Forms, days: pd.Series) -> Iterator[pd.DataFrame]:
    """Yield the scores of forms, a frame for each subscale."""
    for subscale, scored in _scored_subscales(version, forms):
        n = len(days)
        yield pd.DataFrame(
            {
                "person_id": forms.whose["person_id"], "instrument": one_text(instrument, n),
                "version": one_text(version.id, n), "subscale": one_text(subscale.id, n),
                "time_point": forms.whose["time_point"], "score": scored.score,
                "n_answered": scored.n_answered.astype("float64"), "n_items": np.full(n, float(scored.n_items)),
                "is_prorated": scored.is_prorated, "band": bands_of(subscale, scored.score), "form": one_text(None, n),
                "completed_on": days.astype(COLUMNS["completed_on"]),
            }
        )  # fmt: skip


def _scored_subscales(version: Version, forms: Forms) -> Iterator[tuple[Subscale, Scored]]:
    """Yield each subscale that is scored from items, with its scores, a row per form or clip."""
    scores = all_item_scores(version, forms.values, forms.is_not_applicable)
    for subscale in version.subscales:
        if subscale.method != "supplied":
            yield subscale, scored_subscale(version, subscale, scores)


def _from_clips(registry: Registry, ratings: pd.DataFrame) -> pd.DataFrame:
    if ratings.empty:
        return _no_scores()
    main = ratings[ratings["is_main_rater"].fillna(False).astype("bool")]
    main = main.rename(columns={"score": "value", "rated_on": "completed_on"}).assign(is_not_applicable=False)
    frames = []
    for (instrument, name), answers in main.groupby(["instrument", "version"], sort=True):
        version = registry.version(str(instrument), str(name))
        clips = forms_of(answers, version, by=_CLIP)
        days = completed_on(answers, by=_CLIP)
        for subscale, scored in _scored_subscales(version, clips):
            by_clip = clips.whose.assign(
                score=scored.score, n_answered=scored.n_answered, n_items=scored.n_items,
                is_prorated=scored.is_prorated, completed_on=days,
            )  # fmt: skip
            frames.append(_mean_over_clips(by_clip).assign(instrument=instrument, version=name, subscale=subscale.id))
    return _filled(frames, is_supplied=False)


def _mean_over_clips(by_clip: pd.DataFrame) -> pd.DataFrame:
    grouped = by_clip.groupby(_FORM, sort=False)
    return grouped.agg(
        score=("score", "mean"), n_answered=("n_answered", "sum"), n_items=("n_items", "sum"),
        is_prorated=("is_prorated", "any"), completed_on=("completed_on", "max"),
    ).reset_index()  # fmt: skip


def _supplied(registry: Registry, totals: pd.DataFrame) -> pd.DataFrame:
    score = totals["score"].to_numpy(dtype="float64", na_value=np.nan).copy()
    for (instrument, version, name), rows in totals.groupby(["instrument", "version", "subscale"]).indices.items():
        subscale = registry.subscale(instrument, version, name)
        if subscale.method == "supplied":
            score[rows] = converted(subscale, score[rows])
    return _filled([totals.assign(score=score, n_answered=np.nan, n_items=np.nan, is_prorated=False)], is_supplied=True)


def _filled(frames: list[pd.DataFrame], *, is_supplied: bool) -> pd.DataFrame:
    if not frames:
        return _no_scores()
    rows = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0].reset_index(drop=True)
    rows = rows.assign(is_supplied=is_supplied, is_scorable=rows["score"].notna())
    if set(rows.columns) != set(COLUMNS):
        rows = rows.reindex(columns=list(COLUMNS))
    odd = {name: kind for name, kind in COLUMNS.items() if rows[name].dtype != kind}
    return (rows.astype(odd) if odd else rows)[list(COLUMNS)]


@cache
def _no_scores() -> pd.DataFrame:
    return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)


def _without_scored(totals: pd.DataFrame, scored: pd.DataFrame) -> pd.DataFrame:
    """Leave out supplied totals where the items themselves give a score."""
    return totals[~_keys(totals).isin(_keys(scored[scored["is_scorable"]]))]


def _keys(frame: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(frame[KEY])


def _stacked(frames: list[pd.DataFrame]) -> pd.DataFrame:
    kept = [frame for frame in frames if len(frame)]
    return pd.concat(kept, ignore_index=True) if kept else frames[0]

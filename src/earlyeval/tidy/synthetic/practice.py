"""Observed practice: filmed staff rated by trained coders, and play groups rated for fidelity."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd

from earlyeval.registry.programmes import Programme
from earlyeval.registry.whole import Registry
from earlyeval.tidy.synthetic import effects
from earlyeval.tidy.synthetic.draws import Generator, chosen, items_of
from earlyeval.tidy.synthetic.sheets import Sheet
from earlyeval.tidy.synthetic.sizes import SHIPPED, Sizes

_RATERS = ("V1", "V2")
_FIRST_RATING = date(2025, 4, 7)
_MOST_DAYS = 3652  # of rating, in however large a study: ten years


def ratings_sheet(random: Generator, registry: Registry, staff: pd.DataFrame, sizes: Sizes = SHIPPED) -> Sheet:
    """Return ratings of one clip per member of staff and time; some clips rated by a second, blind coder."""
    version = registry.version("practice-video", "practice-video")
    items = version.subscales[0].items
    clips = _draw_clips(random, staff, sizes)
    order = random.permutation(len(clips))
    main = random.integers(0, 2, size=len(clips))
    doubled = chosen(random, np.ones(len(clips), dtype=bool), n=sizes.double_coded)
    rows = []
    for number, place in enumerate(order, start=1):
        clip = clips[place]
        raters = [(main[place], "yes")] + ([(1 - main[place], "no")] if doubled[place] else [])
        for rater, is_main in raters:
            scores = _rated(random, clip[2], len(items))
            seen = random.random(len(items)) >= effects.VIDEO_SHARE_NOT_OBSERVED
            day = _FIRST_RATING + timedelta(days=2 * number % _MOST_DAYS)
            rows += [
                [f"CLIP-{number:02d}", clip[0], clip[1], "practice-video", version.id, item, _RATERS[rater],
                 int(score) if is_seen else None, is_main, "yes", day]
                for item, score, is_seen in zip(items, scores, seen, strict=True)
            ]  # fmt: skip
    columns = (
        "clip_id", "person_id", "time_point", "instrument", "version", "item", "rater_id", "score",
        "is_main_rater", "blind_to_time_point", "rated_on",
    )  # fmt: skip
    return Sheet("ratings.csv", columns, rows)


def _draw_clips(random: Generator, staff: pd.DataFrame, sizes: Sizes) -> list[tuple[str, str, float]]:
    """Return person, time point and true sensitivity of each clip; only those who stayed were filmed again."""
    after = chosen(random, staff["ended_on"].isna().to_numpy(), n=sizes.filmed_after)
    before = after | chosen(random, ~after, n=sizes.filmed_before - sizes.filmed_after)
    level = random.normal(effects.VIDEO_MEAN_BEFORE, effects.VIDEO_SD, size=len(staff))
    gain = random.normal(effects.VIDEO_CHANGE, effects.VIDEO_CHANGE_SD, size=len(staff))
    people = staff["person_id"]
    return [(people.iloc[place], "baseline", level[place]) for place in np.flatnonzero(before)] + [
        (people.iloc[place], "endpoint", level[place] + gain[place]) for place in np.flatnonzero(after)
    ]


def rater_error() -> float:
    """Return the SD of one rater's clip mean around the truth that gives the planted ICC(A,1).

    Clips of both times are rated together, so the planned change is part of the variance between clips.
    """
    share_after = effects.FILMED_AFTER / (effects.FILMED_BEFORE + effects.FILMED_AFTER)
    between = (
        effects.VIDEO_SD**2
        + share_after * effects.VIDEO_CHANGE_SD**2
        + share_after * (1 - share_after) * effects.VIDEO_CHANGE**2
    )
    return float(np.sqrt(between * (1 - effects.VIDEO_ICC) / effects.VIDEO_ICC))


def _rated(random: Generator, truth: float, n_items: int) -> np.ndarray:
    """Return one rater's items from 1 to 5, whose mean is the truth with that rater's error."""
    mean = np.clip(truth + random.normal(0, rater_error()), 1, 5)
    total = np.array([round(float(mean - 1) * n_items)])
    ease = np.exp(random.normal(0, 0.3, size=(1, n_items)))
    return items_of(random, total, ease=ease, highest=4)[0] + 1


def fidelity_sheet(random: Generator, programme: Programme, sessions: pd.DataFrame, clusters: Sequence[str]) -> Sheet:
    """Return ratings of each component in observed play groups, by supervisors and sometimes by the team itself."""
    rows = []
    for cluster in clusters:
        held = sessions[(sessions["cluster"] == cluster) & (sessions["delivered"] == "yes")]
        held = held[held["kind"] == "play-group"]
        places = np.sort(random.choice(len(held), size=effects.OBSERVED_PER_CLUSTER, replace=False))
        for number, place in enumerate(places):
            observers = ("supervisor", "self") if number % 3 == 0 else ("supervisor",)
            for observer in observers:
                for component in programme.components:
                    shares = effects.FIDELITY_CORE if component.core else effects.FIDELITY_OTHER
                    rating = int(random.choice(3, p=shares))
                    adaptation = "dropped" if rating == 0 else _adaptation(random)
                    planned = "" if adaptation == "none" else "yes" if random.random() < 0.6 else "no"
                    rows.append([held["session_id"].iloc[place], component.id, observer, rating, adaptation, planned])
    columns = ("session_id", "component", "observer_role", "rating", "adaptation", "was_planned")
    return Sheet("fidelity.csv", columns, rows)


def _adaptation(random: Generator) -> str:
    return str(random.choice(("none", "tailored", "added", "reordered"), p=(0.80, 0.13, 0.03, 0.04)))

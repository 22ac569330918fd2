"""Parents' forms as a site would send them: one wide sheet per instrument, one cluster's PHQ-9 in Excel."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from earlyeval.registry.instruments import Version
from earlyeval.registry.whole import Registry
from earlyeval.tidy.synthetic.draws import Generator, chosen
from earlyeval.tidy.synthetic.scores import Measured, draw_answers, with_gaps
from earlyeval.tidy.synthetic.sheets import Sheet
from earlyeval.tidy.synthetic.sizes import SHIPPED, Sizes

EXCEL_CLUSTER = 2  # the third cluster sends its PHQ-9 as a workbook
HEADERS = ("person_id", "time_point", "completed_on")
_WEEKS = 26


@dataclass(frozen=True)
class Pack:
    """The pack of forms at both times: who filled it in, and on which day."""

    person_ids: tuple[str, ...]
    returned: dict[str, np.ndarray]
    days: dict[str, list[date]]


def draw_pack(random: Generator, families: pd.DataFrame, measured: Measured, sizes: Sizes = SHIPPED) -> Pack:
    """Return who filled in the pack and when; a few packs after the programme came months late."""
    early = random.integers(-5, 11, size=len(families))
    spread = random.integers(-10, 22, size=len(families))
    late = chosen(random, measured.after, n=sizes.late_forms)
    delay = np.where(late, random.integers(63, 100, size=len(families)), 0)
    starts = [start or date(2024, 9, 9) for start in families["started_on"]]
    return Pack(
        tuple(families["person_id"]),
        {"baseline": measured.before, "endpoint": measured.after},
        {
            "baseline": [start + timedelta(days=int(shift)) for start, shift in zip(starts, early, strict=True)],
            "endpoint": [
                start + timedelta(days=7 * _WEEKS + int(shift))
                for start, shift in zip(starts, spread + delay, strict=True)
            ],
        },
    )


def pack_rows(random: Generator, pack: Pack, cells: dict[str, list[list]], *, left_out: tuple[int, int]) -> list[tuple]:
    """Return (place, row) for each form returned: id, time point, day, answers. ``left_out`` forms are missing."""
    rows = []
    for (time_point, answers), n_out in zip(cells.items(), left_out, strict=True):
        returned = pack.returned[time_point]
        kept = returned & ~chosen(random, returned, n=n_out)
        for place in np.flatnonzero(kept):
            row = [pack.person_ids[place], time_point, pack.days[time_point][place], *answers[place]]
            rows.append((int(place), row))
    return rows


def outcome_sheets(
    random: Generator,
    registry: Registry,
    families: pd.DataFrame,
    measured: Measured,
    pack: Pack,
    sizes: Sizes = SHIPPED,
) -> list[Sheet]:
    """Return the sheets of PHQ-9, GAD-7 and KPCS."""
    sheets = []
    for planted in sizes.changes:
        version = registry.version(planted.instrument, planted.instrument)
        answered = draw_answers(random, planted, version, measured)
        cells = {
            time_point: _cells(random, version, with_gaps(random, answers, share=planted.share_missing))
            for time_point, answers in zip(("baseline", "endpoint"), answered, strict=True)
        }
        rows = pack_rows(random, pack, cells, left_out=planted.not_returned)
        strangers = _unknown_rows(random, rows, sizes.unknown_ids)
        columns = (*HEADERS, *version.subscales[0].items)
        if planted.instrument == "phq-9":
            sheets += _by_cluster(planted.instrument, columns, rows, strangers, families)
        else:
            sheets.append(Sheet(f"{planted.instrument}.csv", columns, [row for _, row in rows] + strangers))
    return sheets


def _cells(random: Generator, version: Version, answers: np.ndarray) -> list[list]:
    """Return answers as a form holds them: whole numbers, blanks, and 'na' where an answer of that worth allows it."""
    lowest = int(version.response.lowest)
    scores = [item.not_applicable_scores for item in version.items]
    left = random.random(answers.shape) < 0.5
    rows = []
    for person in range(len(answers)):
        row = []
        for item, answer in enumerate(answers[person]):
            value = None if np.isnan(answer) else int(answer) + lowest
            row.append("na" if value is not None and value == scores[item] and left[person, item] else value)
        rows.append(row)
    return rows


def _unknown_rows(random: Generator, rows: list[tuple], unknown_ids: tuple[str, str]) -> list[list]:
    """Return late forms that somebody filed under an id that matches nobody."""
    places = random.choice(len(rows), size=len(unknown_ids), replace=False)
    return [
        [stranger, "endpoint", date(2025, 5, 19), *rows[place][1][3:]]
        for stranger, place in zip(unknown_ids, places, strict=True)
    ]


def _by_cluster(
    name: str, columns: tuple[str, ...], rows: list[tuple], strangers: list[list], families: pd.DataFrame
) -> list[Sheet]:
    clusters = list(dict.fromkeys(families["cluster"].sort_values()))
    apart = clusters[EXCEL_CLUSTER]
    here = (families["cluster"] == apart).to_numpy()
    return [
        Sheet(f"{name}.csv", columns, [row for place, row in rows if not here[place]] + strangers),
        Sheet(f"{name}--{apart}.xlsx", columns, [row for place, row in rows if here[place]]),
    ]

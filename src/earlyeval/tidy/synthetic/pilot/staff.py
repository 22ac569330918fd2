"""Staff of the setting: three training days for all, supervision for some, and what they said of themselves."""

from datetime import date, timedelta
from math import sqrt

import numpy as np

from earlyeval.registry.whole import Registry
from earlyeval.tidy.synthetic.draws import Generator, bounded_scores, chosen, items_of
from earlyeval.tidy.synthetic.pilot import planted

INSTRUMENT = "staff-confidence"
_TRAININGS = (date(2014, 9, 1), date(2014, 9, 2), date(2015, 1, 12))
_FIRST_SUPERVISION = date(2014, 9, 24)
_DAYS = {"baseline": date(2014, 8, 28), "endpoint": date(2015, 6, 8), "retrospective": date(2015, 6, 8)}


def staff_ids() -> list[str]:
    """Return the ids of the staff; those who lead the group come first."""
    return [f"L-S{number:02d}" for number in range(1, planted.STAFF + 1)]


def staff_session_rows() -> list[list]:
    """Return the training days and the monthly supervisions."""
    trainings = [
        [f"TD-{number}", "training-day", number, day, "yes", 360, None] for number, day in enumerate(_TRAININGS, 1)
    ]
    supervisions = [
        [f"SV-{number}", "supervision", number, _FIRST_SUPERVISION + timedelta(days=28 * (number - 1)), "yes", 90, None]
        for number in range(1, planted.SUPERVISIONS + 1)
    ]
    return [*trainings, *supervisions]


def staff_attendance_rows(random: Generator) -> list[list]:
    """Return who came to the training days (all are expected) and to supervision (facilitators only)."""
    rows = []
    for session, *_ in staff_session_rows():
        is_training = session.startswith("TD")
        called = staff_ids() if is_training else staff_ids()[: planted.FACILITATORS]
        chance = planted.TRAINING_CHANCE if is_training else planted.SUPERVISION_CHANCE
        for person in called:
            rows.append([session, person, "attended" if random.random() < chance else "absent_notified"])
    return rows


def self_report_rows(random: Generator, registry: Registry) -> tuple[tuple[str, ...], list[list]]:
    """Return the columns and rows of the staff questionnaire: before, after, and looking back."""
    version = registry.version(INSTRUMENT, INSTRUMENT)
    subscales = {scale.id: scale.items for scale in version.subscales}
    everybody = np.ones(planted.STAFF, dtype=bool)
    after = chosen(random, everybody, n=planted.STAFF_AFTER)
    returned = {
        "baseline": chosen(random, everybody, n=planted.STAFF_BEFORE),
        "endpoint": after,
        "retrospective": chosen(random, after, n=planted.STAFF_LOOKING_BACK),
    }
    answers = {name: _answers(random, mean, change) for name, mean, change in planted.STAFF_CHANGES}
    items = [item for name, *_ in planted.STAFF_CHANGES for item in subscales[name]]
    rows = []
    for time_point, mask in returned.items():
        cells = np.hstack([answers[name][time_point] for name, *_ in planted.STAFF_CHANGES])
        for place in np.flatnonzero(mask):
            day = _DAYS[time_point] + timedelta(days=int(random.integers(0, 5)))
            rows.append([staff_ids()[place], time_point, day, *(int(cell) for cell in cells[place])])
    return ("person_id", "time_point", "completed_on", *items), rows


def _answers(random: Generator, mean: float, change: float) -> dict[str, np.ndarray]:
    """Return answers of one subscale by time point, people x 4 items from 0 to 10."""
    n = planted.STAFF
    before = random.standard_normal(n)
    ease = np.exp(random.normal(0, 0.25, size=(n, 4)))
    found = {}
    for time_point, shift, link in (
        ("baseline", 0.0, 1.0),
        ("endpoint", change, planted.STAFF_LINK),
        ("retrospective", planted.RESPONSE_SHIFT, planted.LOOKING_BACK_LINK),
    ):
        latent = link * before + sqrt(1 - link**2) * random.standard_normal(n)
        totals = bounded_scores(latent, highest=40, mean=4 * (mean + shift), sd=4 * planted.STAFF_SD)
        found[time_point] = items_of(random, totals, ease=ease, highest=10)
    return found

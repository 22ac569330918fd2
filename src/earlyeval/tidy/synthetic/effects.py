"""What the generator plants: sizes, changes, shares and trouble. docs/synthetic.md gives the numbers with reasons.

Means and SDs are scale points. `change` is the mean change among people measured both times, after minus before.
`loss_offset` is what must be added to the mean of everybody after the programme so that the change among those who
stay comes out at `change`: loss depends on the score before and on visits, so the two are not the same.
It was found by averaging 400 runs.
"""

from dataclasses import dataclass

# Families, by cluster in the order the site declares them (Battersea, Roehampton, Tooting).
REFERRED = (64, 46, 30)
ACCEPTED = (55, 39, 26)
REFERRED_TWICE = (2, 1, 1)
CONSENTED = (48, 34, 22)
OUT_OF_SPECIFICATION = 14
OVERRIDDEN = 9
NEVER_CAME = 6
MEASURED_BEFORE = 96
MEASURED_TWICE = 70
MEASURED_AFTER_ONLY = 1
LATE_FORMS = 5
UNKNOWN_PEOPLE = 2
PAUSED_ATTENDANCE = 6

# Staff, in the same order.
STAFF = (17, 11, 8)
STAFF_LEFT = 5
STAFF_MIDWAY = 32
STAFF_AFTER = 29
STAFF_LOOKING_BACK = 27
FILMED_BEFORE = 24
FILMED_AFTER = 20
DOUBLE_CODED = 11

INTERVIEWS = 16
INTERVIEWS_BY_CLUSTER = (7, 5, 4)


@dataclass(frozen=True)
class PlantedChange:
    """One questionnaire score before and after, on its whole range."""

    instrument: str
    mean_before: float
    sd_before: float
    change: float
    sd_after: float
    correlation: float  # of the latent scores before and after
    loss_offset: float
    share_missing: float  # of single items, completely at random
    not_returned: tuple[int, int]  # forms left out of the pack before and after


FAMILY_CHANGES = (
    PlantedChange("phq-9", 9.4, 5.2, -2.4, 5.0, 0.62, -0.10, 0.020, (0, 0)),
    PlantedChange("gad-7", 7.6, 4.6, -1.6, 4.4, 0.62, -0.06, 0.020, (0, 1)),
    PlantedChange("kpcs", 40.2, 3.9, 1.2, 3.4, 0.60, 0.02, 0.004, (2, 2)),
)
# How the latent scores of the three hang together before the programme: distress runs against confidence.
LATENT_CORRELATIONS = ((1.0, 0.7, -0.35), (0.7, 1.0, -0.35), (-0.35, -0.35, 1.0))
DOSE_LOADING = 0.15  # of standardised visits on the latent score after: weak on purpose
LOSS_BY_SEVERITY = 0.5  # log odds of loss per SD of the PHQ-9 before
LOSS_BY_VISITS = -1.0  # log odds of loss per SD of log visits

# ASQ:SE-2: shares below the monitoring zone, in it, and at or above the cut-off.
STATUS_BEFORE = (0.72, 0.15, 0.13)
STATUS_AFTER = (0.77, 0.13, 0.10)
STATUS_CORRELATION = 0.6
STATUS_NOT_RETURNED = (6, 5)


@dataclass(frozen=True)
class PlantedStaffChange:
    """One subscale of the staff questionnaire: means of items from 0 to 10."""

    subscale: str
    mean_before: float
    change: float


STAFF_CHANGES = (
    PlantedStaffChange("confidence", 5.5, 1.6),
    PlantedStaffChange("competence", 5.9, 1.1),
    PlantedStaffChange("knowledge", 4.9, 1.9),
)
STAFF_SD = 1.5
STAFF_CORRELATION = 0.62
SUBSCALE_CORRELATION = 0.5
SHARE_OF_CHANGE_MIDWAY = 0.6
RESPONSE_SHIFT = -0.7  # looking back minus what the same person said before
RETROSPECTIVE_CORRELATION = 0.8
STAFF_SHARE_MISSING = 0.008

VIDEO_MEAN_BEFORE = 2.8
VIDEO_CHANGE = 0.45
VIDEO_SD = 0.55  # of true sensitivity between staff
VIDEO_CHANGE_SD = 0.40
VIDEO_ICC = 0.80  # one rater's mean of a clip, absolute agreement
VIDEO_SHARE_NOT_OBSERVED = 0.02

FILM_CLIPS = 12  # at each time point, of those rated
FILM_CODED_TWICE = 6  # of them
FILM_SECONDS = 180
FILM_SEEN_AGAIN = 0.9  # of the first coder's events by the second
FILM_SHIFT_MS = 350  # SD of how far the second coder's times lie from the first's

# Options of the Friends and Family Test in their order, last: don't know. The first two are positive: 88 %.
FRIENDS_AND_FAMILY = (0.60, 0.28, 0.06, 0.03, 0.01, 0.02)
# CHI-ESQ: shares of certainly true, partly true, not true, don't know, for the items from best liked to least.
EXPERIENCE = ((0.86, 0.10, 0.02, 0.02), (0.68, 0.22, 0.05, 0.05))
EXPERIENCE_NOT_RETURNED = 3
COMMENTS = 24

SHARE_OF_DOCUMENTS_CODED_TWICE = 0.5
SECOND_CODER_KEEPS = 0.85  # of the first coder's codes of a turn
SECOND_CODER_ADDS = 0.015  # of the codes that the first did not give a turn
SECOND_CODER_SHORTENS = 0.25  # of kept passages lose their first sentence

FIDELITY_CORE = (0.03, 0.10, 0.87)  # shares rated 0, 1 and 2
FIDELITY_OTHER = (0.10, 0.25, 0.65)
OBSERVED_PER_CLUSTER = 9

"""What is planted in the synthetic pilot. docs/synthetic.md gives the numbers; a test finds them again."""

WEEKS = 39
CLOSED_WEEKS = (15, 16)
FAMILIES = 128
ARRIVAL_WEEKS = 34  # families come for the first time evenly over this long
REFERRED = 44
NOT_ACCEPTED = 9  # referred and not accepted; they never came
ONCE_ONLY = 0.22
# Weeks from the first to the last visit of those who came again: one more than an exponential time of this mean.
STAY_WEEKS = 16.0
KEENNESS = (2.0, 2.0)  # beta distribution of the chance to come in a week between first and last visit
EARLY_HELP = {"referred": 0.42, "universal": 0.05}
CHILD_PROTECTION = {"referred": 0.14, "universal": 0.01}

STAFF, FACILITATORS = 28, 9
STAFF_BEFORE, STAFF_AFTER, STAFF_LOOKING_BACK = 28, 26, 26
TRAINING_DAYS, TRAINING_CHANCE = 3, 0.95
SUPERVISIONS, SUPERVISION_CHANCE = 9, 0.88
# Subscale, mean before, change: means of four items from 0 to 10.
STAFF_CHANGES = (("confidence", 5.2, 1.3), ("competence", 5.6, 0.8), ("knowledge", 4.6, 2.0))
STAFF_SD, STAFF_LINK = 1.4, 0.6
RESPONSE_SHIFT, LOOKING_BACK_LINK = -0.6, 0.8

PARENTS_BEFORE, PARENTS_BOTH = 20, 17
# Instrument, items of one score, highest answer, mean before, SD, change; the scores of a parent go together.
DYAD_CHANGES = (
    ("kpcs", "total", 38.0, 3.6, 1.8),
    ("mors-sf", "warmth", 25.0, 3.8, 1.5),
    ("mors-sf", "invasion", 12.0, 3.8, -1.2),
)
DYAD_LINK = 0.75

DAYS_BEFORE, DAYS_AFTER = 6, 11
SETTING_BEFORE, SETTING_AFTER, SETTING_SD = 2.5, 3.5, 0.35

# Talks with parents who came again, half of them referred; one of them with both parents. Two groups with staff.
INTERVIEWS, INTERVIEWED_AFTER_WEEKS, BOTH_PARENTS_IN = 8, 6, 3
OTHERS_IN_GROUP = 10

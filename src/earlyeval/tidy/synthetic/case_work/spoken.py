"""What is said of made-up intensive family support: codes, themes, what they meet in the numbers, who says what."""

from datetime import date

from earlyeval.tidy.synthetic.codebook import Code
from earlyeval.tidy.synthetic.corpora.declared import Corpus, Theme

PARENTS, STAFF, REFERRERS = "key-work-parents", "key-work-staff", "key-work-referrers"
# Share of the interviews with parents in which each code is heard, planted and exactly there: by whether the worker's
# total fell by ten points or more from the first to the last review.
BY_COURSE = {
    "plan-is-mine": {"fell": 0.8, "others": 0.2},
    "stayed-with-us": {"fell": 0.6, "others": 0.6},
    "being-watched": {"fell": 0.2, "others": 0.8},
    "others-brought-in": {"fell": 0.4, "others": 0.4},
}
# One code is heard from most parents, but at the place where the project has no money of its own.
HANDS_ON, HANDS_ON_WHERE_RARE, RARE_AT = 0.8, 0.2, "glenmarrow"
OF_WORKERS = ("small-steps", "honest-talk", "thresholds")
OF_REFERRERS = ("hearing-back", "clear-door")
_SUMMARIES = {
    "a-plan-of-ones-own": (
        "Reads the plan as own; names what was crossed out.",
        "Asked for one thing first, got it, and went on from there.",
        "Speaks of a review at which the parent read aloud.",
    ),
    "help-you-can-touch": (
        "Help began with the kitchen and the forms; talk came with it.",
        "Names beds, mornings and telephone calls before anything else.",
        "Could think about the rest once the house worked.",
    ),
    "somebody-who-stays": (
        "The worker came again after a quarrel, and that is what is told.",
        "Compares the worker with others, who changed.",
        "Took hard words because of who said them.",
    ),
    "written-down": (
        "Says what is liked to hear, and says that it is so.",
        "Kind and writing everything down: both are told together.",
        "Marks got better, the parent says, and little else.",
    ),
    "change-seen-close": (
        "The group looks for small signs and distrusts the mark it gives.",
        "Honesty is told as what keeps a child safe and loses a family.",
        "Both go together in this group: seeing little, saying much.",
    ),
    "between-services": (
        "The time goes into finding who is responsible.",
        "Wants to hear back, and refers earlier where it does.",
        "Families are told no at one door and sent from the next.",
    ),
}


def corpus_of(prefix: str) -> Corpus:
    """Return the corpus of one project; ids begin with its prefix."""
    return Corpus(
        prefix=f"{prefix}-",
        coders=("analyst-1", "analyst-2"),
        codes=_CODES,
        themes=_THEMES,
        domains=_DOMAINS,
        inferences=_INFERENCES,
        coded_from=date(2024, 5, 6),
        checked_on=date(2024, 6, 24),
        memos={
            "being-watched": "Told quietly, and often near the end of the talk.",
            "plan-is-mine": "Does the parent mean the paper, or being asked?",
            "thresholds": "The same story from both sides: compare with those who refer.",
        },
        summaries=_SUMMARIES,
    )


_CODES = (
    Code("plan-is-mine", PARENTS, "The plan is mine", "The parent speaks of the plan as something of their own."),
    Code("hands-on-help", PARENTS, "Help with hands", "Practical help in the house, with money, with forms."),
    Code("stayed-with-us", PARENTS, "Stayed with us", "One person came through all of it."),
    Code("being-watched", PARENTS, "Being watched", "The parent speaks of being assessed while being helped."),
    Code("others-brought-in", PARENTS, "Others brought in", "Other services that came through the worker."),
    Code("small-steps", STAFF, "Small steps", "What workers take as signs that something moves."),
    Code("honest-talk", STAFF, "Honest talk", "Saying the concern to the parent's face."),
    Code("thresholds", STAFF, "Thresholds", "Who takes which family, and who does not."),
    Code("hearing-back", REFERRERS, "Hearing back", "What those who refer learn afterwards."),
    Code("clear-door", REFERRERS, "A clear door", "Whether it is clear who is taken, and how."),
)
_THEMES = (
    Theme(
        "a-plan-of-ones-own",
        "A plan of one's own",
        "Things move where the plan is told in the parent's words.",
        ("plan-is-mine",),
        "family",
        "Searched for parents to whom the plan meant nothing: some nodded at reviews.",
        "being-watched",
    ),
    Theme(
        "help-you-can-touch",
        "Help that one can touch",
        "Practical help is what makes talk possible.",
        ("hands-on-help", "others-brought-in"),
        "family",
        "Searched for parents who found practical help beside the point: none said so.",
    ),
    Theme(
        "somebody-who-stays",
        "Somebody who stays",
        "What counts is that the worker comes again after the worst.",
        ("stayed-with-us",),
        "family",
        "Searched for parents who were glad of a change of worker: none.",
    ),
    Theme(
        "written-down",
        "Helped and written down",
        "Help that is also assessment is never quite forgotten as such.",
        ("being-watched",),
        "family",
        "Searched for parents who did not mind: some said that it cannot be otherwise.",
    ),
    Theme(
        "change-seen-close",
        "Change seen from close by",
        "Workers see more than they can mark, and must say more.",
        ("small-steps", "honest-talk"),
        "staff",
        "Searched for workers who trust the mark alone: none was found.",
    ),
    Theme(
        "between-services",
        "Between the services",
        "Families fall where one service ends and the next begins late.",
        ("thresholds", "hearing-back", "clear-door"),
        "staff",
        "Searched for referrals that went well: where colleagues knew each other.",
    ),
)
_DOMAINS = (
    (
        "concern",
        "Concern about the children",
        "concern-total",
        "a-plan-of-ones-own",
        None,
        "better",
        "Workers' totals fell, and parents whose totals fell tell of a plan of their own. Whoever helps also marks.",
        ("agreement", "agreement", "agreement"),
        None,
    ),
    (
        "marked-and-meant",
        "What is marked and what is meant",
        "concern-total",
        "written-down",
        None,
        "worse",
        "Totals fell while parents tell of saying what is liked to hear. Where they do, the fall may be the saying.",
        ("dissonance", "dissonance", "dissonance"),
        "Have a second worker mark at closing.",
    ),
    (
        "care",
        "Care at home",
        "care-physical care-love",
        "help-you-can-touch",
        None,
        "better",
        "Grades are the worker's; parents tell of beds, meals and mornings.",
        ("agreement", "partial", "partial"),
        None,
    ),
    (
        "services",
        "Between the services",
        "",
        "between-services",
        None,
        "worse",
        "Needs and services are counted elsewhere; no figure tells how long a referral took.",
        ("silence", "silence", "silence"),
        "Note the days from referral to first visit.",
    ),
    (
        "steady-worker",
        "One steady worker",
        "",
        "somebody-who-stays",
        None,
        "better",
        "No figure tells how often a worker changed.",
        ("silence", "silence", "silence"),
        None,
    ),
)
_INFERENCES = (
    ("plan-and-fall", "Where the plan became the parent's own, concern may have fallen for that reason.",
     "concern-total a-plan-of-ones-own concern",
     "Parents for whom things went well tell the plan as theirs afterwards.", "tentative"),
    ("marks-need-another", "A worker's own marks cannot carry a conclusion alone.",
     "concern-total written-down marked-and-meant",
     "Parents who feel watched may be those of whom there was more to fear.", "moderate"),
)  # fmt: skip

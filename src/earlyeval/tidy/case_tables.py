"""The tidy tables of case work and of settings: cases, their reviews, ratings and codes; observed rooms; costs."""

from earlyeval.tidy.shapes import Column, Table

_CASE = Column("case_id", "id", "identifier", required=True)
_REVIEW = Column("review_number", "whole_number", required=True, lowest=1)
_OF_CASE = (("case_id", "cases"),)
# The plan a child is under: none, child in need, child protection plan, looked after by the authority.
PLANS = ("none", "cin", "cpp", "lac")
CONCERNS = ("none", "low", "medium", "high")
ENGAGEMENT = ("full", "partial", "refused")
CLOSURES = ("concern_removed", "improved", "no_change", "worse", "care_entry")
RESULTS = ("better", "same", "worse")

CASE_TABLES: tuple[Table, ...] = (
    Table(
        "cases", "case: one child's time with the service", ("case_id",),
        (
            _CASE,
            Column("person_id", "id", "identifier", required=True, about="the child (or the parent) it is about"),
            Column("cluster", "code", declared_in="clusters"),
            Column("opened_on", "date"),
            Column("closed_on", "date", about="blank while it is open"),
            Column("engagement", "code", allowed=ENGAGEMENT, about="of the parents, over the whole time"),
            Column("closure_outcome", "code", allowed=CLOSURES, about="blank while it is open"),
            Column("stepped_up", "yes_no", about="passed on to crisis or statutory services while open"),
        ),
        refers=(("person_id", "people"),),
    ),
    Table(
        "reviews", "review of a case", ("case_id", "review_number"),
        (
            _CASE,
            _REVIEW,
            Column("reviewed_on", "date"),
            Column("concern_level", "code", allowed=CONCERNS),
            Column("plan_status", "code", allowed=PLANS),
            Column("engagement", "code", allowed=ENGAGEMENT),
        ),
        refers=_OF_CASE,
    ),
    Table(
        "review_ratings", "grade or total that a rater gave a case at a review",
        ("case_id", "review_number", "instrument", "version", "subscale", "rater_id"),
        (
            _CASE,
            _REVIEW,
            Column("instrument", "name", "open", required=True, declared_in="instruments"),
            Column("version", "name", "open", required=True),
            Column("subscale", "name", "open", required=True, about="an area, or the total"),
            Column("rater_id", "id", "identifier", required=True),
            Column("score", "number"),
            Column("is_main_rater", "yes_no", required=True, about="the rating that is analysed"),
        ),
        refers=_OF_CASE,
    ),
    Table(
        "case_needs", "need of a case at referral", ("case_id", "need"),
        (_CASE, Column("need", "code", required=True, declared_in="needs")),
        refers=_OF_CASE,
    ),
    Table(
        "case_services", "service that a case received", ("case_id", "service"),
        (_CASE, Column("service", "code", required=True, declared_in="services")),
        refers=_OF_CASE,
    ),
    Table(
        "case_outcomes", "outcome judged for a case at its end", ("case_id", "outcome"),
        (
            _CASE,
            Column("outcome", "code", required=True, declared_in="case_outcomes"),
            Column("result", "code", required=True, allowed=RESULTS),
        ),
        refers=_OF_CASE,
    ),
    Table(
        "observations", "score of an observed setting on a day",
        ("observation_id", "instrument", "version", "subscale"),
        (
            Column("observation_id", "id", "open", required=True),
            Column("cluster", "code", "open", declared_in="clusters"),
            Column("observed_on", "date", "open", required=True),
            Column("time_point", "code", "open", required=True, declared_in="time_points",
                   about="the phase: baseline before the programme reached the setting"),
            Column("instrument", "name", "open", required=True, declared_in="instruments"),
            Column("version", "name", "open", required=True),
            Column("subscale", "name", "open", required=True),
            Column("score", "number", "open"),
            Column("observer_role", "code", "open", required=True,
                   allowed=("self", "peer", "supervisor", "external")),
        ),
    ),
    Table(
        "costs", "cost of delivery", ("cost_id",),
        (
            Column("cost_id", "id", "open", required=True),
            Column("cluster", "code", "open", declared_in="clusters", about="blank when for the whole site"),
            Column("category", "code", "open", required=True,
                   allowed=("staff", "supervision", "training", "venue", "materials", "licence", "travel", "volunteer",
                            "central")),
            Column("staff_band", "code", "open"),
            Column("hours", "number", "open", lowest=0, unit="hours, with preparation, travel and supervision"),
            Column("unit_cost", "number", "open", lowest=0, unit="pounds an hour or a piece"),
            Column("amount", "number", "open", required=True, lowest=0, unit="pounds"),
            Column("price_year", "whole_number", "open", required=True, lowest=1990, highest=2100),
            Column("one_off", "yes_no", "open", about="set-up, not running costs"),
            Column("source", "text", "open", about="where the price comes from"),
        ),
    ),
)  # fmt: skip

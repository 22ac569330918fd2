"""The tidy tables: their columns, types, units, keys and sensitivity. The one home of these facts.

A return may be sent in this shape (``people.csv``, ``attendance.xlsx`` ...), as one wide sheet per instrument
(``phq-9.csv``: person_id, time_point, completed_on, then one column per item id or subscale id), or in any shape
that a return declaration of the registry maps to it.
"""

from earlyeval.foundations.terms import PERSON_ROLES
from earlyeval.tidy.agreement_tables import AGREEMENT_TABLES
from earlyeval.tidy.birth_tables import BIRTH_TABLES
from earlyeval.tidy.case_tables import CASE_TABLES
from earlyeval.tidy.codebook_tables import CODEBOOK_TABLES
from earlyeval.tidy.contact_tables import CONTACT_TABLES
from earlyeval.tidy.figure_tables import FIGURE_TABLES
from earlyeval.tidy.qualitative_tables import QUALITATIVE_TABLES
from earlyeval.tidy.shapes import Column, Table

_PERSON = Column("person_id", "id", "identifier", required=True)
_TIME_POINT = Column("time_point", "code", "open", required=True, declared_in="time_points")

# Columns that any returned table may carry, whatever its shape. Rows marked synthetic are never reported as real.
UNIVERSAL_COLUMNS = (Column("is_synthetic", "yes_no", "open", about="made up by the generator, describes nobody"),)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "referrals", "referral of a family", ("referral_id",),
            (
                Column("referral_id", "id", "identifier", required=True),
                Column("family_id", "id", "identifier", required=True),
                Column("referred_on", "date"),
                Column("source", "code", about="who referred"),
                Column("need_level", "code", declared_in="need_levels"),
                Column("cluster", "code", declared_in="clusters"),
                Column("in_specification", "code", allowed=("yes", "no"), about="meets the service specification"),
                Column("override_reason", "code", declared_in="override_reasons",
                       about="why a family was taken in from outside the specification"),
                Column("decision", "code", required=True, allowed=("accepted", "declined", "redirected", "waiting")),
            ),
        ),
        Table(
            "people", "person", ("person_id",),
            (
                _PERSON,
                Column("family_id", "id", "identifier", about="blank for staff"),
                Column("role", "code", "open", required=True,
                       allowed=PERSON_ROLES),
                Column("cluster", "code", declared_in="clusters"),
                Column("arm", "code", declared_in="arms"),
                Column("in_specification", "code", allowed=("yes", "no", "override")),
                Column("consented", "yes_no"),
                Column("started_on", "date"),
                Column("ended_on", "date"),
                Column("end_status", "code", allowed=("completed", "disengaged", "moved", "still_open", "other")),
                # further columns: the characteristics that the programme declares
            ),
        ),
        Table(
            "sessions", "session", ("session_id",),
            (
                Column("session_id", "id", "open", required=True),
                Column("kind", "code", "open", required=True, declared_in="session_kinds"),
                Column("number", "whole_number", "open", lowest=1),
                Column("held_on", "date", "open"),
                Column("cluster", "code", "open", declared_in="clusters", about="blank when for the whole site"),
                Column("delivered", "yes_no", "open", required=True),
                Column("minutes", "number", "open", lowest=0, highest=600, unit="minutes"),
                Column("led_by", "text", "open", about="professions of those who led it, separated by spaces"),
                # A closed list: a reason in a site's own words may be about somebody's health.
                Column("cancelled_reason", "code", "open",
                       allowed=("holiday", "weather", "venue", "staffing", "few_expected", "other")),
            ),
        ),
        Table(
            "attendance", "person at a session", ("session_id", "person_id"),
            (
                Column("session_id", "id", "open", required=True),
                _PERSON,
                Column("status", "code", required=True,
                       allowed=("attended", "late", "left_early", "absent_notified", "absent", "not_expected")),
                Column("minutes", "number", lowest=0, highest=600, unit="minutes"),
            ),
            refers=(("session_id", "sessions"), ("person_id", "people")),
        ),
        Table(
            "responses", "answer of a person to an item at a time point",
            ("person_id", "instrument", "version", "time_point", "item"),
            (
                _PERSON,
                Column("instrument", "name", "open", required=True, declared_in="instruments"),
                Column("version", "name", "open", required=True),
                _TIME_POINT,
                Column("item", "name", "open", required=True),
                Column("value", "number", about="missing: not answered; 'na' is kept in `is_not_applicable`"),
                Column("is_not_applicable", "yes_no"),
                Column("completed_on", "date"),
            ),
            refers=(("person_id", "people"),),
        ),
        Table(
            "totals", "supplied total of a person on a subscale at a time point",
            ("person_id", "instrument", "version", "time_point", "subscale"),
            (
                _PERSON,
                Column("instrument", "name", "open", required=True, declared_in="instruments"),
                Column("version", "name", "open", required=True),
                _TIME_POINT,
                Column("subscale", "name", "open", required=True),
                Column("score", "number"),
                Column("form", "code", about="age form, for instruments that have them"),
                Column("completed_on", "date"),
            ),
            refers=(("person_id", "people"),),
        ),
        Table(
            "comments", "free-text comment", ("comment_id",),
            (
                Column("comment_id", "id", "open", required=True),
                _PERSON,
                Column("time_point", "code", "open", declared_in="time_points"),
                Column("question", "name", "open", required=True, about="what was asked: a word, or two with a hyphen"),
                Column("comment", "text", "text", required=True),
            ),
            refers=(("person_id", "people"),),
        ),
        Table(
            "ratings", "rating of a clip by a rater on an item", ("clip_id", "rater_id", "item"),
            (
                Column("clip_id", "id", "identifier", required=True),
                _PERSON,
                _TIME_POINT,
                Column("instrument", "name", "open", required=True, declared_in="instruments"),
                Column("version", "name", "open", required=True),
                Column("item", "name", "open", required=True),
                Column("rater_id", "id", "identifier", required=True),
                Column("score", "number", about="missing: not observed"),
                Column("is_main_rater", "yes_no", required=True, about="the rating that is analysed"),
                Column("blind_to_time_point", "yes_no"),
                Column("rated_on", "date"),
            ),
            refers=(("person_id", "people"),),
        ),
        Table(
            "fidelity", "component in an observed session", ("session_id", "component", "observer_role"),
            (
                Column("session_id", "id", "open", required=True),
                Column("component", "code", "open", required=True, declared_in="components"),
                Column("observer_role", "code", "open", required=True,
                       allowed=("self", "peer", "supervisor", "external")),
                Column("rating", "whole_number", "open", about="on the programme's fidelity scale"),
                Column("adaptation", "code", "open", allowed=("none", "tailored", "added", "dropped", "reordered")),
                Column("was_planned", "yes_no", "open"),
            ),
            refers=(("session_id", "sessions"),),
        ),
        *CASE_TABLES,
        *CONTACT_TABLES,
        *BIRTH_TABLES,
        *FIGURE_TABLES,
        *QUALITATIVE_TABLES,
        *AGREEMENT_TABLES,
        *CODEBOOK_TABLES,
    )
}  # fmt: skip

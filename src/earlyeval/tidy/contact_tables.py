"""The tidy tables of a universal service: contacts due, counts of earlier quarters, standards, who works with whom."""

from earlyeval.tidy.shapes import Column, Table

_CONTACT = Column("contact", "code", "open", required=True, declared_in="contacts")
_CLUSTER = Column("cluster", "code", "open", declared_in="clusters", about="blank when for the whole site")

CONTACT_TABLES: tuple[Table, ...] = (
    Table(
        "contacts", "contact that a child is due", ("person_id", "contact"),
        (
            Column("person_id", "id", "identifier", required=True, about="the child, never the mother"),
            _CONTACT,
            Column("due_from", "date", about="first day of the window; blank where there is none"),
            Column("due_by", "date", required=True, about="last day that counts as in time"),
            Column("done_on", "date", about="blank: not done by the day of the return"),
            Column("quarter", "month", "open",
                   about="first month of the quarter in which the child enters the denominator; blank: worked out"),
            Column("cluster", "code", declared_in="clusters", about="the team"),
            Column("need_level", "code", declared_in="need_levels"),
        ),
        refers=(("person_id", "people"),),
    ),
    Table(
        "contact_counts", "quarter of a contact, counted by the site", ("contact", "quarter", "cluster"),
        (
            _CONTACT,
            Column("quarter", "month", "open", required=True, about="first month of the quarter"),
            _CLUSTER,
            Column("due", "whole_number", required=True, lowest=0, unit="children"),
            Column("in_time", "whole_number", required=True, lowest=0, unit="children"),
            Column("late", "whole_number", lowest=0, unit="children"),
        ),
    ),
    Table(
        "standards", "standard of quality assessed on a day", ("standard", "assessed_on", "cluster"),
        (
            Column("standard", "code", "open", required=True, declared_in="standards"),
            Column("assessed_on", "date", "open", required=True),
            _CLUSTER,
            Column("met", "code", "open", required=True, allowed=("yes", "partly", "no")),
        ),
    ),
    Table(
        "worker_links", "person and worker", ("person_id", "worker_id"),
        (
            Column("person_id", "id", "identifier", required=True, about="the parent, or the child"),
            Column("worker_id", "id", "identifier", required=True, about="the member of staff"),
            Column("is_main_worker", "yes_no", about="the one that the relationship is asked about"),
        ),
        refers=(("person_id", "people"), ("worker_id", "people")),
    ),
)  # fmt: skip

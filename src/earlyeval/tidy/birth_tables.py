"""The tidy table of births."""

from earlyeval.tidy.shapes import Column, Table

DELIVERIES = ("spontaneous", "instrumental", "elective_caesarean", "emergency_caesarean")
FEEDINGS = ("breast", "mixed", "formula")

BIRTH_TABLES: tuple[Table, ...] = (
    Table(
        "births", "birth of a child", ("child_id",),
        (
            Column("child_id", "id", "identifier", required=True),
            Column("person_id", "id", "identifier", required=True, about="the mother, or whoever gave birth"),
            Column("born_on", "date"),
            Column("gestation_weeks", "whole_number", lowest=20, highest=45, unit="completed weeks"),
            Column("birth_weight", "number", lowest=300, highest=7000, unit="grams"),
            Column("delivery", "code", allowed=DELIVERIES),
            Column("feeding", "code", allowed=FEEDINGS, about="at six weeks"),
            Column("is_multiple", "yes_no", about="one of twins or more"),
        ),
        refers=(("person_id", "people"),),
    ),
)  # fmt: skip

"""The tidy tables of double coding and of coded video: units coded twice, clips, events."""

from earlyeval.tidy.shapes import Column, Table

AGREEMENT_TABLES: tuple[Table, ...] = (
    Table(
        "double_coding", "double-coded unit", ("unit_id",),
        (
            Column("unit_id", "id", "open", required=True),
            Column("doc_id", "id", "open", required=True),
            Column("start", "whole_number", "open", lowest=0, unit="code points",
                   about="blank with `end`: the whole document"),
            Column("end", "whole_number", "open", lowest=0, unit="code points, end-exclusive"),
            Column("selected_how", "code", "open", required=True, allowed=("random", "purposive", "training")),
            Column("coder_a", "id", "open", required=True, about="whose codings the analysis uses"),
            Column("coder_b", "id", "open", required=True, about="whose codings of the unit serve agreement alone"),
            Column("independent", "yes_no", "open", about="neither saw the other's codings"),
            Column("blind", "yes_no", "open", about="neither knew time point, arm or site"),
        ),
        folder="qual", refers=(("doc_id", "documents"),),
    ),
    Table(
        "clips", "clip whose events were coded", ("clip_id",),
        (
            Column("clip_id", "id", "identifier", required=True),
            Column("person_id", "id", "identifier", about="who is filmed"),
            Column("time_point", "code", "open", declared_in="time_points"),
            Column("length_s", "number", lowest=0, highest=86_400, unit="seconds", about="how much of it was coded"),
        ),
        refers=(("person_id", "people"),),
    ),
    Table(
        "events", "event that a coder marked in a clip", ("event_id",),
        (
            Column("event_id", "id", "open", required=True),
            Column("clip_id", "id", "identifier", required=True),
            Column("observation", "text", "open", about="what the tool calls the sitting"),
            Column("coder", "id", "identifier", about="blank where one person coded everything"),
            Column("is_main_coder", "yes_no", about="the coding that is analysed; blank counts as yes"),
            Column("subject", "name", "open", about="who acts, such as adult or child"),
            Column("behaviour", "name", "open", required=True),
            Column("kind", "code", "open", required=True, allowed=("point", "state")),
            Column("begin_ms", "whole_number", required=True, lowest=0, highest=86_400_000,
                   unit="milliseconds from the start of the clip"),
            Column("end_ms", "whole_number", lowest=0, highest=86_400_000,
                   unit="milliseconds; the same as `begin_ms` of a point"),
            Column("modifiers", "text", "open"),
        ),
    ),
)  # fmt: skip

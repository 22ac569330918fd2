"""The tidy table of figures that a site worked out and reported itself. Nothing is computed from them."""

from earlyeval.tidy.shapes import Column, Table

# What a denominator may count, as far as our own rows can say the same.
COUNTED = ("people", "families", "children", "staff", "referrals", "sessions", "visits", "births", "cases")
WHOLE_PERIOD = "all"

FIGURE_TABLES: tuple[Table, ...] = (
    Table(
        "site_figures", "figure of an indicator and period from one source", ("indicator", "period", "source"),
        (
            Column("indicator", "name", "open", required=True, about="the site's own name for it, without blanks"),
            Column("period", "name", "open", required=True, about="2025, 2025-q1; 'all' for all that was sent"),
            Column("source", "name", "open", required=True, about="where it was reported, such as annual-report"),
            Column("counts", "code", allowed=COUNTED, about="what the denominator counts"),
            Column("numerator", "whole_number", lowest=0),
            Column("denominator", "whole_number", lowest=0),
            Column("estimate", "number"),
            Column("lower", "number", about="lower end of its interval"),
            Column("upper", "number", about="upper end of its interval"),
            Column("estimate_is", "code", allowed=("share", "percent", "other"),
                   about="share: 0.35 for 7 of 20; percent: 35; other: a mean, a ratio, a rate"),
        ),
    ),
)  # fmt: skip

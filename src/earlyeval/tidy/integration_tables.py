"""The tidy tables in which numbers and accounts meet: domains with their ratings, and what is concluded from both."""

from earlyeval.tidy.shapes import Column, Table

READINGS = ("better", "no_change", "worse", "mixed", "silent")
# How two sources fit (after Farmer et al. 2006, doi:10.1177/1049732305285708), from fitting best to fitting least.
FITS = ("agreement", "partial", "silence", "dissonance")
STRENGTHS = ("strong", "moderate", "tentative")

INTEGRATION_TABLES: tuple[Table, ...] = (
    Table(
        "convergence", "domain in which numbers and accounts meet", ("domain_id",),
        (
            Column("domain_id", "name", "open", required=True),
            Column("domain", "text", "open", required=True),
            Column("outcome_ids", "text", "open",
                   about="outcomes, experience questions, definitions or kinds of sessions, separated by spaces; "
                         "blank: no numbers on this"),
            Column("theme_ids", "text", "open", about="separated by spaces; blank: no accounts of this"),
            Column("numbers_say", "code", "open", allowed=READINGS,
                   about="the analysts' reading, used only where no interval of these numbers can be read by rule"),
            Column("accounts_say", "code", "open", allowed=READINGS),
            Column("meta_inference", "text", "open", about="what the two together let us conclude, by a named author"),
            Column("author", "text", "open"),
            Column("rating_a", "code", "open", allowed=FITS, about="one rater's reading of how the two fit"),
            Column("rating_b", "code", "open", allowed=FITS, about="another rater's, made without knowing the first"),
            Column("agreed_rating", "code", "open", allowed=FITS, about="what the two settled on together"),
            Column("rated_by", "text", "open", about="both raters: 'first; second'"),
            Column("action", "text", "open", about="what is done about it"),
        ),
        folder="qual",
    ),
    Table(
        "meta_inferences", "conclusion drawn from numbers and accounts together", ("inference_id",),
        (
            Column("inference_id", "name", "open", required=True),
            Column("inference", "text", "open", required=True),
            Column("author", "text", "open", required=True),
            Column("evidence_ids", "text", "open", required=True,
                   about="outcomes, experience questions, definitions, kinds of sessions, themes, domains or "
                         "quotations, separated by spaces; each must exist"),
            Column("rival_explanation", "text", "open", required=True, about="what else would explain the same"),
            Column("strength", "code", "open", required=True, allowed=STRENGTHS),
        ),
        folder="qual",
    ),
)  # fmt: skip

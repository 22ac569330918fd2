"""What the declared approach of a qualitative analysis calls for, and what it rules out, in words for the page."""

from collections.abc import Iterator

from earlyeval.analyse.questions import Row, question
from earlyeval.study import Study

# Families of thematic analysis: Braun and Clarke 2021, doi:10.1080/14780887.2020.1769238.
RULES: dict[str, dict[str, str]] = {
    "reflexive": {
        "Counting": "Themes are readings of the analyst. They are not counted, and no share of voices is given.",
        "Agreement of coders": "Not computed: two readers are not expected to read alike.",
        "Saturation": "No verdict: meaning is not used up by further conversations.",
        "Reporting": "RTARG takes the place of COREQ.",
    },
    "codebook": {
        "Counting": "In how many conversations a theme was heard is told as so many of so many, never as a percentage.",
        "Agreement of coders": "May be given; it is no finding.",
        "Saturation": "Told by new codes, for the final codebook and for codes as first coined.",
        "Reporting": "COREQ and SRQR.",
    },
    "framework": {
        "Counting": "A matrix of cases and themes; in how many conversations a theme was heard.",
        "Agreement of coders": "May be given; it is no finding.",
        "Saturation": "Told by new codes, for the final codebook and for codes as first coined.",
        "Reporting": "COREQ and SRQR.",
    },
    "coding_reliability": {
        "Counting": "In how many conversations a theme was heard is told as so many of so many.",
        "Agreement of coders": "Required, for each code and with its interval.",
        "Saturation": "Told by new codes, for the final codebook and for codes as first coined.",
        "Reporting": "COREQ and SRQR.",
    },
}
NO_REFLEXIVITY = (
    "The registry holds no statement of who the analysts are and how that shaped the reading. A reflexive analysis "
    "needs one: write it under qualitative, reflexivity, of the programme."
)


@question("qualitative-approach")
def qualitative_approach(study: Study) -> Iterator[Row]:
    """Return what the approach calls for and rules out, and the statement of reflexivity where there is one."""
    approach = study.programme.qualitative_approach
    if approach not in RULES or not study.has("documents"):
        return
    said = dict(RULES[approach])
    reflexivity = study.programme.qualitative.reflexivity
    if reflexivity or approach == "reflexive":
        said["Reflexivity"] = reflexivity or NO_REFLEXIVITY
    for place, (label, note) in enumerate(said.items(), start=1):
        yield {
            "strand": "qualitative", "estimand": "statement", "sensitivity": "open", "outcome": f"rule-{place}",
            "label": label, "subgroup": f"{approach.replace('_', ' ')} thematic analysis", "note": note,
        }  # fmt: skip

"""Made-up summaries of a framework analysis: one for each interview and theme that it touches."""

from collections.abc import Mapping, Sequence

from earlyeval.tidy.synthetic.sheets import Sheet

_SUMMARIES = {
    "known-face": (
        "Met the worker at home first; says that without it the first session would have been missed.",
        "The visit was welcome and a little odd; afterwards the group had a face.",
        "Speaks of the visit as the moment of deciding to come.",
    ),
    "somebody-already": (
        "Talks of the baby, before the birth, as somebody who listens.",
        "Found it strange to talk to a bump, and then did it every evening.",
        "Wonders what the baby makes of the voices in the house.",
    ),
    "two-of-us": (
        "The couple has a way of stopping a quarrel now; sleep undoes it.",
        "More talk before the birth, less time for it since.",
        "Wishes that there had been something for couples afterwards.",
    ),
    "fathers-meant-too": (
        "Was spoken to as a parent from the first session on.",
        "Came because the invitation had his name on it.",
        "Liked that fathers had an hour of their own.",
    ),
}
_DOCUMENT, _CODING, _CODE = 1, 0, 5


def framework_sheet(
    documents: Sequence[Sequence],
    codings: Sequence[Sequence],
    codes_of_themes: Mapping[str, str],
    summaries: Mapping[str, Sequence[str]] = _SUMMARIES,
) -> Sheet:
    """Return the summaries; a case that does not touch a theme has none. The third cell of a document is its case."""
    rows = []
    for number, document in enumerate(documents):
        own = [row for row in codings if row[_DOCUMENT] == document[0]]
        for place, (theme, code) in enumerate(codes_of_themes.items()):
            behind = [row[_CODING] for row in own if row[_CODE] in code.split()]
            if behind:
                said = summaries[theme][(number + place) % len(summaries[theme])]
                rows.append([document[2], theme, said, " ".join(behind)])
    return Sheet("qual/framework.csv", ("case_id", "theme_id", "summary", "coding_ids"), rows)

"""What is seen across the programmes of a place, as sections of its page: rows, gate, displays."""

from collections.abc import Sequence
from typing import Any

from earlyeval import present
from earlyeval.analyse.place import place_rows
from earlyeval.foundations.errors import EarlyevalError, ProtectionError
from earlyeval.foundations.paths import StudyPaths
from earlyeval.protect.gate import release
from earlyeval.protect.overlap import OverlapClosed, overlap_closed, overlap_withheld
from earlyeval.registry.whole import Registry
from earlyeval.report.index import Section
from earlyeval.study import load_study

INTROS = {
    "reach": (
        "Families reached by the programmes of this place",
        "A family counts where anybody of it took part. Families in several programmes can only be counted where the "
        "programmes know a family by the same id.",
    ),
    "measures": (
        "Measures that the programmes share",
        "Where two programmes ask the same questions, what each found stands side by side, each with its own time.",
    ),
    "glossary": (
        "One language",
        "Words of child development and of parents' wellbeing, as every report of this place uses them.",
    ),
}
MIXED = "One of these reports stands on made-up data and another does not, so nothing is seen across them."
CHANGED = "The returns of a programme could not be read again, so nothing is seen across the programmes."
ACROSS = "Across the programmes"


def sections_of(registry: Registry, paths: StudyPaths, facts: Sequence[dict[str, Any]]) -> tuple[Section, ...]:
    """Return the sections of a place's page from the facts of its reports; none where it has fewer than two.

    Raises
    ------
    ProtectionError
        A row that the study's profile has no rule for: the page is not written.
    """
    if len(facts) < 2:
        return ()
    kinds = {fact["data"] for fact in facts}
    if len(kinds) > 1:
        return (Section(ACROSS, MIXED, ()),)
    try:
        asked = [(fact["site"], fact["programme"]) for fact in facts]
        studies = [load_study(*place, study=paths.root, data=min(kinds)) for place in asked]
    except EarlyevalError:
        return (Section(ACROSS, CHANGED, ()),)
    profile = registry.profile
    rows = place_rows(studies)
    released = release(overlap_withheld(rows, profile), profile)
    if overlap_closed(rows, released.rows, profile) != OverlapClosed(len(rows)):
        raise ProtectionError("Nobody judged the overlap of the programmes of a place, so nothing of it is shown.")
    show = present.under(profile, level="release", data=studies[0].data, site_name=studies[0].site.name)
    return tuple(
        Section(heading, intro, tuple(part.bundle()[0]["text/html"] for part in show.place(released, part=name).parts))
        for name, (heading, intro) in INTROS.items()
    )

"""The same people under each declared definition of a word: enrolled, in specification, attended, completed.

One programme's "completed" is another's "attended", and the same programme changes its own from one year to the next.
Everybody is counted under every definition, whenever it was in force, so that nothing moves but the definition.
"""

from collections.abc import Iterator

from earlyeval.analyse.dose import dose
from earlyeval.analyse.flow import flow
from earlyeval.analyse.questions import Row, question
from earlyeval.foundations.results import not_estimable, records
from earlyeval.registry.programmes import Definition, StageDefinition
from earlyeval.study import Study

ORDER = ("enrolled", "in_specification", "engaged", "attended", "completed", "trained")
NOT_COUNTED = "What it counts was not returned."


@question("definitions")
def definitions(study: Study) -> Iterator[Row]:
    """Return the number, and where there is a whole the share, of people under each declared definition.

    Rows
    ----
    ``outcome`` is the definition's id, ``label`` what it says, ``subgroup`` the word that it defines and ``note`` since
    when: agreed on, in force from and until. ``n`` of ``n_expected`` and the share with its interval are those of
    the stage of the flow, or of the people who started, as in ``flow`` and ``dose``.
    """
    programme = study.programme
    declared = [*programme.stage_definitions, *programme.definitions]
    if not declared:
        return
    counted = {"flow": flow(study), "dose": dose(study)}
    for one in sorted(declared, key=lambda definition: ORDER.index(definition.term)):
        yield _row(one, counted["flow" if isinstance(one, StageDefinition) else "dose"])


def _row(definition: Definition | StageDefinition, counted) -> Row:
    wanted = definition.stage if isinstance(definition, StageDefinition) else definition.id
    same = counted[(counted["outcome"] == wanted) & (counted["arm"] == "") & (counted["subgroup"] == "")]
    shares, counts = same[same["estimand"] == "proportion"], same[same["estimand"] == "count"]
    found = records((shares if len(shares) else counts).head(1).drop(columns=["programme", "site", "question"]))
    words = {
        "outcome": definition.id,
        "label": definition.label,
        "subgroup": definition.term,
        "note": since(definition),
    }
    if not found:
        return not_estimable(words | {"estimand": "proportion", "source_table": "people"}, reason=NOT_COUNTED)
    return found[0] | words


def since(definition: Definition | StageDefinition) -> str:
    """Return since when a definition holds, in words."""
    parts = [
        f"agreed on {definition.agreed_on}" if definition.agreed_on else "not agreed in advance",
        f"in force from {definition.in_force_from}" if definition.in_force_from else "",
        f"until {definition.in_force_until}" if definition.in_force_until else "",
    ]
    return ", ".join(part for part in parts if part)

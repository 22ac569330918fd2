"""Cross-checks: what one entry of the registry says about itself or another must be true."""

from collections.abc import Iterable, Iterator

from earlyeval.registry.checks_checklists import check_answers, check_checklist
from earlyeval.registry.checks_criteria import check_criteria
from earlyeval.registry.checks_items import Finding
from earlyeval.registry.checks_outcomes import check_outcomes, check_plan
from earlyeval.registry.checks_profiles import check_profile
from earlyeval.registry.checks_programmes import check_programme, check_site
from earlyeval.registry.checks_returns import check_return
from earlyeval.registry.checks_scales import check_instrument
from earlyeval.registry.draft import Draft, not_declared
from earlyeval.registry.files import NAMED_BY_PROGRAMME, REFERENCES_FILE
from earlyeval.registry.plan import StudyFacts
from earlyeval.registry.problems import Problem
from earlyeval.registry.walk import sources


def check_registry(draft: Draft, facts: StudyFacts | None, *, study_file: str) -> Iterator[Problem]:
    """Yield every contradiction of a registry that was read.

    An entry that failed its own schema is left out, and so is what leans on it: one mistake, one message.
    """
    yield from check_places(draft)
    if facts is not None:
        yield from _check_profile_of_study(draft, facts, study_file)
    for name, instrument in draft.entries["instruments"].items():
        yield from _placed(draft, "instruments", name, check_instrument(instrument))
    for name, profile in draft.entries["profiles"].items():
        yield from _placed(draft, "profiles", name, check_profile(profile))
    for name, declared in draft.entries["returns"].items():
        yield from _placed(draft, "returns", name, check_return(declared, draft))
    for name, checklist in draft.entries["checklists"].items():
        yield from _placed(draft, "checklists", name, check_checklist(checklist))
    for name, programme in draft.entries["programmes"].items():
        for checklist in programme.qualitative.checklists:
            if sentence := draft.unknown("checklists", checklist):
                yield Problem(draft.places["programmes", name], "qualitative.checklists", sentence)
    yield from _check_by_programme(draft)
    yield from _check_sources(draft)


def check_places(draft: Draft) -> Iterator[Problem]:
    """Yield the contradictions in and between sites and programmes."""
    programmes = draft.entries["programmes"]
    for name, programme in programmes.items():
        yield from _placed(draft, "programmes", name, check_programme(programme))
    for name, site in draft.entries["sites"].items():
        for delivery in site.programmes:
            if sentence := draft.unknown("programmes", delivery.programme):
                yield Problem(draft.places["sites", name], f"programmes[{delivery.programme}].programme", sentence)
        yield from _placed(draft, "sites", name, check_site(site, programmes))


def _placed(draft: Draft, folder: str, name: str, findings: Iterable[Finding]) -> Iterator[Problem]:
    for key, sentence in findings:
        yield Problem(draft.places[folder, name], key, sentence)


def _check_profile_of_study(draft: Draft, facts: StudyFacts, study_file: str) -> Iterator[Problem]:
    named = [("profile", facts.profile), *(("further_profiles", name) for name in facts.further_profiles)]
    for key, name in named:
        if sentence := draft.unknown("profiles", name):
            yield Problem(study_file, key, sentence)
        profile = draft.entries["profiles"].get(name)
        if profile is not None and profile.restricted_only:
            sentence = f"'{name}' protects nobody and is for the restricted level alone. Name another."
            yield Problem(study_file, key, sentence)


def _check_by_programme(draft: Draft) -> Iterator[Problem]:
    programmes = draft.entries["programmes"]
    for folder in NAMED_BY_PROGRAMME:
        for name, entry in draft.entries[folder].items():
            if sentence := draft.unknown("programmes", name):
                yield Problem(draft.places[folder, name], "programme", sentence)
            elif name in programmes:
                if folder == "outcomes":
                    findings = check_outcomes(entry.outcomes, programmes[name], draft)
                elif folder == "plan":
                    findings = check_plan(entry, programmes[name], draft)
                elif folder == "answers":
                    findings = check_answers(entry, draft.entries["checklists"])
                else:
                    findings = check_criteria(entry.criteria, programmes[name], draft)
                yield from _placed(draft, folder, name, findings)
    for name in programmes:
        for folder in ("outcomes", "plan"):
            if name not in draft.entries[folder] and name not in draft.broken[folder]:
                hint = " ('outcomes: []' when nothing was measured)" if folder == "outcomes" else ""
                sentence = f"has no file {folder}/{name}.yaml. Add it{hint}."
                yield Problem(draft.places["programmes", name], "", sentence)


def _check_sources(draft: Draft) -> Iterator[Problem]:
    if draft.broken[REFERENCES_FILE]:
        return
    for folder, name in draft.places:
        for key, source in sources(draft.entries[folder][name]):
            if not_declared(source, draft.references):
                # Naming every reference would drown the message: the nearest one is enough.
                sentence = not_declared(source, draft.references).split(" Known:")[0]
                yield Problem(draft.places[folder, name], key, f"{sentence} Add it to references.yaml.")

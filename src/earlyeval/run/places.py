"""Look names up before anything heavy is imported: which programme at which place is asked for."""

from collections.abc import Mapping

from earlyeval.foundations.errors import UnknownNameError
from earlyeval.foundations.suggest import unknown_name
from earlyeval.registry.load import load_places
from earlyeval.registry.programmes import Programme
from earlyeval.registry.sites import Site
from earlyeval.run.request import Request

ALL = "all"


def asked_for(request: Request) -> tuple[tuple[str, str], ...]:
    """Return the (site, programme) pairs of a request for one place, in declared order.

    Raises
    ------
    UnknownNameError
        No place was named (the message lists them), or a name is not declared; before any notebook is touched.
    """
    programmes, sites = load_places(request.paths)
    if not request.site:
        raise UnknownNameError("Which place?\n" + "\n".join(listed(programmes, sites)))
    if request.site not in sites:
        raise unknown_name("site", request.site, sites)
    declared = [delivery.programme for delivery in sites[request.site].programmes]
    if not request.programme:
        return tuple((request.site, programme) for programme in declared)
    if request.programme not in programmes:
        raise unknown_name("programme", request.programme, programmes)
    if request.programme not in declared:
        raise unknown_name("programme", request.programme, declared, place=f"at {sites[request.site].name}")
    return ((request.site, request.programme),)


def asked_for_or_all(request: Request) -> tuple[tuple[str, str], ...]:
    """Return the pairs of one place, or of every place where the name is ``all`` and no place is called so.

    Raises
    ------
    UnknownNameError
        As for one place; or the programme runs nowhere.
    """
    programmes, sites = load_places(request.paths)
    if request.site != ALL or ALL in sites:
        return asked_for(request)
    if request.programme and request.programme not in programmes:
        raise unknown_name("programme", request.programme, programmes)
    pairs = tuple(pair for pair in everywhere(request) if request.programme in ("", pair[1]))
    if not pairs:
        raise UnknownNameError("No place runs that programme." if request.programme else "No place is declared yet.")
    return pairs


def one_programme(request: Request) -> str:
    """Return the programme of a request for one, which need not run anywhere.

    Raises
    ------
    UnknownNameError
        None was named (the message lists them), or it is not declared.
    """
    programmes, _ = load_places(request.paths)
    if not request.programme:
        known = [f"  {name}: {programmes[name].name}" for name in sorted(programmes)]
        raise UnknownNameError("\n".join(["Which programme?", *(known or ["No programme is declared yet."])]))
    if request.programme not in programmes:
        raise unknown_name("programme", request.programme, programmes)
    return request.programme


def everywhere(request: Request) -> tuple[tuple[str, str], ...]:
    """Return the (site, programme) pairs of the whole study, places in alphabetical order."""
    _, sites = load_places(request.paths)
    return tuple((site, delivery.programme) for site in sorted(sites) for delivery in sites[site].programmes)


def listed(programmes: Mapping[str, Programme], sites: Mapping[str, Site]) -> list[str]:
    """Return one line a place: its name for the command line, its full name, its programmes."""
    if not sites:
        return ["No place is declared yet (registry/sites)."]
    width = max(len(name) for name in sites)
    lines = []
    for name in sorted(sites):
        runs = [f"{delivery.programme} ({programmes[delivery.programme].name})" for delivery in sites[name].programmes]
        lines.append(f"  {name:<{width}}  {sites[name].name}: {', '.join(runs)}")
    return lines

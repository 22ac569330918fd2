"""A programme over its sites, as far as the registry alone can tell: where it runs, and what a synthesis takes."""

from earlyeval.foundations.errors import ReturnsRefusedError, UnknownNameError
from earlyeval.foundations.suggest import shown
from earlyeval.registry.sites import PROGRAMMES, Site
from earlyeval.registry.whole import Registry

FEWEST_SITES = 2
__all__ = ["FEWEST_SITES", "PROGRAMMES", "refuse_few", "refuse_one_site", "sites_of"]


def sites_of(registry: Registry, programme: str) -> tuple[Site, ...]:
    """Return the sites at which a programme is declared to run, by the alphabet of their names: no order of merit."""
    runs = [site for site in registry.sites.values() if any(run.programme == programme for run in site.programmes)]
    return tuple(sorted(runs, key=lambda site: (site.name.casefold(), site.id)))


def refuse_one_site(registry: Registry, programme: str) -> tuple[Site, ...]:
    """Return the sites of a programme.

    Raises
    ------
    UnknownNameError
        It runs nowhere, or at one site: there is nothing to bring together.
    """
    declared, name = sites_of(registry, programme), shown(registry.programmes[programme].name)
    if not declared:
        raise UnknownNameError(f"The programme {name} is declared at no site (registry/sites).")
    if len(declared) < FEWEST_SITES:
        only = declared[0].id
        raise UnknownNameError(
            f"The programme {name} runs at one site only ({only}), so there are no sites to bring together. Its "
            f"report: make report SITE={only}   (or: earlyeval report {only})"
        )
    return declared


def refuse_few(registry: Registry, programme: str, *, usable: list[str], data: str) -> None:
    """Refuse a synthesis of fewer than two sites with returns.

    Raises
    ------
    ReturnsRefusedError
        Says how many of the declared sites sent returns that can be read, and how to see what is wrong.
    """
    if len(usable) >= FEWEST_SITES:
        return
    name, sites = shown(registry.programmes[programme].name), len(sites_of(registry, programme))
    kind = "" if data == "auto" else f"{data} "
    has = "no site has" if not usable else f"only one site ({usable[0]}) has"
    raise ReturnsRefusedError(
        f"Of the {sites} sites of the programme {name}, {has} {kind}returns that can be read; to bring sites together "
        f"takes two. Put returns in raw/<site>/{programme}/, or see what is wrong with those that are there: "
        "make check SITE=all   (or: earlyeval check all)"
    )

"""Write the synthetic returns of one programme at one site."""

from collections.abc import Callable
from pathlib import Path

from earlyeval.foundations.suggest import unknown_name
from earlyeval.registry.programmes import Programme
from earlyeval.registry.sites import Delivery
from earlyeval.registry.whole import Registry
from earlyeval.tidy.synthetic.accounts import draw_accounts
from earlyeval.tidy.synthetic.baby_steps.write import baby_steps_returns
from earlyeval.tidy.synthetic.case_work.returns import case_work_sheets
from earlyeval.tidy.synthetic.groups import visits_of
from earlyeval.tidy.synthetic.health_visiting.planted import SHARED_IDS
from earlyeval.tidy.synthetic.health_visiting.returns import health_visiting_sheets
from earlyeval.tidy.synthetic.pilot.returns import pilot_sheets
from earlyeval.tidy.synthetic.returns import draw_site, site_sheets
from earlyeval.tidy.synthetic.sheets import Sheet, write_sheet, write_text

_README = """# Synthetic returns

Everything in this folder is made up by the generator in `src/earlyeval/tidy/synthetic` (seed {seed}). It describes no
person, and no programme was evaluated with it. Every table says so in a column `is_synthetic`, every transcript in
its first line. What was planted stands in `docs/synthetic.md`. Do not edit these files: a test makes them again and
compares.
"""


def write_site(registry: Registry, target: Path, *, site: str, programme: str, seed: int) -> list[Path]:
    """Write made-up returns of one programme at one site; the same seed gives the same bytes.

    Parameters
    ----------
    registry : Registry
        Instruments, clusters, components and codes are taken from it; Think Baby needs three clusters.
    target : path
        The folder of synthetic returns; ``<site>/<programme>/`` is written in it, older files are overwritten.
    site, programme : str
        Declared names, of a programme that has a generator.
    seed : int
        All random numbers come from it.

    Returns
    -------
    list of paths
        What was written, in order. Every table has a column ``is_synthetic`` that holds yes.

    Raises
    ------
    UnknownNameError
        A site or programme that is not declared, or one that has no generator.
    """
    if programme not in GENERATORS:
        raise unknown_name("programme with synthetic returns", programme, tuple(GENERATORS))
    course = registry.programme(programme)
    delivery = registry.site(site).delivery(course.id)
    folder = target / site / programme
    sheets, transcripts = GENERATORS[programme](registry, course, delivery, site, seed)
    return [
        *(write_sheet(sheet, folder) for sheet in sheets),
        *(write_text(text, folder / path) for path, text in transcripts.items()),
        write_text(_README.format(seed=seed), folder / "README.md"),
    ]


def _think_baby(
    registry: Registry, course: Programme, delivery: Delivery, _site: str, seed: int
) -> tuple[list[Sheet], dict[str, str]]:
    drawn = draw_site(delivery, seed=seed)
    clusters = [cluster.id for cluster in delivery.clusters]
    accounts = draw_accounts(drawn.families, visits_of(drawn.families, drawn.visits), clusters, seed=seed)
    return [*site_sheets(registry, course, delivery, drawn, seed=seed), *accounts.sheets], accounts.transcripts


def _case_work(
    registry: Registry, course: Programme, _delivery: Delivery, site: str, seed: int
) -> tuple[list[Sheet], dict[str, str]]:
    return case_work_sheets(registry, course, site=site, seed=seed)


def _pilot(
    registry: Registry, _course: Programme, _delivery: Delivery, _site: str, seed: int
) -> tuple[list[Sheet], dict[str, str]]:
    return pilot_sheets(registry, seed=seed)


def _health_visiting(
    _registry: Registry, course: Programme, delivery: Delivery, site: str, seed: int
) -> tuple[list[Sheet], dict[str, str]]:
    return health_visiting_sheets(course, delivery, seed=seed, shared_ids=SHARED_IDS.get(site, ()))


# What makes the sheets and the transcripts of a programme at a place.
GENERATORS: dict[str, Callable[[Registry, Programme, Delivery, str, int], tuple[list[Sheet], dict[str, str]]]] = {
    "think-baby": _think_baby,
    "baby-steps": baby_steps_returns,
    "intensive-family-support": _case_work,
    "baby-babble": _pilot,
    "enhanced-health-visiting": _health_visiting,
}

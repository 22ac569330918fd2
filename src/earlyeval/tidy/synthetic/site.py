"""Write the synthetic returns of one programme at one site."""

from pathlib import Path

from earlyeval.foundations.suggest import unknown_name
from earlyeval.registry.whole import Registry
from earlyeval.tidy.synthetic.returns import draw_site, site_sheets
from earlyeval.tidy.synthetic.sheets import write_sheet

PROGRAMMES = ("think-baby",)


def write_site(registry: Registry, target: Path, *, site: str, programme: str, seed: int) -> list[Path]:
    """Write made-up returns of one programme at one site; the same seed gives the same bytes.

    Parameters
    ----------
    registry : Registry
        Instruments, clusters and components are taken from it; three clusters are needed.
    target : path
        The folder of synthetic returns; ``<site>/<programme>/`` is written in it, older files are overwritten.
    site, programme : str
        Declared names. Only Think Baby has a generator.
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
    if programme not in PROGRAMMES:
        raise unknown_name("programme with synthetic returns", programme, PROGRAMMES)
    course = registry.programme(programme)
    delivery = registry.site(site).delivery(course.id)
    folder = target / site / programme
    drawn = draw_site(delivery, seed=seed)
    return [write_sheet(sheet, folder) for sheet in site_sheets(registry, course, delivery, drawn, seed=seed)]

"""Write the synthetic returns of one programme at one site."""

from pathlib import Path

from earlyeval.foundations.suggest import unknown_name
from earlyeval.registry.whole import Registry
from earlyeval.tidy.synthetic.accounts import draw_accounts
from earlyeval.tidy.synthetic.groups import visits_of
from earlyeval.tidy.synthetic.returns import draw_site, site_sheets
from earlyeval.tidy.synthetic.sheets import write_sheet, write_text

PROGRAMMES = ("think-baby",)
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
    clusters = [cluster.id for cluster in delivery.clusters]
    accounts = draw_accounts(drawn.families, visits_of(drawn.families, drawn.visits), clusters, seed=seed)
    sheets = [*site_sheets(registry, course, delivery, drawn, seed=seed), *accounts.sheets]
    return [
        *(write_sheet(sheet, folder) for sheet in sheets),
        *(write_text(text, folder / path) for path, text in accounts.transcripts.items()),
        write_text(_README.format(seed=seed), folder / "README.md"),
    ]

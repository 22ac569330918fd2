"""What a place sends about a drop-in programme with every strand: the shipped demonstration at the place's own size."""

from pathlib import Path

from earlyeval.registry.sites import Cluster, Delivery
from earlyeval.registry.whole import Registry
from earlyeval.tidy.synthetic.accounts import draw_accounts
from earlyeval.tidy.synthetic.groups import visits_of
from earlyeval.tidy.synthetic.returns import draw_site, site_sheets
from earlyeval.tidy.synthetic.sheets import write_sheet, write_text
from earlyeval.tidy.synthetic.sizes import scaled
from earlyeval.tidy.synthetic.studies.places import Cell
from earlyeval.tidy.synthetic.studies.planted import changes_at, place_seed

CLUSTERS = ("north", "middle", "south")


def write_full(registry: Registry, folder: Path, cell: Cell, *, seed: int, ending: str) -> int:
    """Write every strand of one place; return the number of rows of its tables."""
    own_seed = place_seed(seed, cell.programme, cell.number)
    changes = changes_at(seed, cell.programme, cell.number)
    sizes = scaled(cell.n_families, prefix=f"S{cell.number:03d}", changes=changes)
    delivery = Delivery(
        programme=cell.programme, start="2024-09", end="2025-12",
        clusters=tuple(Cluster(id=name, label=name.capitalize()) for name in CLUSTERS),
    )  # fmt: skip
    drawn = draw_site(delivery, seed=own_seed, sizes=sizes)
    visits = visits_of(drawn.families, drawn.visits)
    accounts = draw_accounts(drawn.families, visits, CLUSTERS, seed=own_seed, sizes=sizes)
    programme = registry.programme(cell.programme)
    sheets = [*site_sheets(registry, programme, delivery, drawn, seed=own_seed), *accounts.sheets]
    for sheet in sheets:
        write_sheet(sheet.ending_in(ending), folder)
    for path, text in accounts.transcripts.items():
        write_text(text, folder / path)
    return sum(len(sheet.rows) for sheet in sheets)

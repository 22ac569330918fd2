"""Displays of codebooks, of who was heard on what, and of the words they used: part of the presenter."""

from typing import Any

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.protect.gate import Released

Rows = pd.DataFrame | Released


class CodebookPresenter:
    """Shows result rows about coded material; ``Presenter`` says how."""

    def codebook_history(self, rows: Rows) -> Shown:
        """Show the codebook version by version: codes added, renamed, redefined, split, merged, given up."""
        return self._show("codebook_history", rows)

    def saturation(self, rows: Rows) -> Shown:
        """Show where new codes had stopped coming, by each way of counting, and how they gathered."""
        return self._show("saturation", rows)

    def _show(self, name: str, rows: Rows, **options: Any) -> Shown:
        """Pass the rows through the gate and hand them to the display of that name."""
        raise NotImplementedError

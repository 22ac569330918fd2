"""Displays of coding: agreement of coders of text and of video, events; part of the presenter."""

from typing import Any

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.protect.gate import Released

Rows = pd.DataFrame | Released


class CodingPresenter:
    """Shows result rows about double coding and coded events; ``Presenter`` says how."""

    def coding_agreement(self, rows: Rows) -> Shown:
        """Show what was coded twice, and per code how far coders agreed: n, kappa, agreement on yes."""
        return self._show("coding_agreement", rows)

    def coder_drift(self, rows: Rows) -> Shown:
        """Show whether coders agreed less, or used other codes, as they went on."""
        return self._show("coder_drift", rows)

    def events(self, rows: Rows) -> Shown:
        """Show how often, how long and how soon each behaviour was seen in coded clips."""
        return self._show("events", rows)

    def event_agreement(self, rows: Rows) -> Shown:
        """Show how far two coders of the same clips marked the same events."""
        return self._show("event_agreement", rows)

    def rating_precision(self, rows: Rows, *, title: str = "Precision of ratings") -> Shown:
        """Show how precise ratings of video are: clip means, items, raters, batches by date."""
        return self._show("rating_precision", rows, title=title)

    def _show(self, name: str, rows: Rows, **options: Any) -> Shown:
        raise NotImplementedError

    def coded_import(self, rows: Rows) -> Shown:
        """Show what coded projects held and what was taken, and how many quotations are those of the text."""
        return self._show("coded_import", rows)

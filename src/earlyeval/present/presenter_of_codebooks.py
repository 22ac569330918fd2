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

    def codebook_changes(self, rows: Rows) -> Shown:
        """Show which codes changed in each version, by name."""
        return self._show("codebook_changes", rows)

    def saturation(self, rows: Rows) -> Shown:
        """Show where new codes had stopped coming, by each way of counting, and how they gathered."""
        return self._show("saturation", rows)

    def theme_groups(self, rows: Rows) -> Shown:
        """Show in how many voices of each group a theme was heard: by role, kind of conversation, cluster, time."""
        return self._show("theme_groups", rows)

    def code_reach(self, rows: Rows) -> Shown:
        """Show in how many people and groups each code was heard, and how many passages were given it."""
        return self._show("code_reach", rows)

    def co_occurrence(self, rows: Rows) -> Shown:
        """Show which codes share passages, and people."""
        return self._show("co_occurrence", rows)

    def voice_balance(self, rows: Rows) -> Shown:
        """Show how evenly coded segments and quotations are spread over those who were heard."""
        return self._show("voice_balance", rows)

    def negative_cases(self, rows: Rows) -> Shown:
        """Show what was searched against each theme, and what was found."""
        return self._show("negative_cases", rows)

    def framework(self, rows: Rows) -> Shown:
        """Show the framework matrix: filled cells, and in the restricted view the summaries."""
        return self._show("framework", rows)

    def checklists(self, rows: Rows) -> Shown:
        """Show the reporting checklists that suit the study: what is asked, the answer, and whose it is."""
        return self._show("checklists", rows)

    def _show(self, name: str, rows: Rows, **options: Any) -> Shown:
        """Pass the rows through the gate and hand them to the display of that name."""
        raise NotImplementedError

"""The displays in which numbers and accounts meet: each passes rows through the gate to one display."""

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.presenter_of_codebooks import CodebookPresenter
from earlyeval.protect.gate import Released

Rows = pd.DataFrame | Released


class JointPresenter(CodebookPresenter):
    """What a presenter shows of numbers beside accounts, and of where quotations come from."""

    def quotation_traces(self, rows: Rows) -> Shown:
        """Show where each quotation comes from; at release level only that it stays in the restricted view."""
        return self._show("quotation_traces", rows)

    def associations(self, rows: Rows, *, title: str = "Scores and what people spoke of") -> Shown:
        """Show rank correlations of scores and passages, and how they read against what was expected."""
        return self._show("associations", rows, title=title)

    def statistics_by_theme(self, rows: Rows, *, title: str = "Scores of those who spoke of a theme") -> Shown:
        """Show the scores of those who spoke of a theme beside those of the others."""
        return self._show("statistics_by_theme", rows, title=title)

    def themes_by_outcome_group(self, rows: Rows, *, title: str = "Themes by what became of people") -> Shown:
        """Show in how many of each class of change a theme was heard, and what they said."""
        return self._show("themes_by_outcome_group", rows, title=title)

    def by_participant(self, rows: Rows, *, title: str = "Person by person") -> Shown:
        """Show a line per person; at release level only that it stays in the restricted view."""
        return self._show("by_participant", rows, title=title)

    def threads(self, rows: Rows, *, title: str = "Threads through the strands") -> Shown:
        """Show each domain through every strand, the silent ones too."""
        return self._show("threads", rows, title=title)

    def convergence_matrix(self, rows: Rows, *, title: str = "How numbers and accounts fit") -> Shown:
        """Show how two raters and the rule read each domain, and how far the raters agree."""
        return self._show("convergence_matrix", rows, title=title)

    def meta_inferences(self, rows: Rows, *, title: str = "What is concluded from both") -> Shown:
        """Show each conclusion with what it rests on and what else would explain it."""
        return self._show("meta_inferences", rows, title=title)

"""Displays of case work, of open groups family by family, of settings and of costs: part of the presenter."""

from typing import Any

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.presenter_of_coding import CodingPresenter
from earlyeval.present.presenter_of_joint_displays import JointPresenter
from earlyeval.protect.gate import Released

Rows = pd.DataFrame | Released


class CasePresenter(JointPresenter, CodingPresenter):
    """Shows result rows about cases, families of a drop-in, settings and costs; ``Presenter`` says how."""

    def concern(self, rows: Rows) -> Shown:
        """Show levels of concern at the first and the last review of cases, and how cases moved between them."""
        return self._show("concern", rows)

    def areas(self, rows: Rows) -> Shown:
        """Show the grades of each area of care first and last, and which way they moved; never a mean of grades."""
        return self._show("areas", rows)

    def reviews(self, rows: Rows) -> Shown:
        """Show totals review by review, and the average change from one review to the next."""
        return self._show("reviews", rows)

    def exits(self, rows: Rows) -> Shown:
        """Show, over time, the share of cases that had ended in each way, when one way rules out the others."""
        return self._show("exits", rows)

    def closure(self, rows: Rows) -> Shown:
        """Show how cases ended, by whether parents engaged, and how many were passed on to crisis services."""
        return self._show("closure", rows)

    def needs(self, rows: Rows) -> Shown:
        """Show needs at referral, services received and outcomes judged, and how they go together."""
        return self._show("needs", rows)

    def families_of_drop_in(self, rows: Rows) -> Shown:
        """Show visits per family of a drop-in, how many came again after so many weeks, and who had been referred."""
        return self._show("families_of_drop_in", rows)

    def staff_items(self, rows: Rows) -> Shown:
        """Show what staff answered item by item, as stacked bars."""
        return self._show("staff_items", rows)

    def setting_course(self, rows: Rows) -> Shown:
        """Show a setting day by day with its median, what the rules of run charts say, and Tau-U."""
        return self._show("setting_course", rows)

    def lines(self, rows: Rows) -> Shown:
        """Show one line per person, in the restricted view only."""
        return self._show("lines", rows)

    def costs(self, rows: Rows) -> Shown:
        """Show what it cost in all, and for each case."""
        return self._show("costs", rows)

    def _show(self, name: str, rows: Rows, **options: Any) -> Shown:
        """Pass the rows through the gate and hand them to the display of that name."""
        raise NotImplementedError

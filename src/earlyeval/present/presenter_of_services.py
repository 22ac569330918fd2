"""The displays of services that every child is due, and of places: each passes rows through the gate to one display."""

import pandas as pd

from earlyeval.present.display import Shown
from earlyeval.present.presenter_of_cases import CasePresenter
from earlyeval.protect.gate import Released

Rows = pd.DataFrame | Released


class ServicePresenter(CasePresenter):
    """What a presenter shows of contacts due, visits, standards, relationships, inequality and places."""

    def coverage(self, rows: Rows, *, title: str = "Contacts that every child is due") -> Shown:
        """Show who was seen in time, later or not, beside published figures."""
        return self._show("coverage", rows, title=title)

    def timeliness(self, rows: Rows, *, title: str = "Age at which children were seen") -> Shown:
        """Show the median age at each contact, and the share seen by the day it was due."""
        return self._show("timeliness", rows, title=title)

    def contact_series(self, rows: Rows, *, title: str = "Seen in time, quarter by quarter") -> Shown:
        """Show control charts, and the change against the time before a service changed."""
        return self._show("contact_series", rows, title=title)

    def visits_by_need(self, rows: Rows, *, title: str = "Visits to families") -> Shown:
        """Show families by number of visits, and rates by level of need."""
        return self._show("visits_by_need", rows, title=title)

    def quality(self, rows: Rows, *, title: str = "Standards of quality") -> Shown:
        """Show which standards were met at each assessment."""
        return self._show("quality", rows, title=title)

    def alliance(self, rows: Rows, *, title: str = "Working relationship of parents and workers") -> Shown:
        """Show how the working relationship was rated, how much lies between workers, and who engages."""
        return self._show("alliance", rows, title=title)

    def inequality(self, rows: Rows, *, title: str = "Shares of concern") -> Shown:
        """Show shares of concern by deprivation and other characteristics, with the slope along the ladder."""
        return self._show("inequality", rows, title=title)

    def inside_outside(self, rows: Rows, *, title: str = "Inside and outside the specification") -> Shown:
        """Show outcomes of families that meet the specification beside those of families that do not."""
        return self._show("inside_outside", rows, title=title)

    def place(self, rows: Rows, *, part: str) -> Shown:
        """Show one part of what is seen across the programmes of a place: "reach", "measures" or "glossary"."""
        return self._show("place", rows, part=part)

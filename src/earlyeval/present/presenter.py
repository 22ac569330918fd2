"""The presenter: each method passes result rows through the gate and hands them to one display."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

import pandas as pd

from earlyeval.foundations.errors import ProtectionError
from earlyeval.present.display import Shown
from earlyeval.present.notes import noted_where_seen
from earlyeval.present.presenter_of_services import ServicePresenter
from earlyeval.present.rows import quick
from earlyeval.present.setting import Setting
from earlyeval.protect.gate import Released, release
from earlyeval.protect.sites import SiteGate

Rows = pd.DataFrame | Released
# Displays that say how a result was worked out where it stands, or whose rows another display tells it of.
TELLS_HOW_ITSELF = (
    "change", "methods", "forms", "by_group", "contrasts", "never_subtracted", "severity", "observers", "adaptations",
)  # fmt: skip


@dataclass(frozen=True)
class Presenter(ServicePresenter):
    """Shows result rows under one setting. Each display lies in a module of its own, loaded when first asked for."""

    setting: Setting

    def released(self, rows: Rows) -> Released:
        """Return rows that passed the gate under this presenter's profile; what already passed stays as it is."""
        if isinstance(rows, Released):
            if (rows.level, rows.profile) != (self.setting.level, self.setting.profile):
                raise ProtectionError("These rows were released at another level, or under another profile.")
            return rows
        return release(rows, self.setting.profile, level=self.setting.level, withheld=self.setting.withheld)

    @property
    def gate(self) -> SiteGate:
        """The gate as a synthesis over sites uses it: rows as a reader will see them, and a judge of totals."""
        return SiteGate(self.setting.profile, self.setting.level, self.setting.withheld)

    def counts(self, rows: Rows, *, title: str, of: str = "Of") -> Shown:
        """Show counts as a table; ``of`` heads the column of the whole group."""
        return self._show("counts", rows, title=title, of=of)

    def shares(self, rows: Rows, *, title: str, figure: bool = True) -> Shown:
        """Show shares with their intervals, as bars and as a table."""
        return self._show("shares", rows, title=title, figure=figure)

    def stacked(self, rows: Rows, *, title: str) -> Shown:
        """Show the shares of several answers or states (``subgroup``), one bar per group, and as a table."""
        return self._show("stacked", rows, title=title)

    def values(self, rows: Rows, *, title: str) -> Shown:
        """Show means, SDs, medians and quartiles, one line per group."""
        return self._show("values", rows, title=title)

    def flow(self, rows: Rows) -> Shown:
        """Show how many reached each stage, as boxes and as a table."""
        return self._show("flow", rows)

    def attendance(self, rows: Rows, *, title: str = "Attendance by session") -> Shown:
        """Show attendance session by session (``subgroup`` the session's number), as bars and as a table."""
        return self._show("attendance", rows, title=title)

    def change(self, rows: Rows) -> Shown:
        """Show the change of each outcome in a block: sentence, before-and-after figure, main table, notes."""
        return self._show("change", rows)

    def statements(self, rows: Rows, *, title: str, subject: str) -> Shown:
        """Show what the registry says of each subject, part by part."""
        return self._show("statements", rows, title=title, subject=subject)

    def differences(self, rows: Rows, *, title: str) -> Shown:
        """Show several changes or differences of each outcome in points, one line each."""
        return self._show("differences", rows, title=title)

    def classes(self, rows: Rows) -> Shown:
        """Show how many changed by more than the measure's error, for better or worse, outcome by outcome."""
        return self._show("classes", rows)

    def methods(self, rows: Rows, *, title: str = "The same change by other methods") -> Shown:
        """Show every other named estimate: standardised changes, rank tests, mixed model, carried forward."""
        return self._show("methods", rows, title=title)

    def agreement(self, rows: Rows, *, title: str = "Agreement and reliability") -> Shown:
        """Show agreement of raters, or reliability of a scale."""
        return self._show("agreement", rows, title=title)

    def arms(self, rows: Rows) -> Shown:
        """Show two or more arms at each time point, and their differences by each method side by side."""
        return self._show("arms", rows)

    def themes(self, rows: Rows) -> Shown:
        """Show themes with their plain definition and in how many interviews or groups each was heard."""
        return self._show("themes", rows)

    def quotations(self, rows: Rows) -> Shown:
        """Show what people who agreed to be quoted said, theme by theme."""
        return self._show("quotations", rows)

    def comments(self, rows: Rows) -> Shown:
        """Show comments in people's own words; at release level only that they stay in the restricted view."""
        return self._show("comments", rows)

    def joint_display(self, rows: Rows) -> Shown:
        """Show numbers beside accounts, domain by domain, and whether they agree."""
        return self._show("joint_display", rows)

    def criteria(self, rows: Rows) -> Shown:
        """Show progression criteria: bounds, result, verdict in word and shape, agreed action."""
        return self._show("criteria", rows)

    def pitfalls(self, rows: Rows) -> Shown:
        """Show how far the results can be trusted, pitfall by pitfall."""
        return self._show("pitfalls", rows)

    def at_a_glance(self, rows: Rows) -> Shown:
        """Show the few sentences that a reader with one minute must see, at most 150 words."""
        return self._show("at_a_glance", rows)

    def findings(self, rows: Rows, *, title: str = "What was noticed in the returns") -> Shown:
        """Show what the checks of the returns found, and how many rows each concerns."""
        return self._show("findings", rows, title=title)

    def forms(self, rows: Rows, *, title: str = "Forms and usable scores") -> Shown:
        """Show how many forms came back, could be scored, and how many people have no score."""
        return self._show("forms", rows, title=title)

    def links(self, rows: Rows, *, title: str = "People linked between before and after") -> Shown:
        """Show who was measured both times, and who only once."""
        return self._show("links", rows, title=title)

    def retention(self, rows: Rows, *, title: str = "Measured at each time") -> Shown:
        """Show who was measured again, arm by arm, and the difference between two arms."""
        return self._show("retention", rows, title=title)

    def reach(self, rows: Rows, *, title: str = "Who took part") -> Shown:
        """Show the characteristics of those who took part, beside the population of the place."""
        return self._show("reach", rows, title=title)

    def specification(self, rows: Rows, *, title: str = "Accepted families who meet the specification") -> Shown:
        """Show whether they were the families the programme is for, by cluster."""
        return self._show("specification", rows, title=title)

    def sessions(self, rows: Rows, *, title: str = "Sessions planned and held") -> Shown:
        """Show sessions planned, held and cancelled, and why some were cancelled."""
        return self._show("sessions", rows, title=title)

    def visits(self, rows: Rows, *, title: str = "Visits to the drop-in") -> Shown:
        """Show visits and families of a drop-in, by cluster and month by month."""
        return self._show("visits", rows, title=title)

    def definitions(self, rows: Rows) -> Shown:
        """Show how many people count as enrolled, in specification, attended ... under each declared definition."""
        return self._show("definitions", rows)

    def dose(self, rows: Rows, *, title: str = "Came as often as each definition asks") -> Shown:
        """Show how much people received: definitions side by side, median and quartiles, bands of visits."""
        return self._show("dose", rows, title=title)

    def fidelity(self, rows: Rows, *, title: str = "Components delivered as intended") -> Shown:
        """Show how often each component was delivered as intended, and its mean rating."""
        return self._show("fidelity", rows, title=title)

    def observers(self, rows: Rows, *, title: str = "Core components, by who observed") -> Shown:
        """Show what each kind of observer saw, and whether two saw the same."""
        return self._show("observers", rows, title=title)

    def adaptations(self, rows: Rows, *, title: str = "Adaptations") -> Shown:
        """Show what was done differently from the plan, and whether that was decided beforehand."""
        return self._show("adaptations", rows, title=title)

    def births(self, rows: Rows) -> Shown:
        """Show births beside those of the area: shares with exact intervals, observed over expected."""
        return self._show("births", rows)

    def by_site(self, rows: Rows, *, title: str) -> Shown:
        """Show what was counted at each site, a line per site in alphabetical order, part by part (``subgroup``)."""
        return self._show("by_site", rows, title=title)

    def across_sites(self, rows: Rows) -> Shown:
        """Show each outcome over the sites: sentence, forest plot, table, spread, control limits. Nothing is ranked."""
        return self._show("across_sites", rows)

    def by_group(self, rows: Rows, *, title: str) -> Shown:
        """Show the change of each cluster or group, and what can be said of their difference."""
        return self._show("by_group", rows, title=title)

    def contrasts(self, rows: Rows) -> Shown:
        """Show planned comparisons over three times or more: who was there, what changed, how sure that is."""
        return self._show("contrasts", rows)

    def never_subtracted(self, rows: Rows) -> Shown:
        """Show two measures that look alike beside each other, how they go together, and why there is no change."""
        return self._show("never_subtracted", rows)

    def severity(self, rows: Rows) -> Shown:
        """Show how those changed who scored worst before, and how much of it is regression to the mean."""
        return self._show("severity", rows)

    def natural_change(self, rows: Rows, *, title: str = "Beside change without a programme") -> Shown:
        """Show the change of each outcome beside how its scores are known to move without a programme."""
        return self._show("natural_change", rows, title=title)

    def drift(self, rows: Rows, *, title: str = "Ratings by the date of rating") -> Shown:
        """Show whether raters of video became stricter or kinder as they went on."""
        return self._show("drift", rows, title=title)

    def groups_across_sites(self, rows: Rows) -> Shown:
        """Show mothers, fathers and other groups, each pooled over the sites, one line a group."""
        return self._show("groups_across_sites", rows)

    def births_across_sites(self, rows: Rows) -> Shown:
        """Show births of all sites beside those of their areas, and all of them together."""
        return self._show("births_across_sites", rows)

    def _show(self, name: str, rows: Rows, **options: Any) -> Shown:
        released = self.released(rows)
        shown = self._displayed(name, released, **options)
        if (released.released_rows["mark"] != "").any():
            shown = noted_where_seen(shown, self.setting)
        return replace(shown, level=released.level)

    def _displayed(self, name: str, rows: Released, **options: Any) -> Shown:
        display: Callable[..., Shown] = import_module(f"earlyeval.present.displays.{name}").show
        released = quick(rows.rows)
        checks = released["estimand"] == "method_check"
        if name in TELLS_HOW_ITSELF or not checks.any():
            return display(released, self.setting, **options)
        shown = display(released[~checks], self.setting, **options)
        how = import_module("earlyeval.present.displays.how")
        # Means of groups and the difference between them stand in two displays of the same rows: it is told once.
        told = released[released["comparison"] == ""] if name == "values" else released
        lines = how.how_lines(told, self.setting, named=True)
        return Shown((*shown.parts, *lines, *how.caution_lines(released, self.setting)))

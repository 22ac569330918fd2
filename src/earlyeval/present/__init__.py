"""Protected rows as tables, figures and sentences. Nothing here ever receives people, scores or tidy tables.

In a notebook::

    show = present.under(study.profile, level=study.level, data=study.data, programme_name=..., site_name=...)
    show.flow(rows)

``rows`` are result rows; the presenter passes them through the gate before anything is drawn or said.
"""

from collections.abc import Mapping

from earlyeval.foundations.terms import DataKind, Level
from earlyeval.present.only_released import keep_to_released
from earlyeval.present.presenter import Presenter
from earlyeval.present.setting import Setting
from earlyeval.registry.profiles import Profile

__all__ = ["Presenter", "under"]


def under(
    profile: Profile,
    *,
    level: Level = "release",
    data: DataKind = "synthetic",
    programme_name: str = "",
    site_name: str = "",
    names: Mapping[str, str] | None = None,
    withheld: Mapping[str, frozenset[str]] | None = None,
) -> Presenter:
    """Return a presenter that shows result rows under a disclosure profile.

    Parameters
    ----------
    profile : Profile
        The data provider's policy; ``none`` for the restricted level.
    level : "release" or "restricted"
    data : "synthetic" or "real"
        Synthetic data are marked in the caption of every table and figure.
    programme_name, site_name : str
        As printed in captions.
    names : mapping, optional
        Words for the ids that rows carry (clusters, arms, time points). An id without words is printed
        as it reads: "play-group" as "Play group".
    withheld : mapping of row key to columns, optional
        The protection plan of the whole place. Without one the rows of each display are planned by themselves.

    Notes
    -----
    In a notebook at release level nothing else can be displayed from here on.
    """
    keep_to_released(level)
    return Presenter(Setting(profile, level, data, programme_name, site_name, dict(names or {}), withheld))

"""What a study declares of its qualitative strand beside the approach: when codes count as saturated, and more."""

from earlyeval.registry.entry import Entry, Name, Words


class SaturationRule(Entry):
    """When new codes count as having stopped: the rule of Guest, Namey and Chen (2020).

    The codes of the first ``base`` conversations are the denominator; the new codes of a ``run`` of conversations, of
    at most ``threshold``, the numerator. Each of ``runs`` is told.
    """

    base: int = 4
    runs: tuple[int, ...] = (2, 3)
    threshold: float = 0.05
    random_orders: int = 1000
    sources: tuple[Name, ...] = ("guest-2020",)


class InformationPower(Entry):
    """Why these conversations are enough, in the author's words, on each point of Malterud and others (2016)."""

    aim: str = ""
    specificity: str = ""
    theory: str = ""
    dialogue: str = ""
    analysis: str = ""
    sources: tuple[Name, ...] = ("malterud-2016",)


class QualitativeDesign(Entry):
    """How the qualitative strand was planned.

    ``reflexivity``: who the analysts are and how that shaped the reading; a reflexive analysis must say it.
    ``number_is_public``: how many conversations there are is known to anybody, and so may be told exactly.
    ``checklists``: the reporting checklists by id; left out, those of the approach.
    """

    reflexivity: str = ""
    saturation: SaturationRule = SaturationRule()
    information_power: InformationPower | None = None
    number_is_public: bool = False
    checklists: tuple[Words, ...] = ()


class EventRule(Entry):
    """How the agreement of two coders on events in film is worked out: choices of the study, in seconds.

    ``tick_s``: from tick to tick of time-unit kappa, which depends on it; ``other_ticks_s`` stand beside it.
    ``tolerance_s``: how far apart two marks of one event may begin.
    """

    tick_s: float = 1.0
    other_ticks_s: tuple[float, ...] = (0.5, 2.0)
    tolerance_s: float = 1.0
    sources: tuple[Name, ...] = ("bakeman-2009",)

"""Disclosure profiles: the data provider's policy as named thresholds, each with its source.

trust.md section 3 explains each; a profile says what may be shown, never that something is safe.
"""

from typing import Literal

from earlyeval.registry.entry import Entry, Name, Sourced, Words


class CountRule(Entry):
    """Counts from ``hide_from`` to ``hide_to`` are hidden, others rounded to ``round_to``."""

    hide_from: int
    hide_to: int
    zero: Literal["show", "hide"]
    round_to: int
    symbol: Words


class PercentRule(Entry):
    """Percentages are made from rounded counts; below ``min_denominator`` none is shown."""

    min_denominator: int
    decimals: int


class SummaryRule(Entry):
    """Means, SDs, medians of a score: at least ``min_n`` people, at most ``decimals``."""

    min_n: int
    decimals: int
    sd: bool = True


class QuantileRule(Entry):
    """Quartiles need ``quartiles_min_n`` people; minimum, maximum and mode are never shown."""

    quartiles_min_n: int


class ModelRule(Entry):
    """Model estimates need residual degrees of freedom and people in their smallest group."""

    min_residual_df: int
    min_level_n: int


class ClassDisclosureRule(Entry):
    """A share of exactly 0 % or 100 % of a group tells about each of its members."""

    min_n: int


class FigureRule(Entry):
    """Figures show released values only; points for people never at release level."""

    min_n: int
    min_bin: int
    points: Literal["never", "allowed"]


class QuoteRule(Entry):
    """When words of a person may be printed."""

    min_role_by_site: int
    max_per_person: int


class WidthRule(Entry):
    """A reader who knows the rules keeps at least ``min_candidates`` possible values for each hidden count."""

    min_candidates: int


class DominanceRule(Entry):
    """Hours, pounds: the ``largest`` givers hold at most ``share``; no rival guesses nearer than ``within``."""

    largest: int
    share: float
    within: float


class DifferenceRule(Entry):
    """A mean worked out by subtraction must stay open by ``min_share_of_range`` of its scale, half a width."""

    min_share_of_range: float


class ReleaseChangeRule(Entry):
    """Between two releases a published group changes by ``min_people`` or more, or not at all."""

    min_people: int


class Basis(Sourced):
    """Where the thresholds of one rule of a profile come from."""

    rule: Words


class Profile(Entry):
    """One provider's policy."""

    id: Name
    name: Words
    provider: Words
    symbol_words: Words  # what the symbol means, in words, for the reader
    count: CountRule
    percent: PercentRule
    summary: SummaryRule
    item_summary: SummaryRule
    quantile: QuantileRule
    model: ModelRule
    test_min_n_per_arm: int
    agreement_min_n: int
    class_disclosure: ClassDisclosureRule
    figure: FigureRule
    quote: QuoteRule
    width: WidthRule = WidthRule(min_candidates=3)
    dominance: DominanceRule = DominanceRule(largest=2, share=0.9, within=0.1)
    difference: DifferenceRule = DifferenceRule(min_share_of_range=0.25)
    release_change: ReleaseChangeRule = ReleaseChangeRule(min_people=8)
    restricted_only: bool = False
    basis: tuple[Basis, ...] = ()
    sources: tuple[Words, ...]

"""Disclosure profiles: the data provider's policy as named thresholds, each with its source.

trust.md section 3 explains each; a profile says what may be shown, never that something is safe.
"""

from typing import Literal

from earlyeval.registry.entry import Entry, Name, Words


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
    restricted_only: bool = False
    sources: tuple[Words, ...]

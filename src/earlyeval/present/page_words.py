"""The words of banners: which data, which level, what the profile does to numbers."""

from earlyeval.foundations.terms import DATA_WORDS
from earlyeval.present.setting import Setting


def banner(setting: Setting) -> str:
    """Return the banner of a page: synthetic data and the restricted level are said; empty otherwise."""
    level = "Restricted view for the evaluators: nothing here was checked for disclosure." * (
        setting.level == "restricted"
    )
    return " ".join(words for words in (DATA_WORDS[setting.data], level) if words)


def protection_words(setting: Setting) -> str:
    """Return in two or three sentences what was done to small numbers, for the reader of a page."""
    if setting.level == "restricted":
        return "Numbers are shown in full. They may not leave the evaluators."
    count, profile = setting.profile.count, setting.profile
    rounding = f", other counts are rounded to the nearest {count.round_to}" if count.round_to > 1 else ""
    return (
        f"{profile.name}: counts from {count.hide_from} to {count.hide_to} are hidden ({count.symbol}){rounding}. "
        f"Percentages are made from rounded counts, of {profile.percent.min_denominator} or more; averages rest on "
        f"{profile.summary.min_n} or more. A reader who combines numbers may still work out some of what is hidden."
    )

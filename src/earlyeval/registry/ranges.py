"""What an item can add to a score, and what a subscale can therefore be worth."""

import re
from collections.abc import Iterable

from earlyeval.registry.instruments import Item, Number, Response, Subscale, Version

MOST_CODES_TRIED = 1000


def response_of(item: Item, version: Version) -> Response | None:
    """Return the codes an item may hold: its own, else the version's."""
    return item.response or version.response


def item_range(item: Item, version: Version) -> tuple[float, float] | None:
    """Return the least and the most an item can count, after recoding and reversal; None without a response.

    Whole-number codes are tried one by one, since a recode may turn their order; others by their two ends.
    """
    response = response_of(item, version)
    if response is None or response.lowest > response.highest:
        return None
    counted = [_counts(item, code, response) for code in _codes(response)]
    if item.not_applicable_scores is not None:
        counted.append(item.not_applicable_scores)
    return min(counted), max(counted)


def subscale_range(subscale: Subscale, version: Version) -> tuple[float, float] | None:
    """Return the least and the most a subscale can be, before conversion; None where it cannot be worked out."""
    if subscale.method == "algorithm":
        return 0.0, 1.0
    if subscale.method == "sum_of_scores":
        parts = {part.id: part for part in version.subscales if part.method in ("sum", "mean")}
        ends = [(parts[name].lowest, parts[name].highest) for name in subscale.subscales if name in parts]
        whole = bool(ends) and len(ends) == len(subscale.subscales)
        return (sum(low for low, _ in ends), sum(high for _, high in ends)) if whole else None
    return _range_of_items(subscale, version)


def _range_of_items(subscale: Subscale, version: Version) -> tuple[float, float] | None:
    items = {item.id: item for item in version.items}
    ranges = [item_range(items[name], version) for name in subscale.items if name in items]
    known = [pair for pair in ranges if pair is not None]
    if not known or len(known) < len(subscale.items):
        return None
    lowest, highest = sum(low for low, _ in known), sum(high for _, high in known)
    times = subscale.multiplied_by
    if subscale.method == "mean":
        return lowest / len(known) * times, highest / len(known) * times
    return lowest * times, highest * times


def sent_range(subscale: Subscale) -> tuple[float, float]:
    """Return the least and the most that a service can send for a subscale: what is converted, before that."""
    raw = [code_number(score) for score in subscale.conversion] if subscale.method == "supplied" else []
    known = [score for score in raw if score is not None]
    return (min(known), max(known)) if known else (subscale.lowest, subscale.highest)


def score_step(subscale: Subscale) -> float:
    """Return the least by which two scores differ where no item is missing: a point, or what an item adds to a mean."""
    parts = len(subscale.items) if subscale.method == "mean" else 1
    return float(subscale.multiplied_by) / max(parts, 1)


def fits(response: Response, code: Number) -> bool:
    """Tell whether a code is one that the response allows."""
    whole = not response.whole_numbers or float(code).is_integer()
    return whole and response.lowest <= code <= response.highest


def code_number(text: str) -> float | None:
    """Return a code written as a key (``recode``, ``conversion``) as a number; None when it is none."""
    return float(text) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else None


def _codes(response: Response) -> Iterable[Number]:
    if response.whole_numbers and response.highest - response.lowest <= MOST_CODES_TRIED:
        return range(int(response.lowest), int(response.highest) + 1)
    return (response.lowest, response.highest)


def _counts(item: Item, code: Number, response: Response) -> Number:
    recode = {code_number(raw): score for raw, score in item.recode.items()}
    counted = recode.get(float(code), code)
    if not item.reversed:
        return counted
    # Turned round within what the item can count, as score.items does it.
    possible = list(item.recode.values()) or [response.lowest, response.highest]
    return min(possible) + max(possible) - counted

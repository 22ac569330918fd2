"""Findings about quotations that do not simply stand at their place."""

from collections.abc import Mapping

from earlyeval.tidy.coded.anchor import Anchoring
from earlyeval.tidy.coded.told import anchored_words
from earlyeval.tidy.findings import Finding, counted

# What a person should know of; quotations at their place, or found once where no place was given, are none of it.
_TOLD: tuple[Anchoring, ...] = ("beginning", "moved", "several", "absent", "unkept", "textless")


def anchoring_findings(counts: Mapping[Anchoring, int], file: str) -> list[Finding]:
    """Return one finding for each thing that happened to quotations, with how many it happened to."""
    return [
        Finding(
            "codings", file, 0, "text", f"quotation_{kind}", "note", number,
            f"{counted(number, 'quotation')} that {anchored_words(kind, number)}.",
        )
        for kind in _TOLD
        if (number := counts.get(kind, 0))
    ]  # fmt: skip

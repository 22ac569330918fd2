"""The outcome of a check as one page to be sent to the site: what to mend, then what is worth knowing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from earlyeval.report.pieces import frame_words, rendered

NEXT = "Nothing was changed. Mend what is listed at its source, and send the files again."
DONE = {"set_aside": "set aside, not analysed", "note": "kept as it is"}


@dataclass(frozen=True)
class CheckedPart:
    """One programme: a sentence, the problems for which the returns are refused, and findings (done, where, what).

    Of very many problems ``more`` says how many are not listed, and ``others`` are the first of each other kind.
    """

    name: str
    verdict: str
    problems: tuple[str, ...] = ()
    findings: tuple[tuple[str, str, str], ...] = field(default=())
    more: str = ""
    others: tuple[str, ...] = ()


def write_check_page(target: Path, parts: Sequence[CheckedPart], *, site_name: str) -> None:
    """Write the page of a check. It names files, rows and columns, never an id, a date or the words of a text cell."""
    frame = frame_words(
        f"Returns of {site_name}", subtitle="What the check found", banner="", facts={}, links=()
    )  # fmt: skip
    target.parent.mkdir(parents=True, exist_ok=True)
    waiting = target.with_suffix(".part")
    waiting.write_text(
        rendered("check.html.j2", {**frame, "parts": list(parts), "next": NEXT}), encoding="utf-8", newline="\n"
    )
    waiting.replace(target)

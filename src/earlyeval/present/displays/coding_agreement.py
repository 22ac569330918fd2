"""How far coders gave the same codes: the sample, a line per code, what to mind. All other figures: the workbook."""

import pandas as pd

from earlyeval.present.display import Part, Sentences, Shown
from earlyeval.present.displays.nothing import nothing_to_show
from earlyeval.present.notes import notes_for
from earlyeval.present.numbers import n_of_text, n_text, percent_in_brackets, value_text, with_interval
from earlyeval.present.rows import Row, first, groups, records, where
from earlyeval.present.setting import Setting
from earlyeval.present.tables import Table
from earlyeval.present.wording import level_words

ABOUT = "Agreement of coders"
LEVELS = ("unit", "document", "character")
LEVEL_WORDS = {
    "unit": "Agreement is by unit: a code counts for a unit where any of a coder's passages touches it.",
    "document": "Agreement is by document: a code counts for a document where a coder gave it anywhere in it.",
    "character": "Agreement is by character, with what nobody coded counted as agreement.",
}
BESIDE = ("Kappa by character", "As QualCoder prints it")
FEW = "Too few to say: the code was given in so few units that nothing can be said of agreement on it."
OTHERS, COLUMN_OF_WORDS = "In the words of others", 5
KAPPAS = ("cohen_kappa", "light_kappa", "pooled_kappa")
WORKBOOK = "Other levels (document, unit, character, passage) and coefficients (share of agreement, agreement on no, PABAK, AC1, Krippendorff's alpha, prevalence, bias, sets of codes) stand in the workbook."  # noqa: E501
LABELS = (
    "The words beside a kappa are those of the source named; they are labels, and nothing is passed or failed by them."
)


def show(rows: pd.DataFrame, setting: Setting) -> Shown:
    """Return sentences on what was coded twice, and one table: code, units, uses, kappa, agreement on yes, label.

    The level is the finest at which things were declared: unit, else document. Where a tool's own number was read it
    has a column.
    """
    nothing = nothing_to_show(rows, setting, about=ABOUT)
    if nothing:
        return nothing
    parts: list[Part] = [Sentences(_sample(where(rows, outcome="double-coding")), listed=True)]
    found = rows[rows["outcome"] != "double-coding"]
    level = next((name for name in LEVELS if _has_kappa(where(found, subgroup=name))), LEVELS[1])
    own = where(found, subgroup=level)
    tool = where(found, estimand="qualcoder_kappa")
    beside = where(found, subgroup="character")
    lines = tuple(
        (*_line(of_code), *(_beside(where(beside, outcome=outcome)) if len(tool) else ()))
        for (outcome,), of_code in groups(own, "outcome")
    )
    kappas = where(own, estimand=KAPPAS)
    words, lines = _words(kappas[kappas["status"].isin(("shown", "rounded"))], lines)
    columns = ("Code", "Units", "Given by each coder", f"Kappa ({level_words(kappas)} interval)", "Agreement on yes",
               words, *(BESIDE if len(tool) else ()))  # fmt: skip
    told = [row["note"] for row in records(where(found, estimand="statement", outcome="all-codes"))]
    told_rows = where(own, estimand=(*KAPPAS, "positive_agreement"))
    few = FEW if told_rows["reason"].str.contains("too seldom").any() else ""
    found_rows = told_rows[told_rows["status"] != "not_estimable"]
    notes = notes_for(found_rows, setting, LEVEL_WORDS[level], few, *told, LABELS, WORKBOOK)
    caption = setting.caption(f"Agreement of coders, by {level}")
    parts.append(Table("table-coding-agreement", caption, columns, lines, notes))
    minded = _minded(where(own, estimand="statement"))
    if minded:
        parts.append(Sentences(minded, listed=True))
    return Shown(tuple(parts))


def _minded(rows: pd.DataFrame) -> tuple[str, ...]:
    """Return what to mind, each once, after the names of all codes that it is about."""
    about: dict[str, list[str]] = {}
    for row in records(rows[rows["outcome"] != "all-codes"]):
        about.setdefault(row["note"], []).append(row["label"])
    return tuple(f"{'; '.join(labels)}: {note}" for note, labels in about.items())


def _words(kappas: pd.DataFrame, lines: tuple[tuple[str, ...], ...]) -> tuple[str, tuple[tuple[str, ...], ...]]:
    """Return the head of the column of words and the lines; a source that all words share stands in the head."""
    sources = {note.rpartition("; ")[2] for note in kappas["note"] if note}
    if len(sources) != 1:
        return OTHERS, lines
    (source,) = sources
    place = COLUMN_OF_WORDS
    kept = (line[place].removesuffix(f"; {source}") for line in lines)
    named = tuple((*line[:place], words, *line[place + 1 :]) for line, words in zip(lines, kept, strict=True))
    return f"In the words of {source}", named


def _sample(rows: pd.DataFrame) -> tuple[str, ...]:
    told = []
    for row in records(rows):
        if row["estimand"] == "statement":
            told.append(row["note"])
        elif row["status"] == "not_estimable":
            told.append(f"{row['label']}: {row['reason']}")
        else:
            advice = f" {row['note']}" if row["note"] else ""
            told.append(f"{row['label']}: {n_of_text(row)}{percent_in_brackets(row)}.{advice}")
    return tuple(told)


def _has_kappa(rows: pd.DataFrame) -> bool:
    return bool(where(rows, estimand=KAPPAS)["status"].isin(("shown", "rounded")).any())


def _line(of_code: pd.DataFrame) -> tuple[str, ...]:
    kappa = first(where(of_code, estimand=KAPPAS))
    yes = first(where(of_code, estimand="positive_agreement"))
    uses = "; ".join(n_text(row) for row in records(where(of_code, estimand="count")))
    return (
        of_code["label"].iloc[0] or of_code["outcome"].iloc[0],
        n_text(kappa) if kappa else "",
        uses,
        _kappa(kappa),
        value_text(yes) if yes else "",
        kappa["note"] if kappa and kappa["status"] in ("shown", "rounded") else "",
    )


def _beside(of_code: pd.DataFrame) -> tuple[str, str]:
    """Return the right kappa by character, and what the tool prints."""
    printed = first(where(of_code, estimand="qualcoder_kappa"))
    return _kappa(first(where(of_code, estimand=KAPPAS))), value_text(printed) if printed else ""


def _kappa(row: Row | None) -> str:
    if row is None:
        return ""
    if row["status"] == "not_estimable":
        return "too few to say" if "too seldom" in row["reason"] else "cannot be told"
    return with_interval(row)

"""What was released before of the same study: read from the bundles, so that a new release is held against them."""

import csv
import json
from pathlib import Path

import pandas as pd

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.results import FLAG_COLUMNS, NUMBER_COLUMNS, typed
from earlyeval.protect.gate import RELEASED_COLUMNS
from earlyeval.protect.known_changes import changes_wrong
from earlyeval.protect.later import told_by_both
from earlyeval.protect.ledger import Ledger, held
from earlyeval.registry.profiles import Profile
from earlyeval.run.outputs import FORMULA_SIGNS


def earlier_ledgers(releases: Path, *, site: str, programme: str, profile: Profile) -> list[Ledger]:
    """Return the ledgers of earlier releases of one programme at one place, in the order of their dates.

    The population of each is the hash of the returns that it was made from.

    Raises
    ------
    ProtectionError
        A bundle whose ledger or manifest cannot be read: nothing can then be held against it. Or one that hid or
        rounded counts by other rules than this profile: two roundings of one number tell more of it than either.
    """
    found = []
    for folder in sorted(releases.glob(f"[0-9]*/{site}")):
        try:
            told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
            if programme not in told["reports"]:
                continue
            before, rules = told["profile"]["id"], told["profile"]["count"]
            rows = _rows(folder / "ledger.csv", site=site, programme=programme)
            found.append(Ledger(told["reports"][programme]["returns_sha256"], rows))
            counted_alike = all(rules[name] == now for name, now in profile.count if name != "symbol")
        except (OSError, ValueError, KeyError, TypeError):
            raise ProtectionError(
                f"The release of {folder.parent.name} cannot be read, so nothing can be held against it. Nothing was "
                "released. Put its ledger.csv and manifest.json back as they were."
            ) from None
        if not counted_alike:
            raise ProtectionError(
                f"The release of {folder.parent.name} hid and rounded counts by other rules ({before}) than "
                f"{profile.id}, and one number rounded in two ways tells more than either. Nothing was released. "
                f"Release this programme under {before}, as before."
            )
    return found


def refuse_telling_changes(
    now: pd.DataFrame, true_rows: pd.DataFrame, earlier: list[Ledger], profile: Profile, *, freeze: str
) -> int:
    """Refuse a release that tells of a few people when it is laid beside an earlier one.

    Parameters
    ----------
    now, true_rows : DataFrames, the same rows in the same order
        As they passed the gate, and with their true counts.

    Returns
    -------
    int
        How many rows were held against the earlier ones: whoever asks sees by it that it was done.

    Raises
    ------
    ProtectionError
        Says how many numbers, never which people. Or a judge answers otherwise than it should on releases whose answer
        is known.
    """
    for sentence in changes_wrong():
        raise ProtectionError(sentence)
    keys = held(now, true_rows, earlier, profile, freeze=freeze)
    if not isinstance(keys, frozenset):
        raise ProtectionError("What was released before was not held against this release. Nothing was released.")
    others = [ledger.rows for ledger in earlier if ledger.freeze != freeze]
    told = len(keys) or sum(told_by_both(now, true_rows, rows, profile) for rows in others)
    if told:
        raise ProtectionError(
            f"Nothing was released: {told} numbers, put beside an earlier release of the same study, would tell "
            f"of fewer than {profile.release_change.min_people} people. Release the same population as before, or "
            "wait until more people have come or left."
        )
    return len(now)


def _rows(path: Path, *, site: str, programme: str) -> pd.DataFrame:
    with path.open(newline="", encoding="utf-8") as file:
        told = [row for row in csv.DictReader(file) if (row["site"], row["programme"]) == (site, programme)]
    return typed([{name: _value(name, row[name]) for name in RELEASED_COLUMNS} for row in told], RELEASED_COLUMNS)


def _value(name: str, cell: str) -> object:
    if name in NUMBER_COLUMNS:
        return float(cell) if cell else float("nan")
    if name in FLAG_COLUMNS:
        return cell == "True"
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_SIGNS) else cell

"""People who are described by more than one declared return."""

from dataclasses import replace

import numpy as np
import pandas as pd

from earlyeval.tidy.parts import Whole

NOT_SAID = "participant"  # the role of people of whom no declared return says one


def without_repeated_people(people: Whole) -> Whole:
    """Return people with each person once where several declared returns do not contradict each other about them.

    Notes
    -----
    Each wave of a form is a file of its own, and only the first asks who somebody is: what is blank in one return is
    taken from the others, and from our own list of people if there is one. Two returns that say different things of one
    person both stay, and are refused as duplicates; so are repetitions within one sheet, and in two lists of our own. A
    role that no return says is that of a participant.
    """
    from_declared = np.array([part.declared for part in people.parts], dtype=bool)
    if not from_declared.any():
        return people
    is_declared = from_declared[people.origin]
    once = _one_row_each(people, is_declared) if len(people.parts) > 1 else people
    unsaid = once.frame["role"].isna() & from_declared[once.origin]
    return replace(once, frame=once.frame.assign(role=once.frame["role"].mask(unsaid, NOT_SAID)))


def _one_row_each(people: Whole, is_declared: np.ndarray) -> Whole:
    frame = people.frame
    ids = frame["person_id"]
    within = frame[["person_id"]].assign(sheet=people.origin).duplicated(keep=False)
    is_open = ids.notna() & ids.duplicated(keep=False) & ~within
    n_ours = pd.Series(~is_declared).groupby(ids).transform("sum")
    # At most one row of theirs stands in a list of our own: of two such, one is wrong.
    whole_people = is_open.groupby(ids).transform("all") & is_open & (n_ours < 2)
    said = [name for name in frame.columns if name != "person_id"]
    several = frame[whole_people.fillna(False).to_numpy(dtype=bool)]
    if not len(several):
        return people
    filled = several.groupby("person_id", sort=False)[said].transform("first")
    differs = (several[said].notna() & (several[said] != filled).fillna(False)).any(axis=1)
    agrees = ~differs.groupby(several["person_id"]).transform("any")
    rows = several.index[agrees.to_numpy(dtype=bool)]
    told = {name: frame[name].copy() for name in said}
    for name in said:
        told[name].loc[rows] = filled.loc[rows, name]
    is_again = np.zeros(len(frame), dtype=bool)
    is_again[rows] = several.loc[rows, "person_id"].duplicated().to_numpy()
    return replace(people, frame=frame.assign(**told)).kept(~is_again)

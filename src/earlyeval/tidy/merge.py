"""People who are described by more than one declared return."""

from earlyeval.tidy.parts import Whole


def without_repeated_people(people: Whole) -> Whole:
    """Return people with each person once where several declared returns say exactly the same of them.

    Descriptions that differ stay, and are refused as duplicates; so are repetitions within one sheet.
    """
    from_declared = [part.declared for part in people.parts]
    if sum(from_declared) < 2:
        return people
    is_declared = people.origin >= 0
    is_declared = is_declared & [from_declared[number] for number in people.origin]
    within = people.frame.assign(sheet=people.origin).duplicated().to_numpy()
    repeated = people.frame.duplicated().to_numpy() & is_declared & ~within
    return people.kept(~repeated)

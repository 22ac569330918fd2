"""How many of whom a site has: the shipped site by name, any other scaled from it by its number of families."""

from collections.abc import Sequence
from dataclasses import dataclass

from earlyeval.tidy.synthetic import effects
from earlyeval.tidy.synthetic.effects import PlantedChange

FEWEST_FAMILIES = 40  # below this the strands that a full site shows cannot all be laid out
_FEWEST_STAFF = 14
_FEWEST_INTERVIEWS = 8
_MOST_COMMENTS = 30  # as many as there are sentences
# Family numbers beyond the last one given out, under which a stranger's form is filed.
_NUMBERS_BEYOND = 35


@dataclass(frozen=True)
class Sizes:
    """Counts of one site; tuples go by cluster, in the order the site declares them.

    ``prefix`` begins every id. ``has_lookalikes``: one centre left a nought out of an id.
    """

    prefix: str
    referred: tuple[int, ...]
    accepted: tuple[int, ...]
    referred_twice: tuple[int, ...]
    consented: tuple[int, ...]
    out_of_specification: int
    overridden: int
    never_came: int
    paused: int
    measured_before: int
    measured_twice: int
    measured_after_only: int
    late_forms: int
    status_not_returned: tuple[int, int]
    experience_not_returned: int
    comments: int
    staff: tuple[int, ...]
    staff_left: int
    staff_midway: int
    staff_after: int
    staff_looking_back: int
    filmed_before: int
    filmed_after: int
    double_coded: int
    interviews: tuple[int, ...]
    changes: tuple[PlantedChange, ...] = effects.FAMILY_CHANGES
    has_lookalikes: bool = True

    @property
    def unknown_ids(self) -> tuple[str, str]:
        """Two ids that match nobody: a letter O for a nought, and a family that was never registered."""
        families = sum(self.referred) - sum(self.referred_twice)
        return (f"{self.prefix}-F0O3-A", f"{self.prefix}-F{families + _NUMBERS_BEYOND:03d}-A")


SHIPPED = Sizes(
    prefix="W",
    referred=effects.REFERRED,
    accepted=effects.ACCEPTED,
    referred_twice=effects.REFERRED_TWICE,
    consented=effects.CONSENTED,
    out_of_specification=effects.OUT_OF_SPECIFICATION,
    overridden=effects.OVERRIDDEN,
    never_came=effects.NEVER_CAME,
    paused=effects.PAUSED_ATTENDANCE,
    measured_before=effects.MEASURED_BEFORE,
    measured_twice=effects.MEASURED_TWICE,
    measured_after_only=effects.MEASURED_AFTER_ONLY,
    late_forms=effects.LATE_FORMS,
    status_not_returned=effects.STATUS_NOT_RETURNED,
    experience_not_returned=effects.EXPERIENCE_NOT_RETURNED,
    comments=effects.COMMENTS,
    staff=effects.STAFF,
    staff_left=effects.STAFF_LEFT,
    staff_midway=effects.STAFF_MIDWAY,
    staff_after=effects.STAFF_AFTER,
    staff_looking_back=effects.STAFF_LOOKING_BACK,
    filmed_before=effects.FILMED_BEFORE,
    filmed_after=effects.FILMED_AFTER,
    double_coded=effects.DOUBLE_CODED,
    interviews=effects.INTERVIEWS_BY_CLUSTER,
)


def scaled(n_families: int, *, prefix: str, changes: tuple[PlantedChange, ...]) -> Sizes:
    """Return the counts of a site where ``n_families`` (at least 40) consented, in the proportions of the shipped one.

    Interviews stay between 8 and 16, because the sentences of made-up interviews are not without end.
    """
    consented = split(n_families, effects.CONSENTED)
    accepted = tuple(_grown(n, effects.ACCEPTED, effects.CONSENTED) for n in consented)
    referred = tuple(_grown(n, effects.REFERRED, effects.CONSENTED) for n in consented)
    share = n_families / sum(effects.CONSENTED)
    n_staff = max(_FEWEST_STAFF, round(sum(effects.STAFF) * share))
    of_staff = n_staff / sum(effects.STAFF)
    before = round(effects.MEASURED_BEFORE * share)
    interviews = min(effects.INTERVIEWS, max(_FEWEST_INTERVIEWS, round(effects.INTERVIEWS * share)))
    return Sizes(
        prefix=prefix,
        referred=referred,
        accepted=accepted,
        referred_twice=(1,) * len(consented),
        consented=consented,
        out_of_specification=round(effects.OUT_OF_SPECIFICATION * share),
        overridden=round(effects.OVERRIDDEN * share),
        never_came=round(effects.NEVER_CAME * share),
        paused=round(effects.PAUSED_ATTENDANCE * share),
        measured_before=before,
        measured_twice=round(effects.MEASURED_TWICE * share),
        measured_after_only=1,
        late_forms=round(effects.LATE_FORMS * share),
        status_not_returned=tuple(round(count * share) for count in effects.STATUS_NOT_RETURNED),
        experience_not_returned=round(effects.EXPERIENCE_NOT_RETURNED * share),
        comments=min(_MOST_COMMENTS, round(effects.COMMENTS * share)),
        staff=split(n_staff, effects.STAFF),
        staff_left=round(effects.STAFF_LEFT * of_staff),
        staff_midway=round(effects.STAFF_MIDWAY * of_staff),
        staff_after=round(effects.STAFF_AFTER * of_staff),
        staff_looking_back=round(effects.STAFF_LOOKING_BACK * of_staff),
        filmed_before=round(effects.FILMED_BEFORE * of_staff),
        filmed_after=round(effects.FILMED_AFTER * of_staff),
        double_coded=round(effects.DOUBLE_CODED * of_staff),
        interviews=split(interviews, effects.INTERVIEWS_BY_CLUSTER),
        changes=changes,
        has_lookalikes=False,
    )


def split(total: int, shares: Sequence[float]) -> tuple[int, ...]:
    """Return whole parts in these proportions that add up to the total: what rounding leaves goes to the largest rest.

    Where two rests are the same the earlier part gets it.
    """
    whole = sum(shares)
    exact = [total * share / whole for share in shares]
    parts = [int(part) for part in exact]
    rests = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in rests[: total - sum(parts)]:
        parts[place] += 1
    return tuple(parts)


def _grown(n: int, outer: tuple[int, ...], inner: tuple[int, ...]) -> int:
    return max(n + 1, round(n * sum(outer) / sum(inner)))

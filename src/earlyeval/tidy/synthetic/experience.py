"""The other forms of families: development status of the baby, experience of the groups, comments."""

import math

import numpy as np
import pandas as pd

from earlyeval.registry.instruments import FormCutOff
from earlyeval.registry.whole import Registry
from earlyeval.tidy.synthetic import effects
from earlyeval.tidy.synthetic.draws import Generator, chosen
from earlyeval.tidy.synthetic.forms import HEADERS, Pack, pack_rows
from earlyeval.tidy.synthetic.sheets import Sheet
from earlyeval.tidy.synthetic.sizes import SHIPPED, Sizes
from earlyeval.tidy.synthetic.wording import section

# Upper ends, in weeks of age, of the age forms that babies under two fall into.
_FORM_WEEKS = ((13, "2-month"), (39, "6-month"), (65, "12-month"), (10_000, "18-month"))
_STEP = 5  # ASQ:SE-2 totals are multiples of five


def development_sheet(
    random: Generator, registry: Registry, families: pd.DataFrame, pack: Pack, sizes: Sizes = SHIPPED
) -> Sheet:
    """Return supplied ASQ:SE-2 totals with the age form: only the status against the form's own cut-off is planted."""
    ages = random.uniform(4, 28, size=len(families))
    before = random.standard_normal(len(families))
    link = effects.STATUS_CORRELATION
    after = link * before + math.sqrt(1 - link**2) * random.standard_normal(len(families))
    cut_offs = {form.form: form for form in registry.subscale("asq-se-2", "asq-se-2", "total").form_cut_offs}
    cells = {}
    for time_point, latent, weeks, shares in (
        ("baseline", before, ages, effects.STATUS_BEFORE),
        ("endpoint", after, ages + 26, effects.STATUS_AFTER),
    ):
        statuses = [_status(value, shares) for value in latent]
        forms = [cut_offs[_form(age)] for age in weeks]
        spans = [_span(form, status) for form, status in zip(forms, statuses, strict=True)]
        totals = [int(random.integers(low // _STEP, high // _STEP + 1)) * _STEP for low, high in spans]
        cells[time_point] = [[form.form, total] for form, total in zip(forms, totals, strict=True)]
    rows = pack_rows(random, pack, cells, left_out=sizes.status_not_returned)
    return Sheet("asq-se-2.csv", (*HEADERS, "form", "total"), [row for _, row in rows])


def _status(latent: float, shares: tuple[float, float, float]) -> int:
    rank = 0.5 * (1 + math.erf(latent / math.sqrt(2)))
    return 0 if rank < shares[0] else 1 if rank < shares[0] + shares[1] else 2


def _form(weeks: float) -> str:
    return next(form for end, form in _FORM_WEEKS if weeks < end)


def _span(form: FormCutOff, status: int) -> tuple[int, int]:
    """Return the lowest and highest total of a status: below the zone, in it, above the cut-off."""
    zone, cut_off = int(form.monitoring_from), int(form.cut_off)
    return ((0, zone - _STEP), (zone, cut_off - _STEP), (cut_off + _STEP, cut_off + 8 * _STEP))[status]


def experience_sheets(random: Generator, registry: Registry, pack: Pack, sizes: Sizes = SHIPPED) -> list[Sheet]:
    """Return the Friends and Family Test and CHI-ESQ, asked after the programme only."""
    n = len(pack.person_ids)
    overall = random.choice(np.arange(1, 7), size=n, p=effects.FRIENDS_AND_FAMILY)
    friends = pack_rows(random, _after(pack), {"endpoint": [[int(answer)] for answer in overall]}, left_out=(0,))
    items = [item.id for item in registry.version("chi-esq", "chi-esq").items]
    best, least = (np.array(shares) for shares in effects.EXPERIENCE)
    columns = []
    for place in range(len(items)):
        # Items of the environment (facilities, time, journey) are liked least, as they are in services.
        liked = least if items[place] in ("facilities", "appointment-time", "journey") else best
        columns.append(random.choice(np.array(["3", "2", "1", "na"]), size=n, p=liked))
    answers = [[str(cell) for cell in row] for row in zip(*columns, strict=True)]
    service = pack_rows(random, _after(pack), {"endpoint": answers}, left_out=(sizes.experience_not_returned,))
    return [
        Sheet(
            "fft.csv", (*HEADERS, "version", "overall"), [[*row[:3], "fft-experience", row[3]] for _, row in friends]
        ),
        Sheet("chi-esq.csv", (*HEADERS, *items), [row for _, row in service]),
    ]


def _after(pack: Pack) -> Pack:
    return Pack(pack.person_ids, {"endpoint": pack.returned["endpoint"]}, {"endpoint": pack.days["endpoint"]})


def comments_sheet(random: Generator, pack: Pack, sizes: Sizes = SHIPPED) -> Sheet:
    """Return free-text comments of some parents beside the Friends and Family Test."""
    words = section("comments", "fft-comment")
    places = np.flatnonzero(chosen(random, pack.returned["endpoint"], n=sizes.comments))
    order = random.permutation(len(words))[: sizes.comments]
    rows = [
        [f"CM-{number:03d}", pack.person_ids[place], "endpoint", "fft-comment", words[which]]
        for number, (place, which) in enumerate(zip(places, order, strict=True), start=1)
    ]
    return Sheet("comments.csv", ("comment_id", "person_id", "time_point", "question", "comment"), rows)

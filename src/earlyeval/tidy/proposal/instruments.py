"""Which instrument of the registry a run of columns is, or a column of totals: by name, number of items and range."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from earlyeval.registry.instruments import Instrument, Subscale, Version
from earlyeval.registry.whole import Registry
from earlyeval.tidy.columns import folded_words
from earlyeval.tidy.lists import response_of
from earlyeval.tidy.proposal.looks import Look
from earlyeval.tidy.proposal.numbered import Run, time_of


@dataclass(frozen=True)
class Fit:
    """A version of an instrument for some columns. ``others`` would fit too; ``codes`` are words without numbers.

    ``by_answers``: nothing but the number of columns and their answers tells so.
    """

    instrument: str
    version: str
    time: str
    items: tuple[tuple[str, Look], ...] = ()
    subscales: tuple[tuple[str, Look], ...] = ()
    others: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    by_answers: bool = False


def fit_of_run(run: Run, registry: Registry, measured: Iterable[str]) -> Fit | None:
    """Return the instrument whose items a run of numbered columns holds; None where none fits.

    ``measured`` are the instruments that the programme's outcomes use: of two that fit, one of these comes first.
    """
    wanted = list(measured)
    scored = [
        (_named(run.name, instrument) * 4 + (instrument.id in wanted) * 2, instrument, version)
        for instrument in registry.instruments.values()
        for version in instrument.versions
        if _fits(run, instrument, version)
    ]
    if not scored:
        return None
    best = max(score for score, _, _ in scored)
    first, *others = [(instrument, version) for score, instrument, version in scored if score == best]
    items = tuple((item.id, column) for item, column in zip(first[1].items, run.columns, strict=False))
    words = {text for _, column in items for text in column.counts if not _is_number(text)}
    responses = [response for item in first[1].items if (response := response_of(first[1], item))]
    known = {folded_words(word) for response in responses for word in response.codes}
    return Fit(
        first[0].id,
        first[1].id,
        run.time,
        items,
        others=tuple(f"{instrument.id} ({version.id})" for instrument, version in others[:5]),
        codes=tuple(sorted(word for word in words if folded_words(word) not in known)),
    )


def fits_by_item_ids(looks: Iterable[Look], registry: Registry) -> Iterator[Fit]:
    """Yield versions all of whose items stand in columns that are called by their ids, but for the time."""
    by_time: dict[str, dict[str, Look]] = {}
    for look in looks:
        time, rest = time_of(look.header)
        by_time.setdefault(time, {})[rest.lower().replace("_", "-")] = look
        by_time.setdefault("", {}).setdefault(look.header.lower().replace("_", "-"), look)
    for time, columns in by_time.items():
        for instrument in registry.instruments.values():
            for version in instrument.versions:
                ids = [item.id for item in version.items]
                telling = [name for name in ids if not _is_plain(name)]
                if ids and telling == ids and all(name in columns for name in ids):
                    yield Fit(instrument.id, version.id, time, tuple((name, columns[name]) for name in ids))


def fit_of_total(look: Look, registry: Registry) -> Fit | None:
    """Return the instrument whose totals a column seems to hold: by name in the header and range of the cells."""
    if look.numbers is None or not look.numbers:
        return None
    time, rest = time_of(look.header)
    joined = "".join(letter for letter in rest.lower() if letter.isalnum())
    for instrument in sorted(registry.instruments.values(), key=lambda known: -len(known.id)):
        plain = "".join(letter for letter in instrument.id if letter.isalnum())
        left = joined.removeprefix(plain)
        if not joined.startswith(plain) or (left and left not in _totals_words(instrument)):
            continue
        for version in instrument.versions:
            for subscale in version.subscales:
                if _is_meant(left, subscale, version) and _within(look, subscale):
                    return Fit(instrument.id, version.id, time, subscales=((subscale.id, look),))
    return None


def _totals_words(instrument: Instrument) -> set[str]:
    own = {
        "".join(c for c in scale.id if c.isalnum()) for version in instrument.versions for scale in version.subscales
    }
    return own | {"total", "score", "sum", "totalscore", "tot", "raw"}


def _is_meant(left: str, subscale: Subscale, version: Version) -> bool:
    own = "".join(letter for letter in subscale.id if letter.isalnum())
    return left == own or (
        subscale == version.subscales[0] and left in ("", "score", "sum", "totalscore", "tot", "raw")
    )


def _within(look: Look, subscale: Subscale) -> bool:
    return subscale.lowest <= look.numbers[0] and look.numbers[-1] <= subscale.highest  # type: ignore[index]


def _fits(run: Run, instrument: Instrument, version: Version) -> bool:
    named = _named(run.name, instrument)
    exact = len(run.columns) == len(version.items)
    if not version.items or not (exact or (named and len(run.columns) <= len(version.items))):
        return False
    if not named and len(run.columns) < 4:
        return False  # two or three numbered columns may be anything
    return all(
        _may_hold(column, version, number) for number, column in enumerate(run.columns) if number < len(version.items)
    )


def _may_hold(column: Look, version: Version, number: int) -> bool:
    response = response_of(version, version.items[number])
    if response is None or not column.filled:
        return True
    numbers = [float(text) for text in column.counts if _is_number(text)]
    if not numbers:
        return len(column.counts) <= response.highest - response.lowest + 1 and not column.is_free_text
    return all(response.lowest <= value <= response.highest for value in numbers)


def _named(name: str, instrument: Instrument) -> bool:
    plain = "".join(letter for letter in instrument.id if letter.isalnum())
    letters = plain.rstrip("0123456789")
    return bool(name) and (name == plain or name.startswith(plain) or (len(letters) > 2 and name == letters))


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _is_plain(name: str) -> bool:
    """Tell whether an item id says nothing of its instrument: q1, 1, item-3."""
    return name.lstrip("qitem-").isdigit()

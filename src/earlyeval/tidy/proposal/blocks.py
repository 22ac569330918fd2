"""Questions without a number, beside each other with the same answers: told by how many they are, and by the answers.

Forms have the words of a question as its header, and no registry holds the words of a questionnaire. What is told so is
always left for a person to look at.
"""

from collections.abc import Iterator, Sequence

from earlyeval.registry.instruments import Version
from earlyeval.registry.whole import Registry
from earlyeval.tidy.columns import folded_words
from earlyeval.tidy.lists import response_of
from earlyeval.tidy.proposal.instruments import Fit
from earlyeval.tidy.proposal.looks import Look

FEWEST = 3  # columns: two with the same answers may be anything
Measured = tuple[str, Version]


def fits_of_blocks(looks: Sequence[Look], registry: Registry, measured: Sequence[tuple[str, str]]) -> Iterator[Fit]:
    """Yield instruments of the programme's outcomes whose items some neighbouring columns may be.

    Where several instruments have the same answers and stand beside each other, they are taken in the order of the
    outcomes. ``measured``: instrument and version of each outcome.
    """
    left: list[Measured] = [(name, registry.version(name, version)) for name, version in dict.fromkeys(measured)]
    left = [(name, version) for name, version in left if len(version.items) >= FEWEST]
    for stretch in _stretches(looks):
        fitting = [one for one in left if all(_may_answer(look, one[1]) for look in stretch)]
        alone = [one for one in fitting if len(one[1].items) == len(stretch)]
        together = fitting if sum(len(one[1].items) for one in fitting) == len(stretch) else []
        begin = 0
        for name, version in alone[:1] or together:
            own = stretch[begin : begin + len(version.items)]
            if not _is_one_scale(own, version):
                break
            others = tuple(f"{other} ({of.id})" for other, of in alone[1:])
            items = tuple((item.id, look) for item, look in zip(version.items, own, strict=True))
            yield Fit(name, version.id, "", items, others=others, codes=_unknown(own, version), by_answers=True)
            left.remove((name, version))
            begin += len(own)


def _stretches(looks: Sequence[Look]) -> Iterator[list[Look]]:
    """Yield neighbouring columns that share answers."""
    stretch: list[Look] = []
    for look in looks:
        if stretch and (look.place != stretch[-1].place + 1 or not _share(stretch, look)):
            yield stretch
            stretch = []
        if _is_answer(look):
            stretch.append(look)
    if stretch:
        yield stretch


def _is_answer(look: Look) -> bool:
    return bool(look.filled) and not look.date_formats and not look.is_free_text and len(look.counts) <= 11


def _share(stretch: Sequence[Look], look: Look) -> bool:
    if not _is_answer(look):
        return False
    before = {text for one in stretch for text in one.counts}
    are_numbers = all(one.numbers is not None for one in (*stretch, look))
    return are_numbers or not before.isdisjoint(look.counts)


def _known(version: Version) -> set[str]:
    responses = [response for item in version.items if (response := response_of(version, item)) is not None]
    return {folded_words(word) for response in responses for word in response.codes}


def _may_answer(look: Look, version: Version) -> bool:
    response = version.response
    if response is None:
        return False
    if look.numbers is not None:
        return all(response.lowest <= value <= response.highest for value in look.numbers)
    words, known = {folded_words(text) for text in look.counts}, _known(version)
    return words <= known if known else len(words) <= response.highest - response.lowest + 1


def _is_one_scale(looks: Sequence[Look], version: Version) -> bool:
    texts = {folded_words(text) for look in looks for text in look.counts}
    response = version.response
    return response is not None and len(texts) <= response.highest - response.lowest + 1


def _unknown(looks: Sequence[Look], version: Version) -> tuple[str, ...]:
    known = _known(version)
    words = {text for look in looks if look.numbers is None for text in look.counts}
    return tuple(sorted(word for word in words if folded_words(word) not in known))

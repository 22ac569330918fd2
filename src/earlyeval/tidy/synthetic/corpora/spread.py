"""Who speaks of what: in each group of conversations, exactly the planted share of them."""

from collections.abc import Hashable, Mapping, Sequence

from earlyeval.tidy.synthetic.draws import Generator


def codes_heard(
    random: Generator,
    groups: Sequence[Hashable],
    planted: Mapping[str, Mapping[Hashable, float]],
    *,
    needs_one: bool = True,
) -> list[tuple[str, ...]]:
    """Return the codes of each conversation, in the order of ``planted``: of each group, the planted share of them.

    ``groups`` says of each conversation in which group it is; ``planted`` is the share by group, by code. A
    conversation that nothing fell to takes over a code of one that has several, if it ``needs_one``.
    """
    heard: list[list[str]] = [[] for _ in groups]
    for code, shares in planted.items():
        for group in dict.fromkeys(groups):
            places = [place for place, own in enumerate(groups) if own == group]
            n = expected(shares.get(group, 0.0), len(places))
            for place in sorted(random.choice(len(places), size=n, replace=False)):
                heard[places[place]].append(code)
    if needs_one:
        _share_out(heard, groups)
    return [tuple(codes) for codes in heard]


def _share_out(heard: list[list[str]], groups: Sequence[Hashable]) -> None:
    """Hand a code of the conversation with most to each of its group that has none; shares stay as they are."""
    for place, group in enumerate(groups):
        if not heard[place]:
            richest = max((one for one, own in enumerate(groups) if own == group), key=lambda one: len(heard[one]))
            if len(heard[richest]) > 1:
                heard[place].append(heard[richest].pop())


def expected(share: float, n: int) -> int:
    """Return in how many of n conversations a code is heard that is planted in a share of them."""
    return int(share * n + 0.5)

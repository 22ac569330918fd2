"""Into which tag each merge of a Taguette log went, where the log can say it.

The export of a project gives tags new numbers and leaves the target of a merge under its old one. The old number of a
deleted tag is known (it is kept with a minus sign); that of a tag that lives on is not. But numbers were given in the
order in which tags were made, so that a living tag's old number lies between those of the deleted tags made before
and after it. Where that leaves one possibility only, it is taken; where it leaves more, the target stays unknown.
"""

from collections.abc import Mapping, Sequence

from earlyeval.tidy.coded.taguette_log import Command, Merges


def merges_of(commands: Sequence[Command], live: Sequence[int]) -> Merges:
    """Return the target of every merge of the log, in order, as the number that the tag has in the project now.

    ``live`` are the tags that the project still has.
    """
    merged = [command for command in commands if command.kind == "tag_merge"]
    sources = [command.number("src_tag_id", "src") for command in merged]
    wanted = [command.number("dest_tag_id", "dest") for command in merged]
    if not any(source is not None and source < 0 for source in sources):
        return Merges(tuple(wanted), sum(target is not None for target in wanted), 0)
    made = list(dict.fromkeys(c.tag for c in commands if c.kind == "tag_add" and c.tag is not None))
    deleted = {-tag: tag for tag in made if tag < 0}
    old = _old_numbers(made, live, [one for one in wanted if one is not None and one not in deleted])
    said = [deleted.get(target) if target is not None else None for target in wanted]
    found = [one if one is not None else old.get(target) for one, target in zip(said, wanted, strict=True)]
    n_said = sum(one is not None for one in said)
    return Merges(tuple(found), n_said, sum(one is not None for one in found) - n_said)


def _old_numbers(made: Sequence[int], live: Sequence[int], wanted: Sequence[int | None]) -> Mapping[int | None, int]:
    """Return old number to new one for living tags, where the order of the log leaves one possibility."""
    anchors = [-tag for tag in made if tag < 0]
    # Exported twice, or merged with another project: numbers that do not rise in order say nothing.
    if anchors != sorted(anchors) or [tag for tag in made if tag > 0] != sorted(tag for tag in made if tag > 0):
        return {}
    old: dict[int | None, int] = {}
    gap: list[int] = []
    begin = 0
    for tag in (*made, None):
        if tag is not None and tag > 0:
            gap.append(tag)
            continue
        end = -tag if tag is not None else None
        old |= _of_gap(gap, begin, end, wanted) if set(gap) <= set(live) else {}
        gap, begin = [], end or 0
    return old


def _of_gap(gap: Sequence[int], begin: int, end: int | None, wanted: Sequence[int | None]) -> dict[int | None, int]:
    if end is not None and begin and end - begin - 1 == len(gap):
        return dict(zip(range(begin + 1, end), gap, strict=True))
    inside = sorted({one for one in wanted if one is not None and one > begin and (end is None or one < end)})
    return dict(zip(inside, gap, strict=True)) if len(inside) == len(gap) else {}

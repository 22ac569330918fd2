"""From a sheet that nobody has described to a first declaration of it, for a person to read and correct."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from earlyeval.registry.returns import Format
from earlyeval.registry.survey_tools import ANSWER_NUMBERS, OWN_COLUMNS
from earlyeval.tidy.lists import Lists
from earlyeval.tidy.positions import fitting_columns
from earlyeval.tidy.proposal.blocks import fits_of_blocks
from earlyeval.tidy.proposal.boxes import Boxes, boxes_of
from earlyeval.tidy.proposal.grids import is_beside
from earlyeval.tidy.proposal.instruments import Fit, fit_of_run, fit_of_total, fits_by_item_ids
from earlyeval.tidy.proposal.looks import Look, looks_of
from earlyeval.tidy.proposal.numbered import runs_of
from earlyeval.tidy.proposal.roles import day_column, id_column, person_columns, time_column
from earlyeval.tidy.proposal.times import are_numbered, time_points_for
from earlyeval.tidy.readers.sheet import Sheet, turned_round

_QUESTIONS = ("", "question", "item", "frage", "no")  # before the number of a question
_EVENTS = ("redcap_event_name", "Event Name")
_SHORT = 40  # a longer header is a question: it is named by its beginning, so that no wording is copied


@dataclass
class Proposal:
    """What a declaration would say. ``doubts`` names keys that a person has to look at, with the reason."""

    sheet: Sheet
    format: Format
    is_turned: bool
    person_id: Look
    time_column: Look | None = None
    time_points: dict[str, str] = field(default_factory=dict)
    day: Look | None = None
    date_format: str = ""
    people: dict[str, tuple[Look, dict[str, str]]] = field(default_factory=dict)
    fits: list[tuple[Fit, str]] = field(default_factory=list)  # with the time point, "" where a column gives it
    comments: dict[int, dict[str, Look]] = field(default_factory=dict)  # by the number of the fit
    boxes: tuple[Boxes, ...] = ()
    decimal: str = "."
    ignored: list[Look] = field(default_factory=list)
    doubts: dict[str, str] = field(default_factory=dict)

    def name_of(self, look: Look) -> str | int:
        """Return how a declaration names a column: header, beginning of a long header, or number where it repeats."""
        headers = self.sheet.headers
        text = look.header
        if len(text) > _SHORT or text.count(" ") > 4:
            for length in range(2, len(text)):
                beginning = f"{text[:length].rstrip()}*"
                last = text[length - 1]
                ends_word = not text[length : length + 1].isalnum() and not last.isspace() and not last.isdigit()
                if ends_word and len(fitting_columns(beginning, headers)) == 1:
                    return beginning
        named = text if text and not text.startswith("*") and not text.endswith("*") else look.place + 1
        return named if len(fitting_columns(named, headers)) == 1 else look.place + 1


def propose(sheet: Sheet, lists: Lists, *, format: Format = "delimited", called: str = "") -> Proposal:
    """Return a first declaration of a sheet. ``called``: the name of the file, which may tell the time point.

    Notes
    -----
    Nothing is decided on what cannot be seen: every guess that could be otherwise is in ``doubts``. Every column is
    named once, or ignored.
    """
    is_turned = _has_people_in_columns(sheet)
    turned = turned_round(sheet) if is_turned else sheet
    looks = looks_of(turned)
    own = {place for name in OWN_COLUMNS.get(format, ()) for place in fitting_columns(name, turned.headers)}
    ids, doubt = _person(looks, own, is_turned=is_turned, form=format)
    proposal = Proposal(turned, format, is_turned, ids)
    if doubt:
        proposal.doubts["person_id"] = doubt
    taken = {ids.place}
    proposal.boxes = boxes_of([look for look in looks if look.place not in taken | own], lists, form=format)
    taken |= {place for boxes in proposal.boxes for place in boxes.places}
    _add_fits(proposal, looks, lists, taken | own)
    fitted = [look for fit, _ in proposal.fits for _, look in (*fit.items, *fit.subscales)]
    taken |= {look.place for look in fitted}
    if any(look.has_decimal_commas for look in fitted):
        proposal.decimal = ","
    _add_times(proposal, looks, lists, taken)
    _add_time_of_name(proposal, lists, called)
    taken |= {look.place for look in (proposal.time_column, proposal.day) if look is not None}
    _add_comments(proposal, looks)
    taken |= {look.place for beside in proposal.comments.values() for look in beside.values()}
    proposal.people = person_columns(looks, lists, taken=taken | own)
    for name, (_, codes) in proposal.people.items():
        if unknown := sum(code == "" for code in codes.values()):
            proposal.doubts[f"people.codes.{name}"] = f"{unknown} of their codes could not be told"
    taken |= own | {look.place for look, _ in proposal.people.values()}
    proposal.ignored = [look for look in looks if look.place not in taken]
    return proposal


def _has_people_in_columns(sheet: Sheet) -> bool:
    """Tell whether the first column numbers questions and the headers beside it are people."""
    if len(sheet) < 2 or len(sheet.headers) < 2:
        return False
    names = [Look(place, text, ()) for place, text in enumerate(sheet.columns[0]) if not text[:1].isdigit()]
    runs = runs_of(names)
    asked = [run for run in runs if run.name in _QUESTIONS]
    return any(len(run.columns) >= 0.6 * len(sheet) for run in asked) and not runs_of(
        [Look(place, header, ()) for place, header in enumerate(sheet.headers[1:]) if header[:1].lower() == "q"]
    )


def _person(looks: Sequence[Look], own: set[int], *, is_turned: bool, form: Format) -> tuple[Look, str]:
    """Return the column that says whose each row is, and what is doubtful about that."""
    if is_turned:
        return id_column(looks[:1])[0], ""
    asked = [look for look in looks if look.place not in own or form in ("redcap", "delimited", "workbook")]
    found, is_sure = id_column(asked or looks)
    if is_sure:
        return found, ""
    numbers = [look for look in looks if look.header in ANSWER_NUMBERS.get(form, ())]
    if numbers and not found.is_unique:
        return numbers[0], "the tool's own number of each answer: nobody can be followed by it"
    return found, "is this the column that says whose each row is?"


def _add_fits(proposal: Proposal, looks: Sequence[Look], lists: Lists, taken: set[int]) -> None:
    free = [look for look in looks if look.place not in taken]
    outcomes = lists.registry.outcomes.get(lists.programme.id, ())
    measured = [*(outcome.instrument for outcome in outcomes)]
    found: list[Fit] = list(fits_by_item_ids(free, lists.registry))
    used = {look.place for fit in found for _, look in fit.items}
    for run in runs_of(look for look in free if look.place not in used):
        fit = fit_of_run(run, lists.registry, measured)
        if fit is not None:
            found.append(fit)
            used |= {look.place for _, look in fit.items}
    for look in free:
        fit = fit_of_total(look, lists.registry) if look.place not in used else None
        if fit is not None:
            found.append(fit)
            used.add(look.place)
    unused = [look for look in free if look.place not in used and not look.is_unique]
    of_outcomes = [(outcome.instrument, outcome.version) for outcome in outcomes]
    known = {(fit.instrument, fit.version) for fit in found}
    found.extend(fits_of_blocks(unused, lists.registry, [one for one in of_outcomes if one not in known]))
    proposal.fits = [(fit, "") for fit in sorted(found, key=_first_place)]
    for number, fit in enumerate((fit for fit, _ in proposal.fits), start=1):
        if fit.others:
            proposal.doubts[f"measures[{number}].instrument"] = f"as well possible: {', '.join(fit.others)}"
        if fit.by_answers:
            proposal.doubts[f"measures[{number}].items"] = "told by number and answers alone: is this their order?"
        if fit.codes:
            proposal.doubts[f"measures[{number}].codes"] = "which number stands for each word?"


def _first_place(fit: Fit) -> int:
    return min(look.place for _, look in (*fit.items, *fit.subscales))


def _add_times(proposal: Proposal, looks: Sequence[Look], lists: Lists, taken: set[int]) -> None:
    events = [look for look in looks if look.header in _EVENTS and look.counts]
    is_event = proposal.format == "redcap" and bool(events)  # repeated forms stand in it too
    proposal.time_column = events[0] if is_event else time_column(looks, proposal.person_id, taken=taken)
    if proposal.time_column is not None:
        taken = taken | {proposal.time_column.place}
        proposal.time_points = time_points_for(sorted(proposal.time_column.counts), lists.programme)
        if not all(proposal.time_points.values()):
            proposal.doubts["time_points"] = "which of our time points is each of theirs?"
        elif are_numbered(proposal.time_points):
            proposal.doubts["time_points"] = "their numbers were taken for our time points in order"
    else:
        points = _time_points([fit.time for fit, _ in proposal.fits], lists)
        proposal.fits = [(fit, points[fit.time]) for fit, _ in proposal.fits]
        for number, (fit, point) in enumerate(proposal.fits, start=1):
            if point and are_numbered([fit.time]):
                proposal.doubts[f"measures[{number}].time_point"] = "told by its number alone"
            if not point:
                known = ", ".join(time.id for time in lists.programme.time_points)
                proposal.doubts[f"measures[{number}].time_point"] = f"one of: {known}"
    proposal.day = day_column(looks, taken=taken)
    formats = proposal.day.date_formats if proposal.day else ()
    if formats:
        proposal.date_format = "" if formats[0] == "%Y-%m-%d" else formats[0]
        if len(formats) > 1:
            proposal.doubts["date_format"] = f"as well possible: {', '.join(formats[1:4])}"


def _add_time_of_name(proposal: Proposal, lists: Lists, called: str) -> None:
    """Take the time point that one word of the file's name tells, where neither a column nor a header tells it."""
    words = sorted(set(re.findall(r"[a-z0-9]+", called.lower())))
    known = {point for point in time_points_for(words, lists.programme).values() if point}
    if proposal.time_column is not None or len(known) != 1 or any(point for _, point in proposal.fits):
        return
    proposal.fits = [(fit, next(iter(known))) for fit, _ in proposal.fits]
    for number in range(1, len(proposal.fits) + 1):
        proposal.doubts[f"measures[{number}].time_point"] = "told by the name of the file"


def _time_points(times: Sequence[str], lists: Lists) -> dict[str, str]:
    """Return our time point for each time that headers name; without one, the only time point that there is."""
    declared = lists.programme.time_points
    known = time_points_for(sorted({time for time in times if time}), lists.programme)
    return known | {"": declared[0].id if len(declared) == 1 else ""}


def _add_comments(proposal: Proposal, looks: Sequence[Look]) -> None:
    """Take columns of free text right after an item, under a header that repeats, for comments on that item."""
    repeated = {header for header, count in Counter(look.header for look in looks).items() if count > 1}
    for number, (fit, _) in enumerate(proposal.fits):
        places = {look.place for _, look in fit.items}
        for item, look in fit.items:
            beside = look.place + 1
            if beside < len(looks) and beside not in places:
                after = looks[beside]
                says_so = any(word in ("comment", "comments", "why", "remarks") for word in after.words)
                says_so = says_so or is_beside(after.header, look.header)
                if says_so and (after.header in repeated or after.is_free_text or not after.filled):
                    proposal.comments.setdefault(number, {})[item] = after

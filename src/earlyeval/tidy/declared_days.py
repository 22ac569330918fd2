"""Days written in another form than ISO 8601, or with a time zone, as a declaration says; never guessed."""

import datetime
import re
from zoneinfo import ZoneInfo

from earlyeval.foundations.suggest import shown
from earlyeval.registry.returns import Return
from earlyeval.tidy.cells import Fault
from earlyeval.tidy.lists import MISSING_CODES

# What stands after a time of day and says in which zone it was: Z, GMT, UTC, +01:00, GMT+1.
_ZONE = re.compile(r"(?<=[0-9mM])\s*(?:(Z|UTC|GMT)\s*([+-][0-9]{1,2}(?::?[0-9]{2})?)?|([+-][0-9]{2}(?::?[0-9]{2})?))$")
_TIME = re.compile(r"[0-9]:[0-9]{2}")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_DAY_NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]+)?", re.ASCII)
# Excel takes 1900 for a leap year: from March 1900 on, its day 1 is 31 December 1899 less one.
_FIRST_DAYS = {"excel": datetime.datetime(1899, 12, 30), "excel-1904": datetime.datetime(1904, 1, 1)}
_NAMED = "Correct date_format in the declaration, or the date at the source"


def iso_day(text: str, declared: Return) -> str | Fault:
    """Return a day as ISO 8601; the reason where it does not fit the declaration. Blanks and missing codes stay."""
    if text == "" or text in MISSING_CODES:
        return text
    if declared.date_format in _FIRST_DAYS:
        return _counted_day(text, declared.date_format)
    moment, offset = _moment(text, declared.date_format), None
    if moment is None:
        bare, offset = without_zone(text)
        moment = _moment(bare, declared.date_format) if offset is not None else None
    if moment is None:
        if declared.date_format:
            return Fault("date", "found a date of another form", f"dates as {declared.date_format}", _NAMED)
        return text  # read as any other column of days, with its own words for what is wrong
    if offset is None and moment.tzinfo is None and not (declared.recorded_in and _TIME.search(text)):
        return moment.date().isoformat()
    if not declared.time_zone:
        step = "Say in the declaration where days are counted: time_zone: Europe/London"
        return Fault("time_zone", "found a time that names its own zone", "days as they are counted in one place", step)
    theirs = offset or moment.tzinfo or ZoneInfo(declared.recorded_in)
    return moment.replace(tzinfo=theirs).astimezone(ZoneInfo(declared.time_zone)).date().isoformat()


def _counted_day(text: str, system: str) -> str | Fault:
    if not _DAY_NUMBER.fullmatch(text):
        return Fault("date", "found no number of a day", f"numbers of days ({shown(system)})", _NAMED)
    return (_FIRST_DAYS[system] + datetime.timedelta(days=float(text))).date().isoformat()


def without_zone(text: str) -> tuple[str, datetime.timezone | None]:
    """Return a time without its zone, and the zone; only after a time of day can there be one."""
    found = _ZONE.search(text) if _TIME.search(text) else None
    if found is None:
        return text, None
    marks = found.group(2) or found.group(3) or "+0"
    hours, minutes = int(marks[1:3].rstrip(":")), int(marks[-2:]) if len(marks) > 3 else 0
    length = datetime.timedelta(hours=hours, minutes=minutes)
    if length >= datetime.timedelta(hours=24):
        return text, None
    return text[: found.start()], datetime.timezone(-length if marks[0] == "-" else length)


def _moment(text: str, date_format: str) -> datetime.datetime | None:
    if not date_format and not _ISO.match(text):
        return None
    try:
        return datetime.datetime.strptime(text, date_format) if date_format else datetime.datetime.fromisoformat(text)
    except ValueError:
        return None

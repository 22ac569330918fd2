"""Did you mean ...? One sentence for every unknown name."""

from collections.abc import Iterable
from difflib import get_close_matches

from earlyeval.foundations.errors import UnknownNameError


def unknown_name(kind: str, found: str, allowed: Iterable[str], *, place: str = "") -> UnknownNameError:
    """Return the error for a name that is not declared, with the nearest declared one.

    Parameters
    ----------
    kind : str
        What was asked for, in the user's words ("site", "programme").
    found : str
        The name as given. It is shown shortened and escaped: it may hold anything.
    allowed : iterable of str
        The declared names; listed in alphabetical order.
    place : str
        Where the names are declared, if that helps.
    """
    names = sorted(allowed)
    near = get_close_matches(found, names, n=1, cutoff=0.6)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    where = f" in {place}" if place else ""
    known = ", ".join(names) if names else "none is declared yet"
    return UnknownNameError(f"No {kind} called {shown(found)}{where}.{hint} Known: {known}.")


def shown(text: object, *, at_most: int = 40) -> str:
    """Quote text of unknown origin for a message: one line, escaped, shortened."""
    quoted = ascii(str(text))[1:-1]
    return f"'{quoted[: at_most - 1]}…'" if len(quoted) > at_most else f"'{quoted}'"

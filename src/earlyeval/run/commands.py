"""The commands, one function each. Whatever is heavy is imported inside the function that needs it."""

from earlyeval.registry.load import load_places
from earlyeval.run.places import listed
from earlyeval.run.request import Request
from earlyeval.run.screen import Screen


def sites(request: Request) -> int:
    """List the declared places with their programmes."""
    screen = Screen()
    for line in listed(*load_places(request.paths)):
        screen.line(line.strip())
    return 0

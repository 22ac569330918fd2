"""What the user sees while it runs: the same lines everywhere, a bar on a terminal alone, and how long it will take."""

import pytest

from earlyeval.run import screen
from earlyeval.run.screen import Clock, Screen, in_words

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.2, "1 s"), (42, "42 s"), (59.9, "60 s"), (61, "1 min"), (3599, "1 h 0 min"), (7800, "2 h 10 min")],
)
def test_lengths_of_time_are_said_in_words(seconds, words):
    assert in_words(seconds) == words


def test_the_time_left_follows_from_the_time_taken(monkeypatch):
    now = iter([0.0, 30.0, 60.0, 90.0])
    monkeypatch.setattr(screen.time, "monotonic", lambda: next(now))
    clock = Clock(3)
    assert clock.one_more() == "about 1 min left"
    assert clock.one_more() == "about 30 s left"
    assert clock.one_more() == ""


def test_without_a_terminal_no_bar_and_every_line(capsys):
    plain = Screen(is_terminal=False)
    with plain.counted("reports", total=3) as bar:
        bar.running(["luton · baby-babble"])
        bar.advance()
        plain.line("one line")
    assert capsys.readouterr().out == "one line\n"


def test_a_terminal_shows_what_runs_and_keeps_nothing_of_it(capsys, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setattr("rich.console.detect_legacy_windows", lambda: False)
    with Screen(is_terminal=True).counted("reports", total=5) as bar:
        bar.running([f"place-{number} · group" for number in range(5)])
        bar.advance()
        shown = bar._progress.get_renderable()
        from rich.console import Console

        console = Console(width=120, record=True, file=open("/dev/null", "w"))  # noqa: SIM115
        console.print(shown)
        text = console.export_text()
    assert "1/5" in text
    assert "place-0 · group, place-1 · group, place-2 · group and 2 more" in text

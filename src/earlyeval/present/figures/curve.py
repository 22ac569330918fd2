"""The share of whom something has happened by each age, as steps with a band, and the age by which it was due."""

from earlyeval.present.display import Figure
from earlyeval.present.figures.canvas import drawn
from earlyeval.present.numbers import percent_text
from earlyeval.present.rows import Row
from earlyeval.present.style import DARK_BLUE, DARK_GREY, GRID, PALE


def curve(points: list[tuple[int, Row]], *, identity: str, words: tuple[str, str, str]) -> Figure:
    """Draw released shares at ages in days; ``words``: title, alt, caption."""
    title, alt, caption = words
    return Figure(identity, title, drawn(lambda axes: _draw(axes, points), height=2.9), alt, caption)


def _draw(axes, points: list[tuple[int, Row]]) -> None:
    days = [day for day, _ in points]
    lows, highs = ([row[name] for _, row in points] for name in ("conf_low", "conf_high"))
    axes.fill_between(days, lows, highs, step="post", color=PALE, linewidth=0)
    axes.step(days, [row["estimate"] for _, row in points], where="post", color=DARK_BLUE, linewidth=2)
    due = [day for day, row in points if row["note"] == "due"]
    if due:
        axes.axvline(due[0], color=DARK_GREY, linewidth=1.2, linestyle=(0, (4, 3)))
        axes.annotate(
            f"due by day {due[0]}", (due[0], 0.04), textcoords="offset points", xytext=(5, 0), color=DARK_GREY
        )
    ticks = [0, 0.25, 0.5, 0.75, 1]
    axes.set_ylim(0, 1.02)
    axes.set_yticks(ticks, [percent_text(tick) for tick in ticks])
    axes.set_xlim(0, days[-1])
    axes.set_xlabel("Age in days")
    axes.grid(axis="y", color=GRID)

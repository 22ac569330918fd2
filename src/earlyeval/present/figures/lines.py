"""One thin line per person between two time points. For the restricted view alone."""

from earlyeval.present.display import Figure
from earlyeval.present.figures.canvas import drawn
from earlyeval.present.style import DARK_BLUE, GRID


def lines(scores: list[list[float]], *, ticks: list[str], identity: str, words: tuple[str, str, str]) -> Figure:
    """Draw each person's scores from left to right; ``words``: title, alt, caption."""
    title, alt, caption = words

    def draw(axes) -> None:
        for own in scores:
            axes.plot(range(len(own)), own, color=DARK_BLUE, alpha=0.55, linewidth=1.4, marker="o", markersize=4)
        axes.set_xticks(range(len(ticks)), ticks)
        axes.set_xlim(-0.3, len(ticks) - 0.7)
        axes.set_ylabel("Points")
        axes.grid(axis="y", color=GRID)

    return Figure(identity, title, drawn(draw, height=3.4), alt, caption)

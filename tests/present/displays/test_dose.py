"""How much people received: definitions, spread, bands."""

import pytest

from earlyeval.foundations.results import results_frame

pytestmark = pytest.mark.spec

KIND = {"outcome": "play-group", "unit": "parents"}


def share(n, total, **said):
    return {"estimand": "proportion", "n": n, "n_expected": total, "estimate": n / total, **said}


def spread(estimand, value):
    return {"estimand": estimand, "n": 104, "estimate": value, "label": "Sessions per person", **KIND}


def rows_with_bands(*numbers):
    bands = zip(("No", "1 to 5", "6 or more"), numbers, strict=True)
    return results_frame(
        [
            share(50, 104, outcome="attended", label="Came six times", unit="parents"),
            spread("median", 5),
            spread("quartile_1", 2),
            spread("quartile_3", 10),
            *(share(n, 104, subgroup=band, label=f"{band} sessions", **KIND) for band, n in bands),
        ]
    )


def test_definitions_then_spread_then_bands(show, lines_of):
    [definitions, spreads, bands] = lines_of(show.dose(rows_with_bands(6, 48, 50)))

    assert definitions[1] == ("Came six times", "50 of 105", "48%")
    assert spreads[1] == ("Sessions per person", "105", "5.0", "2.0", "10.0")
    assert bands == [
        ("Who", "None", "1 to 5", "6 or more"),
        ("Parents", "* of 105", "50 of 105 (48%)", "50 of 105 (48%)"),
    ]


def test_bands_are_drawn_only_where_most_people_are_shown(show, figures_of):
    drawn = {figure.id for figure in figures_of(show.dose(rows_with_bands(6, 48, 50)))}
    hidden = {figure.id for figure in figures_of(show.dose(rows_with_bands(6, 5, 30)))}

    assert drawn - hidden == {"figure-play-group-sessions-attended-per-person"}

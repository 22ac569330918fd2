"""How a result was worked out, in sentences made from released rows alone."""

import pytest

from earlyeval.foundations.results import results_frame
from earlyeval.present.displays.how import OTHER, SAME, conclusion
from earlyeval.present.rows import quick, records

pytestmark = pytest.mark.spec

PAIRED, MODEL, RANKS = "mean of changes, paired t", "mixed model", "Hodges-Lehmann change"
BASE = {
    "outcome": "mood", "label": "Low mood", "strand": "family", "respondent": "parent", "unit": "points",
    "direction": "lower_is_better", "note": "0 to 27", "comparison": "endpoint - baseline", "subgroup": "pairs",
    "time_point": "endpoint", "n": 40, "n_expected": 52, "conf_level": 0.95,
}  # fmt: skip
MAIN = BASE | {
    "estimand": "mean_change", "estimate": -2.3, "conf_low": -3.1, "conf_high": -1.5, "p_value": 0.0004,
    "method": PAIRED,
}  # fmt: skip
OF_MODEL = BASE | {
    "estimand": "model_change", "estimate": -2.0, "conf_low": -2.9, "conf_high": -1.1, "p_value": 0.001,
    "method": MODEL, "subgroup": "all",
}  # fmt: skip
SKEW = BASE | {"estimand": "skewness", "estimate": 0.34, "unit": ""}


def check(subgroup, method, note, **more):
    words = {name: BASE[name] for name in ("outcome", "label", "strand", "comparison", "time_point")}
    return words | {"estimand": "method_check", "subgroup": subgroup, "method": method, "note": note} | more


HEADLINE = check("headline", PAIRED, "The paired t leads because nothing speaks against it.")
OTHER_METHOD = check("alternative", MODEL, "it uses the scores of people measured once, too")


def words(presenter, *rows):
    return presenter.change(results_frame(rows)).plain()


def test_a_block_says_which_method_why_and_what_another_gives(show):
    said = words(show, MAIN, SKEW, OF_MODEL, HEADLINE, OTHER_METHOD)
    assert (
        "How this was worked out: mean of changes, paired t, on about 40 of 50 parents; skewness of the changes 0.3. "
        "The paired t leads because nothing speaks against it. "
        "Another sensible method (mixed model) gives \N{MINUS SIGN}2.0 (\N{MINUS SIGN}2.9 to \N{MINUS SIGN}1.1) "
        "points, p = 0.001; it uses the scores of people measured once, too. It leads to the same conclusion."
    ) in said


def test_of_a_result_that_is_hidden_it_is_not_said_how_it_was_worked_out(show):
    few = {"n": 5, "n_expected": 52}
    assert "How this was worked out" not in words(show, MAIN | few, SKEW | few, OF_MODEL, HEADLINE, OTHER_METHOD)


def test_another_conclusion_is_said_to_be_one(show):
    unclear = OF_MODEL | {"conf_low": -4.0, "conf_high": 0.2, "p_value": 0.08}
    assert OTHER in words(show, MAIN, unclear, HEADLINE, OTHER_METHOD)


def test_the_test_of_ranks_speaks_for_the_change_by_ranks(show):
    ranks = BASE | {
        "estimand": "hodges_lehmann", "estimate": -1.0, "conf_low": -2.0, "conf_high": 0.0, "method": RANKS,
    }  # fmt: skip
    test = BASE | {"estimand": "signed_rank", "p_value": 0.012, "method": "signed-rank"}
    other = check("alternative", RANKS, "it goes by the order of the changes")
    said = words(show, MAIN, ranks, test, HEADLINE, other)
    assert "0.0) points, p = 0.012; it goes by the order of the changes. It leads to the same conclusion." in said


def test_a_check_is_about_the_row_of_its_own_time(show):
    earlier = OF_MODEL | {"time_point": "month-8", "conf_low": -4.0, "conf_high": 0.5, "estimate": -1.7}
    said = words(show, MAIN, earlier, OF_MODEL, HEADLINE, OTHER_METHOD)
    assert "gives \N{MINUS SIGN}2.0 (" in said
    assert SAME in said


def test_outcomes_worked_out_alike_share_a_paragraph(show):
    second = {"outcome": "worry", "label": "Worry"}
    model = OF_MODEL | {"unit": ""}
    rank = BASE | {"estimand": "hodges_lehmann", "estimate": -1.0, "method": RANKS, "unit": ""}
    clear, unclear = {"conf_low": -2.0, "conf_high": -0.5}, {"conf_low": -2.0, "conf_high": 0.5}
    checks = [check("headline", MODEL, "It uses every score."), check("alternative", RANKS, "it goes by order")]
    rows = [model, rank | clear, *checks, *(row | second for row in (model, rank | unclear, *checks))]
    said = show.differences(results_frame(rows), title="Differences").plain()
    assert said.count("How this was worked out") == 1
    assert "Low mood, Worry: How this was worked out: mixed model. It uses every score." in said
    assert "For Worry: it leads to another conclusion" in said
    assert said.endswith("For the others it is the same.")


def test_a_caution_is_said_once_and_names_its_outcomes_unless_it_holds_for_all(show):
    second = [row | {"outcome": "worry", "label": "Worry"} for row in (MAIN, HEADLINE)]
    caution = check("caution", MODEL, "few clusters")
    both = words(show, MAIN, HEADLINE, caution, *second, caution | {"outcome": "worry", "label": "Worry"})
    assert both.count("Few clusters.") == 1
    assert "To be careful of: Few clusters." in both
    one = words(show, MAIN, HEADLINE, caution, *second)
    assert "To be careful of: Low mood: Few clusters." in one


def test_an_interval_that_simulations_found_too_short_says_so(show):
    model = OF_MODEL | {"method": "mixed model with a random intercept, REML, Kenward-Roger errors and df"}
    rows = MAIN, model, HEADLINE, OTHER_METHOD | {"method": model["method"]}
    said = words(show, *rows)
    # The figure is the coverage study's (docs/coverage.md), which other tests hold.
    assert (
        "To be careful of: Mixed model with a random intercept, REML, Kenward-Roger errors and df: where scores" in said
    )
    assert "held the truth in only" in said
    assert "paired t: where" not in said, "the t interval of the mean change holds"


def test_too_few_people_to_show_have_no_method_either(show):
    hidden = words(show, MAIN | {"n": 5}, HEADLINE, OTHER_METHOD)
    assert "How this was worked out" not in hidden


def test_an_alternative_that_cannot_be_shown_is_named_without_a_number(show):
    said = words(show, MAIN, OF_MODEL | {"n": 6}, HEADLINE, OTHER_METHOD)
    assert "Another sensible method is: mixed model; it uses the scores of people measured once, too." in said
    assert "Its answer cannot be shown here." in said
    assert SAME not in said


def test_other_displays_say_it_below_with_the_outcomes_name(show):
    rows = results_frame([OF_MODEL, check("headline", MODEL, "It uses every score.")])
    said = show.differences(rows, title="Differences").plain()
    assert said.endswith(
        "Low mood: How this was worked out: mixed model, on about 40 of 50 parents. It uses every score."
    )


def test_what_a_row_concludes(show):
    def of(**more):
        released = quick(show.released(results_frame([MAIN | more])).rows)
        return conclusion(records(released)[0])

    assert of() == "below"
    assert of(p_value=0.2) == "below", "what has an interval is read by it, as every sentence about it is"
    assert of(p_value=0.2, conf_low=float("nan"), conf_high=float("nan")) == "unclear"
    assert of(p_value=float("nan")) == "below"
    assert of(p_value=float("nan"), conf_high=0.3) == "unclear"
    assert of(estimand="mcnemar", p_value=0.01, estimate=float("nan")) == "clear"
    assert of(estimand="alpha", estimate=0.8, conf_low=0.7, conf_high=0.9, p_value=float("nan")) == ""

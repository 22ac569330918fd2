"""What one part of an instrument says of another must be true. Each row breaks one key of a valid instrument."""
# ruff: noqa: E501 - one case a line

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from earlyeval.foundations.paths import study_paths
from earlyeval.registry.load import load_registry

pytestmark = pytest.mark.unit

FILE = "instruments/feeding-confidence"
VERSION = ["versions", 0]
TOTAL = [*VERSION, "subscales", 0]
SOURCE = {"source": "example-questionnaire", "verified": True}
SECOND = {
    "id": "total", "label": "Again", "items": ["sure"], "direction": "higher_is_better", "lowest": 1, "highest": 5,
    "missing": {"rule": "all", **SOURCE},
}  # fmt: skip
SUM = {
    "id": "sum", "label": "Sum", "subscales": ["total"], "method": "sum_of_scores", "direction": "higher_is_better",
    "lowest": 1, "highest": 5, "missing": {"rule": "all", **SOURCE},
}  # fmt: skip
CONDITION = {"items": ["sure"], "counts_from": 4, "at_least": 1}
ALGORITHM = {
    "id": "met", "label": "Met", "items": ["sure", "calm"], "method": "algorithm", "conditions": [CONDITION],
    "direction": "higher_is_better", "lowest": 0, "highest": 1, "missing": {"rule": "decided", **SOURCE},
}  # fmt: skip
BANDS = [{"label": "low", "lowest": 1, **SOURCE}, {"label": "high", "lowest": 3, **SOURCE}]
FORMS = [{"form": "6-month", "cut_off": 2, "monitoring_from": 3, **SOURCE}]
TWO_EXAMPLES = [{"about": "x", "answers": {"sure": 4, "calm": 3, "help": 5}, "scores": {"total": 4}}] * 2
CONVERSION = {str(raw): float(raw) for raw in range(4, 21)}


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        # lists and ids
        (["versions"], [], "versions: is empty"),
        (["sources"], [], "sources: is empty"),
        ([*VERSION, "items", 3, "id"], "sure", "items: 'sure' stands twice"),
        ([*VERSION, "subscales", 1], SECOND, "subscales: 'total' stands twice"),
        ([*VERSION, "items", 3, "id"], "total", "subscales[total].id: is also the id of an item"),
        ([*VERSION, "items", 3, "id"], "form", "the id 'form' is a column of every sheet"),
        # sources
        ([*VERSION, "scoring"], "<removed>", "scoring: is missing. Name the source of items and coding"),
        ([*TOTAL, "missing", "source"], "manual", "missing.source: found 'manual', which is not declared."),
        (["licence", "source"], "example-questionaire", "Did you mean 'example-questionnaire'? Add it to references.yaml."),
        (["sources"], ["nobody-2001"], "sources: found 'nobody-2001'"),
        (["caution_source"], "", "caution and caution_source go together"),
        (["caution_source"], "nobody-2001", "caution_source: found 'nobody-2001'"),
        # items and codes
        ([*VERSION, "items", 0, "label"], "Are you sure about it", "items[sure].label: found 5 words. Allowed: a topic"),
        ([*VERSION, "items", 0, "label"], "Sure?", "items[sure].label: found 1 words"),
        ([*VERSION, "response"], "<removed>", "items[worried]: the item is reversed but has no response range. Add 'response:"),
        ([*VERSION, "response"], "<removed>", "items[sure]: the item has no response range"),
        ([*VERSION, "response", "lowest"], 5, "response: lowest 5 is not below highest 5"),
        ([*VERSION, "response", "lowest"], 0.5, "Whole numbers have whole bounds"),
        ([*VERSION, "response", "codes", "never"], 0, "response.codes: 'never' is given the code 0. Allowed: whole numbers 1 to 5."),
        ([*VERSION, "items", 0, "recode"], {"6": 1}, "items[sure].recode: found the code '6'. Allowed: whole numbers 1 to 5."),
        ([*VERSION, "items", 0, "recode"], {"six": 1}, "items[sure].recode: found the code 'six'"),
        ([*VERSION, "items", 0, "response"], {"lowest": 3, "highest": 2}, "items[sure].response: lowest 3 is not below"),
        # range: the sum or mean of what the items can give
        ([*TOTAL, "highest"], 20, "subscales[total].lowest: found 1 to 20, but its items give 1 to 5."),
        ([*TOTAL, "method"], "sum", "found 1 to 5, but its items give 4 to 20."),
        ([*TOTAL, "items"], ["sure", "calm", "worried", "helped"], "items: found 'helped', which is not declared. Did you mean 'help'?"),
        ([*TOTAL, "items"], ["sure", "sure"], "items: 'sure' stands twice"),
        ([*TOTAL, "items"], [], "items: is empty"),
        ([*TOTAL, "lowest"], 5, "lowest 5 is not below highest 5"),
        ([*VERSION, "items", 0, "response"], {"lowest": 1, "highest": 9}, "its items give 1 to 6."),
        ([*VERSION, "items", 0, "recode"], {"1": 0}, "its items give 0.75 to 5."),
        ([*VERSION, "items", 0, "not_applicable_scores"], 9, "its items give 1 to 6."),
        # missing items
        ([*TOTAL, "missing"], "<removed>", "missing: is missing. Say when it may be scored"),
        ([*TOTAL, "missing", "rule"], "prorate", "missing.rule: found 'prorate'. Allowed with method mean: all or mean."),
        ([*TOTAL, "missing", "rule"], "all", "missing.at_most_missing: found 1. Allowed with rule all: 0."),
        ([*TOTAL, "missing", "at_most_missing"], 4, "missing.at_most_missing: found 4. Allowed: 0 to 3."),
        ([*TOTAL, "missing", "at_most_missing"], -1, "missing.at_most_missing: found -1. Allowed: 0 to 3."),
        ([*TOTAL, "missing", "rounded"], True, "missing.rounded: is only for rule prorate"),
        # a sum of scores, an algorithm, a scale that is multiplied
        ([*TOTAL, "subscales"], ["total"], "subscales: is only for method sum_of_scores, but the method is mean"),
        ([*TOTAL, "conditions"], [CONDITION], "conditions: is only for method algorithm, but the method is mean"),
        ([*TOTAL, "multiplied_by"], 0, "multiplied_by: found 0. Allowed: above 0."),
        ([*TOTAL, "multiplied_by"], 2, "found 1 to 5, but its items give 2 to 10."),
        ([*TOTAL, "method"], "sum_of_scores", "subscales: is empty. Method sum_of_scores needs it"),
        ([*TOTAL, "method"], "sum_of_scores", "items: a sum of scores has no items of its own"),
        ([*TOTAL, "method"], "algorithm", "conditions: is empty. Method algorithm needs it"),
        ([*TOTAL, "method"], "algorithm", "missing.rule: found 'mean'. Allowed with method algorithm: all or decided."),
        ([*VERSION, "subscales", 1], {**SUM, "subscales": ["totl"]}, "subscales: found 'totl', which is not declared. Did you mean 'total'?"),
        ([*VERSION, "subscales", 1], {**SUM, "subscales": ["total", "total"]}, "subscales: 'total' stands twice"),
        ([*VERSION, "subscales", 1], {**SUM, "direction": "lower_is_better"}, "subscales: 'total' has another direction"),
        ([*VERSION, "subscales", 1], {**SUM, "highest": 9}, "found 1 to 9, but its items give 1 to 5."),
        ([*VERSION, "subscales", 1], {**SUM, "multiplied_by": 2}, "multiplied_by: is only for method sum or mean"),
        ([*VERSION, "subscales", 1], {**ALGORITHM, "highest": 2}, "found 0 to 2, but its items give 0 to 1."),
        ([*VERSION, "subscales", 1], {**ALGORITHM, "conditions": [{**CONDITION, "items": ["calmer"]}]}, "conditions[1].items: found 'calmer'"),
        ([*VERSION, "subscales", 1], {**ALGORITHM, "conditions": [{**CONDITION, "counts_from_of": {"calm": 2}}]}, "conditions[1].counts_from_of: found 'calm'"),
        ([*VERSION, "subscales", 1], {**ALGORITHM, "conditions": [{**CONDITION, "at_least": 2}]}, "conditions[1].at_least: found 2. Allowed: 0 to 1"),
        ([*VERSION, "subscales", 1], {**ALGORITHM, "conditions": [{**CONDITION, "at_most": 0}]}, "conditions[1].at_most: found 0. Allowed: 1 to 1."),
        # supplied totals and licence class C
        ([*TOTAL, "method"], "supplied", "items: a supplied total has no items"),
        ([*TOTAL, "method"], "supplied", "missing: a supplied total has no rule for missing items"),
        (["licence", "licence_class"], "C", "versions[feeding-confidence].items: found items, but licence class C"),
        (["licence", "licence_class"], "C", "subscales[total].method: found 'mean'. Allowed with licence class C: 'supplied'."),
        # conversion to a metric score
        ([*TOTAL, "conversion"], CONVERSION, "conversion_source: is missing"),
        ([*TOTAL, "conversion"], {"4": 1.0}, "conversion: does not give exactly one value for each raw score 1 to 5."),
        ([*TOTAL, "conversion"], CONVERSION, "found 1 to 5, but the conversion gives 4 to 20."),
        # bands, cut-offs, forms
        ([*TOTAL, "bands"], BANDS[1:], "bands: the first begins at 3. It must begin at the lowest score, 1."),
        ([*TOTAL, "bands"], [*BANDS, {**BANDS[1], "label": "top"}], "bands: 3 comes after 3. Bands must rise."),
        ([*TOTAL, "bands"], [*BANDS, {**BANDS[1], "lowest": 4}], "bands: 'high' stands twice"),
        ([*TOTAL, "bands"], [*BANDS, {"label": "top", "lowest": 6, **SOURCE}], "bands: the last begins at 6, above"),
        ([*TOTAL, "cut_offs"], [{"id": "low", "label": "x", "at_most": 0, **SOURCE}], "cut_offs[low]: found 0. Allowed: 1 to 5."),
        ([*TOTAL, "cut_offs"], [{"id": "low", "label": "x", **SOURCE}], "cut_offs[low]: found 0 values"),
        ([*TOTAL, "cut_offs"], [{"id": "low", "label": "x", "at_most": 2, "at_least": 1, **SOURCE}], "cut_offs[low]: found 2 values"),
        ([*TOTAL, "form_cut_offs"], FORMS * 2, "form_cut_offs: '6-month' stands twice"),
        ([*TOTAL, "form_cut_offs"], [{**FORMS[0], "cut_off": 0}], "form_cut_offs[1]: found 0. Allowed: 1 to 5."),
        ([*TOTAL, "form_cut_offs"], [{**FORMS[0], "monitoring_from": 1}], "monitoring_from 1 must lie on the better side of 2"),
        # what was published
        ([*TOTAL, "reliability"], [{"kind": "alpha", "value": 1.2, **SOURCE}], "reliability[1].value: found 1.2. Allowed: above 0"),
        ([*TOTAL, "norms"], [{"label": "x", "kind": "general", "mean": 7, **SOURCE}], "norms[1].mean: found 7. Allowed: 1 to 5."),
        ([*TOTAL, "norms"], [{"label": "x", "kind": "general", "mean": 3, "sd": 0, **SOURCE}], "norms[1].sd: found 0"),
        ([*TOTAL, "reliable_change"], [{"route": "published", **SOURCE}], "reliable_change[1].threshold: is missing. The route published"),
        ([*TOTAL, "reliable_change"], [{"route": "jacobson_truax", "sd": 1, **SOURCE}], "reliable_change[1].reliability: is missing"),
        ([*TOTAL, "reliable_change"], [{"route": "jacobson_truax", "reliability": 0.9, **SOURCE}], "reliable_change[1].sd: is missing"),
        ([*TOTAL, "reliable_change"], [{"route": "jacobson_truax", "sd": 1, "reliability": 1, **SOURCE}], "Allowed: between 0 and 1."),
        ([*TOTAL, "reliable_change"], [{"route": "sem", "sem": -1, **SOURCE}], "reliable_change[1].sem: found -1. Allowed: above 0."),
        # safeguarding
        (["safeguarding"], [{"item": "harm", "at_least": 1, **SOURCE}], "safeguarding[1].item: found 'harm', which is not declared"),
        (["safeguarding"], [{"item": "sure", "at_least": 6, **SOURCE}], "safeguarding[1].at_least: found 6. Allowed: above 1, at most 5."),
        (["safeguarding"], [{"item": "sure", "at_least": 1, **SOURCE}], "safeguarding[1].at_least: found 1. Allowed: above 1, at most 5."),
        # worked examples
        ([*VERSION, "worked_examples"], TWO_EXAMPLES[:1], "worked_examples: found 1. Give at least two"),
        ([*VERSION, "worked_examples"], TWO_EXAMPLES, "worked_examples: none shows what is not scorable"),
        ([*VERSION, "worked_examples", 0, "answers", "calmer"], 3, "worked_examples[1].answers: found 'calmer', which is not declared"),
        ([*VERSION, "worked_examples", 0, "answers", "calm"], 6, "worked_examples[1].answers: calm holds '6'. Allowed: whole numbers 1 to 5, or na."),
        ([*VERSION, "worked_examples", 0, "answers", "calm"], "often", "calm holds 'often'"),
        ([*VERSION, "worked_examples", 0, "scores", "sum"], 3, "worked_examples[1].scores: found 'sum', which is not declared"),
        ([*VERSION, "worked_examples", 0, "scores"], {}, "worked_examples[1].scores: does not say what total must be"),
        ([*VERSION, "worked_examples", 0, "scores", "total"], 6, "worked_examples[1].scores: total is 6. Allowed: 1 to 5, or null."),
    ],
)  # fmt: skip
def test_a_contradiction_is_told(refusal: Callable[..., str], path: list[str | int], value: Any, expected: str) -> None:
    message = refusal(FILE, path, value)
    assert expected in message, message


def test_a_form_may_have_no_zone_beside_its_cut_off(study_folder: Path, change: Callable[..., None]) -> None:
    change(FILE, [*TOTAL, "form_cut_offs"], [{"form": "6-month", "cut_off": 2, **SOURCE}])
    change("outcomes/parent-group", ["outcomes", 1, "status_only"], True)
    load_registry(study_paths(study_folder))


def test_a_very_wide_response_is_checked_by_its_ends(refusal: Callable[..., str]) -> None:
    message = refusal(FILE, [*VERSION, "items", 0, "response"], {"lowest": 0, "highest": 4_000_000_000})
    assert "its items give 0.75 to 1e+09" in message


def test_a_recode_may_turn_the_order_and_reversal_comes_after_it(
    study_folder: Path, change: Callable[..., None]
) -> None:
    change(FILE, [*VERSION, "items", 0, "recode"], {"1": 5, "2": 4, "4": 2, "5": 1})
    change(FILE, [*VERSION, "items", 0, "reversed"], True)
    assert load_registry(study_paths(study_folder)).subscale("feeding-confidence", "feeding-confidence", "total")

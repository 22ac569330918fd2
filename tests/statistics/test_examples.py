"""The example in a docstring is a call that somebody will copy: it runs, and gives what it says."""

import ast
import doctest
import importlib
from pathlib import Path

import pytest

from earlyeval import statistics

pytestmark = pytest.mark.unit

FOLDER = Path(statistics.__file__).parent
WITH_EXAMPLES = sorted(path.stem for path in FOLDER.glob("*.py") if ">>>" in path.read_text(encoding="utf-8"))
# What people reach for first; its docstring shows how.
SHOWN = {
    "mixed_models": ["random_intercept"],
    "mixed_crossed": ["crossed_intercepts"],
    "mixed_nested": ["nested_intercepts"],
    "mixed_random_slope": ["random_slope"],
    "mixed_unstructured": ["unstructured"],
    "mixed_generalised": ["generalised_random_intercept"],
    "mixed_profile": ["variance_intervals", "likelihood_ratio_test"],
    "clustered": ["linear_regression", "mean", "mean_difference"],
    "estimating_equations": ["estimating_equations"],
    "counts": ["poisson_regression", "negative_binomial_regression"],
    "generalised_linear": ["logistic"],
    "regression": ["linear"],
    "pooling": ["pool"],
    "meta_regression": ["regress"],
    "meta_multilevel": ["pool_nested"],
    "meta_tables": ["mantel_haenszel"],
    "meta_influence": ["influence", "fail_safe_n"],
    "small_studies": ["egger", "rank_test", "trim_and_fill"],
    "effect_sizes": ["paired"],
    "effect_sizes_of_counts": ["two_by_two", "proportion"],
    "effect_sizes_of_rates": ["two_rates"],
    "survival_curves": ["kaplan_meier", "kaplan_meier_of_counts"],
    "cox": ["cox"],
    "survival_regression": ["fine_gray"],
    "concordance": ["concordance"],
    "restricted_mean": ["rmst", "rmst_difference", "rmst_ratio"],
    "competing": ["cumulative_incidence", "gray_test"],
    "log_rank": ["log_rank"],
    "rubin": ["pool_rubin"],
    "rubin_tests": ["pool_joint_test", "pool_statistics", "pool_correlations", "pool_shares"],
    "repeated_measures": ["one_within", "within_and_between"],
    "segmented": ["segmented_regression"],
}


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples_give_what_they_say(name):
    module = importlib.import_module(f"earlyeval.statistics.{name}")
    failed, tried = doctest.testmod(module)
    assert tried > 0
    assert failed == 0


@pytest.mark.parametrize("name", SHOWN)
def test_the_main_functions_show_a_call(name):
    tree = ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
    functions = {node.name: ast.get_docstring(node) or "" for node in tree.body if isinstance(node, ast.FunctionDef)}
    assert [function for function in SHOWN[name] if ">>>" not in functions[function]] == []

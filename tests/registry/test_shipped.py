"""The shipped facts: complete, sourced, without wording, and the published numbers as they were read."""

import re

import pytest

from earlyeval.foundations.paths import SHIPPED_REGISTRY, study_paths
from earlyeval.registry.entry import Sourced
from earlyeval.registry.instruments import Instrument
from earlyeval.registry.load import Registry, load_registry
from earlyeval.registry.reading import read_yaml
from earlyeval.registry.walk import entries, sources
from earlyeval.score.cut_offs import band_of, is_case, status_of_form

pytestmark = pytest.mark.registry

INSTRUMENTS = sorted(path.stem for path in (SHIPPED_REGISTRY / "instruments").glob("*.yaml"))
NOBODY_CHECKED = "unverified-memory"


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry(study_paths(SHIPPED_REGISTRY.parents[1]))


@pytest.fixture
def instrument(registry: Registry, request: pytest.FixtureRequest) -> Instrument:
    return registry.instruments[request.param]


@pytest.mark.parametrize("instrument", INSTRUMENTS, indirect=True)
def test_every_fact_names_a_source_that_is_listed(instrument: Instrument, registry: Registry) -> None:
    named = list(sources(instrument))
    assert len(named) > 3
    for key, source in named:
        assert source in registry.references, key


@pytest.mark.parametrize("instrument", INSTRUMENTS, indirect=True)
def test_what_nobody_checked_is_never_called_verified(instrument: Instrument) -> None:
    for key, fact in entries(instrument):
        if isinstance(fact, Sourced) and fact.source == NOBODY_CHECKED:
            assert not fact.verified, key


@pytest.mark.parametrize("instrument", INSTRUMENTS, indirect=True)
def test_every_instrument_says_what_a_reader_must_beware_of(instrument: Instrument) -> None:
    assert len(instrument.caution) > 40
    assert instrument.recall_period
    assert instrument.respondents


@pytest.mark.parametrize("instrument", INSTRUMENTS, indirect=True)
def test_no_item_wording_is_shipped(instrument: Instrument) -> None:
    for version in instrument.versions:
        for item in version.items:
            assert len(item.label.split()) <= 3
            assert not re.search(r"\b(I|you|your|my|me|we|our)\b|\?", item.label), item.id


def test_references_are_in_alphabetical_order_and_say_where() -> None:
    references = read_yaml(SHIPPED_REGISTRY / "references.yaml")
    assert list(references) == sorted(references)
    assert all(len(text) > 20 for text in references.values())


def test_every_reference_is_used(registry: Registry) -> None:
    kept = (registry.programmes, registry.sites, registry.instruments, registry.profiles, registry.checklists)
    used = {source for group in kept for entry in group.values() for _, source in sources(entry)}
    # What studies of our own tests name, and the rule for facts that nobody checked.
    assert set(registry.references) - used <= {NOBODY_CHECKED, "earlyeval-choices"}


# Typed here a second time, from what was read, so that a slip in a file is seen.
@pytest.mark.parametrize(
    ("instrument", "lowest", "highest", "items", "direction", "at_most_missing"),
    [
        ("phq-9", 0, 27, 9, "lower_is_better", 2),
        ("gad-7", 0, 21, 7, "lower_is_better", 2),
        ("kpcs", 0, 45, 15, "higher_is_better", 0),
    ],
)
def test_totals(registry, instrument, lowest, highest, items, direction, at_most_missing) -> None:
    total = registry.subscale(instrument, instrument, "total")
    assert (total.lowest, total.highest, len(total.items), total.direction) == (lowest, highest, items, direction)
    assert total.missing.at_most_missing == at_most_missing


@pytest.mark.parametrize(
    ("instrument", "cut_off", "score", "expected"),
    [
        ("phq-9", "caseness", 9, False),
        ("phq-9", "caseness", 10, True),
        ("gad-7", "caseness", 7, False),
        ("gad-7", "caseness", 8, True),
        ("gad-7", "probable-disorder", 9, False),
        ("gad-7", "probable-disorder", 10, True),
        ("kpcs", "low-confidence", 39, True),
        ("kpcs", "low-confidence", 40, False),
    ],
)
def test_cut_offs(registry: Registry, instrument: str, cut_off: str, score: float, expected: bool) -> None:
    declared = {each.id: each for each in registry.subscale(instrument, instrument, "total").cut_offs}
    assert is_case(declared[cut_off], score) is expected


@pytest.mark.parametrize(
    ("instrument", "begins"),
    [
        ("phq-9", {"none or minimal": 0, "mild": 5, "moderate": 10, "moderately severe": 15, "severe": 20}),
        ("gad-7", {"minimal": 0, "mild": 5, "moderate": 10, "severe": 15}),
    ],
)
def test_bands(registry: Registry, instrument: str, begins: dict[str, int]) -> None:
    total = registry.subscale(instrument, instrument, "total")
    labels = list(begins)
    for label, score in begins.items():
        assert band_of(total, score) == label
        if score:
            assert band_of(total, score - 0.5) == labels[labels.index(label) - 1]


@pytest.mark.parametrize(
    ("form", "monitoring", "cut_off"),
    [("6-month", 30, 45), ("12-month", 40, 50), ("24-month", 50, 65), ("36-month", 75, 105), ("60-month", 70, 95)],
)
def test_status_by_age_form(registry: Registry, form: str, monitoring: int, cut_off: int) -> None:
    total = registry.subscale("asq-se-2", "asq-se-2", "total")
    assert status_of_form(total, form, cut_off) == "referral"
    assert status_of_form(total, form, cut_off - 5) == "monitoring"
    assert status_of_form(total, form, monitoring) == "monitoring"
    assert status_of_form(total, form, monitoring - 5) == "typical"


def test_what_is_not_applicable_counts_two_on_two_items_of_the_kpcs(registry: Registry) -> None:
    scored = {item.id: item.not_applicable_scores for item in registry.version("kpcs", "kpcs").items}
    assert {item: score for item, score in scored.items() if score is not None} == {"q1": 2, "q9": 2}


@pytest.mark.parametrize(("instrument", "threshold"), [("phq-9", 6), ("gad-7", 4)])
def test_published_reliable_change(registry: Registry, instrument: str, threshold: float) -> None:
    first = registry.subscale(instrument, instrument, "total").reliable_change[0]
    assert (first.route, first.threshold, first.verified) == ("published", threshold, True)


def test_the_item_about_self_harm_is_for_a_person_to_see(registry: Registry) -> None:
    (rule,) = registry.instrument("phq-9").safeguarding
    assert (rule.item, rule.at_least) == ("self-harm", 1)


def test_friends_and_family_keeps_its_two_questions_apart(registry: Registry) -> None:
    fft = registry.instrument("fft")
    assert [version.id for version in fft.versions] == ["fft-experience", "fft-likely"]
    assert all(not version.subscales for version in fft.versions)
    items = [{item.id for item in version.items} for version in fft.versions]
    assert not items[0] & items[1]


def test_the_default_profile_has_the_thresholds_of_its_sources(registry: Registry) -> None:
    profile = registry.profiles["nhs-hes-child"]
    assert profile.count.model_dump() == {"hide_from": 1, "hide_to": 7, "zero": "show", "round_to": 5, "symbol": "*"}
    assert (profile.percent.min_denominator, profile.percent.decimals) == (20, 0)
    assert (profile.summary.min_n, profile.summary.decimals, profile.summary.sd) == (8, 1, True)
    assert (profile.item_summary.min_n, profile.item_summary.decimals, profile.item_summary.sd) == (20, 1, False)
    assert profile.quantile.quartiles_min_n == 20
    assert (profile.model.min_residual_df, profile.model.min_level_n) == (10, 8)
    assert (profile.test_min_n_per_arm, profile.agreement_min_n, profile.class_disclosure.min_n) == (8, 8, 8)
    assert (profile.figure.min_n, profile.figure.min_bin, profile.figure.points) == (20, 8, "never")
    assert (profile.quote.min_role_by_site, profile.quote.max_per_person) == (8, 2)
    assert not profile.restricted_only
    assert registry.profiles["none"].restricted_only

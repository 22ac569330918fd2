"""Who took part, beside whom the place could reach; and in which status, from the best to the worst."""

from dataclasses import replace

import pytest

from earlyeval.analyse.reach import reach, specification
from earlyeval.analyse.status import status
from earlyeval.registry.instruments import Band, FormCutOff

pytestmark = pytest.mark.spec

LANGUAGE = {
    "strands": ["family"],
    "characteristics": [
        {"id": "language", "label": "First language", "values": {"english": "English", "other": "Another language"}}
    ],
}
POPULATION = [
    {"characteristic": "language", "value": "english", "n": 300, "year": 2024, "source": "census", "verified": True},
    {"characteristic": "language", "value": "other", "n": 100, "year": 2024, "source": "census", "verified": True},
]
PEOPLE = """
    person_id  role    started_on  language
    ann        mother  2025-01-06  english
    bea        mother  2025-01-06  other
    cat        father  2025-01-06  -
    dan        father  -           english
    baby       child   2025-01-06  other
"""


def test_every_value_has_its_share_of_all_who_started_and_the_place_stands_beside(make_study, told):
    study = make_study(programme=LANGUAGE, people=PEOPLE, delivery={"population": POPULATION})

    rows = reach(study)

    assert told(rows, "subgroup", "label", "comparison", "unit", "n", "n_expected", "estimate") == [
        ("english", "English", "", "parents", 1, 3, 0.3333),
        ("english", "English", "population", "people in the area", 300, 400, 0.75),
        ("other", "Another language", "", "parents", 1, 3, 0.3333),
        ("other", "Another language", "population", "people in the area", 100, 400, 0.25),
        ("missing", "Not returned", "", "parents", 1, 3, 0.3333),
    ]
    of_people = rows["comparison"] == ""
    assert (rows["conf_low"].notna() == of_people).all()


def test_a_characteristic_of_referrals_is_found_by_the_family(make_study, told):
    people = "person_id family_id role started_on\n ann f1 mother 2025-01-06"
    referrals = """
        referral_id  family_id  decision  language
        r1           f1         declined  other
        r2           f1         accepted  english
    """
    rows = reach(make_study(programme=LANGUAGE, people=people, referrals=referrals))

    assert told(rows, "subgroup", "n") == [("english", 1), ("other", 0), ("missing", 0)]


def test_a_characteristic_that_nobody_returned_is_one_row_with_the_reason(make_study, told):
    rows = reach(make_study(programme=LANGUAGE, people="person_id role started_on\n ann mother 2025-01-06"))

    assert told(rows, "outcome", "estimable", "reason") == [("language", False, "This was not returned for anybody.")]


CLUSTERS = {"clusters": [{"id": "north", "label": "North"}, {"id": "south", "label": "South"}]}
REFERRALS = """
    referral_id  family_id  cluster  decision  in_specification
    r1           f1         north    accepted  yes
    r2           f2         north    accepted  no
    r3           f3         north    accepted  -
    r4           f4         south    accepted  yes
    r5           f5         south    declined  no
    r6           f4         south    accepted  yes
"""


def test_specification_is_of_accepted_families_overall_and_by_cluster(make_study, told):
    people = """
        person_id  family_id  role    in_specification
        ann        f1         mother  yes
        bea        f2         mother  override
    """
    rows = specification(make_study(delivery=CLUSTERS, referrals=REFERRALS, people=people))

    assert told(rows, "cluster", "outcome", "estimand", "n", "n_expected") == [
        ("", "in-specification", "count", 2, None),
        ("", "in-specification", "proportion", 2, 3),
        ("", "overridden", "count", 1, None),
        ("north", "in-specification", "count", 1, None),
        ("north", "in-specification", "proportion", 1, 2),
        ("north", "overridden", "count", 1, None),
        ("south", "in-specification", "count", 1, None),
        ("south", "in-specification", "proportion", 1, 1),
        ("south", "overridden", "count", 0, None),
    ]


def test_without_referrals_specification_says_so(make_study, told):
    assert told(specification(make_study()), "estimable", "reason") == [(False, "No referrals were returned.")]


SOURCED = {"source": "made-up", "verified": True}


def with_scale(study, **facts):
    """The study with its only subscale changed."""
    instrument = study.registry.instruments["mood"]
    version = instrument.versions[0]
    scale = version.subscales[0].model_copy(update=facts)
    changed = instrument.model_copy(update={"versions": (version.model_copy(update={"subscales": (scale,)}),)})
    return replace(study, registry=replace(study.registry, instruments={"mood": changed}))


def asked(make_study, *bands):
    lines = [f"p{number} mood baseline 5 {band}" for number, band in enumerate(bands)]
    scores = "\n".join(["person_id outcome time_point score band", *lines])
    return make_study(outcomes=({"status_only": True, "time_points": ["baseline"]},), scores=scores)


def test_statuses_of_age_forms_stand_from_typical_to_referral(make_study, told):
    study = asked(make_study, "referral", "monitoring", "typical", "typical")
    forms = (FormCutOff(form="6", cut_off=20, monitoring_from=10, **SOURCED),)

    rows = status(with_scale(study, form_cut_offs=forms))
    shares = rows[rows["estimand"] == "proportion"]
    assert told(shares, "subgroup", "n", "n_expected") == [("typical", 2, 4), ("monitoring", 1, 4), ("referral", 1, 4)]


def test_bands_stand_as_the_subscale_declares_them(make_study, told):
    study = asked(make_study, "severe", "well", "mild")
    bands = tuple(
        Band(label=label, lowest=lowest, **SOURCED) for label, lowest in (("well", 0), ("mild", 10), ("severe", 20))
    )

    rows = status(with_scale(study, bands=bands))
    assert list(rows.loc[rows["estimand"] == "proportion", "subgroup"]) == ["well", "mild", "severe"]

"""Long et al. 2014 (doi:10.1016/j.chiabu.2013.10.008): all that follows from n, two means, two SDs and t.

Assessment tool where lower is better, 85 families: 43.77 (SD 11.09) to 35.47 (SD 9.60), t(84) = 6.77.
"""

import pytest

from earlyeval.statistics import paired, proportions

pytestmark = pytest.mark.spec


@pytest.fixture(scope="module")
def found():
    return paired.from_summary(85, before=(43.77, 11.09), after=(35.47, 9.60), t=6.77, better=-1)


@pytest.mark.parametrize(
    ("name", "printed", "digits"),
    [
        ("mean_change", -8.30, 2),
        ("sd_change", 11.303, 3),
        ("d_z", 0.7343, 4),
        ("g_z", 0.7277, 4),
        ("d_av", 0.8023, 4),
        ("g_av", 0.7951, 4),
        ("d_rm", 0.7974, 4),
        ("d_pre", 0.7484, 4),
        ("g_pre", 0.7417, 4),
    ],
)
def test_every_form_of_the_change(found, name, printed, digits):
    assert round(found[name].estimate, digits) == printed


def test_the_interval_and_the_p_value(found):
    change = found["mean_change"]
    assert (round(change.conf_low, 2), round(change.conf_high, 2)) == (-10.74, -5.86)
    assert f"{change.p_value:.1e}" == "1.6e-09"
    assert change.df == 84


def test_the_same_from_the_correlation(found):
    again = paired.from_summary(85, before=(43.77, 11.09), after=(35.47, 9.60), r=0.4104, better=-1)
    assert round(again["sd_change"].estimate, 2) == round(found["sd_change"].estimate, 2)


@pytest.mark.parametrize(("k", "share", "low", "high"), [(67, 0.788, 0.690, 0.862), (50, 0.588, 0.482, 0.687)])
def test_the_shares(k, share, low, high):
    wilson = proportions.wilson(k, 85)
    assert [round(number, 3) for number in (wilson.estimate, wilson.conf_low, wilson.conf_high)] == [share, low, high]


def test_numbers_that_contradict_each_other_are_refused():
    with pytest.raises(ValueError, match="contradict"):
        paired.from_summary(85, before=(43.77, 11.09), after=(35.47, 9.60), t=67.7)
    with pytest.raises(ValueError, match="exactly one of them"):
        paired.from_summary(85, before=(43.77, 11.09), after=(35.47, 9.60))
    with pytest.raises(ValueError, match="Give r"):
        paired.from_summary(85, before=(43.77, 11.09), after=(43.77, 9.60), t=1)

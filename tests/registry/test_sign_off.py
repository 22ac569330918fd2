"""A signature under a release: two different people, one report, nothing that cannot be read."""

import pytest

from earlyeval.foundations.errors import ProtectionError
from earlyeval.registry.sign_off import SignOff, read_sign_off

pytestmark = pytest.mark.unit

UNSIGNED = SignOff(site="wandsworth", profile="nhs-hes-child", reports={"think-baby": "a" * 64})


def signed_by(first, second):
    return UNSIGNED.model_copy(update={"first_reader": first, "second_reader": second})


@pytest.mark.parametrize(
    ("first", "second", "is_signed"),
    [("Ada", "Ben", True), ("Ada", "", False), ("", "", False), (" ", "Ben", False), ("Ada  B", "ada b", False)],
)
def test_two_different_names_sign(first, second, is_signed):
    assert signed_by(first, second).is_signed is is_signed


@pytest.mark.parametrize("name", ["Ada Reader", "Zoë O'Neill", "no", "7", "Anna: B", "# C", ""])
def test_what_was_written_is_read_again(tmp_path, name):
    path = tmp_path / "wandsworth.yaml"
    path.write_text(signed_by(name, "Ben").text(), encoding="utf-8")
    assert read_sign_off(path) == signed_by(name, "Ben")


def test_a_name_cannot_become_another_line_of_the_file(tmp_path):
    path = tmp_path / "wandsworth.yaml"
    path.write_text(signed_by('Ada"\nprofile: none\n#', "Ben").text(), encoding="utf-8")
    assert read_sign_off(path).profile == "nhs-hes-child"


def test_no_file_is_no_signature(tmp_path):
    assert read_sign_off(tmp_path / "none.yaml") is None


@pytest.mark.parametrize("text", ["", "site: [", "site: wandsworth\n", "Ada and Ben agree", "site: !!python/object x"])
def test_what_is_no_signature_is_refused_without_its_words(tmp_path, text):
    path = tmp_path / "wandsworth.yaml"
    path.write_text(text)
    with pytest.raises(ProtectionError, match=r"wandsworth\.yaml cannot be read as a signature") as caught:
        read_sign_off(path)
    assert "Ada" not in str(caught.value)

import pytest

from earlyeval.foundations.errors import ProtectionError
from earlyeval.foundations.marks import marked
from earlyeval.present.display import Figure, Heading, Sentences, Shown, slug, together

pytestmark = pytest.mark.unit

FIGURE = Figure("figure-x", "Mood fell", "<svg/>", "Bar chart of mood.", "Mood, Wandsworth.")


def test_a_notebook_gets_each_part_as_an_output_of_its_own(monkeypatch):
    published = []
    monkeypatch.setattr(
        "IPython.display.publish_display_data", lambda data, metadata: published.append((data, metadata))
    )
    Shown((FIGURE, Sentences(("One.", "Two.")), Heading("Mood")), "release")._ipython_display_()
    assert [sorted(data) for data, _ in published] == [["image/svg+xml", "text/plain"]] + [
        ["text/html", "text/plain"]
    ] * 2
    words = {"alt": "Bar chart of mood.", "caption": "Mood fell. Mood, Wandsworth.", "id": "figure-x"}
    assert published[0][1] == marked(published[0][0], {"image/svg+xml": words}, level="release")
    assert published[1][0]["text/html"] == '<p class="sentence">One. Two.</p>'


def test_a_list_of_sentences_is_a_list():
    data, _ = Sentences(("1 < 2", "b"), listed=True).bundle()
    assert data["text/html"] == '<ul class="sentences"><li>1 &lt; 2</li><li>b</li></ul>'
    assert data["text/plain"] == "- 1 < 2\n- b"


def test_what_no_presenter_made_is_not_published():
    with pytest.raises(ProtectionError, match="nothing says that it passed the gate"):
        Shown((Heading("Mood"),))._ipython_display_()


def test_displays_of_different_levels_do_not_stand_together():
    with pytest.raises(ProtectionError, match="different levels"):
        together(Shown((), "release"), Shown((), "restricted"))


def test_displays_are_joined_in_order():
    one, two = Shown((Heading("A"),)), Shown((Heading("B"),))
    assert str(together(one, two)) == "A\n-\n\nB\n-"


@pytest.mark.parametrize(
    ("words", "expected"), [("PHQ-9: low mood", "phq-9-low-mood"), ("Ünïcode", "n-code"), ("", "")]
)
def test_slug(words, expected):
    assert slug(words) == expected

"""What the made-up evaluators conclude from numbers and accounts together: domains, two raters, meta-inferences."""

from collections.abc import Sequence

from earlyeval.tidy.synthetic.sheets import Sheet

AUTHOR = "Demonstration author"
RATED_BY = "Demonstration rater one; demonstration rater two"
# Domain, in words, numbers, themes, what the numbers say where no interval of change can be read, what the accounts
# say, what the two together let us conclude; both ratings and the agreed one; what is done about it.
DOMAINS = (
    ("noticing-and-responding", "Staff notice and respond", "staff-knowledge practice-sensitivity",
     "slowing-down-to-notice", None, "better",
     "What staff say about slowing down fits what the coders saw on film and what staff report of their knowledge.",
     ("agreement", "agreement", "agreement"), "Keep the reflective-practice sessions."),
    ("confidence-as-parent", "Parents' confidence with their baby", "kpcs", "watching-differently", None, "better",
     "Parents describe more trust in themselves. The scale is near its ceiling and rises a little in any case, so it "
     "can show only part of what they describe.",
     ("partial", "agreement", "partial"), "Look for a measure with more room at the top."),
    ("parents-mood", "Parents' own mood", "phq-9 gad-7", "held-in-mind-by-staff", None, "mixed",
     "Scores fell on average. Parents who spoke of their mood told of good and bad days and of other reasons; without "
     "a comparison group the two together do not say what the programme did.",
     ("partial", "partial", "partial"), None),
    ("ordinary-day", "The work in the ordinary day", "staff-competence", "carrying-it-back", None, "worse",
     "Staff feel more able and find the ordinary day harder to bear for it: being able and being allowed are "
     "different things, and the questionnaire asks only about the first.",
     ("dissonance", "partial", "dissonance"), "Bring the finding to the managers of the centres."),
    ("listened-to", "Feeling listened to", "listened fft-positive", "held-in-mind-by-staff", None, "better",
     "Ticks and accounts say the same. Those who stopped coming were asked neither.",
     ("agreement", "agreement", "agreement"), None),
    ("room", "Being welcome without being judged", "", "room-without-judgement", None, "better",
     "Parents dwell on this. No outcome measure asks about it; the experience questions only touch on it.",
     ("silence", "silence", "silence"), "Ask about it in the next round."),
    ("coming-often", "Coming often enough", "attended", "", "mixed", "silent",
     "The register shows how often families came; no theme was made of what stood in their way.",
     ("silence", "silence", "silence"), None),
    ("baby-development", "The baby's social and emotional development", "asq-se-2", "", None, "silent",
     "The interviews did not ask about development, and the status of the babies cannot be averaged.",
     ("silence", "silence", "silence"), None),
)  # fmt: skip
# Inference, in words, what it rests on, what else would explain the same, how firmly it is held.
META_INFERENCES = (
    ("staff-slow-down", "Training and reflection together may have changed what staff do in the room.",
     "practice-sensitivity staff-knowledge slowing-down-to-notice noticing-and-responding",
     "Staff who were filmed knew it, and the same months brought other training; there is no comparison group.",
     "moderate"),
    ("able-but-not-allowed", "Staff are more able than their ordinary day lets them be.",
     "staff-competence carrying-it-back ordinary-day",
     "Those who spoke in the groups may be those who are pressed most.", "moderate"),
    ("confidence-beyond-the-scale", "Parents' confidence grew by more than the questionnaire can show.",
     "kpcs watching-differently QU-03 confidence-as-parent",
     "Parents grow surer in these months without any group, and those who did not may not have been asked.",
     "tentative"),
)  # fmt: skip
_COLUMNS = (
    "domain_id", "domain", "outcome_ids", "theme_ids", "numbers_say", "accounts_say", "meta_inference", "author",
    "rating_a", "rating_b", "agreed_rating", "rated_by", "action",
)  # fmt: skip


def integration_sheets(
    domains_read: Sequence[Sequence] = DOMAINS, inferences_drawn: Sequence[Sequence] = META_INFERENCES
) -> list[Sheet]:
    """Return the convergence table and the register of meta-inferences, of declarations in the shape of those here."""
    domains = [[*said, AUTHOR, *ratings, RATED_BY, action] for *said, ratings, action in domains_read]
    inferences = [[name, words, AUTHOR, *rest] for name, words, *rest in inferences_drawn]
    columns = ("inference_id", "inference", "author", "evidence_ids", "rival_explanation", "strength")
    return [
        Sheet("qual/convergence.csv", _COLUMNS, domains),
        Sheet("qual/meta_inferences.csv", columns, inferences),
    ]

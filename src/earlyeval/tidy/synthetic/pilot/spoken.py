"""What is said of the made-up pilot: codes, themes, what they meet in the numbers, and who speaks of what."""

from datetime import date

from earlyeval.tidy.synthetic.codebook import Code
from earlyeval.tidy.synthetic.corpora.declared import Corpus, Theme

PARENTS, STAFF = "open-group-parents", "open-group-staff"
# Share of the interviews with parents in which each code is heard, by how the family came: planted, and exactly there.
HEARD = {
    "as-you-are": {"referred": 0.75, "universal": 0.75},
    "looking-together": {"referred": 0.75, "universal": 0.75},
    "baby-answers": {"referred": 0.5, "universal": 0.75},
    "in-and-out": {"referred": 1.0, "universal": 0.25},
}
OF_GROUPS = ("not-knowing", "holding-back", "shared-words", "rest-of-week")
# What the notes of the nine supervisions are about: not knowing fades from the fifth on, the week does not.
OF_NOTES = (
    ("not-knowing",), ("not-knowing", "holding-back"), ("not-knowing", "rest-of-week"), ("not-knowing", "holding-back"),
    ("holding-back", "rest-of-week"), ("holding-back", "shared-words"), ("shared-words", "rest-of-week"),
    ("rest-of-week",), ("shared-words", "rest-of-week"),
)  # fmt: skip

CORPUS = Corpus(
    prefix="L-",
    coders=("reader-1", "reader-2"),
    codes=(
        Code("as-you-are", PARENTS, "As you are", "One could come in any state and was taken as one was."),
        Code("looking-together", PARENTS, "Looking together", "Somebody watched the baby with the parent."),
        Code("baby-answers", PARENTS, "The baby answers", "The parent takes what the baby does as meant."),
        Code("in-and-out", PARENTS, "In and out", "Coming, staying away and coming again in an open group."),
        Code("not-knowing", STAFF, "Not knowing", "Knowing more and being less sure of it."),
        Code("holding-back", STAFF, "Holding back", "Doing and advising less, on purpose."),
        Code("shared-words", STAFF, "Words in common", "The whole setting speaks of babies in the same words."),
        Code("rest-of-week", STAFF, "The rest of the week", "What the work outside the group leaves no room for."),
    ),
    themes=(
        Theme("an-uncounted-door", "A door at which nobody counts",
              "Because nobody keeps count, parents can stay away without having failed, and so can come again.",
              ("as-you-are", "in-and-out"), "family",
              "Read again for parents whom the openness kept out: some turned round at a full room, or would have come "
              "on another day.", "in-and-out"),
        Theme("somebody-in-there", "Somebody in there",
              "Watched in company, the baby becomes somebody who means what it does.",
              ("looking-together", "baby-answers"), "family",
              "Read again for parents to whom the baby stayed a riddle: some said so of single days."),
        Theme("surer-of-less", "Surer of less",
              "Training gives staff more to see and takes away the answers that they had.",
              ("not-knowing",), "staff",
              "Read again for staff who were simply surer than before: nobody spoke so in the groups.",
              ),
        Theme("doing-less", "Doing less, together",
              "To hold back is work, and it holds only where colleagues have the same words for it.",
              ("holding-back", "shared-words"), "staff",
              "Read again for staff who found that holding back was neglect: doubts were told of the first weeks."),
        Theme("an-hour-in-a-week", "An hour and a half in a week",
              "What the group makes possible has no place in the hours around it.",
              ("rest-of-week",), "staff", "Read again for a week into which it carried over: nobody told of one."),
    ),
    domains=(
        ("staff-surer", "How sure staff are", "staff-knowledge staff-confidence", "surer-of-less", None, "worse",
         "On paper staff know more and are surer; in supervision they speak of losing their answers. Both can be true: "
         "the questionnaire asks how sure one is, and not of what.",
         ("dissonance", "partial", "dissonance"), "Talk about the contradiction in the next supervision."),
        ("room", "What happens in the room", "group-environment", "doing-less", None, "better",
         "An observer scored a calmer room, and staff tell how they came to do less in it.",
         ("agreement", "agreement", "agreement"), None),
        ("seeing-the-baby", "How parents see the baby", "mors-warmth kpcs", "somebody-in-there", None, "better",
         "A few parents filled in forms and a few spoke; they are not the same ones, and both kept coming.",
         ("agreement", "partial", "partial"), "Ask those who came once only."),
        ("coming", "Coming and staying away", "attended", "an-uncounted-door", None, "mixed",
         "The register shows how often families came. Parents say that they came again because nobody counted.",
         ("partial", "partial", "partial"), None),
        ("rest-of-week", "The rest of the week", "", "an-hour-in-a-week", None, "worse",
         "No figure was planned on the hours outside the group.", ("silence", "silence", "silence"),
         "Count the hours for debriefing next year."),
    ),
    inferences=(
        ("knowing-as-loss", "Training may have changed what staff look for before it changed how sure they are.",
         "staff-knowledge surer-of-less staff-surer",
         "Those who speak in supervision lead the group; the questionnaire was answered by everybody.", "tentative"),
        ("openness-is-the-method", "That nobody counts may be part of what brings families back.",
         "attended an-uncounted-door coming",
         "Only families who came back could say so.", "tentative"),
    ),
    coded_from=date(2015, 6, 22),
    checked_on=date(2015, 7, 20),
    memos={
        "not-knowing": "Reads to me as loss and as growth; kept open.",
        "in-and-out": "My own dislike of registers may colour this reading.",
        "rest-of-week": "Said to us as to people who report upwards.",
    },
)  # fmt: skip

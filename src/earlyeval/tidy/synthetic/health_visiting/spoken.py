"""What is said of the made-up health visiting service: codes, themes, what they meet in the numbers, who says what."""

from datetime import date

from earlyeval.tidy.synthetic.codebook import Code
from earlyeval.tidy.synthetic.codebook_growth import Early, Growth
from earlyeval.tidy.synthetic.corpora.declared import Corpus, Theme
from earlyeval.tidy.synthetic.second_coder import Habits

PARENTS, STAFF = "visits-parents", "visits-staff"
# Share of the interviews with mothers in which each code is heard, planted and exactly there: by what became of their
# mood (EPDS, by its published threshold), and for one code by team, as one team lost people.
BY_MOOD = {
    "asked-how-i-am": {"improved": 0.9, "others": 0.3, "no second score": 0.5},
    "visits-mine": {"improved": 0.6, "others": 0.6, "no second score": 0.6},
    "baby-in-words": {"improved": 0.6, "others": 0.6, "no second score": 0.6},
    "left-waiting": {"improved": 0.1, "others": 0.7, "no second score": 0.85},
}
BY_TEAM = {"same-visitor": {"north": 0.875, "central": 0.25, "south": 0.875}}
BY_STAFF = {
    "asked-gently": {"": 0.8}, "held-in-supervision": {"": 0.7}, "more-visits-less-time": {"": 0.8},
    "right-family": {"": 0.6},
}  # fmt: skip
CODERS = ("coder-5", "coder-6")

CORPUS = Corpus(
    prefix="HV-",
    coders=CODERS,
    codes=(
        Code("same-visitor", PARENTS, "The same visitor", "One person comes again and knows what was before."),
        Code("asked-how-i-am", PARENTS, "Asked how I am", "The mother was asked, and there was time to answer."),
        Code("visits-mine", PARENTS, "My visit", "The parent decided what a visit was about."),
        Code("baby-in-words", PARENTS, "The baby in words", "What the baby does was put into words in front of them."),
        Code("left-waiting", PARENTS, "Left waiting", "Visits, calls or referrals that did not come."),
        Code("asked-gently", STAFF, "Asking gently", "Asking about hard things in a way that allows not to answer."),
        Code("held-in-supervision", STAFF, "Held in supervision", "Taking what was heard to peers."),
        Code("more-visits-less-time", STAFF, "More visits, less time", "Reaching more families with the same hours."),
        Code("right-family", STAFF, "The right family", "Judging who gets more visits, by criteria or beside them."),
    ),
    themes=(
        Theme("one-visitor", "Somebody who was there before",
              "What can be said in a visit depends on whether the visitor knows what went before.",
              ("same-visitor",), "family",
              "Searched for mothers who were glad of a change of visitor: none; several had lost theirs.",
              "left-waiting"),
        Theme("asked-and-heard", "Asked, and time to answer",
              "The same questions mean something else on one's own sofa, with time until the answer comes.",
              ("asked-how-i-am",), "family",
              "Searched for mothers who felt questioned: nobody said so of this service."),
        Theme("visit-follows", "The visit follows the family",
              "Mothers decide what a visit is about, and the baby is in the middle of it.",
              ("visits-mine", "baby-in-words"), "family", "Searched for mothers who felt shown up: none was found."),
        Theme("nobody-told-us", "Nobody told us that nobody would come",
              "A visit that does not come says more than one that does.",
              ("left-waiting",), "family", "Searched for mothers who did not mind waiting: a few understood it."),
        Theme("asking-without-a-pen", "Asking without a pen in the hand",
              "Staff can ask about hard things where there are colleagues who hear what they were told.",
              ("asked-gently", "held-in-supervision"), "staff",
              "Searched for staff who found the training of no use: it does not always work, said several."),
        Theme("in-time-or-there", "In time, or there", "More visits in the same hours are kept and are not held.",
              ("more-visits-less-time",), "staff", "Searched for staff with enough time: nobody said so."),
        Theme("who-needs-more", "Who needs more is seen in the kitchen",
              "Levels of need are judged on the sofa and written down in a form.",
              ("right-family",), "staff", "Searched for staff who go by the form alone: nobody said so."),
    ),
    domains=(
        ("mothers-mood", "Mothers' own mood", "epds", "asked-and-heard", None, "better",
         "Scores fell, as they do after most births; mothers who are better tell of having been asked. Without a "
         "comparison group nobody knows what would have been otherwise.",
         ("agreement", "partial", "agreement"), None),
        ("working-together", "Working together with the visitor", "alliance", "one-visitor", "better", "mixed",
         "Those who answered the questionnaire still had a visitor. Where teams lost people, mothers met strangers.",
         ("partial", "partial", "partial"), "Report by team how often the visitor changes."),
        ("in-time-or-there", "Being in time and being there", "eight-visits", "in-time-or-there", "better", "worse",
         "More families are visited as often as was planned, and visitors say that it costs what a visit is for.",
         ("dissonance", "dissonance", "dissonance"), "Bring it to those who plan the hours."),
        ("supervision", "Supervision among peers", "supervised", "asking-without-a-pen", None, "better",
         "The register tells who came to supervision; staff tell what they take there.",
         ("partial", "agreement", "partial"), None),
        ("right-family", "The right families", "", "who-needs-more", None, "mixed",
         "Outcomes inside and outside the specification are compared elsewhere in this report, and not here.",
         ("silence", "silence", "silence"), None),
        ("children", "Children's social and emotional development", "asq-se-2", "", None, "silent",
         "Nobody was asked to speak about it.", ("silence", "silence", "silence"), "Ask in the next round."),
    ),
    inferences=(
        ("asked-and-better", "Being asked in one's own home may be part of what makes mothers better.",
         "epds asked-and-heard mothers-mood",
         "Mothers who feel better remember having been asked, and mood rises in the first year in any case.",
         "tentative"),
        ("counted-not-held", "Counting visits that are in time does not tell whether somebody was there.",
         "eight-visits in-time-or-there nobody-told-us",
         "Staff who are pressed may have been readier to speak.", "moderate"),
    ),
    coded_from=date(2025, 11, 3),
    checked_on=date(2025, 12, 29),
    memos={
        "left-waiting": "Not the visitor's fault as she tells it; code the waiting, not the blame.",
        "same-visitor": "Only where the person matters, not where visits were merely regular.",
        "more-visits-less-time": "Also where time is spoken of as records kept at night.",
    },
    growth=Growth(
        closed=(date(2025, 11, 12), date(2025, 12, 12), date(2025, 12, 15)),
        early=(
            Early("continuity", "Continuity", "same-visitor", 0, 3, "rename", "A word of the service, not of mothers."),
            Early("nobody-came", "Nobody came", "left-waiting", 2, 3, why="Waiting for a call is waiting as well."),
            Early("crying-allowed", "Allowed to cry", "asked-how-i-am", 3, 3, why="What follows when one is asked."),
            Early("records", "Records at night", "more-visits-less-time", 2, 3, why="One way in which time is short."),
        ),
        split={},
        redefined={
            "right-family": ("The criteria of the levels of need.", 3, "Judgement beside the criteria was left out."),
        },
        who="coder-5 and coder-6",
    ),
    second=Habits(share=0.3, keeps=0.9, adds=0.01, coders=CODERS, prefix="HV-"),
)  # fmt: skip

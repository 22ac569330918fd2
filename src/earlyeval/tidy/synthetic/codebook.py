"""The made-up codebook: codes and themes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Code:
    """A code: which word file holds its sentences, and what it stands for."""

    id: str
    words: str
    label: str
    definition: str


CODES = (
    Code("held-in-mind", "parents", "Being kept in mind", "The parent feels thought about as a person by the staff."),
    Code("remembered", "parents", "Small things remembered", "Staff recall a detail that mattered to the family."),
    Code("watching-baby", "parents", "Waiting and watching", "The parent holds back and looks at what the baby does."),
    Code("reading-cues", "parents", "Reading cues", "The parent gives a meaning to what the baby shows."),
    Code("not-judged", "parents", "Not judged", "The parent could be as they were without being marked down."),
    Code("less-alone", "parents", "Less alone", "Company of other parents, in the room or between the weeks."),
    Code("surer-as-parent", "parents", "Surer as a parent", "The parent trusts their own judgement more."),
    Code("own-mood", "parents", "The parent's own mood", "How the parent has felt, in either direction or unchanged."),
    Code("hard-to-reach", "parents", "Hard to reach", "Time, distance, cost or cancellation stood in the way."),
    Code("not-for-me", "parents", "Not for me", "The way of the groups did not suit the parent."),
    Code("slowing-down", "practitioners", "Slowing down", "The practitioner does less and looks for longer."),
    Code(
        "wondering-aloud", "practitioners", "Wondering aloud", "Speaking of what a baby may feel instead of advising."
    ),
    Code("carrying-back", "practitioners", "Carrying it back", "Taking the way of working to the ordinary rooms."),
    Code("pressed-for-time", "practitioners", "Pressed for time", "Cover, paperwork and turnover leave no room."),
    Code("thinking-together", "practitioners", "Thinking together", "The team reflects on its own part in the work."),
)

# Theme, in words, its central concept, its codes, whose it is, and what was searched against it.
THEMES = (
    ("held-in-mind-by-staff", "Being held in mind",
     "Staff keep parent and baby in mind between the weeks, and parents can feel it.",
     "held-in-mind remembered", "family",
     "Every interview was read again for parents who felt overlooked: none said so, and some said that they had been "
     "met kindly and had still not wanted what was offered (code: not for me)."),
    ("watching-differently", "Watching my baby differently",
     "Parents wait, watch and find a meaning in what the baby does, and trust themselves more as they do.",
     "watching-baby reading-cues surer-as-parent", "family",
     "Searched for parents who saw no difference: those who came least often spoke of advice that they had wanted "
     "and not been given."),
    ("room-without-judgement", "A room where I was not judged",
     "In this room parents may be tired, cross and unsure in company, without being marked.",
     "not-judged less-alone", "family",
     "Searched for parents who felt judged or left out: some could not reach the room at all (code: hard to reach), "
     "and some did not find their place in it (code: not for me)."),
    ("slowing-down-to-notice", "Slowing down to notice",
     "Staff do less, look for longer, and put into words what a baby may feel.",
     "slowing-down wondering-aloud thinking-together", "staff",
     "Searched for staff who found it of no use: doubts were told as doubts of the first weeks."),
    ("carrying-it-back", "Carrying it back to a busy room",
     "What is possible in the play group is lost in rooms without time, cover or colleagues who share it.",
     "carrying-back pressed-for-time", "staff",
     "Searched for rooms in which it had lasted: single habits had (one thing noticed, written on the wall)."),
)  # fmt: skip
# Themes against which something was found, and the code of the passages that speak against them.
CONTRARY = {
    "held-in-mind-by-staff": "not-for-me", "watching-differently": "not-for-me", "room-without-judgement": "not-for-me",
}  # fmt: skip

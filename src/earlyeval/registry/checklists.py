"""Reporting checklists: each item in a few words of our own, what can answer it, and what an author answered."""

from typing import Literal

from earlyeval.registry.entry import Entry, Name, Sourced, Words

Approach = Literal["reflexive", "codebook", "framework", "coding_reliability"]
# What a report can answer by itself. "": only an author can.
Answerer = Literal[
    "", "approach", "codebook", "coders", "consistent", "conversations", "derivation", "each_method", "field_notes",
    "information_power", "integration", "limitations", "meta_inferences", "negative_cases", "no_counts", "quotations",
    "reflexivity", "repeated", "sample_description", "saturation", "themes", "transcripts", "trust",
]  # fmt: skip


class ChecklistItem(Entry):
    """One item. ``about`` says in our own words what is asked; the authors' wording is never stored."""

    id: Name
    about: Words
    answered_by: Answerer = ""


class Checklist(Sourced):
    """A reporting checklist in one version.

    ``for_approaches``: the approaches of analysis that it suits. ``mixed_methods``: only where numbers stand beside
    accounts. ``verified``: somebody compared every item with the source.
    """

    id: Name
    name: Words
    version: Words
    for_approaches: tuple[Approach, ...]
    mixed_methods: bool = False
    items: tuple[ChecklistItem, ...]


class Answers(Entry):
    """What the authors of a programme's report say to the checklists: checklist to item to words."""

    programme: Name
    answers: dict[str, dict[str, Words]] = {}

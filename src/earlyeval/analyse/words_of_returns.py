"""Words for what arrived: tables, and the kinds of findings of the checks. None holds a number."""

# One row of each table stands for this.
TABLE_WORDS: dict[str, str] = {
    "referrals": "Referrals of families",
    "people": "People",
    "sessions": "Sessions planned or held",
    "attendance": "Attendance: a person at a session",
    "responses": "Answers to single questions",
    "totals": "Totals of questionnaires, as supplied",
    "comments": "Comments in people's own words",
    "ratings": "Ratings of video clips",
    "fidelity": "Observations of programme components",
    "cases": "Cases",
    "reviews": "Reviews of cases",
    "review_ratings": "Grades and totals given at reviews",
    "case_needs": "Needs of cases at referral",
    "case_services": "Services that cases received",
    "case_outcomes": "Outcomes judged for cases",
    "observations": "Scores of observed settings",
    "costs": "Costs of delivery",
    "contacts": "Contacts that children were due",
    "contact_counts": "Counts of contacts in earlier quarters, as supplied",
    "standards": "Standards of quality assessed",
    "worker_links": "People and the workers they worked with",
    "births": "Births",
    "documents": "Interviews, focus groups and logs",
    "codes": "Codes of the codebook",
    "codings": "Coded passages",
    "machine_codings": "Passages coded by a program",
    "turns": "Turns of speakers",
    "transcripts": "Transcripts",
    "coded_elements": "Kinds of elements in coded projects",
    "themes": "Themes",
    "quotations": "Quotations released for print",
    "convergence": "Subjects on which numbers and accounts meet",
    "codebook_history": "Changes of the codebook",
    "codebook_versions": "Codes, version by version of the codebook",
    "framework": "Summaries of a framework analysis",
    "negative_cases": "Passages that speak against a theme",
    "double_coding": "Double-coded units",
    "clips": "Clips whose events were coded",
    "events": "Events coded in clips",
    "meta_inferences": "Conclusions drawn from numbers and accounts together",
}
# Tables whose rows are nobody, with the unit that says so.
OPEN_TABLES: dict[str, str] = {
    "sessions": "sessions",
    "fidelity": "components",
    "observations": "observations",
    "costs": "costs",
    "standards": "standards",
    "contact_counts": "quarters",
    "codes": "codes",
    "coded_elements": "rows",
    "themes": "themes",
    "convergence": "outcomes",
    "codebook_history": "codes",
    "codebook_versions": "codes",
    "double_coding": "units",
    "meta_inferences": "outcomes",
}
# Told by the check alone: they say how a file was written and nothing of the data, so that the same data in another
# format give the same results.
OF_THE_FILE = frozenset({"user_missing"})
FINDING_WORDS: dict[str, str] = {
    "missing_code": "The form says why an answer is missing (not applicable, not known, refused, not asked)",
    "absent_items": "Items of the questionnaire are not in what was sent; counted as missing",
    "no_age_form": "Totals came without the age form they belong to, so they have no status",
    "empty_form": "A form without any answer; counted as not returned",
    "no_consent": "Answers of people who did not consent",
    "unknown_person": "A row about somebody who is not in the table of people; it could not be linked",
    "no_people": "No table of people was sent; the people named in the other tables stand for it",
    "no_rows": "A sheet with headers and no rows",
    "unknown_site": "A row of a file of many places that names no place where the programme runs; in no report",
    "unknown_participant": "An interview with somebody who is not in the table of people; it is not linked to scores",
    "unknown_value": "A value that the study does not know; left blank",
    "untold_kind": "A document of which nothing says what kind of conversation it is",
    "untold_role": "A document of which nothing says whose role speaks; it counts for no strand",
    "untold_participant_id": "A document of which nothing says who speaks; it is not linked to scores",
    "repeated_coding": "The same passage given the same code twice by the same coder; counted once",
    "machine_coding": "A passage coded by a program; kept apart from people's",
    "no_transcript": "A transcript that was named and did not arrive",
    "quotation_beginning": "A quotation that its program cut short",
    "quotation_moved": "A quotation that did not stand at its place; it was found once elsewhere",
    "quotation_several": "A quotation that stands at several places; its own is not known",
    "quotation_absent": "A quotation that stands nowhere in its transcript",
    "quotation_unkept": "A coding without words, which cannot be compared with its transcript",
    "quotation_textless": "A quotation of a document whose text is not there",
    "other_rows": "Rows that the declaration of the file does not ask for",
    "test_answers": "Previews, tests or spam of a survey tool",
    "unfinished": "Forms that were not finished; what was answered is kept",
    "personal_columns": "Personal details that a survey tool adds; they were not read",
    "after_without_before": "A form after the programme from somebody who has none before",
    "version_switch": "Somebody answered different versions of a questionnaire; the scores are not compared",
    "days_out_of_order": "A form dated before the same person's form of an earlier time point",
    "all_alike": "One answer to every question of a form, also to those worded the other way round",
    "visit_before_start": "A visit before the day on which the person started",
    "visit_after_end": "A visit after the day on which the person ended",
    "hidden_sheet": "A sheet that is hidden in its workbook; it was read like any other",
    "hidden_rows": "Rows that are hidden in their workbook; they were read too",
    "struck_out": "Cells that are struck out in their workbook; they were read as they stand",
    "cell_notes": "Notes on cells of a workbook; they were not read",
    "coloured": "Cells with a colour in their workbook; what a colour means is not read",
    "linked": "A workbook that takes values from other workbooks; those stored with it were read",
    "not_carried": "Parts of a file of another program that have no place here",
    "open_file": "A file that somebody had open; what was not saved was not read",
    "unread_file": "A file or folder that no rule says how to read; it was left out",
}


def words_of_table(name: str) -> str:
    """Return what the rows of a table are, in words."""
    return TABLE_WORDS.get(name, name.replace("_", " ").capitalize())


def words_of_finding(rule: str) -> str:
    """Return a kind of finding in words; the name of the rule, readable, where there are none."""
    return FINDING_WORDS.get(rule, rule.replace("_", " ").replace("-", " ").capitalize())

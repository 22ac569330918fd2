"""What exports of survey tools and databases say of themselves: columns that no declaration needs to name."""

# Columns of coded video (tidy.coded.event_file): a declaration names those that it maps.
_OF_EVENTS = (
    "event_id", "observation", "tier", "coder", "subject", "behaviour", "kind", "begin_ms", "end_ms", "modifiers",
    "category", "parent", "length_s", "offset_ms",
)  # fmt: skip
# What such an export says of itself and not of the people. Named columns are read all the same.
OWN_COLUMNS: dict[str, tuple[str, ...]] = {
    "qualtrics": (
        "StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)", "Finished",
        "RecordedDate", "ResponseId", "RecipientLastName", "RecipientFirstName", "RecipientEmail",
        "ExternalReference", "LocationLatitude", "LocationLongitude", "DistributionChannel", "UserLanguage",
    ),
    "redcap": (
        "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance", "redcap_data_access_group",
        "redcap_survey_identifier", "*_complete", "*_timestamp",
        # the same in an export of labels
        "Event Name", "Repeat Instrument", "Repeat Instance", "Data Access Group", "Survey Identifier",
        "Survey Timestamp", "Complete?",
    ),
    "microsoft_forms": (
        "ID", "Id", "Start time", "Completion time", "Email", "Name", "Last modified time", "Language",
        "Total points", "Quiz feedback", "Grade posted time", "Points - *", "Feedback - *",
    ),
    "google_forms": ("Timestamp", "Email Address", "Username", "Score", "Total score", "* [Score]", "* [Feedback]"),
    "online_surveys": (
        "Unique response number", "Unique Response Number", "UniqueResponseNumber", "Response ID", "Started",
        "Start date", "Submitted", "Submitted date", "Completion date", "Completed", "Completion time",
        "Survey version", "Language", "Token", "Username", "Email", "Email address", "IP address",
    ),
    "elan": _OF_EVENTS,
    "boris": _OF_EVENTS,
}  # fmt: skip
# Of those, the ones that tell who answered: a file in which they are filled is refused.
PERSONAL_COLUMNS: dict[str, tuple[str, ...]] = {
    "microsoft_forms": ("Email", "Name"),
    "google_forms": ("Email Address", "Username"),
    "online_surveys": ("Username", "Email", "Email address", "IP address"),
}
# The number that a tool gives each answer. It says who somebody is only where nothing else does.
ANSWER_NUMBERS: dict[str, tuple[str, ...]] = {
    "microsoft_forms": ("ID", "Id"),
    "online_surveys": ("Unique response number", "Unique Response Number", "UniqueResponseNumber", "Response ID"),
    "qualtrics": ("ResponseId",),
}

"""Files of ELAN and BORIS into events: what they say, what they do not, and what no honest file holds."""

import json

import pytest

from earlyeval.foundations.errors import ReturnsRefusedError
from earlyeval.tidy.coded.boris import LARGEST_JSON, read_boris
from earlyeval.tidy.coded.elan import AT_MOST_TAGS, read_elan
from earlyeval.tidy.coded.event_file import AT_MOST_EVENTS

pytestmark = pytest.mark.unit

SLOTS = [("ts1", 0), ("ts2", 1000), ("ts3", None), ("ts4", None), ("ts5", 4000)]
TIERS = """
<TIER TIER_ID="talk" LINGUISTIC_TYPE_REF="free" PARTICIPANT="adult" ANNOTATOR="first">
  <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1" TIME_SLOT_REF1="ts1" TIME_SLOT_REF2="ts2">
    <ANNOTATION_VALUE>smile</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
  <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a2" TIME_SLOT_REF1="ts2" TIME_SLOT_REF2="ts5" CVE_REF="c1">
    <ANNOTATION_VALUE></ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
</TIER>
<TIER TIER_ID="words" LINGUISTIC_TYPE_REF="divided" PARENT_REF="talk">
  <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a3" TIME_SLOT_REF1="ts2" TIME_SLOT_REF2="ts3">
    <ANNOTATION_VALUE>one</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
  <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a4" TIME_SLOT_REF1="ts3" TIME_SLOT_REF2="ts4">
    <ANNOTATION_VALUE>two</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
  <ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a5" TIME_SLOT_REF1="ts4" TIME_SLOT_REF2="ts5">
    <ANNOTATION_VALUE>three</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>
</TIER>
<TIER TIER_ID="tone" LINGUISTIC_TYPE_REF="symbol" PARENT_REF="talk">
  <ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a6" ANNOTATION_REF="a2">
    <ANNOTATION_VALUE>warm</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION>
</TIER>
<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="free" TIME_ALIGNABLE="true"/>
<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="divided" CONSTRAINTS="Time_Subdivision" TIME_ALIGNABLE="true"/>
<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="symbol" CONSTRAINTS="Symbolic_Subdivision" TIME_ALIGNABLE="false"/>
<CONTROLLED_VOCABULARY CV_ID="looks"><CV_ENTRY_ML CVE_ID="c1"><CVE_VALUE LANG_REF="eng">look</CVE_VALUE>
</CV_ENTRY_ML></CONTROLLED_VOCABULARY>
"""


# Ninety annotations begin before the same ninety that have no time: each way along them would be walked anew.
MANY_WAYS = (
    '<TIER TIER_ID="t">'
    + "".join(
        f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{first}" TIME_SLOT_REF1="s{first}"'
        f' TIME_SLOT_REF2="s{second}"/></ANNOTATION>'
        for first, second in ((n, 90 if n < 90 else n + 1) for n in range(179))
    )
    + "</TIER>"
)


def eaf(*, slots=SLOTS, body=TIERS, head="", unit="milliseconds", start='<?xml version="1.0" encoding="UTF-8"?>'):
    times = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="{name}"' + ("" if time is None else f' TIME_VALUE="{time}"') + "/>"
        for name, time in slots
    )
    return (
        f'{start}<ANNOTATION_DOCUMENT FORMAT="3.0"><HEADER TIME_UNITS="{unit}">{head}</HEADER>'
        f"<TIME_ORDER>{times}</TIME_ORDER>{body}</ANNOTATION_DOCUMENT>"
    )


def sent(tmp_path, text, name="clip.eaf"):
    path = tmp_path / name
    path.write_text(text if isinstance(text, str) else json.dumps(text), encoding="utf-8")
    return path


def test_every_annotation_has_its_time_whichever_way_its_tier_has_it(tmp_path):
    head = '<MEDIA_DESCRIPTOR MEDIA_URL="file:///clip.mp4" MIME_TYPE="video/mp4" TIME_ORIGIN="250"/>'
    file = read_elan(sent(tmp_path, eaf(head=head)))
    told = file.events[["tier", "behaviour", "begin_ms", "end_ms"]].to_numpy().tolist()
    assert told == [
        ["talk", "smile", 0, 1000], ["talk", "look", 1000, 4000], ["words", "one", 1000, 2000],
        ["words", "two", 2000, 3000], ["words", "three", 3000, 4000], ["tone", "warm", 1000, 4000],
    ]  # fmt: skip
    sitting = file.rows.iloc[0]
    assert (sitting["observation"], sitting["offset_ms"]) == ("clip", 250)
    assert file.events["subject"].fillna("-").tolist()[:3] == ["adult", "adult", "-"]
    assert file.events["coder"].iloc[0] == "first"
    assert file.events["parent"].iloc[5] == "look"
    assert [(loss.element, loss.lost) for loss in file.losses] == [
        ("annotations", 0), ("symbolic subdivisions with a time of their own", 1),
    ]  # fmt: skip
    assert file.events["event_id"].is_unique


BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'
CIRCLE = """<TIER TIER_ID="t"><ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a" ANNOTATION_REF="b"/></ANNOTATION>
<ANNOTATION><REF_ANNOTATION ANNOTATION_ID="b" ANNOTATION_REF="a"/></ANNOTATION></TIER>"""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("<a>", "damaged"),
        ("<html/>", "no ELAN annotation file"),
        (eaf(start=BOMB), "no ELAN file holds"),
        (eaf(start='<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "no ELAN file holds"),
        (eaf(start="<!DOCTYPE ANNOTATION_DOCUMENT>"), "no ELAN file holds"),
        (eaf(body=CIRCLE), "circle"),
        (eaf(slots=SLOTS[1:]), "time slot that is not there"),
        (eaf(slots=[*SLOTS, ("ts1", 5)]), "same id"),
        (eaf(body=TIERS + TIERS), "same id"),
        (eaf(body=TIERS.replace('ANNOTATION_REF="a2"', 'ANNOTATION_REF="zz"')), "belongs to one that is not there"),
        (eaf(slots=[("ts1", -4), *SLOTS[1:]]), "below zero"),
        (eaf(slots=[("ts1", 10**12), *SLOTS[1:]]), "beyond a day"),
        (eaf(slots=[("ts1", "one"), *SLOTS[1:]]), "no number"),
        (eaf(slots=[("ts1", 3000), *SLOTS[1:]]), "before it begins"),
        (eaf(unit="PAL-frames"), "frames"),
        (eaf(head='<MEDIA_DESCRIPTOR TIME_ORIGIN="noon"/>'), "no number"),
        (eaf(body="<TIER/>" * (AT_MOST_TAGS + 1)), "more than 1200000 tags"),
        (eaf(slots=[(f"s{n}", 0 if n < 90 else None) for n in range(180)], body=MANY_WAYS), "follow too many others"),
    ],
)
def test_what_no_honest_elan_file_holds_is_refused_without_its_words(tmp_path, text, words):
    with pytest.raises(ReturnsRefusedError, match=words) as refusal:
        read_elan(sent(tmp_path, text))
    assert "smile" not in str(refusal.value)
    assert "passwd" not in str(refusal.value)


def project(events, **observation):
    about = {"events": events, "time offset": 0.0, "type": "MEDIA", "file": {"1": ["a.mp4", "b.mp4"]},
             "media_info": {"length": {"a.mp4": 60.5, "b.mp4": 30}}} | observation  # fmt: skip
    kinds = {"0": {"code": "smile", "type": "State event"}, "1": {"code": "touch", "type": "Point event with map"}}
    return {"project_format_version": "7.0", "behaviors_conf": kinds, "observations": {"first": about}}


def test_states_are_paired_by_subject_behaviour_and_modifiers(tmp_path):
    events = [
        [4.0, "child", "smile", "", ""], [1.0, "child", "smile", "", "words of somebody"],
        [2.0, "adult", "smile", "", ""], [3.0, "", "touch", "hand|None", ""], [5.5, "adult", "smile", "", ""],
        [9.0, "child", "smile", "", ""],
    ]  # fmt: skip
    file = read_boris(sent(tmp_path, project(events), "study.boris"))
    told = file.events[["subject", "behaviour", "kind", "begin_ms", "end_ms"]].fillna("-").to_numpy().tolist()
    assert told == [
        ["child", "smile", "state", 1000, 4000], ["adult", "smile", "state", 2000, 5500],
        ["-", "touch", "point", 3000, 3000],
    ]  # fmt: skip
    assert file.rows.iloc[0]["length_s"] == 90.5
    losses = {loss.element: (loss.held, loss.taken) for loss in file.losses}
    assert losses == {"events": (4, 3), "states without their other end": (1, 0), "comments": (1, 0)}
    assert "words of somebody" not in file.rows.to_csv()


def test_an_observation_without_events_is_still_a_sitting(tmp_path):
    file = read_boris(sent(tmp_path, project([]), "study.boris"))
    assert file.rows["observation"].tolist() == ["first"]
    assert file.events.empty


def test_events_without_time_or_of_unknown_behaviour_are_counted_and_left_out(tmp_path):
    text = json.dumps(project([["NaN", "", "touch", "", ""], [1, "", "jump", "", ""], [1, "", "touch", "", ""]]))
    file = read_boris(sent(tmp_path, text.replace('"NaN"', "NaN"), "study.boris"))
    assert len(file.events) == 1
    losses = {loss.element: loss.lost for loss in file.losses}
    assert losses == {"events": 2, "events without a time": 1, "events of unknown behaviours": 1}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "no BORIS project"),
        ({"observations": []}, "no BORIS project"),
        ({"observations": {"a": []}}, "observation in it"),
        (project([["x"]]), "event in it"),
        (project([["soon", "", "touch", "", ""]]), "no number"),
        (project([[-3, "", "touch", "", ""]]), "below zero"),
        (project([[1e9, "", "touch", "", ""]]), "beyond a day"),
        ({"observations": {}, "behaviors_conf": {"0": "smile"}}, "ethogram"),
        (project([], **{"time offset": "noon"}), "no number"),
        (project([], file={"1": [["a.mp4"]]}), "media of an observation"),
        (project([[1, "", "touch", ""]] * (AT_MOST_EVENTS + 1)), "more than 250000 marks"),
        ("{" + " " * LARGEST_JSON, "larger than 12 MB"),
    ],
)
def test_what_no_honest_boris_project_holds_is_refused(tmp_path, text, words):
    with pytest.raises(ReturnsRefusedError, match=words):
        read_boris(sent(tmp_path, text, "study.boris"))


OLD = (
    "Observation id\tfirst\t\t\n\t\t\nTime\tMedia file path\tTotal length\tFPS\tSubject\tBehavior\tCategory\t"
    "Comment\tStatus\n3.3\ta.mp4\t90.5\t25\tchild\tsmile\t\t\tSTART\n7.75\ta.mp4\t90.5\t25\tchild\tsmile\t\t\tSTOP\n"
    "8\ta.mp4\t90.5\t25\tNo focal subject\ttouch\t\t\tPOINT\n"
)
NEW = (
    "Observation id\tMedia duration (s)\tSubject\tBehavior\tModifier #1\tBehavior type\tTime\n"
    "first\t90.5\tchild\tsmile\t\tSTART\t3.3\nfirst\t90.5\tchild\tsmile\t\tSTOP\t7.75\n"
    "first\t90.5\tNo focal subject\ttouch\t\tPOINT\t8\nsecond\tNA\tchild\tsmile\t\tSTART\t1\n"
)
AGGREGATED = (
    "Observation id\tTotal length\tSubject\tBehavior\tModifiers\tBehavior type\tStart (s)\tStop (s)\tDuration (s)\n"
    "first\t90.5\tchild\tsmile\t\tSTATE\t3.3\t7.75\t4.45\nfirst\t90.5\tNo focal subject\ttouch\t\tPOINT\t8\t8\tNA\n"
)


@pytest.mark.parametrize("text", [OLD, NEW, AGGREGATED])
def test_each_table_of_boris_gives_the_same_events(tmp_path, text):
    file = read_boris(sent(tmp_path, text, "export.tsv"))
    first = file.events[file.events["observation"] == "first"]
    told = first[["subject", "behaviour", "kind", "begin_ms", "end_ms"]].fillna("-").to_numpy().tolist()
    assert told == [["child", "smile", "state", 3300, 7750], ["-", "touch", "point", 8000, 8000]]
    assert file.rows.iloc[0]["length_s"] == 90.5


def test_a_state_that_is_not_ended_is_counted_and_a_table_of_something_else_refused(tmp_path):
    file = read_boris(sent(tmp_path, NEW, "export.tsv"))
    assert [(loss.held, loss.taken) for loss in file.losses] == [(4, 3)]
    with pytest.raises(ReturnsRefusedError, match="neither export"):
        read_boris(sent(tmp_path, "a\tb\n1\t2\n", "export.tsv"))
    with pytest.raises(ReturnsRefusedError, match="ends before it begins"):
        read_boris(sent(tmp_path, AGGREGATED.replace("7.75", "1.0"), "export.tsv"))

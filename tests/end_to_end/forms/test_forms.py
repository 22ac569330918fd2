"""What sites download from their survey tools, played whole: map, a few corrections, check, and the same results."""

import pytest

NEEDS = ("needs-housing", "needs-money", "needs-none")
pytestmark = pytest.mark.end_to_end
LETTERS = "ABCDEFGHI"
MOOD_ASKED = [f"How was it lately with matter {letter}?" for letter in LETTERS]
FEEDING_ASKED = [f"And with feeding, part {letter}" for letter in LETTERS[:4]]
CODE, BABY, HELP = "Your code from the card", "Is this your first baby?", "Which of these would help you?"


def asked(wave, *, questions=(*MOOD_ASKED, *FEEDING_ASKED)):
    """Return the questions of a form in its order: who somebody is is asked before only."""
    return [CODE, *([BABY, HELP] if wave == "before" else []), *questions]


def about(tool, wave, row, joined):
    return [row["person_id"], *([tool.word("parity", row["parity"]), joined] if wave == "before" else [])]


def test_microsoft_forms(forms, tool):
    """One workbook a wave: real times, words for answers, boxes joined by semicolons, nobody's name."""
    own = ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time"]
    for wave, answered in forms.waves.items():
        rows = [
            [number, tool.moment(row, 9), tool.moment(row), "anonymous", None, None,
             *about(tool, wave, row, "".join(f"{one};" for one in tool.ticked(row))), *tool.answers(row)]
            for number, row in enumerate(answered, start=1)
        ]  # fmt: skip
        path = forms.put_workbook(f"Group {wave} (1-{len(rows)}).xlsx", [*own, *asked(wave)], rows)
        declared, n_corrected = forms.map(path)
        assert (declared["format"], n_corrected) == ("microsoft_forms", 0)
    tool.same(forms)


@pytest.mark.parametrize("stamp", ["%d/%m/%Y %H:%M:%S", "%Y/%m/%d %I:%M:%S %p GMT"])
def test_google_forms(forms, tool, stamp):
    """One CSV a wave: a time stamp in the sheet's own form, grids with the row in brackets, boxes joined by commas."""
    grids = [*(f"How often lately [Item {n}]" for n in range(1, 10)), *(f"With feeding [Row {n}]" for n in range(1, 5))]
    for wave, answered in forms.waves.items():
        rows = [
            [tool.moment(row).strftime(stamp), *about(tool, wave, row, ", ".join(tool.ticked(row))), *tool.answers(row)]
            for row in answered
        ]
        path = forms.put_csv(f"Parents {wave} (Responses).csv", ["Timestamp", *asked(wave, questions=grids)], rows)
        declared, n_corrected = forms.map(path)
        assert (declared["format"], n_corrected) == ("google_forms", 0)
    tool.same(forms)


@pytest.mark.parametrize("words", [True, False], ids=["labels", "codes"])
def test_online_surveys(forms, tool, words):
    """Jisc: numbered questions, a column for each box, columns of comments and of "other"; labels or codes."""
    for wave, answered in forms.waves.items():
        first = [f"{1}. {CODE}", "2. First baby?", "2.a. If other, say so", *(f"3.{n}. Box {n}" for n in (1, 2, 3))]
        mood = [f"4.{n}. Matter {LETTERS[n - 1]}" for n in range(1, 10)]
        feeding = [f"5.{n}. Part {LETTERS[n - 1]}" for n in range(1, 5)]
        if not words:
            first = ["Q1", "Q2", "Q2_a", "Q3_1", "Q3_2", "Q3_3"]
            mood, feeding = [f"Q4_{n}" for n in range(1, 10)], [f"Q5_{n}" for n in range(1, 5)]
        rows = []
        for number, row in enumerate(answered, start=1):
            boxes = [(label if words else "1") if label in tool.ticked(row) else "" for label in tool.needs]
            baby = tool.word("parity", row["parity"]) if words else {"first": "1", "later": "2"}[row["parity"]]
            who = [row["person_id"], *([baby, "", *boxes] if wave == "before" else [])]
            rows.append([f"9{number:05d}", tool.moment(row).strftime("%d/%m/%Y %H:%M"), *who,
                         *tool.answers(row, words=words)])  # fmt: skip
        header = [
            "Unique response number",
            "Submitted date",
            *(first if wave == "before" else first[:1]),
            *mood,
            *feeding,
        ]
        path = forms.put_csv(f"results-for-group-{wave}.csv", header, rows)
        declared, _ = forms.map(path, BY_HAND if wave == "before" and not words else {})
        assert declared["format"] == "online_surveys"
    tool.same(forms)


# What codes cannot tell: which number is which answer, and which box is which. Two places in the declaration.
BY_HAND = {
    "people:\n  columns: {}": """ticks:
  - columns: {needs-housing: Q3_1, needs-money: Q3_2, needs-none: Q3_3}
people:
  columns: {parity: Q2, needs-housing: needs-housing, needs-money: needs-money, needs-none: needs-none}
  codes: {parity: {"1": first, "2": later}}""",
    '  - "Q2"\n  - "Q2_a"\n  - "Q3_1"\n  - "Q3_2"\n  - "Q3_3"\n': '  - "Q2_a"\n',
}

QUALTRICS = ["StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)", "Finished",
             "RecordedDate", "ResponseId", "DistributionChannel", "UserLanguage"]  # fmt: skip


def qualtrics_row(tool, row, number, *, is_preview=False, text=True):
    when = tool.moment(row).isoformat(sep=" ")
    status = ("Survey Preview" if text else "1") if is_preview else ("IP Address" if text else "0")
    is_done = number % 6 != 0
    return [tool.moment(row, 9).isoformat(sep=" "), when, status, "", "100" if is_done else "64", "312",
            str(is_done) if text else str(int(is_done)), when, f"R_{number:015d}",
            "preview" if is_preview else "anonymous", "EN"]  # fmt: skip


@pytest.mark.parametrize("text", [True, False], ids=["choice text, boxes in one column", "numbers, a column a box"])
def test_qualtrics(forms, tool, text):
    """Three header rows; embedded data; unfinished answers are kept, previews are not."""
    for wave, answered in forms.waves.items():
        boxes = ["Q3"] if text else ["Q3_1", "Q3_2", "Q3_3"]
        about_them = ["Q2", *boxes] if wave == "before" else []
        questions = ["Q1", *about_them, *(f"Q4_{n}" for n in range(1, 10)), *(f"Q5_{n}" for n in range(1, 5)), "centre"]
        header = [*QUALTRICS, *questions]
        rows = [[*QUALTRICS, *(f"Asked as {name}\nsecond line" for name in questions)],
                [f'{{"ImportId":"{name}","timeZone":"Europe/London"}}' for name in header]]  # fmt: skip
        for number, row in enumerate([*answered, answered[0]], start=1):
            is_preview = number > len(answered)
            ticks = [",".join(tool.ticked(row))]
            if not text:
                ticks = ["1" if label in tool.ticked(row) else "" for label in tool.needs]
            baby = tool.word("parity", row["parity"]) if text else {"first": "1", "later": "2"}[row["parity"]]
            who = [row["person_id"], *([baby, *ticks] if wave == "before" else [])]
            rows.append([*qualtrics_row(tool, row, number, is_preview=is_preview, text=text), *who,
                         *tool.answers(row, words=text), "riverside"])  # fmt: skip
        path = forms.put_csv(f"{wave}.csv", header, rows)
        declared, _ = forms.map(path, BY_HAND_OF_NUMBERS if wave == "before" and not text else {})
        assert declared["format"] == "qualtrics"
    tool.same(forms, told=True)
    found = forms.findings()
    assert found.loc[found["rule"] == "test_answers", "rows"].tolist() == [1, 1]
    assert found.loc[found["rule"] == "unfinished", "rows"].sum() == len(forms.waves["before"]) // 6 + 3


BY_HAND_OF_NUMBERS = {
    "people:\n  columns: {}": BY_HAND["people:\n  columns: {}"],
    '  - "Q2"\n  - "Q3_1"\n  - "Q3_2"\n  - "Q3_3"\n': "",
}


def test_a_form_beside_a_list_of_people_says_who_somebody_is_only_where_it_asks(forms, tool, capsys):
    """A place that keeps its own list of people: a form that asks nothing about them need not list them."""
    listed = [[row["person_id"], "participant", row["parity"], *(row[name] for name in NEEDS)]
              for row in forms.waves["before"]]  # fmt: skip
    forms.put_csv("people.csv", ["person_id", "role", "parity", *NEEDS], listed)
    for wave, answered in forms.waves.items():
        rows = [
            [tool.moment(row).strftime("%d/%m/%Y %H:%M:%S"), row["person_id"], *tool.answers(row)] for row in answered
        ]
        path = forms.put_csv(f"export-{wave}.csv", ["Timestamp", CODE, *MOOD_ASKED, *FEEDING_ASKED], rows)
        assert forms.say("check", "riverside") == 0
        assert "describe it once: earlyeval map FILE" in " ".join(capsys.readouterr().out.split())
        declared, _ = forms.map(path)
        assert "people" not in declared
    tool.same(forms)

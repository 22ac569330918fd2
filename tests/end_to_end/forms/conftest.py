"""A study as ``earlyeval new-study`` lays it out, and its forms as each survey tool would export them.

A form is filled in before and after; each wave is a file of its own, as sites download them. The rows are the example
study's. Headers stand in place of the words of questions, which are nowhere here.
"""

import csv
import datetime
import functools
import io
import os
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pytest
import yaml

from earlyeval.analyse.everything import all_results
from earlyeval.foundations.paths import study_paths
from earlyeval.registry.load import load_registry
from earlyeval.run.command_line import main
from earlyeval.run.outputs import write_results
from earlyeval.study import load_study
from earlyeval.tidy.arrive import read_returns
from earlyeval.tidy.tables import TABLES

PLACE = "raw/riverside/parent-group"
MOOD = ("interest", "low-mood", "sleep", "energy", "appetite", "self-worth", "concentration", "movement", "self-harm")
FEEDING = ("sure", "calm", "worried", "help")
NEEDS = {"needs-housing": "Help with housing", "needs-money": "Help with money, debts", "needs-none": "None of these"}
WORDS = {
    "mood": {"0": "Not at all", "1": "Several days", "2": "More than half the days", "3": "Nearly every day"},
    "feeding": {"1": "Never", "2": "Seldom", "3": "Sometimes", "4": "Often", "5": "Always"},
    "parity": {"first": "First baby", "later": "Has older children"},
}


@dataclass
class Forms:
    """A study folder, and who answered what before and after: one row of our own codes for each form."""

    folder: Path
    waves: dict[str, list[dict[str, str]]] = field(repr=False)

    def put(self, name, content):
        """Write an export into the folder of returns."""
        path = self.folder / PLACE / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def put_csv(self, name, header, rows, *, mark=","):
        target = io.StringIO()
        csv.writer(target, delimiter=mark, lineterminator="\r\n").writerows([header, *rows])
        return self.put(name, target.getvalue())

    def put_workbook(self, name, header, rows):
        book = openpyxl.Workbook()
        for row in [header, *rows]:
            book.active.append(list(row))
        target = io.BytesIO()
        book.save(target)
        return self.put(name, target.getvalue())

    def say(self, *words):
        return main([*words, "--study", str(self.folder)])

    def map(self, path, corrections=()):
        """Let the program propose a declaration and correct it; return what it says, and how many lines are new."""
        returns = self.folder / "registry" / "returns"
        before = set(returns.glob("*.yaml"))
        assert self.say("map", str(path)) == 0
        (target,) = set(returns.glob("*.yaml")) - before
        proposed = text = target.read_text(encoding="utf-8")
        for wrong, right in dict(corrections).items():
            assert wrong in text, (wrong, text)
            text = text.replace(wrong, right)
        target.write_text(text, encoding="utf-8")
        n_new = sum(line not in proposed.splitlines() for line in text.splitlines())
        return yaml.safe_load(text), n_new

    def results(self):
        """Return what a report at restricted level writes into results.csv."""
        study = load_study("riverside", "parent-group", study=self.folder, level="restricted")
        write_results(all_results(study), self.folder / "results.csv")
        return (self.folder / "results.csv").read_bytes()

    def findings(self):
        paths = study_paths(self.folder)
        returns = read_returns(load_registry(paths), paths, site="riverside", programme="parent-group")
        return returns.findings


def rows_of(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def new_study(folder):
    """Return a new study without its forms, whose programme asks for three needs; sessions and visits stay."""
    assert main(["new-study", str(folder)]) == 0
    programme = folder / "registry/programmes/parent-group.yaml"
    asked = "".join(f'  - {{id: {name}, label: "{label}", values: {{"yes": "Yes", "no": "No"}}}}\n'
                    for name, label in NEEDS.items())  # fmt: skip
    text = programme.read_text(encoding="utf-8")
    programme.write_text(text.replace("theory_of_change:", f"{asked}theory_of_change:"), encoding="utf-8")
    own = folder / PLACE
    people = {row["person_id"]: row for row in rows_of(own / "people.csv")}
    forms = {}
    for name, items in (("phq-9", MOOD), ("feeding-confidence", FEEDING)):
        for row in rows_of(own / f"{name}.csv"):
            forms.setdefault((row["time_point"], row["person_id"]), {"completed_on": row["completed_on"]}).update(
                {item: row[item] for item in items}
            )
    for name in ("people", "phq-9", "feeding-confidence", "comments", "fft"):
        (own / f"{name}.csv").unlink()
    waves = {"before": [], "after": []}
    for (wave, person), answers in forms.items():
        number = int(person[2:])
        needs = {"needs-housing": number % 3 == 0, "needs-money": number % 4 == 0}
        needs["needs-none"] = not any(needs.values())
        told = {name: "yes" if is_so else "no" for name, is_so in needs.items()}
        if number % 7 == 5:
            told = dict.fromkeys(NEEDS, "")
        waves[wave].append({"person_id": person, "parity": people[person]["parity"], **told, **answers})
    assert {row["person_id"] for row in waves["before"]} == set(people)
    return Forms(folder, waves)


def send_contract(forms):
    """Write the same forms as our own CSV files."""
    header = ["person_id", "role", "parity", *NEEDS]
    rows = [
        [row["person_id"], "participant", row["parity"], *(row[name] for name in NEEDS)]
        for row in forms.waves["before"]
    ]
    forms.put_csv("people.csv", header, rows)
    for name, items in (("phq-9", MOOD), ("feeding-confidence", FEEDING)):
        rows = [
            [row["person_id"], wave, row["completed_on"], *(row.get(item, "") for item in items)]
            for wave, answered in forms.waves.items()
            for row in answered
        ]
        forms.put_csv(f"{name}.csv", ["person_id", "time_point", "completed_on", *items], rows)


def moment(row, hour=18):
    return datetime.datetime.fromisoformat(row["completed_on"]).replace(hour=hour, minute=5, second=33)


def ticked(row):
    return [label for name, label in NEEDS.items() if row[name] == "yes"]


def word(kind, code):
    return WORDS[kind].get(code, "") if code else ""


@pytest.fixture
def forms(tmp_path):
    return new_study(tmp_path / "study")


class Tool:
    """How tools write what a form holds, and the comparison with our own CSV files."""

    def __init__(self, tables, expected):
        self._tables, self._expected = tables, expected

    needs = tuple(NEEDS.values())
    word, ticked, moment = staticmethod(word), staticmethod(ticked), staticmethod(moment)

    def answers(self, row, *, words=True):
        kinds = [*(("mood", item) for item in MOOD), *(("feeding", item) for item in FEEDING)]
        return [word(kind, row.get(item, "")) if words else row.get(item, "") for kind, item in kinds]

    def same(self, forms, *, told=False):
        """The check lets it pass, and every tidy table is that of the CSV files; so are the results, if asked for."""
        assert forms.say("check", "riverside") == 0
        found = tidy(forms)
        for name, table in self._tables.items():
            assert found[name].equals(table), name
        if os.environ.get("EARLYEVAL_FULL"):
            expected, found = (lines.splitlines() for lines in (self._expected(), forms.results()))
            # What a tool's own columns tell (previews, forms not finished) is told by the report too.
            assert [line for line in found if line not in expected and b",findings," not in line] == []
            assert [line for line in expected if line not in found and b",findings," not in line] == []
            assert found == expected or told


def tidy(forms):
    paths = study_paths(forms.folder)
    tables = read_returns(load_registry(paths), paths, site="riverside", programme="parent-group").tables
    return {
        name: tables[name].sort_values(list(TABLES[name].key)).reset_index(drop=True)
        for name in ("people", "responses", "totals", "comments", "sessions", "attendance")
    }


@pytest.fixture(scope="session")
def tool(tmp_path_factory):
    forms = new_study(tmp_path_factory.mktemp("contract") / "study")
    send_contract(forms)
    return Tool(tidy(forms), functools.cache(forms.results))

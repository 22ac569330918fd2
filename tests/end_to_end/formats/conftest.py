"""The same returns, written as each tool would send them. Every writer starts from our own CSV files.

Rows and columns come in another order in every format, since no tool keeps ours. What the tool cannot hold under our
names (codes, hyphens, events) is declared, as a person would declare it.
"""

import csv
import datetime
import functools
import io
import random
import shutil
import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest
import yaml

from earlyeval.analyse.everything import all_results
from earlyeval.foundations.paths import CLONE, study_paths
from earlyeval.registry.load import load_registry
from earlyeval.run.outputs import write_results
from earlyeval.study import load_study
from earlyeval.tidy.from_database import ask_databases
from earlyeval.tidy.lists import MISSING_CODES, lists_of
from earlyeval.tidy.parts import columns_of
from earlyeval.tidy.tables import TABLES
from earlyeval.tidy.wide import HEAD

MADE_UP = "is_synthetic"
VARIABLE = "STUDY_DATABASE"
REASONS = {code: -70 - place for place, code in enumerate(MISSING_CODES)}  # na: -70, nk: -71, ...


@dataclass
class Table:
    """One of our CSV files: its name, its columns with their types, its rows of text."""

    name: str
    types: dict[str, str]
    rows: list[dict[str, str]] = field(repr=False)

    @property
    def is_instrument(self):
        return self.name not in TABLES

    def is_coded(self, column):
        return self.types[column] in ("code", "yes_no") and column not in ("version", "form")

    def codes(self, column):
        """Return the different codes of a column, in order, with the number that a tool would give each."""
        found = sorted({row[column] for row in self.rows} - {"", *MISSING_CODES})
        return {code: number for number, code in enumerate(found, start=1)}


@dataclass
class Returns:
    """A study folder that returns are sent to, and what they hold."""

    folder: Path
    registry: object
    site: str
    programme: str
    tables: dict[str, Table]

    @property
    def own(self):
        return self.folder / "raw" / self.site / self.programme

    @property
    def time_points(self):
        return {point.id: point.label for point in self.registry.programme(self.programme).time_points}

    def declare(self, name, **facts):
        base = {"id": name, "site": self.site, "programme": self.programme}
        target = self.folder / "registry" / "returns" / f"{name}.yaml"
        target.parent.mkdir(exist_ok=True)
        target.write_text(yaml.safe_dump(base | facts, sort_keys=False, allow_unicode=True), encoding="utf-8")

    def send(self, form, *, url=""):
        """Write everything in one format."""
        if form == "postgresql":
            send_postgresql(self, url)
        else:
            SENDERS[form](self)

    def results(self, level="restricted"):
        """Return the bytes of results.csv, as a report at restricted level writes them, and the study."""
        paths = study_paths(self.folder)
        ask_databases(load_registry(paths), paths, [(self.site, self.programme)])
        study = load_study(self.site, self.programme, study=self.folder, level=level)
        write_results(all_results(study), self.folder / "results.csv")
        return (self.folder / "results.csv").read_bytes(), study


def types_of(name, headers, lists):
    known = {column.name: column.type for column in HEAD} | {"version": "code"}
    if name in TABLES:
        known = {column.name: column.type for column in columns_of(TABLES[name], lists).values()}
    return {header: known.get(header, "number") for header in headers if header != MADE_UP}


def laid_out(folder, registry_folder, source, *, site, programme):
    """Return a study folder with a registry and the coded material, and the other returns as tables."""
    own_study = registry_folder == CLONE / "data" / "registry"  # its instruments and references are inherited
    for name in ("programmes", "sites", "outcomes", "plan", "criteria", *(() if own_study else ("instruments",))):
        if (registry_folder / name).is_dir():
            shutil.copytree(registry_folder / name, folder / "registry" / name)
    if not own_study:
        shutil.copy(registry_folder / "references.yaml", folder / "registry")
    facts = yaml.safe_load((registry_folder / "study.yaml").read_text(encoding="utf-8"))
    (folder / "registry" / "study.yaml").write_text(yaml.safe_dump({**facts, "synthetic": True}), encoding="utf-8")
    own = folder / "raw" / site / programme
    own.mkdir(parents=True)
    if (source / "qual").is_dir():
        shutil.copytree(source / "qual", own / "qual")
    registry = load_registry(study_paths(folder))
    lists, tables = lists_of(registry, site=site, programme=programme), {}
    for path in sorted(source.glob("*.csv")):
        with path.open(newline="", encoding="utf-8") as file:
            headers, *rows = csv.reader(file)
        named = [dict(zip(headers, row, strict=True)) for row in rows]
        tables[path.stem] = Table(path.stem, types_of(path.stem, headers, lists), named)
    return Returns(folder, registry, site, programme, tables)


def shuffled(items, seed):
    items = list(items)
    random.Random(seed).shuffle(items)
    return items


def other_order(table):
    """Return the columns and rows of a table in another order; the id stays first."""
    columns = [*list(table.types)[:1], *shuffled(list(table.types)[1:], table.name)]
    return columns, shuffled(table.rows, table.name)


def value_of(text, kind, *, yes=True, no=False):
    """Return a cell in the type that a program of tables would give it; a missing code stays a text."""
    if text == "":
        return None
    if text in MISSING_CODES or kind in ("id", "code", "text", "name", "month"):
        return text
    if kind == "date":
        return datetime.date.fromisoformat(text)
    if kind == "yes_no":
        return yes if text == "yes" else no
    return float(text) if "." in text else int(text)


def csv_text(headers, rows):
    target = io.StringIO()
    csv.writer(target, lineterminator="\n").writerows([headers, *rows])
    return target.getvalue()


def send_csv(returns):
    for table in returns.tables.values():
        rows = [[row[column] for column in table.types] for row in table.rows]
        (returns.own / f"{table.name}.csv").write_text(csv_text(list(table.types), rows), encoding="utf-8")


def send_workbook(returns):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for table in returns.tables.values():
        columns, rows = other_order(table)
        sheet = book.create_sheet(table.name)
        sheet.append(columns)
        for row in rows:
            sheet.append([value_of(row[column], table.types[column]) for column in columns])
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"):
            cell.data_type = "s"  # a text that begins with a sign is no formula
    book.save(returns.own / "returns.xlsx")


def frame_of(table, **truth):
    columns, rows = other_order(table)
    cells = {column: [value_of(row[column], table.types[column], **truth) for row in rows] for column in columns}
    mixed = [column for column in columns if table.types[column] not in ("id", "code", "text", "name", "month")]
    for column in mixed:  # a column of one type cannot hold a reason beside numbers
        if any(isinstance(cell, str) for cell in cells[column]):
            cells[column] = [row[column] or None for row in rows]
    return cells


def send_parquet(returns):
    for table in returns.tables.values():
        pd.DataFrame(frame_of(table)).to_parquet(returns.own / f"{table.name}.parquet", index=False)


def send_sqlite(returns):
    with sqlite3.connect(returns.own / "returns.sqlite") as connection:
        for table in returns.tables.values():
            columns, rows = other_order(table)
            names = ", ".join(f'"{column}"' for column in columns)
            place = table.name.replace("-", "_")
            connection.execute(f'CREATE TABLE "{place}" ({names})')
            cells = [[value_of(row[c], table.types[c], yes="yes", no="no") for c in columns] for row in rows]
            cells = [[str(cell) if isinstance(cell, datetime.date) else cell for cell in row] for row in cells]
            connection.executemany(f'INSERT INTO "{place}" VALUES ({",".join("?" * len(columns))})', cells)
    connection.close()


@dataclass(frozen=True)
class Coded:
    """How a tool writes codes: as they are, as numbers, or as the words on its screen."""

    kind: str  # "plain", "numbers" or "words"

    def cell(self, table, column, text):
        if text == "" or self.kind == "plain":
            return text
        if text in MISSING_CODES:
            return str(REASONS[text]) if self.kind == "numbers" else MISSING_CODES[text].capitalize()
        if table.is_coded(column):
            return self.codes(table, column)[text]
        if self.kind == "words" and self.is_answer(table, column):
            return self.words_of(table, column)[text]
        return text

    def is_answer(self, table, column):
        return table.is_instrument and table.types[column] == "number" and "form" not in table.types

    def words_of(self, table, column):
        found = {row[column] for row in table.rows} - {"", *MISSING_CODES}
        return {text: f"Point {text} of the scale" for text in sorted(found, key=float)}

    def codes(self, table, column):
        """Return what the tool writes for each of our codes."""
        if self.kind == "plain":
            return {code: code for code in table.codes(column)}
        if table.types[column] == "yes_no":
            return {"yes": "1", "no": "0"} if self.kind == "numbers" else {"yes": "Yes", "no": "No"}
        if self.kind == "numbers":
            return {code: str(number) for code, number in table.codes(column).items()}
        return {code: code.replace("-", " ").replace("_", " ").capitalize() for code in table.codes(column)}

    def declared(self, table):
        """Return the codes of a declaration: for each of our columns, theirs to ours."""
        if self.kind == "plain":
            return {}
        coded = [column for column in table.types if table.is_coded(column)]
        return {column: {theirs: ours for ours, theirs in self.codes(table, column).items()} for column in coded}

    def answers(self, table):
        """Return the number for each of the words that stand for an answer."""
        words = {}
        for column in table.types if self.kind == "words" else ():
            if self.is_answer(table, column):
                words |= {theirs: float(ours) for ours, theirs in self.words_of(table, column).items()}
        return words

    @property
    def reasons(self):
        if self.kind == "plain":
            return {}
        if self.kind == "numbers":
            return {str(number): code for code, number in REASONS.items()}
        return {words.capitalize(): code for code, words in MISSING_CODES.items()}


def measures_of(returns, table, name_of, coded):
    """Return the declaration of each version of an instrument whose columns go by other names."""
    versions = returns.registry.instrument(table.name).versions
    said = {row["version"] for row in table.rows} if "version" in table.types else {versions[0].id}
    for version in versions:
        if version.id in said:
            items = {item.id: name_of(item.id) for item in version.items if item.id in table.types}
            totals = {
                one.id: name_of(one.id) for one in version.subscales if one.id in table.types and one.id not in items
            }
            measure = {"instrument": table.name, "version": version.id, "items": items, "subscales": totals}
            measure |= {"codes": coded.answers(table)} if coded.answers(table) else {}
            yield measure | ({"form": name_of("form")} if "form" in table.types else {})


def declared_alone(returns, table, name_of, coded):
    """Return the declaration of a file that holds one of our tables under names of its own."""
    named = {column: name_of(column) for column in table.types}
    base = {"missing_codes": coded.reasons} if coded.reasons else {}
    if not table.is_instrument:
        codes = coded.declared(table)
        said = {"table": table.name, "columns": named} | ({"codes": codes} if codes else {})
        return base | {"person_id": None, "tables": [said]}
    times = coded.codes(table, "time_point")
    return base | {
        "person_id": named["person_id"], "time_point_column": named["time_point"],
        "time_points": {theirs: ours for ours, theirs in times.items()},
        "completed_on": named.get("completed_on"),
        "measures": list(measures_of(returns, table, name_of, coded)),
        "ignore": [named["version"]] if "version" in named else [],
    }  # fmt: skip


def send_spss(returns):
    """SPSS with our own names: no hyphens, codes as text; of blank numbers every other one is user-missing."""
    for table in returns.tables.values():
        cells = {column.replace("-", "_"): values for column, values in frame_of(table, yes="yes", no="no").items()}
        labels = {column.replace("-", "_"): column for column in table.types}
        numbers = [name for name, values in cells.items() if any(isinstance(value, int | float) for value in values)]
        for name in numbers:
            blank = [place for place, value in enumerate(cells[name]) if value is None]
            cells[name] = [-99 if place in blank[::2] else value for place, value in enumerate(cells[name])]
        missing = {name: [{"lo": -99, "hi": -99}] for name in numbers}
        path = returns.own / f"{table.name}.sav"
        pyreadstat.write_sav(pd.DataFrame(cells), path, column_labels=labels, missing_ranges=missing)


def send_spss_labelled(returns):
    """SPSS as survey offices keep it: every code a number with a label, reasons as user-missing numbers."""
    coded = Coded("numbers")
    for table in returns.tables.values():
        columns, rows = other_order(table)
        names = {column: f"v{place}_{column}".replace("-", "_")[:60] for place, column in enumerate(columns)}
        kinds = {column: "number" if table.is_coded(column) else table.types[column] for column in columns}
        cells = {}
        for column in columns:
            texts = [coded.cell(table, column, row[column]) for row in rows]
            if kinds[column] == "date" and any(text.startswith("-") for text in texts):
                kinds[column] = "text"  # no number can stand for a reason among days
            cells[names[column]] = [value_of(text, kinds[column]) for text in texts]
        labels = {
            names[column]: {int(theirs): ours for ours, theirs in coded.codes(table, column).items()}
            for column in columns
            if table.is_coded(column)
        }
        numbers = [names[column] for column in columns if kinds[column] in ("number", "whole_number")]
        path = returns.folder / "raw" / "spss" / f"{table.name}.sav"
        path.parent.mkdir(exist_ok=True)
        missing = {name: [{"lo": min(REASONS.values()), "hi": max(REASONS.values())}] for name in numbers}
        pyreadstat.write_sav(pd.DataFrame(cells), path, variable_value_labels=labels, missing_ranges=missing)
        returns.declare(
            f"spss-{table.name}".replace("_", "-"), path=f"spss/{table.name}.sav", format="spss",
            **declared_alone(returns, table, names.__getitem__, coded),
        )  # fmt: skip


def send_qualtrics(returns):
    """Qualtrics: three header rows, numbers for choices, the tool's own columns, American dates."""
    coded = Coded("numbers")
    own = ["StartDate", "EndDate", "Status", "Progress", "Finished", "RecordedDate", "ResponseId", "UserLanguage"]
    for table in returns.tables.values():
        columns, rows = other_order(table)
        names = {column: f"Q{place}_1" for place, column in enumerate(columns, start=1)}
        answers = []
        for number, row in enumerate(rows):
            cells = [coded.cell(table, column, row[column]) for column in columns]
            cells = [
                american(cell) if table.types[column] == "date" else cell
                for cell, column in zip(cells, columns, strict=True)
            ]
            when = f"2025-03-{number % 28 + 1:02d} 10:15:00"
            answers.append([when, when, "0", "100", "1", when, f"R_{number:015d}", "EN", *cells])
        questions = [*own, *(f"Words of the form, row {place}\nsecond line" for place in range(len(columns)))]
        imports = [f'{{"ImportId":"QID{place}"}}' for place in range(len(own) + len(columns))]
        path = returns.folder / "raw" / "qualtrics" / f"{table.name}.csv"
        path.parent.mkdir(exist_ok=True)
        text = csv_text([*own, *names.values()], [questions, imports, *answers])
        path.write_text(text, encoding="utf-8-sig")
        returns.declare(
            f"qualtrics-{table.name}".replace("_", "-"), path=f"qualtrics/{table.name}.csv", format="qualtrics",
            date_format="%m/%d/%Y", **declared_alone(returns, table, names.__getitem__, coded),
        )  # fmt: skip


def american(day):
    return "/".join((*day.split("-")[1:], day[:4])) if day.count("-") == 2 and day[0] != "-" else day


def send_postgresql(returns, url):
    """A server: typed columns, a table for each of ours, names of its own."""
    from sqlalchemy import create_engine

    engine = create_engine(url)
    for table in returns.tables.values():
        place = f"{returns.programme}_{table.name}".replace("-", "_")
        names = {column: f"c_{column}".replace("-", "_") for column in table.types}
        frame = pd.DataFrame({names[column]: cells for column, cells in frame_of(table).items()})
        frame.to_sql(place, engine, index=False, if_exists="replace")
        returns.declare(
            f"server-{table.name}".replace("_", "-"), format="database", url_from=VARIABLE, sheet=place,
            **declared_alone(returns, table, names.__getitem__, Coded("plain")),
        )  # fmt: skip
    engine.dispose()


REDCAP_OWN = {
    "redcap_event_name": "Event Name",
    "redcap_repeat_instrument": "Repeat Instrument",
    "redcap_repeat_instance": "Repeat Instance",
}


def send_redcap(returns, *, labels=False):
    """REDCap: a project of people with events and repeated forms, one each of sessions, of referrals and of clips.

    With ``labels`` headers and values are what the screen shows.
    """
    coded = Coded("words" if labels else "numbers")
    tables = dict(returns.tables)
    people = tables.pop("people")
    projects = {"people": (people, "person_id", [])}
    for name, key in (("sessions", "session_id"), ("referrals", "referral_id"), ("clips", "clip_id")):
        if name in tables:
            projects[name] = (tables.pop(name), key, [])
    for table in tables.values():
        owner = "people" if "person_id" in table.types else "clips" if "clip_id" in table.types else "sessions"
        projects[owner][2].append(table)
    for name, (main, key, others) in projects.items():
        _send_project(returns, name, main, key, others, coded)


def _send_project(returns, name, main, key, others, coded):
    labels = coded.kind == "words"
    of_people = name == "people"

    def header(table, column):
        if column == key:
            return "Record ID" if labels else "record_id"
        plain = f"{table.name}_{column}".replace("-", "_")
        return f"{table.name}: {column} (as asked)" if labels else plain

    tables = [main, *others]
    own = list(REDCAP_OWN.values() if labels else REDCAP_OWN)
    fields = {}
    for table in tables:
        columns = [column for column in table.types if column != key and not (of_people and column == "time_point")]
        fields[table.name] = columns
    headers = [header(main, key), *own]
    for table in tables:
        headers += [header(table, column) for column in fields[table.name]]
        headers.append("Complete?" if labels else f"{table.name}_complete".replace("-", "_"))
    events = {point: (label if labels else f"{point}_arm_1") for point, label in returns.time_points.items()}
    first = next(iter(events))
    rows, repeats = {}, {}
    for table in tables:
        repeated = not table.is_instrument and table is not main
        for row in table.rows:
            event = events[row.get("time_point") or first] if of_people else ""
            form = (table.name.replace("_", " ").capitalize() if labels else table.name) if repeated else ""
            number = repeats[row[key], event, form] = repeats.get((row[key], event, form), 0) + 1
            place = (row[key], event, form, str(number) if repeated else "")
            cells = rows.setdefault(place, {})
            for column in fields[table.name]:
                cells[header(table, column)] = coded.cell(table, column, row[column])
            cells["complete", table.name] = "Complete" if labels else "2"
    lines = []
    for place, cells in rows.items():
        line = list(place)
        for table in tables:
            line += [cells.get(header(table, column), "") for column in fields[table.name]]
            line.append(cells.get(("complete", table.name), ""))
        lines.append(line)
    path = returns.folder / "raw" / "redcap" / f"{name}.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text(csv_text(headers, shuffled(lines, name)), encoding="utf-8")
    facts = {"path": f"redcap/{name}.csv", "format": "redcap", "missing_codes": coded.reasons}
    said = []
    for table in others if of_people else tables:
        if table.is_instrument:
            continue
        columns = {column: header(table, column) for column in fields[table.name] if column != key}
        if not of_people:
            columns[key] = header(main, key)
        telling = next(column for column in fields[table.name] if all(row[column] for row in table.rows))
        one = {"table": table.name, "columns": columns, "unless_blank": [telling]}
        codes = {column: theirs for column, theirs in coded.declared(table).items() if column in columns}
        said.append(one | ({"codes": codes} if codes else {}))
    if not of_people:
        returns.declare(f"redcap-{name}", person_id=None, tables=said, **facts)
        return
    measures, ignored = [], []
    for table in others:
        if table.is_instrument:
            for measure in measures_of(returns, table, lambda column, table=table: header(table, column), coded):
                day = {"completed_on": header(table, "completed_on")} if "completed_on" in table.types else {}
                measures.append(measure | day)
            ignored += [header(table, "version")] if "version" in table.types else []
    columns = {column: header(main, column) for column in fields["people"]}
    returns.declare(
        f"redcap-{name}", person_id=header(main, key),
        time_point_column=own[0], time_points={theirs: ours for ours, theirs in events.items()},
        people={"columns": columns, "codes": {k: v for k, v in coded.declared(main).items() if k in columns}},
        tables=said, measures=measures, ignore=ignored, **facts,
    )  # fmt: skip


SENDERS = {
    "csv": send_csv,
    "workbook": send_workbook,
    "parquet": send_parquet,
    "sqlite": send_sqlite,
    "spss": send_spss,
    "spss of codes": send_spss_labelled,
    "qualtrics": send_qualtrics,
    "redcap": send_redcap,
    "redcap labels": functools.partial(send_redcap, labels=True),
}


@pytest.fixture(scope="session")
def lay_out():
    """Return ``laid_out``: a study folder whose returns can be sent in any format."""
    return laid_out

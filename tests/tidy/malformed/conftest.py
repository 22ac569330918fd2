"""A study that somebody set up, a site that sends a small delivery to it, and what the command line says of it.

Every variant of a damaged or odd file goes through ``earlyeval check`` as a person would start it.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

import earlyeval.run.check
from earlyeval.foundations.paths import study_paths
from earlyeval.registry.load import load_registry
from earlyeval.registry.new_study import lay_out
from earlyeval.run.command_line import main
from earlyeval.tidy.arrive import read_returns

PLACE = "raw/riverside/parent-group"
PHQ = "interest,low-mood,sleep,energy,appetite,self-worth,concentration,movement,self-harm"
CLEAN = {
    "people.csv": (
        "person_id,family_id,role,cluster,consented,started_on,ended_on,end_status,parity\n"
        "P-01,F-01,mother,north,yes,2025-09-01,2025-11-20,completed,first\n"
        "P-02,F-02,father,south,yes,2025-09-02,,still_open,later\n"
        "P-03,F-03,mother,north,no,2025-09-03,,,first\n"
        "P-04,F-04,mother,south,yes,2025-09-04,2025-11-21,completed,later\n"
    ),
    "sessions.csv": (
        "session_id,kind,number,held_on,cluster,delivered,minutes\n"
        "S-1,group-session,1,2025-09-09,north,yes,90\n"
        "S-2,group-session,2,2025-09-16,north,yes,90\n"
        "S-3,group-session,3,2025-09-23,south,no,\n"
    ),
    "attendance.csv": (
        "session_id,person_id,status,minutes\n"
        "S-1,P-01,attended,90\n"
        "S-1,P-02,late,60.5\n"
        "S-2,P-01,absent,\n"
    ),
    "phq-9.csv": (
        f"person_id,time_point,completed_on,{PHQ}\n"
        "P-01,before,2025-09-02,1,1,1,0,2,2,1,1,0\n"
        "P-02,before,2025-09-03,2,1,0,0,1,0,na,0,1\n"
        "P-03,before,2025-09-04,0,3,2,1,1,2,2,1,0\n"
        "P-01,after,2025-11-20,1,0,0,1,2,0,1,,0\n"
        "P-02,after,2025-11-21,0,1,0,0,1,0,0,0,0\n"
    ),
    "asq-se-2.csv": (
        "person_id,time_point,completed_on,form,total\n"
        "P-01,before,2025-09-02,6-month,35\n"
        "P-02,before,2025-09-03,6-month,12.5\n"
        "P-01,after,2025-11-20,12-month,50\n"
    ),
    "comments.csv": (
        "comment_id,person_id,time_point,question,comment\n"
        "C-1,P-01,after,group-comment,It was friendly and I learnt a lot.\n"
        "C-2,P-02,after,group-comment,An earlier hour would help us\n"
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """How a command ended: its exit code, and all that it wrote, without the line breaks of the screen."""

    code: int
    text: str

    @property
    def problems(self) -> list[str]:
        """One line for each problem."""
        return [line for line in self.text.splitlines() if line.startswith("  riverside/")]


class Site:
    """A place that sends files into a study folder of its own."""

    def __init__(self, root: Path, registry: object, capsys: pytest.CaptureFixture[str]) -> None:
        self.root, self._registry, self._capsys = root, registry, capsys

    def send(self, files: dict[str, str | bytes]) -> None:
        """Replace everything that was sent before."""
        folder = self.root / PLACE
        shutil.rmtree(folder, ignore_errors=True)
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def check(self, files: dict[str, str | bytes], *options: str) -> Said:
        """Send files, start ``earlyeval check``, and see to it that it writes nothing but what was asked for."""
        self.send(files)
        return self.check_as_it_lies(*options)

    def check_as_it_lies(self, *options: str) -> Said:
        """Check what is there."""
        before = self._stood()
        self._capsys.readouterr()
        code = main(["check", "riverside", "--study", str(self.root), *options])
        out, err = self._capsys.readouterr()
        if "--html" not in options:
            assert self._stood() == before, "a check writes nothing"
        return Said(code, _unwrapped(out + err))

    def _stood(self) -> dict[str, tuple[int, int]]:
        files = (path for path in sorted(self.root.rglob("*")) if path.is_file())
        return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in files}

    def tables(self) -> dict[str, str]:
        """Return what was last sent as the bytes of its tidy tables, and the rules of its findings."""
        returns = read_returns(
            self._registry, study_paths(self.root), site="riverside", programme="parent-group", data="auto"
        )
        return {name: table.to_csv() for name, table in returns.tables.items()}


def _unwrapped(text: str) -> str:
    """Take the line breaks of the screen back: a further line of a problem is indented by four blanks."""
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("    ") and lines:
            lines[-1] += " " + line.strip()
        else:
            lines.append(line)
    return "\n".join(lines)


@pytest.fixture(scope="session")
def study(tmp_path_factory):
    root = tmp_path_factory.mktemp("study") / "study"
    lay_out(root)
    site = root / "registry/sites/riverside.yaml"
    text = site.read_text(encoding="utf-8")
    parts = "clusters: [{id: north, label: North}, {id: south, label: South}]"
    site.write_text(text.replace("clusters: []", parts), encoding="utf-8")
    shutil.rmtree(root / "raw")
    return root, load_registry(study_paths(root))


@pytest.fixture
def site(study, monkeypatch, capsys):
    """Return a place that can send files; its study is read once for all variants."""
    root, registry = study
    shutil.rmtree(root / "checks", ignore_errors=True)
    monkeypatch.setattr(earlyeval.run.check, "load_registry", lambda _: registry)
    return Site(root, registry, capsys)


@pytest.fixture
def clean():
    return dict(CLEAN)


@pytest.fixture
def refused(site, clean):
    """Send a delivery of which one file is damaged; it must be refused in words that help."""

    def refuse(files: dict[str, str | bytes | None], *words: str) -> Said:
        sent = {name: content for name, content in (clean | files).items() if content is not None}
        said = site.check(sent)
        assert said.code == 3, said.text
        for part in words:
            assert part in said.text
        assert "Traceback" not in said.text
        assert len(said.text) < 25_000
        return said

    return refuse


@pytest.fixture
def unharmed(site, clean):
    """Send a delivery of which a file is oddly written; it must say exactly what the clean one says."""

    def compare(files: dict[str, str | bytes | None]) -> Said:
        site.send(clean)
        expected = site.tables()
        sent = {name: content for name, content in (clean | files).items() if content is not None}
        said = site.check(sent)
        assert said.code == 0, said.text
        assert site.tables() == expected
        return said

    return compare


@pytest.fixture
def typed(clean):
    """Return the delivery's file with one cell typed over; lines are counted as an editor counts them."""

    def type_over(file: str, line: int, column: str, cell: str) -> str:
        lines = clean[file].splitlines()
        cells = lines[line - 1].split(",")
        cells[lines[0].split(",").index(column)] = cell
        lines[line - 1] = ",".join(cells)
        return "\n".join(lines) + "\n"

    return type_over

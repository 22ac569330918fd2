"""The commands, one function each. Whatever is heavy is imported inside the function that needs it."""

from earlyeval.registry.load import load_places, load_registry
from earlyeval.run.places import asked_for, asked_for_or_all, everywhere, listed, one_programme
from earlyeval.run.request import Request
from earlyeval.run.screen import Screen
from earlyeval.run.wanted_study import is_wanted


def sites(request: Request) -> int:
    """List the declared places with their programmes."""
    screen = Screen()
    for line in listed(*load_places(request.paths)):
        screen.line(line.strip())
    return 0


def report(request: Request) -> int:
    """Build the reports of one place."""
    pairs = asked_for(request)
    from earlyeval.run.report import report_all

    return report_all(request, pairs)


def reports(request: Request) -> int:
    """Build the reports of all places, then the syntheses of all programmes that several places sent returns for."""
    pairs = everywhere(request)
    from earlyeval.run.programme import programme_all
    from earlyeval.run.report import report_all

    code = report_all(request, pairs)  # a report that fails does not stop the syntheses
    across_sites = programme_all(request)
    return code or across_sites


def release(request: Request) -> int:
    """Release the reports of one place, once two people have signed for them."""
    pairs = asked_for(request)
    from earlyeval.run.release import release as release_reports

    return release_reports(request, pairs)


def programme(request: Request) -> int:
    """Build the synthesis of one programme over its sites."""
    wanted = one_programme(request)
    from earlyeval.run.programme import programme_all

    return programme_all(request, [wanted])


def why(request: Request) -> int:
    """Say what changed since a report, or the synthesis of a programme, was made; write nothing."""
    if request.programme and not request.site:
        wanted = one_programme(request)
        from earlyeval.run.programme_why import why_programme

        return why_programme(request, wanted)
    pairs = asked_for(request)
    from earlyeval.run.why import why as tell_why

    return tell_why(request, pairs)


def check(request: Request) -> int:
    """Read and check what a place sent, or all of them; write nothing."""
    pairs = asked_for_or_all(request)
    from earlyeval.run.check import check_all

    return check_all(request, pairs)


def template(request: Request) -> int:
    """Write the workbooks that a place, or all of them, fills in."""
    pairs = asked_for_or_all(request)
    from earlyeval.run.templates import write_templates

    return write_templates(request, pairs)


def map(request: Request) -> int:
    """Propose a declaration of a file in a shape of its own."""
    from earlyeval.run.mapping import propose_map

    return propose_map(request)


def coded(request: Request) -> int:
    """Say what a coded project holds, and write it elsewhere if asked."""
    from earlyeval.run.coded import tell_coded

    return tell_coded(request)


def safeguarding(request: Request) -> int:
    """Write the internal list of answers that a person at the service must see."""
    pairs = asked_for(request)
    from earlyeval.run.safeguarding import write_lists

    return write_lists(request, pairs)


def new_study(request: Request) -> int:
    """Lay out a study folder with a commented example."""
    folder = request.checked_folder
    from earlyeval.registry.new_study import lay_out

    written = lay_out(folder)
    screen = Screen()
    screen.line(f"{folder}: {len(written)} files written. Read {folder / 'README.md'} first.")
    typed = f'"{folder}"' if " " in str(folder) else folder
    screen.line(f"Then: make sites STUDY={typed}   (or: earlyeval sites --study {typed})")
    return 0


def doctor(request: Request) -> int:
    """Check that everything is in place."""
    from earlyeval.run.doctor import examine

    return examine(request)


def lab(request: Request) -> int:
    """Open working copies of the notebooks in JupyterLab."""
    from earlyeval.run.lab import open_lab

    return open_lab(request)


def notebooks(request: Request) -> int:
    """Run the committed notebooks again."""
    from earlyeval.run.committed import run_committed

    return run_committed(request)


def synthesise(request: Request) -> int:
    """Lay out a made-up study, or make the synthetic returns of a place again from the seed of its study."""
    if is_wanted(request):
        from earlyeval.run.synthesise import synthesise_study

        return synthesise_study(request)
    pairs = asked_for(request)
    from earlyeval.tidy.synthetic.site import write_site

    registry, screen = load_registry(request.paths), Screen()
    for site, programme in pairs:
        seed = registry.facts.seed
        written = write_site(registry, request.paths.synthetic, site=site, programme=programme, seed=seed)
        screen.line(f"{site} · {programme}: {len(written)} files written from seed {seed}")
    return 0

"""``earlyeval template``: the workbooks that a place fills in, one for each programme."""

from collections.abc import Sequence
from contextlib import suppress

from earlyeval.foundations.errors import SurroundingsError
from earlyeval.registry.load import load_registry
from earlyeval.run.request import Request
from earlyeval.run.screen import Screen


def write_templates(request: Request, pairs: Sequence[tuple[str, str]]) -> int:
    """Write the template of each (site, programme) pair into templates/ of the study."""
    from earlyeval.report.template import write_template
    from earlyeval.report.template_sheets import forms_of

    registry, screen, folder = load_registry(request.paths), Screen(), request.paths.data / "templates"
    waiting = folder / ".part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for site, programme in pairs:
            target = folder / f"{site}--{programme}.xlsx"
            forms = forms_of(registry, site=site, programme=programme)
            title = f"{registry.programme(programme).name}, {registry.site(site).name}: returns"
            write_template(forms, waiting, title=title)
            waiting.replace(target)
            screen.line(f"{target}: {len(forms)} forms. Send it to the site; it comes back into")
            screen.line(f"  {registry.facts.raw.rstrip('/')}/{site}/{programme}/ of the study, under any name.")
    except OSError:
        with suppress(OSError):
            waiting.unlink(missing_ok=True)
        raise SurroundingsError(f"{folder} cannot be written. Is the disk full, or read only?") from None
    return 0

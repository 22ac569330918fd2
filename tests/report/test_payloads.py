"""Hostile words in every role of a page: nothing of them runs, loads or leaves the page."""

from html.parser import HTMLParser

import pytest

from earlyeval.report.index import Entry, write_place_page
from earlyeval.report.page import write_page

pytestmark = pytest.mark.browser

PAYLOADS = {
    "script": "<script>window.__bad=1</script>",
    "broken script": "<scr<script>ipt>window.__bad=1</scr</script>ipt>",
    "error handler": "<img src=x onerror=window.__bad=1>",
    "error handler in a held picture": '<img alt=a src="data:image/png;base64,AAAA" onerror="window.__bad=1">',
    "drawing": "<svg onload=window.__bad=1><script>window.__bad=1</script></svg>",
    "formula namespace": "<math><mi//xlink:href='data:x,<script>window.__bad=1</script>'>",
    "script link": '<a id=go href="javascript:window.__bad=1">go</a> [go](javascript:window.__bad=1)',
    "hidden script link": '<a href="java&#10;script&colon;window.__bad=1">go</a>',
    "frame": "<iframe srcdoc='<script>parent.__bad=1</script>'></iframe><object data='javascript:1'></object>",
    "form": "<form action='https://evil.example/'><input autofocus onfocus=window.__bad=1><button>x</button></form>",
    "refresh": '<meta http-equiv="refresh" content="0;url=https://evil.example/"><base href="https://evil.example/">',
    "style": "<style>body{background:url(//evil.example/a)}</style><p style='background:url(//evil.example)'>x</p>",
    "way out of an attribute": '"\'><script>window.__bad=1</script><p title="',
    "heading inside an attribute": '<img alt="<h2>x</h2>" src="data:image/png;base64,AAAA"><h2 id="main">y</h2>',
    "way out of title, style and comment": "</title></style>--><script>window.__bad=1</script><!--",
    "details": "<details open ontoggle=window.__bad=1><summary>x</summary></details><video src=x onerror=__bad=1>",
    "markdown": "![x](https://evil.example/x.png) [x](data:text/html,<script>window.__bad=1</script>) <https://evil.example>",
}
ASKS_OR_RUNS = {
    "script", "iframe", "object", "embed", "form", "input", "button", "base", "svg", "math", "video", "audio",
}  # fmt: skip


class Suspect(HTMLParser):
    """Collects what could run, load or lead away: the second pair of eyes, which shares nothing with the first."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag in ASKS_OR_RUNS:
            self.found.append(tag)
        self.found.extend(name for name, _ in attrs if name.startswith("on") or name in ("style", "srcdoc", "srcset"))
        leads = [value or "" for name, value in attrs if name in ("href", "src", "action", "xlink:href")]
        self.found.extend(lead for lead in leads if ":" in lead and not lead.startswith(("data:image/", "data:,")))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)


@pytest.fixture
def hostile_page(write, make, tmp_path):
    """Return a function that writes a page with a payload in every role that holds text."""

    def written(payload):
        table = (
            f'<table id="t"><caption>{payload}</caption><tbody><tr><th scope="row">{payload}</th></tr></tbody></table>'
        )
        book = write(
            "05-x",
            make.prose(f"# A {payload}\n\n{payload}\n\n- {payload}"),
            make.code(make.shows(html=f"<p>{payload}</p>{table}"), make.shows(html=payload)),
            make.code(make.shows(plain=payload), make.shows(markdown=payload), count=2),
            make.code(make.figure(alt=payload, caption=payload, name=payload), count=3),
            make.prose("## The end"),
        )
        target = tmp_path / "index.html"
        write_page(
            [book], target, title=payload, subtitle=payload, banner=payload, facts={payload: payload},
            links=[(payload, "tables.xlsx")],
        )  # fmt: skip
        return target

    return written


def inert(page):
    """Say that nothing ran, nothing was asked for, nothing was complained of."""
    return page.evaluate("window.__bad") is None and page.asked == [] and page.complaints == []


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_payload_is_inert_in_every_role(hostile_page, opened, name):
    target = hostile_page(PAYLOADS[name])
    assert Suspect(target.read_text(encoding="utf-8")).found == []
    page = opened(target)
    for link in page.locator("main a[href]").all():
        assert link.get_attribute("href").startswith("#")
    assert inert(page)
    assert page.locator("main h3", has_text="The end").is_visible()
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_payload_is_inert_on_a_list(opened, tmp_path, name):
    words = PAYLOADS[name]
    entries = [Entry(words, "think-baby/index.html", words, ((words, "think-baby/tables.xlsx"),))]
    write_place_page(tmp_path / "index.html", site_name=words, entries=entries, banner=words, lead=words)
    page = opened(tmp_path / "index.html")
    assert inert(page)
    assert page.locator("main h2").inner_text() == " ".join(words.split())

"""The allow-list: what an author needs stays, what runs, loads, asks or styles goes."""

import pytest

from earlyeval.report.sanitise import clean_html, is_safe_link

pytestmark = pytest.mark.unit

KEPT = [
    '<h2 id="a">Who took part</h2>',
    "<p><strong>40</strong> of <em>48</em> parents</p>",
    '<table><caption>People</caption><thead><tr><th scope="col" id="n">n</th></tr></thead>'
    '<tbody><tr><th scope="row">All</th><td headers="n">40</td></tr></tbody></table>',
    '<figure id="f"><img alt="Bars." src="data:image/png;base64,QUJD"><figcaption>Bars</figcaption></figure>',
    '<p><a href="#low-mood">low mood</a>, <a href="../index.html">all</a>, <a href="tables.xlsx">tables</a></p>',
    '<div role="region" aria-label="Table" tabindex="0" class="table-scroll"><p lang="cy" dir="ltr">Bore da</p></div>',
    "<details><summary>More</summary><dl><dt>n</dt><dd>40</dd></dl></details>",
    "<ul><li>one</li></ul><ol><li>two</li></ol><pre>three</pre><p><code>four</code></p>",
]
LINKS_OUT = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x",
    "vbscript:x", "file:///etc/passwd", "https://example.org/", "//example.org", "/absolute", "mailto:a@example.org",
    "a:b", "\\\\share\\x", "x y", "tables.xlsx?send=1", "../../../../up", "",
]  # fmt: skip


@pytest.mark.parametrize("html", KEPT)
def test_what_a_report_needs_stays_as_it_is(html):
    assert clean_html(html) == html


@pytest.mark.parametrize("href", LINKS_OUT)
def test_a_link_out_of_the_report_loses_its_target(href):
    assert not is_safe_link(href)
    assert clean_html(f'<a href="{href}">words</a>') == "<a>words</a>"


@pytest.mark.parametrize("href", ["#nb05-low-mood", "tables.xlsx", "../index.html", "think-baby/index.html#nb08", "x/"])
def test_a_link_among_the_reports_stays(href):
    assert is_safe_link(href)


@pytest.mark.parametrize(
    "html",
    [
        '<p onclick="x">a</p>', '<p style="color:red">a</p>', '<p class="jp-evil">a</p>', '<p class="">a</p>',
        '<p tabindex="5">a</p>', '<p role="banner">a</p>', '<p name="x">a</p>', "<p>a<!-- secret --></p>",
        '<p>a<svg onload="x"><script>x</script></svg></p>', "<p>a<style>p{}</style></p>", "<p>a<title>b</title></p>",
        '<p>a<iframe src="x"></iframe></p>', "<form><p>a</p></form>", '<meta http-equiv="refresh" content="0"><p>a</p>',
        '<base href="x"><p>a</p>', '<link rel="x" href="y"><p>a</p>', "<p>a<math><mi>b</mi></math></p>",
        "<p>a<textarea>b</textarea></p>", "<main><p>a</p></main>", "<p>a<object>b</object></p>",
    ],
)  # fmt: skip
def test_everything_else_goes(html):
    assert clean_html(html).replace(' class=""', "") == "<p>a</p>"


def test_a_picture_from_elsewhere_loses_its_source():
    for source in ("https://example.org/x.png", "x.png", "data:text/html;base64,QUJD", "data:image/svg+xml,<svg/>"):
        assert "src" not in clean_html(f"<img alt='a' src='{source}'>")


def test_cleaning_twice_changes_nothing():
    html = "".join(KEPT) + '<td onclick="x">&lt;b&gt; &amp;amp; "quoted" \u00a0</td><img alt="<h2>x</h2>">'
    assert clean_html(clean_html(html)) == clean_html(html)

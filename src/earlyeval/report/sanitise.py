"""What HTML may stand on a page: an allow-list, and nothing that runs, loads, asks or styles.

Text from data is escaped where its HTML is made. This is the second wall, for prose cells and outputs alike:
whatever an author, a package or a data file put there, only these elements, attributes and addresses are left.
"""

import re
from functools import cache

import nh3

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
TAGS = HEADINGS | {
    "a", "abbr", "aside", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "details", "div", "dl",
    "dt", "em", "figcaption", "figure", "hr", "i", "img", "li", "ol", "p", "pre", "s", "section", "small", "span",
    "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
# Their words go with them: what stands inside is not meant to be read.
DROPPED_WITH_CONTENT = frozenset({
    "script", "style", "svg", "math", "template", "noscript", "iframe", "object", "title", "textarea", "select",
})  # fmt: skip
# The names that the style sheet knows. present and the page may use these; every other class is dropped.
CLASSES = frozenset({
    "amend", "banner", "cell-hidden", "go", "key", "keypoint", "mark", "muted", "not-set", "note", "notes", "number",
    "numeric", "plain", "reason", "sentence", "sentences", "shown", "stop", "summary", "synthetic", "table-scroll",
    "text", "total", "verdict", "visually-hidden",
})  # fmt: skip
_EVERYWHERE = {
    "id", "lang", "dir", "aria-label", "aria-labelledby", "aria-describedby", "aria-hidden", "aria-level",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href"},
    "abbr": {"title"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "img": {"alt", "src"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "abbr"},
}
# Landmarks belong to the page itself: content may only name a region, a group or a note.
_ROLES = {"group", "note", "region"}
_VALUES = {
    "th": {"scope": {"col", "row", "colgroup", "rowgroup"}},
    **{tag: {"role": _ROLES} for tag in ("aside", "section", "table", "dl", "p")},
    "div": {"role": _ROLES, "tabindex": {"0"}},
}
_IMAGE = re.compile(r"data:image/(?:svg\+xml|png);base64,[A-Za-z0-9+/=\s]+")
_PLACE_ON_PAGE = re.compile(r"#[^\s#<>\"'`]+")
_NEIGHBOUR = re.compile(r"(?:\.\./){0,3}[A-Za-z0-9][A-Za-z0-9_-]*(?:[./][A-Za-z0-9_-]+)*/?(?:#[A-Za-z0-9_-]+)?")


def clean_html(html: str, *, keep_addresses: bool = False) -> str:
    """Return HTML with everything off the allow-list taken out, well formed and always the same bytes.

    Parameters
    ----------
    html : str
        A fragment of any origin.
    keep_addresses : bool
        Leave links to web addresses in, for a step that still has to write the address out in words.

    Notes
    -----
    Links may lead to a place on the page (``#...``) or to a neighbouring file by a plain relative path;
    images must be SVG or PNG inside the page. Comments, scripts, styles, event handlers, forms, frames
    and drawings inside the text are gone, the unknown elements' words stay.
    """
    return _cleaner(keep_addresses).clean(html)


def is_safe_link(href: str) -> bool:
    """Say whether a link stays on the page or among its neighbouring files."""
    return bool(_PLACE_ON_PAGE.fullmatch(href) or _NEIGHBOUR.fullmatch(href))


def is_picture(source: str) -> bool:
    """Say whether an image's source is a picture held inside the page."""
    return bool(_IMAGE.fullmatch(source))


@cache
def _cleaner(keep_addresses: bool) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(DROPPED_WITH_CONTENT),
        attributes={tag: _EVERYWHERE | _ATTRIBUTES.get(tag, set()) for tag in TAGS},
        attribute_filter=_value_or_address if keep_addresses else _kept_value,
        tag_attribute_values=_VALUES,
        allowed_classes={tag: set(CLASSES) for tag in TAGS},
        url_schemes={"data", "https", "http"} if keep_addresses else {"data"},
        link_rel=None,
    )


def is_web_address(href: str) -> bool:
    """Say whether a link leads to the web. Such a link is printed, never followed from a report."""
    return href.startswith(("https://", "http://"))


def _value_or_address(tag: str, attribute: str, value: str) -> str | None:
    return value if attribute == "href" and is_web_address(value) else _kept_value(tag, attribute, value)


def _kept_value(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "href":
        return value if is_safe_link(value) else None
    if attribute == "src":
        return value if tag == "img" and is_picture(value) else None
    return value

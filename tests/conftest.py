"""What tests of several layers need: a browser to open pages in."""

import os
import shutil
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def browser():
    """Return Debian's chromium, headless. Absent, tests are skipped by name, but fail where CI=true."""
    program = shutil.which("chromium")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("chromium is not installed, and CI asks for the browser tests.")
        pytest.skip("chromium is not installed (Debian: apt install chromium)")
    from playwright.sync_api import sync_playwright

    switches = [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
        "--disable-component-update", "--disable-sync",
    ]  # fmt: skip
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=switches)
        yield opened
        opened.close()


@pytest.fixture
def opened(browser):
    """Return a function that opens a file and notes what the page asked for and complained of."""
    contexts = []

    def open_page(path: Path, *, width=1200):
        context = browser.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.asked, page.complaints = [], []
        address = path.resolve().as_uri()
        page.on("request", lambda request: None if request.url == address else page.asked.append(request.url[:80]))
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(address)
        page.wait_for_timeout(100)  # what a script or a picture would ask for, it asks for at once
        return page

    yield open_page
    for context in contexts:
        context.close()

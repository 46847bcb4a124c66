"""``make dev``: the map works with Vite's own server, and both sides take up a change."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from config.cluster_place import CHECKOUT
from tests.clients.map_page import launched
from tests.config.processes import free_port, processes_naming

START_TIMEOUT_S = 60


@dataclass(frozen=True)
class Development:
    """A running ``make dev``."""

    url: str
    vite: str
    process: subprocess.Popen[bytes]
    log: Path

    def is_well(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        try:
            urllib.request.urlopen(f"{self.url}/healthz", timeout=START_TIMEOUT_S).close()
        except OSError:
            return False
        return True

    def wait_until_well(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while not self.is_well():
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.2)

    def wait_for_word(self, words: str) -> None:
        deadline = time.monotonic() + START_TIMEOUT_S
        while words not in self.log.read_text():
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.2)


@pytest.fixture
def development(own_database: str, tmp_path: Path) -> Iterator[Development]:
    port, vite_port = free_port(), free_port()
    ports = {"PORT": str(port), "VITE_PORT": str(vite_port), "PYTHONUNBUFFERED": "1"}
    log = tmp_path / "dev.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.dev"],
            cwd=CHECKOUT,
            env=os.environ | ports | {"DB_NAME": own_database},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        url, vite = f"http://127.0.0.1:{port}", f"http://localhost:{vite_port}"
        running = Development(url, vite, process, log)
        running.wait_for_word("ready in")  # Vite's own word
        running.wait_until_well()
        yield running
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


def open_map(page: Page, development: Development) -> None:
    page.goto(f"{development.url}/mapa/")
    page.wait_for_selector("#layers input[type=checkbox]", state="attached", timeout=60_000)
    page.wait_for_selector("#map[aria-busy=false]")


def test_the_map_works_and_both_sides_reload(
    own_database: str, development: Development, browser: Browser
) -> None:
    # Vite prepares the libraries when they are first asked for, and then loads the page again.
    first = browser.new_page()
    open_map(first, development)
    first.wait_for_load_state("networkidle")
    first.close()
    page = browser.new_page()
    problems: list[str] = []
    served: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("requestfailed", lambda request: problems.append(f"{request.url} {request.failure}"))
    page.on("response", lambda response: served.append(f"{response.status} {response.url}"))
    open_map(page, development)
    page.evaluate("document.fonts.ready")
    assert f"200 {development.vite}/static/src/map/main.ts" in served
    assert [line for line in served if line[0] not in "23"] == []
    assert any(line.endswith(".woff2") for line in served)
    assert problems == []

    # A change of the file's time is enough for both, so no source is written to.
    with page.expect_event("load"):
        (CHECKOUT / "frontend/src/map/main.ts").touch()
    (CHECKOUT / "config/health.py").touch()
    development.wait_for_word("health.py changed, reloading")
    development.wait_until_well()

    development.process.send_signal(signal.SIGINT)
    assert development.process.wait(timeout=30) == 0
    assert processes_naming(own_database) == []

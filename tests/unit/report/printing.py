"""A browser that prints: headless Chromium, where it is installed."""

import os
import re
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome")


def browser() -> str | None:
    """Find Chromium: as JOINDER_CHROMIUM names it, else by its usual names."""
    return os.environ.get("JOINDER_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def printed(page: Path, folder: Path) -> bytes:
    """Print a page to PDF, as a user would: with the page's own size and margins."""
    target = folder / "page.pdf"
    words = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--user-data-dir={folder}/profile",
    ]
    command = [browser() or "", *words, f"--print-to-pdf={target}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return target.read_bytes()


def pages(pdf: bytes) -> list[tuple[float, float]]:
    """Read the size of each page, in millimetres."""
    boxes = re.findall(rb"/MediaBox ?\[ ?([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) ?\]", pdf)
    points = [tuple(map(float, box)) for box in boxes]
    return [((x1 - x0) * 25.4 / 72, (y1 - y0) * 25.4 / 72) for x0, y0, x1, y1 in points]

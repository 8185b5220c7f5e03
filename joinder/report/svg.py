"""Matplotlib figures as inline SVG: readable in grey and on A4, with a text alternative, the same bytes each time."""

from __future__ import annotations

import html
import io
import re
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from matplotlib.transforms import Bbox

#: The width between the margins of an A4 page, in inches.
WIDTH: Final = 7.2
#: Text stays text; the widest of the usual fonts is measured, so that no other one makes labels collide.
STYLE: Final[Any] = {
    "svg.fonttype": "none", "svg.hashsalt": "joinder", "font.family": ["DejaVu Sans"], "font.size": 8.0,
    "axes.linewidth": 0.6, "text.parse_math": False,
}  # fmt: skip
LONGEST: Final = 30


def figure(height: float) -> Figure:
    """Make an empty figure as wide as the page."""
    made = Figure(figsize=(WIDTH, height))
    FigureCanvasAgg(made)  # it is what measures text
    return made


def extent(made: Figure, x: float, y: float, text: str, size: float, across: str, along: str) -> Bbox:
    """Measure a text at a place (in pixels), without leaving it there."""
    label = made.text(0, 0, text, fontsize=size, ha=across, va=along, transform=None)
    label.set_position((x, y))
    found = label.get_window_extent(made.canvas.get_renderer())  # type: ignore[attr-defined] # Agg has one
    label.remove()
    return found


def short(text: str, longest: int = LONGEST) -> str:
    """Cut a long name, and take out what would not show."""
    clean = re.sub(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+|\s+", " ", text).strip()
    return clean if len(clean) <= longest else clean[: longest - 1].rstrip() + "…"


def inline(made: Figure, name: str, title: str, description: str) -> str:
    """Write a figure as SVG to be put into a page, with its title and description for those who cannot see it."""
    out = io.BytesIO()
    with mpl.rc_context(STYLE):
        made.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    text = out.getvalue().decode("utf-8")
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    # Several figures share a page: their ids must not meet.
    text = re.sub(r'\bid="', f'id="{name}-', text)
    text = re.sub(r"url\(#", f"url(#{name}-", text)
    text = re.sub(r'xlink:href="#', f'xlink:href="#{name}-', text)
    text = text.replace("'DejaVu Sans'", "'DejaVu Sans', Verdana, Arial, sans-serif")
    head = (
        f'<title id="{name}-title">{html.escape(title)}</title><desc id="{name}-desc">{html.escape(description)}</desc>'
    )
    opening, rest = text.split(">", 1)
    opening = re.sub(r'\s(width|height)="[^"]*"', "", opening)
    return f'{opening} role="img" aria-labelledby="{name}-title {name}-desc">{head}{rest}'

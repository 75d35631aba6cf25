"""Figures -> a chart for the README: bars, copydesk against the peer. Plain SVG, light and dark."""

from collections.abc import Iterator
from typing import Any, Final
from xml.sax.saxutils import escape

__all__ = ["draw"]

_WIDTH: Final = 760
_LABEL: Final = 170
_BAR: Final = 14
_PANEL_GAP: Final = 26
_COLOURS: Final = {"peer": "#8a8f98", "copydesk": "#0b6bcb", "copydesk+encoder": "#5aa9e6"}
_NAMES: Final = {
    "peer": "scikit-learn Lambda",
    "copydesk": "copydesk",
    "copydesk+encoder": "copydesk, encoder",
}
_STYLE: Final = (
    "text{font:12px system-ui,sans-serif;fill:#1f2328}.h{font-weight:600}"
    "@media(prefers-color-scheme:dark){text{fill:#e6edf3}}"
)


def draw(figures: dict[str, Any]) -> str:
    """Draw one panel a measure, each with bars from zero."""
    body: list[str] = []
    y = 18
    for title, unit, values in _panels(figures):
        body.append(f'<text class="h" x="0" y="{y}">{escape(title)}</text>')
        y += 10
        most = max(values.values())
        for name, value in values.items():
            length = (_WIDTH - _LABEL - 110) * value / most
            shown = f"{value:,.0f}" if value >= 100 else f"{value:.1f}"
            body.append(
                f'<text x="{_LABEL - 8}" y="{y + 11}" text-anchor="end">{_NAMES[name]}</text>'
                f'<rect x="{_LABEL}" y="{y}" width="{length:.1f}" height="{_BAR}" rx="2" '
                f'fill="{_COLOURS[name]}"/>'
                f'<text x="{_LABEL + length + 6:.1f}" y="{y + 11}">{shown} {unit}</text>'
            )
            y += _BAR + 6
        y += _PANEL_GAP - 6
    height = y - 12
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="copydesk against a scikit-learn Lambda"><style>{_STYLE}</style>\n'
        + "\n".join(body)
        + "\n</svg>\n"
    )


def _panels(figures: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, float]]]:
    cold, warm = figures["cold"], figures["warm"]
    names = [name for name in _NAMES if name in cold]
    empty = warm["empty"]["800"]["p50_ms"]
    yield "Cold start to the first answer", "ms", {n: cold[n]["first_answer_ms"] for n in names}
    yield (
        "Topic and genre of 800 words, warm, net of an empty function",
        "ms",
        {n: max(warm[n]["800"]["p50_ms"] - empty, 0.0) for n in names},
    )
    yield "Peak memory", "MB", {n: warm[n]["peak_mb"]["all"] for n in names}
    yield "Package, unzipped", "MB", {n: figures["size_mb"][n]["unzipped"] for n in names}
    yield (
        "Articles a second of one processor, in batches",
        "",
        {n: figures["batch"][n]["articles_per_cpu_second"] for n in names},
    )

"""Figures as tables, and the ratios to the peer that copydesk is held to."""

from collections.abc import Iterator
from typing import Any

__all__ = ["lines", "ratios"]


def lines(figures: dict[str, Any]) -> Iterator[str]:
    """Say everything that was measured."""
    run = figures["run"]
    yield (
        f"{run['machine']}, {run['processors']} processors, a function on one; load average "
        f"{run['load_average']['before']:.1f} before, {run['load_average']['after']:.1f} after"
    )
    yield f"The peer was fitted on {run['peer_fitted_on']}."
    if run["load_average"]["before"] > 0.5:
        yield "The machine was not idle: trust ratios and processor seconds, not milliseconds."
    yield ""
    yield f"{'cold start, median':34}{'first answer':>13}{'init':>9}{'CPU s':>8}{'peak MB':>9}"
    for name, row in figures["cold"].items():
        yield (
            f"{name:34}{row['first_answer_ms']:10.0f} ms{row['init_ms']:6.0f} ms"
            f"{row['cpu_s']:8.2f}{row['peak_mb']:9.0f}"
        )
    sizes = [key for key in figures["warm"]["empty"] if key.isdigit()]
    yield ""
    head = "".join(f"{f'{words} words':>20}" for words in sizes)
    yield f"{'warm answer, ms: p50 (p99)':34}{head}"
    for name, rows in figures["warm"].items():
        cells = (f"{rows[words]['p50_ms']:.2f} ({rows[words]['p99_ms']:.2f})" for words in sizes)
        yield f"{name:34}" + "".join(f"{cell:>20}" for cell in cells)
    yield ""
    yield f"{'':34}{'articles a CPU second':>23}{'unzipped MB':>13}{'zipped MB':>11}"
    for name, size in figures["size_mb"].items():
        batch = figures["batch"].get(name, {}).get("articles_per_cpu_second")
        shown = f"{batch:.0f}" if batch else ""
        yield f"{name:34}{shown:>23}{size['unzipped']:13.1f}{size['zipped']:11.1f}"
    yield ""
    yield f"{'against the peer':54}{'measured':>10}{'wanted':>12}"
    for what, measured, sign, wanted in ratios(figures):
        yield f"{what:54}{measured:10.3f}{f'{sign} {wanted:.3f}':>12}"


def ratios(figures: dict[str, Any]) -> Iterator[tuple[str, float, str, float]]:
    """Give what is held to: what it is, measured, at most or at least, and what is wanted."""
    cold, warm, batch = figures["cold"], figures["warm"], figures["batch"]
    empty, peer = warm["empty"]["800"]["p50_ms"], warm["peer"]["800"]["p50_ms"]
    for name, start, memory in (("copydesk", 1 / 7, 1 / 2), ("copydesk+encoder", 1 / 4, 1.0)):
        if name not in cold:
            continue
        yield f"{name}: cold start", _of(cold, name, "first_answer_ms"), "<=", start
        yield f"{name}: CPU seconds to the first answer", _of(cold, name, "cpu_s"), "<=", start
        net = (warm[name]["800"]["p50_ms"] - empty) / (peer - empty)
        yield f"{name}: warm, 800 words, net of the empty function", net, "<=", 1 / 3
        peaks = warm[name]["peak_mb"]["all"] / warm["peer"]["peak_mb"]["all"]
        yield f"{name}: peak memory", peaks, "<=", memory
        per_second = _of(batch, name, "articles_per_cpu_second")
        yield f"{name}: articles a CPU second", per_second, ">=", 5.0
        for asked, row in (
            ("toward its subject", ", toward its subject"),
            ("as it comes, up to three subjects", ", whole answer"),
        ):
            whole = warm[f"{name}{row}"]["800"]["p50_ms"] - empty
            yield f"{name}: all of 800 words {asked}, net, ms", whole, "<=", 60.0


def _of(rows: dict[str, Any], name: str, key: str) -> float:
    return float(rows[name][key] / rows["peer"][key])

"""The progress line."""

import io
import re

from handlers.cli.progress import Progress


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_share_rate_problems_and_time_left() -> None:
    stream, clock = io.StringIO(), Clock()
    progress = Progress(stream, total=1000, clock=clock)
    clock.now += 5
    progress.add(250, ok=False)
    assert stream.getvalue() == (
        "\r[#####...............]  25%  1 done  0 a second  1 problem  0:15 left\x1b[K"
    )


def test_it_draws_ten_times_a_second_at_most() -> None:
    stream, clock = io.StringIO(), Clock()
    progress = Progress(stream, clock=clock)
    for _ in range(1000):
        clock.now += 0.01
        progress.add(10, ok=True)
    assert 80 <= stream.getvalue().count("\r") <= 101
    assert "%" not in stream.getvalue()  # the size of the input is not known


def test_a_file_that_grows_is_never_over_100_percent() -> None:
    stream, clock = io.StringIO(), Clock()
    progress = Progress(stream, total=10, clock=clock)
    clock.now += 1
    progress.add(1000, ok=True)
    assert re.search(r"\[#{20}\] 100%", stream.getvalue())


def test_without_a_terminal_it_only_counts() -> None:
    progress = Progress(None, total=10)
    progress.add(5, ok=True)
    progress.add(5, ok=False)
    progress.clear()
    assert (progress.done, progress.failed) == (2, 1)


def test_it_leaves_an_empty_line() -> None:
    stream = io.StringIO()
    Progress(stream).clear()
    assert stream.getvalue() == "\r\x1b[K"

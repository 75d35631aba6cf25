import time

from handlers.deadline import Deadline


class Context:
    def __init__(self, milliseconds: int) -> None:
        self.left = milliseconds

    def get_remaining_time_in_millis(self) -> int:
        return self.left


def test_without_a_context_there_is_no_end() -> None:
    with Deadline(None).step() as in_time:
        assert in_time


def test_a_second_is_kept_for_the_answer() -> None:
    with Deadline(Context(1001)).step() as in_time:
        assert in_time
    with Deadline(Context(1000)).step() as in_time:
        assert not in_time


def test_a_step_is_not_begun_that_might_not_end() -> None:
    deadline = Deadline(Context(1090))
    with deadline.step() as in_time:
        assert in_time
        time.sleep(0.05)
    with deadline.step() as in_time:
        assert not in_time

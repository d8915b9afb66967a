"""Steps say when they begin, how far they are and when they end, to whoever listens."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from pipelines.progress import (
    Listener,
    Step,
    count,
    counted,
    counting,
    listening,
    path,
    path_of,
    peak_memory_mb,
    step,
)


class Notes(Listener):
    def __init__(self) -> None:
        self.told: list[tuple[object, ...]] = []

    def began(self, step: Step) -> None:
        self.told.append(("began", path_of(step)))

    def counted(self, step: Step) -> None:
        self.told.append((step.name, step.done, step.total, step.unit))

    def ended(self, step: Step) -> None:
        assert step.seconds is not None
        assert step.seconds >= 0
        self.told.append(("failed" if step.failed else "ended", step.name))


def test_a_step_within_a_step_is_told_in_order() -> None:
    notes = Notes()
    with listening(notes), step("access"):
        count(1, 2, "topics")
        with step("equity"):
            assert path() == ("access", "equity")
        count(2, 2, "topics")
    assert path() == ()
    assert notes.told == [
        ("began", ("access",)),
        ("access", 1, 2, "topics"),
        ("began", ("access", "equity")),
        ("ended", "equity"),
        ("access", 2, 2, "topics"),
        ("ended", "access"),
    ]


def test_nobody_need_listen_and_no_step_need_be_done() -> None:
    count(3, 4, "rows")
    with step("alone"):
        count(3, 4, "rows")
    notes = Notes()
    with listening(notes):
        pass
    with step("unheard"):
        pass
    assert notes.told == []


def test_a_step_that_fails_says_so_and_those_around_it_go_on() -> None:
    notes = Notes()
    with listening(notes), step("whole"):
        with pytest.raises(ValueError, match="no"), step("part"):
            raise ValueError("no")
        assert path() == ("whole",)
    assert notes.told[-2:] == [("failed", "part"), ("ended", "whole")]


def test_things_are_counted_when_they_were_dealt_with() -> None:
    notes = Notes()
    with listening(notes):
        for number, thing in enumerate(counted("ab", "letters", "letters", 2)):
            assert thing == "ab"[number]
            assert len(notes.told) == 1 + number
    assert notes.told[1:] == [
        ("letters", 1, 2, "letters"),
        ("letters", 2, 2, "letters"),
        ("ended", "letters"),
    ]


def test_a_fault_in_what_is_counted_fails_the_step() -> None:
    notes = Notes()
    with listening(notes), pytest.raises(ZeroDivisionError):
        list(counted((1 / number for number in (1, 0)), "fractions", "fractions"))
    assert notes.told[-1] == ("failed", "fractions")


def test_another_thread_counts_the_step_that_it_was_given() -> None:
    notes = Notes()
    with listening(notes), step("pictures"), ThreadPoolExecutor(1) as pool:
        pool.submit(counting(9, "pictures"), 4).result()
        pool.submit(count, 5, 9, "pictures").result()  # of its own it does no step
    assert notes.told[1:-1] == [("pictures", 4, 9, "pictures")]


def test_the_most_memory_is_never_less_than_before() -> None:
    before = peak_memory_mb()
    assert before is not None
    assert before > 1
    more = bytearray(30_000_000)
    after = peak_memory_mb()
    assert after is not None
    assert after >= before
    assert len(more)

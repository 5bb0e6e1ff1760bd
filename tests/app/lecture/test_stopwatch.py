import pytest

from aeviewer.app.lecture.stopwatch import Stopwatch, spelt


class Time:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_it_counts_while_it_runs() -> None:
    time = Time()
    watch = Stopwatch(time)
    time.now += 5
    assert (watch.seconds, watch.running) == (0, False)
    watch.start()
    time.now += 5
    assert (watch.seconds, watch.running) == (5, True)
    watch.pause()
    time.now += 100
    assert (watch.seconds, watch.running) == (5, False)
    watch.start()
    watch.start()
    time.now += 2
    assert watch.seconds == 7


def test_it_is_set_to_nothing_running_or_not() -> None:
    time = Time()
    watch = Stopwatch(time)
    watch.start()
    time.now += 5
    watch.reset()
    assert (watch.seconds, watch.running) == (0, True)
    time.now += 3
    assert watch.seconds == 3
    watch.pause()
    watch.reset()
    assert (watch.seconds, watch.running) == (0, False)


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "00:00"), (59.9, "00:59"), (754.2, "12:34"), (3723, "1:02:03")]
)
def test_time_in_words(seconds: float, words: str) -> None:
    assert spelt(seconds) == words

from aeviewer.app.lecture.screens import Screen, Seats, distinct, seats

LAPTOP = Screen("laptop", 0, 0, 1920, 1200, primary=True)
PROJECTOR = Screen("projector", 1920, 0, 1024, 768)
THIRD = Screen("third", -1280, 0, 1280, 720)
CLONE = Screen("clone", 0, 0, 1920, 1200)


def test_on_one_screen_there_is_none_for_the_presenter() -> None:
    assert seats([LAPTOP]) == Seats(0, None)
    assert seats([LAPTOP], 0) == Seats(0, None)


def test_the_audience_sees_the_screen_that_is_not_the_presenters_own() -> None:
    assert seats([LAPTOP, PROJECTOR]) == Seats(1, 0)
    assert seats([PROJECTOR, LAPTOP]) == Seats(0, 1)


def test_the_screen_that_is_wanted_is_taken_and_the_other_is_the_presenters() -> None:
    assert seats([LAPTOP, PROJECTOR], 0) == Seats(0, 1)
    assert seats([LAPTOP, PROJECTOR, THIRD], 2) == Seats(2, 0)
    assert seats([LAPTOP, PROJECTOR, THIRD], 0) == Seats(0, 1)


def test_a_screen_that_there_is_not_counts_as_none() -> None:
    assert seats([LAPTOP, PROJECTOR], 7) == Seats(1, 0)
    assert seats([LAPTOP, PROJECTOR], -1) == Seats(1, 0)


def test_a_screen_that_shows_the_same_is_none_for_the_presenter() -> None:
    assert seats([LAPTOP, CLONE]).presenter is None
    assert seats([LAPTOP, CLONE, PROJECTOR]) == Seats(2, 0)
    assert distinct([LAPTOP, CLONE, PROJECTOR]) == [0, 2]


def test_without_a_primary_screen_the_first_is_the_presenters() -> None:
    assert seats([THIRD, PROJECTOR]) == Seats(1, 0)

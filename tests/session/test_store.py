from dataclasses import FrozenInstanceError

import pytest

from aeviewer.session.store import Store
from aeviewer.session.view import View


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def told(store: Store) -> list[View]:
    """What a watcher of the cursor was told."""
    told: list[View] = []
    store.watch(told.append, "cursor")
    return told


def test_the_view_is_frozen(store: Store) -> None:
    with pytest.raises(FrozenInstanceError):
        store.view.t = 0.5  # type: ignore[misc]  # that it is an error is the point


def test_a_change_is_told_with_the_new_view(store: Store, told: list[View]) -> None:
    store.set(cursor=(1.0, 2.0), t=0.5)
    assert told == [View(cursor=(1.0, 2.0), t=0.5)]
    assert store.view == told[0]


def test_an_equal_value_is_silent(store: Store, told: list[View]) -> None:
    store.set(cursor=(0.0, 0.0))
    store.set(cursor=(0, 0))
    assert told == []


def test_other_fields_are_not_told(store: Store, told: list[View]) -> None:
    store.set(t=0.5)
    assert told == []


def test_without_names_every_field_is_watched(store: Store) -> None:
    told: list[View] = []
    store.watch(told.append)
    store.set(t=0.5)
    store.set(theme="dark")
    assert len(told) == 2


def test_many_changed_fields_are_told_once(store: Store) -> None:
    told: list[View] = []
    store.watch(told.append, "t", "cursor")
    store.set(t=0.5, cursor=(1.0, 1.0))
    assert len(told) == 1


def test_another_view_is_one_step_and_leaves_the_lights(store: Store) -> None:
    store.set(theme="dark", t=0.25)
    other = View(cursor=(1.0, 2.0), t=0.5, theme="light", device="cuda:0", tool="lasso")
    store.adopt(other)
    assert store.view == View(cursor=(1.0, 2.0), t=0.5, theme="dark")
    store.undo()
    assert store.view == View(t=0.25, theme="dark")
    store.redo()
    assert store.view.cursor == (1.0, 2.0)


def test_what_is_chosen_is_one_step_of_undo(store: Store) -> None:
    store.choose(t=0.5, noise=3)
    store.choose(t=0.75)
    store.undo()
    assert store.view == View(t=0.5, noise=3)
    store.undo()
    assert store.view == View()
    assert not store.can_undo


def test_a_whole_view_is_told_as_such(store: Store) -> None:
    told: list[bool] = []
    store.watch(lambda _: told.append(store.whole), "t")
    store.set(t=0.25)
    store.settle()
    store.adopt(View(t=0.5))
    store.undo()
    store.redo()
    store.set(t=1.0)
    assert told == [False, True, True, True, False]


def test_a_watcher_that_fails_leaves_no_whole_view_behind(store: Store) -> None:
    def fail(_view: View) -> None:
        raise ValueError("it failed")

    end = store.watch(fail, "t")
    with pytest.raises(ValueError, match="it failed"):
        store.adopt(View(t=0.5))
    end()
    assert not store.whole


def test_watching_ends(store: Store) -> None:
    told: list[View] = []
    end = store.watch(told.append, "t")
    end()
    store.set(t=0.5)
    assert told == []


def test_a_watcher_may_end_itself_while_it_is_told(store: Store, told: list[View]) -> None:
    end = store.watch(lambda _: end(), "cursor")
    late: list[View] = []
    store.watch(late.append, "cursor")
    store.set(cursor=(1.0, 1.0))
    store.set(cursor=(2.0, 2.0))
    assert len(told) == len(late) == 2


def test_a_watcher_may_set_and_does_not_loop(store: Store) -> None:
    calls: list[float] = []

    def clamp(view: View) -> None:
        calls.append(view.t)
        store.set(t=min(1.0, view.t))

    store.watch(clamp, "t")
    store.set(t=5.0)
    assert calls == [5.0, 1.0]
    assert store.view.t == 1.0


def test_an_unknown_field_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="zoom"):
        store.watch(lambda _: None, "zoom")
    with pytest.raises(TypeError, match="zoom"):
        store.set(zoom=2)


def test_a_drag_is_one_undo(store: Store, told: list[View]) -> None:
    for x in range(1, 50):
        store.set(cursor=(float(x), 0.0))
    store.settle()
    store.undo()
    assert store.view == View()
    assert told[-1] == View()
    store.undo()
    assert store.view == View()


def test_redo_goes_forth_again(store: Store) -> None:
    for t in (0.25, 0.5, 0.75):
        store.set(t=t)
        store.settle()
    store.undo()
    store.undo()
    assert store.view.t == 0.25
    store.redo()
    assert store.view.t == 0.5
    store.redo()
    store.redo()
    assert store.view.t == 0.75


def test_undo_settles_what_is_under_way(store: Store) -> None:
    store.set(t=0.25)
    store.settle()
    store.set(t=0.5)
    store.undo()
    assert store.view.t == 0.25
    store.redo()
    assert store.view.t == 0.5


def test_a_new_gesture_forgets_the_future(store: Store) -> None:
    store.set(t=0.25)
    store.undo()
    store.set(t=0.5)
    store.settle()
    store.redo()
    assert store.view.t == 0.5


def test_settling_nothing_is_no_step(store: Store) -> None:
    store.set(t=0.25)
    store.settle()
    store.settle()
    store.undo()
    assert store.view == View()
    store.settle()
    store.redo()
    assert store.view.t == 0.25


def test_a_hundred_gestures_can_be_undone(store: Store) -> None:
    for step in range(1, 151):
        store.set(cursor=(float(step), 0.0))
        store.settle()
    for _ in range(200):
        store.undo()
    assert store.view.cursor == (50.0, 0.0)
    for _ in range(200):
        store.redo()
    assert store.view.cursor == (150.0, 0.0)


def test_undo_leaves_theme_and_device(store: Store) -> None:
    store.set(t=0.25)
    store.settle()
    store.set(theme="dark", device="cpu")
    store.undo()
    store.undo()
    assert store.view == View(theme="dark", device="cpu")
    store.redo()
    assert (store.view.theme, store.view.device) == ("dark", "cpu")


def test_the_theme_leaves_undo_and_redo_alone(store: Store) -> None:
    store.set(t=0.5)
    store.settle()
    store.undo()
    store.set(theme="dark")
    assert store.can_redo
    assert not store.can_undo
    store.settle()
    store.redo()
    assert (store.view.t, store.view.theme) == (0.5, "dark")


def test_nothing_to_undo_from_here_on(store: Store) -> None:
    store.set(t=0.5)
    store.settle()
    store.start_here()
    store.undo()
    assert store.view.t == 0.5
    assert not store.can_undo


def test_what_is_called_otherwise_is_so_wherever_undo_leads(store: Store) -> None:
    told: list[View] = []
    store.watch(told.append, "data")
    for t in (0.25, 0.5, 0.75):
        store.set(t=t, data="shapes")
        store.settle()
    store.undo()
    store.set(t=0.6)
    told.clear()
    store.amend(data="numerals")
    assert told == [View(t=0.6, data="numerals")]
    seen = [store.view]
    while store.can_undo:
        store.undo()
        seen.append(store.view)
    assert [view.t for view in seen] == [0.6, 0.5, 0.25, 0.0]
    assert {view.data for view in seen[:-1]} == {"numerals"}
    assert seen[-1] == View()  # which never had what was called otherwise


def test_an_amendment_leaves_redo_alone(store: Store) -> None:
    for t in (0.25, 0.5):
        store.set(t=t)
        store.settle()
    store.undo()
    store.amend(data="numerals")
    assert store.can_redo
    store.redo()
    assert (store.view.t, store.view.data) == (0.5, "numerals")

import pytest

from aeviewer.app.lecture.walk import Walk
from aeviewer.session.store import Store
from aeviewer.session.view import Anchor, View

PAGES = ("map", "denoise", "mix")


def anchors(count: int) -> tuple[Anchor, ...]:
    return tuple(Anchor((float(number), 0.0)) for number in range(count))


def test_without_a_path_it_leads_from_page_to_page() -> None:
    store = Store()
    walk = Walk(store, PAGES)
    seen = []
    for move in (walk.next, walk.next, walk.next, walk.back, walk.first, walk.back, walk.last):
        move()
        seen.append(store.view.page)
    assert seen == ["denoise", "mix", "mix", "denoise", "map", "map", "mix"]


def test_with_a_path_it_leads_from_anchor_to_anchor() -> None:
    store = Store(View(anchors=anchors(3)))
    walk = Walk(store, PAGES)
    seen = []
    for move in (walk.next, walk.next, walk.next, walk.back, walk.first, walk.back, walk.last):
        move()
        seen.append(store.view.t)
    assert seen == [0.5, 1.0, 1.0, 0.5, 0.0, 0.0, 1.0]
    assert store.view.page == "map"


def test_a_loop_leads_back_to_its_beginning() -> None:
    store = Store(View(anchors=anchors(4), closed=True, t=0.75))
    walk = Walk(store, PAGES)
    walk.next()
    assert store.view.t == 1.0
    assert walk.count == 5


@pytest.mark.parametrize(("t", "onwards", "back"), [(0.3, 0.5, 0.0), (0.5, 1.0, 0.0)])
def test_from_between_two_anchors_it_goes_to_the_nearer_one(
    t: float, onwards: float, back: float
) -> None:
    store = Store(View(anchors=anchors(3), t=t))
    walk = Walk(store, PAGES)
    walk.next()
    assert store.view.t == onwards
    store.set(t=t)
    walk.back()
    assert store.view.t == back


@pytest.mark.parametrize(("count", "places"), [(3, [0.0, 0.5, 1.0]), (0, list(PAGES))])
def test_each_step_can_be_undone_and_done_again(count: int, places: list[object]) -> None:
    store = Store(View(anchors=anchors(count)))
    walk = Walk(store, PAGES)
    walk.next()
    walk.next()
    seen = []
    for move in (store.undo, store.undo, store.redo, store.redo):
        move()
        seen.append(store.view.t if count else store.view.page)
    assert seen == [places[1], places[0], places[1], places[2]]
    assert not store.can_redo


def test_a_page_that_nobody_knows_counts_as_the_first() -> None:
    store = Store(View(page="of a later version"))
    Walk(store, PAGES).next()
    assert store.view.page == "denoise"

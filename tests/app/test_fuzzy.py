"""Names found by some of their letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aeviewer.app.work.fuzzy import match

NAMES = ("Reset layout", "Next theme", "Fit map", "Decoded manifold", "mnist-vae-2d", "Map")


def best(typed: str, names: tuple[str, ...] = NAMES) -> list[str]:
    found = [(match(typed, name), name) for name in names]
    fitting = [(hit.score, name) for hit, name in found if hit is not None]
    return [name for _, name in sorted(fitting, key=lambda entry: -entry[0])]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("rl", "Reset layout"),
        ("lay", "Reset layout"),
        ("LAYOUT reset", "Reset layout"),
        ("map", "Map"),  # of equals, the shorter one
        ("vae2", "mnist-vae-2d"),
        ("mani", "Decoded manifold"),
        ("nt", "Next theme"),
        ("fm", "Fit map"),
    ],
)
def test_what_one_means_comes_first(typed: str, first: str) -> None:
    assert best(typed)[0] == first


@pytest.mark.parametrize("typed", ["xyz", "pam", "map map2", "reset z"])
def test_each_word_must_be_there(typed: str) -> None:
    assert best(typed) == []


def test_the_start_of_a_word_beats_its_inside_and_that_scattered_letters() -> None:
    names = ("Lay out a map", "Display", "Long arrays")
    assert best("lay", names) == list(names)


def test_scattered_letters_lie_as_close_as_they_can() -> None:
    found = match("ab", "a xx axb")
    assert found is not None
    assert found.places == (5, 7)


@given(st.text("abcdef -", min_size=1, max_size=12), st.data())
def test_letters_in_order_are_always_found(name: str, data: st.DataObject) -> None:
    letters = [place for place, letter in enumerate(name) if letter != " "]
    chosen = sorted(data.draw(st.sets(st.sampled_from(letters)))) if letters else []
    typed = "".join(name[place] for place in chosen)
    found = match(typed, name)
    assert found is not None
    assert len(found.places) == len(typed)
    assert "".join(name[place] for place in found.places) == typed

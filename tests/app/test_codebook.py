"""The codebook page: what it computes, against the model itself and against counts made by hand."""

import math
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
import torch
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot
from torch import Tensor

from aeviewer.app.flows.codebook import use as codebook_use
from aeviewer.app.flows.codebook import work as codebook_work
from aeviewer.app.flows.codebook.use import USE
from aeviewer.app.flows.codebook.work import ENTRIES, LOOK, rounded
from aeviewer.app.models.placed import Placed
from aeviewer.app.pictures import picture
from aeviewer.app.views.codebook.painting import between, brushed
from aeviewer.app.views.codebook.painting import painted as painted_over
from aeviewer.session import file
from aeviewer.session.view import Painting, Slot, View
from aeviewer.training.metrics.codebook import measure
from aeviewer.training.metrics.encoding import Subject as Measured
from aeviewer.zoo.registry import find
from tests.app.codebook_bench import Bench, build, decibels, open_bench, place
from tests.app.making import Shape, data_set, images

VARIANTS = pytest.mark.parametrize("variant", ["vq", "rvq"])


@VARIANTS
def test_a_sample_is_seen_in_the_model_s_codes(qtbot: QtBot, variant: str) -> None:
    bench = open_bench(qtbot, variant)
    looked = bench.looked
    assert looked.sample == bench.subject.nearest((0.0, 0.0))  # type: ignore[union-attr]
    np.testing.assert_array_equal(looked.codes, bench.codes()[0])
    assert not looked.painted.any()
    made = bench.model.decode_codes(bench.codes()[None, :1])
    assert looked.input == picture(bench.x()[0])
    assert looked.picture == picture(made[0])
    assert looked.psnr == pytest.approx(decibels(made, bench.x()), rel=1e-4)
    assert looked.bits[0] == 6 * 5 * 3  # cells, and log2 of 8


def test_stages_add_up(qtbot: QtBot) -> None:
    bench = open_bench(qtbot, "rvq", stages=3)
    rebuilt = bench.page._rebuilt
    assert rebuilt is not None
    for stage in range(3):
        made = bench.model.decode_codes(bench.codes()[None, : stage + 1])
        assert rebuilt.pictures[stage] == picture(made[0])
        assert rebuilt.psnrs[stage] == pytest.approx(decibels(made, bench.x()), rel=1e-4)
        bench.set(stages=stage + 1)
        assert bench.looked.picture == rebuilt.pictures[stage]
        np.testing.assert_array_equal(bench.looked.codes, bench.codes()[stage])
    assert list(bench.looked.bits) == [90, 180, 270]


@VARIANTS
def test_use_is_what_the_measure_finds(qtbot: QtBot, variant: str) -> None:
    bench = open_bench(qtbot, variant)
    use = bench.page._use
    assert use is not None
    assert use.whole
    subject = bench.subject
    assert subject is not None
    assert subject.images is not None
    x = subject.images.floats(slice(None))
    data = replace(data_set(), test=subject.images)
    with torch.no_grad():
        found = measure(Measured(bench.model, data))
        codes = bench.model.codes(x)
        for stage, counts in enumerate(use.counts):
            assert counts.tolist() == [
                int((codes[:, stage] == code).sum()) for code in range(len(counts))
            ]
            made = bench.model.decode_codes(codes[:, : stage + 1])
            mean = sum(decibels(a, b) for a, b in zip(made, x, strict=True)) / len(x)
            assert use.psnrs[stage] == pytest.approx(mean, rel=1e-4)
    assert np.mean(use.perplexities) == pytest.approx(found["perplexity"])
    assert sum(int((counts > 0).sum()) for counts in use.counts) == found["codes_used"]
    assert bench.looked.bits[-1] == pytest.approx(found["bits"])


@VARIANTS
@pytest.mark.parametrize("shape", [(1, 12, 10), (3, 7, 9)])
def test_latents_are_rounded_as_the_model_rounds(variant: str, shape: Shape) -> None:
    model, x = build(variant, shape), images(40, shape).floats(slice(None))
    with torch.no_grad():
        codes = rounded(model, model.encode(x).mean.flatten(1))
        assert torch.equal(codes, model.codes(x))


def test_where_the_images_are_not_at_hand_latents_are_counted(qtbot: QtBot) -> None:
    bench = open_bench(qtbot, "rvq")
    counts, subject = bench.page._use.counts, bench.subject  # type: ignore[union-attr]
    assert subject is not None
    bench.show(bench.model, None, subject.placed)
    use = bench.page._use
    assert use is not None
    assert use.psnrs == []
    for before, after in zip(counts, use.counts, strict=True):
        np.testing.assert_array_equal(before, after)
    assert "40 latents" in bench.page.figures()
    assert bench.looked.input is None
    (entry,) = bench.page.pictures.entries
    assert entry.lines == ("90 bits",)


def test_without_any_sample_one_paints_on_an_even_map(qtbot: QtBot) -> None:
    bench = open_bench(qtbot)
    bench.show(bench.model, None, Placed.of(torch.zeros(0, 90)))
    assert bench.looked.sample is None
    assert (bench.looked.codes == 0).all()
    assert "no sample" in bench.looked.caption
    assert "no sample is at hand" in bench.page.figures()
    assert USE not in bench.names[-4:]
    bench.set(code=5)
    bench.drag((0, 0), (0, 2))
    expected = torch.zeros(1, 1, 6, 5, dtype=torch.int64)
    expected[0, 0, 0, :3] = 5
    assert bench.looked.picture == picture(bench.model.decode_codes(expected)[0])


def test_before_samples_are_placed_it_says_so(qtbot: QtBot) -> None:
    bench = open_bench(qtbot)
    bench.show(bench.model, images(40, (1, 12, 10)), None)
    assert bench.page.empty.isVisible()
    assert "being placed" in bench.page.empty.text


# Entries


def test_each_entry_fills_the_grid_and_is_decoded(qtbot: QtBot) -> None:
    bench = open_bench(qtbot)
    assert sorted(bench.page.entries.pictures) == list(range(8))
    for code, image in bench.page.entries.pictures.items():
        even = torch.full((1, 1, 6, 5), code)
        assert image == picture(bench.model.decode_codes(even)[0])


def test_an_entry_of_a_later_stage_is_seen_by_what_it_adds(qtbot: QtBot) -> None:
    bench = open_bench(qtbot, "rvq", stages=2)
    model = bench.model
    with torch.no_grad():
        model.codebooks()[1][3] = 0.0
    bench.flow.refresh()
    bench.set(stages=2)
    found = bench.page.entries.pictures
    nothing = {found[3].pixelColor(x, y).red() for x in range(10) for y in range(12)}
    assert nothing <= {127, 128}  # 127.5, but for the last bit
    even = model.decode_codes(torch.arange(8)[:, None, None, None].expand(-1, 1, 6, 5))
    grey = int((even.flatten(1).mean(1) - 0.5).abs().argmin())
    both = torch.tensor([[grey, code] for code in range(8)])[:, :, None, None]
    added = model.decode_codes(both.expand(-1, -1, 6, 5)) - even[grey]
    scaled = 0.5 + 0.5 * added / added.abs().max()
    for code in range(8):
        assert near(found[code], picture(scaled[code]))


def near(one: QImage, other: QImage) -> bool:
    """Whether two grey pictures are the same, but for the last bit."""
    return all(
        abs(one.pixelColor(x, y).red() - other.pixelColor(x, y).red()) <= 1
        for x in range(one.width())
        for y in range(one.height())
    )


def test_of_a_large_codebook_only_what_is_in_sight_is_decoded(qtbot: QtBot) -> None:
    bench = open_bench(qtbot, codes=5000)
    entries = bench.page.entries
    assert len(entries.order) == 5000
    before = set(entries.pictures)
    assert set(bench.page.codes_wanted()) == before
    assert len(before) < 300
    entries.verticalScrollBar().setValue(entries.verticalScrollBar().maximum())
    bench.run()
    assert 4999 in entries.pictures
    assert len(entries.pictures) < 600


def test_work_is_done_in_short_slices() -> None:
    """No slice decodes or encodes more than a handful of pictures."""
    model, samples = build("rvq", codes=500), images(3000, (1, 12, 10))
    seen: list[int] = []
    whole = model._rebuild

    def rebuild(z: Tensor) -> object:
        seen.append(len(z))
        return whole(z)

    model._rebuild = rebuild
    limit = codebook_work.handful(model)
    with torch.no_grad():
        for request in (
            codebook_work.entries("a", 1, range(500)),
            codebook_use.count("a", samples),
        ):
            for part in request.slices:
                before = sum(seen)
                part(model)
                assert sum(seen) - before <= limit + 1
    assert sum(seen) > 3000


# What the view keeps


def test_painting_is_kept_by_a_session() -> None:
    painting = Painting("mnist-vq", 7, ((0, 1, 2, 30), (3, 0, 0, 1)))
    view = View(page="codebook", stages=3, code=17, painted=painting, by_use=True)
    assert file.from_text(file.to_text(view), "the text") == view


@pytest.mark.parametrize(
    "cell", [(0, 6, 0, 1), (0, 0, 5, 1), (1, 0, 0, 1), (0, 0, 0, 8), (-1, 0, 0, 0), (0, 0, 0, -1)]
)
def test_what_does_not_fit_the_model_is_not_painted(
    qtbot: QtBot, cell: tuple[int, int, int, int]
) -> None:
    bench = open_bench(qtbot)
    painting = Painting(bench.view.slots[0].model, bench.looked.sample, (cell, (0, 1, 1, 4)))
    bench.set(painted=painting, code=99, stages=-2)
    expected = bench.codes()[0]
    expected[1, 1] = 4
    np.testing.assert_array_equal(bench.looked.codes, expected)
    assert np.argwhere(bench.looked.painted).tolist() == [[1, 1]]


def test_a_stroke_is_over_one_sample_of_one_model() -> None:
    view = View(slots=(Slot(model="one"),), painted=Painting("one", 3, ((0, 0, 0, 1),)))
    more = brushed(view, 3, 0, [(0, 0), (0, 1)], 2)
    assert set(more.cells) == {(0, 0, 0, 2), (0, 0, 1, 2)}
    assert set(brushed(view, 3, 1, [(0, 0)], 2).cells) == {(0, 0, 0, 1), (1, 0, 0, 2)}
    assert brushed(view, 4, 0, [(5, 5)], 2).cells == ((0, 5, 5, 2),)
    assert painted_over(view, 3) == ((0, 0, 0, 1),)
    assert painted_over(view, 4) == ()
    assert painted_over(replace(view, slots=(Slot(model="two"),)), 3) == ()


@pytest.mark.parametrize("end", [(0, 1), (5, 0), (-4, 7), (9, 9), (-3, -1), (2, -8)])
def test_a_quick_hand_leaves_no_gaps(end: tuple[int, int]) -> None:
    cells = [(0, 0), *between((0, 0), end)]
    assert cells[-1] == end
    assert len(cells) == max(map(abs, end)) + 1
    for (a, b), (c, d) in pairwise(cells):
        assert max(abs(c - a), abs(d - b)) == 1
    slope = math.atan2(end[0], end[1])
    for row, column in cells:
        assert abs(row * math.cos(slope) - column * math.sin(slope)) <= 0.75


# Newer weights, other pages


def moved(bench: Bench) -> None:
    """Let the model learn something."""
    assert bench.subject is not None
    model = build("vq")
    with torch.no_grad():
        model.codebooks()[0].mul_(1.5)
    bench.subject.twins.publish(model, 1)


def newest(bench: Bench) -> Any:
    assert bench.subject is not None
    with bench.subject.twins.reading() as (model, _):
        return model


def test_newer_weights_are_looked_at_and_counted_to_the_end(qtbot: QtBot) -> None:
    bench = open_bench(qtbot)
    before, entries = bench.page._use, dict(bench.page.entries.pictures)
    moved(bench)
    bench.flow.refresh()
    bench.flow.refresh()
    assert bench.asked[USE] is not None
    first = bench.asked[USE]
    bench.flow.refresh()
    assert bench.asked[USE] is first  # or it would begin anew for ever
    bench.run()
    use, model = bench.page._use, newest(bench)
    assert use is not before
    assert use is not None
    assert bench.subject is not None
    assert bench.subject.images is not None
    with torch.no_grad():
        codes = model.codes(bench.subject.images.floats(slice(None)))
    assert use.counts[0].tolist() == torch.bincount(codes.flatten(), minlength=8).tolist()
    assert bench.page.entries.pictures != entries
    even = torch.full((1, 1, 6, 5), 2)
    assert bench.page.entries.pictures[2] == picture(model.decode_codes(even)[0])


def test_nothing_is_asked_while_the_page_is_hidden(qtbot: QtBot) -> None:
    bench = open_bench(qtbot)
    bench.set(page="map")
    bench.names.clear()
    bench.set(cursor=(0.3, 0.3), stages=2, painted=Painting("", 1, ((0, 0, 0, 1),)))
    bench.flow.refresh()
    assert bench.subject is not None
    bench.flow.show(bench.subject)
    bench.page.resize(800, 400)
    assert bench.names == []
    bench.set(page="codebook")
    assert set(bench.names) == {LOOK, ENTRIES, USE}


def test_a_count_that_was_lost_is_begun_anew(qtbot: QtBot) -> None:
    bench = open_bench(qtbot)
    bench.flow.refresh()
    del bench.asked[USE]
    bench.run()
    bench.names.clear()
    bench.set(page="map")
    bench.set(page="codebook")
    assert USE in bench.names
    assert bench.page._use is not None


def test_a_training_that_ends_is_counted_by_its_last_weights(qtbot: QtBot) -> None:
    bench = open_bench(qtbot)
    assert bench.subject is not None
    live = replace(bench.subject, live=True)
    bench.flow.show(live)
    bench.asked.clear()  # as the decoder does for what is put on show
    bench.flow.show(replace(live, live=False).anew())
    assert USE in bench.asked
    bench.run()
    assert bench.page._use is not None


def test_samples_that_only_move_are_not_counted_anew(qtbot: QtBot) -> None:
    bench = open_bench(qtbot)
    subject = bench.subject
    assert subject is not None
    assert subject.images is not None
    bench.names.clear()
    bench.flow.show(subject.with_placed(place(bench.model, subject.images)))
    assert USE not in bench.names


@pytest.mark.parametrize("variant", ["vae", "gan"])
def test_a_model_without_a_codebook_says_so(qtbot: QtBot, variant: str) -> None:
    bench = open_bench(qtbot)
    entry = find(variant)
    model = entry.build((1, 28, 28), entry.configure({}))
    bench.show(model, None, Placed.of(torch.zeros(0, model.latent_shape[0])))
    assert bench.page.empty.isVisible()
    assert "no codebook" in bench.page.empty.text
    assert "mnist-" in bench.page.empty.text
    assert bench.asked == {}
    assert not bench.page.map.isVisible()

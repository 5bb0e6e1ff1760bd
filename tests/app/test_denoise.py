"""The denoising page: its arithmetic, its controls, what is rubbed out, and what is missing."""

import math
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from shutil import copyfile
from types import SimpleNamespace

import numpy as np
import pytest
import torch
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QSlider, QTabBar, QToolButton
from torch import Tensor
from torchmetrics.functional.image import structural_similarity_index_measure as ssim

from aeviewer.app.decoder import Request
from aeviewer.app.flows.denoise import work as denoising
from aeviewer.app.flows.denoise.flow import DenoiseFlow
from aeviewer.app.kit.numbers import three_digits
from aeviewer.app.look.theme import THEMES, Theme
from aeviewer.app.models.placed import Placed
from aeviewer.app.models.subject import Subject
from aeviewer.app.pictures import picture, pictures
from aeviewer.app.views.denoise.page import DenoisePage
from aeviewer.app.views.denoise.rubbing import hole, rubbed
from aeviewer.app.views.denoise.values import Denoised, Likeness
from aeviewer.data.sources import open_data
from aeviewer.session import file
from aeviewer.session.store import Store
from aeviewer.session.view import Point, Slot, Spoil, View
from aeviewer.training.twins import Twins
from aeviewer.zoo.contract import Autoencoder
from aeviewer.zoo.noise import KINDS, MIXED, Noise
from aeviewer.zoo.registry import find
from tests.app.conftest import Desk, OpenDesk, subject_of
from tests.app.hands import child, click, press, retype
from tests.app.making import Shape, data_set, save_trained
from tests.app.pictures import plain


def page_of(desk: Desk) -> DenoisePage:
    view = desk.parts.pages.views["denoise"]
    assert isinstance(view, DenoisePage)
    return view


def flow_of(desk: Desk) -> DenoiseFlow:
    return desk.flow(DenoiseFlow)


def look(desk: Desk, **changes: object) -> DenoisePage:
    """Turn to the page, with these fields of the view."""
    desk.store.set(page="denoise", **changes)
    desk.store.settle()
    desk.quiet()
    return page_of(desk)


def shown(desk: Desk) -> Denoised:
    made = page_of(desk)._shown
    assert made is not None
    return made


def clean_of(desk: Desk, sample: int) -> Tensor:
    images = subject_of(desk).images
    assert images is not None
    return images.floats(slice(sample, sample + 1))


def noisy_of(x: Tensor, sample: int, spoil: Spoil) -> Tensor:
    generator = torch.Generator().manual_seed(spoil.seed * 1_000_003 + sample)
    return Noise(spoil.kind, spoil.level)(x, generator)


def rebuilt(desk: Desk, x: Tensor, times: int = 1) -> Tensor:
    with subject_of(desk).twins.reading() as (model, _), torch.no_grad():
        assert isinstance(model, Autoencoder)
        for _ in range(times):
            x = model.decode(model.encode(x).mean)
        return x


def show_model(
    desk: Desk,
    variant: str,
    shape: Shape,
    knobs: Mapping[str, object] | None = None,
    with_images: bool = True,
) -> None:
    """Put an untrained model on show."""
    data = data_set(shape=shape)
    entry = find(variant)
    model = entry.build(shape, entry.configure(knobs or {}))
    images = data.test if with_images else None
    subject = Subject(variant, Twins(model), data.test.classes, None, None, images)
    if not with_images:
        subject = subject.with_placed(Placed.of(torch.zeros(0, math.prod(model.latent_shape))))
    desk.engine.wiring.show(subject)
    desk.quiet()


# What is shown


@pytest.mark.parametrize("kind", [*KINDS, MIXED])
@pytest.mark.parametrize("sample", [0, 37])
def test_noise_and_model_are_what_they_are_directly(desk: Desk, kind: str, sample: int) -> None:
    spoil = Spoil(kind, Noise.usual(kind).level, seed=5)
    look(desk, spoil=spoil, sample=sample)
    made, x = shown(desk), clean_of(desk, sample)
    noisy = noisy_of(x, sample, spoil)
    mended = rebuilt(desk, noisy)
    assert made.clean == picture(x[0])
    assert made.noisy == picture(noisy[0])
    assert made.denoised == picture(mended[0])
    np.testing.assert_allclose(made.error, (mended - x)[0, 0], atol=1e-6)
    for image, found in ((noisy, made.before), (mended, made.after)):
        expected = -10 * math.log10((image - x).square().mean().item())
        assert found.psnr == pytest.approx(expected, rel=1e-4)
        alike = ssim(image, x, sigma=(3 + 0.25) / 3.5, data_range=1.0)  # 7 x 7 of 8 x 8 pixels
        assert isinstance(alike, Tensor)
        assert found.ssim == pytest.approx(alike.item(), rel=1e-4)


def test_figures_have_three_digits_and_units(desk: Desk) -> None:
    view, made = look(desk), shown(desk)
    clean, noisy, denoised, error = view.pictures.entries
    assert made.before.ssim is not None
    assert [entry.caption for entry in (clean, noisy, denoised)] == ["clean", "noisy", "denoised"]
    assert error.caption.startswith("error")
    assert noisy.lines[0] == f"PSNR {three_digits(made.before.psnr)} dB"
    assert noisy.lines[1] == f"SSIM {three_digits(made.before.ssim)}"
    gain = made.after.psnr - made.before.psnr
    assert denoised.lines[2] == f"gain {gain:+.2f} dB".replace("-", "\N{MINUS SIGN}")
    assert "PSNR" in view.pictures.accessibleDescription()


def test_pictures_do_not_wait_for_the_library_of_ssim(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(denoising, "sys", SimpleNamespace(modules={}))
    work = denoising.Work(denoising.Samples.of(subject_of(desk)), View())
    with subject_of(desk).twins.reading() as (model, _), torch.no_grad():
        first, second = (part(model) for part in work.one())
    assert isinstance(first, denoising.One)
    assert isinstance(second, denoising.One)
    assert first.shown.before.ssim is None
    assert second.shown.before.ssim is not None
    assert first.shown.denoised == second.shown.denoised


def test_without_noise_there_is_nothing_to_gain(desk: Desk) -> None:
    view = look(desk, spoil=Spoil(level=0.0))
    _, noisy, denoised, _ = view.pictures.entries
    assert noisy.lines[0] == "PSNR ∞ dB"
    assert not any("gain" in line for line in denoised.lines)
    assert shown(desk).noisy == shown(desk).clean


def test_the_denoised_is_denoised_again(desk: Desk) -> None:
    view = look(desk)
    x = noisy_of(clean_of(desk, 0), 0, Spoil())
    for times in (2, 3):
        click(child(view, QToolButton, "Once more"))
        desk.quiet()
        assert desk.view.repeats == times
        assert shown(desk).denoised == picture(rebuilt(desk, x, times)[0])
    desk.act("undo")
    assert desk.view.repeats == 2
    retype(child(view, QLineEdit, "Repeat"), "99")
    assert desk.view.repeats == 20


def test_a_sample_looks_alike_alone_and_among_others(desk: Desk) -> None:
    view = look(desk, spoil=Spoil(MIXED, 1.0, 3), sample=20)
    rows = dict(view.samples.rows)
    assert list(rows) == ["clean", "noisy", "denoised"]
    assert len(rows["clean"]) == 24
    for sample in (0, 20, 23):
        look(desk, sample=sample)
        made = shown(desk)
        assert rows["clean"][sample] == made.clean
        assert rows["noisy"][sample] == made.noisy
    assert rows["denoised"] == [
        *pictures(
            rebuilt(
                desk,
                torch.cat([
                    noisy_of(clean_of(desk, sample), sample, Spoil(MIXED, 1.0, 3))
                    for sample in range(24)
                ]),
            )
        )
    ]


def test_the_last_samples_are_shown_too(desk: Desk) -> None:
    images = subject_of(desk).images
    assert images is not None
    last = len(images) - 1
    view = look(desk, sample=10**6)
    assert shown(desk).clean == picture(clean_of(desk, last)[0])
    assert len(view.samples.rows[0][1]) == last % 24 + 1
    assert not child(view, QToolButton, "Next sample").isEnabled()


def test_a_screenful_of_samples_is_full(desk: Desk) -> None:
    rows = look(desk, sample=0).samples
    fitting = len(rows.columns())
    assert 4 <= fitting < 24
    for sample in range(24):
        look(desk, sample=sample)
        assert sample in rows.columns()
        assert len(rows.columns()) == fitting


def test_the_same_view_shows_the_same_pixels(desk: Desk) -> None:
    changes = {"spoil": Spoil("speckle", 0.7, 9), "sample": 4, "rubbed": ((0.5, 0.5),)}
    view = look(desk, **changes)
    once = view.grab().toImage()
    look(desk, spoil=Spoil(), sample=0)
    look(desk, **changes)
    assert view.grab().toImage() == once


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_darker_is_blue_and_brighter_is_orange(desk: Desk, theme: Theme) -> None:
    view = look(desk)
    view.set_theme(theme)
    error = np.array([[-1.0, 0.0, 1.0]], np.float32)
    none = np.zeros((1, 3), np.bool_)
    image = plain(3, 1)
    same = Likeness(1.0, None)
    view.show_one(Denoised(image, image, image, error, none, same, same))
    found = view.pictures.entries[3].image
    below, zero, above = (found.pixelColor(x, 0) for x in range(3))
    assert below.blue() > below.red() + 40
    assert above.red() > above.blue() + 40
    assert abs(zero.red() - int(theme.ground[1:3], 16)) < 4


# Controls


def test_another_kind_comes_with_its_usual_level(desk: Desk) -> None:
    view = look(desk)
    combo = child(view, QComboBox, "Kind of noise")
    assert [combo.itemData(place).name for place in range(combo.count())] == [*KINDS, MIXED]
    press(combo, Qt.Key.Key_Down)
    desk.quiet()
    assert desk.view.spoil == Spoil("mask", KINDS["mask"].usual)
    assert view.controls._unit.text() == KINDS["mask"].level
    assert shown(desk).noisy == picture(noisy_of(clean_of(desk, 0), 0, desk.view.spoil)[0])
    press(combo, Qt.Key.Key_End)
    assert desk.view.spoil == Spoil(MIXED, 1.0)
    desk.act("undo")
    desk.act("undo")
    assert desk.view.spoil == Spoil()
    assert combo.currentText() == "Gaussian"


def test_keys_move_the_level_within_its_bounds(desk: Desk) -> None:
    view = look(desk)
    slider = child(view, QSlider, "Level of the noise")
    press(slider, Qt.Key.Key_Right)
    assert desk.view.spoil.level == pytest.approx(0.51)
    assert child(view, QLineEdit, "Level of the noise as a number").text() == "0.510"
    press(slider, Qt.Key.Key_End)
    assert desk.view.spoil.level == KINDS["gaussian"].largest
    press(slider, Qt.Key.Key_Home)
    assert desk.view.spoil.level == 0
    desk.quiet()
    assert desk.message() == ""


def test_a_drag_of_the_level_is_live_and_one_undo(desk: Desk) -> None:
    view = look(desk)
    slider = child(view, QSlider, "Level of the noise")
    slider.setSliderDown(True)
    for position in (80, 120):
        slider.setSliderPosition(position)
        desk.quiet()
        spoil = Spoil(level=2.0 * position / 200)
        assert desk.view.spoil == spoil
        assert shown(desk).noisy == picture(noisy_of(clean_of(desk, 0), 0, spoil)[0])
    slider.setSliderDown(False)
    desk.act("undo")
    assert desk.view.spoil == Spoil()
    assert slider.value() == 50


@pytest.mark.parametrize(
    ("text", "level"), [("0.123", 0.123), ("1,5", 1.5), ("9", 2.0), ("-1", 0.0), ("x", 0.5)]
)
def test_a_level_is_typed(desk: Desk, text: str, level: float) -> None:
    number = child(look(desk), QLineEdit, "Level of the noise as a number")
    retype(number, text)
    assert desk.view.spoil.level == level
    assert number.text() == three_digits(level)


def test_drawn_anew_the_noise_is_another_and_comes_back(desk: Desk) -> None:
    view = look(desk)
    before = shown(desk)
    click(child(view, QToolButton, "Draw other noise"))
    desk.quiet()
    assert desk.view.spoil.seed == 1
    assert shown(desk).noisy != before.noisy
    assert shown(desk).clean == before.clean
    desk.act("undo")
    desk.quiet()
    assert shown(desk).noisy == before.noisy


def test_samples_are_turned_over_typed_and_clicked(desk: Desk) -> None:
    view = look(desk)
    previous, following = (
        child(view, QToolButton, name) for name in ("Previous sample", "Next sample")
    )
    assert not previous.isEnabled()
    click(following)
    desk.quiet()
    assert desk.view.sample == 1
    assert shown(desk).clean == picture(clean_of(desk, 1)[0])
    click(previous)
    assert desk.view.sample == 0
    number = child(view, QLineEdit, "Sample")
    retype(number, "30")
    desk.quiet()
    assert desk.view.sample == 30
    third = view.samples.columns()[2]
    click(view.samples, view.samples.place(1, third).center().toPoint())
    desk.quiet()
    assert desk.view.sample == 24 + third
    assert view.samples._choice == third
    assert number.text() == str(24 + third)
    press(number, Qt.Key.Key_Up)
    assert desk.view.sample == 25 + third
    desk.act("undo")
    assert desk.view.sample == 24 + third


# Holes


def rub(desk: Desk, *points: Point) -> None:
    """Drag over the clean picture, through shares of its width and height."""
    canvas = page_of(desk).pictures
    where = canvas.places()[0]

    def pixel(point: Point) -> QPoint:
        x, y = point
        corner = where.topLeft()
        return QPointF(corner.x() + x * where.width(), corner.y() + y * where.height()).toPoint()

    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(canvas, left, none, pixel(points[0]))
    for point in points[1:]:
        QTest.mouseMove(canvas, pixel(point))
    QTest.mouseRelease(canvas, left, none, pixel(points[-1]))
    desk.quiet()


def holes(desk: Desk) -> int:
    return len(desk.view.rubbed)


def test_a_hole_is_rubbed_filled_and_restored(desk: Desk) -> None:
    view = look(desk, spoil=Spoil(level=0.0))
    restore = child(view, QPushButton, "Restore the clean image")
    assert not restore.isEnabled()
    rub(desk, (0.3, 0.5), (0.7, 0.5))
    made, x = shown(desk), clean_of(desk, 0)
    gone = torch.from_numpy(made.hole)
    assert 3 <= gone.sum() <= 12
    assert gone[3:5].sum() == gone.sum()
    expected = x.masked_fill(gone, 0.0)
    assert made.clean == picture(x[0])
    assert made.noisy == picture(expected[0])
    assert made.denoised == picture(rebuilt(desk, expected)[0])
    assert view.samples.rows[1][1][0] == made.noisy
    assert view.samples.rows[1][1][1] == picture(clean_of(desk, 1)[0])
    assert view.pictures.entries[0].veil is not None
    click(restore)
    desk.quiet()
    assert holes(desk) == 0
    assert shown(desk).noisy == shown(desk).clean
    desk.act("undo")
    assert holes(desk) > 1
    desk.act("undo")
    assert holes(desk) == 0


def test_only_the_clean_picture_can_be_rubbed(desk: Desk) -> None:
    canvas = look(desk).pictures
    for place in canvas.places()[1:]:
        click(canvas, place.center().toPoint())
    assert desk.view.rubbed == ()
    right, none = Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(canvas, right, none, canvas.places()[0].center().toPoint())
    assert desk.view.rubbed == ()


def test_another_sample_has_no_hole_and_an_undo_brings_it_back(desk: Desk) -> None:
    view = look(desk, sample=2)
    rub(desk, (0.5, 0.5))
    before = desk.view.rubbed
    assert before
    click(child(view, QToolButton, "Next sample"))
    assert (desk.view.sample, desk.view.rubbed) == (3, ())
    desk.act("undo")
    assert (desk.view.sample, desk.view.rubbed) == (2, before)
    desk.act("redo")
    assert (desk.view.sample, desk.view.rubbed) == (3, ())


def test_a_session_keeps_holes_and_repeats() -> None:
    view = View(page="denoise", rubbed=((0.25, 0.5), (1.0, 0.0)), repeats=7, sample=3)
    assert file.from_text(file.to_text(view), "the text") == view


@pytest.mark.parametrize("size", [(8, 8), (28, 28), (9, 30), (1, 1)])
def test_a_stroke_leaves_no_gaps_and_does_not_grow_for_ever(size: tuple[int, int]) -> None:
    points: tuple[Point, ...] = ()
    for row in np.linspace(0, 1, 80):
        points = rubbed(points, size, (0.0, float(row)), (1.0, float(row)))
    assert hole(points, size).all()
    assert rubbed(points, size, (0.0, 0.5), (1.0, 0.5)) == points
    side = min(size)
    assert len(points) < 1500 * max(size) / side
    assert rubbed((), size, (1.5, 0.5), (2.0, 0.5)) == ()


def test_a_hole_is_a_disc() -> None:
    gone = hole([(0.5, 0.25)], (100, 200))
    rows, columns = np.nonzero(gone)
    assert (rows.min() + rows.max() + 1) / 2 == 50
    assert (columns.min() + columns.max() + 1) / 2 == 50
    assert gone.sum() == pytest.approx(math.pi * 9**2, rel=0.05)


# What is missing, and what is not asked for


def test_nothing_is_asked_while_the_page_is_hidden(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    look(desk)
    flow, asked = flow_of(desk), list[Request]()
    desk.store.set(page="map")
    monkeypatch.setattr(flow, "_ask", asked.append)
    desk.store.set(spoil=Spoil("blur", 1.0), sample=3, repeats=2, rubbed=((0.5, 0.5),))
    flow.refresh()
    flow.show(subject_of(desk))
    assert asked == []
    click(desk.parts.pages.findChildren(QTabBar)[0], tab(desk, "Denoise"))
    assert {request.name for request in asked} == {"denoise", "denoise-many"}
    asked.clear()
    click(desk.parts.pages.findChildren(QTabBar)[0], tab(desk, "Map"))
    desk.store.set(repeats=3)
    assert asked == []


def tab(desk: Desk, title: str) -> QPoint:
    bar = desk.parts.pages.findChildren(QTabBar)[0]
    titles = [bar.tabText(number) for number in range(bar.count())]
    return bar.tabRect(titles.index(title)).center()


def test_a_model_without_an_encoder_says_so(desk: Desk) -> None:
    show_model(desk, "gan", (1, 8, 8), {"width": 2, "latent": 4})
    view = look(desk)
    assert view.empty.isVisible()
    assert not view.pictures.isVisible()
    assert "no encoder" in view.empty.text


def test_without_images_and_latents_it_says_so(desk: Desk) -> None:
    show_model(desk, "vae", (1, 8, 8), with_images=False)
    view = look(desk)
    assert view.empty.isVisible()
    assert "No images are at hand" in view.empty.text
    assert view.pictures.entries == ()


def test_without_images_the_reconstructions_are_clean(desk: Desk) -> None:
    subject = subject_of(desk)
    assert subject.placed is not None
    latents = subject.placed.latents
    desk.engine.wiring.show(replace(subject, images=None, twins=copied(subject)))
    view = look(desk, sample=7)
    assert "reconstruction" in view.note.text
    with subject.twins.reading() as (model, _), torch.no_grad():
        clean = model.decode(latents[7:8])
    assert shown(desk).clean == picture(clean[0])
    spoil = Spoil()
    assert shown(desk).noisy == picture(noisy_of(clean, 7, spoil)[0])


def copied(subject: Subject) -> Twins:
    with subject.twins.reading() as (model, _):
        return Twins(model)


def test_a_model_that_never_saw_noise_names_one_that_did(
    shelf_folder: Path, digits_file: Path, open_desk: OpenDesk
) -> None:
    copyfile(digits_file, shelf_folder / "mnist-vae-2d.safetensors")
    plan = {"epochs": 1, "batch": 512}
    other = shelf_folder / "small-denoising.safetensors"
    save_trained(other, open_data("digits"), "denoising", plan, noise="block", strength=0.5)
    desk = open_desk(view=View(page="denoise"))
    view = page_of(desk)
    assert view.note.text.startswith("This model was not trained on noisy images")
    (button,) = view.note.findChildren(QPushButton)
    assert button.text() == "Open small-denoising"
    with desk.qtbot.waitSignal(desk.engine.rested):
        click(button)
    desk.quiet()
    assert desk.view.slots == (Slot(model="small-denoising"),)
    assert view.note.text == "Trained on block noise of level 0.2."
    assert not button.isVisible()


def test_before_there_is_a_model_the_page_invites(desk: Desk) -> None:
    view = DenoisePage(Store())
    desk.qtbot.addWidget(view)
    assert "appear here" in view.empty.text
    view.controls.offer(())
    view.grab()


@pytest.mark.parametrize("spoil", [Spoil("fog", 1.0), Spoil("mask", 7.0)])
def test_noise_that_is_none_is_said_in_a_sentence(desk: Desk, spoil: Spoil) -> None:
    look(desk, spoil=spoil)
    assert "noise" in desk.message()
    assert "wrong in the program" not in desk.message()
    look(desk, spoil=Spoil())
    assert shown(desk).noisy == picture(noisy_of(clean_of(desk, 0), 0, Spoil())[0])


def test_newer_weights_denoise_anew(desk: Desk) -> None:
    look(desk)
    before = shown(desk).denoised
    desk.train()
    desk.end()
    desk.quiet()
    x = noisy_of(clean_of(desk, 0), 0, Spoil())
    assert shown(desk).denoised == picture(rebuilt(desk, x)[0])
    assert shown(desk).denoised != before


# Shapes


@pytest.mark.parametrize("shape", [(3, 6, 9), (1, 1, 1), (1, 1, 12), (3, 40, 12), (1, 200, 200)])
@pytest.mark.parametrize("size", [(1280, 720), (1024, 768)])
def test_any_shape_is_shown_alike_and_whole(
    desk: Desk, shape: Shape, size: tuple[int, int]
) -> None:
    show_model(desk, "vanilla", shape, {"hidden": (8,)})
    view = look(desk, sample=30)
    desk.window.resize(QSize(*size))
    desk.turn()
    view.grab()
    places = view.pictures.places()
    assert len({(place.width(), place.height(), place.y()) for place in places}) == 1
    factor = places[0].width() / shape[2]
    assert factor == places[0].height() / shape[1]
    assert factor == int(factor) or factor < 1
    assert all(view.pictures.rect().toRectF().contains(place) for place in places)
    assert all(a.right() < b.left() for a, b in pairwise(places))
    rows = view.samples
    for row in range(3):
        for column in rows.columns():
            assert rows.rect().toRectF().contains(rows.place(row, column))
    assert (shown(desk).after.ssim is None) == (min(shape[1:]) < 3)


@pytest.mark.parametrize(
    ("variant", "knobs"),
    [
        ("pca", {"latent": 2}),
        ("vq", {"codes": 8, "channels": (4,)}),
        ("cvae", {"hidden": (8,)}),
        ("hierarchical", {}),
        ("denoising", {"hidden": (8,), "noise": "mixed"}),
    ],
)
def test_any_model_with_an_encoder_can_try(
    desk: Desk, variant: str, knobs: dict[str, object]
) -> None:
    show_model(desk, variant, (1, 8, 8), knobs)
    view = look(desk)
    x = noisy_of(clean_of(desk, 0), 0, Spoil())
    assert shown(desk).denoised == picture(rebuilt(desk, x)[0])
    assert view.note.text.startswith("Trained on mixed") == (variant == "denoising")


def test_the_first_selected_sample_is_looked_at_until_one_is_chosen(desk: Desk) -> None:
    view = look(desk)
    desk.store.set(selection=(7, 9))
    desk.quiet()
    assert shown(desk).clean == picture(clean_of(desk, 7)[0])
    assert child(view, QLineEdit, "Sample").text() == "7"
    click(child(view, QToolButton, "Next sample"))
    desk.quiet()
    assert desk.view.sample == 8
    assert shown(desk).clean == picture(clean_of(desk, 8)[0])
    desk.store.set(selection=())
    assert shown(desk).clean == picture(clean_of(desk, 8)[0])

"""What the window says of a model that has no encoder: nothing that only samples could fill."""

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox

from aeviewer.app.kit.axes import AxesChoice
from aeviewer.app.models import shelf
from tests.app.conftest import Desk
from tests.app.hands import child
from tests.app.making import data_set, resting, state_of


@pytest.fixture
def gan(desk: Desk) -> Desk:
    """A GAN of six dimensions, with images that it cannot place."""
    data = data_set()
    state = state_of(data, "gan", latent=6, width=2)
    desk.engine.wiring.show(shelf.finished(resting(state, data)))
    desk.quiet()
    return desk


def test_probe_and_panel_promise_no_reconstruction(gan: Desk) -> None:
    probe, train = gan.parts.probe, gan.parts.train
    assert "No sample" in probe._input.accessibleDescription()
    assert probe._output.isHidden()
    assert "no encoder" in train._reconstructions.accessibleDescription()
    assert "no encoder" in probe.resample.toolTip()
    assert not probe.resample.isEnabled()


def test_the_box_for_the_reconstruction_is_there_with_a_sample(desk: Desk) -> None:
    output = desk.parts.probe._output
    assert not output.isHidden()
    desk.store.set(hidden=frozenset(range(10)))
    desk.quiet()
    assert output.isHidden()
    desk.store.set(hidden=frozenset())
    desk.quiet()
    assert not output.isHidden()


def test_no_sample_leaves_a_trail(gan: Desk) -> None:
    trails = child(gan.parts.time, QCheckBox, "Trails")
    assert not trails.isEnabled()
    assert "no encoder" in trails.toolTip()


def test_the_boxes_name_the_axes_of_the_map(gan: Desk) -> None:
    choice = child(gan.parts.probe, AxesChoice)
    boxes = choice.findChildren(QComboBox)
    assert [box.currentText() for box in boxes] == ["z1", "z2"]
    assert "no samples" in boxes[0].itemText(0)
    gan.store.set(axes=(4, 2))
    gan.quiet()
    assert [box.currentText() for box in boxes] == ["z5", "z3"]
    subject = gan.engine.wiring.subject
    assert subject is not None
    assert subject.placed is not None
    assert subject.placed.plane.names == ("z5", "z3")

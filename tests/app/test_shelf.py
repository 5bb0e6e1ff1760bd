from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from aeviewer.app.models import shelf
from aeviewer.app.models.placed import Placed
from aeviewer.app.trainings.trainer import Training
from aeviewer.data.images import DataSet
from aeviewer.errors import UserError
from aeviewer.training import checkpoint
from aeviewer.training.header import peek
from aeviewer.training.recording import keep
from tests.app.conftest import Offer
from tests.app.making import data_set, resting, save_trained, state_of


@pytest.fixture
def small(offer: Offer) -> DataSet:
    data = data_set()
    offer("small", data)
    return data


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "x.safetensors"


def training_of(data: DataSet) -> Training:
    state = state_of(data)
    return resting(state, data)


def test_a_checkpoint_with_its_images(path: Path, small: DataSet) -> None:
    saved = save_trained(path, small)
    opened = shelf.open_checkpoint(path)
    subject = opened.subject
    assert subject.title == "Variational autoencoder · Small"
    assert subject.data == "small"
    assert subject.images is not None
    assert torch.equal(subject.images.pixels, small.test.pixels)
    assert subject.placed is not None
    assert torch.equal(subject.placed.latents, saved.latents["mean"])
    assert subject.classes == ("a", "b", "c")
    assert subject.labels is not None
    assert subject.labels.tolist() == (np.arange(40) % 3).tolist()
    with subject.twins.reading() as (model, _):
        for name, value in model.state_dict().items():
            assert torch.equal(value, saved.weights[name])


def test_a_checkpoint_without_its_images(path: Path) -> None:
    save_trained(path, data_set("nobody has it"))
    subject = shelf.open_checkpoint(path).subject
    assert subject.images is None
    assert subject.placed is not None
    assert subject.labels is not None
    assert len(subject.labels) == len(subject.placed.points) == 40


def test_images_that_do_not_fit_are_left_out(path: Path, offer: Offer) -> None:
    offer("small", data_set(shape=(1, 9, 9)))
    save_trained(path, data_set())
    assert shelf.open_checkpoint(path).subject.images is None


def test_latents_of_other_images_are_left_out(path: Path, small: DataSet) -> None:
    saved = save_trained(path, small)
    fewer = {name: value[:5] for name, value in saved.latents.items()}
    checkpoint.save(replace(saved, latents=fewer), path)
    subject = shelf.open_checkpoint(path).subject
    assert subject.images is not None
    assert subject.placed is None


def test_a_run_is_opened_with_the_data_it_was_given(tmp_path: Path, small: DataSet) -> None:
    training = training_of(replace(small, name="its own name"))
    training.given = "small"
    keep(tmp_path, training.state, training.data, training.given)
    subject = shelf.open_checkpoint(tmp_path / "checkpoint.safetensors").subject
    assert subject.images is not None


@pytest.mark.parametrize("content", [b"", b"words", b"\x08\0\0\0\0\0\0\0{}      "])
def test_what_is_no_checkpoint(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(UserError, match=path.name):
        shelf.open_checkpoint(path)


def test_what_is_cut_off(path: Path, small: DataSet) -> None:
    save_trained(path, small)
    whole = path.read_bytes()
    for part in range(0, len(whole), len(whole) // 9):
        path.write_bytes(whole[:part])
        with pytest.raises(UserError):
            shelf.open_checkpoint(path)


def test_what_is_on_show_is_saved(path: Path, small: DataSet) -> None:
    save_trained(path, small)
    opened = shelf.open_checkpoint(path)
    shelf.save(shelf.copied(opened.subject), opened.subject, opened.header, path)
    again = shelf.open_checkpoint(path)
    assert again.header == opened.header.model_copy(update={"figures": {}})
    assert again.subject.placed is not None
    assert opened.subject.placed is not None
    assert torch.equal(again.subject.placed.latents, opened.subject.placed.latents)


def test_where_nothing_can_be_written(tmp_path: Path, small: DataSet) -> None:
    save_trained(tmp_path / "x.safetensors", small)
    opened = shelf.open_checkpoint(tmp_path / "x.safetensors")
    found = shelf.copied(opened.subject)
    with pytest.raises(UserError, match="choose another place"):
        shelf.save(found, opened.subject, opened.header, tmp_path / "no" / "x.safetensors")


def test_saved_while_it_trains_the_latents_are_those_of_the_weights(
    monkeypatch: pytest.MonkeyPatch, path: Path
) -> None:
    monkeypatch.setattr(shelf, "_LIVE_SAMPLES", 7)
    training = training_of(data_set())
    live = shelf.live(training)
    stale = live.with_placed(Placed.of(torch.zeros(3, 2)))  # fewer, and of other weights
    shelf.save(shelf.copied(stale), stale, shelf.header_of(training), path)
    header, latents = peek(path)
    assert latents is not None
    assert latents.labels is not None
    assert len(latents.mean) == len(latents.labels) == 7
    assert latents.mean.any()
    assert header.variant == training.state.variant


def test_without_latents_and_images_there_is_still_a_plane(
    monkeypatch: pytest.MonkeyPatch, path: Path, small: DataSet
) -> None:
    save_trained(path, small)
    found = checkpoint.load(path)
    checkpoint.save(checkpoint.Checkpoint(found.header, found.weights), path)
    monkeypatch.setattr(shelf, "at_hand", lambda _: False)
    monkeypatch.setattr(shelf, "sources", dict)
    subject = shelf.open_checkpoint(path).subject
    assert subject.placed is not None
    assert len(subject.placed.points) == 0
    assert subject.latent((0.5, -1.0), ()) is not None
    assert subject.placed.ranges


def test_a_training_shows_some_and_then_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "_LIVE_SAMPLES", 7)
    training = training_of(data_set())
    live, finished = shelf.live(training), shelf.finished(training)
    assert live.images is not None
    assert finished.images is not None
    assert (len(live.images), len(finished.images)) == (7, 40)
    assert live.twins is finished.twins is training.twins
    assert live.data == finished.data == training.data.name
    assert "in training" in live.title


def test_the_header_of_a_training_leaves_its_optimiser_alone() -> None:
    """The trainer's thread is at work on it."""
    training = training_of(data_set())
    header = shelf.header_of(training)
    assert (header.variant, header.data, header.step) == ("vae", "small", 0)
    for _, optimizer in training.state.objectives:
        assert not optimizer.state

"""Bits and errors against what a hand, Pillow and scikit-learn count."""

import io
import math

import numpy as np
import pytest
import torch
from PIL import Image
from sklearn import decomposition

from aeviewer.training.metrics import rate
from aeviewer.training.metrics.components import principal
from aeviewer.training.metrics.rate import Cost, Form, Steps
from aeviewer.zoo.capabilities import Conditional, Discrete, Sparse
from aeviewer.zoo.contract import Autoencoder, ImageShape
from aeviewer.zoo.registry import Model, find
from tests.app.making import images

SHAPE: ImageShape = (1, 8, 8)


def model_of(variant: str, shape: ImageShape = SHAPE, **knobs: object) -> Model:
    entry = find(variant)
    return entry.build(shape, entry.configure(knobs)).eval()


def some(count: int = 12, shape: ImageShape = SHAPE) -> torch.Tensor:
    return images(count, shape).floats(slice(None))


def encoder(model: Model) -> Autoencoder:  # type: ignore[type-arg]  # of any knobs
    assert isinstance(model, Autoencoder)
    return model


def test_psnr_of_a_case_made_by_hand() -> None:
    assert rate.psnr(784 * 0.01, 784) == pytest.approx(20.0)  # every pixel off by a tenth
    assert rate.psnr(0.25, 25) == pytest.approx(20.0)
    assert rate.psnr(0.0, 784) == math.inf
    x = torch.zeros(2, 1, 2, 2)
    y = x.clone()
    y[0, 0, 0, 0], y[1, 0, 1, 1] = 0.5, -0.25
    assert rate.squared(x, y) == pytest.approx(0.25 + 0.0625)


def test_costs_add_up() -> None:
    assert Cost(8.0, 1.5, 2) + Cost(4.0, 0.5, 1) == Cost(12.0, 2.0, 3)


@pytest.mark.parametrize("bits", [1, 3, 8])
def test_steps_are_equal_and_no_number_is_off_by_more_than_half_a_step(bits: int) -> None:
    z = torch.randn(200, 5, generator=torch.Generator().manual_seed(0)) * torch.arange(1, 6)
    steps = Steps.over(z, bits)
    indices, rounded = steps.indices(z), steps(z)
    width = (z.amax(0) - z.amin(0)) / 2**bits
    assert indices.min() == 0
    assert indices.max() == 2**bits - 1  # all numbers of so many bits, and no other
    assert ((rounded - z).abs() <= width / 2 * 1.001).all()
    assert len(set(rounded[:, 0].tolist())) <= 2**bits
    torch.testing.assert_close(steps(rounded), rounded)  # what is rounded stays


def test_a_number_that_never_varies_stays_what_it_is() -> None:
    z = torch.full((4, 1), 0.75)
    torch.testing.assert_close(Steps.over(z, 4)(z), z)


def test_a_model_costs_its_numbers() -> None:
    model, x = encoder(model_of("vanilla", latent=3, hidden=(8,))), some()
    with torch.no_grad():
        z = model.encode(x).mean
        steps = Steps.over(z, 4)
        found = rate.continuous(model, x, z, steps)
        y = model.decode(steps(z))
    assert (found.bits, found.count) == (12 * 3 * 4, 12)
    assert found.sse == pytest.approx((x - y).square().sum().item(), rel=1e-6)


def test_a_sparse_model_costs_a_bit_for_each_unit_and_its_active_numbers() -> None:
    model, x = encoder(model_of("sparse-topk")), some()
    assert isinstance(model, Sparse)
    with torch.no_grad():
        z = model.encode(x).mean
        found = rate.continuous(model, x, z, Steps.over(z, 6))
        assert torch.equal(Steps.over(z, 6)(z) == 0, z == 0)
    assert found.bits == z.numel() + 6 * int((z != 0).sum())
    assert found.bits < 6 * z.numel()


def test_the_class_that_a_model_is_told_is_paid_for() -> None:
    model, x = encoder(model_of("cvae", latent=2, hidden=(8,))), some()
    assert isinstance(model, Conditional)
    labels = torch.arange(12) % 3
    with torch.no_grad():
        z = model.encode_as(x, labels).mean
        found = rate.continuous(model, x, z, Steps.over(z, 5), labels)
    assert found.bits == pytest.approx(12 * (2 * 5 + math.log2(model.classes)))


def test_codes_cost_log2_of_the_codebook_for_each_cell_and_stage() -> None:
    vq, rvq = model_of("vq", codes=256), model_of("rvq", codes=64, stages=3)
    assert isinstance(vq, Discrete)
    assert isinstance(rvq, Discrete)
    cells = math.prod(vq.grid)
    assert rate.code_bits(vq, 1) == cells * 8
    assert [rate.code_bits(rvq, stages) for stages in (1, 2, 3)] == [
        math.prod(rvq.grid) * 6 * stages for stages in (1, 2, 3)
    ]
    x = some()
    with torch.no_grad():
        codes = rvq.codes(x)
        found = rate.discrete(rvq, x, codes, 2)
        expected = (x - rvq.decode_codes(codes[:, :2])).square().sum().item()
    assert (found.bits, found.count) == (12 * rate.code_bits(rvq, 2), 12)
    assert found.sse == pytest.approx(expected, rel=1e-6)


@pytest.mark.parametrize("shape", [(1, 28, 28), (3, 20, 17)])
@pytest.mark.parametrize("form", ["JPEG", "WEBP"])
def test_files_are_those_of_pillow(shape: ImageShape, form: Form) -> None:
    if not rate.can_write(form, shape):
        pytest.skip(f"this Pillow writes no {form}")
    x = some(3, shape)
    whole, own = rate.files(x, form, 50)
    bits, sse = 0, 0.0
    for image in x:
        pixels = (image.permute(1, 2, 0).numpy() * 255).round().astype(np.uint8).squeeze()
        buffer = io.BytesIO()
        Image.fromarray(pixels).save(buffer, form, quality=50)
        bits += 8 * len(buffer.getvalue())
        mode = "L" if shape[0] == 1 else "RGB"
        back = np.asarray(Image.open(buffer).convert(mode), np.float64)
        sse += float(np.square((pixels - back) / 255).sum())
    assert whole.bits == bits
    assert whole.sse == own.sse == pytest.approx(sse)
    assert 0 < own.bits < whole.bits


def test_what_is_left_out_of_a_jpeg_is_the_same_for_all_pictures_of_a_quality() -> None:
    pixels = [image[0].double().numpy() * 255 for image in some(4, (1, 28, 28))]
    files = [rate.encoded(image, "JPEG", 30) for image in (*pixels, np.zeros((28, 28)))]
    heads = {data[: rate.header_bytes(data) - 2] for data in files}
    assert len(heads) == 1
    assert all(data.endswith(b"\xff\xd9") for data in files)
    flat = len(files[-1]) - rate.header_bytes(files[-1])
    assert 8 * flat < 8 * 28  # sixteen blocks of nothing take some bits each


def test_no_file_is_written_of_two_channels() -> None:
    assert not rate.can_write("JPEG", (2, 8, 8))
    assert rate.can_write("JPEG", (3, 8, 8))


def test_pca_costs_what_scikit_learn_s_errs() -> None:
    known, x = images(200, SHAPE), some(50)
    *_, pca = principal(known, torch.arange(200), 16)
    assert pca is not None
    flat = x.flatten(1).numpy()
    reference = decomposition.PCA(16).fit(known.floats(slice(None)).flatten(1).numpy())
    back = reference.inverse_transform(reference.transform(flat)).clip(0, 1)
    with torch.no_grad():
        z = pca.encode(x).mean
        found = rate.continuous(pca, x, z, Steps.over(z, 16))
    assert found.bits == 50 * 16 * 16
    assert found.sse == pytest.approx(float(np.square(flat - back).sum()), rel=2e-2)

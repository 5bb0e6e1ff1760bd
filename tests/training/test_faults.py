"""Whatever file is called a checkpoint: one sentence, soon, and without taking much memory."""

import contextlib
import json
import pickle
import resource
import struct
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import safetensors.torch
import torch

from aeviewer.errors import UserError
from aeviewer.training import checkpoint
from aeviewer.training.header import peek
from aeviewer.training.run import describe, resume
from tests.training import small

BLOCK = 1024  # bytes in a unit of ru_maxrss, on Linux


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A sound checkpoint; opened once, so that what that imports is there before the clock runs."""
    path = tmp_path_factory.mktemp("sound") / "sound.safetensors"
    checkpoint.save(describe(small.state(), small.data(), with_latents=True), path)
    checkpoint.build(checkpoint.load(path), str(path))
    return path.read_bytes()


@pytest.fixture
def sound(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "sound.safetensors"
    path.write_bytes(content)
    return path


@pytest.fixture(autouse=True)
def _soon_and_small(content: bytes) -> Iterator[None]:
    peak, start = _peak(), time.process_time()  # its own: others may keep the machine busy
    yield
    assert time.process_time() - start < 2
    assert _peak() - peak < 200_000_000


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BLOCK


def refused(path: Path) -> str:
    """Open a file in each way there is; all say the same sentence, but for safetensors' own."""
    said = []
    for opened in (peek, lambda where: checkpoint.build(checkpoint.load(where), str(where))):
        with pytest.raises(UserError) as caught:
            opened(path)
        said.append(str(caught.value))
    assert "\n" not in said[0]
    assert path.name in said[0]
    assert len(said[0]) < 400 + len(str(path))
    assert said[0] == said[1] or "is not a readable checkpoint: " in said[0]
    return said[0]


def refused_when_built(path: Path) -> str:
    """For faults that the weights alone show: the header may be read."""
    with pytest.raises(UserError) as caught:
        checkpoint.build(checkpoint.load(path), path.name)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def written(path: Path, data: bytes) -> Path:
    bad = path.with_name("bad.safetensors")
    bad.write_bytes(data)
    return bad


def with_table(path: Path, table: bytes, body: bytes = b"") -> Path:
    return written(path, struct.pack("<Q", len(table)) + table + body)


def parts(path: Path) -> tuple[dict[str, Any], bytes]:
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    return json.loads(data[8 : 8 + length]), data[8 + length :]


def changed(path: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """A copy whose table was changed."""
    table, body = parts(path)
    change(table)
    return with_table(path, json.dumps(table).encode(), body)


def headed(path: Path, **fields: Any) -> Path:
    """A copy that says something else of itself."""

    def change(table: dict[str, Any]) -> None:
        header = json.loads(table["__metadata__"]["aeviewer"])
        table["__metadata__"]["aeviewer"] = json.dumps({**header, **fields})

    return changed(path, change)


def rebuilt(path: Path, change: Callable[[dict[str, torch.Tensor]], object]) -> Path:
    """A copy whose tensors were changed."""
    metadata = parts(path)[0]["__metadata__"]
    tensors = safetensors.torch.load(path.read_bytes())
    change(tensors)
    return written(path, safetensors.torch.save(tensors, metadata))


def test_a_sound_one_opens(sound: Path) -> None:
    header, latents = peek(sound)
    assert header.variant == "vae"
    assert latents is not None
    assert latents.mean.shape == (7, 2)
    built = checkpoint.build(checkpoint.load(sound), "it")
    assert not built.training
    live = small.state().model.state_dict()
    assert all(torch.equal(value, live[name]) for name, value in built.state_dict().items())


def test_missing(tmp_path: Path) -> None:
    assert "no such file or directory" in refused(tmp_path / "none.safetensors")


def test_a_folder(tmp_path: Path) -> None:
    assert "is not a file" in refused(tmp_path)


def test_empty(sound: Path) -> None:
    assert refused(written(sound, b"")).endswith("is empty")


@pytest.mark.parametrize("kept", [1, 7, 8, 9, 16, "half", "last"])
def test_cut_off(kept: int | str, sound: Path) -> None:
    data = sound.read_bytes()
    size = {"half": len(data) // 2, "last": len(data) - 1}.get(str(kept)) or int(kept)
    said = refused(written(sound, data[:size]))
    assert f"is incomplete: {size:,} of " in said
    assert said.endswith("bytes; copy or download it again")


def test_bytes_that_follow(sound: Path) -> None:
    assert "is damaged: " in refused(written(sound, sound.read_bytes() + b"x"))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 99, "a PNG picture"),
        (b"\xff\xd8\xff\xe0" + b"\x00" * 99, "a JPEG picture"),
        (b"<!DOCTYPE html><html>404</html>", "a web page"),
        (b"<html>503</html>", "a web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a Git LFS pointer"),
        (pickle.dumps({"a": 1}, protocol=2), "a pickle"),
        (pickle.dumps({"a": 1}, protocol=4), "a pickle"),
        (pickle.dumps({"a": 1}, protocol=5), "a pickle"),
    ],
)
def test_other_kinds_are_named(data: bytes, kind: str, sound: Path) -> None:
    assert f"is no checkpoint: it looks like {kind}" in refused(written(sound, data))


def test_a_pytorch_file_is_named_and_never_run(sound: Path, tmp_path: Path) -> None:
    class Evil:
        def __reduce__(self) -> tuple[Any, ...]:
            return Path.touch, (tmp_path / "ran",)

    bad = sound.with_name("bad.safetensors")
    torch.save(Evil(), bad)
    assert "a PyTorch pickle" in refused(bad)
    with zipfile.ZipFile(bad, "w") as archive:
        archive.writestr("data.pkl", pickle.dumps(Evil()))
    assert "a zip archive" in refused(bad)
    bad.write_bytes(pickle.dumps(Evil()))
    assert "a pickle" in refused(bad)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("length", [0x10280, 0x10480, 0x20580])
def test_a_length_that_reads_like_a_pickle_is_a_length(length: int, sound: Path) -> None:
    table, body = parts(sound)
    padded = with_table(sound, json.dumps(table).encode().ljust(length), body)
    assert peek(padded)[0].variant == "vae"
    checkpoint.build(checkpoint.load(padded), "it")


@pytest.mark.parametrize("length", [0, 10**7 + 1, 10**8 + 1, 2**53, 2**63, 2**64 - 1])
def test_a_length_beyond_reason(length: int, sound: Path) -> None:
    said = refused(written(sound, struct.pack("<Q", length) + sound.read_bytes()[8:]))
    assert said.endswith("is no checkpoint: it is not a safetensors file")


def test_zeros_alone(sound: Path) -> None:
    said = refused(written(sound, bytes(len(sound.read_bytes()))))
    assert said.endswith("it is not a safetensors file")


@pytest.mark.parametrize(
    "table",
    [
        b"{",
        b"{}}",
        b'{"a": nan}',
        b"{\xff\xfe}",
        b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        b'{"a": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"a": ' + b"9" * 5_000 + b"}",
        b'{"a": 1}',
        b'{"a": {}}',
        b'{"a": {"data_offsets": []}}',
        b'{"a": {"data_offsets": "xy"}}',
        b'{"a": {"data_offsets": [0, null]}}',
        b'{"a": {"data_offsets": [0, 1e400]}}',
        b'{"a": {"data_offsets": [0, 0]}, "a": {"data_offsets": [0, 0]}}',
    ],
    ids=lambda table: repr(table[:24]),
)
def test_a_table_that_makes_no_sense(table: bytes, sound: Path) -> None:
    assert refused(with_table(sound, table)).endswith("is no checkpoint: its header is damaged")


@pytest.mark.parametrize(
    "row",
    [
        {"data_offsets": [-4, 4]},
        {"data_offsets": [8, 0]},
        {"data_offsets": [4, 8]},
        {"data_offsets": [0, 2**63]},
        {"data_offsets": [0, 2**80]},
        {"shape": [-1]},
        {"shape": [2**62]},
        {"shape": [1.5]},
        {"shape": [1] * 5_000},
        {"shape": "x"},
        {"dtype": "F99"},
        {"dtype": "I64"},
        {"dtype": None},
    ],
    ids=str,
)
def test_a_row_that_makes_no_sense(row: dict[str, Any], sound: Path) -> None:
    refused(changed(sound, lambda table: table["weights.encoder.1.bias"].update(row)))


def test_no_metadata(sound: Path) -> None:
    said = "is a safetensors file, but not a checkpoint of aeviewer"
    assert refused(changed(sound, lambda table: table.pop("__metadata__"))).endswith(said)
    assert refused(changed(sound, lambda table: table["__metadata__"].clear())).endswith(said)


@pytest.mark.parametrize(
    "metadata", [5, [], "x", {"aeviewer": 5}, {"aeviewer": None}, {"aeviewer": {"format": 1}}]
)
def test_metadata_of_another_kind(metadata: Any, sound: Path) -> None:
    said = refused(changed(sound, lambda table: table.update(__metadata__=metadata)))
    assert said.endswith("not a checkpoint of aeviewer")


@pytest.mark.parametrize("text", ["", "x", "[]", "null", "{}", "[" * 50_000, '{"format": "x"}'])
def test_a_header_that_makes_no_sense(text: str, sound: Path) -> None:
    said = refused(changed(sound, lambda table: table["__metadata__"].update(aeviewer=text)))
    assert "is damaged: its " in said


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("image_shape", [1, 0, 28]),
        ("image_shape", [1, 28]),
        ("image_shape", [1, 10**12, 28]),
        ("image_shape", ["a", 1, 1]),
        ("variant", 5),
        ("variant", "x" * 1000),
        ("step", -1),
        ("step", "x"),
        ("knobs", []),
        ("classes", 3),
    ],
)
def test_a_field_out_of_its_bounds_is_named(field: str, value: Any, sound: Path) -> None:
    assert f"is damaged: its {field}" in refused(headed(sound, **{field: value}))


def test_an_unknown_variant(sound: Path) -> None:
    said = refused_when_built(headed(sound, variant="__import__('os')"))
    assert said.startswith("unknown model \"__import__('os')\"; known: aae, ")


def test_a_newer_format_is_told_and_the_file_is_untouched(sound: Path) -> None:
    newer = headed(sound, format=2, made_by="9.1", variant={"of": "the future"})
    before = newer.read_bytes()
    said = refused(newer)
    assert said.endswith(
        "was made by aeviewer 9.1, in format 2; this one reads up to format 1: update aeviewer"
    )
    assert newer.read_bytes() == before


@pytest.mark.parametrize("latent", [0, -1, 10**12, 513, "x", None, 1.5, [2]])
def test_a_latent_out_of_bounds(latent: Any, sound: Path) -> None:
    said = refused_when_built(headed(sound, knobs={"latent": latent, "hidden": [8]}))
    assert said == f"vae.latent is {latent}; it must lie in [1, 512]"


def test_sizes_that_would_fill_the_memory(sound: Path) -> None:
    knobs = {"latent": 2, "hidden": [16384] * 8}
    assert "bytes of weights; the bound is" in refused_when_built(headed(sound, knobs=knobs))
    large = headed(sound, image_shape=[64, 16384, 16384])
    assert "bytes of weights; the bound is" in refused_when_built(large)


def test_an_unknown_knob(sound: Path) -> None:
    assert "vae has no knob 'x'" in refused_when_built(headed(sound, knobs={"x": 1}))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_weights_that_are_not_finite(value: float, sound: Path) -> None:
    def spoil(tensors: dict[str, torch.Tensor]) -> None:
        tensors["weights.decoder.0.weight"][0, 0] = value

    said = refused_when_built(rebuilt(sound, spoil))
    assert said.endswith("contains NaN or infinity in decoder.0.weight: it cannot be shown")


def test_missing_extra_and_mismatched_tensors_are_listed(sound: Path) -> None:
    def spoil(tensors: dict[str, torch.Tensor]) -> None:
        tensors["weights.renamed"] = tensors.pop("weights.encoder.1.bias")
        tensors["weights.encoder.3.weight"] = torch.zeros(5, 8)
        tensors["weights.encoder.3.bias"] = torch.zeros(5)

    said = refused_when_built(rebuilt(sound, spoil))
    assert said.endswith(
        "does not fit its own header: encoder.1.bias is missing; renamed is unknown; "
        "encoder.3.weight is (5, 8) instead of (4, 8) and 1 more"
    )


def test_no_weights_at_all(sound: Path) -> None:
    def drop(tensors: dict[str, torch.Tensor]) -> None:
        for name in [name for name in tensors if name.startswith("weights.")]:
            del tensors[name]

    said = refused_when_built(rebuilt(sound, drop))
    assert "encoder.1.weight is missing; encoder.1.bias is missing; " in said


@pytest.mark.parametrize("dtype", [torch.float64, torch.float16, torch.bfloat16])
def test_other_floats_are_converted(dtype: torch.dtype, sound: Path) -> None:
    name = "weights.encoder.1.weight"
    path = rebuilt(sound, lambda tensors: tensors.update({name: tensors[name].to(dtype)}))
    built = checkpoint.build(checkpoint.load(path), "it").state_dict()["encoder.1.weight"]
    assert built.dtype == torch.float32


@pytest.mark.parametrize("dtype", [torch.int64, torch.uint8, torch.bool, torch.complex64])
def test_numbers_that_are_no_floats_are_refused(dtype: torch.dtype, sound: Path) -> None:
    name = "weights.encoder.1.bias"
    path = rebuilt(sound, lambda tensors: tensors.update({name: tensors[name].to(dtype)}))
    assert f"encoder.1.bias is (8,) of {dtype} instead of (8,)" in refused_when_built(path)


def test_floats_too_large_for_this_program_are_refused(sound: Path) -> None:
    name = "weights.encoder.1.bias"
    path = rebuilt(
        sound, lambda tensors: tensors.update({name: torch.full((8,), 1e300, dtype=torch.float64)})
    )
    assert "contains NaN or infinity in encoder.1.bias" in refused_when_built(path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("mean", torch.zeros(7)),
        ("mean", torch.zeros(6, 2)),
        ("std", torch.zeros(7, 3)),
        ("labels", torch.zeros(7, 2)),
        ("labels", torch.zeros(9, dtype=torch.int64)),
    ],
)
def test_latents_that_do_not_fit_together(name: str, value: torch.Tensor, sound: Path) -> None:
    bad = rebuilt(sound, lambda tensors: tensors.update({f"latents.{name}": value}))
    with pytest.raises(UserError, match="is damaged: its latents do not fit together"):
        peek(bad)


def test_latents_of_a_type_that_numpy_lacks(sound: Path) -> None:
    bad = rebuilt(
        sound, lambda tensors: tensors.update({"latents.mean": torch.zeros(7, 2).bfloat16()})
    )
    with pytest.raises(UserError, match=r"bad\.safetensors is not a readable checkpoint: "):
        peek(bad)


def _damage(path: Path, change: Callable[[dict[str, torch.Tensor]], object]) -> None:
    """Damage a run's checkpoint in place."""
    rebuilt(path, change).replace(path)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("generator", torch.zeros(5056, dtype=torch.uint8)),
        ("generator", torch.zeros(5056)),
        ("optimizer.elbo.0.exp_avg", torch.zeros(3)),
        ("optimizer.elbo.1.exp_avg_sq", torch.zeros(8, 2)),
    ],
)
def test_a_training_state_that_does_not_fit(name: str, value: torch.Tensor, tmp_path: Path) -> None:
    small.finish(tmp_path, small.state(), small.data())
    _damage(tmp_path / small.FILE, lambda tensors: tensors.update({f"training.{name}": value}))
    with pytest.raises(UserError, match=r"^the training state is damaged: "):
        resume(tmp_path, small.data(), small.CPU)


def test_a_run_whose_weights_are_not_finite_is_not_gone_on_with(tmp_path: Path) -> None:
    small.finish(tmp_path, small.state(), small.data())
    _damage(
        tmp_path / small.FILE, lambda tensors: tensors["weights.encoder.1.bias"].fill_(torch.nan)
    )
    with pytest.raises(UserError, match=r"contains NaN or infinity in encoder\.1\.bias"):
        resume(tmp_path, small.data(), small.CPU)


def test_any_single_byte_may_be_wrong(sound: Path) -> None:
    """What opens all the same holds numbers that could have been meant."""
    data = sound.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    generator = torch.Generator().manual_seed(0)
    for place in torch.randint(8 + length, (150,), generator=generator).tolist():
        bad = bytearray(data)
        bad[place] ^= 1 << (place % 8)
        path = written(sound, bytes(bad))
        with contextlib.suppress(UserError):
            checkpoint.build(checkpoint.load(path), path.name)

from pathlib import Path

import pytest

from aeviewer.app.look.theme import THEMES
from aeviewer.app.pages import PAGES as PAGES_OF_THE_WINDOW
from aeviewer.app.views.map.layer_table import LAYERS as LAYERS_OF_THE_MAP
from aeviewer.errors import UserError
from aeviewer.session import file, lesson
from aeviewer.session.lesson_words import LAYERS, PAGES, TERMS
from aeviewer.session.view import Anchor, Camera, Slot, Spoil, View
from aeviewer.training.bundled import bundled

FRONT = '+++\ntitle = "Two steps"\nminutes = 3\nsources = ["A paper"]\n+++\n'

WHOLE = (
    FRONT
    + r"""# The first
Some *text*.

```math
L = \term{reconstruction}{\lVert x - \hat{x} \rVert^2} + \term{kl}{D} + \term{kl}{E}
```
```state
model = "digits-vanilla-2d"
page = "mix"
cursor = [0.5, -1]
layers = ["manifold", "points"]
hidden = [1, 2]
knobs = { beta = 4.0 }
anchors = [{ point = [0, 1] }, { point = [1, 1], sample = 4 }]

[spoil]
level = 0.3

[camera]
centre = [0, 0]
span = 8
```

```highlight
map
probe
```

More text:

```python
# no heading
```

```question
What?
```
```answer
That.
```
```notes
Wait.
```

# The second
Only text.
"""
)


@pytest.fixture
def write(tmp_path: Path) -> Path:
    return tmp_path / "own.md"


def test_a_lesson_is_read_whole(write: Path) -> None:
    write.write_text(WHOLE)
    found = lesson.read(write)
    first, second = found.steps
    assert (found.title, found.minutes, found.sources) == ("Two steps", 3, ("A paper",))
    assert found.name == str(write)
    assert first.title == "The first"
    assert first.text == "Some *text*.\n\n\n\nMore text:\n\n```python\n# no heading\n```"
    assert first.terms == ("reconstruction", "kl")
    assert first.highlight == ("map", "probe")
    assert (first.question, first.answer, first.notes) == ("What?", "That.", "Wait.")
    assert WHOLE.split("\n")[first.line - 1] == "# The first"
    assert WHOLE.split("\n")[first.equation_line - 1].startswith("L =")
    assert first.view == View(
        slots=(Slot(model="digits-vanilla-2d"),),
        variant="vanilla",
        page="mix",
        cursor=(0.5, -1.0),
        layers=("manifold", "points"),
        hidden=frozenset({1, 2}),
        knobs=(("beta", 4.0),),
        anchors=(Anchor((0.0, 1.0)), Anchor((1.0, 1.0), 4)),
        spoil=Spoil(level=0.3),
        camera=Camera((0.0, 0.0), 8.0),
        lesson=str(write),
    )
    assert second.view == View(lesson=str(write), lesson_step=1)
    assert second.text == "Only text."


def test_the_view_of_a_step_is_a_session_too(write: Path) -> None:
    write.write_text(WHOLE)
    for step in lesson.read(write).steps:
        assert file.from_text(file.to_text(step.view), "the step") == step.view


def state(text: str) -> str:
    return FRONT + f"# One\n```state\n{text}\n```\n"


BROKEN = {
    "no front": ("# One\n", 1, "begins with +++"),
    "front not ended": ("+++\ntitle = 'x'\n# One\n", 1, "not ended"),
    "front no toml": ("+++\ntitle = 'x'\nminutes = three\n+++\n# One\n", 3, "no TOML"),
    "no title": ("+++\nminutes = 3\n+++\n# One\n", 1, "no title"),
    "unknown front": ("+++\ntitle = 'x'\nminuts = 3\n+++\n# One\n", 3, "mean minutes?"),
    "minutes of a wrong type": ("+++\ntitle = 'x'\nminutes = '3'\n+++\n# One\n", 3, "minutes: "),
    "no steps": (FRONT, 6, "no steps"),
    "text before a step": (FRONT + "\nHello\n# One\n", 7, "first step needs a heading"),
    "step without a title": (FRONT + "# One\n\n#\nText\n", 8, "no title"),
    "unended fence": (FRONT + "# One\n```state\npage = 'map'\n", 7, "not ended"),
    "misspelt fence": (FRONT + "# One\n```sate\npage = 'map'\n```\n", 7, "did you mean state?"),
    "second state": (FRONT + "# One\n```notes\na\n```\n```notes\nb\n```\n", 10, "a second notes"),
    "answer alone": (FRONT + "# One\n```answer\na\n```\n", 8, "no question"),
    "no toml": (state("page = 'map'\ncursor = [1, "), 9, "no TOML"),
    "no toml either": (state("page = 'map'\n= 3\n"), 9, "no TOML"),
    "unknown field": (state("page = 'map'\nlayer = ['points']"), 9, "did you mean layers?"),
    "unknown inner field": (state("[spoil]\nlevle = 3"), 8, "spoil.levle is unknown"),
    "wrong type": (state("page = 'map'\ncursor = ['a', 'b']"), 9, "cursor.0: "),
    "too many numbers": (state("cursor = [1, 2, 3]"), 8, "list should have at most 2 items, not 3"),
    "wrong kind of number": (state("t = '0.5'"), 8, "t: "),
    "wrong choice": (state("path = 'straight'"), 8, "'lerp', 'slerp' or 'geodesic'"),
    "endless": (state("t = inf"), 8, "t: "),
    "unknown page": (state("page = 'mixx'"), 8, "did you mean mix?"),
    "unknown layer": (state("layers = ['points',\n 'holse']"), 8, "did you mean holes?"),
    "unknown model": (state("model = 'mnist-vae-3d'"), 8, "there is no checkpoint mnist-vae-3d"),
    "model of a wrong type": (state("model = 3"), 8, "model is a name or a file"),
    "model that is none": (state("model = 'own.md'"), 8, "own.md"),
    "unknown other": (state("others = ['digits-vq', 'no']"), 8, "there is no checkpoint no"),
    "theme": (state("theme = 'dark'"), 8, "does not set theme"),
    "slots": (state("slots = []"), 8, "model = "),
    "unknown part": (FRONT + "# One\n```highlight\nmap\nprob\n```\n", 9, "did you mean probe?"),
    "open brace": (FRONT + "# One\n```math\na\n\\frac{1}{2\n```\n", 9, "brace that is not closed"),
    "closed brace": (FRONT + "# One\n```math\n\\{ a }\n```\n", 8, "brace that is not open"),
    "empty math": (FRONT + "# One\n```math\n```\n", 7, "is empty"),
    "unknown term": (
        FRONT + "# One\n```math\nL =\n\\term{k1}{D}\n```\n",
        9,
        "k1 is no term of a loss; did you mean kl?",
    ),
    "term without braces": (FRONT + "# One\n```math\n\\term{kl} D\n```\n", 8, "\\term{NAME}{...}"),
}


@pytest.mark.parametrize(("text", "line", "words"), BROKEN.values(), ids=BROKEN)
def test_a_mistake_is_told_with_file_and_line(
    write: Path, text: str, line: int, words: str
) -> None:
    write.write_text(text)
    with pytest.raises(UserError) as caught:
        lesson.read(write)
    assert str(caught.value).startswith(f"own.md, line {line}: ")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_text_of_another_encoding_is_told(write: Path) -> None:
    write.write_bytes(FRONT.encode() + b"# One\nna\xefve\n")
    with pytest.raises(UserError, match=r"own.md, line 7: .*UTF-8"):
        lesson.read(write)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"cannot read .*none.md: No such file"):
        lesson.read(tmp_path / "none.md")


def test_a_lesson_is_found_by_its_name_its_number_or_both(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(lesson, "folder", lambda: tmp_path)
    monkeypatch.chdir(tmp_path)
    for name in ("02-b.md", "01-a.md", "README.md", "own.md"):
        (tmp_path / name).write_text(WHOLE)
    assert list(lesson.lessons()) == ["01-a", "02-b"]
    assert lesson.resolve("a") == lesson.resolve("01-a") == tmp_path / "01-a.md"
    assert lesson.resolve("2") == lesson.resolve("02") == tmp_path / "02-b.md"
    assert lesson.resolve("own.md") == tmp_path / "own.md"
    assert lesson.read(tmp_path / "01-a.md").name == "01-a"
    with pytest.raises(UserError, match=r"there is no lesson c; .* 01-a, 02-b"):
        lesson.resolve("c")


def test_a_model_may_lie_beside_its_lesson(write: Path) -> None:
    (write.parent / "mine.safetensors").write_bytes(bundled()["digits-vq"].read_bytes())
    write.write_text(state('model = "mine.safetensors"'))
    (step,) = lesson.read(write).steps
    assert step.view.slots[0].model == str(write.parent / "mine.safetensors")
    assert step.view.variant == "vq"


def test_the_words_are_those_of_the_window() -> None:
    assert ("map", *(page.name for page in PAGES_OF_THE_WINDOW)) == PAGES
    assert tuple(layer.name for layer in LAYERS_OF_THE_MAP) == LAYERS
    for theme in THEMES.values():
        assert set(TERMS) == set(theme.terms)

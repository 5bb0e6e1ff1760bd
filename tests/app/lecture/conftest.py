"""A short lesson, and the window that presents it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.app.conftest import BUNDLED, Desk

LESSON = """+++
title = "A short lesson"
summary = "Three steps."
minutes = 10
+++
# The map
A plane, and **what** lies in it.

```math
\\\\mathcal{{L}} = \\\\term{{reconstruction}}{{a}} + \\\\term{{kl}}{{b}}
```

```state
model = "{model}"
cursor = [0.5, -1.0]
```

```notes
Point at the middle. ![a picture](http://example.com/picture.png)
```

```question
What is in the middle?
```

```answer
Nothing much.
```

# A path
From one to the other.

```state
model = "{model}"
anchors = [{{point = [0.0, 0.0]}}, {{point = [1.0, 1.0]}}]
t = 0.25
```

```highlight
path
curves
```

# Another page

```state
model = "{model}"
page = "traversal"
```
"""


@pytest.fixture
def lesson(tmp_path: Path, bundle: Path) -> Path:
    """The file of a lesson of three steps on the bundled model."""
    path = tmp_path / "short.md"
    path.write_text(LESSON.replace("\\\\", "\\").format(model=BUNDLED), encoding="utf-8")
    return path


@pytest.fixture
def talk(desk: Desk, lesson: Path) -> Iterator[Desk]:
    """The window before an audience, at the first step."""
    desk.program.open_lesson(str(lesson))
    desk.quiet()
    desk.act("present")
    desk.quiet()
    desk.window.resize(1024, 768)  # as on a projector
    desk.quiet()
    yield desk
    desk.program.lecture.end()


def key(desk: Desk, *keys: Qt.Key) -> None:
    """Press keys as a clicker does: whoever has the focus would get them."""
    for each in keys:
        QTest.keyClick(QApplication.focusWidget() or desk.window, each)

"""What the commands ask for: a type for each word of the command line, with the help it has."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

JSON_HELP = "Print one JSON object, and nothing else there."
DEVICE_HELP = "auto, cpu, cuda:0 and so on, or mps."
THREADS_HELP = "Threads of the CPU. All cores but one."

Json = Annotated[bool, Parameter(help=JSON_HELP)]
Device = Annotated[str, Parameter(help=DEVICE_HELP)]
Threads = Annotated[int | None, Parameter(help=THREADS_HELP)]
Shown = Annotated[
    str,
    Parameter(
        help="Checkpoint, run folder or name of a bundled model; a .json file of a copied state; a "
        "lesson's name, number or file."
    ),
]
State = Annotated[Path | None, Parameter(help="File of a copied state. The bundled model.")]
Checkpoint = Annotated[str, Parameter(help="Checkpoint, run folder or name of a bundled model.")]
Resume = Annotated[Path | None, Parameter(help="Run folder; what was asked for stands in it.")]
Data = Annotated[
    str | None, Parameter(help="Name or folder of a data set, if not the model's own.")
]
Normal = Annotated[
    str | None,
    Parameter(
        help="Classes that are normal, such as 3,5, the rest being anomalies to find; those that "
        "the model was trained on, if not all."
    ),
]
Draws = Annotated[
    int, Parameter(help="Draws of z an image for the importance-weighted bound of a VAE.")
]
Measure = Annotated[bool, Parameter(help="Measure anew what carries its figures, too.")]
Markdown = Annotated[bool, Parameter(help="Print the table for a README.")]
What = Annotated[
    Literal["models", "data", "pretrained", "lessons"],
    Parameter(help="Models of the zoo, data sets known by name, bundled models, or lessons."),
]
Out = Annotated[Path, Parameter(help="Folder for the PNG files.")]
Size = Annotated[str, Parameter(help="Width and height of the window in pixels, WxH.")]
Theme = Annotated[
    Literal["light", "dark", "contrast", "projector"] | None,
    Parameter(help="Colours. The state's own, or light."),
]
Lesson = Annotated[
    str | None,
    Parameter(
        help="Name or number of a bundled lesson, or a file of one. Without it, they are listed."
    ),
]
Screen = Annotated[
    int | None,
    Parameter(help="The screen of the audience, from 1. The one that is not your own."),
]
Render = Annotated[
    str,
    Parameter(
        help="File of a copied state, of a walk or of another lesson; checkpoint, run folder or "
        "name of a bundled model."
    ),
]
Picture = Annotated[
    Path,
    Parameter(
        help="The file: .png, .svg or .pdf for a picture, .gif, .webp or .mp4 for a film, .csv for "
        "the numbers behind it."
    ),
]
View = Annotated[
    str,
    Parameter(
        help="map, path, probe, picture (at the cursor), curves, window, a page's name; or, of "
        "many pictures, sheet-selection, sheet-samples, sheet-map, sheet-path, sheet-codebook."
    ),
]
Sides = Annotated[
    str | None, Parameter(help="Width and height in pixels, WxH. What suits the view.")
]
Scale = Annotated[int, Parameter(help="Pixels of the picture to each of these, from 1 to 8.")]
Motion = Annotated[
    Literal["path", "time", "walk"] | None,
    Parameter(
        help="A film goes along the path and back, through the moments of a run, or the way of a "
        "recorded walk. The walk of a file that holds one, else the path."
    ),
]
Frames = Annotated[
    int,
    Parameter(
        help="Pictures of a film, from 2 to 1000, at most; a walk that would need more plays "
        "faster."
    ),
]
Fps = Annotated[int, Parameter(help="Pictures of a film in a second, from 1 to 60.")]
Count = Annotated[int, Parameter(help="Pictures of a contact sheet, from 1 to 400.")]
Handout = Annotated[
    Path | None, Parameter(help="The file: .html or .pdf. LESSON.html in this folder.")
]
Notes = Annotated[bool, Parameter(help="With the presenter's notes.")]
All = Annotated[
    Path | None, Parameter(name="--all", help="Folder for those of all bundled lessons, as both.")
]
Remove = Annotated[bool, Parameter(help="Take away what it wrote.")]
Name = Annotated[str, Parameter(help="One of those that `aeviewer list data` lists.")]

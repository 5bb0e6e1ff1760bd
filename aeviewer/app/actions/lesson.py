"""A lesson and its steps."""

from aeviewer.app.actions.action import Action
from aeviewer.words import N_

LESSON = (
    Action(
        "lessons",
        N_("Lessons"),
        N_("Choose a lesson: a course from the first autoencoder to the loss laboratory"),
        "ph.graduation-cap",
        ("Ctrl+L",),
    ),
    Action(
        "lesson_next",
        N_("Next step"),
        N_("Go to the next step of the lesson"),
        "ph.arrow-right",
        ("Alt+Right",),
        enabled=lambda status: status.lesson,
    ),
    Action(
        "lesson_back",
        N_("Step before"),
        N_("Go to the step of the lesson before"),
        "ph.arrow-left",
        ("Alt+Left",),
        enabled=lambda status: status.lesson,
    ),
    Action(
        "lesson_again",
        N_("Step again"),
        N_("Look again at what the step of the lesson shows"),
        "ph.arrow-counter-clockwise",
        ("Alt+Up",),
        enabled=lambda status: status.lesson,
    ),
    Action(
        "record",
        N_("Record a walk"),
        N_(
            "Write down what you show, for ten minutes at most, until you press it again; it "
            "becomes a lesson, with a step wherever you rest for two seconds"
        ),
        "ph.record",
        ("Ctrl+Shift+R",),
        enabled=lambda status: status.loaded,
        checked=lambda status: status.recording,
    ),
    Action(
        "play_walk",
        N_("Play the walk"),
        N_("Go from step to step as it was recorded; again, or a touch of the map, pauses it"),
        "ph.play-circle",
        ("Alt+Down",),
        enabled=lambda status: status.walk and not status.recording,
        checked=lambda status: status.playing,
    ),
    Action(
        "handout",
        N_("Handout of the lesson"),
        N_("Make a file to take home: the words, equations and pictures of all steps"),
        "ph.file-text",
        enabled=lambda status: status.lesson and status.loaded,
    ),
    Action(
        "lesson_close",
        N_("Close lesson"),
        N_("Put the lesson away; what is shown stays"),
        "ph.x",
        enabled=lambda status: status.lesson,
    ),
)

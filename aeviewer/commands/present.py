"""`aeviewer present`: a lesson before an audience, at its first step."""

from aeviewer.commands.usage import UsageError
from aeviewer.session.lesson import read, resolve
from aeviewer.session.opening import demand_model


def present(lesson: str, screen: int | None) -> int:
    """Begin a lecture, once its lesson is known to be good.

    Args:
        lesson: a bundled one's name, its number, both, or a file.
        screen: the audience's, from 1; None for the one that is not the presenter's own.

    Raises:
        UserError: there is no such lesson, or something in it is wrong.
        UsageError: there can be no such screen.
    """
    if screen is not None and screen < 1:
        raise UsageError(f"screen is {screen}; it must be 1 or more, as they are counted from 1")
    found = read(resolve(lesson))
    first = found.steps[0].view
    demand_model(first, found.path.name)
    from aeviewer.app.start.run import Talk, run  # Qt, after the lesson is known to be good

    return run([], first, Talk(None if screen is None else screen - 1))

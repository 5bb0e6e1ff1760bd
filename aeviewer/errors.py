"""The one exception that is meant for the person in front of the program."""


class UserError(Exception):
    """Something asked for cannot be done.

    Its text is one sentence that names the value, the bound and what to do. The window shows it in
    the message bar, the command line prints it and leaves with code 1; neither shows a traceback.
    """

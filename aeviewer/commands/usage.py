"""The mistake of the one who typed."""

from aeviewer.errors import UserError


class UsageError(UserError):
    """Words that do not go together; the command line leaves with code 2, not 1."""

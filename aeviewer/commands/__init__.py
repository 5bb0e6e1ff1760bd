"""The bodies of the command line's commands; each returns an exit code."""

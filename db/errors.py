"""The base of every error that a person can act on: the command prints it as one line."""


class RoxhamError(Exception):
    """Says what is wrong and names the file, key or URL. Subclasses stand where they are raised."""

    exit_code = 1

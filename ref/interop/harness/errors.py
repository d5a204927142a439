"""What stops a run or a server before anything was tested."""


class SetupError(Exception):
    """Something that is needed is not there; the text says what to do."""

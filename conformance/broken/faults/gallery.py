"""The gallery: every fault by name, with the statement of the specification that it breaks.

A fault is a function that patches CPython's http.client in this process and returns nothing. Its
name is that of the function, its description the function's docstring, of one line. What it breaks is the
id of a clause or a behaviour, which a scenario that catches the fault has to cite.
"""

import functools
import inspect

FAULTS = {}  # by name, in the order of their definition


class Fault:
    """One way to be wrong."""

    def __init__(self, patch, breaks, since):
        self.name = patch.__name__.replace("_", "-")
        self.description = inspect.getdoc(patch)
        self.patch = patch
        self.breaks = breaks
        self.since = since  # the first edition of http.client in which it is a fault

    def exists_in(self, edition):
        return edition >= self.since

    @property
    def edition(self):
        return "%d.%d" % self.since


def fault(breaks, since=(3, 8)):
    """Enters the function below into the gallery, as a fault that breaks the statement of this id."""
    def enter(patch):
        entry = Fault(patch, breaks, since)
        if FAULTS.setdefault(entry.name, entry) is not entry:
            raise ValueError("two faults are called %s" % entry.name)
        return patch
    return enter


def replace(owner, name):
    """Puts the function below in the place of owner's; it is given the former one first."""
    def put(replacement):
        former = getattr(owner, name)

        @functools.wraps(former)
        def replaced(*args, **kwargs):
            return replacement(former, *args, **kwargs)

        is_static = isinstance(inspect.getattr_static(owner, name), staticmethod)
        setattr(owner, name, staticmethod(replaced) if is_static else replaced)
        return replacement
    return put


def during(owner, name, value, function, *args, **kwargs):
    """Calls the function while owner has this attribute, which is then as it was."""
    former = getattr(owner, name)
    setattr(owner, name, value)
    try:
        return function(*args, **kwargs)
    finally:
        setattr(owner, name, former)

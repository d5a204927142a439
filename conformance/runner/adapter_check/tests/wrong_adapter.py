#!/usr/bin/env python3
"""The adapter of CPython with one thing wrong, which the command line names. For the tests of check-adapter alone."""

import importlib.util
import json
import os
import pathlib
import sys

PLACE = pathlib.Path(__file__).resolve().parents[3] / "adapters" / "cpython" / "adapter.py"
SPECIFICATION = importlib.util.spec_from_file_location("adapter", PLACE)
adapter = importlib.util.module_from_spec(SPECIFICATION)
SPECIFICATION.loader.exec_module(adapter)

right = dict(vars(adapter))  # the functions as they were


def replace(name):
    """A decorator that puts a function in the place of the adapter's."""
    return lambda function: setattr(adapter, name, function)


def unknown_capability():
    adapter.CAPABILITIES.append("teleport")


def dies_at_hello():
    sys.exit("no such luck")


def other_id():
    @replace("write")
    def write(answers, message):
        if "result" in message:
            message["result"]["id"] += 1
        right["write"](answers, message)


def declares_what_it_lacks():
    @replace("method_of")
    def method_of(subject, name):
        if name == "set_tunnel":
            raise adapter.Unsupported("not here")
        return right["method_of"](subject, name)


def crashes_at_unknown_names():
    @replace("method_of")
    def method_of(subject, name):
        return right["method_of"](subject, name) if name != "no_such_function" else os.abort()


def executes_unbound_steps():
    adapter.DECODERS["ref"] = lambda name, variables: variables.get(name)
    adapter.decode_reference = adapter.DECODERS["ref"]


def writes_large_numbers():
    adapter.ENCODERS[int] = lambda value: value


def mixes_tuples_and_lists():
    adapter.ENCODERS[tuple] = adapter.encode_list


def keeps_variables():
    class Session(adapter.Session):
        kept = {}

        def __init__(self, variables, captured):
            super().__init__(variables, captured)
            self.variables = {**self.kept, **self.variables}

        def release(self):
            self.kept.update(self.variables)
            super().release()

    adapter.Session = Session


def releases_with_the_answer():
    sessions = []

    class Session(adapter.Session):
        def __init__(self, *arguments):
            super().__init__(*arguments)
            sessions.append(self)

    adapter.Session = Session

    @replace("write")
    def write(answers, message):
        if "result" in message:
            sessions.pop().release()
        right["write"](answers, message)


def fails_at_quit():
    @replace("serve")
    def serve(*arguments):
        right["serve"](*arguments)
        sys.exit(3)


def is_silent_at_nonsense():
    @replace("serve")
    def serve(*arguments):
        try:
            right["serve"](*arguments)
        except adapter.IllFormed:
            os._exit(2)


def ends_well_at_nonsense():
    @replace("serve")
    def serve(*arguments):
        try:
            right["serve"](*arguments)
        except adapter.IllFormed as error:
            print(error, file=sys.stderr)


def takes_unknown_members():
    adapter.STEP_MEMBERS["value"] = (frozenset(["value"]), frozenset(["value", "as", "more"]))


globals()[sys.argv[1]]()
sys.exit(adapter.main())

#!/usr/bin/env python3
"""A wrong client: CPython's adapter, whose http.client has one fault of the gallery."""

import argparse
import importlib.util
import pathlib
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER))

import faults  # noqa: E402 (the folder of this program is no path of isolated interpreters)


def parse_arguments():
    parser = argparse.ArgumentParser(
        prog="adapter.py", description="Speaks the adapter protocol for CPython's http.client with one fault in it.")
    parser.add_argument("fault", nargs="?", help="a name that --list shows; without one the client is right")
    parser.add_argument("--list", action="store_true", help="list the faults, and end")
    parser.add_argument("--markdown", action="store_true", help="write the faults as the table of README.md, and end")
    arguments = parser.parse_args()
    if arguments.fault is not None and arguments.fault not in faults.FAULTS:
        parser.error("there is no fault called %r; --list shows those there are" % arguments.fault)
    return arguments


def text_list():
    width = max(map(len, faults.FAULTS))
    return "".join("%-*s  %s\n" % (width, fault.name, fault.description) for fault in faults.FAULTS.values())


def markdown_table():
    lines = ["| fault | what it does | breaks | since |\n", "|---|---|---|---|\n"]
    for fault in faults.FAULTS.values():
        lines.append("| `%s` | %s | `%s` | %s |\n" % (fault.name, fault.description, fault.breaks, fault.edition))
    return "".join(lines)


def cpython_adapter():
    place = FOLDER.parent / "adapters" / "cpython" / "adapter.py"
    specification = importlib.util.spec_from_file_location("cpython_adapter", place)
    adapter = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(adapter)
    return adapter


def main():
    arguments = parse_arguments()
    if arguments.list or arguments.markdown:
        sys.stdout.write(text_list() if arguments.list else markdown_table())
        return 0
    adapter = cpython_adapter()
    if arguments.fault is not None:
        faults.FAULTS[arguments.fault].patch()
    return adapter.main()


if __name__ == "__main__":
    sys.exit(main())

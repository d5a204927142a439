"""CPython's adapter under coverage.py: traced_adapter.py DATA-FILE, whose name a number is added to.

hcspec takes the end of an adapter's output for its end. So the output is held open until the data is saved.
"""

import os
import pathlib
import runpy
import sys

import coverage

ADAPTER = pathlib.Path(__file__).resolve().parent.parent / "adapters" / "cpython" / "adapter.py"


def main():
    held_open = os.dup(1)
    measured = coverage.Coverage(data_file=sys.argv.pop(1), data_suffix=True, branch=True,
                                 include=[os.path.join(os.path.dirname(os.__file__), "http", "client.py")])
    measured.start()
    try:
        runpy.run_path(str(ADAPTER), run_name="__main__")
    finally:
        measured.stop()
        measured.save()
        os.close(held_open)


if __name__ == "__main__":
    main()

"""Writes the linker's version script of the shared library: what the public headers declare is exported, and nothing
else.

    python3 exports.py OUTPUT HEADER...
"""

import pathlib
import re
import sys

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
# A prototype begins at the left margin; a typedef of a function type and an inline function are no symbols.
PROTOTYPE = re.compile(r"^(?!typedef\b|static\b|#|\s)[^;{}()]*\b(hc_\w+)\([^;{}]*\)\s*;", re.MULTILINE)


def declared_functions(header_text):
    """The names of the functions that a header declares, in its order."""
    return PROTOTYPE.findall(COMMENT.sub("", header_text))


def version_script(names):
    exported = "".join(f"    {name};\n" for name in sorted(names))
    return "{\n  global:\n" + exported + "  local:\n    *;\n};\n"


def main(output, *headers):
    names = [name for header in headers for name in declared_functions(pathlib.Path(header).read_text("utf-8"))]
    if not names:
        sys.exit("exports.py: the headers declare no function")
    pathlib.Path(output).write_text(version_script(names), "utf-8")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("usage: python3 exports.py OUTPUT HEADER...")
    main(*sys.argv[1:])

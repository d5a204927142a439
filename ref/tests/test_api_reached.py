"""Checks that the tests reach the whole public interface: every function that a public header declares or defines is
called in a test source, and every kind of error that the library raises is named in one.

    python3 test_api_reached.py --headers DIR --library DIR [--functions-only] SOURCE...

Exit status: 0 all is reached, 1 something is not (it is listed), 2 usage.
"""

import argparse
import pathlib
import re
import sys

COMMENT_OR_STRING = re.compile(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.DOTALL)
# A function begins at the left margin; a typedef of a function type does not count.
FUNCTION = re.compile(r"^(?!typedef\b|#|\s)[^;{}()]*\b(hc_\w+)\([^;{}]*\)\s*[;{]", re.MULTILINE)
KINDS = re.compile(r"enum hc_kind \{(.*?)\}", re.DOTALL)
# What only describes the kinds; naming one there does not raise it.
DESCRIPTIONS = {"kind.c"}
# The table of all kinds; naming one there does not expect it.
TABLES = {"test_error.c"}


def code_of(path):
    """The text of a source without comments and strings."""
    return COMMENT_OR_STRING.sub(" ", path.read_text("utf-8"))


def declared_functions(headers):
    return sorted({name for header in headers for name in FUNCTION.findall(code_of(header))})


def uncalled(functions, sources):
    called = set(re.findall(r"\b(hc_\w+)\s*\(", "\n".join(map(code_of, sources))))
    return [name for name in functions if name not in called]


def names_in(paths):
    return set(re.findall(r"\bHC_\w+", "\n".join(map(code_of, paths))))


def unexpected_kinds(headers, library, sources):
    """The kinds that the library raises and that no test names."""
    listed = "".join(match for header in headers for match in KINDS.findall(code_of(header)))
    kinds = set(re.findall(r"\bHC_\w+", listed))
    raised = names_in(path for path in library if path.name not in DESCRIPTIONS)
    expected = names_in(path for path in sources if path.name not in TABLES)
    return sorted(kinds & raised - expected)


def main():
    parser = argparse.ArgumentParser(description="Do the tests reach the whole public interface?")
    parser.add_argument("--headers", type=pathlib.Path, required=True, help="folder of the public headers")
    parser.add_argument("--library", type=pathlib.Path, required=True, help="folder of the library's sources")
    parser.add_argument("--functions-only", action="store_true", help="do not look at kinds of errors")
    parser.add_argument("sources", type=pathlib.Path, nargs="+", help="test sources")
    arguments = parser.parse_args()

    headers = sorted(arguments.headers.glob("*.h"))
    functions = declared_functions(headers)
    if not functions:
        parser.error(f"no function is declared in {arguments.headers}")
    missing = [f"{name}() is called by no test" for name in uncalled(functions, arguments.sources)]
    if not arguments.functions_only:
        library = sorted(arguments.library.glob("*.c"))
        missing += [f"{kind} is expected by no test" for kind in unexpected_kinds(headers, library, arguments.sources)]
    for line in missing:
        print(line)
    print(f"{len(functions)} functions, {len(missing)} complaints")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())

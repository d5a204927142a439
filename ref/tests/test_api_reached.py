"""Checks that sources, such as the tests, reach the whole public interface: every function that a public header declares
or defines is called in one of them, and every kind of error that the library raises is named in one.

    python3 test_api_reached.py --headers DIR --library DIR [--functions-only] [--unreached FILE] SOURCE...

FILE lists functions that no source calls, each on a line with a tab and why, after a line of headings. The list is to be
complete and true: a function on it that is called, or that there is not, is complained of, too.

Exit status: 0 all is reached, 1 something is not (it is listed), 2 usage.
"""

import argparse
import pathlib
import re
import sys

COMMENT_OR_STRING = re.compile(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.DOTALL)
# A function begins at the left margin; a typedef of a function type does not count.
FUNCTION = re.compile(r"^(?!typedef\b|#|\s)[^;{}()]*\b(hc_\w+)\([^;{}]*\)\s*[;{]", re.MULTILINE)
# A call, or a function that is handed on to be called.
CALLED = re.compile(r"\b(?<!struct )(hc_\w+)\s*[(),}]")
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


def called_in(sources):
    return set(CALLED.findall("\n".join(map(code_of, sources))))


def read_unreached(path):
    """The functions of a list, in its order, and what is wrong with its form."""
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines()[1:]]
    wrong = [f"{path.name}:{number}: not a function, a tab and why" for number, line in enumerate(lines, 2)
             if len(line) != 2 or not line[1].strip()]
    return [line[0] for line in lines], wrong


def complaints_of_functions(functions, called, unreached):
    missing = [f"{name}() is not called" for name in functions if name not in called and name not in unreached]
    untrue = [f"{name}() is listed as not called, but is" for name in unreached if name in called]
    unknown = [f"{name}() is listed as not called, but is in no header" for name in unreached if name not in functions]
    return missing + untrue + unknown


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
    parser = argparse.ArgumentParser(description="Do sources reach the whole public interface?")
    parser.add_argument("--headers", type=pathlib.Path, required=True, help="folder of the public headers")
    parser.add_argument("--library", type=pathlib.Path, required=True, help="folder of the library's sources")
    parser.add_argument("--functions-only", action="store_true", help="do not look at kinds of errors")
    parser.add_argument("--unreached", type=pathlib.Path, metavar="FILE", help="functions that are not called, and why")
    parser.add_argument("sources", type=pathlib.Path, nargs="+", help="sources that call functions")
    arguments = parser.parse_args()

    headers = sorted(arguments.headers.glob("*.h"))
    functions = declared_functions(headers)
    if not functions:
        parser.error(f"no function is declared in {arguments.headers}")
    unreached, complaints = read_unreached(arguments.unreached) if arguments.unreached else ([], [])
    complaints += complaints_of_functions(functions, called_in(arguments.sources), unreached)
    if not arguments.functions_only:
        library = sorted(arguments.library.glob("*.c"))
        complaints += [f"{kind} is expected by no test" for kind in unexpected_kinds(headers, library, arguments.sources)]
    for line in complaints:
        print(line)
    print(f"{len(functions)} functions, {len(complaints)} complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())

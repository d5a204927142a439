"""The table of names is complete, and what it says there is, is there.

Every CPython of an edition that hc knows is asked, if it is on PATH or one of pyenv's.
"""

import glob
import json
import os
import pathlib
import re
import shutil
import subprocess
import unittest

HERE = pathlib.Path(__file__).resolve().parent
TABLE = HERE.parent / "names.md"
HEADERS = HERE.parents[1] / "include" / "hc"
EDITIONS = [f"3.{minor}" for minor in range(8, 14)]

# What the documentation names and dir() does not: arguments, and an attribute that nothing sets.
DOCUMENTED = {"HTTPSConnection": {"context", "check_hostname"}, "HTTPResponse": {"url"}}

CODE = re.compile(r"`([^`]+)`")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STRUCT = re.compile(r"^struct (hc_\w+) \{\n(.*?)^\};", re.MULTILINE | re.DOTALL)


class Row:
    def __init__(self, line):
        python, c, self.note = (cell.strip() for cell in line.strip().strip("|").split("|"))
        self.python = CODE.findall(python)
        self.c = CODE.findall(c)
        self.has_counterpart = c != "–"


def read_table():
    """The rows of each section, by its heading."""
    sections = {}
    for line in TABLE.read_text("utf-8").splitlines():
        if line.startswith("## "):
            rows = sections.setdefault(line[3:], [])
        elif line.startswith("| `"):
            rows.append(Row(line))
    return sections


def interpreters():
    """What may be a CPython; the first of each edition that answers counts."""
    root = os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv")
    named = [shutil.which(f"python{edition}") for edition in EDITIONS] + [shutil.which("python3")]
    return [path for path in named if path] + sorted(glob.glob(f"{root}/versions/*/bin/python3"))


def ask(interpreter):
    """Its version and names; None if it is no CPython of an edition that hc knows, or a wrapper around none."""
    done = subprocess.run([interpreter, "-I", HERE / "public_names.py"], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        return None
    answer = json.loads(done.stdout)
    return answer if answer["implementation"] == "cpython" and answer["version"] in EDITIONS else None


def read_headers():
    """Every identifier of the public headers, and every member as struct.member."""
    text = COMMENT.sub("", "".join(path.read_text("utf-8") for path in sorted(HEADERS.glob("*.h"))))
    names = set(re.findall(r"\b(?:hc|HC)_\w+", text))
    for struct, body in STRUCT.findall(text):
        names |= {f"{struct}.{member}" for member in re.findall(r"(\w+)(?:\[\w+\])?;", body)}
    return names


class Names(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.table = read_table()
        cls.answers = {answer["version"]: answer["names"] for answer in map(ask, interpreters()) if answer}

    def test_every_public_name_of_every_interpreter_found_is_in_the_table(self):
        self.assertTrue(self.answers, "no CPython from 3.8 to 3.13 was found")
        for version, names in self.answers.items():
            for section, wanted in names.items():
                with self.subTest(f"{version} {section}"):
                    listed = {name for row in self.table[section] for name in row.python}
                    self.assertEqual(set(wanted) - listed, set())

    def test_every_name_in_the_table_is_one_of_an_interpreter_s_or_of_the_documentation_s(self):
        if len(self.answers) < len(EDITIONS):
            self.skipTest("only with every edition at hand can a name be told to be of none")
        for section in self.answers[EDITIONS[0]]:
            with self.subTest(section):
                found = (names[section] for names in self.answers.values())
                known = DOCUMENTED.get(section, set()).union(*found)
                listed = {name for row in self.table[section] for name in row.python}
                self.assertEqual(listed - known, set())

    def test_what_the_documentation_names_is_in_the_table(self):
        for section, names in DOCUMENTED.items():
            self.assertLessEqual(names, {name for row in self.table[section] for name in row.python})

    def test_no_name_is_listed_twice(self):
        for section, rows in self.table.items():
            names = [name for row in rows for name in row.python]
            self.assertEqual(sorted(names), sorted(set(names)), section)

    def test_every_counterpart_is_in_the_public_headers(self):
        headers = read_headers()
        self.assertIn("hc_error.partial", headers)
        for rows in self.table.values():
            for row in rows:
                with self.subTest(row.python[0]):
                    self.assertEqual(set(row.c) - headers, set())

    def test_a_name_has_a_counterpart_or_says_why_not(self):
        for rows in self.table.values():
            for row in rows:
                with self.subTest(row.python[0]):
                    self.assertTrue(row.c if row.has_counterpart else row.note)

    def test_every_c_name_in_the_prose_is_in_the_public_headers(self):
        named = set(re.findall(r"`(hc_[\w.]+|HC_\w+)`", TABLE.read_text("utf-8")))
        self.assertEqual(named - read_headers(), set())


if __name__ == "__main__":
    unittest.main()

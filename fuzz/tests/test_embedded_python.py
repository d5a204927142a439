"""Which CPython the differential targets embed, or why there is none. Arguments: cmake, and embedded_python.cmake."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

CMAKE, SCRIPT = "", ""


class EmbeddedPython(unittest.TestCase):
    def setUp(self):
        work = tempfile.TemporaryDirectory()
        self.addCleanup(work.cleanup)
        self.work = pathlib.Path(work.name)

    def find(self, *settings):
        """Exit status, standard error without its line breaks, and what is found, of the script with these settings."""
        show = self.work / "show.cmake"
        show.write_text(f'include("{SCRIPT}")\n'
                        'message("${embedded_python}|${embedded_python_library}|${embedded_python_include}|${why_no_embedded_python}")\n')
        done = subprocess.run([CMAKE, *settings, "-P", str(show)], capture_output=True, text=True, check=False)
        return done.returncode, " ".join(done.stderr.split())

    def interpreter(self, says):
        path = self.work / "python3"
        path.write_text(f"#!/bin/sh\nprintf '%s' '{says}'\n")
        path.chmod(0o755)
        return path

    def assert_refused(self, path, why):
        status, says = self.find(f"-DHCSPEC_FUZZ_PYTHON={path}")
        self.assertEqual(status, 1)
        self.assertIn(f"HCSPEC_FUZZ_PYTHON: {path} cannot be embedded: {why}. Name another", says)
        self.assertIn("--enable-shared", says)

    def test_one_that_was_named_and_is_missing_is_an_error(self):
        self.assert_refused(self.work / "missing", "it does not run as a Python")

    def test_one_that_was_named_and_is_no_python_is_an_error(self):
        self.assert_refused(self.interpreter("hello"), "it does not run as a Python")

    def test_one_that_was_named_and_has_no_libpython_is_an_error(self):
        self.assert_refused(self.interpreter(f"{self.work}|{self.work}|3.99"), f"there is no libpython3.99.so in {self.work}")

    def test_one_that_was_named_and_has_no_headers_is_an_error(self):
        (self.work / "libpython3.99.so").touch()
        self.assert_refused(self.interpreter(f"{self.work}|{self.work}|3.99"), f"there is no Python.h in {self.work}")

    def test_one_that_was_named_and_has_both_is_taken(self):
        library, header = self.work / "multiarch" / "libpython3.99.so", self.work / "Python.h"
        library.parent.mkdir()
        library.touch()
        header.touch()
        python = self.interpreter(f"{self.work}|{self.work}|3.99")
        self.assertEqual(self.find(f"-DHCSPEC_FUZZ_PYTHON={python}"), (0, f"{python}|{library}|{self.work}|"))

    def test_off_is_none_and_no_error(self):
        self.assertEqual(self.find("-DHCSPEC_FUZZ_PYTHON=OFF"), (0, "|||HCSPEC_FUZZ_PYTHON is OFF"))

    def test_when_none_was_named_the_systems_is_taken_or_it_is_said_without_an_error_what_it_lacks(self):
        python = pathlib.Path("/usr/bin/python3")
        if not python.exists():
            python = self.interpreter("no Python")
        for settings in ((), ("-DHCSPEC_FUZZ_PYTHON=",)):
            with self.subTest(settings=settings), mock.patch.dict(os.environ, PATH=str(self.work)):
                status, says = self.find(*settings)
                path, library, include, why = says.split("|")
                self.assertEqual((status, path), (0, str(python)))
                self.assertIn((bool(library), bool(include), bool(why)), ((True, True, False), (False, False, True)))


if __name__ == "__main__":
    CMAKE, SCRIPT = sys.argv.pop(1), sys.argv.pop(1)
    unittest.main()

"""The plain driver of the fuzz targets: a corpus that is not there is an error. Argument: a target linked with it."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""


class Replay(unittest.TestCase):
    def setUp(self):
        work = tempfile.TemporaryDirectory()
        self.addCleanup(work.cleanup)
        self.work = pathlib.Path(work.name)
        self.full = self.work / "full"
        self.full.mkdir()
        for name in ("one", "other"):
            (self.full / name).write_bytes(name.encode())

    def replay(self, *paths):
        return subprocess.run([PROGRAM, *map(str, paths)], capture_output=True, text=True, check=False)

    def assert_refused(self, done, path, why):
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn(f"{path}: error: {why}", done.stderr)

    def test_files_and_the_files_of_folders_are_replayed(self):
        done = self.replay(self.full, self.full / "one")
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "3 inputs replayed\n", ""))

    def test_an_empty_folder_is_refused_alone_and_on_either_side_of_a_full_one(self):
        empty = self.work / "empty"
        empty.mkdir()
        for paths in ([empty], [empty, self.full], [self.full, empty]):
            with self.subTest(paths=paths):
                self.assert_refused(self.replay(*paths), empty, "an empty folder")

    def test_a_folder_of_hidden_files_alone_is_empty(self):
        hidden = self.work / "hidden"
        hidden.mkdir()
        (hidden / ".gitkeep").touch()
        self.assert_refused(self.replay(self.full, hidden), hidden, "an empty folder")

    def test_a_folder_that_is_missing_is_refused_beside_a_full_one(self):
        self.assert_refused(self.replay(self.full, self.work / "missing"), self.work / "missing", "No such file or directory")

    def test_no_argument_is_refused(self):
        self.assert_refused(self.replay(), PROGRAM, "no input")


if __name__ == "__main__":
    PROGRAM = sys.argv.pop(1)
    unittest.main()

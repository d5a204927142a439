"""No page calls it an error that the CPython at hand has later patches than those the page was written beside."""
import pathlib
import subprocess
import sys
import unittest

HCSPEC = sys.argv.pop(1)
ROOT = pathlib.Path(__file__).resolve().parents[2]
STARTED = [sys.executable, "-I", "-S", "-B", str(pathlib.Path(__file__).with_name("late_patches.py")), str(ROOT / "conformance/adapters/cpython/adapter.py")]


@unittest.skipIf(sys.version_info < (3, 10), "3.8 and 3.9 get no patches any more")
class LatePatches(unittest.TestCase):
    def test_the_pages_take_what_late_patch_releases_do(self):
        played = subprocess.run([HCSPEC, "run", "--no-oracle", "--edition", "%d.%d" % sys.version_info[:2], "--transport", "plain", "--delivery", "whole",
                                 "--impl", "late=" + " ".join("'%s'" % word for word in STARTED)],
                                cwd=ROOT, capture_output=True, text=True)
        self.assertEqual(0, played.returncode, played.stdout + played.stderr)


if __name__ == "__main__":
    unittest.main()

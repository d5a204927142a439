"""Scenarios that documents and the help of commands name as examples exist: an example has to paste."""
import json
import pathlib
import re
import subprocess
import sys
import unittest

HCSPEC = sys.argv.pop(1)
ROOT = pathlib.Path(__file__).resolve().parents[2]
NAMED = re.compile(r"\b([a-z][a-z0-9-]*)#([a-z0-9-]+(?::[a-z0-9-]+)?)")
WHERE = ("README.md", "docs/*.md", "conformance/*/README.md", "conformance/runner/commands/*.c", "reports/include/reports/*.h",
         "reports/schema/*.json", "fuzz/*.md", "scripts/*")


def known_ids():
    listed = subprocess.run([HCSPEC, "list", "--json"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for scenario in json.loads(listed):
        yield scenario["id"]
        yield from scenario["cases"]


class Examples(unittest.TestCase):
    def test_every_scenario_that_is_named_exists(self):
        known = set(known_ids())
        pages = {name.split("#")[0] for name in known}
        named = [(path.relative_to(ROOT), match[0]) for where in WHERE for path in sorted(ROOT.glob(where))
                 for match in NAMED.finditer(path.read_text()) if match[1] in pages]
        self.assertTrue(named)
        self.assertEqual([], [(str(path), name) for path, name in named if name not in known])


if __name__ == "__main__":
    unittest.main()

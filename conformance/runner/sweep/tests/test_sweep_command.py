#!/usr/bin/env python3
"""hcspec sweep, observe and run --differential, with a CPython, and with one that has a fault.

Arguments: the program, the project's folder.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
import unittest

HCSPEC, SOURCE = sys.argv.pop(1), sys.argv.pop(1)
ADAPTER = os.path.join(SOURCE, "conformance", "adapters", "cpython", "adapter.py")
LENIENT = os.path.join(SOURCE, "conformance", "runner", "sweep", "tests", "lenient_adapter.py")
PAGE = """# A page

## Cut short
The page is silent about what a body that is cut short comes to.

- level: cpython

```server
recv request
send "HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\nTe"
fin
```
```pycon
>>> conn = connect()
>>> conn.request('GET', '/')
>>> conn.getresponse().read()
...
raises ...
```

## Whole
It ends where it says.

- level: cpython

```server
recv request
send "HTTP/1.1 200 OK\\r\\nContent-Length: 4\\r\\n\\r\\nText"
fin
```
```pycon
>>> conn = connect()
>>> conn.request('GET', '/')
>>> resp = conn.getresponse()
>>> resp.status
200
>>> resp.read()
b'Text'
```
"""


def command(*words):
    return "same=" + " ".join(shlex.quote(word) for word in (sys.executable, "-I", "-S", "-B") + words)


SAME, FAULTY = command(ADAPTER), command(LENIENT, ADAPTER)


class Sweeping(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.page = self.write("page.md", PAGE)

    def write(self, name, text):
        path = os.path.join(self.folder.name, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def hcspec(self, status, *words):
        done = subprocess.run([HCSPEC, *words], capture_output=True, text=True, cwd=SOURCE, timeout=100, check=False)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def sweep(self, status, subject, *words):
        return self.hcspec(status, "sweep", "--pages", self.page, "--case", "page#whole", "--impl", subject,
                           "--oracle", sys.executable, *words)

    def test_a_client_that_is_the_oracle_differs_nowhere(self):
        out = self.sweep(0, SAME)
        self.assertRegex(out, r"(\d+) mutations compared, of \1,")
        self.assertRegex(out, r"\b0 unexplained")

    def test_a_fault_is_found_and_told_as_a_page_that_the_oracle_passes(self):
        out = self.sweep(1, FAULTY)
        self.assertRegex(out, r"[1-9]\d* unexplained")
        found = re.search(r"^## Found by a sweep.*?^```pycon\n.*?^```\n", out, re.M | re.S)
        self.assertIsNotNone(found, out)
        self.assertNotIn("resp.status", found[0], "what plays no part is left out")
        self.assertIn("raises IncompleteRead(", found[0])
        page = self.write("found.md", "# Found\n\n" + found[0])
        self.hcspec(0, "lint", page)
        self.hcspec(0, "run", "--pages", page, "--impl", SAME, "--oracle", sys.executable, "--transport", "plain")
        self.hcspec(1, "run", "--pages", page, "--impl", FAULTY, "--oracle", sys.executable, "--transport", "plain")

    def test_the_command_of_a_finding_shows_it_again(self):
        out = self.sweep(1, FAULTY, "--seed", "3")
        reproduce = shlex.split(re.search(r"^reproduce  (.*)$", out, re.M)[1])
        again = self.hcspec(1, *reproduce[1:])
        self.assertIn("seed 1: 1 mutations compared", again)

    def test_the_same_seed_takes_the_same_sample(self):
        first, second = (re.sub(r"in \S+ s, \d+ a second", "", self.sweep(0, SAME, "--count", "20", "--seed", "5"))
                         for _ in range(2))
        self.assertEqual(first, second)
        self.assertIn("20 mutations compared", first)

    def test_a_mutation_that_cannot_be_read_is_a_usage_error(self):
        for wrong in ("cut@17:fin", "1:cut@x:fin", "1:cut@17", "1:flip@3:fin", "9:cut@1:fin", "1:insert@5=100:fin"):
            self.assertIn("--mutation: ", self.sweep(2, SAME, "--mutation", wrong), wrong)

    def test_a_differential_run_looks_where_the_page_is_silent(self):
        page = self.write("silent.md", PAGE.replace(">>> resp.status\n200\n",
                                                    ">>> resp.getheader('Server', 'none')\n...\n"))
        words = ("run", "--quick", "--pages", page, "--case", "silent#whole", "--oracle", sys.executable)
        self.hcspec(0, *words, "--impl", FAULTY)
        self.hcspec(0, *words, "--impl", SAME, "--differential")
        out = self.hcspec(1, *words, "--impl", FAULTY, "--differential")
        self.assertIn("  differs    silent#whole", out)
        self.assertIn("step 4 comes out otherwise: resp.getheader('Server', 'none')", out)
        self.assertIn("'NONE'", out)
        self.assertIn("'none'", out)
        again = shlex.split(re.search(r"^ +reproduce +(.*)$", out, re.M)[1])
        self.assertIn("  differs    silent#whole", self.hcspec(1, *again[1:]))

    def test_several_outcomes_of_a_page_are_each_right_in_a_differential_run(self):
        words = ("run", "--quick", "--pages", self.page, "--oracle", sys.executable, "--differential")
        self.hcspec(0, *words, "--impl", FAULTY)

    def test_what_is_found_over_tls_is_told_for_tls(self):
        self.assertIn("0 unsteady, 0 unexplained", self.sweep(0, SAME, "--transport", "tls", "--count", "30"))
        out = self.sweep(1, FAULTY, "--transport", "tls", "--count", "60")
        found = re.search(r"^## Found by a sweep.*?^```pycon\n.*?^```\n", out, re.M | re.S)
        self.assertIn("- transport: tls\n", found[0])
        page = self.write("found.md", "# Found\n\n" + found[0])
        self.hcspec(1, "run", "--pages", page, "--impl", FAULTY, "--oracle", sys.executable)
        reproduce = shlex.split(re.search(r"^reproduce  (.*)$", out, re.M)[1])
        self.assertIn("--transport", reproduce)
        self.hcspec(1, *reproduce[1:])

    def test_a_transport_that_is_not_swept_is_a_usage_error(self):
        for wrong in ("udp", "tunnel"):
            self.assertIn("--transport '%s': expected plain or tls" % wrong, self.sweep(2, SAME, "--transport", wrong))

    def test_a_differential_run_without_an_oracle_is_refused(self):
        out = self.hcspec(2, "run", "--quick", "--pages", self.page, "--impl", SAME, "--no-oracle", "--differential")
        self.assertRegex(out, r"--differential: there is no CPython 3\.\d+ to compare with; --oracle names one")

    def test_a_reset_meets_every_client_where_it_reads(self):
        page = self.write("pipelining.md", PAGE.replace("resp.read()\nb'Text'",
                                                        "conn.request('GET', '/')\n>>> resp.read()\nb'Text'"))
        out = self.hcspec(0, "sweep", "--pages", page, "--case", "pipelining#whole", "--impl", SAME,
                          "--oracle", sys.executable)
        self.assertIn("0 known differences, 0 unsteady, 0 unexplained", out)

    def test_what_all_show_is_observed_once(self):
        out = self.hcspec(0, "observe", "page#whole", "--pages", self.page, "--impl", SAME, "--oracle",
                          sys.executable)
        self.assertEqual(out.count("b'Text'"), 1, out)
        self.assertNotIn("  [", out)

    def test_what_differs_is_observed_by_name(self):
        out = self.hcspec(0, "observe", "page#cut-short", "--pages", self.page, "--impl", FAULTY, "--oracle",
                          sys.executable)
        self.assertRegex(out, r"\[same 3\.\d+\]\n    b'Te'\n")
        self.assertRegex(out, r"\[cpython 3\.\d+\]\n    raises IncompleteRead\(partial=b'Te', expected=2\)\n")


if __name__ == "__main__":
    unittest.main()

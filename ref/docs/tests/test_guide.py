"""What the guide's code prints is what the guide shows, and its deviations are those that are registered.

GUIDE_PROGRAM and GUIDE_EXAMPLES name the programs.
"""

import csv
import os
import pathlib
import re
import subprocess
import unittest

from guide_code import Guide
from server import CERTIFICATES, DEADLINE, Request, Server, response, server_context

GUIDE = pathlib.Path(__file__).resolve().parents[1] / "guide.md"
DEVIATIONS = pathlib.Path(__file__).resolve().parents[3] / "conformance" / "spec" / "deviations.tsv"

PAGES = {
    "/": b"Hello, world!\n",
    "/alphabet": b"abcdefghijklmnopqrstuvwxyz",
    "/poem": b"Roses are red,\nViolets are blue.\n",
}


def echo(request):
    shown = [line.decode() for line in request.raw_fields if not line.startswith((b"Host:", b"Accept-Encoding:"))]
    return f"POST /echo: {'; '.join(shown)}\n{request.body()}\n".encode()


def answer(path, request, before):
    """The response to the request that so many came before on its connection."""
    if path == "/fields":
        return response(b"", "200 OK", "X-Colour: red", "X-Colour: green")
    if path == "/count":
        return response(f"{before} before this one\n".encode())
    return response(echo(request) if path == "/echo" else PAGES[path])


def origin(connection, stream):
    """The server of the guide: keeps a connection until the client closes it, or the path says otherwise."""
    before = 0
    while (request := Request(stream)).line:
        path = request.line.split()[1]
        if path == "/hang-up":
            return
        if path == "/silence":
            stream.read()  # until the client has had enough
            return
        if path == "/cut":
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nbody")
            return
        connection.sendall(answer(path, request, before))
        before += 1


def proxy(connection, stream):
    """Answers in place of the far end."""
    connect = Request(stream)
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    inner = Request(stream)
    method, path, _ = inner.line.split()
    seen = f"{' '.join(connect.line.split()[:2])}, then {method} {path} of {inner.fields['host']}\n"
    connection.sendall(response(seen.encode()))


class TheGuide(unittest.TestCase):
    def setUp(self):
        self.guide = Guide(GUIDE)
        self.servers = [Server(origin), Server(origin, tls=server_context()), Server(proxy)]
        for server in self.servers:
            server.__enter__()
            self.addCleanup(lambda server=server: self.assertEqual(server.failures, []))
            self.addCleanup(server.__exit__)

    def run_program(self, *command):
        done = subprocess.run(command, cwd=CERTIFICATES, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              timeout=DEADLINE, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)
        # The guide's server has a port that is easy to read.
        return re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:8000", done.stdout)

    def hosts(self):
        return [f"127.0.0.1:{server.port}" for server in self.servers]

    def test_the_first_program_prints_what_the_guide_shows(self):
        printed = self.run_program(os.environ["GUIDE_PROGRAM"], self.hosts()[0])
        self.assertEqual(printed, self.guide.program_prints)

    def test_each_example_prints_what_the_guide_shows(self):
        self.assertGreater(len(self.guide.examples), 10)
        for example in self.guide.examples:
            with self.subTest(example.name):
                printed = self.run_program(os.environ["GUIDE_EXAMPLES"], *self.hosts(), example.name)
                self.assertEqual(printed, example.printed)


class TheDeviations(unittest.TestCase):
    def test_every_one_that_is_registered_has_a_row_and_no_other(self):
        with DEVIATIONS.open(encoding="utf-8", newline="") as file:
            registered = [row["id"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
        _, section = GUIDE.read_text("utf-8").split("\n## Deviations\n")
        listed = re.findall(r"^\| `([^`]+)` \|", section.split("\n## ")[0], re.MULTILINE)
        self.assertEqual(sorted(listed), sorted(registered))


if __name__ == "__main__":
    unittest.main()

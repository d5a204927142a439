"""Running hc-fetch, which HC_FETCH names."""

import os
import pathlib
import resource
import subprocess
import tempfile
import unittest

from server import DEADLINE, Recorder, Server

PROGRAM = os.environ["HC_FETCH"]


def fetch(*arguments, **options):
    """Runs the program to its end; what it writes is bytes."""
    if "input" not in options:
        options.setdefault("stdin", subprocess.DEVNULL)
    options.setdefault("stdout", subprocess.PIPE)
    options.setdefault("stderr", subprocess.PIPE)
    return subprocess.run([PROGRAM, *map(str, arguments)], timeout=DEADLINE, check=False, **options)


def peak_memory():
    """The most memory that a program run so far has held, in bytes."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


class FetchTest(unittest.TestCase):
    """A directory to write in, and what most tests ask."""

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def serve(self, converse, **options):
        server = Server(converse, **options)
        server.__enter__()
        self.addCleanup(lambda: self.assertEqual(server.failures, []))
        self.addCleanup(server.__exit__, None, None, None)
        return server

    def url(self, server, path="/", scheme="http", host="127.0.0.1"):
        return f"{scheme}://{host}:{server.port}{path}"

    def assertEnds(self, done, status, message=b""):
        """The exit status, and all that is said on standard error."""
        self.assertEqual((done.returncode, done.stderr), (status, message))

    def request_of(self, *arguments, answer=None, **options):
        """The request that the arguments make, and its body."""
        recorder = Recorder(answer)
        server = self.serve(recorder)
        done = fetch(*arguments, self.url(server, "/path?query"), **options)
        self.assertEnds(done, 0)
        self.assertEqual(len(recorder.requests), 1)
        return recorder.requests[0], recorder.bodies[0]

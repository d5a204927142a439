"""What hc-fetch makes of what it receives."""

import hashlib
import os
import queue
import signal
import subprocess
import threading
import unittest

from program import PROGRAM, FetchTest, fetch, peak_memory
from server import DEADLINE, Recorder, Request, response

LARGE = 128
BLOCK = os.urandom(1 << 20)
MEMORY = 64 << 20

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"


class ResponseTest(FetchTest):
    def answering(self, *parts):
        """The URL of a server that answers with these bytes and closes."""

        def converse(connection, stream):
            Request(stream)
            for part in parts:
                connection.sendall(part)

        return self.url(self.serve(converse))

    def output(self):
        return self.directory / "output"


class Body(ResponseTest):
    def test_it_goes_to_standard_output_however_it_is_framed(self):
        for why, answer in (
            ("Content-Length", response(b"body")),
            ("chunks", CHUNKED + b"3;x=y\r\nbod\r\n1\r\ny\r\n0\r\nTrailer: 1\r\n\r\n"),
            ("until the end", b"HTTP/1.0 200 OK\r\n\r\nbody"),
            ("after an interim response", b"HTTP/1.1 100 Continue\r\n\r\n" + response(b"body")),
        ):
            with self.subTest(why):
                done = fetch(self.answering(answer))
                self.assertEnds(done, 0)
                self.assertEqual(done.stdout, b"body")

    def test_a_dash_is_standard_output(self):
        self.assertEqual(fetch("-o", "-", self.answering(response(b"body"))).stdout, b"body")

    def test_it_goes_to_a_file_which_is_replaced(self):
        self.output().write_text("something older and longer")
        done = fetch("-o", self.output(), self.answering(response(b"body")))
        self.assertEnds(done, 0)
        self.assertEqual((done.stdout, self.output().read_bytes()), (b"", b"body"))

    def test_a_piece_is_written_when_it_arrives(self):
        seen = threading.Event()

        def converse(connection, stream):
            Request(stream)
            connection.sendall(CHUNKED + b"5\r\nfirst\r\n")
            self.assertTrue(seen.wait(DEADLINE))
            connection.sendall(b"4\r\nlast\r\n0\r\n\r\n")

        url = self.url(self.serve(converse))
        with subprocess.Popen([PROGRAM, url], stdout=subprocess.PIPE) as program:
            self.assertEqual(os.read(program.stdout.fileno(), 100), b"first")
            seen.set()
            self.assertEqual(program.stdout.read(), b"last")
            self.assertEqual(program.wait(DEADLINE), 0)

    def test_a_large_one_arrives_whole_and_takes_no_memory(self):
        heads = {
            "length": b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (LARGE * len(BLOCK)),
            "chunked": CHUNKED,
            "end": b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
        }
        framed = {"chunked": b"%X\r\n%s\r\n" % (len(BLOCK), BLOCK)}
        expected = hashlib.sha256()
        for _ in range(LARGE):
            expected.update(BLOCK)
        for framing, head in heads.items():
            parts = [head] + [framed.get(framing, BLOCK)] * LARGE
            parts += [b"0\r\n\r\n"] if framing == "chunked" else []
            with self.subTest(framing):
                self.assertEnds(fetch("-o", self.output(), self.answering(*parts)), 0)
                with self.output().open("rb") as file:
                    received = hashlib.sha256()
                    for block in iter(lambda: file.read(1 << 20), b""):
                        received.update(block)
                self.assertEqual(received.digest(), expected.digest())
        self.assertLess(peak_memory(), MEMORY)


class Head(ResponseTest):
    ANSWER = b"HTTP/1.1 299 Fine\xe9\r\nX: 1\r\nx: \xfc\r\nContent-Length: 4\r\n\r\nbody"
    HEAD = b"HTTP/1.1 299 Fine\xe9\r\nX: 1\r\nx: \xfc\r\nContent-Length: 4\r\n\r\n"

    def test_i_writes_it_before_the_body_byte_for_byte(self):
        self.assertEqual(fetch("-i", self.answering(self.ANSWER)).stdout, self.ANSWER)

    def test_it_goes_where_the_body_goes(self):
        self.assertEnds(fetch("-i", "-o", self.output(), self.answering(self.ANSWER)), 0)
        self.assertEqual(self.output().read_bytes(), self.ANSWER)

    def test_I_writes_it_alone(self):
        done = fetch("-I", self.answering(self.HEAD))
        self.assertEnds(done, 0)
        self.assertEqual(done.stdout, self.HEAD)

    def test_the_length_that_a_response_to_HEAD_declares_is_not_waited_for(self):
        done = fetch("-X", "HEAD", self.answering(self.HEAD))
        self.assertEnds(done, 0)
        self.assertEqual(done.stdout, b"")


class Status(ResponseTest):
    def test_any_is_a_response(self):
        for status in "204 No Content", "302 Found", "404 Not Found", "500 Oops":
            with self.subTest(status):
                self.assertEnds(fetch(self.answering(response(b"", status))), 0)

    def test_a_redirect_is_not_followed(self):
        recorder = Recorder(response(b"There.\n", "302 Found", "Location: /elsewhere"))
        done = fetch(self.url(self.serve(recorder)))
        self.assertEqual((done.returncode, done.stdout, len(recorder.requests)), (0, b"There.\n", 1))

    def test_with_fail_400_and_above_are_told_and_nothing_is_written(self):
        for status, message in (
            ("400 bad", b"hc-fetch: 400 Bad Request\n"),
            ("404 \x1b[31mred", b"hc-fetch: 404 Not Found\n"),
            ("599 What", b"hc-fetch: 599 (no standard status)\n"),
        ):
            with self.subTest(status):
                done = fetch("--fail", "-o", self.output(), self.answering(response(b"page", status)))
                self.assertEnds(done, 22, message)
                self.assertFalse(self.output().exists())

    def test_with_fail_the_head_that_is_asked_for_is_written_and_the_body_is_not(self):
        page = response(b"page", "404 Not Found")
        head = page.removesuffix(b"page")
        for option, answer in (("-i", page), ("-I", head)):
            with self.subTest(option):
                done = fetch("--fail", option, self.answering(answer))
                self.assertEnds(done, 22, b"hc-fetch: 404 Not Found\n")
                self.assertEqual(done.stdout, head)
                done = fetch("--fail", option, "-o", self.output(), self.answering(answer))
                self.assertEnds(done, 22, b"hc-fetch: 404 Not Found\n")
                self.assertEqual((done.stdout, self.output().read_bytes()), (b"", head))

    def test_with_fail_a_head_that_cannot_be_written_is_told_too(self):
        done = fetch("-f", "-i", "-o", "/dev/full", self.answering(response(b"page", "404 Not Found")))
        self.assertEnds(done, 1, b"hc-fetch: 404 Not Found\n"
                                 b"hc-fetch: OSError: [Errno 28] No space left on device: '/dev/full'\n")

    def test_with_fail_less_than_400_is_a_response_as_any(self):
        done = fetch("-f", self.answering(response(b"page", "399 Hm")))
        self.assertEnds(done, 0)
        self.assertEqual(done.stdout, b"page")


class Cut(ResponseTest):
    def test_a_body_that_ends_early_is_an_error_and_what_came_is_kept(self):
        for why, answer, message in (
            ("declared", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nbody",
             b"IncompleteRead: IncompleteRead(4 bytes read, 6 more expected)"),
            ("declared, nothing came", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n",
             b"IncompleteRead: IncompleteRead(0 bytes read, 10 more expected)"),
            ("in a chunk", CHUNKED + b"A\r\nbody", b"IncompleteRead: IncompleteRead(0 bytes read)"),
            ("before a chunk", CHUNKED + b"4\r\nbody\r\n", b"IncompleteRead: IncompleteRead(0 bytes read)"),
            ("no size", CHUNKED + b"4\r\nbody\r\nnonsense\r\n", b"IncompleteRead: IncompleteRead(0 bytes read)"),
        ):
            with self.subTest(why):
                done = fetch("-o", self.output(), self.answering(answer))
                self.assertEnds(done, 1, b"hc-fetch: " + message + b"\n")
                self.assertEqual(self.output().read_bytes(), b"" if "nothing" in why else b"body")

    def test_it_is_so_in_every_edition(self):
        for minor in range(8, 14):
            with self.subTest(minor):
                answer = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nbody"
                done = fetch(f"--edition=3.{minor}", self.answering(answer))
                self.assertEqual((done.returncode, done.stdout), (1, b"body"))
                self.assertIn(b"(4 bytes read, 6 more expected)", done.stderr)


class NoResponse(ResponseTest):
    def test_what_is_no_response_is_named_as_http_client_names_it(self):
        for why, answer, message in (
            ("nothing", b"", b"RemoteDisconnected: Remote end closed connection without response"),
            ("no status line", b"SSH-2.0\r\n\r\n", b"BadStatusLine: SSH-2.0\\x0d\\x0a"),
            ("control characters", b"\x1b[31m\x07\x9b\xe9\xa0\n",
             b"BadStatusLine: \\x1b[31m\\x07\\x9b\xc3\xa9\xc2\xa0\\x0a"),
            ("a version to come", b"HTTP/2.0 200 OK\r\n\r\n", b"UnknownProtocol: HTTP/2.0"),
            ("an endless line", b"HTTP/1.1 200 " + b"x" * 70_000, b"LineTooLong: got more than 65536 bytes when reading"
                                                                 b" status line"),
            ("many fields", b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 101, b"HTTPException: got more than 100 headers"),
        ):
            with self.subTest(why):
                done = fetch("-o", self.output(), self.answering(answer))
                self.assertEnds(done, 1, b"hc-fetch: " + message + b"\n")
                self.assertFalse(self.output().exists(), "a file is emptied only for a response")


class BrokenPipe(ResponseTest):
    def run_without_reader(self, **options):
        """Nobody will ever read what the program writes."""
        reading, writing = os.pipe()
        os.close(reading)
        try:
            return fetch(self.answering(response(b"body" * 1000)), stdout=writing, **options)
        finally:
            os.close(writing)

    def test_it_ends_the_program_in_silence(self):
        self.assertEnds(self.run_without_reader(), -signal.SIGPIPE)

    def test_it_is_told_where_the_signal_is_ignored(self):
        done = self.run_without_reader(restore_signals=False)  # Python ignores it
        self.assertEnds(done, 1, b"hc-fetch: BrokenPipeError: [Errno 32] Broken pipe: 'standard output'\n")


class Unwritable(ResponseTest):
    def test_a_file_that_cannot_be_written_is_named(self):
        url = self.answering(response(b"body"))
        missing = self.directory / "missing" / "file"
        self.assertEnds(fetch("-o", missing, url), 1,
                        b"hc-fetch: FileNotFoundError: [Errno 2] No such file or directory: '%s'\n" % bytes(missing))

    def test_a_closed_standard_output_is_told_and_the_server_gets_nothing_of_it(self):
        late = queue.SimpleQueue()

        def converse(connection, stream):
            Request(stream)
            connection.sendall(response(b"body"))
            late.put(stream.read())

        url = self.url(self.serve(converse))
        command = ["sh", "-c", 'exec "$0" "$1" >&-', PROGRAM, url]
        done = subprocess.run(command, stderr=subprocess.PIPE, timeout=DEADLINE, check=False)
        self.assertEnds(done, 1, b"hc-fetch: OSError: [Errno 9] Bad file descriptor: 'standard output'\n")
        self.assertEqual(late.get(timeout=DEADLINE), b"")

    def test_a_full_disk_is_told(self):
        done = fetch("-o", "/dev/full", self.answering(response(b"body")))
        self.assertEnds(done, 1, b"hc-fetch: OSError: [Errno 28] No space left on device: '/dev/full'\n")


if __name__ == "__main__":
    unittest.main()

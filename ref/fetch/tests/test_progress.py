"""The progress bar, watched on a pseudo-terminal."""

import fcntl
import os
import pty
import struct
import subprocess
import termios
import threading
import unittest

from program import PROGRAM, FetchTest
from server import DEADLINE, Request, response


class Terminal:
    """Standard error of a program, so many columns wide."""

    def __init__(self, test, columns=100):
        self.ours, self.theirs = pty.openpty()
        test.addCleanup(os.close, self.ours)
        fcntl.ioctl(self.ours, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.seen = ""

    def start(self, *arguments):
        program = subprocess.Popen([PROGRAM, *map(str, arguments)], stdout=subprocess.PIPE, stderr=self.theirs)
        os.close(self.theirs)
        return program

    def read(self):
        """Reads on; false at the end, which a terminal tells as an error."""
        try:
            piece = os.read(self.ours, 65536)
        except OSError:
            return False
        self.seen += piece.decode()
        return bool(piece)

    def read_until(self, text):
        while text not in self.seen:
            if not self.read():
                raise AssertionError(f"{text!r} is not in {self.seen!r}")

    def read_all(self):
        while self.read():
            pass
        return self.seen

    def lines(self):
        """What stood on the line, drawing after drawing."""
        return [line.strip("\r\n") for line in self.seen.split("\r\x1b[K")[1:]]


class Progress(FetchTest):
    def fetch(self, head, *parts, arguments=(), columns=100):
        """Downloads; before each part but the first the terminal shows what the part before has made of the line."""
        terminal = Terminal(self, columns)
        go_on = [threading.Event() for _ in parts]

        def converse(connection, stream):
            Request(stream)
            connection.sendall(head)
            for event, (_, part) in zip(go_on, parts):
                connection.sendall(part)
                self.assertTrue(event.wait(DEADLINE))

        server = self.serve(converse)
        output = self.directory / "output"
        with terminal.start("-o", output, *arguments, self.url(server)) as program:
            for event, (shown, _) in zip(go_on, parts):
                if shown:
                    terminal.read_until(shown)
                event.set()
            terminal.read_all()
            self.assertEqual(program.wait(DEADLINE), 0)
        return terminal

    def test_a_known_length_gives_a_bar_a_rate_and_the_time_left(self):
        half = bytes(512 * 1024)
        terminal = self.fetch(b"HTTP/1.1 200 OK\r\nContent-Length: 1048576\r\n\r\n", ("left", half), (None, half))
        first, last = terminal.lines()[0], terminal.lines()[-1]
        self.assertRegex(first, r"^ +\d+% \[=* *\] [\d.]+ (B|KiB) of 1\.0 MiB, [\d.]+ [KMG]?i?B/s, \d\d:\d\d left$")
        self.assertRegex(last, r"^100% \[={40}\] 1\.0 MiB in 00:\d\d, [\d.]+ [KMG]?i?B/s$")
        self.assertTrue(terminal.seen.endswith("\r\n"))

    def test_an_unknown_length_gives_an_amount_and_a_rate(self):
        terminal = self.fetch(b"HTTP/1.1 200 OK\r\n\r\n", ("5 B in ", b"12345"), (None, b"67890"))
        self.assertRegex(terminal.lines()[-1], r"^10 B in 00:\d\d, [\d.]+ [KM]?i?B/s$")
        self.assertNotIn("%", terminal.seen)

    def test_an_empty_body_is_all_there(self):
        terminal = self.fetch(response(b""))
        self.assertRegex(terminal.lines()[-1], r"^100% \[={40}\] 0 B in \d\d:\d\d, 0 B/s$")

    def test_a_narrow_terminal_has_no_room_for_the_bar(self):
        terminal = self.fetch(response(b"body"), columns=30)
        self.assertRegex(terminal.lines()[-1], r"^100% 4 B in ")

    def test_quiet_shows_nothing(self):
        self.assertEqual(self.fetch(response(b"body"), arguments=["-q"]).seen, "")

    def test_standard_output_shows_nothing(self):
        terminal = Terminal(self)
        server = self.serve(lambda connection, _: connection.sendall(response(b"body")))
        with terminal.start(self.url(server)) as program:
            self.assertEqual(terminal.read_all(), "")
            self.assertEqual(program.stdout.read(), b"body")

    def test_an_error_stands_on_a_line_of_its_own(self):
        terminal = Terminal(self)
        cut = b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nbody"

        def converse(connection, stream):
            Request(stream)
            connection.sendall(cut)

        with terminal.start("-o", self.directory / "output", self.url(self.serve(converse))) as program:
            terminal.read_all()
            self.assertEqual(program.wait(DEADLINE), 1)
        lines = terminal.lines()[-1].split("\r\n")
        self.assertRegex(lines[0], r"^ 50% \[={20} {20}\] 4 B of 8 B, ")
        self.assertEqual(lines[1], "hc-fetch: IncompleteRead: IncompleteRead(4 bytes read, 4 more expected)")


if __name__ == "__main__":
    unittest.main()

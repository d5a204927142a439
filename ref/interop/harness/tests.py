"""Tests of the harness itself, which need no server."""

import dataclasses
import socket
import unittest

from harness.clients import Answer, Request, _arguments
from harness.ports import ADDRESS, Ports
from harness.servers import SERVERS
from harness.table import format_table
from harness.tap import read_tap
from interop import missing_for


class TapTest(unittest.TestCase):
    def test_tests_are_read_in_order_with_what_they_say(self):
        outcomes = read_tap("1..3\nok 1 - first\nERROR: two\nlines\nnot ok 2 - second\n# 1 != 2\n# file.c:3\n"
                            "ok 3 - third\n# not ok - group\n")
        self.assertEqual([(outcome.name, outcome.passed) for outcome in outcomes],
                         [("first", True), ("second", False), ("third", True)])
        self.assertEqual(outcomes[1].detail, "ERROR: two\nlines\n1 != 2\nfile.c:3")

    def test_nothing_is_no_outcome(self):
        self.assertEqual(read_tap(""), [])


class AnswerTest(unittest.TestCase):
    def test_the_date_is_no_difference_and_the_rest_is(self):
        one = Answer(200, 11, "OK", (("Date", "now"), ("A", "1")), 3, "aa")
        other = Answer(200, 11, "OK", (("Date", "later"), ("A", "1")), 3, "bb")
        self.assertEqual(one.differences(one), [])
        self.assertEqual(one.differences(other), ["digest: 'aa' and 'bb'"])

    def test_the_order_of_fields_is_a_difference(self):
        one, other = Answer(fields=(("A", "1"), ("B", "2"))), Answer(fields=(("B", "2"), ("A", "1")))
        self.assertEqual(len(one.differences(other)), 1)

    def test_fields_of_a_name_are_joined(self):
        self.assertEqual(Answer(fields=(("A", "1"), ("a", "2"))).field("A"), "1, 2")


class RequestTest(unittest.TestCase):
    def test_each_client_has_a_path_of_its_own(self):
        request = Request(80, "/store/{client}", fields=(("X", "{client}"),))
        self.assertEqual(request.for_client("hc"), ("/store/hc", [("X", "hc")]))

    def test_a_request_through_a_proxy_names_it(self):
        words = _arguments(Request(443, secure=True, host="localhost", proxy=3128, proxy_fields=(("A", "b"),)))
        self.assertEqual(words[-5:], ["--proxy", "127.0.0.1:3128", "--proxy-header", "A: b", "https://localhost:443/"])


class PortsTest(unittest.TestCase):
    def setUp(self):
        self.ports = Ports()
        self.addCleanup(self.ports.close)

    def test_a_reserved_port_refuses_until_a_server_listens(self):
        self.ports.reserve("mine")
        address = (ADDRESS, self.ports.numbers["mine"])
        with self.assertRaises(ConnectionRefusedError):
            socket.create_connection(address, timeout=30)
        with socket.create_server(address), socket.create_connection(address, timeout=30) as client:
            self.assertEqual(client.getpeername(), address)

    def test_a_silent_port_accepts(self):
        self.ports.reserve_silent("quiet")
        socket.create_connection((ADDRESS, self.ports.numbers["quiet"]), timeout=30).close()


class ServersTest(unittest.TestCase):
    def test_a_server_comes_after_those_it_needs(self):
        names = [server.name for server in SERVERS]
        for place, server in enumerate(SERVERS):
            self.assertLessEqual(set(server.needs), set(names[:place]))

    def test_what_is_missing_includes_what_a_server_needs(self):
        by_name = {server.name: dataclasses.replace(server, program="no such program") for server in SERVERS}
        self.assertEqual(missing_for(by_name["haproxy"], by_name), ["haproxy", "nginx"])


class TableTest(unittest.TestCase):
    def test_columns_are_as_wide_as_their_widest(self):
        self.assertEqual(format_table(["a", "count"], [["long", "1"], ["b", "20"]]),
                         "a     count\nlong      1\nb        20")


if __name__ == "__main__":
    unittest.main()

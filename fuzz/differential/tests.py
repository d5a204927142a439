"""What no machine here may show by itself: http.client as later patch levels have it."""
import email._policybase
import http.client
import io
import pathlib
import re
import unittest
from unittest import mock

import known_differences

SENT = b"CONNECT %s:80 HTTP/1.0\r\n%s\r\n"


def checked_tunnel(connection):
    """_tunnel() with the checks of a host and of fields."""
    if http.client._contains_disallowed_url_pchar_re.search(connection._tunnel_host):
        raise ValueError("host")
    lines = b""
    for name, value in connection._tunnel_headers.items():
        name, value = name.encode("latin-1"), value.encode("latin-1")
        if not http.client._is_legal_header_name(name) or http.client._is_illegal_header_value(value):
            raise ValueError("field")
        lines += b"%s: %s\r\n" % (name, value)
    connection.sent = SENT % (connection._tunnel_host.encode("ascii"), lines)


class TunnelFields(unittest.TestCase):
    def tunnel(self, kind, host, fields):
        connection = kind("proxy.test")
        connection._tunnel_host, connection._tunnel_port = host, 80
        connection._tunnel_headers = given = dict(fields)
        with mock.patch.object(http.client.HTTPConnection, "_tunnel", checked_tunnel):
            try:
                connection._tunnel()
            finally:
                self.assertIs(connection._tunnel_headers, given)
        return connection.sent

    def test_what_is_refused_is_sent_and_counted(self):
        for host, fields, lines in (("a\nb", {}, b""), ("a", {" X": "1"}, b" X: 1\r\n"), ("a", {"X": "1\r\ny"}, b"X: 1\r\ny\r\n")):
            with self.subTest(host=host, fields=fields):
                before = known_differences.applied["tunnel-fields"]
                with self.assertRaises(ValueError):
                    self.tunnel(http.client.HTTPConnection, host, fields)
                sent = self.tunnel(known_differences.UncheckedTunnelConnection, host, fields)
                self.assertEqual(SENT % (host.encode(), lines), sent)
                self.assertEqual(before + 1, known_differences.applied["tunnel-fields"])

    def test_a_port_that_is_no_number_comes_before_the_fields(self):
        connection = known_differences.UncheckedTunnelConnection("proxy.test")
        connection._tunnel_host, connection._tunnel_port, connection._tunnel_headers = "a", "80", {"X": "\u20ac"}
        with self.assertRaises(TypeError):
            connection._tunnel()

    def test_what_is_not_refused_is_no_difference(self):
        before = known_differences.applied["tunnel-fields"]
        sent = self.tunnel(known_differences.UncheckedTunnelConnection, "a", {"X": 1})
        self.assertEqual(SENT % (b"a", b"X: 1\r\n"), sent)
        self.assertEqual(before, known_differences.applied["tunnel-fields"])

    def test_a_text_that_is_not_latin_1_is_still_an_error_of_its_line(self):
        with self.assertRaises(UnicodeEncodeError) as caught:
            self.tunnel(known_differences.UncheckedTunnelConnection, "a", {"X": "\u20ac"})
        self.assertEqual((3, 4), (caught.exception.start, caught.exception.end))

    def test_what_the_edition_refuses_is_refused_where_the_patch_level_does_not(self):
        checked, unchecked = known_differences.CheckedTunnelConnection, known_differences.UncheckedTunnelConnection
        for is_checked, edition, kind in ((False, (3, 13), None), (True, (3, 13), unchecked), (False, (3, 14), checked),
                                          (True, (3, 14), None)):
            self.assertIs(kind or known_differences.Connection, known_differences.tunnel_connection(is_checked, edition))
        for host, fields in (("a\nb", {}), ("a", {" X": "1"}), ("a", {"X": "1\r\ny"})):
            with self.subTest(host=host, fields=fields):
                before = known_differences.applied["tunnel-fields"]
                connection = checked("proxy.test")
                connection._tunnel_host, connection._tunnel_port, connection._tunnel_headers = host, 80, fields
                with self.assertRaises(ValueError):
                    connection._tunnel()
                self.assertEqual(before + 1, known_differences.applied["tunnel-fields"])

    def test_the_checks_of_the_module_are_there_again_behind_it(self):
        self.tunnel(known_differences.UncheckedTunnelConnection, "a\nb", {})
        self.assertFalse(http.client._is_legal_header_name(b" X"))


class Stream:
    def __init__(self, octets):
        self.octets = octets

    def makefile(self, mode):
        return io.BytesIO(self.octets)


@unittest.skipIf(known_differences.EDITION >= (3, 14), "the edition counts them")
class EndlessLines(unittest.TestCase):
    def test_interim_responses_and_trailer_lines_beyond_the_limit_are_read_and_counted(self):
        for interim, trailers, counted in ((99, 100, 0), (150, 0, 51), (0, 150, 1)):
            with self.subTest(interim=interim, trailers=trailers):
                before = known_differences.applied["endless-lines"]
                response = known_differences.EndlessResponse(Stream(
                    b"HTTP/1.1 100 Continue\r\n\r\n" * interim + b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                    b"1\r\na\r\n0\r\n" + b"A: b\r\n" * trailers + b"\r\n"))
                response.begin()
                self.assertEqual(b"a", response.read())
                self.assertEqual(before + counted, known_differences.applied["endless-lines"])


plain_read = http.client.HTTPResponse.read


def late_read(response, amt=None):
    return plain_read(response, None if amt is not None and amt < 0 else amt)


@unittest.skipIf(known_differences.EDITION < (3, 10), "3.8 and 3.9 refuse them otherwise")
class NegativeAmounts(unittest.TestCase):
    def test_they_reach_the_stream_where_the_release_would_read_all(self):
        with mock.patch.object(http.client.HTTPResponse, "read", late_read):
            self.assertTrue(known_differences.reads_all_for_negative_amounts())
            response = known_differences.NegativeAmountResponse(Stream(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab"))
            response.begin()
            self.assertEqual(b"ab", response.read(-1))


class FoldFirst(unittest.TestCase):
    def test_a_fold_at_the_beginning_of_a_value_stays(self):
        def late_parse(policy, lines):
            return lines[0].split(":", 1)[0], "".join((lines[0].split(":", 1)[1], *lines[1:])).lstrip(" \t\r\n").rstrip("\r\n")

        for lines, value, counted in ((["A: \r\n", " b\r\n"], "\r\n b", 1), (["A: b\r\n", " c\r\n"], "b\r\n c", 0), (["A: b"], "b", 0)):
            with self.subTest(lines=lines):
                before = known_differences.applied["fold-first"]
                parsed = known_differences.header_source_parse(email._policybase.compat32, lines, late_parse)
                self.assertEqual(("A", value), parsed)
                self.assertEqual(before + counted, known_differences.applied["fold-first"])


class Documentation(unittest.TestCase):
    def test_the_table_names_every_known_difference(self):
        readme = pathlib.Path(__file__).with_name("README.md").read_text("utf-8")
        self.assertEqual(sorted(known_differences.applied), sorted(re.findall(r"^\| `([a-z-]+)` \|", readme, re.MULTILINE)))


if __name__ == "__main__":
    unittest.main()

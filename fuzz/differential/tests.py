"""What no machine here may show by itself: http.client as later patch levels have it."""
import http.client
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

    def test_what_is_not_refused_is_no_difference(self):
        before = known_differences.applied["tunnel-fields"]
        sent = self.tunnel(known_differences.UncheckedTunnelConnection, "a", {"X": 1})
        self.assertEqual(SENT % (b"a", b"X: 1\r\n"), sent)
        self.assertEqual(before, known_differences.applied["tunnel-fields"])

    def test_a_text_that_is_not_latin_1_is_still_an_error_of_its_line(self):
        with self.assertRaises(UnicodeEncodeError) as caught:
            self.tunnel(known_differences.UncheckedTunnelConnection, "a", {"X": "\u20ac"})
        self.assertEqual((3, 4), (caught.exception.start, caught.exception.end))

    def test_the_checks_of_the_module_are_there_again_behind_it(self):
        self.tunnel(known_differences.UncheckedTunnelConnection, "a\nb", {})
        self.assertFalse(http.client._is_legal_header_name(b" X"))


if __name__ == "__main__":
    unittest.main()

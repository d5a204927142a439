"""What hc-fetch says of a command line, and of files it is given."""

import os
import subprocess
import unittest

from program import FetchTest, fetch

URL = "http://127.0.0.1:1/"
TLS_URL = "https://127.0.0.1:1/"


class CommandLine(FetchTest):
    def test_what_makes_no_sense_is_explained_and_nothing_is_done(self):
        for arguments, message in (
            ([], "a URL is expected"),
            ([URL, URL], f"one URL is fetched, not also '{URL}'"),
            (["127.0.0.1"], "127.0.0.1: a URL begins with http:// or https://"),
            (["ftp://h/"], "ftp://h/: a URL begins with http:// or https://"),
            (["http:///path"], "http:///path: no host is named"),
            (["http://:80/"], "http://:80/: no host is named"),
            (["http://[::1/"], "http://[::1/: the bracket of an IPv6 address is not closed"),
            (["http://[::1]x/"], "http://[::1]x/: after the bracket comes :PORT, or nothing"),
            (["http://[]/"], "http://[]/: in brackets stands an IPv6 address"),
            (["http://[localhost]/"], "http://[localhost]/: in brackets stands an IPv6 address"),
            ([f"http://[{'0' * 50}]/"], f"http://[{'0' * 50}]/: in brackets stands an IPv6 address"),
            (["http://::1/"], "http://::1/: an IPv6 address stands in brackets, as in [::1]"),
            (["http://::1]/"], "http://::1]/: an IPv6 address stands in brackets, as in [::1]"),
            (["http://h]:80/"], "http://h]:80/: brackets stand around the whole of an IPv6 address"),
            (["http://h:80[/"], "http://h:80[/: brackets stand around the whole of an IPv6 address"),
            (["http://u:p@h/"], "http://u:p@h/: a user name in the URL is not supported; give "
                                "-H 'Authorization: ...' instead"),
            (["http://h/a b"], "http://h/a b: the URL's path or query has a character that has to be percent-encoded"),
            (["http://h/é"], "http://h/é: the URL's path or query has a character that has to be percent-encoded"),
            (["-H", "nothing", URL], "a field is 'NAME: VALUE', not 'nothing'"),
            (["-H", ": value", URL], "a field has a name and no line ends, other than ': value'"),
            (["-H", "a: b\r\nc: d", URL], "a field has a name and no line ends, other than 'a: b\r\nc: d'"),
            (["--timeout=soon", URL], "--timeout is a number of seconds above 0, not 'soon'"),
            (["--timeout=0", URL], "--timeout is a number of seconds above 0, not '0'"),
            (["--timeout=-1", URL], "--timeout is a number of seconds above 0, not '-1'"),
            (["--timeout=nan", URL], "--timeout is a number of seconds above 0, not 'nan'"),
            (["--timeout=1e300", URL], "--timeout is a number of seconds above 0, not '1e300'"),
            (["--edition=3.7", URL], "--edition is 3.8 to 3.14, not '3.7'"),
            (["-d", "a", "-d", "b", URL], "-d is given twice"),
            (["-o", "a", "-o", "b", URL], "-o is given twice"),
            (["-T", "a", "-d", "@b", URL], "the file of the body is given twice"),
            (["-T", "a", "-d", "b", URL], "one body is sent: from -d or from -T"),
            (["-I", "-d", "b", URL], "-I sends no body: give -X HEAD for one"),
            (["--sized", URL], "--sized goes with -T"),
            (["-H", "Transfer-Encoding: gzip", "-d", "b", URL],
             "-H: Transfer-Encoding of a request ends in chunked (RFC 9112 section 6.1)"),
            (["-H", "Transfer-Encoding: chunked", "-H", "Transfer-Encoding: gzip", "-d", "b", URL],
             "-H: Transfer-Encoding of a request ends in chunked (RFC 9112 section 6.1)"),
            (["-H", "Transfer-Encoding: chunked", "-H", "Content-Length: 1", "-d", "b", URL],
             "-H: Content-Length and Transfer-Encoding exclude each other (RFC 9112 section 6.2)"),
            (["-H", "Content-Length: 1", "-H", "content-length: 1", "-d", "b", URL],
             "-H: Content-Length is given twice"),
            (["-H", "Content-Length: +1", "-d", "b", URL], "-H: Content-Length is a number of bytes"),
            (["-H", "Content-Length:", "-d", "", URL], "-H: Content-Length is a number of bytes"),
            (["-H", "Content-Length: 9223372036854775808", "-T", "a", URL],
             "-H: Content-Length is a number of bytes"),
            (["-H", "Transfer-Encoding: chunked", URL], "-H announces a body: give one with -d or -T"),
            (["-H", "Content-Length: 1", "-X", "POST", URL], "-H announces a body: give one with -d or -T"),
            (["-H", "Content-Length: 1", "-d", "bc", URL],
             "-H: Content-Length is less than the size of -d, which is 2"),
            (["-H", "Transfer-Encoding: chunked", "--http1.0", "-d", "b", URL],
             "HTTP/1.0 has no Transfer-Encoding: leave out -H or --http1.0"),
            (["-H", "Transfer-Encoding: chunked", "--sized", "-T", "a", URL],
             "--sized announces the file's size: leave out -H Transfer-Encoding"),
            (["-H", "Content-Length: 1", "--sized", "-T", "a", URL],
             "--sized announces the file's size: leave out -H Content-Length"),
            (["--proxy", "", URL], "--proxy '': no host is named"),
            (["--proxy", ":1", URL], "--proxy ':1': no host is named"),
            (["--proxy", "h", URL], "--proxy 'h': the port is missing: give HOST:PORT"),
            (["--proxy", "http://h/", URL], "--proxy 'http://h/': the port is missing: give HOST:PORT"),
            (["--proxy", "[::1", URL], "--proxy '[::1': the bracket of an IPv6 address is not closed"),
            (["--proxy", "http://h:1/p", URL], "--proxy 'http://h:1/p': a proxy has no path: give HOST:PORT"),
            (["--proxy", "https://h:1", URL],
             "--proxy 'https://h:1': a proxy is spoken to by plain HTTP: give HOST:PORT"),
            (["--proxy", "socks5://h:1", URL],
             "--proxy 'socks5://h:1': a proxy is spoken to by plain HTTP: give HOST:PORT"),
            (["--proxy", "u:p@h:1", URL],
             "--proxy 'u:p@h:1': a user name is not supported; give --proxy-header 'Proxy-Authorization: ...' instead"),
            (["--proxy", "h:1", "--proxy", "h:1", URL], "--proxy is given twice"),
            (["--proxy-header", "a: b", URL], "--proxy-header goes with --proxy"),
            (["--key", "k", TLS_URL], "--key and --password go with --cert"),
            (["--password", "p", TLS_URL], "--key and --password go with --cert"),
            (["--insecure", "--cacert", "c", TLS_URL],
             "--insecure trusts everybody, so --cacert does not go with it"),
            (["--insecure", URL], "--cacert, --cert and --insecure are for https URLs"),
            (["--cacert", "c", URL], "--cacert, --cert and --insecure are for https URLs"),
        ):
            with self.subTest(arguments):
                done = fetch(*arguments)
                self.assertEqual((done.returncode, done.stdout), (2, b""))
                self.assertEqual(done.stderr.decode(), f"hc-fetch: {message}\nTry `hc-fetch --help' or `hc-fetch "
                                                       "--usage' for more information.\n")

    def test_an_option_that_there_is_not_is_named(self):
        done = fetch("--follow", URL)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"unrecognized option '--follow'", done.stderr)

    def test_the_help_says_what_is_not_done(self):
        done = fetch("--help")
        self.assertEnds(done, 0)
        self.assertIn(b"Redirects are not followed", done.stdout)

    def test_the_version_is_told(self):
        done = fetch("--version")
        self.assertEnds(done, 0)
        self.assertRegex(done.stdout, rb"^hc-fetch \d+\.\d+\.\d+\n$")


class Files(FetchTest):
    def test_a_file_that_cannot_be_read_is_named(self):
        missing = self.directory / "missing"
        name = bytes(missing)
        for arguments, message in (
            (["-T", missing], b"FileNotFoundError: [Errno 2] No such file or directory: '%s'" % name),
            (["-d", f"@{missing}"], b"FileNotFoundError: [Errno 2] No such file or directory: '%s'" % name),
            (["-T", self.directory, "--sized"],
             b"OSError: there is no size to announce; send chunks (-T): '%s'" % bytes(self.directory)),
            (["-d", f"@{os.devnull}"], b"OSError: there is no size to announce; send chunks (-T): '/dev/null'"),
        ):
            with self.subTest(arguments):
                self.assertEnds(fetch(*arguments, URL), 1, b"hc-fetch: " + message + b"\n")

    def test_a_pipe_has_no_size_to_announce(self):
        done = fetch("-T", "-", "--http1.0", URL, stdin=subprocess.PIPE)
        self.assertEnds(done, 1, b"hc-fetch: OSError: there is no size to announce; send chunks (-T): '-'\n")


if __name__ == "__main__":
    unittest.main()

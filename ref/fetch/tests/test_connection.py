"""How hc-fetch connects: time, TLS, tunnel; and what it shows of it."""

import socket
import ssl
import threading
import unittest

from program import FetchTest, fetch
from server import CERTIFICATES, DEADLINE, Recorder, Request, response, server_context

AUTHORITY = CERTIFICATES / "authority.pem"
CLIENT = ["--cert", CERTIFICATES / "client.pem", "--key", CERTIFICATES / "client.key"]


class Connecting(FetchTest):
    def test_a_port_nobody_listens_on_refuses(self):
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            done = fetch(f"http://127.0.0.1:{unused.getsockname()[1]}/")
        self.assertEnds(done, 1, b"hc-fetch: ConnectionRefusedError: [Errno 111] Connection refused\n")

    def test_a_port_that_is_no_number_is_the_library_s_to_refuse(self):
        self.assertEnds(fetch("http://127.0.0.1:http/"), 1, b"hc-fetch: InvalidURL: nonnumeric port: 'http'\n")

    def test_a_host_that_has_no_address_is_named(self):
        # The C library knows by itself that there is no such zone.
        host = "[fe80::1%no-such-zone]:8080"
        message = f"hc-fetch: gaierror: [Errno -2] Name or service not known: '{host}'\n".encode()
        self.assertEnds(fetch(f"http://{host}/"), 1, message)
        self.assertEnds(fetch("--proxy", host, "http://127.0.0.1:1/"), 1, message)

    def test_a_server_that_is_silent_is_given_up(self):
        given_up = threading.Event()

        def converse(_, stream):
            Request(stream)
            self.assertTrue(given_up.wait(DEADLINE))

        server = self.serve(converse)
        done = fetch("--timeout=0.05", self.url(server))
        given_up.set()
        self.assertEnds(done, 1, b"hc-fetch: TimeoutError: timed out\n")

    def test_debug_output_goes_to_standard_error(self):
        server = self.serve(Recorder(response(b"body")))
        done = fetch("--debug", self.url(server))
        self.assertEqual((done.returncode, done.stdout), (0, b"body"))
        self.assertEqual(done.stderr.decode().splitlines(), [
            f"send: b'GET / HTTP/1.1\\r\\nHost: 127.0.0.1:{server.port}\\r\\nAccept-Encoding: identity\\r\\n\\r\\n'",
            "reply: 'HTTP/1.1 200 OK\\r\\n'",
            "header: Content-Length: 4",
        ])

    def test_the_edition_is_the_one_asked_for(self):
        # What a failed read of a silent server is called changed with 3.10.
        given_up = threading.Event()

        def converse(_, stream):
            Request(stream)
            self.assertTrue(given_up.wait(DEADLINE))

        server = self.serve(converse)
        done = fetch("--timeout=0.05", "--edition=3.8", self.url(server))
        given_up.set()
        self.assertEnds(done, 1, b"hc-fetch: timeout: timed out\n")


class Tls(FetchTest):
    def serve_tls(self, **options):
        """A server, and what the client's certificate was on each connection."""
        certificates = []

        def converse(connection, stream):
            Request(stream)
            certificates.append(connection.getpeercert())
            connection.sendall(response(b"secured"))

        return self.serve(converse, tls=server_context(**options)), certificates

    def test_a_server_is_trusted_by_the_authority_given(self):
        server, _ = self.serve_tls()
        for host in "127.0.0.1", "localhost":
            with self.subTest(host):
                done = fetch("--cacert", AUTHORITY, self.url(server, scheme="https", host=host))
                self.assertEnds(done, 0)
                self.assertEqual(done.stdout, b"secured")

    def refused(self, *arguments, address="127.0.0.1"):
        """What is said of a handshake that the client breaks off."""

        def handshake(connection, _):
            with self.assertRaises((ssl.SSLError, ConnectionError)):
                with server_context().wrap_socket(connection, server_side=True) as secured:
                    secured.recv(1)

        server = self.serve(handshake, address=address)
        return fetch(*arguments, self.url(server, scheme="https", host=address))

    def test_a_server_is_not_trusted_by_the_system(self):
        done = self.refused()
        self.assertEqual((done.returncode, done.stdout), (1, b""))
        self.assertTrue(done.stderr.startswith(b"hc-fetch: SSLCertVerificationError: "), done.stderr)

    def test_a_certificate_has_to_name_the_host(self):
        done = self.refused("--cacert", AUTHORITY, address="127.0.0.2")
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"certificate is not valid for '127.0.0.2'", done.stderr)

    def test_insecure_trusts_everybody(self):
        server, _ = self.serve_tls()
        self.assertEqual(fetch("--insecure", self.url(server, scheme="https")).stdout, b"secured")

    def test_a_client_certificate_is_shown_with_its_key_unlocked(self):
        (self.directory / "password").write_text("open sesame\n")
        server, certificates = self.serve_tls(client_authorities=True)
        for password in "open sesame", f"@{self.directory / 'password'}":
            with self.subTest(password):
                done = fetch("--cacert", AUTHORITY, *CLIENT, "--password", password, self.url(server, scheme="https"))
                self.assertEnds(done, 0)
                names = dict(pair for part in certificates.pop()["subject"] for pair in part)
                self.assertEqual(names["commonName"], "hc-fetch test client")

    def assertRefuses(self, options, message):
        """Before anything is sent."""
        self.assertEnds(fetch(*options, "https://127.0.0.1:1/"), 1, f"hc-fetch: {message}\n".encode())

    def test_a_key_that_stays_locked_is_told(self):
        (self.directory / "empty").write_text("")
        (self.directory / "both.pem").write_bytes(b"".join((CERTIFICATES / f"client.{end}").read_bytes()
                                                           for end in ("pem", "key")))
        both = self.directory / "both.pem"
        key = CERTIFICATES / "client.key"
        missing = "FileNotFoundError: [Errno 2] No such file or directory"
        for options, message in (
            ([*CLIENT, "--password=wrong"], f"SSLError: [SSL] PEM lib: --password does not open the key '{key}'"),
            (["--cert", both, "--password="], f"SSLError: [SSL] PEM lib: --password does not open the key '{both}'"),
            (CLIENT, f"SSLError: --password is missing: it opens the key '{key}'"),
            (["--cert", both], f"SSLError: --password is missing: it opens the key '{both}'"),
            ([*CLIENT, f"--password=@{self.directory}/none"], f"{missing}: '{self.directory}/none'"),
            ([*CLIENT, f"--password=@{self.directory}"], f"IsADirectoryError: [Errno 21] Is a directory: '{self.directory}'"),
            ([*CLIENT, f"--password=@{self.directory}/empty"],
             f"OSError: there is no password: '{self.directory}/empty'"),
            ([*CLIENT, f"--password={'x' * 1025}"], "ValueError: password cannot be longer than 1024 bytes"),
        ):
            with self.subTest(options):
                self.assertRefuses(options, message)

    def test_files_that_are_not_there_or_not_what_they_should_be_are_named_with_their_option(self):
        missing = "FileNotFoundError: [Errno 2] No such file or directory"
        certificate, server = CERTIFICATES / "client.pem", CERTIFICATES / "server.pem"
        for options, message in (
            (["--cacert", "/nonexistent"], f"{missing}: --cacert '/nonexistent'"),
            (["--cacert", ""], f"{missing}: --cacert ''"),
            (["--cert", "/nonexistent"], f"{missing}: --cert '/nonexistent'"),
            (["--cert", ""], f"{missing}: --cert ''"),
            (["--cert", certificate, "--key", "/nonexistent"], f"{missing}: --key '/nonexistent'"),
            (["--cacert", __file__], "SSLError: [X509: NO_CERTIFICATE_OR_CRL_FOUND] no certificate or crl found: "
                                     f"--cacert '{__file__}'"),
            (["--cert", certificate, "--key", server], "SSLError: [X509: KEY_VALUES_MISMATCH] key values mismatch: "
                                                       f"--cert '{certificate}': --key '{server}'"),
            (["--cert", certificate], "SSLError: [SSL] PEM lib: a certificate and its key have to be in "
                                      f"--cert '{certificate}'"),
            (["--cert", certificate, "--key", self.directory],
             f"IsADirectoryError: [Errno 21] Is a directory: --cert '{certificate}': --key '{self.directory}'"),
        ):
            with self.subTest(options):
                self.assertRefuses(options, message)


class Tunnel(FetchTest):
    """The proxy is the server behind it as well."""

    def proxy(self, status=b"200 Connection established", tls=None):
        connects = []

        def converse(connection, stream):
            connects.append(Request(stream))
            connection.sendall(b"HTTP/1.1 " + status + b"\r\n\r\n")
            if not status.startswith(b"200"):
                return
            inside = tls.wrap_socket(connection, server_side=True) if tls else connection
            with inside, inside.makefile("rb") as inner:
                connects.append(Request(inner))
                inside.sendall(response(b"through"))

        server = self.serve(converse)
        return f"127.0.0.1:{server.port}", connects

    def test_a_url_is_asked_for_through_it(self):
        proxy, requests = self.proxy()
        done = fetch("--proxy", proxy, "--proxy-header", "Proxy-Authorization: Basic eA==", "-H", "X: y",
                     "http://origin.test:8080/page")
        self.assertEnds(done, 0)
        self.assertEqual(done.stdout, b"through")
        connect, get = requests
        self.assertEqual(connect.line, "CONNECT origin.test:8080 HTTP/1.1")
        self.assertEqual(connect.fields, {"host": "origin.test:8080", "proxy-authorization": "Basic eA=="})
        self.assertEqual(get.line, "GET /page HTTP/1.1")
        self.assertEqual(get.fields["host"], "origin.test:8080")
        self.assertNotIn("proxy-authorization", get.fields)

    def test_a_proxy_may_be_given_as_its_url(self):
        proxy, requests = self.proxy()
        for given in f"http://{proxy}", f"HTTP://{proxy}/":
            with self.subTest(given):
                self.assertEnds(fetch("--proxy", given, "http://origin.test/"), 0)
                self.assertEqual([request.line for request in requests],
                                 ["CONNECT origin.test:80 HTTP/1.1", "GET / HTTP/1.1"])
                requests.clear()

    def test_tls_is_spoken_inside_of_it(self):
        proxy, requests = self.proxy(tls=server_context())
        done = fetch("--proxy", proxy, "--cacert", AUTHORITY, "https://localhost/")
        self.assertEnds(done, 0)
        self.assertEqual(requests[0].line, "CONNECT localhost:443 HTTP/1.1")
        self.assertEqual(requests[1].fields["host"], "localhost")

    def test_a_proxy_that_refuses_is_told(self):
        proxy, _ = self.proxy(status=b"407 Proxy Authentication Required")
        done = fetch("--proxy", proxy, "http://origin.test/")
        self.assertEnds(done, 1,
                        b"hc-fetch: OSError: Tunnel connection failed: 407 Proxy Authentication Required\n")


if __name__ == "__main__":
    unittest.main()

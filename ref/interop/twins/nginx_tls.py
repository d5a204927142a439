"""The twins of tests/test_nginx_tls.c."""

import ssl

from twins.case import Case


class Twins(Case):
    def each_version_of_tls_is_spoken(self):
        for place, version in (("nginx_tls12", "TLSv1.2"), ("nginx_tls13", "TLSv1.3")):
            connection = self.secured(place, self.context())
            self.assertIn(version.encode("ascii"), self.get(connection, "/tls")[1])
            self.assertEqual(connection.sock.version(), version)

    def a_version_that_the_server_has_not_is_an_alert(self):
        context = self.context()
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        with self.assertFails(ssl.SSLError, "TLSV1_ALERT_PROTOCOL_VERSION"):
            self.get(self.secured("nginx_tls13", context), "/tls")

    def the_name_indicated_selects_the_virtual_host(self):
        for name, body in (("alpha.test", b"alpha.test TLSv1.3 alpn= sni=alpha.test\n"),
                           ("beta.test", b"beta.test TLSv1.3 alpn= sni=beta.test\n"),
                           ("localhost", b"default TLSv1.3 alpn= sni=localhost\n"),
                           ("127.0.0.1", b"default TLSv1.3 alpn= sni=\n")):
            self.assertEqual(self.get(self.secured("nginx_tls", self.context(), name), "/tls")[1], body)

    def of_two_protocols_the_server_may_choose_http_1_1(self):
        context = self.context()
        context.set_alpn_protocols(["http/1.0", "http/1.1"])
        connection = self.secured("nginx_tls", context)
        self.assertIn(b"alpn=http/1.1", self.get(connection, "/tls")[1])
        self.assertEqual(connection.sock.selected_alpn_protocol(), "http/1.1")

    def requests_over_tls_use_one_connection(self):
        self.assertKeepsAlive(self.secured("nginx_tls", self.context()), 1000)

    def a_large_body_is_the_same_in_clear_and_over_tls(self):
        for place in ("nginx_tls", "nginx_tls12"):
            body = self.get(self.secured(place, self.context()), "/large.bin")[1]
            self.assertTrue(body == self.site.large)

    def a_certificate_that_is_asked_for_is_shown(self):
        body = self.get(self.secured("nginx_mutual", self.context()), "/who", 400)[1]
        self.assertIn(b"No required SSL certificate was sent", body)
        self.assertEqual(self.get(self.secured("nginx_mutual", self.client_context()), "/who")[1], b"CN=client\n")

    def a_server_that_is_somebody_else_is_refused(self):
        for place, text in (("nginx_misnamed", "Hostname mismatch, certificate is not valid for 'localhost'."),
                            ("nginx_stranger", "self-signed certificate"), ("nginx_plain", "WRONG_VERSION_NUMBER")):
            with self.assertFails(ssl.SSLError, text):
                self.get(self.secured(place, self.context()), "/")

"""The twins of tests/test_apache.c."""

import ssl

from twins.case import Case


class Twins(Case):
    def a_thousand_requests_use_one_connection(self):
        connection = self.connection("apache_plain")
        self.get(connection, "/text.txt")
        sock = connection.sock
        for _ in range(1, 1000):
            self.get(connection, "/text.txt")
            self.assertIs(connection.sock, sock)

    def at_the_limit_of_requests_the_client_connects_anew(self):
        self.assertLimited(self.connection("apache_limited"), "/text.txt", 6)

    def a_connection_closed_while_idle_costs_one_request(self):
        self.assertEndsWhenIdle(self.connection("apache_impatient"), "/text.txt")

    def a_body_of_known_length_is_read_the_same_in_every_way(self):
        self.assertReadTheSame("apache_plain", "/text.txt")

    def what_a_script_writes_is_read_the_same_in_every_way(self):
        self.assertReadTheSame("apache_plain", "/cgi/digest")

    def a_sized_upload_comes_back_byte_for_byte(self):
        self.assertStores("apache_plain", "/store/apache-sized.bin", sized=True)

    def a_chunked_upload_comes_back_byte_for_byte(self):
        self.assertStores("apache_plain", "/store/apache-chunked.bin", sized=False)

    def an_interim_100_is_passed_over(self):
        self.assertContinues("apache_plain", "/store/apache-continued.txt")

    def answers_without_body_keep_the_connection(self):
        self.assertKeepsPlaceWithoutBody("apache_plain")

    def a_body_that_does_not_come_is_answered_with_408(self):
        self.assertTimesOut("apache_impatient", "/cgi/digest")

    # --- Certificates by location ---

    def ask_in_private(self, context):
        connection = self.secured("apache_tls", context)
        self.assertIn(b"nobody TLSv1.", self.get(connection, "/cgi/who")[1])
        response, body = self.ask(connection, "POST", "/private/who", "eleven more")
        return response.status, body

    def a_certificate_asked_for_after_the_handshake_is_shown(self):
        context = self.client_context()
        context.post_handshake_auth = True
        self.assertEqual(self.ask_in_private(context), (200, b"client TLSv1.3 11\n"))

    def it_is_not_asked_for_unless_the_context_allows_it(self):
        status, body = self.ask_in_private(self.client_context())
        self.assertEqual(status, 403)
        self.assertIn(b"Cannot perform Post-Handshake Authentication.", body)

    def who_has_no_certificate_is_refused_by_an_alert(self):
        with self.assertFails(ssl.SSLError, "TLSV13_ALERT_CERTIFICATE_REQUIRED"):
            self.get(self.secured("apache_mutual", self.context()), "/text.txt")

    def tls_1_2_is_negotiated_again_for_a_certificate(self):
        context = self.client_context()
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        self.assertEqual(self.ask_in_private(context), (200, b"client TLSv1.2 11\n"))

"""The twins of tests/test_proxy.c."""

from twins.case import Case

RIGHT = {"Proxy-Authorization": "Basic aW50ZXJvcDpzZWNyZXQ="}  # interop:secret
WRONG = {"Proxy-Authorization": "Basic aW50ZXJvcDp3cm9uZw=="}  # interop:wrong
FAILED = "Tunnel connection failed: "


class Twins(Case):
    def a_thousand_requests_use_one_tunnel(self):
        self.assertKeepsAlive(self.tunnel("open", "nginx_tls"), 1000)

    def a_large_body_comes_through_a_tunnel(self):
        self.assertTrue(self.get(self.tunnel("open", "nginx_tls"), "/large.bin")[1] == self.site.large)

    def a_closed_tunnel_is_asked_for_anew(self):
        connection = self.tunnel("open", "nginx_tls")
        first = self.count(connection)
        connection.close()
        second = self.count(connection)
        self.assertNotEqual(first[0], second[0])
        self.assertEqual(second[1], 1)

    def a_certificate_is_shown_to_the_origin_not_the_proxy(self):
        context = self.client_context()
        context.post_handshake_auth = True
        connection = self.tunnel("open", "apache_tls", context=context)
        self.assertEqual(self.get(connection, "/private/who")[1], b"client TLSv1.3 0\n")

    def assertNoTunnel(self, connection, text):
        with self.assertFails(OSError, text):
            self.get(connection, "/count")
        self.assertIsNone(connection.sock)

    def an_origin_that_refuses_is_a_failed_tunnel(self):
        self.assertNoTunnel(self.tunnel("open", "refused"), f"{FAILED}50")

    def with_a_wrong_password_there_is_no_tunnel(self):
        self.assertNoTunnel(self.tunnel("auth", "nginx_tls", WRONG), f"{FAILED}40")

    def refused_with_407_the_same_connection_can_try_again_with_a_password(self):
        connection = self.tunnel("auth", "nginx_tls")
        self.assertNoTunnel(connection, f"{FAILED}407 Proxy Authentication Required")
        if hasattr(connection, "get_proxy_response_headers"):  # from Python 3.12 on
            self.assertIn("Basic realm=", connection.get_proxy_response_headers()["Proxy-Authenticate"])
        connection.close()
        connection.set_tunnel("localhost", self.port("nginx_tls"), RIGHT)
        self.assertIn(b"sni=localhost", self.get(connection, "/tls")[1])

    # --- Absolute form ---

    def ask_in_absolute_form(self, connection, headers=None):
        return self.ask(connection, "GET", f"http://127.0.0.1:{self.port('nginx_plain')}/text.txt", headers=headers)

    def requests_in_absolute_form_reach_the_origin(self):
        expected = self.get(self.connection("nginx_plain"), "/text.txt")[1]
        connection = self.connection(f"{self.proxy}_open")
        for _ in range(10):
            response, body = self.ask_in_absolute_form(connection)
            self.assertEqual((response.status, body), (200, expected))
            connection.close()

    def of_a_request_in_absolute_form_407_is_an_answer(self):
        connection = self.connection(f"{self.proxy}_auth")
        self.assertEqual(self.ask_in_absolute_form(connection)[0].status, 407)
        self.assertEqual(self.ask_in_absolute_form(connection, RIGHT)[0].status, 200)

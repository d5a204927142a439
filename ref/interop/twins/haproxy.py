"""The twins of tests/test_haproxy.c."""

from twins.case import Case


class Twins(Case):
    def what_the_server_behind_says_comes_through(self):
        self.assertReadTheSame("haproxy_front", "/chunked/text.txt")
        self.assertStores("haproxy_front", "/store/haproxy-sized.bin", sized=True)
        self.assertStores("haproxy_front", "/store/haproxy-chunked.bin", sized=False)

    def a_connection_closed_after_each_answer_is_made_anew(self):
        self.assertLimited(self.connection("haproxy_closing"), "/count", 1)

    def a_connection_closed_while_idle_costs_one_request(self):
        self.assertEndsWhenIdle(self.connection("haproxy_impatient"), "/count")

    def its_own_answers_are_answers(self):
        for url, status in (("/nobody", 503), ("/silent", 504), ("/closing", 502), ("/denied", 429)):
            connection = self.connection("haproxy_front")
            self.assertIn(b"<html>", self.get(connection, url, status)[1])
            self.get(connection, "/text.txt")

    def on_a_connection_used_before_it_closes_in_place_of_502(self):
        connection = self.connection("haproxy_front")
        self.get(connection, "/text.txt")
        self.assertHangsUp(connection, "/closing")
        self.get(connection, "/closing", 502)

    def a_field_that_it_does_not_take_is_answered_with_400(self):
        connection = self.connection("haproxy_front")
        response, _ = self.ask(connection, "GET", "/text.txt", headers={"Not A Token": "1"})
        self.assertEqual((response.status, response.will_close), (400, True))
        self.get(connection, "/text.txt")

    def a_body_that_does_not_come_is_answered_with_408(self):
        self.assertTimesOut("haproxy_front", "/wait-for-body")

    def a_request_rejected_without_an_answer_is_remote_disconnected(self):
        connection = self.connection("haproxy_front")
        self.assertHangsUp(connection, "/rejected")
        self.get(connection, "/text.txt")

    def an_early_hint_is_taken_for_the_answer(self):
        response, body = self.get(self.connection("haproxy_front"), "/text.txt?hinted", 103)
        self.assertEqual((response.getheader("Link"), body), ("</style.css>; rel=preload", b""))

    def it_ends_tls_for_the_server_behind(self):
        connection = self.secured("haproxy_tls", self.context())
        for _ in range(100):
            self.get(connection, "/chunked/text.txt")

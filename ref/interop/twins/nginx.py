"""The twins of tests/test_nginx.c."""

import http.client

from twins.case import Case


class Twins(Case):
    def a_thousand_requests_use_one_connection(self):
        self.assertKeepsAlive(self.connection("nginx_plain"), 1000)

    def at_the_limit_of_requests_the_client_connects_anew(self):
        self.assertLimited(self.connection("nginx_limited"), "/", 5)

    def a_connection_closed_while_idle_costs_one_request(self):
        self.assertEndsWhenIdle(self.connection("nginx_impatient"), "/")

    def a_body_of_known_length_is_read_the_same_in_every_way(self):
        self.assertReadTheSame("nginx_plain", "/text.txt")

    def a_chunked_body_is_read_the_same_in_every_way(self):
        self.assertReadTheSame("nginx_plain", "/chunked/text.txt")

    def a_sized_upload_comes_back_byte_for_byte(self):
        self.assertStores("nginx_plain", "/store/sized.bin", sized=True)

    def a_chunked_upload_comes_back_byte_for_byte(self):
        self.assertStores("nginx_plain", "/store/chunked.bin", sized=False)

    def an_interim_100_is_passed_over(self):
        self.assertContinues("nginx_plain", "/store/continued.txt")

    def answers_without_body_keep_the_connection(self):
        self.assertKeepsPlaceWithoutBody("nginx_plain")

    def a_connection_hung_up_on_is_made_anew(self):
        connection = self.connection("nginx_plain")
        self.assertHangsUp(connection, "/hang-up")
        self.get(connection, "/text.txt")

    def an_unread_answer_has_to_be_read_or_closed_before_the_next(self):
        connection = self.connection("nginx_plain")
        connection.request("GET", "/large.bin")
        unread = connection.getresponse()
        connection.request("GET", "/large.bin")
        with self.assertFails(http.client.ResponseNotReady, "Request-sent"):
            connection.getresponse()
        connection.close()
        unread.close()
        self.get(connection, "/text.txt")

    def a_hundred_and_more_fields_are_too_many(self):
        with self.assertFails(http.client.HTTPException, "got more than 100 headers"):
            self.get(self.connection("nginx_plain"), "/hundred-fields")

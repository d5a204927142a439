"""What hc-fetch sends."""

import hashlib
import os
import unittest

from program import FetchTest, fetch, peak_memory
from server import Recorder, Request, response

# The size of a large file, in blocks of BLOCK, and how much memory may be used for it, in bytes.
LARGE = 128
BLOCK = os.urandom(1 << 20)
MEMORY = 64 << 20


class Method(FetchTest):
    def test_it_is_get_if_nothing_else_is_said(self):
        request, body = self.request_of()
        self.assertEqual(request.line, "GET /path?query HTTP/1.1")
        self.assertEqual(body, b"")

    def test_it_goes_with_the_option_and_X_decides(self):
        for options, method in (
            (["-I"], "HEAD"),
            (["-d", "x"], "POST"),
            (["-T", os.devnull], "PUT"),
            (["-X", "PURGE"], "PURGE"),
            (["-X", "PATCH", "-d", "x"], "PATCH"),
            (["--method=REPORT", "-T", os.devnull], "REPORT"),
        ):
            with self.subTest(options):
                request, _ = self.request_of(*options, answer=response())
                self.assertEqual(request.line.split()[0], method)


class Target(FetchTest):
    def test_path_and_query_are_sent_and_the_fragment_is_not(self):
        recorder = Recorder()
        server = self.serve(recorder)
        for end, target in (
            ("", "/"), ("/", "/"), ("?q", "/?q"), ("#top", "/"), ("/a?b#c", "/a?b"), ("/%20", "/%20"), ("//x", "//x"),
        ):
            with self.subTest(end):
                self.assertEnds(fetch(self.url(server, end)), 0)
                self.assertEqual(recorder.requests[-1].line.split()[1], target)

    def test_the_host_field_names_the_url_s_host_and_port(self):
        recorder = Recorder()
        server = self.serve(recorder)
        self.assertEnds(fetch(self.url(server, scheme="HTTP", host="localhost")), 0)
        self.assertEqual(recorder.requests[0].fields["host"], f"localhost:{server.port}")

    def test_an_ipv6_address_stands_in_brackets(self):
        recorder = Recorder()
        try:
            server = self.serve(recorder, address="::1")
        except OSError:
            self.skipTest("this machine has no ::1")
        self.assertEnds(fetch(self.url(server, host="[::1]")), 0)
        self.assertEqual(recorder.requests[0].fields["host"], f"[::1]:{server.port}")


class Fields(FetchTest):
    def test_each_H_is_sent_in_order_as_it_was_given(self):
        request, _ = self.request_of("-H", "X-One: 1", "-H", "x-two:2", "-H", "X-One:  3", "-H", "X-Empty:")
        self.assertEqual(request.raw_fields[-4:], [b"X-One: 1", b"x-two: 2", b"X-One: 3", b"X-Empty: "])

    def test_a_field_given_takes_the_place_of_the_automatic_one(self):
        request, _ = self.request_of("-H", "Host: elsewhere", "-H", "Accept-Encoding: gzip")
        self.assertEqual(request.raw_fields, [b"Host: elsewhere", b"Accept-Encoding: gzip"])

    def test_under_http_1_0_there_is_no_automatic_field(self):
        request, _ = self.request_of("--http1.0")
        self.assertEqual(request.line, "GET /path?query HTTP/1.0")
        self.assertEqual(request.raw_fields, [])


class Body(FetchTest):
    def write(self, content):
        path = self.directory / "body"
        path.write_bytes(content)
        return path

    def test_a_text_is_sent_with_its_length_and_no_type(self):
        request, body = self.request_of("-d", "naïve=1")
        self.assertEqual(body, "naïve=1".encode())
        self.assertEqual(request.fields["content-length"], "8")
        self.assertNotIn("content-type", request.fields)

    def test_an_empty_text_is_a_body_of_length_zero(self):
        request, _ = self.request_of("-d", "")
        self.assertEqual(request.fields["content-length"], "0")

    def test_a_file_named_after_at_is_sent_with_its_length(self):
        request, body = self.request_of("-d", f"@{self.write(b'one' * 100_000)}")
        self.assertEqual(body, b"one" * 100_000)
        self.assertEqual(request.fields["content-length"], "300000")
        self.assertNotIn("transfer-encoding", request.fields)

    def test_an_upload_is_chunked(self):
        request, body = self.request_of("-T", self.write(b"two" * 100_000))
        self.assertEqual(body, b"two" * 100_000)
        self.assertEqual(request.fields["transfer-encoding"], "chunked")
        self.assertNotIn("content-length", request.fields)

    def test_a_sized_upload_has_a_length(self):
        request, body = self.request_of("-T", self.write(b"three"), "--sized")
        self.assertEqual(body, b"three")
        self.assertEqual(request.fields["content-length"], "5")
        self.assertNotIn("transfer-encoding", request.fields)

    def test_an_empty_file_is_an_empty_body(self):
        self.write(b"")
        request, body = self.request_of("-T", self.directory / "body", "--sized")
        self.assertEqual((body, request.fields["content-length"]), (b"", "0"))

    def test_a_dash_is_standard_input_from_where_it_stands(self):
        request, body = self.request_of("-T", "-", input=b"from a pipe")
        self.assertEqual((body, request.fields["transfer-encoding"]), (b"from a pipe", "chunked"))
        with open(self.write(b"skipped, sent"), "rb", buffering=0) as file:
            file.seek(9)
            request, body = self.request_of("-T", "-", "--sized", stdin=file)
        self.assertEqual((body, request.fields["content-length"]), (b"sent", "4"))

    def test_an_upload_under_http_1_0_has_a_length(self):
        request, body = self.request_of("--http1.0", "-T", self.write(b"old"))
        self.assertEqual((body, request.raw_fields), (b"old", [b"Content-Length: 3"]))

    def test_chunks_are_made_when_the_field_is_given(self):
        path = self.write(b"framed")
        for options in ["-T", path], ["-d", f"@{path}"], ["-d", "framed"], ["-d", ""]:
            for field in "Transfer-Encoding: chunked", "transfer-encoding: Chunked ":
                with self.subTest(options, field=field):
                    request, body = self.request_of("-H", field, *options)
                    self.assertEqual(body, b"" if options == ["-d", ""] else b"framed")
                    self.assertEqual(request.raw_fields.count(field.encode()), 1)
                    self.assertNotIn("content-length", request.fields)

    def test_chunks_are_made_when_they_are_the_last_coding(self):
        for fields in (["Transfer-Encoding: gzip, chunked"], ["Transfer-Encoding: gzip", "Transfer-Encoding: chunked"]):
            with self.subTest(fields):
                options = [word for field in fields for word in ("-H", field)]
                request, body = self.request_of(*options, "-T", self.write(b"framed"))
                self.assertEqual((body, request.raw_fields[-len(fields):]), (b"framed", [f.encode() for f in fields]))
                self.assertNotIn("content-length", request.fields)

    def test_a_length_that_is_given_is_sent_and_kept_to(self):
        path = self.write(b"counted")
        for options in (["-T", path], ["-d", f"@{path}"], ["-d", "counted"], ["-T", "-"], ["--http1.0", "-T", "-"]):
            with self.subTest(options):
                input = {"input": b"counted"} if "-" in options else {}
                request, body = self.request_of("-H", "Content-Length: 7", *options, **input)
                self.assertEqual((body, request.raw_fields.count(b"Content-Length: 7")), (b"counted", 1))
                self.assertNotIn("transfer-encoding", request.fields)

    def test_a_text_may_be_shorter_than_the_length_that_is_given(self):
        def lose_patience(connection, stream):
            request = Request(stream)
            self.assertEqual((request.fields["content-length"], stream.read(5)), ("1000", b"short"))
            connection.sendall(response(b"", "408 Request Timeout", "Connection: close"))

        done = fetch("-i", "-H", "Content-Length: 1000", "-d", "short", self.url(self.serve(lose_patience)))
        self.assertEnds(done, 0)
        self.assertTrue(done.stdout.startswith(b"HTTP/1.1 408 "), done.stdout)

    def test_a_length_of_zero_needs_no_body(self):
        request, _ = self.request_of("-X", "POST", "-H", "Content-Length: 0")
        self.assertEqual(request.raw_fields[-1], b"Content-Length: 0")

    def test_a_file_of_another_length_than_is_given_is_not_sent(self):
        path = self.write(b"counted")
        for length in "6", "8":
            with self.subTest(length):
                done = fetch("-H", f"Content-Length: {length}", "-T", path, "http://127.0.0.1:1/")
                self.assertEnds(done, 1, b"hc-fetch: OSError: the file has not the size Content-Length announces: "
                                         b"'%s'\n" % bytes(path))

    def test_a_pipe_of_another_length_than_is_given_is_told(self):
        for length, what in ("6", b"more"), ("8", b"less"):
            with self.subTest(length):
                server = self.serve(lambda connection, stream: stream.read())
                done = fetch("-H", f"Content-Length: {length}", "-T", "-", self.url(server), input=b"counted")
                self.assertEnds(done, 1, b"hc-fetch: OSError: there is %s than Content-Length announces: '-'\n" % what)

    def test_a_large_file_arrives_whole_and_takes_no_memory(self):
        path = self.directory / "large"
        with path.open("wb") as file:
            for _ in range(LARGE):
                file.write(BLOCK)
        sums = []

        def converse(connection, stream):
            digest = hashlib.sha256()
            for piece in Request(stream).pieces():
                digest.update(piece)
            sums.append(digest.digest())
            connection.sendall(response())

        server = self.serve(converse)
        for options in (["-T", path], ["-T", path, "--sized"], ["-d", f"@{path}"]):
            self.assertEnds(fetch(*options, self.url(server)), 0)
        expected = hashlib.sha256()
        for _ in range(LARGE):
            expected.update(BLOCK)
        self.assertEqual(sums, [expected.digest()] * 3)
        self.assertLess(peak_memory(), MEMORY)

    def test_a_server_that_answers_and_closes_before_it_has_the_body_is_heard(self):
        def refuse(connection, stream):
            Request(stream)
            connection.sendall(response(b"No more.\n", "413 Content Too Large", "Connection: close"))

        server = self.serve(refuse)
        done = fetch("-i", "-T", self.write(bytes(32 << 20)), self.url(server))
        self.assertEnds(done, 0)
        self.assertTrue(done.stdout.startswith(b"HTTP/1.1 413 Content Too Large\r\n"))
        self.assertTrue(done.stdout.endswith(b"No more.\n"))


if __name__ == "__main__":
    unittest.main()

"""Faults in reading the head of a response."""

import http.client
import io
import re
from email.header import decode_header, make_header
from http.client import HTTPConnection, HTTPResponse

from .gallery import fault, replace

NO_LIMIT = 2**30
INTERIM = (102, 103)


def edit_line(method, edit):
    """Has a method of HTTPResponse that reads one line read it as this function returns it."""
    @replace(HTTPResponse, method)
    def read_edited(former, response):
        connection = response.fp
        response.fp = io.BytesIO(edit(connection.readline(http.client._MAXLINE + 1)))
        try:
            return former(response)
        finally:
            if response.fp is None:
                connection.close()
            else:
                response.fp = connection


def edit_fields(edit):
    """Has every field line of a response's head come as this function returns its name and value."""
    @replace(http.client, "parse_headers")
    def parse_headers(former, *args, **kwargs):
        message = former(*args, **kwargs)
        message._headers = [edit(name, value) for name, value in message._headers]
        return message


def after_begin(change):
    """Calls this function with every response whose head has been read."""
    @replace(HTTPResponse, "begin")
    def begin(former, response, *args, **kwargs):
        former(response, *args, **kwargs)
        change(response)


@fault("SL.11")
def accepts_http_0_9():
    """Takes what has no status line for a body."""
    @replace(HTTPResponse, "begin")
    def begin(former, response, *args, **kwargs):
        if response.fp.peek(1)[:1] in b"HTP/":
            return former(response, *args, **kwargs)
        response.code = response.status = 200
        response.version, response.reason, response.chunked = 9, "", False
        response.length, response.will_close = None, True
        response.headers = response.msg = http.client.HTTPMessage()


@fault("SL.05")
def reads_versions_in_small_letters():
    """Takes "http/1.1" for a version."""
    edit_line("_read_status", lambda line: line[:5].upper() + line[5:])


@fault("SL.07")
def takes_the_first_three_digits_for_the_status():
    """Takes 2000 for 200."""
    edit_line("_read_status", lambda line: re.sub(rb" ([0-9]{3})[0-9]+", rb" \1", line, 1))


@fault("SL.07")
def takes_digits_alone_for_a_status():
    """Refuses a status that has a sign, which int() would read."""
    edit_line("_read_status", lambda line: line.replace(b" +", b" x", 1))


@fault("SL.06")
def cannot_do_without_a_reason():
    """Refuses a status line that ends behind the status."""
    edit_line("_read_status", lambda line: re.sub(rb"(HTTP/[^ ]* [0-9]+)[ ]*\r?\n", rb"\1x\n", line))


@fault("XT.40")
def squeezes_the_reason():
    """Makes one blank of several in a reason."""
    after_begin(lambda response: setattr(response, "reason", " ".join(response.reason.split())))


@fault("SL.10")
def understands_every_version():
    """Takes any version for HTTP/1.1."""
    edit_line("_read_status", lambda line: re.sub(rb"\AHTTP/[^ ]*", b"HTTP/1.1", line))


@fault("HTTPResponse.version")
def takes_1_0_for_1_1():
    """Tells that the server spoke HTTP/1.1, whatever it spoke."""
    after_begin(lambda response: setattr(response, "version", 11))


@fault("HTTPResponse.status")
def tells_the_status_as_text():
    """Has a status of text, as it stood in the status line."""
    after_begin(lambda response: setattr(response, "status", str(response.status)))


@fault("exc.LineTooLong")
def reads_lines_of_any_length():
    """Has no limit to the length of a line."""
    http.client._MAXLINE = NO_LIMIT


@fault("HL.03")
def reads_any_number_of_lines():
    """Has no limit to the number of header lines."""
    http.client._MAXHEADERS = NO_LIMIT


@fault("IR.01")
def takes_100_for_the_response():
    """Returns 100 Continue, where it should wait for the response."""
    http.client.CONTINUE = 0


@fault("IR.02")
def skips_early_hints():
    """Passes over 102 and 103 as it does over 100."""
    @replace(HTTPResponse, "_read_status")
    def read_status(former, response):
        version, status, reason = former(response)
        while status in INTERIM:
            http.client.parse_headers(response.fp)
            version, status, reason = former(response)
        return version, status, reason


@fault("HD.10")
def unfolds_lines():
    """Makes a blank of the line end inside a folded value."""
    edit_fields(lambda name, value: (name, re.sub(r"\r\n[ \t]+", " ", value)))


@fault("HD.09")
def strips_trailing_blanks():
    """Takes the blanks behind a value away."""
    edit_fields(lambda name, value: (name, value.rstrip(" \t")))


@fault("HD.01")
def reads_values_as_utf_8():
    """Decodes values as UTF-8, where Latin-1 is meant."""
    edit_fields(lambda name, value: (name, value.encode("latin-1").decode("utf-8", "replace")))


@fault("HD.01")
def decodes_encoded_words():
    """Decodes the encoded words of mail, which mean nothing here."""
    edit_fields(lambda name, value: (name, str(make_header(decode_header(value)))))


@fault("HTTPResponse.getheader.join")
def returns_the_first_of_several():
    """Returns the first of several headers of a name."""
    @replace(HTTPResponse, "getheader")
    def getheader(former, response, name, default=None):
        return response.headers.get(name, former(response, name, default))


@fault("HTTPResponse.getheader.join")
def returns_the_last_of_several():
    """Returns the last of several headers of a name."""
    @replace(HTTPResponse, "getheader")
    def getheader(former, response, name, default=None):
        return (response.headers.get_all(name) or [former(response, name, default)])[-1]


@fault("HTTPResponse.getheader.join")
def joins_without_a_comma():
    """Joins several headers of a name with a blank."""
    @replace(HTTPResponse, "getheader")
    def getheader(former, response, name, default=None):
        return " ".join(response.headers.get_all(name) or [former(response, name, default)])


@fault("HA.03")
def looks_for_exact_names():
    """Finds a header only if its letters are written as the server wrote them."""
    @replace(HTTPResponse, "getheader")
    def getheader(former, response, name, default=None):
        return former(response, name, default) if name in response.headers.keys() else default


@fault("HTTPResponse.getheader.value-or-default")
def has_no_default():
    """Returns None for a header that is not there."""
    @replace(HTTPResponse, "getheader")
    def getheader(former, response, name, default=None):
        return former(response, name)


@fault("HTTPResponse.getheader.default-iterable")
def returns_a_list_as_it_is():
    """Does not join the items of a default."""
    @replace(HTTPResponse, "getheader")
    def getheader(former, response, name, default=None):
        return former(response, name) if name in response.headers else default


@fault("HTTPResponse.getheaders")
def drops_repeated_fields():
    """Keeps one header of each name."""
    replace(HTTPResponse, "getheaders")(lambda former, response: list(dict(former(response)).items()))


@fault("HA.05")
def writes_names_in_small_letters():
    """Returns the names of headers in small letters."""
    @replace(HTTPResponse, "getheaders")
    def getheaders(former, response):
        return [(name.lower(), value) for name, value in former(response)]


@fault("HTTPResponse.msg")
def has_no_msg():
    """Knows its headers by one name only."""
    after_begin(lambda response: setattr(response, "msg", None))

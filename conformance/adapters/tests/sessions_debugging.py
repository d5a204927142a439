"""Sessions with a debug level: what is printed, step by step."""

from loopback_server import Reply
from sessions import CONNECT, POST_REPLY, RESPONSE, Session, TEXT, assign, b, call, get, head

ALL = ("3.8", "3.13")
LEVEL = call("conn.set_debuglevel", 1)
PUT = [call("conn.putrequest", "PUT", "/", skip_host=True)]


def requested(name, body, editions=ALL, **options):
    return Session("debug output of a request with " + name, [[POST_REPLY]],
                   [CONNECT, LEVEL, call("conn.request", "POST", "/", body, **options), RESPONSE, call("resp.read")],
                   editions=editions)


def ended(name, body, editions=ALL, **options):
    return Session("debug output of endheaders with " + name, [[POST_REPLY]],
                   [CONNECT, LEVEL, *PUT, call("conn.endheaders", body, **options), RESPONSE], editions=editions)


def of_files(editions):
    """Files are announced in other words from some patch of 3.11 on."""
    return [
        requested("a file of known length", {"file": b("abc")}, editions, headers={"dict": [["Content-Length", "3"]]}),
        requested("a text file of known length", {"textfile": "\u00e9"}, editions, headers={"dict": [["Content-Length", "1"]]}),
        ended("a file in chunks", {"file": b("abc")}, editions, encode_chunked=True),
        ended("an empty file", {"file": b("")}, editions),
    ]


def received(name, data, *steps):
    return Session("debug output of " + name, [[Reply(data, last=True)]],
                   [CONNECT, call("conn.request", "GET", "/"), LEVEL, RESPONSE, *steps])


SENT = [
    requested("no body", None), requested("bytes", b("it's \u00ff\\")), requested("both quotes", b("'\"\t\r\n\u0000\u007f")),
    requested("empty bytes", b("")), requested("a bytearray", {"bytearray": "abc"}), requested("empty text", ""),
    requested("text", "caf\u00e9"), requested("a list", [b("a"), b(""), b("bc")]), requested("an empty list", []),
    requested("a dict", {"dict": [[b("a"), 1]]}),
    requested("a list of a length of its own", [b("abc")], headers={"dict": [["Content-Length", "3"]]}),
    requested("a coding of its own", [b("abc"), b("")], headers={"dict": [["Transfer-Encoding", "chunked"]]}, encode_chunked=True),
    ended("no body", None), ended("bytes", b("abc")), ended("a bytearray", {"bytearray": "abc"}), ended("empty bytes", b("")),
    ended("bytes in a chunk", b("abc"), encode_chunked=True), ended("a bytearray in a chunk", {"bytearray": "ab"}, encode_chunked=True),
    ended("empty bytes, chunked", b(""), encode_chunked=True), ended("empty text", ""), ended("empty text, chunked", "", encode_chunked=True),
    ended("chunks", {"chunks": [b("a"), b(""), b("b")]}, encode_chunked=True),
    ended("chunks as they are", {"chunks": [b("a"), b(""), b("b")]}),
    Session("debug output of text, which is refused", [[]],
            [CONNECT, LEVEL, *PUT, call("conn.endheaders", "\u00e9b"), call("conn.close")]),
    Session("debug output of chunked text, which is refused", [[]],
            [CONNECT, LEVEL, *PUT, call("conn.endheaders", "ab", encode_chunked=True), call("conn.close")]),
    Session("debug output of what send is given", [[]],
            [CONNECT, LEVEL]
            + [call("conn.send", data) for data in (b("a"), b(""), {"bytearray": "b"}, [b("c"), b("d")], [], "", "e", None, 5,
                                                    {"dict": [[b("f"), 1]]}, {"tuple": [b("g")]})]
            + [call("conn.close")]),
    Session("debug output when there is no connection", [],
            [CONNECT, LEVEL, assign("conn.auto_open", 0), *PUT, call("conn.endheaders"), call("conn.close"), *PUT,
             assign("conn.auto_open", 1), call("conn.endheaders")], wording=False),
    Session("debug output of several requests", [[TEXT, TEXT]],
            [CONNECT] + 2 * [LEVEL, call("conn.request", "GET", "/"), RESPONSE, call("resp.read"), call("conn.set_debuglevel", 0)]),
]

RECEIVED = [
    received("fields", head("A: 1", "B: \u00e9", "C:", "D: x\r\n y", "A: 2", "Content-Length: 0")),
    received("an interim response", b"HTTP/1.1 100 Continue\r\nA: '\r\n B: \xe9\r\n\r\n" + head("Content-Length: 0")),
    received("interim responses without fields", b"HTTP/1.1 100 C\n\nHTTP/1.1 100 C\r\n\r\n" + head("Content-Length: 0")),
    received("an interim response that ends the stream", b"HTTP/1.1 100 C\r\nA: 1"),
    received("nothing", b""), received("nonsense", b"caf\xe9 \x00\xad\x85\r\n"), received("a line of quotes", b"'\"'\n"),
    received("another version", b"HTTP/2 200 OK\r\nA: 1\r\n\r\n"),
    received("a line that is too long", b"HTTP/1.1 200 " + b"x" * 65536 + b"\r\n\r\n"),
    received("too many fields", head(*["A: 1"] * 100)),
    received("fields that are none", b"HTTP/1.1 200 OK\r\nA: 1\r\nnonsense\r\nB: 2\r\n\r\n"),
]

LEVELS = [
    Session("a debug level is handed on if it is positive", [[TEXT, TEXT, TEXT]],
            [CONNECT] + [step for level in (5, -5, 0)
                         for step in (call("conn.set_debuglevel", level), get("conn.debuglevel"), call("conn.request", "GET", "/"),
                                      RESPONSE, get("resp.debuglevel"), call("resp.read"))]),
    Session("a debug level is an attribute", [[TEXT]],
            [CONNECT, get("conn.debuglevel")]
            + [step for level in (2, True, {"float": "0.5"}, {"int": "18446744073709551616"}, -1)
               for step in (assign("conn.debuglevel", level), get("conn.debuglevel"), call("conn.send", b("x")))]
            + [call("conn.request", "GET", "/"), RESPONSE, assign("resp.debuglevel", 7), get("resp.debuglevel")]),
    Session("a response made by hand prints too", [[Reply(head("A: 1", "Content-Length: 0"), unasked=True)]],
            [CONNECT, call("conn.connect"), get("conn.sock", bind="sock"),
             call("http.client.HTTPResponse", {"ref": "sock"}, 3, bind="resp"), get("resp.debuglevel"), call("resp.begin"),
             call("resp.read")]),
    Session("a response's url is what it is set to", [[TEXT]],
            [CONNECT, call("conn.request", "GET", "/"), RESPONSE, get("resp.url"), call("resp.geturl"),
             assign("resp.url", "http://example.org/\u00e9"), get("resp.url"), call("resp.geturl"), call("resp.getcode"),
             call("resp.info")], editions=("3.10", "3.13")),
]

DEBUGGING = SENT + RECEIVED + LEVELS + of_files(("3.8", "3.10")) + of_files(("3.12", "3.13"))

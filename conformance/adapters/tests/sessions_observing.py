"""Sessions that look at what a client does besides HTTP, or that need no network: audit events, the default timeout, bodies
that fail, responses and messages of given bytes."""

from loopback_server import Reply
from sessions import CONNECT, POST_REPLY, REQUEST, RESPONSE, Session, STATE, TEXT, assign, b, call, get, head, ref, value

EVENTS = call("http.client.audit_events")
PUT = [call("conn.putrequest", "PUT", "/", True, True), call("conn.putheader", "Transfer-Encoding", "chunked")]


def alone(name, *steps, **options):
    """A session without a network."""
    return Session(name, [], list(steps), **options)


def response_of(data, **options):
    return [value({"stream": b(data.decode("latin-1")), **options}, bind="stream"),
            call("http.client.HTTPResponse", ref("stream"), bind="resp")]


AUDIT = [
    Session("the events of requests", [[TEXT], [POST_REPLY]],
            [EVENTS, CONNECT, EVENTS, *PUT, call("conn.endheaders"), EVENTS, RESPONSE, call("conn.close"), EVENTS, *PUT,
             call("conn.endheaders", [b("a"), b("bc")], encode_chunked=True), RESPONSE, EVENTS]),
    Session("events name what send is given", [[]],
            [CONNECT, *[call("conn.send", data) for data in (
                b("a"), {"bytearray": "b"}, {"file": b("cd")}, [b("e")], {"tuple": [b("f")]}, {"dict": [[b("g"), 1]]},
                {"chunks": [b("h")]}, "text", None)], EVENTS, call("conn.close")]),
    Session("no event tells of a connection that is there", [[Reply(head("Via: proxy")), TEXT]],
            [CONNECT, call("conn.set_tunnel", "h", 80), call("conn.connect"), EVENTS]),
    alone("a connection that is refused has its event", CONNECT, call("conn.connect"), EVENTS),
    alone("events are of one case", EVENTS),
]

TIMEOUTS = [
    Session("the default timeout is for sockets without one of their own", [[], [], []],
            [call("socket.getdefaulttimeout"), call("socket.setdefaulttimeout", {"float": "7.5"}), call("socket.getdefaulttimeout")]
            + [step for options in ({}, {"timeout": None}, {"timeout": 2})
               for step in (call("http.client.HTTPConnection", ref("host"), ref("port"), bind="conn", **options),
                            call("conn.connect"), get("conn.sock", bind="sock"), call("sock.gettimeout"), call("conn.close"))]),
    Session("a socket's timeout is its own", [[]],
            [CONNECT, call("conn.connect"), get("conn.sock", bind="sock"), call("sock.gettimeout"),
             *[step for timeout in (5, {"float": "0.5"}, None, -1) for step in (call("sock.settimeout", timeout), call("sock.gettimeout"))],
             call("sock.settimeout"), call("conn.close"), call("sock.settimeout", 1)], wording=False),
    alone("the default timeout ends with its case", call("socket.getdefaulttimeout")),
    alone("timeouts that are none", call("socket.setdefaulttimeout", -1), call("socket.setdefaulttimeout", {"float": "nan"}),
          call("socket.setdefaulttimeout"), call("socket.getdefaulttimeout"), wording=False),
]

FAILING = [
    Session("a body that raises: %s of %s" % (failure, kind), [[]],
            [CONNECT, value({kind: content, "raises": failure}, bind="body"), call("conn.request", "POST", "/", ref("body")),
             get("conn.sock"), call("conn.send", ref("body")), call("conn.close")])
    for failure in ("OSError", "RuntimeError", "ValueError")
    for kind, content in (("chunks", [b("a"), b("b")]), ("file", b("abc")), ("textfile", "abc"))
] + [
    alone("a file that raises at its end", value({"file": b("A: 1\r\nB"), "raises": "OSError"}, bind="file"), call("file.read", 2),
          call("file.read", 0), call("http.client.parse_headers", ref("file")), call("file.read")),
]

ALONE = [
    alone("a response of given bytes", *response_of(head("Content-Length: 4", "A: 1") + b"Textmore"), *STATE, call("resp.begin"), *STATE,
          call("resp.getheaders"), call("resp.peek"), call("resp.read", 3), call("resp.readline"), call("resp.isclosed"),
          call("resp.read")),
    alone("a response that is cut short", *response_of(head("Content-Length: 4") + b"Te"), call("resp.begin"), call("resp.read")),
    alone("a response of no bytes", *response_of(b""), call("resp.begin")),
    alone("a response whose bytes fail", *response_of(head("Content-Length: 4") + b"Te", raises="OSError"), call("resp.begin"),
          call("resp.read"), call("resp.isclosed")),
    alone("a response to HEAD of given bytes", value({"stream": b("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n")}, bind="stream"),
          call("http.client.HTTPResponse", ref("stream"), 0, "HEAD", bind="resp"), call("resp.begin"), call("resp.read")),
    alone("a connection over given bytes", CONNECT,
          assign("conn.sock", {"stream": b((head("Content-Length: 4") + b"Text").decode())}), REQUEST, RESPONSE, call("resp.read"),
          call("conn.send", [b("a")]), call("conn.send", 5), call("conn.close"), get("conn.sock")),
]

OBSERVING = AUDIT + TIMEOUTS + FAILING + ALONE

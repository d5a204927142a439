"""Sessions through a proxy: what set_tunnel() is given, what goes to the proxy, and what comes of its answer."""

from loopback_server import Reply
from sessions import CONNECT, REQUEST, RESPONSE, Session, TEXT, assign, b, call, get, head, ref

PROXY = Reply(head("Via: proxy", "via: other"))
HEADERS = [call("conn.get_proxy_response_headers", bind="headers"), call("headers.items")]
NOT_3_11 = [("3.8", "3.10"), ("3.12", "3.13")]
LEVEL = call("conn.set_debuglevel", 1)
ENDPOINT = [get("conn._tunnel_host"), get("conn._tunnel_port")]


def through(name, *arguments, replies=(PROXY, TEXT), steps=(), **options):
    """A session of one request through the tunnel that set_tunnel() is asked for."""
    return Session(name, [list(replies)], [CONNECT, call("conn.set_tunnel", *arguments), REQUEST, *steps, get("conn.sock"),
                                           call("conn.close")], **options)


def fields(*pairs):
    return {"dict": [list(pair) for pair in pairs]}


def answered(name, *chunks, **options):
    """A session in which the proxy answers so, without and with debug output, and the connection is used once more."""
    reply = Reply(b"".join(chunks), last=True)
    again = [call("conn.getresponse"), call("conn.close"), call("conn.set_debuglevel", 0)]
    return Session(name, [[reply], [reply]],
                   [CONNECT, LEVEL, call("conn.set_tunnel", "h", 8080), call("conn.connect"), get("conn.sock"), *again,
                    call("conn.connect"), get("conn.sock"), call("conn.close")], **options)


TUNNELS = [
    through("a tunnel to a host and a port", "www.example.org", 8080, steps=[RESPONSE, call("resp.read")]),
    through("a tunnel to the default port", "www.example.org", steps=[RESPONSE, call("resp.read")]),
    through("a tunnel to a port that is in the host", "www.example.org:81"),
    through("a tunnel to an empty port", "www.example.org:"),
    through("a tunnel to port 0", "h", 0), through("a tunnel to a port below 0", "h", -1),
    through("no tunnel to nowhere", "", replies=[TEXT]),
    through("a tunnel to an IPv6 address with a port", "[1:2::3]:99"), through("a tunnel to an IPv6 address", "[1:2::3]"),
    through("a tunnel to an IPv6 address and a port", "[1:2::3]", 99),
    through("a tunnel to an IPv6 address without brackets", "1:2::3", 99),
    # patches of 3.11 differ
    *[through("a tunnel to an IPv6 address with a zone", "fe80::1%25eth0", 80, editions=editions) for editions in NOT_3_11],
    through("a tunnel to a label that is empty", "a..b", 80, replies=[PROXY, TEXT], editions=("3.8", "3.11")),
    through("a tunnel to a name that is not ASCII", "b\u00fccher.example", 80, editions=("3.12", "3.13")),
    through("a tunnel to a name with a full-width stop", "\u00e9\u3002example", 80, editions=("3.12", "3.13")),
    through("lines in a tunnel's host", "a b", 80),
    through("fields for the proxy", "h", 8080, fields(("A", "b"), ("c", "\u00e9"), ("D", ""))),
    through("a Host field for the proxy", "h", 8080, fields(("A", "b"), ("hOST", "other"))),
    through("a Host field in bytes is none", "h", 8080, fields((b("Host"), b("x")))),
    through("fields for the proxy of every type", "h", 8080,
            fields(("A", b("x'")), ("B", None), ("C", 5), ("D", True), ("E", {"float": "1.5"}), ("F", {"int": "18446744073709551616"}),
                   ("G", [1, "a", b("b")]), ("H", {"tuple": [1]}), ("I", {"tuple": []}), ("J", {"dict": [["k", {"bytearray": "v"}]]}))),
    through("empty fields for the proxy", "h", 8080, {"dict": []}), through("no list of fields", "h", 8080, []),
    through("None for fields", "h", None, None),
    through("lines in a field for the proxy", "h", 8080, fields(("A", "b\r\nC: d"))),
    through("a field's name that is a number", "h", 8080, fields((5, "x")), editions=("3.8", "3.11")),
    through("a field's name that is None", "h", 8080, fields((None, "x")), editions=("3.8", "3.11")),
    Session("names of fields that have no lower()", [],
            [CONNECT] + [call("conn.set_tunnel", "h", 80, fields((name, "x"))) for name in (5, None)], editions=("3.12", "3.13")),
    Session("hosts and ports that make no tunnel", [],
            [CONNECT] + [call("conn.set_tunnel", *arguments) for arguments in (
                ("h:x",), ("[::1]:y",), (None,), (5,), (b("h"),))] + [call("conn.set_tunnel")],
            wording=False),
    Session("hosts without an IDNA form make no tunnel", [],
            [CONNECT] + [call("conn.set_tunnel", host, 80) for host in ("a..b", ".a", "x" * 64, "\u2603" + "x" * 70)],
            editions=("3.12", "3.13")),
    Session("where a tunnel leads", [],
            [CONNECT, *ENDPOINT] + [step for arguments in (("h",), ("h:81",), ("[::1]:81",), ("h", 0), ("h", "x"), ("\u00fc", 1))
                                    for step in (call("conn.set_tunnel", *arguments), *ENDPOINT)]
            + [call("conn.set_tunnel", ""), ENDPOINT[0], call("conn.set_tunnel", "h:81"), *ENDPOINT]),
    Session("a port that is a text", [[]],
            [CONNECT, call("conn.set_tunnel", "h", "80"), REQUEST, get("conn.sock"), call("conn.close")]),
    Session("a host that is not ASCII, up to 3.11", [[]],
            [CONNECT, call("conn.set_tunnel", "x\u00fcy", 80), call("conn.connect"), call("conn.close")], editions=("3.8", "3.11")),
    Session("a field that is not Latin-1", [[]],
            [CONNECT, call("conn.set_tunnel", "h", 80, fields(("A", "\u20ac"))), call("conn.connect"), call("conn.close")]),
    Session("a version that is not ASCII", [[]],
            [CONNECT, assign("conn._http_vsn_str", "HTTP/\u00e9"), call("conn.set_tunnel", "h", 80), call("conn.connect"),
             call("conn.close")], editions=("3.12", "3.13")),
    Session("a version of one's own", [[PROXY]],
            [CONNECT, assign("conn._http_vsn_str", "HTTP/1.2"), call("conn.set_tunnel", "h", 80), call("conn.connect"),
             call("conn.close")]),
    Session("a tunnel comes too late", [[PROXY, TEXT], [PROXY]],
            [CONNECT, call("conn.connect"), call("conn.set_tunnel", "h", 80), call("conn.set_tunnel", "h:x"),
             call("conn.close"), call("conn.set_tunnel", "h", 80), call("conn.connect"), call("conn.close")]),
    Session("each connection asks anew", [[PROXY, TEXT], [PROXY, TEXT]],
            [CONNECT, call("conn.set_tunnel", "h", 8080, fields(("A", "b")))]
            + 2 * [REQUEST, RESPONSE, call("resp.read"), call("conn.close")]),
    Session("a tunnel set again replaces the first", [[PROXY, TEXT]],
            [CONNECT, call("conn.set_tunnel", "h", 8080, fields(("A", "b"))), call("conn.set_tunnel", "i"), REQUEST, RESPONSE,
             call("resp.read"), call("conn.close")]),
    Session("an absolute url names the host inside the tunnel", [[PROXY, TEXT]],
            [CONNECT, call("conn.set_tunnel", "h", 8080), call("conn.request", "GET", "http://other.example/x"), RESPONSE]),
    Session("the proxy's fields can be had", [[PROXY, TEXT], [Reply(head("X: 2", status="403 No"))]],
            [CONNECT, *HEADERS[:1], call("conn.set_tunnel", "h", 80), *HEADERS[:1], REQUEST, *HEADERS, call("conn.close"),
             *HEADERS, call("conn.set_tunnel", "i", 80), *HEADERS, REQUEST, *HEADERS, get("headers.defects")],
            editions=("3.12", "3.13")),
]

ANSWERS = [
    answered("the proxy agrees", head("A: 1", "B: \u00e9".encode().decode("latin-1"))),
    answered("the proxy agrees in another version", b"HTTP/2 200 OK\r\nA: 1\r\n\r\n"),
    answered("the proxy agrees without a word", b"HTTP/1.0 200\n\n"),
    answered("the proxy's fields end with the stream", b"HTTP/1.1 200 OK\r\nA: 1\r\nB: 2"),
    answered("the proxy refuses", head("A: 1", status="407 Proxy Authentication Required")),
    answered("the proxy refuses without a reason", b"HTTP/1.1 502\r\n\r\n"),
    answered("the proxy refuses in Latin-1", head(status="403 caf\u00e9  x ")),
    answered("the proxy says 201", head(status="201 Created")),
    answered("the proxy says 100 first", head(status="100 Continue"), head()),
    answered("the proxy closes", b""), answered("the proxy says nonsense", b"nonsense\r\n"),
    answered("the proxy's status is none", b"HTTP/1.1 99 x\r\n\r\n"),
    answered("a field of the proxy that is too long", b"HTTP/1.1 200 OK\r\nA: " + b"x" * 65536 + b"\r\n\r\n"),
    answered("a field of a proxy that refuses is too long", b"HTTP/1.1 403 No\r\nA: " + b"x" * 65536 + b"\r\n\r\n"),
    answered("99 fields of the proxy", head(*["A: 1"] * 99)),
    answered("100 fields of the proxy", head(*["A: 1"] * 100)),
    answered("100 fields of a proxy that refuses", head(*["A: 1"] * 100, status="403 No")),
] + [
    answered("a field of the proxy that is no UTF-8: %r" % octets, b"HTTP/1.1 200 OK\r\nA: 1\r\nB: ", octets, b"\r\n\r\n")
    for octets in (b"\xe9", b"\x80", b"\xc3", b"\xc1\x80", b"\xe0\x80\x80", b"\xe9\x80", b"\xed\xa0\x80", b"\xf0\x90\x80z", b"\xf4\x90\x80\x80",
                   b"\xf5", b"\xff")
] + [
    answered("a field of the proxy ends inside a character: %r" % octets, b"HTTP/1.1 200 OK\r\nB: ", octets)
    for octets in (b"\xc3", b"\xe9\x80", b"\xf0\x9f\x98")
]

THROUGH_A_PROXY = TUNNELS + ANSWERS

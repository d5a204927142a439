"""Sessions that every implementation of http.client goes through alike: what its steps do is the library's affair,
what they come to is the same. Each has a name that says what it is about."""

from loopback_server import Reply


class Session:
    def __init__(self, name, connections, steps, editions=("3.8", "3.13"), wording=True, secure=False, clear=0):
        self.name = name
        self.connections = connections
        self.steps = steps
        self.editions = editions  # oldest and newest
        self.secure = secure  # through TLS, after the first `clear` replies
        self.clear = clear
        self.wording = wording  # False: it raises exceptions of the interpreter, whose words are its own

    def is_of(self, edition):
        oldest, newest = (key(name) for name in self.editions)
        return oldest <= key(edition) <= newest


def key(edition):
    return tuple(int(part) for part in edition.split("."))


# --- Writing steps ---

def b(text):
    return {"bytes": text}


def ref(name):
    return {"ref": name}


def call(path, *args, **options):
    """call("resp.read", 5): a call step; `bind` names the variable for its result."""
    subject, name = path.rsplit(".", 1)
    step = {"call": name, "on": subject}
    bind = options.pop("bind", None)
    if args:
        step["args"] = list(args)
    if options:
        step["kwargs"] = options
    if bind:
        step["as"] = bind
    return step


def get(path, bind=None):
    subject, name = path.rsplit(".", 1)
    return {"get": name, "on": subject, **({"as": bind} if bind else {})}


def assign(path, value):
    subject, name = path.rsplit(".", 1)
    return {"set": name, "on": subject, "to": value}


def value(said, bind=None):
    return {"value": said, **({"as": bind} if bind else {})}


CONNECT = call("http.client.HTTPConnection", ref("host"), ref("port"), bind="conn")
REQUEST = call("conn.request", "GET", "/")
RESPONSE = call("conn.getresponse", bind="resp")
STATE = [get("resp." + name) for name in ("status", "code", "reason", "version", "length", "chunked", "chunk_left",
                                          "will_close", "closed", "fp", "debuglevel")]


def exchange(reply, *steps):
    """A session of one request, its reply, and steps on the response."""
    return [[reply]], [CONNECT, REQUEST, RESPONSE, *steps]


def head(*lines, status="200 OK"):
    return "".join(line + "\r\n" for line in ("HTTP/1.1 " + status, *lines, "")).encode("latin-1")


TEXT = Reply(head("Content-Length: 4") + b"Text")
CUT_SHORT = Reply(head("Content-Length: 4") + b"Te", last=True)
CHUNKED = Reply(head("Transfer-Encoding: chunked") + b"4;x=y\r\nText\r\n3\r\nand\r\n0\r\nT: r\r\n\r\n")
CHUNKED_CUT = Reply(head("Transfer-Encoding: chunked") + b"4\r\nText\r\n5\r\nan", last=True)
TO_THE_END = Reply(head() + b"line 1\nline 2\nend", last=True)
LINES = Reply(head("Content-Length: 17") + b"line 1\nline 2\nend")
FIELDS = Reply(head("Content-Length: 0", "A: 1", "B: \u00e9", "a:  2 ", "C:", "D: x\r\n y"))
POST_REPLY = Reply(head("Content-Length: 0"))

READING = [
    Session("a body is read to its end and past it",
            *exchange(TEXT, call("resp.read", 3), call("resp.isclosed"), call("resp.read", 10), *STATE,
                      call("resp.read"), call("resp.isclosed"))),
    Session("a body that is cut short raises once",
            *exchange(CUT_SHORT, call("resp.read"), call("resp.read"), get("resp.length"))),
    Session("read(n) of a body that is cut short raises nothing",
            *exchange(CUT_SHORT, call("resp.read", 4), call("resp.read", 4), *STATE)),
    Session("a chunked body is put together",
            *exchange(CHUNKED, *STATE, call("resp.read", 5), get("resp.chunk_left"), call("resp.read"), *STATE)),
    Session("a chunked body that is cut short gives its complete chunks",
            *exchange(CHUNKED_CUT, call("resp.read"), call("resp.isclosed"), call("resp.read"))),
    Session("a malformed chunk size ends the body",
            *exchange(Reply(head("Transfer-Encoding: chunked") + b"x\r\n"), call("resp.read"), *STATE)),
    Session("a body without length ends with the connection",
            *exchange(TO_THE_END, *STATE, get("conn.sock"), call("resp.readline"), call("resp.read"), *STATE)),
    Session("lines are read with limits and hints",
            *exchange(LINES, call("resp.readline", 3), call("resp.readline"), call("resp.readlines", 2),
                      call("resp.readlines"))),
    Session("iteration gives all lines, and none of a closed response",
            *exchange(LINES, call("resp.__iter__"), call("resp.__iter__"), call("resp.close"), call("resp.readlines"))),
    Session("readinto fills a buffer that the session sees",
            *exchange(TEXT, value({"bytearray": "......"}, bind="buffer"), call("resp.readinto", ref("buffer")),
                      value(ref("buffer")), call("resp.readinto", ref("buffer")), value(ref("buffer")))),
    Session("amounts of other types are type errors",
            *exchange(TEXT, call("resp.read1", None), call("resp.read1", "x"), call("resp.readinto", b("abcd")),
                      call("resp.readinto", 5), call("resp.readlines", "x"), call("resp.peek", "x"),
                      call("resp.read", True)),
            editions=("3.10", "3.13"), wording=False),
    Session("a closed response looks at no amount",
            *exchange(TEXT, call("resp.read"), call("resp.read", "x"), call("resp.read1", "x"),
                      call("resp.readline", "x"), call("resp.readinto", 5))),
    Session("an amount of more than 64 bits is as good as the largest",
            *exchange(TEXT, call("resp.read", {"int": "18446744073709551616"})), editions=("3.10", "3.13")),
    Session("readinto1 is a read1 into a buffer",
            *exchange(CHUNKED, value({"bytearray": "......"}, bind="buffer"), call("resp.readinto1", ref("buffer")),
                      value(ref("buffer")), call("resp.readinto1", ref("buffer")), call("resp.readinto1", ref("buffer")),
                      value(ref("buffer")), call("resp.isclosed"))),
    Session("peek consumes nothing", *exchange(TEXT, call("resp.peek"), call("resp.read"), call("resp.peek"))),
    Session("a response to HEAD has no body",
            [[Reply(head("Content-Length: 4"))]],
            [CONNECT, call("conn.request", "HEAD", "/"), RESPONSE, *STATE, call("resp.read"), *STATE,
             call("resp.getheader", "content-length")]),
    Session("interim responses of 100 are skipped",
            *exchange(Reply(b"HTTP/1.1 100 Continue\r\nA: b\r\n\r\n" + TEXT.data), get("resp.status"), call("resp.read"))),
    Session("a with statement closes the response",
            *exchange(TEXT, call("resp.__enter__", bind="same"), call("same.read", 1), call("resp.__exit__", None, None, None),
                      get("resp.closed"), call("resp.read"), call("resp.__enter__"), call("resp.flush"),
                      call("resp.isatty"), call("resp.fileno"))),
    Session("a response is a stream that only reads",
            *exchange(TEXT, call("resp.readable"), call("resp.writable"), call("resp.seekable"), call("resp.isatty"),
                      call("resp.flush"), call("resp.tell"), call("resp.seek", 0), call("resp.truncate"),
                      call("resp.write", b("x")), call("resp.writelines", [b("x")]), call("resp.writelines", []),
                      call("resp.writelines", 5), call("resp.detach"), call("resp.close"), call("resp.writelines", []))),
]

HEADS = [
    Session("fields are found by name, in any case, and in order",
            *exchange(FIELDS, call("resp.getheaders"), call("resp.getheader", "A"), call("resp.getheader", "b"),
                      call("resp.getheader", "c"), call("resp.getheader", "d"), get("resp.headers", bind="headers"),
                      get("resp.msg"), call("resp.info"), call("resp.getcode"), call("headers.keys"),
                      call("headers.values"), call("headers.items"), call("headers.__len__"), call("headers.__iter__"),
                      call("headers.__getitem__", "A"), call("headers.__getitem__", "x"),
                      call("headers.__contains__", "a"), call("headers.__contains__", "x"), call("headers.get", "x", 5),
                      call("headers.get_all", "A"), call("headers.get_all", "x"), call("headers.get_all", "x", "y"),
                      call("headers.getallmatchingheaders", "A"), get("headers.defects"), call("headers.is_multipart"),
                      call("headers.get_unixfrom"))),
    Session("a field's name is text",
            *exchange(FIELDS, get("resp.headers", bind="headers"), call("resp.getheader", 5), call("headers.get", None),
                      call("headers.__contains__", 5), call("resp.getheader", b("A")), call("resp.getheader", "\u20ac"),
                      call("headers.getallmatchingheaders", b("A")), call("headers.getallmatchingheaders", 5))),
    Session("the default of getheader is joined if it is iterable",
            *exchange(FIELDS, *[call("resp.getheader", "x", default) for default in (
                "text", ["a", "b"], {"tuple": ["a"]}, {"tuple": [1]}, {"dict": [["k", 1]]}, [], b("a"), b(""), 5, None,
                {"float": "1.5"})])),
    Session("headers can be changed",
            *exchange(FIELDS, get("resp.headers", bind="headers"), call("headers.__setitem__", "A", "3"),
                      call("headers.get_all", "a"), call("headers.__delitem__", "a"), call("headers.items"))),
    Session("what the email parser finds wrong is a list of defects",
            *exchange(Reply(head(" x", ": y", "Content-Length: 0", "broken", "B: 1")), get("resp.headers", bind="headers"),
                      get("headers.defects"), call("headers.items"), call("headers.get_payload"))),
    Session("a message without more has an empty payload",
            *exchange(FIELDS, get("resp.headers", bind="headers"), call("headers.get_payload"))),
    Session("a status line without reason, of version 1.0",
            *exchange(Reply(b"HTTP/1.0 404\r\n\r\n", last=True), *STATE)),
    Session("a reason of Latin-1 is text", *exchange(Reply(b"HTTP/1.1 200 \xe9\xff\r\nContent-Length: 0\r\n\r\n"), *STATE)),
    Session("the url is never set", *exchange(TEXT, get("resp.url"), call("resp.geturl"))),
    Session("a response that has not begun knows nothing",
            [[TEXT]],
            [CONNECT, call("conn.connect"), get("conn.sock", bind="sock"),
             call("http.client.HTTPResponse", ref("sock"), bind="resp"),
             *[step for step in STATE if step["get"] != "code"], get("resp.code"), get("resp.headers"),
             call("resp.getheader", "a"), call("resp.getheaders"), call("resp.getcode"),
             call("conn.request", "GET", "/"), call("resp.begin"), call("resp.begin"), *STATE, call("resp.read")]),
    Session("parse_headers leaves the file at the body",
            [], [value({"file": b("A: 1\r\nB: \u00e9\r\n\r\nbody")}, bind="file"),
                 call("http.client.parse_headers", ref("file"), bind="message"), call("message.items"),
                 call("file.read", 2), call("file.read"), call("file.read"),
                 call("http.client.parse_headers", ref("file"), bind="empty"), call("empty.__len__")]),
    Session("parse_headers has limits",
            [], [call("http.client.parse_headers", {"file": b("A: 1\r\n" * 99 + "\r\n")}),
                 call("http.client.parse_headers", {"file": b("A: 1\r\n" * 100 + "\r\n")}),
                 call("http.client.parse_headers", {"file": b("A: " + "x" * 70000 + "\r\n\r\n")}),
                 call("http.client.parse_headers", 5), call("http.client.parse_headers")]),
]

FAILURES = [
    Session("each broken status line is its exception",
            [[Reply(data, last=True)] for data in (b"", b"nonsense\r\n\r\n", b"HTTP/1.1 abc OK\r\n\r\n", b"HTTP/2 200 OK\r\n\r\n",
                                                   b"HTTP/1.1 200 " + b"x" * 70000 + b"\r\n\r\n", b"\xe9\r\n\r\n")],
            [CONNECT] + 6 * [REQUEST, RESPONSE, get("conn.sock"), call("conn.close")]),
    Session("too many and too long fields",
            [[Reply(head(*100 * ["A: 1"]))], [Reply(head("A: " + "x" * 70000))]],
            [CONNECT] + 2 * [REQUEST, RESPONSE, call("conn.close")]),
    Session("calls out of turn",
            [[TEXT]],
            [CONNECT, RESPONSE, call("conn.putheader", "A", "b"), call("conn.endheaders"), call("conn.putrequest", "GET", "/"),
             call("conn.putrequest", "GET", "/"), REQUEST, RESPONSE, call("conn.endheaders"), call("conn.endheaders"),
             call("conn.getresponse"), call("conn.getresponse")]),
    Session("steps on what failed are not executed",
            [], [call("http.client.HTTPConnection", "host:x", bind="conn"), call("conn.request", ref("also")),
                 get("conn.host"), assign("conn.host", "x"), call("http.client.HTTPConnection", ref("nothing")),
                 call("http.client.HTTPConnection", "host", port=ref("nothing")),
                 value([1, ref("nothing")])]),
    Session("a port where nobody listens",
            [], [CONNECT, REQUEST, REQUEST, call("conn.getresponse"), call("conn.close"), call("conn.connect")]),
    Session("without auto_open nothing connects by itself",
            [], [CONNECT, get("conn.auto_open"), assign("conn.auto_open", False), get("conn.auto_open"), REQUEST]),
    Session("counts of arguments are checked as of any Python function",
            [], [CONNECT, call("conn.request"), call("conn.request", "GET"), call("conn.request", *7 * ["x"]),
                 call("conn.request", "GET", "/", url="/"), call("conn.request", "GET", "/", unheard="x"),
                 call("conn.request", *7 * ["x"], encode_chunked=True), call("conn.close", 1), call("conn.putheader"),
                 call("conn.endheaders", 1, 2), call("conn.getresponse", 1, 2), call("http.client.HTTPConnection"),
                 call("http.client.HTTPConnection", *6 * ["x"]), call("conn.send"),
                 call("http.client.parse_headers", 1, 2, 3)]),
    Session("a host is text",
            [], [call("http.client.HTTPConnection", *args) for args in (
                [None], [5], [b("x")], [[]], [None, 80], [b("x"), 80], ["a b"], ["a:1:2:x"])]),
    Session("a method and a url are text, and the request has begun when that shows",
            [], [CONNECT] + [step for method, url in ((5, "/"), (b("G"), "/"), (None, "/"), ("G", 5), ("G", b("/")), ("\n", 5),
                                                      ("G", "/\u00e9"), ("G ", None), ("G", False))
                             for step in (call("conn.putrequest", method, url), call("conn.putrequest", method, url),
                                          call("conn.close"))]),
    Session("headers are a mapping of text",
            [], [CONNECT] + [step for headers in (None, 5, [], ["a"], [{"tuple": ["a", "b"]}], {"tuple": []}, "ab", b("ab"),
                                                  {"dict": [[5, "x"]]}, {"dict": [[None, "x"]]})
                             for step in (call("conn.request", "GET", "/", None, headers), call("conn.putrequest", "GET", "/"),
                                          call("conn.close"))]),
    Session("a value of a request that is no text", [],
            [CONNECT, call("conn.request", "GET", "/", headers={"dict": [["A", "1"], ["B", None], ["C", []]]})]),
    Session("names and values that are refused",
            [], [CONNECT, call("conn.putrequest", "GET", "/")]
            + [call("conn.putheader", name, said) for name, said in (
                ("A b:", "x"), ("", "x"), ("\u20ac", "x"), ("A", "x\r\ny"), ("A", "\u20ac"), ("A", None), ("A", {"float": "1.5"}),
                ("A", ["x"]), (5, "x"), (None, "x"), (True, "x"), (b("A"), b("x\n")))]),
]

SENDING = [
    Session("one connection carries several requests",
            [[TEXT, CHUNKED, TEXT]],
            [CONNECT] + 3 * [REQUEST, RESPONSE, call("resp.read"), get("conn.sock")]),
    Session("a request step by step",
            [[TEXT]],
            [CONNECT, call("conn.putrequest", "PUT", "/x", True, skip_accept_encoding=1), call("conn.putheader", "Content-Length", 4),
             call("conn.putheader", b("A"), b("1"), "2", 3, True, {"int": "18446744073709551616"}),
             call("conn.endheaders", b("Text")), call("conn.send", b("more")), RESPONSE, call("resp.read")]),
    Session("fields of every type that is taken",
            [[TEXT]],
            [CONNECT, call("conn.request", "GET", "/", headers={"dict": [["A", "b"], [b("C"), b("d")], ["E", 5], ["F", False],
                                                                         ["accept-encoding", "x"], ["Host", "y"]]}), RESPONSE]),
    Session("a response that will close is dropped with its variable",
            [[Reply(head("Connection: close") + b"x", last=True)], [TEXT]],
            [CONNECT, REQUEST, call("conn.getresponse"), get("conn.sock"), REQUEST, RESPONSE, call("resp.read")]),
    Session("a variable that is bound anew lets its connection go",
            [[TEXT], [TEXT]],
            [CONNECT, REQUEST, CONNECT, REQUEST, RESPONSE, call("resp.read")]),
    Session("a socket shows its addresses and options, and is closed with its connection",
            [[TEXT]],
            [CONNECT, get("conn.response_class"), call("conn.connect"), get("conn.sock", bind="sock"), call("sock.getpeername"),
             call("sock.getsockopt", 6, 1), REQUEST, RESPONSE, call("resp.read"), call("conn.close"), get("conn.sock"),
             call("sock.fileno"), call("sock.getpeername"), call("sock.getsockname"), call("sock.getsockopt", 6, 1)]),
    Session("a socket that its connection forgot is open as long as it is held",
            [[TEXT], [TEXT]],
            [CONNECT, REQUEST, get("conn.sock", bind="sock"), assign("conn.sock", None), call("sock.getpeername"),
             call("conn.close"), REQUEST, RESPONSE, call("resp.read"), assign("conn.sock", ref("sock")), get("conn.sock")]),
    Session("a response that will close takes the socket along",
            [[Reply(head("Connection: close") + b"Text", last=True)]],
            [CONNECT, REQUEST, get("conn.sock", bind="sock"), RESPONSE, call("sock.getpeername"), call("resp.read"),
             call("sock.getpeername"), call("sock.fileno")]),
    Session("a response outlives its connection",
            [[Reply(head("Connection: close") + b"Text", last=True)]],
            [CONNECT, REQUEST, RESPONSE, value(None, bind="conn"), call("resp.read")]),
    Session("a response that is kept alive closes with its connection",
            *exchange(TEXT, call("conn.close"), call("resp.read"), call("resp.isclosed"), get("resp.closed"))),
]


def post(name, body, **options):
    return Session("a request with " + name, [[POST_REPLY]],
                   [CONNECT, call("conn.request", "POST", "/", body, **options), RESPONSE, get("resp.status")])


BODIES = [
    post("no body", None), post("bytes", b("a\u00ff\u0000")), post("a bytearray", {"bytearray": "abc"}), post("text", "caf\u00e9"),
    post("empty text", ""), post("a file", {"file": b("x" * 20000)}), post("an empty file", {"file": b("")}),
    post("a text file", {"textfile": "caf\u00e9" * 5000}), post("chunks", {"chunks": [b("a"), b(""), b("bc")]}),
    post("no chunks", {"chunks": []}), post("a list", [b("a"), {"bytearray": "bc"}]), post("a tuple", {"tuple": [b("a")]}),
    post("a dict of bytes", {"dict": [[b("a"), 1]]}),
    post("a length of its own", {"file": b("abc")}, headers={"dict": [["content-length", "3"]]}),
    post("a transfer coding of its own", {"chunks": [b("abc")]}, headers={"dict": [["Transfer-Encoding", "chunked"]]},
         encode_chunked=True),
    post("a transfer coding that the caller applies", {"chunks": [b("1\r\na\r\n0\r\n\r\n")]},
         headers={"dict": [["Transfer-Encoding", "chunked"]]}),
    Session("a file goes on where the first request left it", [[POST_REPLY], [POST_REPLY]],
            [CONNECT, value({"file": b("abcdef")}, bind="file"), call("file.read", 2)]
            + 2 * [call("conn.request", "POST", "/", ref("file")), RESPONSE, call("resp.read"), call("conn.close")]),
    Session("a blocksize is the size of a file's chunks", [[POST_REPLY]],
            [call("http.client.HTTPConnection", ref("host"), ref("port"), blocksize=3, bind="conn"), get("conn.blocksize"),
             call("conn.request", "POST", "/", {"textfile": "\u00e9abcdef"}), RESPONSE]),
    Session("send takes bytes, files and iterables of bytes", [[POST_REPLY]],
            [CONNECT, call("conn.putrequest", "POST", "/"), call("conn.endheaders"), call("conn.send", b("a")),
             call("conn.send", {"file": b("b")}), call("conn.send", {"textfile": "\u00e9"}), call("conn.send", [b("c"), b("d")]),
             call("conn.send", {"chunks": []}), RESPONSE]),
] + [
    Session("a body that is refused after the head: " + name, [[]],
            [CONNECT, call("conn.request", "POST", "/", body), get("conn.sock"), call("conn.request", "GET", "/"),
             call("conn.close")])
    for name, body in (("a number", 5), ("zero", 0), ("a chunk of text", {"chunks": [b("a"), "b"]}), ("a chunk that is a number", [5]),
                       ("a float", {"float": "1.5"}))
] + [
    Session("data that send refuses: " + name, [[]], [CONNECT, call("conn.send", data), get("conn.sock"), call("conn.close")])
    for name, data in (("text", "a"), ("a number", 5), ("None", None), ("a list of text", ["a"]), ("a list of numbers", [5]))
] + [
    Session("text that is not Latin-1 is refused before the head", [],
            [CONNECT, call("conn.request", "POST", "/", "\u20ac" * 30), get("conn.sock"), call("conn.request", "GET", "/")]),
]

ATTRIBUTES = [
    Session("a connection keeps what it was given",
            [], [call("http.client.HTTPConnection", "[::1]:81", timeout={"float": "1.5"},
                      source_address={"tuple": ["127.0.0.9", 0]}, bind="conn")]
            + [get("conn." + name) for name in ("host", "port", "timeout", "source_address", "blocksize", "sock", "debuglevel",
                                                "auto_open", "default_port", "_http_vsn", "_http_vsn_str")]),
    Session("a connection's defaults",
            [], [call("http.client.HTTPConnection", "example.org", bind="conn")]
            + [get("conn." + name) for name in ("host", "port", "timeout", "source_address")]),
    Session("attributes are what they were set to",
            [], [CONNECT] + [step for name, said in (("host", "x"), ("port", 5), ("port", "y"), ("timeout", None), ("timeout", 2),
                                                     ("timeout", {"float": "0.1"}), ("blocksize", 7), ("blocksize", None),
                                                     ("source_address", {"tuple": ["127.0.0.9", 7]}), ("source_address", None),
                                                     ("auto_open", 0), ("auto_open", True), ("auto_open", "yes"), ("auto_open", ""),
                                                     ("debuglevel", -3), ("debuglevel", True), ("debuglevel", {"float": "0.5"}),
                                                     ("sock", None), ("_http_vsn", 10), ("_http_vsn_str", "HTTP/1.0"))
                             for step in (assign("conn." + name, said), get("conn." + name))]),
    Session("a port is kept as it is given",
            [], [step for port in (0, 99999, "x", "", True)
                 for step in (call("http.client.HTTPConnection", "h", port, bind="conn"), get("conn.port"))]),
    Session("requests of HTTP/1.0",
            [[TEXT]], [CONNECT, assign("conn._http_vsn", 10), assign("conn._http_vsn_str", "HTTP/1.0"), REQUEST, RESPONSE]),
    Session("the module's names",
            [], [get("http.client." + name) for name in (
                "HTTP_PORT", "HTTPS_PORT", "OK", "NOT_FOUND", "IM_USED", "responses", "_MAXLINE", "_MAXHEADERS", "HTTPException",
                "BadStatusLine", "error", "HTTPConnection", "HTTPResponse", "HTTPMessage", "MAXAMOUNT",
                "EARLY_HINTS", "CONTENT_TOO_LARGE", "REQUEST_ENTITY_TOO_LARGE", "IM_A_TEAPOT")]),
    Session("values are said as they are",
            [], [value(said) for said in (
                None, True, False, 0, -1, 2**63 - 1, -2**63, "", "text \u00e9 \u20ac \U0001f600 \u0000", b(""), b("\u0000\u00ff"),
                {"bytearray": "ab"}, [], [1, [None]], {"tuple": []}, {"tuple": [1, "a"]}, {"dict": []},
                {"dict": [["a", 1], [b("b"), [2]]]}, {"int": "9223372036854775808"}, {"int": "-9223372036854775809"},
                {"int": "7"}, {"int": "-0"}, {"int": "00018446744073709551616"}, {"file": b("x")}, {"textfile": "x"}, {"chunks": [1]})]
            + [value({"float": text}) for text in (
                "0.0", "-0.0", "1.5", "100000.0", "1e+16", "1234567890123456.0", "0.0001", "1e-05", "inf", "-inf", "nan", "0.1",
                "1.7976931348623157e+308", "5e-324", "3.0")]),
    Session("None has no methods and no attributes",
            [], [value(None, bind="none"), call("none.close"), get("none.host"), assign("none.host", 1)],
            wording=False),
]

ALL = READING + HEADS + FAILURES + SENDING + BODIES + ATTRIBUTES

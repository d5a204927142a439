#!/usr/bin/env python3
"""hcspec's adapter for CPython's own http.client (docs/adapter-protocol.md, protocol 1).

What a step means is decided by http.client: a step becomes getattr() and a call, nothing is
imitated and nothing is judged. One case's objects live in one Session; they are dropped when the
next message has come, so that reference counting alone closes what the client left open.
Only answers reach the real standard output: what the client prints is caught step by step.

Runs on CPython 3.8 and later, with the standard library alone.
"""

import gc
import http.client
import io
import json
import os
import re
import socket
import ssl
import sys
import types

PROTOCOL = 1
EDITION = "%d.%d" % sys.version_info[:2]
MAX_LINE = 256 * 1024 * 1024  # bytes, line end included
CAPABILITIES = ["http", "file-bodies", "iterable-bodies", "buffered-reading", "debuglevel",
                "tunnel", "module", "https", "audit"]
EXCEPTION_ATTRIBUTES = ("partial", "expected", "line", "version", "errno", "library", "reason",
                        "verify_code", "verify_message", "args")

# The members a run has, with their types, and those a step must have and may have.
RUN_MEMBERS = {"id": (int,), "case": (str,), "edition": (str,), "deadline": (int, float),
               "variables": (dict,), "steps": (list,)}
STEP_MEMBERS = {
    "call": (frozenset(["call", "on"]), frozenset(["call", "on", "args", "kwargs", "as"])),
    "get": (frozenset(["get", "on"]), frozenset(["get", "on", "as"])),
    "set": (frozenset(["set", "on", "to"]), frozenset(["set", "on", "to"])),
    "value": (frozenset(["value"]), frozenset(["value", "as"])),
}


class IllFormed(Exception):
    """A message from hcspec that protocol 1 does not know."""


class Unbound(Exception):
    """A step needs a variable that nothing is bound to; args[0] is its name."""


class Unsupported(Exception):
    """This edition of the client has no such function or method."""


class Raised(Exception):
    """Making a value raised; args[0] is the exception."""


def expect(content, kind, what):
    """Returns content, which must be of exactly this JSON type."""
    if type(content) is not kind:
        raise IllFormed("%s is %s, not %s" % (what, type(content).__name__, kind.__name__))
    return content


def fits_64_bits(number):
    return -2**63 <= number < 2**63


# --- Values: from JSON ---------------------------------------------------------------------------

def decode(said, variables):
    """The Python object that a value of the protocol says. Every call makes a new object."""
    try:
        return decode_value(said, variables)
    except (TypeError, ValueError, RecursionError) as error:
        raise IllFormed("%.200r is no value: %s" % (said, error)) from error


def decode_variables(variables):
    try:
        return {name: decode(said, {}) for name, said in variables.items()}
    except Unbound as error:
        raise IllFormed("a variable that refers to %s" % error) from error
    except Raised as error:
        raise IllFormed("a variable that cannot be made: %s" % error.args) from error


def decode_value(said, variables):
    kind = type(said)
    if kind is str or kind is bool or said is None or kind is int and fits_64_bits(said):
        return said
    if kind is list:
        return [decode_value(item, variables) for item in said]
    if kind is dict and len(said) == 1:
        (tag, content), = said.items()
        if tag in DECODERS:
            return DECODERS[tag](content, variables)
    if kind is dict and len(said) == 2 and said.get("raises") in FAILURES:
        (tag,) = said.keys() - {"raises"}
        if tag in FAILING:
            return FAILING[tag](DECODERS[tag](said[tag], variables), FAILURES[said["raises"]])
    raise IllFormed("%.200r is no value" % (said,))


def decode_text(content):
    return expect(content, str, "a tagged value's content")


def decode_bytes(content):
    return decode_text(content).encode("latin-1")


def decode_items(content, variables):
    return [decode_value(item, variables)
            for item in expect(content, list, "a tagged value's content")]


def decode_number(content, pattern, kind):
    if not pattern.fullmatch(decode_text(content)):
        raise IllFormed("%.200r is no %s" % (content, kind.__name__))
    return kind(content)


def decode_dict(content, variables):
    pairs = expect(content, list, "the content of dict")
    return {decode_value(key, variables): decode_value(value, variables) for key, value in pairs}


def decode_octets(content, variables):
    return expect(decode_value(content, variables), bytes, "the content of file or stream")


def decode_reference(name, variables):
    if decode_text(name) not in variables:
        raise Unbound(name)
    return variables[name]


INT = re.compile(r"-?[0-9]{1,4300}")
FLOAT = re.compile(r"-?[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?|-?inf|nan")
DECODERS = {
    "bytes": lambda content, variables: decode_bytes(content),
    "bytearray": lambda content, variables: bytearray(decode_bytes(content)),
    "int": lambda content, variables: decode_number(content, INT, int),
    "float": lambda content, variables: decode_number(content, FLOAT, float),
    "tuple": lambda content, variables: tuple(decode_items(content, variables)),
    "dict": decode_dict,
    "ref": decode_reference,
    "file": lambda content, variables: io.BytesIO(decode_octets(content, variables)),
    "textfile": lambda content, variables: io.StringIO(decode_text(content)),
    "chunks": lambda content, variables: iter(decode_items(content, variables)),
    "stream": lambda content, variables: Stream(decode_octets(content, variables)),
    "context": lambda content, variables: context_of(decode_options(content, variables)),
}


# --- What fails at its end -----------------------------------------------------------------------

FAILURES = {kind.__name__: kind for kind in (OSError, RuntimeError, ValueError)}


def fail_after(items, failure):
    """An iterator that raises where the items end."""
    yield from items
    raise failure


class FailingFile:
    """A file that raises where its content ends."""

    def __init__(self, content, failure):
        super().__init__(content)
        self.failure = failure

    def read(self, size=-1):
        return self.unless_at_end(super().read(size), size)

    def readline(self, size=-1):
        return self.unless_at_end(super().readline(size), size)

    def unless_at_end(self, data, size):
        if data or size == 0:
            return data
        raise self.failure


class FailingBinaryFile(FailingFile, io.BytesIO):
    pass


class FailingTextFile(FailingFile, io.StringIO):
    pass


FAILING = {
    "file": lambda file, failure: FailingBinaryFile(file.getvalue(), failure),
    "textfile": lambda file, failure: FailingTextFile(file.getvalue(), failure),
    "chunks": fail_after,
    "stream": lambda stream, failure: Stream(stream.content.getvalue(), failure),
}


# --- A socket without a network ------------------------------------------------------------------

class StreamReader(io.RawIOBase):
    """Reads on where the last reader of the same bytes has stopped; closing it closes no more."""

    def __init__(self, content, failure):
        self.content = content
        self.failure = failure

    def readable(self):
        return True

    def readinto(self, buffer):
        size = self.content.readinto(buffer)
        if size == 0 and self.failure:
            raise self.failure
        return size


class Stream:
    """Stands in for a socket: what is read from it is given, what is sent to it is lost."""

    def __init__(self, content, failure=None):
        self.content = io.BytesIO(content)
        self.failure = failure

    def makefile(self, mode):
        return io.BufferedReader(StreamReader(self.content, self.failure))

    def sendall(self, data):
        memoryview(data)  # a TypeError for what is not bytes-like

    def close(self):
        pass


# --- TLS contexts --------------------------------------------------------------------------------

CONTEXT_OPTIONS = {"cafile": (str,), "certfile": (str,), "keyfile": (str,), "password": (str, bytes),
                   "verify_mode": (str,), "check_hostname": (bool,), "minimum_version": (str,),
                   "maximum_version": (str,), "alpn": (list,), "ciphers": (str,),
                   "post_handshake_auth": (bool,), "shared": (bool,)}
TLS_VERSIONS = {"TLSv1.2": ssl.TLSVersion.TLSv1_2, "TLSv1.3": ssl.TLSVersion.TLSv1_3}
VERIFY_MODES = {mode.name: mode for mode in ssl.VerifyMode}
shared_contexts = {}  # by their options, for as long as the process lives


def decode_options(content, variables):
    options = {name: decode_value(said, variables)
               for name, said in expect(content, dict, "the content of context").items()}
    for name, option in options.items():
        if type(option) not in CONTEXT_OPTIONS.get(name, ()):
            raise IllFormed("context has no %s that is %.200r" % (name, option))
    for protocol in options.get("alpn", ()):
        expect(protocol, str, "a protocol of alpn")
    return options


def context_of(options):
    """The context of these options; one that is shared is made once."""
    try:
        if not options.pop("shared", False):
            return make_context(**options)
        key = repr(sorted(options.items()))
        if key not in shared_contexts:
            shared_contexts[key] = make_context(**options)
        return shared_contexts[key]
    except (OSError, ValueError) as error:  # an SSLError is an OSError
        raise Raised(error) from error


def make_context(cafile=None, certfile=None, keyfile=None, password=None, alpn=None, ciphers=None,
                 **settings):
    context = ssl.create_default_context(cafile=cafile)
    for name in ("check_hostname", "verify_mode", "minimum_version", "maximum_version",
                 "post_handshake_auth"):
        if name in settings:
            setattr(context, name, setting_of(name, settings[name]))
    if ciphers is not None:
        context.set_ciphers(ciphers)
    if alpn is not None:
        context.set_alpn_protocols(alpn)
    if certfile is not None or keyfile is not None:
        context.load_cert_chain(certfile, keyfile, no_password if password is None else password)
    return context


def no_password():
    """Instead of asking at the terminal for the password of a key."""
    return ""


def setting_of(name, said):
    """A setting as the context's attribute takes it: modes and versions are said by name."""
    names = {"verify_mode": VERIFY_MODES, "minimum_version": TLS_VERSIONS,
             "maximum_version": TLS_VERSIONS}.get(name)
    if names is None:
        return said
    if said not in names:
        raise IllFormed("context has no %s %r" % (name, said))
    return names[said]


# --- Audit events --------------------------------------------------------------------------------

class AuditLog:
    """What http.client has told of its connections in the case in hand.

    No audit hook can be taken away, so there is none before a case asks for events.
    """

    EVENTS = frozenset(["http.client.connect", "http.client.send"])

    def __init__(self):
        self.events = []
        self.is_hooked = False

    def begin(self):
        self.events.clear()
        if not self.is_hooked:
            sys.addaudithook(self.hook)
            self.is_hooked = True

    def hook(self, event, arguments):
        if event in self.EVENTS:
            self.events.append((event,) + arguments[1:])  # the connection is left out

    def audit_events(self):
        return list(self.events)


AUDIT = AuditLog()


# --- Values: to JSON -----------------------------------------------------------------------------

def encode(value):
    """What the protocol says of any Python object; what it has no word for is an object."""
    try:
        return encode_value(value)
    except (ValueError, RecursionError):  # an int of too many digits, a list that holds itself
        return encode_object(value)


def encode_value(value):
    kind = type(value)
    encoder = ENCODERS.get(kind)
    if encoder is None:
        encoder = next((ENCODERS[base] for base in kind.__mro__ if base in ENCODERS),
                       encode_object)
    return encoder(value)


def encode_object(value):
    return {"object": type(value).__name__}


def encode_as_is(value):
    return value


def encode_int(value):
    return value if fits_64_bits(value) else {"int": str(value)}


def encode_text(value):
    return value if value.isascii() or has_no_surrogate(value) else encode_object(value)


def has_no_surrogate(text):
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def encode_bytes(value):
    return {"bytes": bytes(value).decode("latin-1")}


def encode_list(value):
    return [encode_value(item) for item in value]


def encode_dict(value):
    return {"dict": [[encode_value(key), encode_value(item)] for key, item in value.items()]}


ENCODERS = {
    type(None): encode_as_is,
    bool: encode_as_is,
    int: encode_int,
    float: lambda value: {"float": float.__repr__(value)},
    str: encode_text,
    bytes: encode_bytes,
    bytearray: encode_bytes,
    memoryview: encode_bytes,
    list: encode_list,
    tuple: lambda value: {"tuple": encode_list(value)},
    dict: encode_dict,
}


def can_be_said(said):
    """Whether an encoded value is free of objects, for which there is only a class name."""
    if type(said) is dict:
        return "object" not in said and all(map(can_be_said, said.values()))
    return type(said) is not list or all(map(can_be_said, said))


# --- Exceptions ----------------------------------------------------------------------------------

def describe(error):
    """What the protocol says of an exception."""
    return {"type": type(error).__name__, "bases": bases_of(type(error)),
            "attributes": attributes_of(error), "text": text_of(error)}


def bases_of(kind):
    names = []
    for base in kind.__mro__[1:]:
        names.append(base.__name__)
        if base is Exception or base is BaseException:
            break
    return names


def attributes_of(error):
    attributes = {}
    for name in EXCEPTION_ATTRIBUTES:
        if hasattr(error, name):
            said = encode(getattr(error, name))
            if can_be_said(said):
                attributes[name] = said
    return attributes


def text_of(error):
    try:
        return printable(str(error))
    except Exception as failure:  # an exception's own __str__ may fail; that is worth knowing
        return "<str() raised %s>" % type(failure).__name__


def printable(text):
    """Text for people: lone surrogates, which JSON text cannot say, are escaped."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


# --- A case --------------------------------------------------------------------------------------

class Session:
    """The objects of one case by the names its steps gave them."""

    def __init__(self, variables, captured):
        self.variables = decode_variables(variables)
        self.captured = captured  # stands in for standard output
        self.undo = []            # (module or class, attribute, former value), oldest first

    def step(self, step):
        """Executes one step and returns its outcome."""
        outcome = self.outcome(operation_of(step), step)
        printed = self.take_printed()
        if printed:
            outcome["output"] = printed
        return outcome

    def outcome(self, operation, step):
        try:
            value = operation(self, step)
        except (IllFormed, KeyboardInterrupt, SystemExit):
            raise
        except Unbound as error:
            return {"unbound": error.args[0]}
        except Unsupported as error:
            return {"unsupported": error.args[0]}
        except Raised as error:
            return {"raises": describe(error.args[0])}
        except BaseException as error:
            return {"raises": describe(error)}
        if "as" in step:
            self.variables[expect(step["as"], str, "as")] = value
        return {"value": encode(value)}

    def subject(self, step):
        name = expect(step["on"], str, "on")
        return MODULES[name] if name in MODULES else decode_reference(name, self.variables)

    def call(self, step):
        subject = self.subject(step)
        name = expect(step["call"], str, "call")
        arguments = decode(expect(step.get("args", []), list, "args"), self.variables)
        keywords = {key: decode(said, self.variables)
                    for key, said in expect(step.get("kwargs", {}), dict, "kwargs").items()}
        result = method_of(subject, name)(*arguments, **keywords)
        return list(result) if name == "__iter__" else result

    def get(self, step):
        return getattr(self.subject(step), expect(step["get"], str, "get"))

    def set(self, step):
        subject = self.subject(step)
        name = expect(step["set"], str, "set")
        value = decode(step["to"], self.variables)
        former = vars(subject).get(name, MISSING) if isinstance(subject, SHARED) else None
        setattr(subject, name, value)
        if isinstance(subject, SHARED):
            self.undo.append((subject, name, former))

    def value(self, step):
        return decode(step["value"], self.variables)

    def take_printed(self):
        if not self.captured.tell():
            return ""
        printed = printable(self.captured.getvalue())
        self.captured.seek(0)
        self.captured.truncate()
        return printed

    def release(self):
        """Drops the case's objects, and what it changed in modules and classes."""
        self.variables.clear()
        for subject, name, former in reversed(self.undo):
            if former is MISSING:
                delattr(subject, name)
            else:
                setattr(subject, name, former)
        self.undo.clear()
        AUDIT.events.clear()
        socket.setdefaulttimeout(None)
        self.take_printed()  # what closing printed belongs to no step


MODULES = {"http.client": http.client, "socket": socket}
MISSING = object()
SHARED = (types.ModuleType, type)  # what outlives a case
OPERATIONS = {"call": Session.call, "get": Session.get, "set": Session.set,
              "value": Session.value}


def operation_of(step):
    """The operation a step asks for, once its members are known to be right."""
    for kind, (required, allowed) in STEP_MEMBERS.items():
        if kind in expect(step, dict, "a step"):
            if not required <= step.keys() <= allowed:
                raise IllFormed("a %s step with the members %s" % (kind, sorted(step)))
            return OPERATIONS[kind]
    raise IllFormed("%.200r is no step" % (step,))


def method_of(subject, name):
    """The function or method; one that this edition of the client lacks is not supported.

    A plain value has the methods Python gives it: to miss one there is an AttributeError.
    """
    if subject is http.client and name == "audit_events":
        return AUDIT.audit_events
    try:
        return getattr(subject, name)
    except AttributeError:
        if type(subject) in ENCODERS or hasattr(type(subject), name):
            raise
    raise Unsupported("%s has no %s in %s" % (type(subject).__name__, name, EDITION))


# --- Messages ------------------------------------------------------------------------------------

def hello(content):
    if expect(content, dict, "hello").keys() != {"protocol"}:
        raise IllFormed("hello has the members %s, not only protocol" % sorted(content))
    if expect(content["protocol"], int, "protocol") != PROTOCOL:
        raise IllFormed("hello is of protocol %d; this adapter speaks protocol %d"
                        % (content["protocol"], PROTOCOL))
    return {"hello": {"protocol": PROTOCOL, "name": sys.implementation.name,
                      "version": sys.version.split()[0], "language": "Python",
                      "editions": [EDITION], "capabilities": CAPABILITIES}}


def run(content, captured, answers):
    """Executes a case's steps and answers. Returns the session, which holds the case's objects."""
    if expect(content, dict, "run").keys() != RUN_MEMBERS.keys():
        raise IllFormed("run has the members %s, not %s" % (sorted(content), sorted(RUN_MEMBERS)))
    for name, kinds in RUN_MEMBERS.items():
        if type(content[name]) not in kinds:
            raise IllFormed("%s of run is %.200r" % (name, content[name]))
    if content["edition"] != EDITION:
        raise IllFormed("run is of edition %r; this adapter is %s" % (content["edition"], EDITION))
    session = Session(content["variables"], captured)
    if any("audit_events" == step.get("call") for step in content["steps"] if type(step) is dict):
        AUDIT.begin()
    outcomes = [session.step(step) for step in content["steps"]]
    write(answers, {"result": {"id": content["id"], "outcomes": outcomes}})
    return session


def refuse_constant(name):
    raise ValueError("%s is no JSON" % name)


JSON_DECODER = json.JSONDecoder(parse_constant=refuse_constant)
JSON_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


def write(answers, message):
    answers.write(JSON_ENCODER.encode(message).encode("utf-8") + b"\n")
    answers.flush()


def read(requests):
    """The next message as its kind and content, or None at the end of input."""
    line = requests.readline(MAX_LINE + 1)
    if not line:
        return None
    if len(line) > MAX_LINE:
        raise IllFormed("a line of more than %d bytes" % MAX_LINE)
    if not line.endswith(b"\n"):
        raise IllFormed("the input ends inside a line")
    try:
        message = JSON_DECODER.decode(line.decode("utf-8"))
        if b"\\ud" in line.lower():
            JSON_ENCODER.encode(message).encode("utf-8")  # fails on a lone surrogate
    except (ValueError, RecursionError) as error:
        raise IllFormed("no JSON: %s" % error) from error
    if type(message) is not dict or len(message) != 1:
        raise IllFormed("%.200r is no message" % (message,))
    return next(iter(message.items()))


def serve(requests, answers, captured):
    """Answers messages until quit or the end of input. A case ends when the next message comes."""
    session = None
    while True:
        kind, content = read(requests) or ("quit", {})
        if session:
            session.release()
            session = None
        if kind == "run":
            session = run(content, captured, answers)
        elif kind == "hello":
            write(answers, hello(content))
        elif kind == "quit" and content == {}:
            return
        else:
            raise IllFormed("%.200r is no message" % {kind: content})


def claim_standard_output():
    """The real standard output as a file; who writes to descriptor 1 from now on reaches stderr."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def main():
    answers = claim_standard_output()
    sys.stdout = captured = io.StringIO()
    gc.freeze()  # what exists by now stays: later collections need not look at it
    try:
        serve(os.fdopen(0, "rb", closefd=False), answers, captured)
    except IllFormed as error:
        print("adapter.py: ill-formed message: %s" % error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())

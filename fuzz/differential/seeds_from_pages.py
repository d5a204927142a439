#!/usr/bin/env python3
"""Makes seeds of differential_response and differential_request from the pages.

    hcspec export | seeds_from_pages.py FOLDER [MAX]

writes FOLDER/differential_response/* and FOLDER/differential_request/*, in the layouts of response_plan.h and
request_plan.h. A case becomes a seed of responses if its script is "recv request" and then sends; what it reads becomes the
steps. It becomes a seed of requests by the calls it makes on its connection. What the layouts cannot say is left out. With MAX
the shortest MAX seeds of each target are written.
"""

import ast
import hashlib
import json
import os
import re
import sys

# --- Responses ---

OPERATIONS = {name: index for index, name in enumerate(
    ["read", "read(n)", "read1", "peek", "readline", "readinto", "readinto1", "readlines", "__next__", "getheader", "state",
     "isclosed", "close", "__enter__", "flush", "isatty", "tell", "begin"])}
METHODS = ["GET", "HEAD", "POST", "CONNECT", "OPTIONS"]
FIELD_NAMES = ["content-length", "content-type", "transfer-encoding", "connection", "x", "set-cookie", "", "a", "server"]
SPECIAL = [-1, -1, -2, 4095, 4096, 8191, 8192, 8193, 65535, 65536, 65537]
MINUS_ONE = 165  # 165 % 11 == 0
ESCAPE, LONG = 0x1b, 8000
TEXT_END = b"\xff"


def argument(step):
    arguments = step.get("args", []) + list(step.get("kwargs", {}).values())
    return arguments[0] if arguments else None


def amount(number):
    if 0 <= number < 128:
        return number
    if number in SPECIAL:
        return next(byte for byte in range(160, 256) if SPECIAL[byte % len(SPECIAL)] == number)
    if 128 <= number <= 2048:
        return 127 + number // 64
    return MINUS_ONE


def response_step(step):
    """Operation and amount of a step, or None."""
    name, said = step.get("call") or step.get("get"), argument(step)
    if name == "read":
        return bytes([OPERATIONS["read"], 0]) if type(said) is not int else bytes([OPERATIONS["read(n)"], amount(said)])
    if name in ("read1", "readline", "readlines"):
        return bytes([OPERATIONS[name], amount(said) if type(said) is int else MINUS_ONE])
    if name in ("readinto", "readinto1"):
        return bytes([OPERATIONS[name], 16])
    if name == "getheader" and type(said) is str:
        index = FIELD_NAMES.index(said.lower()) if said.lower() in FIELD_NAMES else 4
        return bytes([OPERATIONS[name], index])
    if name in ("status", "length", "chunk_left", "will_close", "closed"):
        return bytes([OPERATIONS["state"], 0])
    return bytes([OPERATIONS[name], 0]) if name in OPERATIONS else None


def sent_bytes(script):
    """The bytes of the script's send statements that are written as literals or blocks; None if it does anything else."""
    sent = bytearray()
    block = False
    for line in script.splitlines():
        if line.startswith("| ") or line == "|":
            if block:
                sent += line[2:].encode("latin-1") + b"\r\n"
            continue
        literal = re.fullmatch(r'(?:send )?("(?:[^"\\]|\\.)*")(?: \* (\d+))?', line)
        if line.startswith("send"):
            block = True
        elif line.startswith("recv"):
            block = False
        if literal:
            times = int(literal[2] or 1)
            if times > LONG:
                return None
            sent += ast.literal_eval("b" + literal[1]) * times
        elif line not in ("", "send", "close") and not line.startswith("recv"):
            return None
    return bytes(sent)


def escaped(octets):
    return octets.replace(bytes([ESCAPE]), bytes([ESCAPE, ESCAPE, 0]))


def response_seed(case):
    if not case["server"]:
        return None
    sent = sent_bytes(case["server"])
    if not sent:
        return None
    steps, method = [], "GET"
    for step in case["steps"]:
        if step.get("call") == "request" and step.get("args"):
            method = step["args"][0]
        made = response_step(step)
        if made:
            steps.append(made)
    steps = steps[:16]
    first = METHODS.index(method) if method in METHODS else 0
    return bytes([first, 0, len(steps)]) + b"".join(steps) + escaped(sent)


# --- Requests ---

CALLS = ["request", "putrequest", "putheader", "endheaders", "send", "getresponse", "set_tunnel", "close", "connect",
         "set_debuglevel", "set_version", "set_auto_open"]


class Unsayable(Exception):
    """The layout has no way to say it."""


def text(value):
    if type(value) is not str:
        raise Unsayable
    octets = bytearray()
    for character in value:
        code = ord(character)
        if 0x2000 <= code < 0x2070:
            octets += bytes([0x1a, code - 0x2000])
        elif code < 0xff and code != 0x1a:
            octets.append(code)
        else:
            raise Unsayable
    return bytes(octets) + TEXT_END


def octets_of(value):
    if type(value) is dict and "bytes" in value:
        return value["bytes"].encode("latin-1")
    raise Unsayable


def value(said):
    if type(said) is str:
        return b"\0" + text(said)
    if said is None:
        return b"\7"
    if type(said) is int:
        return b"\6\1"
    octets = octets_of(said)
    if TEXT_END in octets:
        raise Unsayable
    return b"\5" + octets + TEXT_END


def port(said):
    if said is None:
        return b"\0"
    if type(said) is str:
        return b"\xc0" + text(said)
    return b"\x80\1"


def body(said):
    if said is None:
        return b"\0"
    if type(said) is str:
        return b"\1" + text(said)
    if type(said) is dict:
        for tag, kind in (("bytes", 2), ("file", 3)):
            if type(said.get(tag)) is str:
                octets = said[tag].encode("latin-1")
                if TEXT_END not in octets:
                    return bytes([kind]) + octets + TEXT_END
        if type(said.get("textfile")) is str:
            return b"\5" + text(said["textfile"])
        if type(said.get("chunks")) is list:
            return b"\x1c" + b"".join(octets_of(item) for item in said["chunks"]).replace(TEXT_END, b"") + TEXT_END
    raise Unsayable


def fields(said):
    pairs = said.get("dict", []) if type(said) is dict else []
    pairs = pairs[:3]
    return bytes([len(pairs)]) + b"".join(value(name) + value(what) for name, what in pairs)


def call(step):
    name, arguments, keywords = step.get("call"), list(step.get("args", [])), step.get("kwargs", {})

    def given(index, key):
        return arguments[index] if len(arguments) > index else keywords.get(key)

    if name not in CALLS:
        raise Unsayable
    code = bytes([CALLS.index(name)])
    if name == "request":
        return (code + text(given(0, "method")) + text(given(1, "url")) + bytes([bool(keywords.get("encode_chunked"))])
                + fields(given(3, "headers")) + body(given(2, "body")))
    if name == "putrequest":
        flags = bool(given(2, "skip_host")) | 2 * bool(given(3, "skip_accept_encoding"))
        return code + text(given(0, "method")) + text(given(1, "url")) + bytes([flags])
    if name == "putheader":
        return code + value(arguments[0]) + bytes([len(arguments[1:4])]) + b"".join(value(said) for said in arguments[1:4])
    if name == "endheaders":
        return code + bytes([bool(keywords.get("encode_chunked"))]) + body(given(0, "message_body"))
    if name == "send":
        return code + body(given(0, "data"))
    if name == "set_tunnel":
        return code + text(given(0, "host")) + port(given(1, "port")) + fields(given(2, "headers"))
    if name == "set_debuglevel":
        return code + bytes([int(bool(given(0, "level")))])
    return code


def request_seed(case):
    host, number, calls = "example.com", None, []
    for step in case["steps"]:
        try:
            if step.get("call") == "HTTPConnection":
                arguments = step.get("args", [])
                host = arguments[0] if arguments and type(arguments[0]) is str else host
                number = arguments[1] if len(arguments) > 1 and type(arguments[1]) in (int, str) else None
                continue
            calls.append(call(step))
        except Unsayable:
            continue
    try:
        return b"\0" + text(host) + port(number) + b"".join(calls[:12])
    except Unsayable:
        return None


# --- All of them ---

def write(folder, seeds, most):
    os.makedirs(folder, exist_ok=True)
    for seed in sorted(seeds, key=lambda seed: (len(seed), seed))[:most]:
        with open(os.path.join(folder, hashlib.sha1(seed).hexdigest()[:16]), "wb") as file:
            file.write(seed)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit("usage: hcspec export | seeds_from_pages.py FOLDER [MAX]")
    most = int(sys.argv[2]) if len(sys.argv) == 3 else None
    cases = [case for scenario in json.load(sys.stdin)["scenarios"] for case in scenario["cases"]]
    for target, make in (("differential_response", response_seed), ("differential_request", request_seed)):
        seeds = {seed for seed in map(make, cases) if seed and len(seed) <= 4096}
        write(os.path.join(sys.argv[1], target), seeds, most)
        print("%s: %d seeds" % (target, len(seeds)), file=sys.stderr)


main()

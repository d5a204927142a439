"""Prints, as JSON, the public names of this interpreter's http.client. Runs on every Python from 3.8 on.

Public is what does not begin with an underscore, of
- the module itself, without what it only imports: modules, and functions of other modules;
- HTTPConnection, HTTPResponse and HTTPMessage, and an instance of each;
- HTTPSConnection, as far as HTTPConnection has it not;
- an instance of each exception, as far as every Exception has it not; what has it already in a base is not named again.
"""

import http.client
import io
import json
import sys
import types


class Socket:
    """What HTTPResponse wants of a socket."""

    def makefile(self, *_):
        return io.BytesIO(b"HTTP/1.1 200 OK\r\n\r\n")


def public(*objects):
    return {name for thing in objects for name in dir(thing) if not name.startswith("_")}


def is_own(value):
    if isinstance(value, types.ModuleType):
        return False
    return getattr(value, "__module__", "http.client") in ("http", "http.client") or not callable(value)


def instance(exception):
    arguments = {"IncompleteRead": [b"", 1], "BadStatusLine": [""], "UnknownProtocol": [""], "LineTooLong": [""]}
    return exception(*arguments.get(exception.__name__, []))


def exception_names():
    names = set()
    for name, value in sorted(vars(http.client).items()):
        if not (isinstance(value, type) and issubclass(value, http.client.HTTPException)) or value.__name__ != name:
            continue
        inherited = [public(instance(base)) for base in value.__bases__ if issubclass(base, http.client.HTTPException)]
        own = public(instance(value)) - public(Exception("")) - set().union(*inherited)
        names |= {name + "." + attribute for attribute in own}
    return names


def names():
    connection = http.client.HTTPConnection("host")
    secured = http.client.HTTPSConnection("host")
    response = http.client.HTTPResponse(Socket())
    before = public(response)  # begin() adds names, and never takes one away
    response.begin()
    return {
        "Module": {name for name, value in vars(http.client).items() if name in public(http.client) and is_own(value)},
        "HTTPConnection": public(http.client.HTTPConnection, connection),
        "HTTPSConnection": public(http.client.HTTPSConnection, secured) - public(connection),
        "HTTPResponse": public(http.client.HTTPResponse, response) | before,
        "HTTPMessage": public(http.client.HTTPMessage, http.client.HTTPMessage()),
        "Exceptions": exception_names() | public(Exception("")),
    }


if __name__ == "__main__":
    sections = {section: sorted(found) for section, found in names().items()}
    json.dump({"version": "%d.%d" % sys.version_info[:2], "implementation": sys.implementation.name,
               "names": sections}, sys.stdout)

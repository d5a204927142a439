"""Messages that protocol 1 does not know, each with what is wrong: the schema refuses them and adapters exit on them."""

RUN = {"id": 1, "case": "test", "edition": None, "deadline": 5.0, "variables": {}, "steps": []}


def run(**changes):
    """A run with members changed; None for a member leaves it out."""
    return {"run": {name: said for name, said in {**RUN, **changes}.items() if said is not None}}


def step(said):
    return run(steps=[said])


def value(said):
    return step({"value": said})


def messages(edition):
    """The messages to an adapter of this edition, by what is wrong with them."""
    RUN["edition"] = edition
    return {
        "nothing": {},
        "no object": [],
        "an unknown kind": {"bye": {}},
        "two kinds": {"hello": {"protocol": 1}, "quit": {}},
        "hello without protocol": {"hello": {}},
        "hello of another protocol": {"hello": {"protocol": 2}},
        "hello of a protocol that is no int": {"hello": {"protocol": "1"}},
        "hello with an unknown member": {"hello": {"protocol": 1, "x": 1}},
        "quit that is no object": {"quit": 1},
        "quit with a member": {"quit": {"x": 1}},
        "run that is no object": {"run": []},
        "run without id": {"run": {name: said for name, said in RUN.items() if name != "id"}},
        "run without steps": {"run": {name: said for name, said in RUN.items() if name != "steps"}},
        "run with an unknown member": run(x=1),
        "an id that is text": run(id="1"),
        "a case that is a number": run(case=1),
        "an edition that is a number": run(edition=3.13),
        "an edition of another language": run(edition="2.7"),
        "a deadline that is text": run(deadline="5"),
        "variables that are a list": run(variables=[]),
        "a variable that is no value": run(variables={"x": {"bytes": 1}}),
        "steps that are an object": run(steps={}),
        "a step that is a number": step(5),
        "a step without a kind": step({"on": "x"}),
        "a step of an unknown kind": step({"delete": "x", "on": "y"}),
        "a call without subject": step({"call": "x"}),
        "a call of a number": step({"call": 1, "on": "http.client"}),
        "a call on a number": step({"call": "x", "on": 1}),
        "args that are an object": step({"call": "x", "on": "http.client", "args": {}}),
        "kwargs that are a list": step({"call": "x", "on": "http.client", "kwargs": []}),
        "an argument that is no value": step({"call": "x", "on": "http.client", "args": [1.5]}),
        "a keyword argument that is no value": step({"call": "x", "on": "http.client", "kwargs": {"a": {"b": 1}}}),
        "a result bound to a number": step({"value": 1, "as": 1}),
        "a get with arguments": step({"get": "x", "on": "http.client", "args": []}),
        "a set to nothing": step({"set": "x", "on": "http.client"}),
        "a value with a subject": step({"value": 1, "on": "http.client"}),
        "a fraction": value(1.5),
        "an integer of more than 64 bits": value(2**64),
        "an object of two tags": value({"int": "1", "bytes": "1"}),
        "an unknown tag": value({"complex": "1"}),
        "the tag of outcomes": value({"object": "x"}),
        "bytes above 255": value({"bytes": "\u0100"}),
        "bytes that are a list": value({"bytes": [1]}),
        "an int with a space": value({"int": " 1"}),
        "an int that is a number": value({"int": 1}),
        "a float that is no number": value({"float": "x"}),
        "a float that is a number": value({"float": 1}),
        "a tuple that is text": value({"tuple": "ab"}),
        "chunks that are an object": value({"chunks": {}}),
        "a dict that is an object": value({"dict": {"a": 1}}),
        "a dict of threes": value({"dict": [[1, 2, 3]]}),
        "a file of text": value({"file": "x"}),
        "a text file of bytes": value({"textfile": {"bytes": "x"}}),
        "a stream of text": value({"stream": "x"}),
        "an exception that no body raises": value({"chunks": [], "raises": "KeyError"}),
        "bytes that raise": value({"bytes": "", "raises": "OSError"}),
        "a context that is a list": value({"context": []}),
        "an unknown option of a context": value({"context": {"cafiles": "x"}}),
        "a file of authorities that is a number": value({"context": {"cafile": 5}}),
        "a key without a certificate": value({"context": {"keyfile": "x"}}),
        "an unknown mode": value({"context": {"verify_mode": "NONE"}}),
        "an unknown version": value({"context": {"maximum_version": "TLSv1.4"}}),
        "protocols that are text": value({"context": {"alpn": "http/1.1"}}),
        "a ref to a number": value({"ref": 1}),
        "a mistake deep inside": value([1, {"tuple": [{"dict": [["a", [{"float": ""}]]]}]}]),
    }

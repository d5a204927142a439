#!/usr/bin/env python3
"""An adapter that misbehaves on request: the last part of a case's id says how.

What is not named here is answered well: every step's outcome is 80. For the tests of the runner alone.
"""

import json
import os
import signal
import sys

GOOD = {"value": 80}
clean_up = None  # what happens when the next message is read


def write(text):
    sys.stdout.write(text)
    sys.stdout.flush()


def answer(identity, outcomes, **more):
    write(json.dumps({"result": {"id": identity, "outcomes": outcomes, **more}}) + "\n")


def good(run):
    answer(run["id"], [GOOD for _ in run["steps"]])


def wrong_value(run):
    answer(run["id"], [{"value": 81} for _ in run["steps"]])


tries = {}


def is_second_try(run):
    """Whether the case came before; what comes first gets a wrong value."""
    tries[run["case"]] = tries.get(run["case"], 0) + 1
    if tries[run["case"]] > 1:
        return True
    wrong_value(run)
    return False


def wrong_in_another_way_each_time(run):
    if is_second_try(run):
        answer(run["id"], [{"value": 82} for _ in run["steps"]])


def crash_in_the_second_try(run):
    if is_second_try(run):
        crash(run)


def late_words_in_the_second_try(run):
    if is_second_try(run):
        wrong_value(run)
        write("by the way\n")


def late_death_in_the_second_try(run):
    if is_second_try(run):
        wrong_value(run)
        os.kill(os.getpid(), signal.SIGABRT)


def raises_instead(run):
    raised = {"type": "ValueError", "bases": ["Exception"], "attributes": {}, "text": "no"}
    answer(run["id"], [{"raises": raised} for _ in run["steps"]])


def unsupported_step(run):
    answer(run["id"], [{"unsupported": "not here"} for _ in run["steps"]])


def crash(run):
    os.kill(os.getpid(), signal.SIGSEGV)


def exit_with_words(run):
    print("first line\nlast words", file=sys.stderr)
    sys.exit(3)


def garbage(run):
    write("this is no JSON\n")


def half_a_line(run):
    write('{"result": {"id": ')
    sys.exit(0)


def line_without_end(run):
    while True:
        write("x" * 65536)


def lines_without_end(run):
    good(run)
    while True:
        write("more\n" * 10000)


def wrong_id(run):
    answer(run["id"] + 1, [GOOD for _ in run["steps"]])


def too_few_outcomes(run):
    answer(run["id"], [])


def too_many_outcomes(run):
    answer(run["id"], [GOOD for _ in run["steps"]] * 2)


def unknown_member(run):
    answer(run["id"], [GOOD for _ in run["steps"]], comment="well done")


def two_answers(run):
    line = json.dumps({"result": {"id": run["id"], "outcomes": [GOOD for _ in run["steps"]]}}) + "\n"
    write(line * 2)


def late_words(run):
    good(run)
    write("by the way\n")


def late_death(run):
    good(run)
    os.kill(os.getpid(), signal.SIGABRT)


def death_in_clean_up(run):
    global clean_up
    good(run)
    clean_up = os.abort


def closes_input(run):
    os.close(0)
    good(run)
    wait_for_ever()


def closes_output(run):
    os.close(1)
    wait_for_ever()


def floods_standard_error(run):
    for _ in range(160):
        os.write(2, b"x" * 65536)
    good(run)


def hang(run):
    wait_for_ever()


def hang_in_spite_of_sigterm(run):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    wait_for_ever()


def flaky(run):
    (wrong_value if run["id"] % 2 else good)(run)


def interrupts(run):
    os.kill(os.getppid(), signal.SIGINT)
    wait_for_ever()


def child_keeps_the_pipes(run):
    if os.fork() == 0:
        wait_for_ever()
    os._exit(4)


def wait_for_ever():
    while True:
        signal.pause()


def mode_of(case):
    return globals().get(case.rpartition(":")[2].replace("-", "_"), good)


def hello():
    said = {"protocol": 1, "name": "broken", "version": "1", "language": "Python",
            "editions": ["3.12", "3.13"], "capabilities": ["http", "module"]}
    if "bad-hello" in sys.argv:
        said["capabilities"] = ["htpp"]
    if "dies-at-once" in sys.argv:
        print("no such luck", file=sys.stderr)
        sys.exit(5)
    write(json.dumps({"hello": said}) + "\n")


def main():
    for line in iter(sys.stdin.readline, ""):
        (kind, content), = json.loads(line).items()
        if clean_up:
            clean_up()
        if kind == "hello":
            hello()
            if "stops-reading" in sys.argv:
                wait_for_ever()
        elif kind == "run":
            mode_of(content["case"])(content)
        elif kind == "quit" and "never-quits" not in sys.argv:
            return
        elif kind == "quit":
            wait_for_ever()


if __name__ == "__main__":
    main()

"""scripts/fuzz, once everything is built."""

import argparse
import contextlib
import datetime
import fcntl
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

from . import catalogue, coverage, report
from .campaign import Campaign
from .progress import Progress

NONE_FOUND, FOUND, SET_UP = 0, 1, 2
STANDARD_ERROR = 2

DESCRIPTION = """\
Fuzzes the parsers and the reference client, every target for a time, under AddressSanitizer and
UndefinedBehaviorSanitizer. Seeds are made of the specification's pages."""

EPILOGUE = """\
A find is an input for which a property of the target does not hold, or a sanitizer complains, or the
program hangs (20 s). It is told apart from others, made small, and printed with the command that
shows it again. To keep it for good, copy it to fuzz/regressions/TARGET/: ctest replays that.

examples
  scripts/fuzz                                  every target for a minute
  scripts/fuzz --seconds 600 --jobs 8           as a nightly job
  scripts/fuzz response chunked_body            these targets
  scripts/fuzz --no-seeds page console          beside campaigns that begin with seeds
  scripts/fuzz --corpus ~/hcspec-corpus         go on where the last campaign ended: new inputs are
                                                kept, and minimised at the end
  scripts/fuzz --python ~/.pyenv/versions/3.13.0/bin/python differential_response
                                                beside another CPython than the system's
  scripts/fuzz --list                           the targets

writes build/fuzz/: index.html, results.json, junit.xml, finds/TARGET/

Ctrl-C ends it early: the reports then say what there is, and a kept corpus is not minimised.

exit status: 0 nothing found, 1 finds, 2 usage or set-up error, 130 interrupted (143 by SIGTERM)"""


def positive(text):
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no whole number from 1")
    return int(text)


def interpreter(path):
    if shutil.which(path) is None:
        raise argparse.ArgumentTypeError(f"'{path}' is no program")
    return path


def parse(arguments):
    parser = argparse.ArgumentParser(prog="scripts/fuzz", description=DESCRIPTION, epilog=EPILOGUE,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="all if none is given")
    parser.add_argument("--seconds", type=positive, default=60, metavar="N", help="for each target (default: 60)")
    parser.add_argument("--jobs", type=positive, default=1, metavar="J", help="targets at a time (default: 1)")
    parser.add_argument("--corpus", type=pathlib.Path, metavar="FOLDER",
                        help="where inputs are kept between campaigns, a folder a target (default: build/fuzz/corpus, "
                             "begun anew each time)")
    parser.add_argument("--no-seeds", action="store_true",
                        help="begin with nothing: short, odd inputs that the engine does not come to among long, good ones")
    parser.add_argument("--seed", type=positive, metavar="N", help="the engine's random seed, to repeat a campaign")
    parser.add_argument("--python", type=interpreter, metavar="PATH",
                        help="the CPython that the differential targets embed, with its libpython (default: the system's)")
    parser.add_argument("--output", type=pathlib.Path, default=catalogue.ROOT / "build" / "fuzz", metavar="FOLDER",
                        help="where the reports go (default: build/fuzz)")
    parser.add_argument("--list", action="store_true", help="list the targets and end")
    # For scripts/fuzz: whether the arguments are right, before anything is built; and what it has built then.
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--programs", type=pathlib.Path, help=argparse.SUPPRESS)
    parser.add_argument("--hcspec", type=pathlib.Path, help=argparse.SUPPRESS)
    parser.add_argument("--generated", type=pathlib.Path, help=argparse.SUPPRESS)
    parser.add_argument("--coverage", type=pathlib.Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    try:
        options.chosen = catalogue.choose(options.targets)
    except ValueError as error:
        parser.error(str(error))
    for name in ("output", "corpus"):
        prepare_folder(parser, options, name)
    if not options.list:
        options.lock = lock(parser, options.output)
    return options


def prepare_folder(parser, options, name):
    """Makes the folder of an option, unless there is none, and its path absolute."""
    folder = getattr(options, name)
    if folder is None or options.list:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as error:
        parser.error(f"argument --{name}: {folder} cannot be written to: {error.strerror}")
    setattr(options, name, folder.resolve())


def lock(parser, folder):
    """A file that keeps another campaign from `folder` while it is open."""
    file = open(folder / ".lock", "w", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        parser.error(f"another campaign writes to {folder}: give this one a folder with --output")
    return file


def make_seeds(options):
    """Seeds of the specification's pages. Returns whether they could be made."""
    if options.hcspec is None:
        return True
    options.generated = options.output / "generated"
    shutil.rmtree(options.generated, ignore_errors=True)
    command = [options.hcspec, "export", "--corpus", options.generated, catalogue.ROOT / "conformance" / "pages"]
    return subprocess.run(list(map(str, command)), stdout=STANDARD_ERROR, check=False).returncode == 0


def begin_corpus(options):
    """An empty corpus, unless one is kept between campaigns."""
    if options.corpus is None:
        options.corpus = options.output / "corpus"
        shutil.rmtree(options.corpus, ignore_errors=True)


def measure_lines(options):
    """(by seeds alone, with the corpus), each by file."""
    def seeds(target):
        return target.seed_folders(options.generated)
    def everything(target):
        corpus = options.corpus / target.name
        return [*seeds(target), *([corpus] if corpus.is_dir() else [])]
    work = options.output / "coverage"
    by_seeds = coverage.measure(options.coverage, options.chosen, seeds, work)
    return by_seeds, coverage.measure(options.coverage, options.chosen, everything, work)


@contextlib.contextmanager
def stopped_by_signals(campaign):
    """Gives a function that tells which signal has stopped the campaign, 0 if none has. What comes after the campaign
    is stopped by KeyboardInterrupt. The second signal ends the process as ever."""
    received = []

    def stop(number, _):
        received.append(number)
        signal.signal(number, signal.SIG_DFL)
        campaign.stop()
        if campaign.is_over:
            raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: received[0] if received else 0
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def summarise(options, started, results, campaign):
    lines, trouble = ([], []), ""
    if options.coverage and not campaign.is_stopped:
        try:
            lines = measure_lines(options)
        except (RuntimeError, OSError) as error:
            trouble = str(error)
        except KeyboardInterrupt:
            trouble = "interrupted"
    is_whole = len(results) == len(catalogue.all_targets())
    return report.Summary(started, options.seconds, results, *lines, trouble, is_whole, campaign.is_stopped)


def show(summary, output):
    """Returns whether the reports could be written."""
    try:
        report.write(summary, output)
    except OSError as error:
        print(f"scripts/fuzz: the reports cannot be written to {output}: {error.strerror}", file=sys.stderr)
        return False
    finally:
        print(report.as_text(summary, output))
    return True


def main(arguments):
    options = parse(arguments)
    if options.list:
        print("\n".join(target.name for target in options.chosen))
    if options.list or options.check:
        return NONE_FOUND
    report.remove(options.output)
    if not make_seeds(options):
        return SET_UP
    started = datetime.datetime.now(datetime.timezone.utc)
    begin_corpus(options)
    campaign = Campaign(options, Progress(sys.stderr))
    with stopped_by_signals(campaign) as stopped_by:
        results = campaign.run(options.chosen)
        summary = summarise(options, started, results, campaign)
    is_written = show(summary, options.output)
    if stopped_by():
        return 128 + stopped_by()
    if summary.finds:
        return FOUND
    in_order = is_written and not summary.lines_trouble and not any(result.trouble for result in results)
    return NONE_FOUND if in_order else SET_UP


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

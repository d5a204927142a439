"""scripts/fuzz, once everything is built."""

import argparse
import datetime
import pathlib
import shutil
import sys
import tempfile

from . import catalogue, coverage, report
from .campaign import Campaign
from .progress import Progress

NONE_FOUND, FOUND, SET_UP = 0, 1, 2

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
  scripts/fuzz --list                           the targets

writes build/fuzz/: index.html, results.json, junit.xml, finds/TARGET/

exit status: 0 nothing found, 1 finds, 2 usage or set-up error"""


def positive(text):
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is no whole number from 1")
    return int(text)


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
    parser.add_argument("--output", type=pathlib.Path, default=catalogue.ROOT / "build" / "fuzz", metavar="FOLDER",
                        help="where the reports go (default: build/fuzz)")
    parser.add_argument("--list", action="store_true", help="list the targets and end")
    # For scripts/fuzz: whether the arguments are right, before anything is built; and what it has built then.
    parser.add_argument("--check", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--programs", type=pathlib.Path, help=argparse.SUPPRESS)
    parser.add_argument("--generated", type=pathlib.Path, help=argparse.SUPPRESS)
    parser.add_argument("--coverage", type=pathlib.Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    try:
        options.chosen = catalogue.choose(options.targets)
    except ValueError as error:
        parser.error(str(error))
    for name in ("output", "corpus"):
        prepare_folder(parser, options, name)
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


def begin_corpus(options):
    """An empty corpus, unless one is kept between campaigns."""
    if options.corpus is None:
        options.corpus = options.output / "corpus"
        shutil.rmtree(options.corpus, ignore_errors=True)


def measure_lines(options):
    """(by seeds alone, with the corpus), each by file; empty when coverage was not built."""
    if not options.coverage:
        return [], []
    def seeds(target):
        return target.seed_folders(options.generated)
    def everything(target):
        corpus = options.corpus / target.name
        return [*seeds(target), *([corpus] if corpus.is_dir() else [])]
    work = options.output / "coverage"
    by_seeds = coverage.measure(options.coverage, options.chosen, seeds, work)
    return by_seeds, coverage.measure(options.coverage, options.chosen, everything, work)


def main(arguments):
    options = parse(arguments)
    if options.list:
        print("\n".join(target.name for target in options.chosen))
    if options.list or options.check:
        return NONE_FOUND
    started = datetime.datetime.now(datetime.timezone.utc)
    begin_corpus(options)
    results = Campaign(options, Progress(sys.stderr)).run(options.chosen)
    try:
        lines = measure_lines(options)
    except (RuntimeError, OSError) as error:
        print(f"scripts/fuzz: coverage cannot be measured: {error}", file=sys.stderr)
        return SET_UP
    summary = report.Summary(started, options.seconds, results, *lines)
    report.write(summary, options.output)
    print(report.as_text(summary, options.output))
    if any(result.trouble for result in results):
        return SET_UP
    return FOUND if any(result.finds for result in results) else NONE_FOUND


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The course of a campaign: every target its time, as many at once as there are jobs."""

import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from . import engine, finds

# A target that finds the same over and over has nothing more to say.
REPEATS = 3


@dataclass
class TargetResult:
    name: str
    executions: int = 0
    seconds: float = 0.0
    seeds: int = 0
    corpus: int = 0
    samples: list = field(default_factory=list)
    finds: list = field(default_factory=list)
    trouble: str = ""  # why it could not be run; "" when it could

    @property
    def pace(self):
        return self.executions / self.seconds if self.seconds else 0.0

    @property
    def edges(self):
        return max((sample.edges for sample in self.samples), default=0)


def count_files(folders):
    return sum(1 for folder in folders for path in folder.iterdir() if path.is_file())


class Campaign:
    def __init__(self, options, progress):
        self.options = options
        self.progress = progress
        self.lock = threading.Lock()
        self.running = set()  # engines
        self.is_stopped = False
        self.is_over = False

    def run(self, targets):
        """The results of the targets; once it is stopped, of those that had begun."""
        with ThreadPoolExecutor(self.options.jobs) as pool:
            results = list(pool.map(self.run_target, targets))
        self.is_over = True
        return [result for result in results if result is not None]

    def stop(self):
        """Ends the engines that run, and lets no other begin. For a signal's handler."""
        with self.lock:
            self.is_stopped = True
            for runner in self.running:
                runner.interrupt()

    def run_target(self, target):
        if self.is_stopped:
            return None
        result = TargetResult(target.name)
        program = self.options.programs / target.program
        seeds = target.seed_folders(self.options.generated)
        result.seeds = count_files(seeds)
        if not result.seeds:
            result.trouble = "it has no seeds: the corpus was not made"
        elif not program.exists():
            result.trouble = f"{program} was not built"
        else:
            self.fuzz(target, result, program, [] if self.options.no_seeds else seeds)
        with self.lock:
            self.progress.ended(result)
        return result

    def fuzz(self, target, result, program, seeds):
        corpus = self.options.corpus / target.name
        artifacts = self.options.output / "finds" / target.name
        shutil.rmtree(artifacts, ignore_errors=True)
        for folder in (corpus, artifacts):
            folder.mkdir(parents=True, exist_ok=True)
        self.fuzz_on(target, result, program, corpus, seeds, artifacts)
        self.check_corpus(result, corpus)
        if not result.trouble and not self.is_stopped:
            self.minimise_corpus(target, result, program, corpus, seeds)
        result.corpus = count_files([corpus])

    def run_engine(self, runner, *arguments):
        """The outcome; None if the campaign is stopped."""
        with self.lock:
            if self.is_stopped:
                return None
            self.running.add(runner)
        outcome = runner.run(*arguments)
        with self.lock:
            self.running.remove(runner)
        return outcome

    def fuzz_on(self, target, result, program, corpus, seeds, artifacts):
        """Starts the engine anew after each find, until the time is over."""
        def tell(sample):
            result.samples.append(sample)
            with self.lock:
                self.progress.sampled(result, sample)

        runner, repeats, started = engine.Engine(program, tell), 0, time.monotonic()
        while repeats < REPEATS and not result.trouble:
            left = self.options.seconds - (time.monotonic() - started)
            if left < 1 and result.executions:
                break
            command = runner.command(target, left, corpus, seeds, artifacts, self.options.seed)
            outcome = self.run_engine(runner, command, left, self.options.seconds - left, result.executions)
            if outcome is None:
                break
            result.executions += outcome.executions
            repeats += self.judge(target, result, program, outcome)
        result.seconds = time.monotonic() - started

    def judge(self, target, result, program, outcome):
        """Keeps a find that is new. Returns whether it is known already."""
        if outcome.artifact:
            find = finds.make(target, program, outcome.artifact, outcome.output)
            if any(known.key == find.key for known in result.finds):
                return True
            result.finds.append(find)
            with self.lock:
                self.progress.found(find)
        elif outcome.status != 0 and not self.is_stopped:
            result.trouble = f"the engine ended with status {outcome.status}: {outcome.output.strip()[-300:]}"
        return False

    def check_corpus(self, result, corpus):
        cut = engine.damaged(corpus)
        for path in cut:
            path.unlink()
        if cut and not self.is_stopped: # which may end an engine while it writes
            result.trouble = f"{len(cut)} inputs could not be written to {corpus}: is the disk full?"

    def minimise_corpus(self, target, result, program, corpus, seeds):
        merged = corpus.with_name(corpus.name + ".merged")
        shutil.rmtree(merged, ignore_errors=True)
        merged.mkdir()
        if engine.merge(program, target.max_length, merged, [corpus, *seeds]) and any(merged.iterdir()):
            shutil.rmtree(corpus)
            merged.rename(corpus)
        else: # what there is stays, where a find stops the merge, or the disk is full
            shutil.rmtree(merged)

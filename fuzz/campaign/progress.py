"""What a person sees while a campaign runs: a line a target now and then, and every find at once."""

import time

INTERVAL = 10  # seconds between two lines of one target


class Progress:
    def __init__(self, out):
        self.out = out
        self.told = {}

    def say(self, text):
        print(text, file=self.out, flush=True)

    def sampled(self, result, sample):
        now = time.monotonic()
        if sample.seconds < 1 or now - self.told.get(result.name, 0.0) < INTERVAL:
            return
        self.told[result.name] = now
        self.say(f"{result.name:<22}{sample.seconds:6.0f} s {sample.executions:>12,} executions {sample.pace:>9,} /s "
                 f"{sample.edges:>6,} edges {len(result.finds)} finds")

    def found(self, find):
        self.say(f"\nFOUND in {find.target}: {find.what}\n  input      {find.input}\n  reproduce  {find.reproduce}\n")

    def ended(self, result):
        if result.trouble:
            self.say(f"{result.name:<22} {'not run: ' if not result.executions else ''}{result.trouble}")

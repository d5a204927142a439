"""A campaign's reports: text for the terminal, results.json, junit.xml and a page that needs nothing else."""

import html
import json
import pathlib
import re
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from . import coverage

STYLE = (pathlib.Path(__file__).parent / "report.css").read_text("utf-8")
WIDTH, HEIGHT = 260, 60  # of a chart, in pixels
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd]")


@dataclass(frozen=True)
class Summary:
    started: object  # datetime
    seconds: int  # that each target was given
    results: list
    lines_by_seeds: list  # coverage.FileCoverage of each file
    lines: list
    lines_trouble: str = ""  # why there are none
    is_whole: bool = True  # every target there is had its time
    is_interrupted: bool = False

    @property
    def finds(self):
        return [find for result in self.results for find in result.finds]


def whose_lines(summary):
    return "" if summary.is_whole else ", of what these targets reach"


# --- text ---

def as_text(summary, output):
    rows = [f"{'target':<22}{'executions':>13}{'seconds':>9}{'a second':>10}{'edges':>8}{'corpus':>8}{'finds':>7}"]
    for result in summary.results:
        rows.append(f"{result.name:<22}{result.executions:>13,}{result.seconds:>9,.0f}{result.pace:>10,.0f}"
                    f"{result.edges:>8,}{result.corpus:>8,}{len(result.finds):>7}")
    rows.append("")
    if summary.lines:
        by_seeds, now = coverage.parsers_of(summary.lines_by_seeds), coverage.parsers_of(summary.lines)
        rows.append(f"line coverage of the parsers in ref/{whose_lines(summary)}: {coverage.percent(by_seeds):.1f} % by "
                    f"seeds alone, {coverage.percent(now):.1f} % now")
    if summary.lines_trouble:
        rows.append(f"line coverage was not measured: {summary.lines_trouble}")
    for find in summary.finds:
        rows.append(f"{find.target}: {find.what}\n  reproduce: {find.reproduce}")
    rows.append(f"{'interrupted; ' if summary.is_interrupted else ''}{len(summary.finds)} finds; {output}/index.html")
    return "\n".join(rows)


# --- JSON and JUnit ---

def lines_as_json(files):
    return [{"file": file.name, "lines": file.lines, "covered": file.covered} for file in files]


def result_as_json(result):
    return {
        "target": result.name, "executions": result.executions, "seconds": round(result.seconds, 3),
        "pace": round(result.pace, 1), "edges": result.edges, "seeds": result.seeds, "corpus": result.corpus,
        "trouble": result.trouble or None,
        "samples": [{"seconds": round(sample.seconds, 3), "executions": sample.executions, "edges": sample.edges,
                     "pace": sample.pace} for sample in thin(result.samples)],
        "finds": [{"key": find.key, "what": find.what, "input": str(find.input), "reproduce": find.reproduce}
                  for find in result.finds]}


def as_json(summary):
    return {"schema": "hcspec-fuzz/1", "started": summary.started.isoformat(timespec="seconds"),
            "seconds": summary.seconds, "interrupted": summary.is_interrupted,
            "targets": [result_as_json(result) for result in summary.results],
            "lines_by_seeds": lines_as_json(summary.lines_by_seeds), "lines": lines_as_json(summary.lines)}


def clean(text):
    """XML has no way to say most control characters."""
    return NOT_XML.sub("\ufffd", text)


def junit_case(result):
    problems = [f"<failure message={quoteattr(clean(find.what))}>{escape(clean(find.reproduce))}</failure>"
                for find in result.finds]
    if result.trouble:
        problems.append(f"<error message={quoteattr(clean(result.trouble))}/>")
    return (f'  <testcase classname="fuzz" name={quoteattr(result.name)} time="{result.seconds:.3f}">'
            f'{"".join(problems)}</testcase>')


def as_junit(summary):
    failures = sum(1 for result in summary.results if result.finds)
    errors = sum(1 for result in summary.results if result.trouble)
    cases = "\n".join(map(junit_case, summary.results))
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="fuzz" tests="{len(summary.results)}" '
            f'failures="{failures}" errors="{errors}">\n{cases}\n</testsuite>\n')


# --- the page ---

def thin(samples, most=200):
    """At most about so many samples, the first and the last among them."""
    step = max(1, len(samples) // most)
    return samples[::step] + (samples[-1:] if samples and (len(samples) - 1) % step else [])


def chart(samples, figure, label):
    """A line of `figure` over time, from 0, as SVG with its highest value written beside it."""
    points = [(sample.seconds, figure(sample)) for sample in thin(samples)]
    if len(points) < 2:
        return "<span class=none>too short to draw</span>"
    longest, highest = max(x for x, _ in points) or 1, max(y for _, y in points) or 1
    line = " ".join(f"{WIDTH * x / longest:.1f},{HEIGHT - (HEIGHT - 2) * y / highest:.1f}" for x, y in points)
    return (f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}, up to {highest:,}">'
            f'<polyline points="{line}"/></svg><span class=most>{highest:,}</span>')


def target_row(result):
    state = "trouble" if result.trouble else "found" if result.finds else "clean"
    return (f'<tr class={state}><th scope=row>{html.escape(result.name)}<td>{result.executions:,}'
            f'<td>{result.seconds:,.0f}<td>{result.pace:,.0f}'
            f'<td>{result.seeds:,}<td>{result.corpus:,}<td>{len(result.finds)}'
            f'<td class=chart>{chart(result.samples, lambda sample: sample.edges, "edges covered over time")}'
            f'<td class=chart>{chart(result.samples, lambda sample: sample.pace, "executions a second over time")}')


def find_block(find):
    return (f"<section class=find><h3>{html.escape(find.target)}: {html.escape(find.what)}</h3>"
            f"<pre>{html.escape(find.reproduce)}</pre><details><summary>what the program said</summary>"
            f"<pre>{html.escape(find.output[-6000:])}</pre></details></section>")


def line_rows(summary):
    before = {file.name: file for file in summary.lines_by_seeds}
    for file in summary.lines:
        seeds = coverage.percent([before[file.name]]) if file.name in before else 0.0
        now = coverage.percent([file])
        mark = " class=parser" if file.name in coverage.PARSERS else ""
        yield (f"<tr{mark}><th scope=row>{html.escape(file.name)}<td>{file.lines:,}<td>{seeds:.1f} %<td>{now:.1f} %"
               f'<td class=bar><meter min=0 max=100 value="{now:.1f}">{now:.1f} %</meter>')


def line_section(summary):
    if summary.lines_trouble:
        return f"<p>Line coverage was not measured: {html.escape(summary.lines_trouble)}"
    if not summary.lines:
        return ""
    seeds, now = (coverage.percent(coverage.parsers_of(files)) for files in (summary.lines_by_seeds, summary.lines))
    return (f"<h2>Line coverage of <code>ref/src</code>{whose_lines(summary)}</h2><p>Of the parsers (bold) the seeds alone reach "
            f"<b>{seeds:.1f} %</b> of the lines; with what was found on the way it is <b>{now:.1f} %</b>. Files that no "
            "target reaches, such as those for TCP and TLS, are another test's.</p><div class=scroll><table><thead><tr>"
            "<th>file<th>lines<th>by seeds<th>now<th></thead><tbody>" + "".join(line_rows(summary)) +
            "</tbody></table></div>")


def headline(summary):
    executions = sum(result.executions for result in summary.results)
    found = len(summary.finds)
    verdict = f"{found} find{'s' * (found != 1)}" if found else "Nothing found"
    if summary.is_interrupted:
        verdict += ", and interrupted"
    return (f"<h1>{verdict}</h1><p>{executions:,} executions of {len(summary.results)} targets under AddressSanitizer and "
            f"UndefinedBehaviorSanitizer, {summary.seconds} s each and what finds cost; begun "
            f"{summary.started:%Y-%m-%d %H:%M} UTC.</p>")


def as_html(summary):
    return (f"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
            f"<title>hcspec fuzz campaign</title><style>{STYLE}</style><main>{headline(summary)}"
            f"{''.join(map(find_block, summary.finds))}<h2>Targets</h2><div class=scroll><table><thead><tr><th>target"
            "<th>executions<th>seconds<th>a second<th>seeds<th>corpus<th>finds<th>edges over time<th>pace over time"
            "</thead><tbody>"
            f"{''.join(map(target_row, summary.results))}</tbody></table></div>{line_section(summary)}</main></html>\n")


FILES = ("results.json", "junit.xml", "index.html")


def remove(output):
    """Removes the reports of an earlier campaign."""
    for name in FILES:
        (output / name).unlink(missing_ok=True)


def write(summary, output):
    (output / "results.json").write_text(json.dumps(as_json(summary), indent=1) + "\n", "utf-8")
    (output / "junit.xml").write_text(as_junit(summary), "utf-8")
    (output / "index.html").write_text(as_html(summary), "utf-8", errors="replace")

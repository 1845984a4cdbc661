#!/usr/bin/env python3
"""Measures dsupport beside Taskwarrior and beside the least that the machine could do.

    run.py BUILD [--sizes 1000,10000,100000] [--rounds 15] [--writers 32] [--mails 1000] [--fetch 5000]
           [--ingest 5000,100000] [--maildir DIRECTORY --words A,B] [--no-counts]

BUILD is a release build in which `ninja bench` was run. Times are medians of rounds in which every candidate
runs once, in milliseconds; on a busy machine only the ratios mean something. README.md says what each row is.
"""

import argparse
import os
import pathlib
import shutil
import sys
import tempfile
import time

import fetch
import ingest
import mails
import rota
from measure import fsyncs, instructions, median_times, run
from homes import Homes

WRITER_ROUNDS = 3
INGEST_ROUNDS = 3
LIST = ("SELECT * FROM ticket WHERE status < 4 AND void = 0 AND shown_in IS NULL"
        " ORDER BY rank, debt, id LIMIT 50")


class Report:
    def __init__(self):
        self.rows = []

    def times(self, what, times, ours="dsupport"):
        """`times` maps candidates to their times in seconds."""
        cells = {name: f"{1000 * value:.2f} ms" for name, value in times.items()}
        ratios = ", ".join(f"{times[ours] / value:.2f} x {name}" for name, value in times.items() if name != ours)
        self.row(what, cells, ratios)

    def row(self, what, cells, remark=""):
        self.rows.append([what, cells.get("dsupport", ""), cells.get("task", ""), cells.get("floor", ""), remark])
        print("  ".join(cell for cell in self.rows[-1] if cell), file=sys.stderr, flush=True)

    def table(self):
        rows = [["", "dsupport", "task", "floor", "ratios and remarks"], *self.rows]
        widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
        for row in rows:
            print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


def measure_reads(report, homes, size, rounds):
    code = homes.first_code(size)
    rows = {
        "list": (["list"], ["list"], LIST),
        "list, one level": (["list", "--level", "technical"], ["list", "priority:H"], LIST),
        "show": (["show", code], ["1", "info"], "SELECT * FROM ticket WHERE n = 1"),
        "search": (["search", "machine"], ["/machine/", "list"], "SELECT subject FROM ticket WHERE n <= 20"),
    }
    for name, (ours, theirs, sql) in rows.items():
        candidates = {"dsupport": homes.dsupport(size, *ours), "floor": homes.read_probe(size, sql)}
        if homes.has_task:
            candidates["task"] = homes.task(size, *theirs)
        report.times(f"{name} {size}", median_times(candidates, rounds))


def measure_log(report, homes, size, rounds):
    candidates = {"dsupport": homes.log(size), "floor": homes.write_probe(size)}
    if homes.has_task:
        candidates["task"] = homes.task(size, "add", "Portal down")
    report.times(f"log {size}", median_times(candidates, rounds))


def measure_writers(report, homes, size, writers):
    candidates = {"dsupport": homes.log(size), "floor": homes.write_probe(size)}
    if homes.has_task:
        candidates["task"] = homes.task(size, "add", "Portal down")
    for name, command in candidates.items():
        before = homes.count(name, size)
        worst, wall, failures = 0.0, [], 0
        for _ in range(WRITER_ROUNDS):
            waits, failed, took = run_at_once(command, writers)
            worst, failures = max(worst, *waits), failures + failed
            wall.append(took)
        lost = before + WRITER_ROUNDS * writers - failures - homes.count(name, size)
        report.row(f"{writers} writers {size}", {name: f"{1000 * sorted(wall)[len(wall) // 2]:.0f} ms"},
                   f"{name}: worst wait {1000 * worst:.0f} ms, {failures} failed, {lost} lost")


def run_at_once(command, count):
    """The times of each process, how many failed, and the time of all."""
    start = time.perf_counter()
    running = {command.start(): time.perf_counter() for _ in range(count)}
    waits, failed = [], 0
    while running:
        pid, status = os.waitpid(-1, 0)
        waits.append(time.perf_counter() - running.pop(pid))
        failed += status != 0
    return waits, failed, time.perf_counter() - start


def measure_counts(report, homes, sizes):
    version = instructions(homes.dsupport(sizes[0], "version"))
    report.row("instructions: version", {"dsupport": f"{version:,}"})
    for name in ("list", "show"):
        counts = {}
        for size in sizes:
            arguments = [name] if name == "list" else [name, homes.first_code(size)]
            counts[size] = instructions(homes.dsupport(size, *arguments))
            report.row(f"instructions: {name} {size}", {"dsupport": f"{counts[size]:,}"},
                       f"{counts[size] / counts[sizes[0]]:.3f} x {name} {sizes[0]}")
    size = sizes[0]
    cells = {"dsupport": homes.log(size), "floor": homes.write_probe(size)}
    if homes.has_task:
        cells["task"] = homes.task(size, "add", "Portal down")
    report.row("fdatasync and fsync: log", {name: str(fsyncs(command)) for name, command in cells.items()})


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--writers", type=int, default=32)
    parser.add_argument("--mails", type=int, default=1000)
    parser.add_argument("--fetch", type=int, default=5000)
    parser.add_argument("--ingest", default="5000,100000")
    parser.add_argument("--maildir", type=pathlib.Path, help="take in this one, too")
    parser.add_argument("--words", default=",".join(ingest.ASKED), help="and look for each of these in it")
    parser.add_argument("--no-counts", action="store_true", help="without valgrind and strace")
    args = parser.parse_args()
    sizes = [int(size) for size in args.sizes.split(",")]
    report = Report()
    work = pathlib.Path(tempfile.mkdtemp(prefix="dsupport-bench-"))
    try:
        homes = Homes(args.build.resolve(), work)
        for size in sizes:
            took = homes.fill(size)
            report.row(f"fill {size}", {"dsupport": f"{took:.1f} s"}, "tickets through the store, not a command")
        empty = {"dsupport": homes.dsupport(sizes[0], "version"), "floor": homes.nothing()}
        if homes.has_task:
            empty["task"] = homes.task(sizes[0], "--version")
        report.times("version", median_times(empty, args.rounds))
        for size in sizes:
            measure_reads(report, homes, size, args.rounds)
            measure_log(report, homes, size, args.rounds)
        measure_writers(report, homes, sizes[0], args.writers)
        rota.measure(report, homes, sizes[0], args.rounds)
        if not args.no_counts:
            measure_counts(report, homes, sizes)
        if args.mails:
            mails.measure(report, homes, args.mails, work)
        if args.fetch:
            fetch.measure(report, args.build.resolve(), args.fetch, args.rounds, work)
        for count in [int(count) for count in args.ingest.split(",") if count]:
            ingest.measure(report, homes, count, INGEST_ROUNDS, work)
        if args.maildir:
            ingest.measure_maildir(report, homes, args.maildir.resolve(), args.words.split(","), INGEST_ROUNDS, work)
        for size in sizes:
            start = time.perf_counter()
            run(homes.dsupport(size, "rebuild"))
            report.row(f"rebuild {size}", {"dsupport": f"{time.perf_counter() - start:.1f} s"})
        report.table()
    finally:
        shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()

"""The filled homes, and the commands to measure on them."""

import contextlib
import os
import shutil
import sqlite3
import time
import uuid

from measure import Command, run

STATES = ["completed"] * 12 + ["pending"] * 8


class Homes:
    def __init__(self, build, work, with_task=True):
        # As installed: what the linker has just written is read page by page, a copy in larger pieces.
        self.build, self.work = work / "program", work
        for part in ("bin", "lib/dsupport"):
            shutil.copytree(build / part, self.build / part, copy_function=shutil.copyfile)
        for program in (self.build / "bin").iterdir():
            program.chmod(0o755)
        self.has_task = with_task and shutil.which("task") is not None
        self.base = {"PATH": os.environ["PATH"], "HOME": str(work), "TZ": "UTC", "LANG": "C.UTF-8", "USER": "ada"}

    def home(self, size):
        return self.work / f"home-{size}"

    def fill(self, size):
        """Makes a home, Taskwarrior's folder with as much in it, and gives the seconds the home took."""
        start = time.perf_counter()
        run(Command([str(self.build / "bin/bench_fill"), str(self.home(size)), str(size)], self.base))
        took = time.perf_counter() - start
        if self.has_task:
            self._fill_task(size)
        return took

    def _fill_task(self, size):
        folder = self.work / f"task-{size}"
        folder.mkdir()
        (folder / "rc").write_text(f"data.location={folder}\nconfirmation=no\nverbose=nothing\ngc=on\n")
        now = int(time.time())
        with open(folder / "pending.data", "w") as pending, open(folder / "completed.data", "w") as completed:
            for i in range(size):
                state = STATES[i % 20]
                end = f' end:"{now}"' if state == "completed" else ""
                line = (f'[description:"The portal shows error 500, case {i}, try another machine"{end} '
                        f'entry:"{now - size + i}" modified:"{now}" priority:"{"HML"[i % 3]}" '
                        f'status:"{state}" uuid:"{uuid.UUID(int=(4 << 76) | (2 << 62) | i)}"]\n')
                (completed if state == "completed" else pending).write(line)

    def dsupport(self, size, *arguments):
        return Command([str(self.build / "bin/dsupport"), *arguments], self.base | {"DSUPPORT_HOME": str(self.home(size))})

    def settle(self, size):
        """Moves what the last commands have left in the log beside the database."""
        with contextlib.closing(sqlite3.connect(self.home(size) / "data/dsupport.db")) as db:
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def log(self, size):
        return self.dsupport(size, "log", "-q", "-s", "Portal down", "-m", "It shows error 500.", "--from",
                             "Ada <ada@client.example>", "--phone", "+442071234567")

    def task(self, size, *arguments):
        folder = self.work / f"task-{size}"
        return Command(["task", *arguments], self.base | {"TASKRC": str(folder / "rc"), "TASKDATA": str(folder)})

    def nothing(self):
        return Command(["/bin/true"], self.base)

    def read_probe(self, size, sql):
        return Command([str(self.build / "bin/bench_probe"), "read", str(self.home(size) / "data/dsupport.db"), sql], self.base)

    def search_probe(self, home, word):
        return Command([str(self.build / "bin/bench_probe"), "search", str(home / "data"), word], self.base)

    def write_probe(self, size):
        return Command([str(self.build / "bin/bench_probe"), "write", str(self.work / f"probe-{size}.db")], self.base)

    def first_code(self, size):
        return run(self.dsupport(size, "list", "--limit", "1"))[0].split("\t")[0]

    def count(self, name, size):
        """How many records the candidate has: tickets, tasks, or rows over three."""
        if name == "dsupport":
            return len(run(self.dsupport(size, "list", "--all", "--limit", "0"))[0].splitlines())
        if name == "task":
            return int(run(self.task(size, "count"))[0])
        with contextlib.closing(sqlite3.connect(self.work / f"probe-{size}.db")) as db:
            return db.execute("SELECT count(*) FROM probe").fetchone()[0] // 3

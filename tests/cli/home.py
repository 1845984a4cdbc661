"""A home for tests that break things: the program run in it, what it says, and its system calls made to fail.

crash_test.py, trouble_test.py and full_test.py use it.
"""

import base64
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

MOST = 400  # no command of these tests makes so many calls of one kind


def need(tool):
    """Ends the test as skipped when a tool is missing."""
    if not shutil.which(tool):
        skip(f"{tool} is not installed")


def skip(why):
    print(f"skipped: {why}", file=sys.stderr)
    sys.exit(77)


def check(good, *what):
    if not good:
        sys.exit(" ".join(str(w) for w in what))


class Home:
    """`top` holds the home and, as the folder that stands for the group, `group`."""

    def __init__(self, program, top, user=None):
        self.program, self.top, self.user = program, Path(top), user
        self.database = self.top / "home" / "data" / "dsupport.db"
        self.log = Path(f"{self.database}-wal")
        self.key = self.top / "home" / "data" / "key"
        self.drafts = self.top / "home" / "state" / "drafts"
        self.group = self.top / "group"
        self.env = {"PATH": "/usr/bin:/bin", "HOME": str(top), "LANG": "C.UTF-8", "TZ": "UTC",
                    "DSUPPORT_HOME": str(self.top / "home")}

    @classmethod
    def fresh(cls, program, top, user=None):
        """A new one, with a configuration."""
        home = cls(program, top, user)
        (home.top / "home").mkdir(parents=True)
        home.group.mkdir()
        (home.top / "home" / "config.toml").write_text(
            '[me]\nhandle = "ann"\nemail = "ann@example.org"\n[group]\naddress = "support@example.org"\n'
            f'[transport]\nkind = "dir"\npath = "{home.group}"\n')
        return home

    def copy(self, top):
        """This home as it is, elsewhere; its mails still go to the same folder."""
        shutil.rmtree(top, ignore_errors=True)
        shutil.copytree(self.top, top)
        return Home(self.program, top, self.user)

    def run(self, *words, before=(), typed=None, **more):
        more = {"capture_output": True, **more}
        return subprocess.run([*before, self.program, *words], env=self.env, text=True, timeout=120, check=False,
                              user=self.user, group=self.user, extra_groups=None if self.user is None else [],
                              **({"stdin": subprocess.DEVNULL} if typed is None else {"input": typed}), **more)

    def must(self, *words):
        done = self.run(*words)
        check(done.returncode == 0, f"{words} ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout

    def subjects(self):
        return [t["subject"] for t in json.loads(self.must("list", "--all", "--limit", "0", "--json"))]

    def whole(self):
        """The subjects, after a look whether the stored state is what the log says."""
        self.must("rebuild")
        return self.subjects()

    def struck(self, call, blow, n, *words, **more):
        """Runs a command whose n-th system call of one kind is struck: `signal=KILL` or `error=ENOSPC`. Also says
        whether there was an n-th. (One kind at a time: strace counts each kind for itself.)"""
        trace = self.top / "trace"
        done = self.run(*words, before=["strace", "-f", "-qq", "-o", str(trace), "-e", f"trace={call}", "-e",
                                        f"inject={call}:{blow}:when={n}"], **more)
        hit = done.returncode < 0 or "INJECTED" in trace.read_text(errors="replace")
        trace.unlink()
        return done, hit

    def unlocked(self):
        """Every file may be read and written again."""
        for path in [self.top / "home", *(self.top / "home").rglob("*")]:
            os.chmod(path, 0o700 if path.is_dir() else 0o600)


def explained(done, code, what):
    """A failure says what and why, and what to do, with the status that is documented."""
    said = f"{what}: {done.returncode}: {done.stderr}"
    check(done.returncode == code, f"expected {code}:", said)
    check(done.stderr.startswith("dsupport: "), "no message:", said)
    check("\nhint: " in done.stderr, "no hint:", said)
    check("should not have happened" not in done.stderr, "a bug:", said)


def recover_path(done):
    """The draft that an error names."""
    found = re.search(r"--recover (\S+)$", done.stderr, re.M)
    check(found, "no draft is named:", done.stderr)
    return Path(found[1])


def events_of(raw):
    """The places in their chain of the events that a mail carries."""
    block = re.search(rb"-----BEGIN DSUPPORT EVENTS v1-----\r?\n(.*?)-----END", raw, re.S)
    data = base64.b64decode(block.group(1))
    place = 4 + int.from_bytes(data[:4], "big") + 64
    while place < len(data):
        size = int.from_bytes(data[place:place + 4], "big")
        yield json.loads(data[place + 4:place + 4 + size])["seq"]
        place += 4 + size + 64
        body = int.from_bytes(data[place:place + 4], "big")
        place += 4 + (0 if body == 0xFFFFFFFF else body)


def check_each_mailed_once(home):
    """All events are in the mails of the group, each in one, and no mail waits."""
    mails = sorted(home.group.glob("*.eml"))
    carried = [seq for mail in mails for seq in events_of(mail.read_bytes())]
    doubled = sorted({seq for seq in carried if carried.count(seq) > 1})
    missing = sorted(set(range(1, max(carried) + 1)) - set(carried))
    check(not doubled and not missing, f"in two mails: {doubled}; in none: {missing}")
    states = {row["state"] for row in json.loads(home.must("outbox", "--all", "--json"))}
    check(states == {"sent"}, f"the outbox ends with {states}")

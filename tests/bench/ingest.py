"""Taking in a Maildir and searching in it, beside two programs that index mail: mu and notmuch."""

import datetime
import itertools
import random
import re
import shutil
import statistics

from measure import Command, median_times, run

# Words of a language, a few of them most of the time.
WORDS = 20000
# Words to look for, with the place they have among the others: in about one of 400 mails, of 40, and of two.
ASKED = {"printer": WORDS - 1, "invoice": 2000, "portal": 40}
SEARCH_ROUNDS = 31


def make_maildir(folder, count, seed=1):
    """Mails as a list delivers them: threads, quoted answers, list headers, some HTML and some attachments."""
    chance = random.Random(seed)
    letters = "aabcdeeefghiiklmnooprsttu"
    words = ["".join(chance.choices(letters, k=chance.randint(2, 11))) for _ in range(WORDS)]
    for word, place in ASKED.items():
        words[place] = word
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(words))))
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True)
    start = datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc)
    threads = []
    for n in range(count):
        ids = list(chance.choice(threads)) if threads and chance.random() < 0.7 else []
        own = f"<{n}.{chance.getrandbits(64):x}@host{n % 97}.example>"
        threads = (threads + [ids + [own]])[-300:]
        (folder / "cur" / f"{1600000000 + n}.m{n}.bench:2,").write_text(one_mail(chance, words, weights, n, own, ids, start))


def one_mail(chance, words, weights, n, own, ids, start):
    def prose(lines):
        picked = iter(chance.choices(words, cum_weights=weights, k=lines * 10))
        return ["".join(f"{next(picked)} " for _ in range(10)).rstrip() for _ in range(lines)]

    date = (start + datetime.timedelta(minutes=7 * n)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    head = [f"Return-Path: <desk+bounce{n}@group.example>"]
    head += [f"Received: by relay{i}.example with SMTP id {chance.getrandbits(80):x}; {date}" for i in range(6)]
    head += [f"From: Person {n % 900} <person{n % 900}@client{n % 90}.example>", "To: desk@group.example",
             f"Subject: {'Re: ' if ids else ''}{' '.join(prose(1)).split()[0]} case", f"Date: {date}", f"Message-ID: {own}",
             "Precedence: list", "List-Id: <desk.group.example>", "List-Post: <mailto:desk@group.example>", "MIME-Version: 1.0"]
    if ids:
        head += [f"In-Reply-To: {ids[-1]}", "References: " + "\n ".join(ids[-20:])]
    text = prose(chance.randint(5, 60)) + ([f"> {line}" for line in prose(chance.randint(5, 40))] if ids else [])
    if n % 10 == 0:
        html = "<html><body>" + "".join(f"<p>{line}</p>\n" for line in text) + "</body></html>"
        parts = [("text/plain", text), ("text/html", [html])]
    elif n % 20 == 1:
        parts = [("text/plain", text), ("application/octet-stream", ["QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=" * 2] * 500)]
    else:
        return "\n".join([*head, "Content-Type: text/plain; charset=utf-8", "", *text, ""])
    kind = "alternative" if parts[1][0] == "text/html" else "mixed"
    out = [*head, f'Content-Type: multipart/{kind}; boundary="b{n}"', ""]
    for name, lines in parts:
        out += [f"--b{n}", f"Content-Type: {name}"]
        out += ["Content-Transfer-Encoding: base64"] if name.startswith("application") else []
        out += ["", *lines]
    return "\n".join([*out, f"--b{n}--", ""])


class Programs:
    """What takes in the same Maildir, each into a place of its own that is new every time."""

    def __init__(self, homes, work, maildir):
        self.homes, self.work, self.maildir = homes, work, maildir
        self.base = {"PATH": "/usr/bin:/bin", "HOME": str(work), "LANG": "C.UTF-8", "TZ": "UTC"}
        self.names = ["dsupport", *(name for name in ("mu", "notmuch") if shutil.which(name))]
        self.rooms = {name: work / f"{name}-room" for name in self.names}

    def command(self, name, *arguments):
        room = self.rooms[name]
        if name == "dsupport":
            return Command([str(self.homes.build / "bin/dsupport"), *arguments], self.base | {"DSUPPORT_HOME": str(room)})
        if name == "mu":
            return Command(["mu", arguments[0], f"--muhome={room}", "--quiet", *arguments[1:]], self.base)
        return Command(["notmuch", *arguments], self.base | {"NOTMUCH_CONFIG": str(room / "config"), "MAILDIR": str(self.maildir)})

    def take_in(self, name):
        """The seconds and the most memory in MiB that it took, from nothing."""
        room = self.rooms[name]
        shutil.rmtree(room, ignore_errors=True)
        room.mkdir()
        if name == "mu":
            run(self.command(name, "init", f"--maildir={self.maildir}"))
            return self.command(name, "index").cost()
        if name == "notmuch":
            (room / "config").write_text(f"[database]\npath={room}\nmail_root={self.maildir}\n"
                                         "[user]\nname=Ann\nprimary_email=ann@team.example\n[new]\ntags=new\n")
            return self.command(name, "new", "--quiet").cost()
        return self.command(name, "ingest", "--quiet", str(self.maildir)).cost()

    def count(self, name):
        if name == "dsupport":
            return int(re.search(r"known already: (\d+)", run(self.command(name, "ingest", str(self.maildir)))[0])[1])
        if name == "mu":
            return len(run(self.command(name, "find", "--fields=i", ""))[0].splitlines())
        return int(run(self.command(name, "count", "--exclude=false", "*"))[0])

    def search(self, name, word):
        if name == "dsupport":
            return self.command(name, "search", word)
        return self.command(name, "find" if name == "mu" else "search", word)


def measure(report, homes, count, rounds, work):
    work = work / f"ingest-{count}"
    make_maildir(work / "mails", count)
    measure_maildir(report, homes, work / "mails", ASKED, rounds, work)
    shutil.rmtree(work)


def measure_maildir(report, homes, maildir, words, rounds, work):
    count = sum(1 for part in ("cur", "new") for _ in (maildir / part).iterdir())
    programs = Programs(homes, work, maildir)
    costs = {name: [] for name in programs.names}
    for _ in range(rounds):
        for name in programs.names:
            costs[name].append(programs.take_in(name))
    report.times(f"ingest {count}", {name: statistics.median(s for s, _ in all_) for name, all_ in costs.items()})
    for word in words:
        searches = {name: programs.search(name, word) for name in programs.names}
        searches["floor"] = homes.search_probe(programs.rooms["dsupport"], word)
        report.times(f"search {word} in {count} mails", median_times(searches, SEARCH_ROUNDS))
    report.row("", {}, "peak memory: " + ", ".join(f"{name} {max(m for _, m in all_):.0f} MiB" for name, all_ in costs.items()))
    report.row("", {}, "mails: " + ", ".join(f"{name} {programs.count(name)}" for name in programs.names))

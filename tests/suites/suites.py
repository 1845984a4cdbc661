"""What the tests of this folder share: where the suites are, the probe, and the lists of known differences."""
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SKIP = 77


def folder(name):
    """A suite's folder below $DSUPPORT_SUITES, or below ../shared/data beside the checkout. Skips the test without it."""
    root = os.environ.get("DSUPPORT_SUITES")
    place = (pathlib.Path(root) if root else HERE.parents[2] / "shared" / "data") / name
    if not place.is_dir():
        print(f"{place} is not there; DSUPPORT_SUITES names the folder with the suites")
        sys.exit(SKIP)
    return place


def probe(mode, *arguments, given=b"", may_fail=False):
    """What mail_probe prints, as JSON; with `may_fail` None for a mail that it refuses."""
    command = [pathlib.Path(os.environ["DSUPPORT_PROBES"]) / "mail_probe", os.environ["DSUPPORT_MODULES"], mode, *arguments]
    done = subprocess.run(command, input=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=500, check=False)
    if done.returncode == 1 and may_fail:
        return None
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))} ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
    return [json.loads(line) for line in done.stdout.splitlines()] if mode in ("count", "list") else json.loads(done.stdout)


def show_all(mails):
    """name -> bytes in, name -> parsed mail out, two at a time."""
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        return dict(zip(mails, pool.map(lambda mail: probe("show", given=mail, may_fail=True), mails.values())))


def words(text):
    return " ".join(text.split())


class Report:
    """Compares, and holds what differs against the reviewed list beside the test."""

    def __init__(self, name):
        self.checked, self.found = 0, {}
        self.path = HERE / f"{name}_differences.txt"

    def same(self, case, field, expected, got):
        self.checked += 1
        if expected != got:
            self.found[f"{case} {field}"] = (expected, got)

    def finish(self):
        """Ends the test: 1 if anything differs that the list does not explain, or the list names what does not differ."""
        known, reason = {}, None
        for line in self.path.read_text().splitlines():
            if line.startswith("#"):
                reason = line
            elif line.strip():
                if not reason or not re.fullmatch(r"#+ .{10,}", reason):
                    sys.exit(f"{self.path.name}: no reason above {line}")
                known[line.strip()] = reason
        problems = 0
        for key, (expected, got) in self.found.items():
            if key not in known:
                problems += 1
                print(f"{key}\n  expected {expected!r:.1000}\n  got      {got!r:.1000}")
        for key in known.keys() - self.found.keys():
            problems += 1
            print(f"{self.path.name}: does not differ any more: {key}")
        print(f"{self.checked} compared, {len(self.found)} differ, {problems} unexplained")
        sys.exit(1 if problems or not self.checked else 0)

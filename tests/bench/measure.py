"""Running a command and measuring it: time, instructions, calls that wait for the disk."""

import dataclasses
import os
import re
import statistics
import subprocess
import tempfile
import time

LIMIT_S = 600


@dataclasses.dataclass
class Command:
    argv: list
    env: dict

    def start(self):
        """A process of it, its output thrown away; gives the pid."""
        null = [(os.POSIX_SPAWN_OPEN, fd, "/dev/null", os.O_RDWR, 0) for fd in (0, 1, 2)]
        return os.posix_spawnp(self.argv[0], self.argv, self.env, file_actions=null)

    def cost(self):
        """The seconds it took, and the most memory it held, in MiB."""
        start = time.perf_counter()
        _, status, used = os.wait4(self.start(), 0)
        if status != 0:
            raise RuntimeError(f"{self.argv} ended with status {status}")
        return time.perf_counter() - start, used.ru_maxrss / 1024

    def seconds(self):
        return self.cost()[0]


def run(command, prefix=()):
    """Its standard output and error."""
    done = subprocess.run([*prefix, *command.argv], env=command.env, timeout=LIMIT_S, text=True, check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        raise RuntimeError(f"{command.argv} ended with {done.returncode}: {done.stderr}")
    return done.stdout, done.stderr


def median_times(candidates, rounds):
    """The median seconds of each, the candidates taking turns so that they share what disturbs them."""
    for command in candidates.values():
        command.seconds()
    times = {name: [] for name in candidates}
    for _ in range(rounds):
        for name, command in candidates.items():
            times[name].append(command.seconds())
    return {name: statistics.median(values) for name, values in times.items()}


def instructions(command):
    _, err = run(command, ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"])
    return int(re.search(r"Collected : (\d+)", err)[1])


def fsyncs(command):
    with tempfile.NamedTemporaryFile("r") as log:
        run(command, ["strace", "-f", "-qq", "-e", "trace=fdatasync,fsync", "-o", log.name])
        return len(re.findall(r"\bf(?:data)?sync\(", log.read()))

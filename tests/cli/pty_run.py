"""Runs one command on a terminal of 24 lines and 80 columns and types at it. Used by run.py for `$pty`.

    pty_run.py COMMAND_FILE TYPED_FILE

A typed line (`> text`, sent with Enter; `>! keys`, sent bare, `^X` for a control key) is sent when the
program has gone quiet: everything it runs on the terminal sleeps and nothing has come for a moment.
"""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path

QUIET = 0.05  # seconds without output
WAIT_FOR_QUIET = 10.0
WAIT_FOR_END = 20.0


def asleep(terminal):
    """Whether every process of the terminal's foreground group waits for something."""
    try:
        group = os.tcgetpgrp(terminal)
    except OSError:
        return True
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            fields = Path("/proc", entry, "stat").read_text().rpartition(")")[2].split()
        except (OSError, UnicodeDecodeError):
            continue
        state, process_group = fields[0], int(fields[2])
        if process_group == group and state not in "SZ":
            return False
    return True


class Screen:
    """What came out of the terminal so far."""

    def __init__(self, terminal):
        self.terminal, self.bytes, self.open = terminal, b"", True

    def read(self, seconds):
        """Takes what there is within that time; says whether something came."""
        if not self.open or not select.select([self.terminal], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self.terminal, 65536)
        except OSError:  # the way Linux says that the other side is closed
            data = b""
        self.open = data != b""
        self.bytes += data
        return self.open

    def wait_for_quiet(self):
        end = time.monotonic() + WAIT_FOR_QUIET
        while self.open and time.monotonic() < end:
            if not self.read(QUIET) and asleep(self.terminal):
                return


def keys(line):
    if line.startswith(">!"):
        return re.sub(r"\^([@-_a-z?])", lambda m: chr(ord(m[1].upper()) ^ 64), line[3:]).encode()
    return (line[2:] + "\r").encode()


def visible(raw):
    """Output as text: line ends as LF, other control characters as ^X."""
    text = raw.decode("utf-8", "backslashreplace").replace("\r\n", "\n")
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", lambda m: "^" + chr(ord(m[0]) ^ 64), text)


def main():
    command, typed = (Path(name).read_text() for name in sys.argv[1:3])
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        os.environ.setdefault("TERM", "xterm")
        os.execvp("bash", ["bash", "--noprofile", "--norc", "-c", command])
    screen = Screen(terminal)
    for line in typed.splitlines():
        screen.wait_for_quiet()
        if screen.open:
            os.write(terminal, keys(line))
    end = time.monotonic() + WAIT_FOR_END
    while screen.open and time.monotonic() < end:
        screen.read(0.2)
    # It has let go of the terminal before it has ended: closing our side now would send it a hangup.
    late = False
    while (ended := os.waitpid(pid, os.WNOHANG))[0] == 0:
        if late := time.monotonic() >= end:
            os.killpg(pid, signal.SIGKILL)
            ended = os.waitpid(pid, 0)
            break
        time.sleep(0.01)
    os.close(terminal)
    status = os.waitstatus_to_exitcode(ended[1])
    sys.stdout.write(visible(screen.bytes))
    if late:
        print(f"[still running after {WAIT_FOR_END:g} seconds]")
    sys.exit(status if status >= 0 else 128 - status)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Asks a real shell what it would offer for a line that ends where the cursor is.

    completion_test.py PROGRAM bash|zsh|fish

Ends with 77 when the shell is not there.
"""

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMPLETIONS = Path(__file__).resolve().parents[2] / "completions"

# The line, what must be offered, what must not. CODE is the code of the only ticket.
CASES = [
    ("dsupport esc", ["escalate"], ["close"]),
    ("dsupport close ", ["CODE"], ["escalate"]),
    ("dsupport close CODE --as wont", ["wontfix"], ["fixed "]),
    ("dsupport list --urg", ["--urgency"], ["--json"]),
    ("dsupport list --urgency ", ["critical"], ["technical"]),
    ("dsupport assign CODE a", ["ada"], ["me"]),
    ("dsupport config get me.", ["me.handle", "me.tz"], ["smtp.url"]),
    ("dsupport rota ", ["now", "handover"], ["list"]),
    ("dsupport team apply te", ["team.toml"], ["home"]),
]


def bash(line):
    words = line.split()
    if line.endswith(" "):
        words.append("")
    script = ('. "$1"; COMP_LINE=$2; COMP_POINT=${#2}; shift 2; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); '
              '_dsupport; printf "%s\\n" "${COMPREPLY[@]}"')
    done = subprocess.run(["bash", "-c", script, "bash", COMPLETIONS / "dsupport.bash", line, *words],
                          capture_output=True, text=True, timeout=30)
    return done.stdout


def fish(line):
    done = subprocess.run(["fish", "--no-config", "-c", 'source $argv[1]; complete -C "$argv[2]"',
                           str(COMPLETIONS / "dsupport.fish"), line],
                          capture_output=True, text=True, timeout=30)
    return done.stdout


def read_until_quiet(terminal, quiet, mark=None, limit=20):
    """What the terminal shows until it has shown the mark (or anything) and then nothing for a while."""
    out, end = b"", time.monotonic() + limit
    while time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], quiet)
        if not ready:
            if out and (mark is None or mark in out):
                break
            continue
        try:
            more = os.read(terminal, 65536)
        except OSError:
            break
        out += more
    return out.decode(errors="replace")


def zsh(line):
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "dumb"
        os.execvp("zsh", ["zsh", "-f", "-i"])
    try:
        setup = (f"PS1=; unsetopt zle_bracketed_paste 2>/dev/null; unset zle_bracketed_paste; stty cols 150 rows 200; "
                 f"fpath=({COMPLETIONS} $fpath); autoload -Uz compinit; compinit -u -D; LISTMAX=1000; "
                 f"bindkey '^I' list-choices; print REA''DY\n")
        os.write(terminal, setup.encode())
        read_until_quiet(terminal, 0.5, b"READY\r\n")
        os.write(terminal, line.encode() + b"\t")
        shown = read_until_quiet(terminal, 1.5)
        # The echo of the line itself is no offer.
        return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown).replace("\r", "").replace(line, "", 1)
    finally:
        os.write(terminal, b"\x03\nexit\n")
        read_until_quiet(terminal, 0.2, limit=2)
        os.close(terminal)
        os.waitpid(pid, 0)


def main():
    program, shell = Path(sys.argv[1]).resolve(), sys.argv[2]
    if not shutil.which(shell):
        print(f"{shell} is not installed: skipped")
        return 77
    failed = 0
    with tempfile.TemporaryDirectory(prefix="dsupport-completion-") as top:
        os.chdir(top)
        Path("team.toml").write_text("")
        environment = {"PATH": f"{program.parent}:{os.environ['PATH']}", "HOME": top, "USER": "ada", "LANG": "C.UTF-8",
                       "TZ": "UTC", "DSUPPORT_HOME": f"{top}/home", "DSUPPORT_TEST_NOW": "2026-11-24T09:00:00Z",
                       "DSUPPORT_TEST_SEED": "1"}
        os.environ.clear()
        os.environ.update(environment)
        subprocess.run(["dsupport", "log", "-s", "Portal down: 'urgent'", "-m", "error 500"], check=True, timeout=30,
                       stdout=subprocess.DEVNULL)
        code = subprocess.run(["dsupport", "list", "--template", "{code}"], check=True, timeout=30,
                              capture_output=True, text=True).stdout.strip()
        for line, wanted, unwanted in CASES:
            line = line.replace("CODE", code)
            offered = {"bash": bash, "zsh": zsh, "fish": fish}[shell](line)
            for word in wanted:
                if word.replace("CODE", code) not in offered:
                    failed += 1
                    print(f"{shell}: '{line}' does not offer {word}:\n{offered}")
            for word in unwanted:
                if re.search(rf"(^|\s){re.escape(word)}(\s|$)", offered):
                    failed += 1
                    print(f"{shell}: '{line}' offers {word}:\n{offered}")
    print(f"{shell}: {len(CASES)} lines, {failed} failures")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

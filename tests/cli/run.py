#!/usr/bin/env python3
"""Runs transcript files (*.t): commands with the output they must give, in a sealed environment.

    run.py [--bin DIR] [--update] [--timeout SECONDS] FILE.t...

Exit status: 0 all as expected (or updated), 1 a difference, 2 a file that cannot be read or run.
"""

import argparse
import os
import shlex
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import transcript

HERE = Path(__file__).resolve().parent


def environment(home, bin_dir, test_file):
    """All that a command sees. Nothing of the developer's own environment reaches it."""
    env = {
        "PATH": os.pathsep.join([*([bin_dir] if bin_dir else []), "/usr/local/bin", "/usr/bin", "/bin"]),
        "HOME": home,
        "PWD": home,
        "TMPDIR": home,
        "USER": "ada",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "TESTDIR": str(Path(test_file).resolve().parent),
        "DSUPPORT_HOME": home + "/home",
        "DSUPPORT_TEST_NOW": "2026-11-24T09:00:00Z",
        "DSUPPORT_TEST_SEED": "1",
    }
    for name in ("ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS"):
        if name in os.environ:
            env[name] = os.environ[name]
    return env


def default_signals():
    """In the child: a runner that was started in the background ignores some, and that would be inherited."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def write_driver(blocks, work):
    """One bash script for the whole file, so that variables and directories last from command to command."""
    script = ["exec </dev/null"]
    for n, block in enumerate(blocks):
        command = work / f"{n}.sh"
        if block.pty:
            (work / f"{n}.cmd").write_text(block.command + "\n")
            (work / f"{n}.typed").write_text("".join(line + "\n" for line in block.typed))
            call = [sys.executable, str(HERE / "pty_run.py"), str(work / f"{n}.cmd"), str(work / f"{n}.typed")]
            command.write_text(shlex.join(call) + "\n")
        else:
            command.write_text(block.command + "\n")
        # A compound command is redirected as a whole without a subshell.
        script.append(f"{{ . {command}; }} >{work}/{n}.out 2>&1; echo $? >{work}/{n}.status")
    driver = work / "driver.sh"
    driver.write_text("\n".join(script) + "\n")
    return driver


def run_blocks(blocks, test_file, bin_dir, timeout):
    """Gives (output, exit status) of each block, or a word why there is none."""
    with tempfile.TemporaryDirectory(prefix="dsupport-cli-") as top:
        home, work = Path(top, "t"), Path(top, "work")
        home.mkdir()
        work.mkdir()
        driver = write_driver(blocks, work)
        process = subprocess.Popen(
            ["bash", "--noprofile", "--norc", str(driver)],
            cwd=home,
            env=environment(str(home), bin_dir, test_file),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=default_signals,
        )
        try:
            stray, _ = process.communicate(timeout=timeout)
            why = "the shell ended here"
        except subprocess.TimeoutExpired:
            stray, why = b"", f"no end within {timeout} seconds"
        finally:
            # Whatever a command left in the background ends with its file.
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()
        results = []
        for n in range(len(blocks)):
            output = (work / f"{n}.out").read_bytes() if (work / f"{n}.out").exists() else b""
            text = output.decode("utf-8", "backslashreplace").replace(str(home), "$HOME")
            status = work / f"{n}.status"
            if not status.exists() or not status.read_text().strip():
                results.append((text, None))
                return results, why + (": " + stray.decode("utf-8", "replace").strip() if stray else "")
            results.append((text, int(status.read_text())))
        return results, ""


def check(path, options):
    """Runs one file; says whether it went as expected."""
    text = Path(path).read_text()
    try:
        blocks, after = transcript.parse(text)
    except ValueError as error:
        print(f"{path}: {error}")
        return False
    if not blocks:
        print(f"{path}: holds no command, so it tests nothing")
        return False
    results, broken = run_blocks(blocks, path, options.bin, options.timeout)
    good = True
    for block, (output, status) in zip(blocks, results):
        if status is None:
            print(f"{path}:{block.line_number}: $ {block.command}\n{output}{broken}")
            return False
        lines = transcript.output_lines(output)
        diff = transcript.difference(block, lines, status, path)
        if not diff:
            continue
        if options.update:
            if not transcript.matches(block.expected, lines):
                block.expected = transcript.keep_patterns(block.expected, lines)
            block.exit_status = status
        else:
            good = False
            sys.stdout.write(diff)
    if options.update and (new := transcript.render(blocks, after)) != text:
        Path(path).write_text(new)
        print(f"{path}: updated")
    return good


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bin", metavar="DIR", help="where the built dsupport is; put first in PATH")
    parser.add_argument("--update", action="store_true", help="write what happened into the files")
    parser.add_argument("--timeout", type=float, default=60, metavar="SECONDS", help="for a whole file (60)")
    parser.add_argument("files", nargs="+", metavar="FILE.t")
    options = parser.parse_args()
    if options.bin:
        options.bin = str(Path(options.bin).resolve())
    try:
        results = [check(path, options) for path in options.files]
    except OSError as error:
        print(f"run.py: {error}", file=sys.stderr)
        return 2
    if len(options.files) > 1:
        print(f"{sum(results)} of {len(results)} files as expected")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())

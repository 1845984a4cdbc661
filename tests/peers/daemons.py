"""How a daemon of this folder is run: as nobody where the caller is root, on ports of 127.0.0.1 that are free, and
never longer than the test that wants it."""
import argparse
import contextlib
import grp
import json
import os
import pathlib
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time


@contextlib.contextmanager
def reserved_ports(count):
    """Ports that nobody else is given, but on which a daemon can listen: it sets SO_REUSEADDR, and so do we."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for s in sockets:
            s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            s.bind(("127.0.0.1", 0))
        yield [s.getsockname()[1] for s in sockets]


def answers(port):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def arguments():
    """What every one of these servers is told: its directory, certificate, key and life."""
    parser = argparse.ArgumentParser()
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--cert", type=pathlib.Path, required=True)
    parser.add_argument("--key", type=pathlib.Path, required=True)
    parser.add_argument("--life", type=int, default=240)
    return parser


def move_in(options):
    """Takes copies of certificate and key to the directory, as DIR/cert and DIR/key. Where this program is root, it is
    nobody from here on, and the directory is nobody's."""
    for name in ("cert", "key"):
        shutil.copyfile(getattr(options, name), options.directory / name)
    if os.getuid() != 0:
        return
    nobody = pwd.getpwnam("nobody")
    for path in (options.directory, options.directory / "cert", options.directory / "key"):
        os.chown(path, nobody.pw_uid, nobody.pw_gid)
    options.directory.parent.chmod(0o711)
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)


def names():
    """The names of the user and the group that this program runs as."""
    return pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name


def end(process):
    """Ends a daemon and what it started: timeout(1) made them one process group and passes the signal on."""
    if process.poll() is None:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def start(port_names, life, command_for):
    """The process, and its ports by name, when it answers at all of them."""
    with reserved_ports(len(port_names)) as numbers:
        ports = dict(zip(port_names, numbers))
        # timeout(1) ends it even if this program is killed.
        process = subprocess.Popen(["timeout", "-k", "5", str(life), *command_for(ports)], stdin=subprocess.DEVNULL,
                                   stdout=sys.stderr)
        for _ in range(500):
            if process.poll() is not None:
                break
            if all(answers(port) for port in ports.values()):
                return process, ports
            time.sleep(0.05)
    end(process)
    sys.exit("the daemon does not start, see its directory")


def serve(port_names, life, command_for, **more):
    """Runs the command that `command_for` makes for the ports of these names, and when all of them answer prints them
    and `more` as JSON. Ends with this program's parent, on a signal, or after `life` seconds."""
    parent = os.getppid()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    process, ports = start(port_names, life, command_for)
    try:
        print(json.dumps({**ports, **more}), flush=True)
        while os.getppid() == parent and process.poll() is None:
            time.sleep(0.2)
    finally:
        end(process)

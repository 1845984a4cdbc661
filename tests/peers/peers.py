"""What the tests of this folder share: directories, certificates, servers and the probes, all of them bounded in
time and all of them gone when the test is over."""
import contextlib
import json
import os
import pathlib
import queue
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import unittest

HERE = pathlib.Path(__file__).resolve().parent
SKIP = 77


def setting(name):
    value = os.environ.get(name)
    if not value:
        sys.exit(name + " is not set: run this through ctest")
    return value


def main():
    for name in ("DSUPPORT_PROBES", "DSUPPORT_MODULES"):
        setting(name)
    unittest.main(verbosity=1)


def dsupport(directory, *words, status=0, stdin="", **variables):
    """Runs the program with its home below `directory` and nothing of this environment."""
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(directory), "LANG": "C.UTF-8", "TZ": "UTC",
                   "DSUPPORT_HOME": str(directory / "home"), **variables}
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
        if name in os.environ:
            environment[name] = os.environ[name]
    done = subprocess.run([setting("DSUPPORT_PROGRAM"), *map(str, words)], env=environment, input=stdin,
                          capture_output=True, text=True, timeout=90, check=False)
    if done.returncode != status:
        raise AssertionError(f"{words} ended with {done.returncode}, not {status}:\n{done.stdout}{done.stderr}")
    return done


class Missing(Exception):
    """A server that this test needs is not installed."""


class Authority:
    """A certificate authority of the test's own; `ca` is its PEM file."""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        self.ca = self.directory / "ca.pem"
        self._openssl("req", "-x509", "-new", *self._key("ca"), "-days", "2", "-subj", "/CN=test authority",
                      "-out", self.ca)

    def certificate(self, name="server", host="IP:127.0.0.1,DNS:localhost", days="2"):
        """(certificate file, key file) of a server; days="-1" has run out."""
        request, cert, extra = (self.directory / (name + end) for end in (".csr", ".pem", ".ext"))
        self._openssl("req", "-new", *self._key(name), "-subj", "/CN=" + name, "-out", request)
        extra.write_text("subjectAltName=" + host)
        self._openssl("x509", "-req", "-in", request, "-CA", self.ca, "-CAkey", self.directory / "ca.key",
                      "-CAcreateserial", "-days", days, "-extfile", extra, "-out", cert)
        return cert, self.directory / (name + ".key")

    def _key(self, name):
        return ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout",
                self.directory / (name + ".key")]

    @staticmethod
    def _openssl(*arguments):
        subprocess.run(["openssl", *arguments], check=True, timeout=30, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Lines:
    """A child's standard output, line by line, each awaited for a bounded time."""

    def __init__(self, stream):
        self.queue = queue.Queue()
        self.thread = threading.Thread(target=self._read, args=(stream,), daemon=True)
        self.thread.start()

    def _read(self, stream):
        for line in stream:
            self.queue.put(line)
        self.queue.put(None)

    def next(self, seconds):
        return self.queue.get(timeout=seconds)


class Child:
    def __init__(self, command, **kwargs):
        self.process = subprocess.Popen([str(c) for c in command], stdout=subprocess.PIPE, text=True, **kwargs)
        self.lines = Lines(self.process.stdout)

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.lines.thread.join(5)
        self.process.stdout.close()
        if self.process.stdin:
            with contextlib.suppress(OSError):
                self.process.stdin.close()


class Server(Child):
    """A server of this folder; `ready` is what it printed about its ports."""

    def __init__(self, script, directory, *arguments):
        self.directory = pathlib.Path(directory)
        self.directory.mkdir(parents=True, exist_ok=True)
        with open(self.directory / "stderr", "w", encoding="utf-8") as stderr:
            super().__init__(["/usr/bin/python3", HERE / script, self.directory, *arguments], stderr=stderr)
        line = self.lines.next(30)
        if line is None:
            self.stop()
            if self.process.returncode == SKIP:
                raise Missing(script)
            raise RuntimeError(f"{script} did not start")
        self.ready = json.loads(line)


class SmtpPeer(Server):
    def __init__(self, directory, cert=None, tls="implicit", **options):
        arguments = ["--tls", tls]
        if cert:
            arguments += ["--cert", cert[0], "--key", cert[1]]
        for name, value in options.items():
            arguments += ["--" + name.replace("_", "-"), str(value)]
        super().__init__("smtp_peer.py", directory, *arguments)
        self.url = f"{'smtps' if tls == 'implicit' else 'smtp'}://127.0.0.1:{self.ready['port']}"

    def fail(self, *faults):
        draft = self.directory / "faults.new"
        draft.write_text(json.dumps(faults))
        draft.rename(self.directory / "faults")

    def log(self, step=None):
        entries = [json.loads(line) for line in (self.directory / "log").read_text().splitlines()]
        return [e for e in entries if step in (None, e["step"])]

    def kept(self):
        """(envelope, bytes) of each accepted mail, in order."""
        names = sorted((self.directory / "mail").glob("*.eml"), key=lambda p: int(p.stem))
        return [(json.loads(n.with_suffix(".json").read_text()), n.read_bytes()) for n in names]


class DovecotPeer(Server):
    def __init__(self, directory, cert, **options):
        arguments = ["--cert", cert[0], "--key", cert[1]]
        for name, value in options.items():
            arguments += ["--" + name.replace("_", "-"), str(value)]
        super().__init__("dovecot_peer.py", directory, *arguments)
        self.imaps = f"imaps://127.0.0.1:{self.ready['imaps']}"
        self.imap = f"imap://127.0.0.1:{self.ready['imap']}"
        self.delivered = 0

    def deliver(self, mail, mailbox="", place="new"):
        """Puts a mail into a mailbox as a delivery agent does; returns its file."""
        self.delivered += 1
        maildir = self.directory / "mail" / (mailbox and "." + mailbox)
        name = f"{1795600000 + self.delivered}.M{self.delivered}.test"
        (maildir / "tmp" / name).write_bytes(mail)
        return (maildir / "tmp" / name).rename(maildir / place / (name + (":2," if place == "cur" else "")))

    def doveadm(self, *arguments):
        return subprocess.run(["doveadm", "-c", self.directory / "conf", *arguments], check=True, timeout=60, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE).stdout


class CuttingProxy:
    """Passes bytes on to a port of this machine, and ends a connection where it is told to."""

    def __init__(self, target):
        self.target, self.limit, self.passed = target, None, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut_next(self, after):
        """The next connection ends when this many bytes of the server have been passed on."""
        self.limit = after

    def stop(self):
        self.listener.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                client, _ = self.listener.accept()
                server = socket.create_connection(("127.0.0.1", self.target))
                limit, self.limit, self.passed = self.limit, None, 0
                threading.Thread(target=self._serve, args=(client, server, limit), daemon=True).start()

    def _serve(self, client, server, limit):
        """The client's side is read until it goes: a reset would take from it what was passed on and not yet read."""
        with client, server:
            up = threading.Thread(target=self._pass_on, args=(client, server), daemon=True)
            up.start()
            self._pass_on(server, client, limit, True)
            up.join()

    def _pass_on(self, source, sink, limit=None, count=False):
        passed = 0
        with contextlib.suppress(OSError):
            while passed != limit and (data := source.recv(1 << 16)):
                data = data if limit is None else data[:limit - passed]
                sink.sendall(data)
                passed += len(data)
                if count:
                    self.passed = passed
        with contextlib.suppress(OSError):
            sink.shutdown(socket.SHUT_WR)


class ProbeProgram(Child):
    """A program of this folder that is told what to do line by line, after its settings."""

    def __init__(self, name, **settings):
        self.name = name
        command = [pathlib.Path(setting("DSUPPORT_PROBES")) / name, setting("DSUPPORT_MODULES")]
        super().__init__(command, stdin=subprocess.PIPE)
        self._say(settings)

    def stop(self):
        """The probe ends by itself at the end of its input; a sanitizer's complaint is its exit code."""
        with contextlib.suppress(OSError):
            self.process.stdin.close()
        try:
            code = self.process.wait(30)
        finally:
            super().stop()
        if code != 0:
            raise AssertionError(f"{self.name} ended with {code}")

    def _say(self, value):
        self.process.stdin.write(json.dumps(value) + "\n")
        self.process.stdin.flush()

    def _hear(self, seconds):
        line = self.lines.next(seconds)
        if line is None:
            raise RuntimeError(self.name + " has ended")
        return json.loads(line)


class Probe(ProbeProgram):
    """carrier_probe with these settings."""

    def __init__(self, **settings):
        super().__init__("carrier_probe", **settings)

    def send(self, file, to, sender="ann@example.org", repeat=1, seconds=60):
        """The replies of each mail sent: a list for each, with a dictionary for each recipient."""
        self._say({"from": sender, "to": to, "id": "ds1.TEST@example.org", "file": str(file), "repeat": repeat})
        return [self._hear(seconds) for _ in range(repeat)]


class FetchProbe(ProbeProgram):
    """fetch_probe with these settings."""

    def __init__(self, **settings):
        super().__init__("fetch_probe", **settings)

    def begin(self, what, **arguments):
        self._say({"do": what, **arguments})

    def end(self, seconds=60):
        """What the call that was begun last gives: its result, or the whole error."""
        answer = self._hear(seconds)
        return answer if "error" in answer else answer["result"]

    def call(self, what, seconds=60, **arguments):
        self.begin(what, **arguments)
        return self.end(seconds)


class PeerTest(unittest.TestCase):
    """A test with a scratch directory, an authority and mails to send; what it starts through `open` is stopped."""

    def setUp(self):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="dsupport-peers-"))
        self.addCleanup(shutil.rmtree, self.dir, ignore_errors=True)
        self.authority = Authority(self.dir / "tls")
        self.mail = self.write("mail.eml", b"Subject: hello\r\n\r\nOne line.\r\n")

    def write(self, name, content):
        path = self.dir / name
        path.write_bytes(content)
        return path

    def open(self, make, *args, **kwargs):
        try:
            child = make(*args, **kwargs)
        except Missing as missing:
            print(f"{missing}: what it needs is not installed", file=sys.stderr)
            self.doCleanups()
            os._exit(SKIP)
        self.addCleanup(child.stop)
        return child

    def peer(self, tls="implicit", cert=None, **options):
        cert = cert or (self.authority.certificate() if tls != "none" else None)
        return self.open(SmtpPeer, self.dir / f"peer{len(list(self.dir.glob('peer*')))}", cert, tls, **options)

    def probe(self, url, **settings):
        base = {"url": url, "user": "ann", "password": "right", "ca": str(self.authority.ca), "ehlo": "desk.example.org",
                "connect_timeout": 20, "reply_timeout": 20}
        return self.open(Probe, **{**base, **settings})

    def fetcher(self, url, **settings):
        base = {"url": url, "user": "ann", "password": "right", "ca": str(self.authority.ca), "connect_timeout": 20,
                "reply_timeout": 20}
        return self.open(FetchProbe, **{**base, **settings})

    def fetch(self, probe, seconds=60, **which):
        """(the batches, the bytes of each mail by uid)"""
        save = self.dir / "save"
        save.mkdir(exist_ok=True)
        for old in save.iterdir():
            old.unlink()
        batches = probe.call("fetch", seconds, save=str(save), **which)
        return batches, {int(p.name): p.read_bytes() for p in save.iterdir()}

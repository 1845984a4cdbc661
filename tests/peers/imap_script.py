"""An IMAP server that says what a test tells it to, in a thread of the test."""
import contextlib
import re
import socket
import ssl
import threading

GREETING = b"* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready\r\n"
CAPABILITIES = b"* CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN ESEARCH\r\n{tag} OK done\r\n"
#: What is said to a command that begins so, if the test says nothing else. {tag} is the command's own.
USUAL = {
    b"CAPABILITY": CAPABILITIES,
    b"AUTHENTICATE": b"{tag} OK welcome\r\n",
    b"EXAMINE": b"* 3 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n* OK [UIDNEXT 4] next\r\n{tag} OK [READ-ONLY] done\r\n",
    b"NOOP": b"{tag} OK done\r\n",
    b"UID SEARCH": b"* ESEARCH (TAG \"{tag}\") UID ALL 1:3\r\n{tag} OK done\r\n",
    b"UID FETCH 1:3 (RFC822.SIZE)": b"* 1 FETCH (UID 1 RFC822.SIZE 3)\r\n* 2 FETCH (UID 2 RFC822.SIZE 3)\r\n"
                                    b"* 3 FETCH (RFC822.SIZE 3 UID 3)\r\n{tag} OK done\r\n",
    b"UID FETCH 1:3 (BODY.PEEK[])": b"* 1 FETCH (UID 1 BODY[] {3}\r\none)\r\n* 2 FETCH (UID 2 BODY[] \"two\")\r\n"
                                    b"* 3 FETCH (BODY[] {3}\r\nthr UID 3)\r\n{tag} OK done\r\n",
}


class ImapScript:
    """`says` maps the beginning of a command to bytes, or to an iterator of bytes: said in its place. After b"" in an
    iterator the connection is closed, where it ends nothing more is said. With `cert` it speaks TLS from the
    beginning; without, it never does."""

    def __init__(self, cert=None, greeting=GREETING, says=None):
        self.context = None
        if cert:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(*cert)
        self.greeting, self.says = greeting, {**USUAL, **(says or {})}
        self.heard = []
        self.over = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"imap{'s' if cert else ''}://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self):
        self.over.set()
        self.listener.close()

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                threading.Thread(target=self._serve, args=(self.listener.accept()[0],), daemon=True).start()

    def _serve(self, connection):
        with contextlib.suppress(OSError):
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
            with connection, connection.makefile("rb") as lines:
                connection.sendall(self.greeting)
                for line in lines:
                    self.heard.append(line)
                    tag, _, command = line.strip().partition(b" ")
                    if not self._answer(connection, tag, command):
                        return

    def _answer(self, connection, tag, command):
        said = next((self.says[c] for c in sorted(self.says, key=len, reverse=True) if command.startswith(c)),
                    b"{tag} BAD what?\r\n")
        for piece in [said] if isinstance(said, bytes) else said:
            if piece == b"":
                return False
            connection.sendall(re.sub(rb"\{tag\}", lambda _: tag, piece))
            if self.over.is_set():
                return False
        return True

#!/usr/bin/python3
"""A submission server that keeps what it accepts, and fails where it is told to.

    smtp_peer.py DIR [--tls implicit|starttls|none] [--cert FILE --key FILE] [--max-size N] [--life S]
                     [--mechanisms PLAIN,XOAUTH2,...] [--per-connection N]

It listens on a free port of 127.0.0.1 and prints {"port": N} when ready. Accounts: user "ann" with password
"right" or with token "good-token". It ends with its parent, or after S seconds.

In DIR:  mail/N.eml    accepted mails in order, as they came, with N.json their envelope
         log           one JSON line for each connection, command and mail
         faults        a JSON list, read anew at each step; the first entry that fits acts:
                       {"at": STEP, "to": ADDRESS?, "times": N?, "do": ACTION, "say": TEXT?, "seconds": S?}
STEP:    connect ehlo auth mail rcpt data body stored
         body: the whole mail is here, nothing is kept; stored: it is kept, nothing is answered yet
ACTION:  reply    answers "say" instead
         drop     resets the connection
         part     sends "say" without a line end, then closes
         silence  never answers, keeps the connection
         late     waits "seconds", then goes on as if nothing had happened
         stall    (only at data) asks for the mail, then reads nothing of it
"""
import argparse
import asyncio
import base64
import json
import os
import pathlib
import ssl
import sys

try:
    from aiosmtpd.smtp import SMTP, AuthResult, auth_mechanism
except ImportError:
    print("python3-aiosmtpd is not installed", file=sys.stderr)
    sys.exit(77)

USER, PASSWORD, TOKEN = "ann", "right", "good-token"


class Faults:
    def __init__(self, directory, log):
        self.file, self.log, self.used = directory / "faults", log, {}

    def find(self, step, address):
        try:
            entries = json.loads(self.file.read_text())
        except FileNotFoundError:
            return None
        for entry in entries:
            if entry["at"] != step or entry.get("to", address).lower() != address.lower():
                continue
            key = json.dumps(entry)
            self.used[key] = self.used.get(key, 0) + 1
            if self.used[key] <= entry.get("times", sys.maxsize):
                return entry
        return None

    async def act(self, server, step, address=""):
        """The reply to give instead, or None to go on. Does not return where no reply shall follow."""
        fault = self.find(step, address)
        self.log(step=step, address=address, fault=fault["do"] if fault else None)
        if fault is None:
            return None
        if fault["do"] == "reply":
            return fault["say"]
        if fault["do"] == "late":
            await asyncio.sleep(fault["seconds"])
            return None
        if fault["do"] == "part":
            server.transport.write(fault["say"].encode())
            await asyncio.sleep(0.05)
            server.transport.close()
        elif fault["do"] == "drop":
            server.transport.abort()
        elif fault["do"] == "stall":
            await server.push("354 go on")
            server.transport.pause_reading()
        await asyncio.Event().wait()


class Handler:
    def __init__(self, options, log, faults):
        self.options, self.log, self.faults, self.count = options, log, faults, 0
        self.box = options.directory / "mail"
        self.box.mkdir(exist_ok=True)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        reply = await self.faults.act(server, "ehlo", hostname)
        return [reply] if reply else responses

    async def handle_HELO(self, server, session, envelope, hostname):
        session.host_name = hostname
        return await self.faults.act(server, "ehlo", hostname) or "250 peer.test"

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.options.per_connection and server.mails >= self.options.per_connection:
            await server.push("421 4.4.2 that was enough for one connection")
            server.transport.close()
            await asyncio.Event().wait()
        reply = await self.faults.act(server, "mail", address)
        if reply is None:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return reply or "250 2.1.0 sender fine"

    async def handle_RCPT(self, server, session, envelope, address, options):
        reply = await self.faults.act(server, "rcpt", address)
        if reply is None:
            envelope.rcpt_tos.append(address)
        return reply or "250 2.1.5 recipient fine"

    async def handle_DATA(self, server, session, envelope):
        reply = await self.faults.act(server, "body", envelope.rcpt_tos[0])
        if reply:
            return reply
        self.count += 1
        server.mails += 1
        name = self.box / str(self.count)
        name.with_suffix(".json").write_text(json.dumps(
            {"from": envelope.mail_from, "to": envelope.rcpt_tos, "options": envelope.mail_options,
             "ehlo": session.host_name, "tls": session.ssl is not None or self.options.tls == "implicit"}))
        name.with_suffix(".eml").write_bytes(envelope.original_content)
        self.log(step="kept", number=self.count)
        reply = await self.faults.act(server, "stored", envelope.rcpt_tos[0])
        return reply or f"250 2.0.0 kept as {self.count}"

    def _fields(self, args):
        return dict(f.split("=", 1) for f in base64.b64decode(args[1]).decode().split("\x01") if "=" in f)

    async def _token_login(self, server, args):
        """Google's way: who is refused gets a challenge that says why, and must answer it with nothing."""
        if self._fields(args).get("auth", "") == "Bearer " + TOKEN:
            return AuthResult(success=True, auth_data=USER)
        await server.challenge_auth('{"status":"400"}')
        return AuthResult(success=False, handled=False, message="535 5.7.8 token not accepted")

    @auth_mechanism("XOAUTH2")
    async def auth_xoauth2(self, server, args):
        self.log(step="token", mechanism="XOAUTH2", user=self._fields(args).get("user"))
        return await self._token_login(server, args)

    @auth_mechanism("OAUTHBEARER")
    async def auth_oauthbearer(self, server, args):
        self.log(step="token", mechanism="OAUTHBEARER")
        return await self._token_login(server, args)


def make_server_class(log, faults):
    class Server(SMTP):
        mails = 0

        async def _handle_client(self):
            log(step="connection")
            reply = await faults.act(self, "connect")
            if reply:
                await self.push(reply)
                self.transport.close()
                return
            await super()._handle_client()

        async def smtp_AUTH(self, arg):
            reply = await faults.act(self, "auth")
            if reply is None:
                await super().smtp_AUTH(arg)
            else:
                await self.push(reply.replace("{}", arg))

        async def smtp_DATA(self, arg):
            reply = await faults.act(self, "data")
            if reply is None:
                await super().smtp_DATA(arg)
            else:
                await self.push(reply)
    return Server


def authenticator(server, session, envelope, mechanism, data):
    good = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, handled=False, message=None if good else "535 5.7.8 password not accepted")


async def watch_parent(parent, life):
    end = asyncio.get_running_loop().time() + life
    while os.getppid() == parent and asyncio.get_running_loop().time() < end:
        await asyncio.sleep(0.2)
    os._exit(0)


async def serve(options):
    log_file = open(options.directory / "log", "a", buffering=1)

    def log(**entry):
        log_file.write(json.dumps(entry) + "\n")

    context = None
    if options.tls != "none":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.cert, options.key)
    faults = Faults(options.directory, log)
    handler = Handler(options, log, faults)
    server_class = make_server_class(log, faults)
    unwanted = {"PLAIN", "LOGIN", "XOAUTH2", "OAUTHBEARER"} - set(options.mechanisms.split(","))
    loop = asyncio.get_running_loop()

    def connection():
        return server_class(handler, loop=loop, hostname="peer.test", data_size_limit=options.max_size,
                            tls_context=context if options.tls == "starttls" else None,
                            authenticator=authenticator, auth_required=True,
                            auth_require_tls=options.tls == "starttls", auth_exclude_mechanism=unwanted)

    server = await loop.create_server(connection, "127.0.0.1", 0,
                                      ssl=context if options.tls == "implicit" else None)
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    await watch_parent(options.parent, options.life)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--tls", choices=["implicit", "starttls", "none"], default="implicit")
    parser.add_argument("--cert")
    parser.add_argument("--key")
    parser.add_argument("--max-size", type=int, default=25 << 20)
    parser.add_argument("--life", type=float, default=120)
    parser.add_argument("--mechanisms", default="PLAIN,XOAUTH2")
    parser.add_argument("--per-connection", type=int, default=0)
    parsed = parser.parse_args()
    parsed.parent = os.getppid()
    asyncio.run(serve(parsed))

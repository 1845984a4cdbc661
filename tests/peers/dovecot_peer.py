#!/usr/bin/python3
"""A production IMAP server (dovecot-imapd) in a directory of its own, for one test.

    dovecot_peer.py DIR --cert FILE --key FILE [--user NAME:PASSWORD]... [--boxes BOXES] [--all MAILBOX]
                    [--mechanisms WORDS] [--per-user N] [--life S]

It listens on two free ports of 127.0.0.1 and prints {"imap": N, "imaps": N, "token": T, "expired": T} when ready.
Accounts: each NAME with its password or with a token that dovecot checks itself (`token`); the two printed are the
first user's. Without --user there is "ann" with password "right". A domain behind the name is not looked at. The
Maildir DIR/mail, or BOXES/NAME, is the INBOX; --all adds a mailbox with the attribute \\All, whose Maildir lies in the
INBOX's under "." and its name, with "." for "/". --per-user says how many connections one may have. DIR/conf is for
doveadm, DIR/log is dovecot's own log. It runs as the caller, or as nobody when the caller is root, and ends with its
parent, or after S seconds.
"""
import base64
import hashlib
import hmac
import json
import os
import pathlib
import shutil
import sys
import time

import daemons

TOKEN_SECRET = b"known to everybody"

CONFIG = r"""
base_dir = {dir}/run
state_dir = {dir}/state
log_path = {dir}/log
protocols = imap
listen = 127.0.0.1
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
first_valid_uid = 1
ssl = required
ssl_cert = <{dir}/cert
ssl_key = <{dir}/key
auth_mechanisms = {mechanisms}
auth_username_format = %Ln
auth_failure_delay = 0
mail_location = maildir:{boxes}
mail_max_userip_connections = {per_user}
passdb {{
  driver = passwd-file
  mechanisms = plain login
  args = {dir}/users
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = {dir}/oauth2.conf
}}
userdb {{
  driver = static
  args = allow_all_users=yes uid={user} gid={group} home={dir}/home
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    special_use = \Sent
    auto = create
  }}
  {all}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  # A wrong password must not slow down what comes after it.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""
ALL = r"""mailbox "{name}" {{
    special_use = \All
    auto = create
  }}"""
OAUTH2 = """
introspection_mode = local
local_validation_key_dict = fs:posix:prefix={dir}/keys/
username_attribute = sub
issuers = test
"""


def token(name, seconds=3600):
    """A JSON Web Token (RFC 7519, HS256) that logs NAME in for some seconds from now."""
    def text(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    now = int(time.time())
    claims = {"sub": name, "iss": "test", "iat": now - 60, "exp": now + seconds}
    signed = text(b'{"alg":"HS256","typ":"JWT"}') + b"." + text(json.dumps(claims).encode())
    return (signed + b"." + text(hmac.digest(TOKEN_SECRET, signed, hashlib.sha256))).decode()


def lay_out(directory, users):
    for name in ("state", "home", "keys/default/HS256"):
        (directory / name).mkdir(parents=True)
    (directory / "users").write_text("".join(f"{name}:{{PLAIN}}{password}\n" for name, password in users))
    (directory / "oauth2.conf").write_text(OAUTH2.format(dir=directory))
    (directory / "keys/default/HS256/default").write_bytes(base64.b64encode(TOKEN_SECRET))


def main():
    parser = daemons.arguments()
    parser.add_argument("--user", action="append")
    parser.add_argument("--boxes", type=pathlib.Path)
    parser.add_argument("--all")
    parser.add_argument("--mechanisms", default="plain login xoauth2 oauthbearer")
    parser.add_argument("--per-user", type=int, default=10)
    options = parser.parse_args()
    dovecot = shutil.which("dovecot", path="/usr/sbin:/usr/bin")
    if dovecot is None or not os.path.exists("/usr/lib/dovecot/imap"):
        print("dovecot-imapd is not installed", file=sys.stderr)
        sys.exit(77)
    directory = options.directory
    daemons.move_in(options)
    users = [entry.split(":", 1) for entry in options.user or ["ann:right"]]
    lay_out(directory, users)
    boxes = f"{options.boxes}/%n" if options.boxes else directory / "mail"
    if not options.boxes:
        for mailbox in filter(None, ("INBOX", options.all)):
            maildir = directory / "mail" / ("" if mailbox == "INBOX" else "." + mailbox.replace("/", "."))
            for name in ("cur", "new", "tmp"):
                (maildir / name).mkdir(parents=True)

    def command(ports):
        user, group = daemons.names()
        (directory / "conf").write_text(CONFIG.format(
            dir=directory, user=user, group=group, boxes=boxes,
            mechanisms=options.mechanisms, per_user=options.per_user,
            all=ALL.format(name=options.all) if options.all else "", **ports))
        return [dovecot, "-F", "-c", directory / "conf"]

    first = users[0][0]
    daemons.serve(["imap", "imaps"], options.life, command, token=token(first), expired=token(first, -30))


if __name__ == "__main__":
    main()

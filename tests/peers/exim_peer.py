#!/usr/bin/python3
"""A production mail server (exim4-daemon-heavy) in a directory of its own, for one test.

    exim_peer.py DIR --cert FILE --key FILE [--life S]

It listens on two free ports of 127.0.0.1 and prints {"starttls": N, "implicit": N} when ready. Account: user "ann",
password "right". Every accepted mail goes to the Maildir DIR/mail; "nobody@..." is refused with 550, "later@..."
with 451, a mail over 64 KiB with 552; a connection takes 20 mails. DIR/log/main is exim's own log. It runs as the
caller, or as nobody when the caller is root, and ends with its parent, or after S seconds.
"""
import shutil
import subprocess
import sys

import daemons

# What any exim of these tests needs. Names in capitals are exim's macros, which `write_config` sets.
MAIN = r"""
exim_user = RUN_USER
exim_group = RUN_GROUP
admin_groups = RUN_GROUP
trusted_users = RUN_USER
deliver_drop_privilege = true
spool_directory = DIR/spool
log_file_path = DIR/log/%s
log_selector = +smtp_connection
pid_file_path = DIR/exim.pid
local_interfaces = <; 127.0.0.1
daemon_smtp_ports = PORTS
tls_on_connect_ports = IMPLICIT_PORT
tls_advertise_hosts = *
tls_certificate = DIR/cert
tls_privatekey = DIR/key
auth_advertise_hosts = ${if eq{$tls_in_cipher}{}{}{*}}
smtp_accept_queue_per_connection = 0
queue_only_load = 1000
smtp_load_reserve = 1000
keep_environment =
never_users =
host_lookup =
rfc1413_hosts =
"""

CONFIG = r"""
primary_hostname = exim.test
message_size_limit = 64K
smtp_accept_max_per_connection = 20
acl_smtp_rcpt = recipient

begin acl
recipient:
  deny  !authenticated = *
        message = 530 5.7.0 log in first
  deny  local_parts = nobody
        message = 550 5.1.1 no such person
  defer local_parts = later
        message = 451 4.3.0 come back later
  accept

begin routers
all:
  driver = accept
  transport = maildir

begin transports
maildir:
  driver = appendfile
  maildir_format
  directory = DIR/mail
  envelope_to_add
  return_path_add

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${if and{{eq{$auth2}{ann}}{eq{$auth3}{right}}}}
  server_set_id = $auth2
"""


def find_exim():
    """The path of an exim that can log people in; ends this program as skipped where there is none."""
    exim = shutil.which("exim4", path="/usr/sbin:/usr/bin")
    if exim is None or " plaintext" not in subprocess.run([exim, "-bV"], stdout=subprocess.PIPE, text=True,
                                                          check=False).stdout:
        print("exim4-daemon-heavy is not installed", file=sys.stderr)
        sys.exit(77)
    return exim


def write_config(options, ports, text, **macros):
    """Writes DIR/exim.conf: the common part and `text`, with more macros. Returns its path."""
    user, group = daemons.names()
    macros = {"DIR": options.directory, "RUN_USER": user, "RUN_GROUP": group, "IMPLICIT_PORT": ports["implicit"],
              "PORTS": " : ".join(str(port) for port in ports.values()), **macros}
    config = options.directory / "exim.conf"
    config.write_text("".join(f"{name} = {value}\n" for name, value in macros.items()) + MAIN + text)
    return config


def main():
    options = daemons.arguments().parse_args()
    exim = find_exim()
    daemons.move_in(options)
    daemons.serve(["starttls", "implicit"], options.life,
                  lambda ports: [exim, "-C", write_config(options, ports, CONFIG), "-bdf"])


if __name__ == "__main__":
    main()

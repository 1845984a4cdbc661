#!/usr/bin/python3
"""A production mail server (exim4-daemon-heavy) in a directory of its own, for one test.

    exim_peer.py DIR --cert FILE --key FILE [--life S]

It listens on two free ports of 127.0.0.1 and prints {"starttls": N, "implicit": N} when ready. Account: user "ann",
password "right". Every accepted mail goes to the Maildir DIR/mail; "nobody@..." is refused with 550, "later@..."
with 451, a mail over 64 KiB with 552; a connection takes 20 mails. DIR/log/main is exim's own log. It runs as the
caller, or as nobody when the caller is root, and ends with its parent, or after S seconds.
"""
import argparse
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

CONFIG = r"""
primary_hostname = exim.test
exim_user = {user}
exim_group = {group}
trusted_users = {user}
deliver_drop_privilege = true
spool_directory = {dir}/spool
log_file_path = {dir}/log/%s
log_selector = +smtp_connection
pid_file_path = {dir}/exim.pid
local_interfaces = <; 127.0.0.1
daemon_smtp_ports = {starttls} : {implicit}
tls_on_connect_ports = {implicit}
tls_advertise_hosts = *
tls_certificate = {cert}
tls_privatekey = {key}
auth_advertise_hosts = ${{if eq{{$tls_in_cipher}}{{}}{{}}{{*}}}}
message_size_limit = 64K
smtp_accept_max_per_connection = 20
smtp_accept_queue_per_connection = 0
queue_only_load = 1000
smtp_load_reserve = 1000
keep_environment =
never_users =
host_lookup =
rfc1413_hosts =
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
  directory = {dir}/mail
  envelope_to_add
  return_path_add

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if and{{{{eq{{$auth2}}{{ann}}}}{{eq{{$auth3}}{{right}}}}}}}}
  server_set_id = $auth2
"""


def free_ports(count):
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [s.getsockname()[1] for s in sockets]
    for s in sockets:
        s.close()
    return ports


def answers(port):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def start(options, exim, who):
    """Starts exim on ports that were free a moment ago; somebody else may have taken one since."""
    root = os.getuid() == 0
    for _ in range(5):
        starttls, implicit = free_ports(2)
        config = options.directory / "exim.conf"
        config.write_text(CONFIG.format(dir=options.directory, user=who.pw_name, group=who.pw_gid, cert=options.cert,
                                        key=options.key, starttls=starttls, implicit=implicit))
        if root:
            for path in [options.directory, *options.directory.iterdir()]:
                os.chown(path, who.pw_uid, who.pw_gid)
        # timeout(1) ends it even if this program is killed.
        process = subprocess.Popen(["timeout", "-k", "5", str(options.life), exim, "-C", config, "-bdf"],
                                   user=who.pw_uid if root else None, group=who.pw_gid if root else None,
                                   extra_groups=[] if root else None, stdin=subprocess.DEVNULL)
        for _ in range(100):
            if process.poll() is not None:
                break
            if answers(starttls) and answers(implicit):
                print(json.dumps({"starttls": starttls, "implicit": implicit}), flush=True)
                return process
            time.sleep(0.05)
        if process.poll() is None:
            process.terminate()
            process.wait()
    sys.exit("exim4 does not start, see " + str(options.directory / "log"))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("directory", type=pathlib.Path)
    parser.add_argument("--cert", type=pathlib.Path, required=True)
    parser.add_argument("--key", type=pathlib.Path, required=True)
    parser.add_argument("--life", type=int, default=120)
    options = parser.parse_args()
    exim = shutil.which("exim4", path="/usr/sbin:/usr/bin")
    if exim is None or " plaintext" not in subprocess.run([exim, "-bV"], stdout=subprocess.PIPE, text=True,
                                                          check=False).stdout:
        print("exim4-daemon-heavy is not installed", file=sys.stderr)
        sys.exit(77)
    parent = os.getppid()
    process = start(options, exim, pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid()))
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        while os.getppid() == parent and process.poll() is None:
            time.sleep(0.2)
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(10)


if __name__ == "__main__":
    main()

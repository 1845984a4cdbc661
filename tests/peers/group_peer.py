#!/usr/bin/python3
"""The mail side of a Google Group, made of exim and mlmmj, in a directory of its own, for one test.

    group_peer.py DIR --cert FILE --key FILE [--member NAME]... [--client NAME]... [--gmail] [--life S]

It listens on three free ports of 127.0.0.1 and prints {"starttls": N, "implicit": N, "outside": N} when ready. The
first two are the members' submission server: user NAME, with or without @example.org, and password "pw-NAME" (PLAIN,
LOGIN) or the token in DIR/tokens, one of dovecot_peer.py's (XOAUTH2). At the third the world hands mail in, without a
login.

NAME@example.org                a member; the Maildir is `mailbox(DIR, NAME)`
support@example.org             the Group: an mlmmj list of all members that adds a subject prefix, a footer and the
                                fields that Google adds, and rewrites From for authors of strict.test
NAME@client.test, @strict.test  the outside, with Maildirs too; who writes to another name there gets a bounce

--gmail: nobody gets the own post back from the Group, but everybody a copy of what was submitted, as Gmail does. (Gmail
keeps one copy of a mail that is submitted twice; here it is two.) It ends with its parent, or after S seconds.
"""
import shutil
import subprocess
import sys

import daemons
import dovecot_peer
import exim_peer

GROUP = "support@example.org"
ALL_MAIL = "[Gmail]/All Mail"  # as Google calls it
ALL_MAIL_FOLDER = "." + ALL_MAIL.replace("/", ".")  # in a Maildir
FOOTER = """-- 
You received this message because you are subscribed to the Google Groups "Support" group.
To unsubscribe from this group, send an email to support+unsubscribe@example.org.
"""
HEADERS = f"""Precedence: list
Mailing-list: list {GROUP}; contact support+owners@example.org
List-ID: <support.example.org>
X-BeenThere: {GROUP}
X-Google-Group-Id: 100000000001
List-Post: <mailto:{GROUP}>
List-Help: <mailto:support+help@example.org>
List-Unsubscribe: <mailto:support+unsubscribe@example.org>
"""

# In capitals: exim's macros, set in MACROS below and in exim_peer.py.
CONFIG = r"""
primary_hostname = mail.example.org
headers_charset = UTF-8
message_size_limit = 25M
acl_smtp_rcpt = recipient
system_filter = DIR/sent.filter
system_filter_user = RUN_USER
system_filter_directory_transport = sent

begin acl
recipient:
  accept authenticated = *
  deny   condition = ${if !eq{$received_port}{OUTSIDE_PORT}}
         message = 530 5.7.0 log in first
  accept verify = recipient
  deny   message = 550 5.1.1 no such person

begin routers
# Where the author's domain lets nobody else send in its name (DMARC p=reject), From becomes the Group's own.
group_for_strict_author:
  driver = accept
  domains = example.org
  local_parts = support
  condition = ${if eq{${domain:$h_from:}}{strict.test}}
  headers_remove = From : Reply-To
  headers_add = From: GROUP_AS_AUTHOR\nX-Original-From: RAW_FROM\nReply-To: RAW_REPLY_TO\n\
                X-Original-Sender: ${address:$h_from:}
  transport = mlmmj

group:
  driver = accept
  domains = example.org
  local_parts = support
  local_part_suffix = +*
  local_part_suffix_optional
  headers_add = X-Original-Sender: ${address:$h_from:}
  transport = mlmmj

member:
  driver = accept
  domains = example.org
  local_parts = lsearch;DIR/members
  transport = maildir

client:
  driver = accept
  domains = client.test : strict.test
  local_parts = lsearch;DIR/clients
  transport = maildir

begin transports
mlmmj:
  driver = pipe
  command = /usr/bin/mlmmj-receive -F -L DIR/list
  return_path_add
  # Which of its addresses was meant, mlmmj takes from here.
  headers_remove = Delivered-To
  headers_add = Delivered-To: $local_part$local_part_suffix@$domain
  home_directory = DIR
  current_directory = DIR
  user = RUN_USER
  group = RUN_GROUP

maildir:
  driver = appendfile
  maildir_format
  directory = DIR/mail/$local_part_data/ALL_MAIL
  return_path_add
  user = RUN_USER
  group = RUN_GROUP

sent:
  driver = appendfile
  maildir_format

begin retry
* * F,2m,1s

begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${lookup{$auth2}lsearch{DIR/passwords}{${if eq{$value}{$auth3}}}}
  server_set_id = $auth2

login:
  driver = plaintext
  public_name = LOGIN
  server_prompts = <| Username: | Password:
  server_condition = ${lookup{$auth1}lsearch{DIR/passwords}{${if eq{$value}{$auth2}}}}
  server_set_id = $auth1

xoauth2:
  driver = plaintext
  public_name = XOAUTH2
  server_prompts = :
  server_condition = ${if match{$auth1}{TOKEN_LOGIN}{${lookup{$1}lsearch{DIR/tokens}{${if eq{$value}{$2}}}}}}
  server_set_id = ${sg{$auth1}{TOKEN_LOGIN}{\$1}}
"""

# As Google does it: "'Alice' via Support", and as an encoded word where the name is not ASCII.
AUTHOR = r"""'${if match{$h_from:}{\N^\s*"?([^"<]*?)"?\s*<\N}{$1}{${address:$h_from:}}}' via Support"""
MACROS = {
    "ALL_MAIL": ALL_MAIL_FOLDER,
    "GROUP_AS_AUTHOR": r"${if match{$h_from:}{\N[^ -~]\N}{${rfc2047:%s}}{\"%s\"}} <%s>" % (AUTHOR, AUTHOR, GROUP),
    "RAW_FROM": r"${sg{$rh_from:}{\N^\s+|\s+$\N}{}}",
    "RAW_REPLY_TO": r"${sg{${if def:h_reply-to:{$rh_reply-to:}{$rh_from:}}}{\N^\s+|\s+$\N}{}}",
    "TOKEN_LOGIN": r"\N^user=([^\x01]+)\x01auth=Bearer ([^\x01]+)\x01\x01$\N",
}
SENT_FILTER = """# Exim filter
if first_delivery and $authenticated_id is not "" then
  unseen save "%s/mail/${lookup{$authenticated_id}lsearch{%s/members}}/%s/"
endif
"""


def mailbox(directory, name):
    """The Maildir with all mails of a member or client, a folder of the one that is the INBOX."""
    return directory / "mail" / name / ALL_MAIL_FOLDER


def write_people(directory, members, clients):
    """Lines for exim's look-ups; a member may also log in with the whole address."""
    logins = [(name, login) for name in members for login in (name, name + "@example.org")]
    for file, lines in {"members": [f"{login}: {name}" for name, login in logins],
                        "clients": [f"{name}: {name}" for name in clients],
                        "passwords": [f"{login}: pw-{name}" for name, login in logins],
                        "tokens": [f"{login}: {dovecot_peer.token(name)}" for name, login in logins]}.items():
        (directory / file).write_text("".join(line + "\n" for line in lines))


def make_list(directory, members, gmail):
    """An mlmmj list in DIR/list; `write_port` makes it complete."""
    for name in ("incoming queue/discarded archive text subconf unsubconf bounce control moderation subscribers.d "
                 "digesters.d requeue nomailsubs.d").split():
        (directory / "list" / name).mkdir(parents=True)
    (directory / "list" / "index").touch()
    control = {"listaddress": GROUP, "owner": "nobody@example.org", "prefix": "[Support]", "footer": FOOTER,
               "customheaders": HEADERS, "delheaders": "Delivered-To:", "relayhost": "127.0.0.1",
               "smtphelo": "mail.example.org", "tocc": ""}
    if gmail:
        control["notmetoo"] = ""
    for name, text in control.items():
        # Without a last line end mlmmj makes NULs of a footer's last line.
        (directory / "list" / "control" / name).write_text(text if text.endswith("\n") else text + "\n")
    for name in members:
        subprocess.run(["/usr/bin/mlmmj-sub", "-L", directory / "list", "-a", name + "@example.org", "-f", "-q", "-s"],
                       check=True, timeout=30)


def main():
    parser = daemons.arguments()
    parser.add_argument("--member", action="append", default=[])
    parser.add_argument("--client", action="append", default=[])
    parser.add_argument("--gmail", action="store_true")
    options = parser.parse_args()
    exim = exim_peer.find_exim()
    if shutil.which("mlmmj-receive", path="/usr/bin") is None:
        print("mlmmj is not installed", file=sys.stderr)
        sys.exit(77)
    directory = options.directory
    daemons.move_in(options)
    write_people(directory, options.member, options.client)
    make_list(directory, options.member, options.gmail)
    keep_sent = SENT_FILTER % (directory, directory, ALL_MAIL_FOLDER)
    (directory / "sent.filter").write_text(keep_sent if options.gmail else "# Exim filter\n")

    def command(ports):
        (directory / "list" / "control" / "smtpport").write_text(f"{ports['outside']}\n")
        return [exim, "-C", exim_peer.write_config(options, ports, CONFIG, OUTSIDE_PORT=ports["outside"], **MACROS),
                "-bdf", "-q5s"]

    daemons.serve(["starttls", "implicit", "outside"], options.life, command)


if __name__ == "__main__":
    main()

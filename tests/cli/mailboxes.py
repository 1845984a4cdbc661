"""Mails for tests of what takes mails in, and the forms in which they may lie on a disk."""

import email.message
import email.utils
import random
import re

START = 1767258000  # 2026-01-01T09:00:00Z


def one(n, subject="Portal down", author="Jo Client <jo@client.example>", text="It shows error 500.\n", ids=(), mid=None, **headers):
    """A plain mail as a list delivers it; `mid` None gives it an id by its number, "" none at all."""
    mail = email.message.EmailMessage()
    mail["Return-Path"] = "<desk+bounces@example.org>"
    mail["From"], mail["To"], mail["Subject"] = author, "support@example.org", subject
    mail["Date"] = email.utils.formatdate(START + 60 * n)
    if mid != "":
        mail["Message-ID"] = mid or f"<{n}@client.example>"
    if ids:
        mail["In-Reply-To"], mail["References"] = ids[-1], " ".join(ids)
    if "List_Id" not in headers:
        mail["List-Id"], mail["List-Post"] = "<support.example.org>", "<mailto:support@example.org>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail


def bounce(n, of):
    mail = one(n, "Undelivered Mail", "MAILER-DAEMON <mailer-daemon@mx.example>", Auto_Submitted="auto-replied")
    del mail["Content-Type"], mail["Content-Transfer-Encoding"], mail["Return-Path"]
    mail["Return-Path"] = "<>"
    mail["Content-Type"] = 'multipart/report; report-type=delivery-status; boundary="b"'
    mail.set_payload("--b\n\nIt could not be delivered.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
                     "Final-Recipient: rfc822; jo@client.example\nAction: failed\nStatus: 5.1.1\n\n--b\nContent-Type: text/rfc822-headers\n\n"
                     f"Message-ID: {of}\nSubject: x\n\n--b--\n")
    return mail


FOOTER = ('-- \nYou received this message because you are subscribed to the Google Groups "Support" group.\nTo unsubscribe from this group and '
          "stop receiving emails from it, send an email to support+unsubscribe@example.org.\n")


def direct(mail):
    """The same mail as it came straight to a member, not over a list."""
    for name in ("Return-Path", "List-Id", "List-Post", "Precedence"):
        del mail[name]
    return mail


def rewritten(mail):
    """The same mail as a list delivers it that writes to From, subject and text."""
    author, subject = mail["From"], mail["Subject"]
    del mail["From"], mail["Subject"]
    mail["From"], mail["X-Original-From"], mail["Reply-To"] = "'Bo' via Support <support@example.org>", author, author
    mail["Subject"] = f"[Support] {subject}"
    mail.set_payload(mail.get_payload() + "\n" + FOOTER)
    return mail


def every_kind():
    """One or more mails of every kind that a group gets, as bytes; the last is none, and the four before it are copies of others."""
    root = "<1@client.example>"
    html = one(4, "In colour")
    html.add_alternative("<p>It shows <b>error 500</b>.</p><script>alert(1)</script>", subtype="html")
    files = one(5, "The log")
    files.add_attachment(b"\0\1\2 From here\nFrom there\n" * 50, maintype="application", subtype="octet-stream", filename="../../etc/passwd")
    folded = one(6, "A subject that is so long that a program must fold it, more than once, " * 3, ids=[f"<gone{i}@client.example>" for i in range(30)])
    out = [one(1), one(2, "Re: Portal down", "Bo <bo@client.example>", "> error 500\nSame here.\n", [root]),
           one(3, "AW: [Support] Portal down", "Jo Client <jo@client.example>", "Thanks.\n\nFrom here on it works.\n>From there too.\n>>From.\n",
               [root, "<2@client.example>"]),
           html, files, folded,
           one(7, "No id", mid=""), one(8, "No id", mid="", text="Another text.\n"),
           one(9, mid=root, text="Another text under an id that is taken.\n"),  # a variant
           one(10, "Out of office: Portal down", "Bo <bo@client.example>", "Back on Monday.\n", [root], Auto_Submitted="auto-replied"),
           one(11, "Backup done", "cron <root@client.example>", Auto_Submitted="auto-generated"),
           one(12, "News", "News <news@shop.example>", List_Id="<news.shop.example>", Precedence="bulk"),
           one(13, "Ünïcödé ☃", "Jürgen Müller <jm@client.example>", "Grüße\n"),
           one(14, "Via", "'Eve' via Support <support@example.org>", X_Original_From="Eve <eve@strict.example>", Reply_To="Eve <eve@strict.example>"),
           bounce(15, "<sent@example.org>")]
    answer = lambda: one(2, "Re: Portal down", "Bo <bo@client.example>", "> error 500\nSame here.\n", [root])
    out += [rewritten(answer()), direct(answer()), direct(one(12, "News", "News <news@shop.example>"))]
    out = [mail.as_bytes() for mail in out]
    out.append(out[0].replace(b"\n", b"\r\n"))  # the same once more, as another system stores it
    out.append(b"From here it is no mail\n")
    return out


def many(count, seed=1):
    """Short mails in threads of about three."""
    chance, out, threads = random.Random(seed), [], []
    for n in range(count):
        ids = list(chance.choice(threads)) if threads and chance.random() < 0.66 else []
        mid = f"<m{n}@client.example>"
        out.append(one(n, f"Case {n}", f"Client {n % 40} <c{n % 40}@client.example>", f"Text {n}.\n" * 5, ids, mid).as_bytes())
        threads = (threads + [ids + [mid]])[-50:]
    return out


def split_mbox(mbox):
    """The mails of an mboxrd, by the rule of that format: every line that begins with `From ` is a separator."""
    mails = re.split(rb"(?m)^From [^\n]*\n", mbox)[1:]
    return [re.sub(rb"(?m)^>(>*From )", rb"\1", m[:-1] if m.endswith(b"\n\n") else m) for m in mails]


def write_mbox(path, mails):
    path.write_bytes(b"".join(b"From x@y Thu Jan  1 00:00:00 1970\n" + re.sub(rb"(?m)^(>*From )", rb">\1", m) + b"\n" for m in mails))


def write_maildir(path, mails):
    for part in ("cur", "new", "tmp"):
        (path / part).mkdir(parents=True)
    for i, mail in enumerate(mails):
        (path / ("cur" if i % 2 else "new") / f"{START + i}.m{i}.test{':2,S' if i % 2 else ''}").write_bytes(mail)


def write_folder(path, mails):
    path.mkdir(parents=True)
    for i, mail in enumerate(mails):
        (path / f"{i}.eml").write_bytes(mail)


def scattered(top, mails, seed=1):
    """The same mails in disorder, each twice, in five places of different forms."""
    mails = mails * 2
    random.Random(seed).shuffle(mails)
    writers = [write_mbox, write_maildir, write_folder, write_mbox, write_maildir]
    places = [top / f"part{i}" for i in range(len(writers))]
    for i, (write, place) in enumerate(zip(writers, places)):
        write(place, mails[i::len(writers)])
    return places

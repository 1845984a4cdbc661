#!/usr/bin/python3
"""The parser against a suite of mails and header fields with what another parser reads in them."""
import binascii
import datetime
import hashlib
import html.parser
import json
import re

import suites

SUITE = suites.folder("mime") / "resources"
REPORT = suites.Report("mime")


class Words(html.parser.HTMLParser):
    """The words of an HTML text, by another parser."""

    def __init__(self):
        super().__init__()
        self.text, self.hidden = [], 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in ("style", "script", "head", "title")

    def handle_endtag(self, tag):
        self.hidden -= tag in ("style", "script", "head", "title") and self.hidden > 0

    def handle_data(self, data):
        if not self.hidden:
            self.text.append(data)

    @classmethod
    def of(cls, text):
        reader = cls()
        reader.feed(text)
        reader.close()
        return "".join(reader.text)


def letters(text):
    """Without what is layout: white space, marks of lists and quotes, addresses of links."""
    return re.sub(r"<(https?:|mailto:)?[^<> ]*>|[\s>\xa0-]", "", text)


def instant(d):
    """Milliseconds; an hour or second beyond its range counts on, as the suite has them."""
    start = datetime.datetime(d["year"], d["month"], d["day"], tzinfo=datetime.timezone.utc)
    offset = (d["tz_hour"] * 60 + d["tz_minute"]) * (-1 if d["tz_before_gmt"] else 1)
    local = datetime.timedelta(hours=d["hour"], minutes=d["minute"] - offset, seconds=d["second"])
    return (start + local).strftime("%Y-%m-%dT%H:%M:%SZ")


def people(value):
    """(name, address) of each, groups flattened; those without an address left out."""
    if not isinstance(value, dict) or not value.get("Address", value):
        return []
    value = value.get("Address", value)
    entries = value.get("List") or [a for group in value.get("Group", []) for a in group["addresses"]]
    return [((e["name"] or "").strip(), e["address"]) for e in entries if e["address"]]


def field(mail, name):
    values = [h["value"] for h in mail["parts"][0]["headers"] if h["name"] == name]
    return values[0] if values else None


def file_name(part):
    found = {}
    for header in part["headers"]:
        value = header["value"]
        if header["name"] in ("content_type", "content_disposition") and "ContentType" in value:
            for a in value["ContentType"]["attributes"] or []:
                found[(header["name"], a["name"])] = a["value"]
    return found.get(("content_disposition", "filename")) or found.get(("content_type", "name")) or ""


def encoding(part):
    values = [h["value"]["Text"].lower() for h in part["headers"] if h["name"] == "content_transfer_encoding"]
    return values[0] if values else "7bit"


def content(part):
    """The hash that the file must have, or None where the suite does not have its bytes."""
    kind, value = next(iter(part["body"].items()))
    if kind not in ("Binary", "InlineBinary"):
        return None
    data = bytes(value)
    if encoding(part) in ("7bit", "8bit"):
        # Lines end in CRLF (RFC 2046, 4.1.1), whatever the file has.
        data = data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    if encoding(part) == "x-uuencode":
        # The other parser keeps this one as it is.
        lines = data.split(b"\n")
        first = next(i for i, line in enumerate(lines) if line.startswith(b"begin "))
        data = b"".join(binascii.a2b_uu(line) for line in lines[first + 1:] if line.strip() not in (b"", b"end"))
    return hashlib.sha256(data).hexdigest()


def attached_name(part):
    """A message without a file name gets its subject, which is how it is shown."""
    kind, value = next(iter(part["body"].items()))
    if kind != "Message" or file_name(part):
        return file_name(part)
    return ((field(value, "subject") or {}).get("Text") or "message") + ".eml"


def compare(case, expected, got):
    if got is None:
        REPORT.same(case, "read", True, False)
        return
    for name in ("from", "to", "cc"):
        REPORT.same(case, name, people(field(expected, name)), [(p["name"], p["address"]) for p in got[name]])
    REPORT.same(case, "subject", suites.words((field(expected, "subject") or {}).get("Text", "")), suites.words(got["subject"]))
    date = field(expected, "date")
    if date and "DateTime" in date:
        REPORT.same(case, "date", instant(date["DateTime"]), got["date"])
    message_id = field(expected, "message_id")
    REPORT.same(case, "message_id", (message_id or {}).get("Text", ""), got["message_id"])
    parts = expected["parts"]
    texts = [parts[i]["body"] for i in expected["text_body"]]
    wanted = "\n".join(b["Text"] if "Text" in b else Words.of(b["Html"]) for b in texts if "Text" in b or "Html" in b)
    REPORT.same(case, "text", letters(wanted), letters(got["text"]))
    attached = [parts[i] for i in expected["attachments"]]
    REPORT.same(case, "files", [attached_name(p) for p in attached], [f["name"] for f in got["files"]])
    if len(attached) == len(got["files"]):
        for i, (part, file) in enumerate(zip(attached, got["files"])):
            wanted = content(part)
            if wanted:
                REPORT.same(case, f"content-{i}", wanted, file["hash"])


def mails():
    files = sorted((SUITE / "eml").glob("*/*.eml"))
    shown = suites.show_all({f: f.read_bytes() for f in files})
    crlf = suites.show_all({f: f.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") for f in files})
    for f in files:
        case = f"{f.parent.name}/{f.stem}"
        compare(case, json.loads(f.with_suffix(".json").read_text()), shown[f])
        REPORT.same(case, "crlf", shown[f], crlf[f])
    REPORT.same("suite", "size", 107, len(files))


def fields(name, header, read, expected_of):
    """Each value of a field suite, in a mail of its own."""
    cases = json.loads((SUITE / f"{name}.json").read_text())
    given = {i: f"{header}: {c['header']}\nX-End: 1\n\nbody\n".encode() for i, c in enumerate(cases)}
    for i, got in suites.show_all(given).items():
        REPORT.same(f"{name}-{i}", "field", expected_of(cases[i]["expected"]), got and read(got))


def main():
    mails()
    fields("address", "To", lambda m: [(p["name"], p["address"]) for p in m["to"]], people)
    fields("date", "Date", lambda m: m["date"], lambda d: instant(d) if d else "1970-01-01T00:00:00Z")
    fields("id", "References", lambda m: m["references"], lambda ids: ids or [])
    fields("unstructured", "Subject", lambda m: suites.words(m["subject"]), suites.words)
    REPORT.finish()


if __name__ == "__main__":
    main()

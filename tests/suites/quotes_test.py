#!/usr/bin/python3
"""What is written and what is quoted, against a suite of replies in many languages."""
import suites

SUITE = suites.folder("quotes") / "test"


def bag(text):
    """The words, each as often as it stands there, whatever marks of quotes are around them."""
    return sorted(w for w in (word.strip(">") for word in text.split()) if w)


def main():
    report = suites.Report("quotes")
    emails = sorted((SUITE / "emails").glob("*.txt"))
    for email in emails:
        got = suites.probe("quotes", given=email.read_bytes())
        trimmed, elided = ((SUITE / kind / email.name) for kind in ("trimmed", "elided"))
        if trimmed.exists():
            report.same(email.stem, "trimmed", suites.words(trimmed.read_text()), suites.words(got["written"]))
        if elided.exists():
            report.same(email.stem, "elided", bag(elided.read_text()), bag(got["quoted"] + got["signature"]))
        report.same(email.stem, "lost", bag(email.read_text()), bag("".join(got.values())))
    report.same("suite", "size", 64, len(emails))
    report.finish()


if __name__ == "__main__":
    main()

#!/usr/bin/python3
"""Two machines of one team, their mailboxes and a client, through the stand-in for the Group: what one writes the other
sees, what the client writes both see, and the client gets the answer in the own thread."""
import email.utils
import json

import group
import peers

TEAM = """
[group]
addresses = ["support@example.org"]
subject_prefix = "[Support]"
[people.ada]
name = "Ada Lee"
email = "ada@example.org"
[people.bo]
name = "Bo Ray"
email = "bo@example.org"
"""


class Machine:
    """A person's machine, with its own home, that sends and fetches through the Group's servers."""

    def __init__(self, directory, handle, servers, starttls=False):
        self.directory, self.handle = directory, handle
        self.settings = servers.settings(handle, starttls)
        directory.mkdir()

    def run(self, *words, **options):
        return peers.dsupport(self.directory, *words, **options, **self.settings)

    def json(self, *words, **options):
        return json.loads(self.run(*words, "--json", **options).stdout)

    def ticket(self, code):
        return self.json("show", code)

    def digests(self):
        """What must be the same on machines that have the same events and mails."""
        return {name: text for name, text in self.json("status").items() if name.endswith("_digest")}

    def codes(self):
        return {ticket["subject"]: ticket["code"] for ticket in self.json("list", "--all")}


class Client:
    """Somebody outside who writes to the Group."""

    def __init__(self, servers, name, address):
        self.servers, self.author, self.place, self.count = servers, f"{name} <{address}>", address.split("@")[0], 0

    def write(self, subject, text, *more):
        """Sends it, and waits until every member has it. Returns its Message-ID."""
        self.count += 1
        own = f"<{self.count}@{self.place}.client.test>"
        head = [f"From: {self.author}", f"To: {group.ADDRESS}", f"Subject: {subject}", f"Message-ID: {own}",
                f"Date: {email.utils.formatdate()}", *more]
        self.servers.deliver(("\n".join(head) + f"\n\n{text}\n").encode())
        for name in self.servers.members:
            self.servers.wait_for(name, lambda found: found["Message-ID"] == own)
        return own

    def answer(self, mail, subject, text, *more):
        return self.write(subject, text, f"In-Reply-To: {mail['Message-ID']}",
                          f"References: {mail['References']} {mail['Message-ID']}", *more)


class Everybody(peers.PeerTest):
    """Where the list sends each post to all members."""
    gmail = False

    def setUp(self):
        super().setUp()
        self.servers = self.open(group.Group(self.dir / "group", self.authority, gmail=self.gmail).start)
        self.ada = Machine(self.dir / "ada", "ada", self.servers)
        self.bo = Machine(self.dir / "bo", "bo", self.servers, starttls=True)
        self.jo = Client(self.servers, "Jo Client", "jo@client.test")
        # Bo's machine joins the team of Ada's: the log by a file, the key by hand, and the rest by mail.
        self.ada.run("init")
        self.ada.run("team", "apply", "-", stdin=TEAM)
        self.ada.run("export", self.dir / "log")
        self.bo.run("import", self.dir / "log")
        asks = self.bo.json("init", "--join", "--handle", "bo")
        self.ada.run(*asks["next"][0].split()[1:], "--yes")
        self.tell(self.ada, self.bo, "changes by Ada")

    def both(self):
        return (self.ada, self.bo)

    def sync(self, *machines):
        for machine in machines or self.both():
            machine.run("sync")

    def arrived(self, name, text):
        """The list's copy of a mail of ours with this text."""
        def fits(mail):
            body = mail.get_body(("plain",))
            return mail["List-ID"] is not None and body is not None and text in body.get_content()

        return self.servers.wait_for(name, fits)

    def seen_by_both(self, code, all_exchanged=True):
        """The ticket, which is the same on both machines, as is all that they know. What became of the copies of
        an answer is known where it was sent."""
        first, second = (machine.ticket(code) for machine in self.both())
        for message in first["messages"] + second["messages"]:
            message.pop("copies")
        self.assertEqual(first, second)
        if all_exchanged:
            self.assertEqual(self.ada.digests(), self.bo.digests())
        self.assertEqual(self.ada.codes(), self.bo.codes())
        return first

    def tell(self, sender, receiver, text):
        """Sends what `sender` has, and fetches it at `receiver` once a mail with this text is there."""
        self.sync(sender)
        self.arrived(receiver.handle, text)
        self.sync(receiver)

    def answered_mail(self, subject="Printer on fire"):
        """A client's mail that Bo has answered: the ticket's code and the answer as the client has it."""
        asked = self.jo.write(subject, "It burns.")
        self.sync()
        code = self.bo.codes()[subject]
        self.bo.run("reply", code, "-m", "Pull the plug.")
        self.tell(self.bo, self.ada, "Pull the plug.")
        return code, self.servers.wait_for("jo", lambda mail: mail["In-Reply-To"] == asked)

    def test_a_call_that_one_logs_is_the_same_ticket_elsewhere(self):
        code = self.ada.json("log", "-s", "Portal down", "-m", "Error 500.", "--from", "Jo <jo@client.test>")["code"]
        self.tell(self.ada, self.bo, "Error 500.")
        self.assertEqual(self.bo.codes(), {"Portal down": code})
        self.bo.run("take", code)
        self.tell(self.bo, self.ada, "Bo Ray: ")
        self.sync()
        ticket = self.seen_by_both(code)
        self.assertEqual((ticket["channel"], ticket["requester"]["email"], ticket["opened_by"], ticket["assignee"]),
                         ("phone", "jo@client.test", "ada", "bo"))
        self.assertEqual([(m["kind"], m["from"]) for m in ticket["messages"]], [("call", "ada")])
        self.assertFalse(ticket["attention"], "a mail of ours is none of a client's")
        self.assertEqual(self.ada.codes(), {"Portal down": code})

    def test_a_clients_mail_is_one_ticket_and_the_answer_comes_in_its_thread(self):
        asked = self.jo.write("Printer on fire", "It burns.")
        self.sync()
        code = self.ada.codes()["Printer on fire"]
        # That Bo joined rides along with the first mail of his.
        ticket = self.seen_by_both(code, all_exchanged=False)
        self.assertEqual((ticket["channel"], ticket["requester"]["email"], ticket["status"], ticket["attention"]),
                         ("email", "jo@client.test", "new", True))
        self.assertEqual([m["text"].strip() for m in ticket["messages"]], ["It burns."])

        self.bo.run("reply", code, "-m", "Pull the plug.")
        self.tell(self.bo, self.ada, "Pull the plug.")
        answer = self.servers.wait_for("jo", lambda mail: mail["In-Reply-To"] == asked)
        self.assertEqual((answer["References"], answer["Subject"]), (asked, f"Re: Printer on fire [{code}]"))
        self.assertEqual([answer[key].addresses[0].addr_spec for key in ("From", "To", "Cc")],
                         ["bo@example.org", "jo@client.test", group.ADDRESS])
        self.assertIn("Pull the plug.", answer.get_body(("plain",)).get_content())
        self.assertIsNone(answer["Auto-Submitted"])
        self.assertFalse([raw for raw in self.servers.raw_mailbox("jo") if b"DSUPPORT EVENTS" in raw])
        self.assertEqual(len(self.servers.mailbox("jo")), 1)
        ticket = self.seen_by_both(code)
        self.assertEqual([(m["kind"], m["from"], m["signed_by"]) for m in ticket["messages"]],
                         [("mail", "jo@client.test", None), ("reply", "bo", "bo")])
        self.assertEqual((ticket["status"], ticket["attention"]), ("open", False))

    def test_a_client_is_told_once_that_the_mail_has_come_by_the_keeper_alone(self):
        self.ada.run("team", "apply", "-", stdin="[templates.acknowledgement]\ntext = 'We have your mail.'\n")
        self.ada.run("rota", "keeper", "--here")
        self.ada.run("log", "-s", "Something to tell", "-m", "x")
        self.tell(self.ada, self.bo, "Something to tell")
        asked = self.jo.write("Printer on fire", "It burns.")
        self.sync(self.bo, self.ada)
        told = self.servers.wait_for("jo", lambda mail: mail["In-Reply-To"] == asked)
        self.assertEqual(told["Auto-Submitted"], "auto-replied")
        self.assertIn("We have your mail.", told.get_body(("plain",)).get_content())
        self.jo.write("Printer on fire, still", "It burns.")
        self.sync()
        self.assertEqual(len(self.servers.mailbox("jo")), 1)

    def test_a_client_who_answers_reopens_the_ticket_everywhere(self):
        code, answer = self.answered_mail()
        self.bo.run("close", code, "--as", "fixed", "-m", "Replaced the plug.")
        self.tell(self.bo, self.ada, "Replaced the plug.")
        self.assertEqual(self.seen_by_both(code)["status"], "closed")
        self.jo.answer(answer, answer["Subject"], "It burns again.")
        self.sync()
        ticket = self.seen_by_both(code)
        self.assertEqual((ticket["status"], ticket["stored_status"], ticket["attention"], ticket["reopened_by"]),
                         ("open", "closed", True, "client"))
        self.assertEqual(list(self.ada.codes().values()), [code])

    def test_an_out_of_office_reply_joins_and_reopens_nothing(self):
        code, answer = self.answered_mail()
        self.bo.run("close", code, "--as", "fixed", "-m", "Replaced the plug.")
        self.tell(self.bo, self.ada, "Replaced the plug.")
        self.jo.answer(answer, f"Out of office: {answer['Subject']}", "Back on Monday.", "Auto-Submitted: auto-replied")
        self.sync()
        ticket = self.seen_by_both(code)
        self.assertEqual((ticket["status"], ticket["attention"], ticket["reopened_by"]), ("closed", False, None))
        self.assertEqual(sorted(m["verdict"] for m in ticket["messages"] if m["kind"] == "mail"), ["human", "machine"])
        self.assertEqual(list(self.ada.codes().values()), [code])

    def test_a_bounce_reaches_its_row_of_the_outbox_and_is_kept_aside(self):
        code = self.ada.json("log", "-s", "Portal down", "-m", "Error 500.", "--from", "Jo <gone@client.test>")["code"]
        self.ada.run("reply", code, "-m", "It is up again.")
        self.sync(self.ada)
        self.servers.wait_for("ada", lambda mail: mail.get_content_type() == "multipart/report")
        self.ada.run("sync")
        failed = [row for row in self.ada.json("outbox", "--all") if row["state"] == "failed"]
        self.assertEqual([row["recipient"] for row in failed], ["gone@client.test"])
        self.assertEqual(self.ada.codes(), {"Portal down": code})

    def test_a_client_of_a_strict_domain_is_asked_and_answered_as_any(self):
        asked = Client(self.servers, "Alice Strict", "alice@strict.test").write("Printer on fire", "It burns.")
        self.sync()
        code = self.bo.codes()["Printer on fire"]
        requester = self.bo.ticket(code)["requester"]
        self.assertEqual((requester["name"], requester["email"]), ("Alice Strict", "alice@strict.test"))
        self.bo.run("reply", code, "-m", "Pull the plug.")
        self.sync(self.bo)
        answer = self.servers.wait_for("alice", lambda mail: mail["In-Reply-To"] == asked)
        self.assertEqual(answer["To"].addresses[0].addr_spec, "alice@strict.test")


    def test_what_the_own_server_found_out_about_a_sender_is_shown(self):
        for server in ("127.0.0.1", "mx.evil.test"):
            self.jo.write(server, "Hello.", f"Authentication-Results: {server}; dmarc=pass header.from=client.test")
        self.sync(self.ada)
        self.assertEqual({subject: self.ada.ticket(code)["messages"][0]["vouched_by"]
                          for subject, code in self.ada.codes().items()},
                         {"127.0.0.1": "dmarc, says 127.0.0.1", "mx.evil.test": None})
        self.assertIn("verified by dmarc, says 127.0.0.1\n", self.ada.run("show", self.ada.codes()["127.0.0.1"]).stdout)
        self.assertIn("unverified sender\n", self.ada.run("show", self.ada.codes()["mx.evil.test"]).stdout)


class Gmail(Everybody):
    """The same where nobody gets the own post back, but a copy of what was sent."""
    gmail = True


if __name__ == "__main__":
    peers.main()

#include "lib/mail/received.hh"

#include <algorithm>
#include <array>
#include <utility>

#include "lib/base/crypto.hh"
#include "lib/base/text.hh"
#include "lib/mail/bounce.hh"
#include "lib/mail/charset.hh"
#include "lib/mail/footer.hh"
#include "lib/mail/html_text.hh"
#include "lib/mail/message_ids.hh"
#include "lib/mail/text_bounce.hh"
#include "lib/mail/verdict.hh"

namespace dsupport {
namespace {

/// RFC 5322 dates have four digits in the year; what is outside cannot have been meant.
constexpr Instant kFirstDate{0}, kLastDate{253402300799999};
constexpr Instant kFirstMail{kDay * 365};
constexpr std::int64_t kClockError = 2 * kDay;

class Assembly {
  public:
    Assembly(const HeaderBlock& header, const FieldReader& reader, MailBody& body)
        : header_(header), reader_(reader), body_(body) {}
    ReceivedMail run() {
        out_.remarks = std::move(body_.remarks);
        lists();
        people();
        date();
        ids();
        subject();
        text();
        files();
        rest();
        out_.mail.key =
            out_.mail.message_id.empty() ? key_without_id(out_.mail) : mail_key(out_.mail.message_id);
        return std::move(out_);
    }

  private:
    const HeaderBlock& header_;
    const FieldReader& reader_;
    MailBody& body_;
    ReceivedMail out_;

    std::vector<Mailbox> mailboxes(std::string_view name) const;
    bool list_address(const std::string& address) const;
    void lists();
    void people();
    std::optional<Instant> received() const;
    void date();
    void ids();
    void subject();
    void text();
    void files();
    std::vector<Bounce> bounces() const;
    VerdictSigns signs() const;
    void rest();
    void keep_armours(std::vector<std::string> armours);
    void remark(std::string text) { out_.remarks.push_back(std::move(text)); }
};

std::vector<Mailbox> Assembly::mailboxes(std::string_view name) const {
    std::vector<Mailbox> out;
    for (const auto& value : header_.values(name)) {
        auto some = reader_.mailboxes(value);
        std::ranges::move(some, std::back_inserter(out));
    }
    return out;
}

/// `'Alice' via Support` as Alice wrote it before a group took her place.
std::string own_name(std::string_view name) {
    const auto via = name.rfind(" via ");
    if (via != std::string_view::npos) name = trim(name.substr(0, via));
    if (name.size() > 2 && name.starts_with('\'') && name.ends_with('\''))
        name = name.substr(1, name.size() - 2);
    return std::string(name);
}

/// The first that can be written to. What stands before it without a domain is a piece of its name, which
/// nobody has quoted: `Doe, Jane <jane@client.example>`.
Mailbox first_sender(const std::vector<Mailbox>& list) {
    std::string name;
    for (const auto& who : list) {
        if (who.address.find('@') == std::string::npos) {
            name += who.address + ", ";
            continue;
        }
        return {name + who.name, who.address};
    }
    return list.empty() ? Mailbox{} : list.front();
}

std::string bare_list(const std::string& value) {
    auto text = lower(value);
    const auto open = text.rfind('<'), close = text.rfind('>');
    if (open != std::string::npos && close != std::string::npos && close > open)
        text = text.substr(open + 1, close - open - 1);
    text = std::string(trim(text));
    if (text.starts_with("mailto:")) text = text.substr(7, text.find('?') - 7);
    return to_utf8(text, "").text;
}

void Assembly::lists() {
    for (const auto name : {"List-Id", "List-Post"})
        for (const auto& value : header_.values(name))
            if (auto list = bare_list(value);
                !list.empty() && std::ranges::find(out_.lists, list) == out_.lists.end())
                out_.lists.push_back(std::move(list));
}

bool Assembly::list_address(const std::string& address) const {
    return std::ranges::any_of(out_.lists, [&](const auto& list) { return equal_no_case(list, address); });
}

void Assembly::people() {
    out_.from = mailboxes("From");
    out_.to = mailboxes("To");
    out_.cc = mailboxes("Cc");
    out_.reply_to = mailboxes("Reply-To");
    // RFC 5322, 3.6.2: From has at least one address, but not in every mail.
    const auto senders = out_.from.empty() ? mailboxes("Sender") : out_.from;
    const auto from = first_sender(senders);
    auto author = from;
    if (const auto original = mailboxes("X-Original-From"); !original.empty()) {
        author = original.front();
    } else if (const auto sender = mailboxes("X-Original-Sender"); !sender.empty()) {
        author = sender.front();
        // A list that writes to From leaves the author's name there; other names are of that address alone.
        if (equal_no_case(author.address, from.address))
            author.name = from.name;
        else if (author.name.empty() && list_address(from.address))
            author.name = own_name(from.name);
    }
    // Lists that write to From put the author into Reply-To, and some put themselves there, too.
    const auto reply =
        std::ranges::find_if(out_.reply_to, [&](const auto& who) { return !list_address(who.address); });
    const bool has_reply = reply != out_.reply_to.end();
    if ((author.address.empty() || list_address(author.address)) && has_reply)
        author = {reply->name.empty() ? own_name(author.name) : reply->name, reply->address};
    if (author.address.empty()) remark("no sender's address can be read");
    out_.mail.author = author.address;
    out_.mail.author_name = author.name;
    out_.mail.reply_address = has_reply ? reply->address : author.address;
}

/// When the first server got the mail: the oldest Received is the one that all copies share.
std::optional<Instant> Assembly::received() const {
    const auto values = header_.values("Received");
    for (auto value = values.rbegin(); value != values.rend(); ++value) {
        const auto semicolon = value->rfind(';');
        if (semicolon == std::string::npos) continue;
        if (const auto t = reader_.date(value->substr(semicolon + 1));
            t && *t >= kFirstDate && *t <= kLastDate)
            return t;
    }
    return std::nullopt;
}

void Assembly::date() {
    const auto written = reader_.date(header_.value("Date"));
    const auto came = received();
    const bool sane = written && *written >= kFirstDate && *written <= kLastDate;
    // No mail comes before it is written, and none had a Date in the first years of the clock.
    const bool possible = sane && (!came || (*written >= kFirstMail && *written - *came <= kClockError));
    if (possible) {
        out_.mail.date = *written;
    } else if (came) {
        out_.mail.date = *came;
        remark("no usable Date; taken from the first Received");
    } else {
        remark("no usable Date");
    }
}

void Assembly::ids() {
    auto& mail = out_.mail;
    const auto own = header_.value("Message-ID");
    if (const auto found = message_ids(own); !found.empty()) {
        mail.message_id = found.front();
    } else if (!own.empty()) {
        mail.message_id = printable(canonical_message_id(own));
        remark("the Message-ID is not in angle brackets");
    }
    if (mail.message_id.empty()) remark("no Message-ID");
    mail.references = message_ids(header_.values("References"));
    mail.in_reply_to = message_ids(header_.values("In-Reply-To"));
    for (const auto name : {"X-Microsoft-Original-Message-ID", "X-Google-Original-Message-ID"})
        for (auto& id : message_ids(header_.values(name)))
            if (id != mail.message_id) out_.other_ids.push_back(std::move(id));
}

/// The code in the tag at the end, where base_subject would cut one.
std::string tag_of(std::string_view subject) {
    subject = trim(subject);
    const auto open = subject.rfind('[');
    if (!subject.ends_with(']') || open == std::string_view::npos) return {};
    const auto tag = subject.substr(open);
    if (base_subject("x " + std::string(tag)) != "x") return {};
    return ticket_prefix(tag.substr(1, tag.size() - 2)).value_or("");
}

void Assembly::subject() {
    out_.mail.subject = reader_.text(header_.value("Subject"));
    out_.mail.subject_tag = tag_of(out_.mail.subject);
    out_.mail.base_subject = base_subject(out_.mail.subject);
}

void Assembly::keep_armours(std::vector<std::string> armours) {
    for (auto& armour : armours)
        if (std::ranges::find(out_.armours, armour) == out_.armours.end())
            out_.armours.push_back(std::move(armour));
}

void append_part(std::string& text, std::string_view part) {
    if (trim(part).empty()) return;
    text += part;
    if (!text.ends_with('\n')) text += '\n';
}

void Assembly::text() {
    std::string hashed;
    for (auto& part : body_.texts) {
        HtmlText html;
        if (part.html) html = html_text(part.text);
        auto rest = take_armour(part.html ? html.shown : part.text);
        keep_armours(std::move(rest.armours));
        append_part(out_.text, without_footer(rest.text));
        if (part.html)
            append_part(hashed, words_without_footer(take_armour(html.words).text));
        else
            append_part(hashed, without_footer(rest.text));
    }
    out_.mail.text = text_hash(hashed);
}

void Assembly::files() {
    std::erase_if(body_.files, [&](const FilePart& file) {
        if (!file.type.starts_with("text/")) return false;
        auto rest = take_armour(file.content);
        const bool carrier = !rest.armours.empty() && trim(rest.text).empty();
        keep_armours(std::move(rest.armours));
        return carrier;
    });
    for (const auto& file : body_.files) {
        out_.files.push_back({file.name, file.type, file.size, file.hash});
        out_.mail.attachments.push_back(file.hash);
    }
    if (!out_.armours.empty()) out_.mail.armour = Hash{blake2b<32>("", join(out_.armours, ""))};
}

std::vector<Bounce> Assembly::bounces() const {
    const auto& named = out_.mail.in_reply_to.empty() ? out_.mail.references : out_.mail.in_reply_to;
    if (body_.delivery_status.empty())
        return read_text_bounce(
            {out_.mail.subject, out_.text, body_.returned, header_.values("X-Failed-Recipients"), named});
    auto out = read_bounces(body_.delivery_status, body_.returned);
    // Who returns nothing of a mail may still name it.
    for (auto& bounce : out)
        if (bounce.message_id.empty() && !named.empty()) bounce.message_id = named.back();
    return out;
}

/// The part of an id behind the `@`.
std::string host_of(std::string_view id) {
    return lower(id.substr(std::min(id.rfind('@') + 1, id.size())));
}

/// Whether a mail names one that another host has sent.
bool names_others(const Mail& mail) {
    const auto own = host_of(mail.message_id);
    const auto other = [&](const std::string& id) { return host_of(id) != own; };
    return std::ranges::any_of(mail.in_reply_to, other) || std::ranges::any_of(mail.references, other);
}

bool is_empty_path(std::string_view path) {
    path = trim(path);
    if (path.starts_with('<') && path.ends_with('>')) path = trim(path.substr(1, path.size() - 2));
    return path.empty();
}

/// A list replaces its mails' List-Unsubscribe by its own; the one click of RFC 8058 is for those who write
/// to subscribers one by one.
bool is_to_subscribers(const HeaderBlock& header, const std::vector<std::string>& lists) {
    return header.first("List-Unsubscribe-Post") != nullptr ||
           (lists.empty() && header.first("List-Unsubscribe") != nullptr);
}

VerdictSigns Assembly::signs() const {
    VerdictSigns out;
    out.content_type = body_.type;
    out.report_type = body_.report_type;
    out.failed_recipients = header_.first("X-Failed-Recipients") != nullptr;
    out.author = out_.mail.author;
    out.auto_submitted = header_.values("Auto-Submitted");
    out.precedence = header_.values("Precedence");
    for (const auto name : answering_fields())
        for (auto& value : header_.values(name))
            out.answering.push_back({std::string(name), std::move(value)});
    out.subject = out_.mail.subject;
    out.answers = !out_.mail.in_reply_to.empty();
    out.answers_others = names_others(out_.mail);
    out.wants_no_answer = std::ranges::any_of(
        header_.values("X-Auto-Response-Suppress"),
        [](const std::string& value) { return !value.empty() && !equal_no_case(trim(value), "none"); });
    const auto* path = header_.first("Return-Path");
    out.no_return = path != nullptr && is_empty_path(path->value());
    out.gives_back = out.no_return && !bounces().empty();
    return out;
}

void Assembly::rest() {
    const auto signs = this->signs();
    out_.bulk_precedence = std::ranges::any_of(signs.precedence, [](const auto& value) {
        const auto word = lower(trim(value));
        return word == "bulk" || word == "junk";
    });
    out_.to_subscribers = is_to_subscribers(header_, out_.lists);
    auto judgement = judge(signs);
    out_.mail.verdict = judgement.verdict;
    out_.sign = to_utf8(judgement.sign, "").text;
    if (judgement.verdict == Verdict::bounce) out_.bounces = bounces();
    out_.authentication_results = to_utf8(header_.value("Authentication-Results"), "").text;
    out_.original_authentication_results =
        to_utf8(header_.value("X-Original-Authentication-Results"), "").text;
}

}  // namespace

ReceivedMail assemble(const HeaderBlock& header, const FieldReader& reader, MailBody& body) {
    return Assembly(header, reader, body).run();
}

}  // namespace dsupport

#include "lib/sync/acknowledge.hh"

#include <algorithm>
#include <array>

#include "lib/base/text.hh"
#include "lib/mail/wire.hh"
#include "lib/sync/addresses.hh"
#include "lib/sync/notice.hh"
#include "lib/team/group_address.hh"

namespace dsupport {
namespace {

/// Addresses behind which a program or the owner of a list is (RFC 3834, 2; RFC 2142, 6), in lower case.
constexpr std::array<std::string_view, 6> kNobody = {"mailer-daemon", "postmaster", "majordomo",
                                                     "listserv",      "bounce",     "bounces"};
constexpr std::array<std::string_view, 3> kNobodyBegins = {"owner-", "bounce-", "bounces-"};
constexpr std::array<std::string_view, 4> kNobodyEnds = {"-owner", "-request", "-bounce", "-bounces"};
/// However they are divided: `no-reply`, `do_not_reply`, `billing.noreply`.
constexpr std::array<std::string_view, 2> kNobodyReads = {"noreply", "donotreply"};

bool is_nobody(std::string_view address) {
    auto name = lower(address.substr(0, address.rfind('@')));
    name.resize(std::min(name.find('+'), name.size()));
    const auto is = [&](std::string_view word) { return name == word; };
    const auto begins = [&](std::string_view word) { return name.starts_with(word); };
    const auto ends = [&](std::string_view word) { return name.ends_with(word); };
    if (std::ranges::any_of(kNobody, is) || std::ranges::any_of(kNobodyBegins, begins) ||
        std::ranges::any_of(kNobodyEnds, ends))
        return true;
    std::erase_if(name, [](char c) { return c == '-' || c == '_' || c == '.'; });
    return std::ranges::any_of(kNobodyReads,
                               [&](std::string_view word) { return name.find(word) != std::string::npos; });
}

class Acknowledging {
  public:
    Acknowledging(WriteSession& session, Composer& composer, const Mailbox& from)
        : session_(session), composer_(composer), from_(from), group_(session.team().group) {}

    /// Gives whether a letter was queued.
    Result<bool> answer(const MailRef& ref, const std::string& text) {
        const auto id = session_.ticket_of(ref);
        if (id.empty()) return false;
        DS_TRY(const auto loaded, session_.load(id));
        const auto* on = find(loaded, ref);
        if (on == nullptr || !may_answer(*on, loaded.summary.id)) return false;
        const auto mail = letter(*on->mail, loaded, text);
        DS_TRY(auto bytes, composer_.compose(mail));
        OutboxRow row;
        row.ticket = loaded.summary.id;
        row.recipient = mail.to.front().address;
        row.subject = mail.subject;
        row.message_id = mail.message_id;
        row.date = row.due = row.changed = session_.now();
        row.sender = from_.address;
        row.bytes = std::move(bytes);
        session_.outbox().add(row);
        return true;
    }

  private:
    WriteSession& session_;
    Composer& composer_;
    const Mailbox& from_;
    const Group& group_;

    static const MailOnTicket* find(const LoadedTicket& loaded, const MailRef& ref) {
        for (const auto& id : loaded.state.members_of(loaded.summary.id))
            if (const auto it = loaded.state.tickets.find(id); it != loaded.state.tickets.end())
                for (const auto& on : it->second.mails)
                    if (on.full_ref() == ref) return &on;
        return nullptr;
    }

    std::string address_of(const Mail& mail) const { return composer_.wire_address(mail.reply_address); }

    bool may_answer(const MailOnTicket& on, const TicketId& ticket) {
        const auto& mail = *on.mail;
        if (on.ours || mail.counts_as() != Verdict::human || session_.now() - mail.date > kDay) return false;
        const auto to = address_of(mail);
        const auto& team = session_.team();
        if (!sendable_address(to) || is_nobody(to) || is_our_address(team, to) ||
            is_our_address(team, mail.author))
            return false;
        return !session_.outbox().has_letter_without_event(to, ticket, session_.now() + -kDay);
    }

    OutgoingMail letter(const Mail& mail, const LoadedTicket& loaded, const std::string& text) {
        OutgoingMail out;
        out.from = from_;
        out.to = {{mail.author_name, address_of(mail)}};
        out.reply_to = {{"", group_.addresses.front()}};
        out.subject = tagged_subject(mail.base_subject, loaded.code, true);
        out.date = session_.now();
        out.message_id =
            session_.fresh_message_id(loaded.summary.id, message_id_domain(from_.address, group_));
        out.in_reply_to = mail.message_id;
        out.references = mail.references;
        if (!mail.message_id.empty()) out.references.push_back(mail.message_id);
        out.headers = {{"Auto-Submitted", "auto-replied"}, {"X-Dsupport-Ticket", loaded.code}};
        out.text = text;
        return out;
    }
};

}  // namespace

Result<std::size_t> acknowledge(WriteSession& session, std::span<const MailRef> mails, Composer& composer,
                                const Mailbox& from) {
    const auto& templates = session.team().templates;
    const auto text = templates.find(kAcknowledgement);
    if (text == templates.end() || session.team().group.addresses.empty()) return std::size_t{0};
    Acknowledging work(session, composer, from);
    std::size_t queued = 0;
    for (const auto& mail : mails) {
        DS_TRY(const auto done, work.answer(mail, text->second));
        if (done) ++queued;
    }
    return queued;
}

}  // namespace dsupport

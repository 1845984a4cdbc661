// What a writing session does when a redaction counts: the words leave the log, the mails that told of them
// and the outbox.
#include <algorithm>
#include <iterator>

#include "lib/store/store.hh"
#include "lib/ticket/liveness.hh"

namespace dsupport {

/// A text may arrive after its redaction, and a redaction before the grant that makes it count.
void WriteSession::forget_redacted() {
    for (const auto& event : store_.events_->pending_redactions()) {
        if (authority().standing(event) != Standing::live) continue;
        const auto target = EventId::from_hex(event.content.own["event"].string());
        const auto named = target ? find(*target) : std::nullopt;
        if (!named || !can_be_redacted(named->kind())) continue;
        // The mails that told of it have the same words.
        std::vector<std::int64_t> copies;
        for (const auto& part : store_.events_->drop_text(*target))
            std::ranges::copy(mails_.carrying(part), std::back_inserter(copies));
        if (const auto letter = letter_of(*named))
            std::ranges::copy(mails_.variants({*letter, {}}), std::back_inserter(copies));
        for (const auto mail : copies) mails_.drop_content(mail, store_.mail_file_);
        if (named->kind() == "reply") outbox_.drop_unsent(named->id, now());
        outbox_.forget_done(named->ticket());
    }
}

/// Such a mail may arrive after the redaction.
void WriteSession::forget_redacted_copies(const std::vector<std::int64_t>& mails) {
    if (!store_.events_->has_text_redactions()) return;
    const auto is_gone = [&](const EventId& id) {
        const auto event = find(id);
        return event && is_redacted(*event);
    };
    for (const auto row : mails) {
        const auto mail = mails_.at_row(row);
        // Whoever quotes our armour has words of their own.
        const bool is_ours = mail.bundle_text == mail.text;
        if ((is_ours && std::ranges::any_of(mail.carried, is_gone)) || is_letter_of_redacted(mail.key))
            mails_.drop_content(row, store_.mail_file_);
    }
}

bool WriteSession::is_letter_of_redacted(const MailKey& key) {
    return std::ranges::any_of(store_.events_->mentioning(key), [&](std::int64_t row) {
        const auto event = store_.events_->at_row(row);
        return letter_of(event) == key && is_redacted(event);
    });
}

/// The same for mails; their rows stay, so that they are not taken in again.
void WriteSession::forget_redacted_mails(const std::set<MailKey>& keys) {
    for (const auto& key : keys)
        for (const auto row : store_.events_->mentioning(key)) {
            const auto event = store_.events_->at_row(row);
            const auto ref = MailRef::parse(event.content.own["mail"].string());
            if (event.kind() != "redact" || !ref || authority().standing(event) != Standing::live ||
                !authority().acts_as_lead(event))
                continue;
            for (const auto mail : mails_.variants(*ref)) mails_.drop_content(mail, store_.mail_file_);
            // Answers quote.
            outbox_.forget_done(event.ticket());
        }
}

}  // namespace dsupport

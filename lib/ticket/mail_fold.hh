// The part of the fold that puts mails on tickets: where each belongs, whether it is ours, covered or
// redacted, and which one a ticket began with. Internal to fold.cc.
#pragma once

#include <map>
#include <set>
#include <span>

#include "lib/ticket/fold.hh"

namespace dsupport {

/// What the events that count say of mails, beside the placements of the state.
struct SignedOfMails {
    std::set<MailRef> covers;
    std::map<MailKey, std::set<Hash>> reply_texts;  ///< letter -> text hashes of its replies
    std::map<EventId, MailKey> opens;               ///< open event -> its letter
    std::map<MailKey, std::map<EventId, std::set<Hash>>> placed_variants;
    std::map<MailRef, Redaction> redactions;
};

/// Adds the mails to a state that has all of its events.
void put_mails(State& state, const SignedOfMails& said, const EventSet& events, std::span<const Mail> mails,
               const Authority& authority);

}  // namespace dsupport

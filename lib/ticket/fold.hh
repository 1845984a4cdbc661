// The fold: from a set of events and mails to the stored state of every ticket they speak of. Pure: no order
// of arrival, no clock, no setting. What is shown to people is made from this by the view.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "lib/ticket/authority.hh"
#include "lib/ticket/homes.hh"
#include "lib/ticket/liveness.hh"
#include "lib/ticket/mail.hh"
#include "lib/ticket/register.hh"
#include "lib/ticket/status.hh"

namespace dsupport {

enum class MessageKind { call, reply, note, mail };
std::string_view message_kind_name(MessageKind kind);

/// Who removed a text, and when.
struct Redaction {
    EventId event;
    ReplicaKey by;
    Instant at;
};

/// Something a person wrote on a ticket: the text of an event, or a mail.
struct Message {
    MessageKind kind = MessageKind::note;
    Instant at;
    ReplicaKey rep;           ///< who signed it; zero for a mail
    EventId event;            ///< the event whose body it is (the first of its parts); zero for a mail
    std::string text;         ///< empty when hidden, and of a mail
    bool incomplete = false;  ///< a part or a body is not here
    bool undone = false;
    std::optional<Redaction> redacted_by;  ///< then nothing of the text is shown, of a mail either
    std::optional<Hash> body_hash;
    std::string message_id;               ///< of the letter or mail; empty for a note
    std::vector<std::string> recipients;  ///< of a reply
    const Mail* mail = nullptr;           ///< kind mail only; owned by the caller of fold
};

/// A mail on a ticket.
struct MailOnTicket {
    const Mail* mail = nullptr;
    bool ours = false;
    bool covered = false;
    bool has_variants = false;  ///< copies with the same Message-ID and other content exist
    Home home;
    /// How events name this very mail.
    std::optional<Hash> variant() const {
        return has_variants ? std::optional(mail->canonical()) : std::nullopt;
    }
    /// Its key and its variant, also where there are no others yet. Placements are written so: a variant that
    /// arrives later cannot take the mail's place.
    MailRef full_ref() const { return {mail->key, mail->canonical()}; }
    bool raises_attention() const { return !ours && !covered && mail->asks(); }
};

/// The call that an open event writes up.
struct Call {
    std::string number, line;
    Instant at;
    std::optional<std::int64_t> duration_s;
    ReplicaKey by;
};

struct Link {
    EventId event;
    TicketId a, b;
    auto operator<=>(const Link&) const = default;
};

struct TicketState {
    TicketId id;
    std::map<std::string, Register, std::less<>> fields;
    std::map<std::string, std::vector<EventId>> tags;  ///< present tags, each with the adds that hold it
    std::vector<Message> messages;                     ///< (at, rep, event) order
    std::vector<MailOnTicket> mails;                   ///< by date, then key, then canonical hash
    std::optional<Call> call;
    std::optional<EventId> opened;  ///< its open event
    std::string root_message_id;    ///< of the open event's letter
    Requester requester;            ///< as the open event states it
    bool voided = false;            ///< its open was taken back before it was mailed
    bool only_mails = false;        ///< no event speaks of it
    std::optional<Instant> created, updated;
    std::vector<EventId> events;  ///< all that name it and are not void, in the set's order
    std::set<MailRef> covers;     ///< by its events that count
    std::vector<std::pair<MailKey, EventId>> placed;  ///< on it, each with the placement that stands; sorted
    std::optional<std::size_t> first_mail;            ///< of `mails`, see first()

    const Register& field(std::string_view name) const;
    /// The client's mail it began with, as far as signed events and ids tell; the mails' dates have no say.
    /// Placed mails go before others; then the one whose own id gives the uid; then the one that was placed
    /// first; of those nobody has placed, one that answers no mail on this ticket. nullptr: there is none.
    const MailOnTicket* first() const { return first_mail ? &mails[*first_mail] : nullptr; }
    /// The mail that its subject and sender come from: the first, unless the ticket began with a call.
    const MailOnTicket* root() const { return opened ? nullptr : first(); }
};

struct State {
    std::map<TicketId, TicketState> tickets;
    std::vector<Link> merged, related;            ///< those that count
    std::map<TicketId, TicketId> representative;  ///< of every ticket in a component of more than one
    std::map<TicketId, std::vector<TicketId>> components;  ///< representative -> all its members, sorted
    std::map<MailKey, std::vector<std::pair<EventId, TicketId>>> placements;  ///< live and standing
    std::size_t unknown_kinds = 0;

    const TicketId& representative_of(const TicketId& id) const;
    /// The tickets that make one with this representative, itself among them; those a link only speaks of may
    /// not be in `tickets`.
    std::vector<TicketId> members_of(const TicketId& representative) const;
};

/// The client's mails on a ticket that no event has placed, the first one first: events list them so.
std::vector<const MailOnTicket*> unplaced_mails(const State& state, const TicketState& ticket);

/// `mails` must outlive the state. A set closed under "same ticket, linked ticket, placed the same mail, same
/// op, undo of, redaction of an event or of such a mail" gives the same tickets as the whole log does: that
/// is what makes the projection incremental.
State fold(std::span<const Event> events, std::span<const Mail> mails, const Authority& authority);

}  // namespace dsupport

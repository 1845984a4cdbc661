// Events and mails for tests, without a store: machines whose keys repeat, the contents of the common events,
// and a team in which everybody whose key is named may write.
#pragma once

#include <map>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "lib/ticket/authority.hh"
#include "lib/ticket/event.hh"
#include "lib/ticket/mail.hh"
#include "lib/ticket/status.hh"

namespace dsupport::test {

inline constexpr Instant kMorning{1790000000000};

template <class T>
T unwrap(Result<T> result) {
    if (!result) throw std::runtime_error(result.error().message);
    return std::move(*result);
}

/// FixedBytes of one repeated byte.
template <class Id>
Id filled(std::uint8_t byte) {
    Id id;
    id.bytes.fill(byte);
    return id;
}

inline SigningKey key_of(std::uint8_t number) {
    std::array<std::uint8_t, 32> seed{};
    seed.fill(number);
    return SigningKey::from_seed(seed);
}

/// The ticket whose root mail is `<NAME@client>`.
inline TicketId ticket(const std::string& name) {
    return ticket_of_root(name + "@client");
}

/// One machine: every event it writes is a second after its last and begins a new op, unless told otherwise.
class Machine {
  public:
    explicit Machine(std::uint8_t number, Instant start = kMorning)
        : key_(key_of(number)), number_(number), last_{filled<EventId>(0xAA), 0, {}, start, {}} {}

    const ReplicaKey& rep() const { return key_.id(); }
    const SigningKey& key() const { return key_; }
    Machine& at(Instant t) {
        last_.t = t + -kSecond;
        return *this;
    }
    /// From now on its events are of this team.
    Machine& join(const EventId& team) {
        last_.team = team;
        return *this;
    }
    Event write(EventContent content) {
        ++op_;
        return next(std::move(content));
    }
    /// One more event of the op of the last one.
    Event more(EventContent content) { return next(std::move(content)); }

  private:
    SigningKey key_;
    std::uint8_t number_, op_ = 0;
    EventPlace last_;

    Event next(EventContent content) {
        last_.t = last_.t + kSecond;
        last_.seq += 1;
        last_.op = filled<OpId>(op_);
        last_.op.bytes[0] = number_;
        auto event = unwrap(seal(std::move(content), last_, key_));
        last_.previous = event.id;
        return event;
    }
};

inline EventContent content(std::string kind, TicketId on = {}) {
    EventContent out;
    out.kind = std::move(kind);
    out.ticket = std::move(on);
    return out;
}
inline EventContent set(const TicketId& on, std::string_view field, Json value,
                        std::vector<EventId> replaces = {}) {
    auto out = content("set", on);
    out.writes.push_back({std::string(field), std::move(value), std::move(replaces)});
    return out;
}
inline EventContent set_status(const TicketId& on, const Status& status, std::vector<EventId> replaces = {}) {
    return set(on, field::kStatus, status.json(), std::move(replaces));
}
inline EventContent add_tag(const TicketId& on, std::string tag) {
    auto out = content("set", on);
    out.tags.push_back({std::move(tag), true, {}});
    return out;
}
inline EventContent drop_tag(const TicketId& on, std::string tag, std::vector<EventId> adds) {
    auto out = content("set", on);
    out.tags.push_back({std::move(tag), false, std::move(adds)});
    return out;
}
inline EventContent text(std::string kind, const TicketId& on, std::string body) {
    auto out = content(std::move(kind), on);
    out.body = std::move(body);
    return out;
}
inline EventContent place(const TicketId& on, const MailRef& mail, std::vector<EventId> replaces = {}) {
    auto out = content("set", on);
    out.placements.push_back({mail, std::move(replaces)});
    return out;
}
inline EventContent cover(const TicketId& on, std::vector<MailRef> mails) {
    auto out = content("set", on);
    out.covers = std::move(mails);
    return out;
}
/// A logged call: the ticket is the one of its letter's Message-ID.
inline EventContent open_call(const std::string& mid, std::string body) {
    auto out = text("open", ticket_of_root(mid), std::move(body));
    out.own.set("mid", mid);
    return out;
}
inline EventContent undo(const Event& last) {
    auto out = content("undo");
    out.own.set("last", last.id.hex());
    return out;
}
inline EventContent link(const TicketId& a, const TicketId& b, std::string rel) {
    auto out = content("link");
    out.own = Json::object({{"a", a.value}, {"b", b.value}, {"rel", std::move(rel)}});
    return out;
}
inline EventContent redact(const Event& event) {
    auto out = content("redact");
    out.own.set("event", event.id.hex());
    return out;
}

/// The mail `<NAME@client>`, which answers others by their names: the last one is its parent.
inline Mail mail(const std::string& name, std::vector<std::string> references = {},
                 std::string author = "ada@client") {
    Mail out;
    out.message_id = name + "@client";
    out.key = mail_key(out.message_id);
    out.author = std::move(author);
    out.date = kMorning;
    for (const auto& id : references)
        out.references.push_back(id.find('@') == std::string::npos ? id + "@client" : id);
    out.text = text_hash("the text of " + name);
    return out;
}

/// Everybody added is enrolled; single events can be held or made void.
class FakeTeam : public Authority {
  public:
    FakeTeam& add(const Machine& machine, std::string person, bool is_lead = false) {
        people_[machine.rep()] = PersonId{std::move(person)};
        if (is_lead) leads_.insert(machine.rep());
        return *this;
    }
    FakeTeam& judge(const Event& event, Standing standing) {
        judged_[event.id] = standing;
        return *this;
    }
    Standing standing(const Event& event) const override {
        const auto it = judged_.find(event.id);
        if (it != judged_.end()) return it->second;
        return people_.contains(event.rep) ? Standing::live : Standing::held;
    }
    PersonId person(const ReplicaKey& key) const override {
        const auto it = people_.find(key);
        return it == people_.end() ? PersonId{} : it->second;
    }
    bool lead(const ReplicaKey& key) const override { return leads_.contains(key); }
    bool enrolled(const ReplicaKey& key) const override { return people_.contains(key); }

  private:
    std::map<ReplicaKey, PersonId> people_;
    std::set<ReplicaKey> leads_;
    std::map<EventId, Standing> judged_;
};

}  // namespace dsupport::test

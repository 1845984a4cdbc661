#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "lib/store/projection.hh"
#include "lib/store/store.hh"
#include "lib/store/texts.hh"
#include "lib/team/group_address.hh"
#include "lib/ticket/digest.hh"
#include "lib/ticket/liveness.hh"

namespace dsupport {
namespace {

/// How far another clock may run ahead before we stop following it.
constexpr std::int64_t kTrustedSkew = 10 * kMinute;

bool is_of_duty(std::string_view kind) {
    return kind == "cover" || kind == "cancel" || kind == "away" || kind == "undo";
}

}  // namespace

WriteSession::WriteSession(Store& store, const SigningKey& key, Clock& clock, Random& random)
    : store_(store),
      chain_{key, {}},
      random_(random),
      now_(clock.now()),
      outbox_(*store.db_),
      mails_(*store.db_) {
    chain_.end = store_.events_->chain_end(chain_.key.id());
    random_.advance(chain_.end ? chain_.end->seq : 0);
    op_ = fresh_op();
}

OpId WriteSession::fresh_op() {
    OpId op;
    random_.fill(op.bytes);
    return op;
}

const TeamState& WriteSession::team_state() const {
    return store_.team();
}
const Team& WriteSession::team() const {
    return store_.team().team;
}
const Authority& WriteSession::authority() const {
    return *store_.team().authority;
}
std::vector<RotaEvent> WriteSession::rota_exceptions() const {
    return load_exceptions(*store_.events_, authority());
}
std::vector<RotaEvent> WriteSession::rota_handovers() const {
    return load_handovers(*store_.events_, authority());
}
PersonId WriteSession::me() const {
    return authority().person(chain_.key.id());
}
bool WriteSession::lead() const {
    return authority().lead(chain_.key.id());
}

ChainPoint WriteSession::end_of(const ReplicaKey& key) {
    const auto end = store_.events_->chain_end(key);
    return end ? ChainPoint{end->seq, end->id} : ChainPoint{};
}

Result<LoadedTicket> WriteSession::load(const TicketId& id) {
    return store_.load(id);
}

Situation WriteSession::situation(const LoadedTicket& loaded) const {
    return {loaded.state, loaded.summary, me(), lead(), now_, loaded.code};
}

Result<Event> WriteSession::seal_next(Chain& chain, EventContent content, const EventId& team,
                                      const OpId& op) {
    const auto& end = chain.end;
    EventPlace place;
    place.team = team;
    place.seq = end ? end->seq + 1 : 1;
    if (end) place.previous = end->id;
    // Later than everything this machine has made or seen, as far as the others' clocks can be believed.
    const auto seen = store_.events_->newest_until(now_ + kTrustedSkew);
    place.t = std::max({now_, end ? end->t + 1 : Instant{}, seen + 1});
    place.op = op;
    DS_TRY(auto event, seal(std::move(content), place, chain.key));
    chain.end = ChainEnd{place.seq, event.id, place.t};
    store_.events_->insert(event, false);
    written_.push_back(event);
    return event;
}

/// A later version folds what this one could only keep.
void WriteSession::fold_anew_after_upgrade() {
    const auto version = std::to_string(kFoldVersion);
    if (meta("fold_version") == version) return;
    store_.events_->index_anew();
    Projection(*store_.db_, *store_.events_).rebuild(team(), authority());
    forget_duty();
    set_meta("fold_version", version);
}

/// A first write founds a private team of one: its creation, the founder's grant, the people and the group.
Outcome WriteSession::found(const Founder& founder) {
    if (store_.meta("replica").empty()) {
        set_meta("replica", chain_.key.id().hex());
        if (founder.test_home) set_meta("test_home", "yes");
    }
    if (store_.team().id) return {};
    const auto op = fresh_op();
    std::array<std::uint8_t, 16> nonce{};
    random_.fill(nonce);
    EventContent create;
    create.kind = "team.create";
    create.own = Json::object({{"founder", chain_.key.id().hex()}, {"nonce", to_hex(nonce)}});
    DS_TRY(const auto created, seal_next(chain_, std::move(create), {}, op));
    const Grant grant{chain_.key.id(), founder.handle, Right::lead};
    DS_CHECK(seal_next(chain_, write_roster_event(created.id, {}, grant), created.id, op));
    DS_CHECK(seal_next(chain_, write_section({}, "people", with_person("", founder.handle, founder.person)),
                       created.id, op));
    if (!founder.group.addresses.empty())
        DS_CHECK(
            seal_next(chain_, write_section({}, "group", with_group("", founder.group)), created.id, op));
    store_.team_.reset();
    forget_duty();
    return {};
}

Result<std::vector<Event>> WriteSession::append(std::vector<EventContent> contents) {
    return append_to(chain_, std::move(contents));
}

Result<std::vector<Event>> WriteSession::append_as(const SigningKey& key,
                                                   std::vector<EventContent> contents) {
    Chain chain{key, store_.events_->chain_end(key.id())};
    return append_to(chain, std::move(contents));
}

Result<std::vector<Event>> WriteSession::append_to(Chain& chain, std::vector<EventContent> contents) {
    std::vector<Event> out;
    for (auto& content : contents) {
        DS_TRY(auto event, seal_next(chain, std::move(content), *store_.team().id, op_));
        out.push_back(std::move(event));
    }
    // Nobody can have spoken yet of a ticket that is opened here: there is nothing to look for that belongs
    // to it.
    if (out.size() == 1 && out.front().kind() == "open" &&
        !store_.team().authority->roster().limited(out.front().rep))
        Projection(*store_.db_, *store_.events_).add(out.front(), team(), authority());
    else
        refresh(out);
    return out;
}

WriteSession::TakenIn WriteSession::take_in(const std::vector<Event>& events,
                                            const std::vector<IncomingMail>& mails) {
    store_.team();  // as it is before
    TakenIn out;
    std::vector<Event> fresh;
    for (const auto& event : events)
        if (store_.events_->insert(event, true)) fresh.push_back(event);
    out.events = fresh.size();
    std::vector<std::int64_t> rows;
    for (const auto& mail : mails) {
        const auto arrival = mails_.insert(mail, store_.mail_file_);
        out.mails.push_back(arrival.is_new);
        if (arrival.changed) rows.push_back(arrival.row);
    }
    // Of a command the last part may come late, and what takes it back before it, and a text behind its
    // redaction. So may this machine's own events, when its log is made anew from what others have.
    if (!fresh.empty()) {
        forget_duty();
        forget_redacted();
    }
    refresh(fresh, rows);
    return out;
}

bool WriteSession::keep_unreadable(std::string_view raw, const UnreadableMail& mail) {
    return mails_.insert_unreadable(raw, mail, store_.mail_file_).has_value();
}

void WriteSession::forget_unreadable(std::int64_t row) {
    mails_.forget_unreadable(row);
}

std::string WriteSession::raw_mail(std::int64_t row) {
    return mails_.raw(row, store_.mail_file_);
}

TicketId WriteSession::ticket_of(const MailRef& mail) {
    const auto row = mails_.find(mail);
    return row ? mails_.ticket_of(*row) : TicketId{};
}

void WriteSession::mark_waiting(const MailRef& mail) {
    if (const auto row = mails_.find(mail)) mails_.mark_waiting(*row, true);
}

std::vector<std::int64_t> WriteSession::take_waiting() {
    auto out = mails_.waiting();
    for (const auto row : out) mails_.mark_waiting(row, false);
    return out;
}

void WriteSession::refresh(const std::vector<Event>& events, const std::vector<std::int64_t>& mails) {
    std::set<TicketId> tickets;
    bool team_changed = false, duty_changes = false;
    for (const auto& event : events) {
        for (auto& id : store_.events_->tickets_of(event.id)) tickets.insert(std::move(id));
        const auto& kind = event.kind();
        may_remove_texts_ = may_remove_texts_ || kind == "redact" || kind == "roster";
        team_changed = team_changed || kind == "team.doc" || kind == "roster" || kind == "team.create" ||
                       store_.team().authority->roster().limited(event.rep);
        duty_changes = duty_changes || is_of_duty(kind);
    }
    if (team_changed || duty_changes) forget_duty();
    bool everything = false;
    if (team_changed) {
        const auto before = std::move(store_.team_);
        store_.team_.reset();
        if (before)
            for (const auto& key :
                 store_.team().authority->roster().changed_since(before->authority->roster()))
                store_.events_->add_tickets_of(key, tickets);
        // A client's domain decides the client of any ticket, and nobody asks from an address of our own.
        everything = !before || before->team.clients != store_.team().team.clients ||
                     our_addresses(before->team) != our_addresses(store_.team().team);
    }
    const bool may_redact = team_changed || std::ranges::any_of(events, [](const Event& event) {
                                return event.kind() == "redact";
                            });
    if (may_redact) forget_redacted();
    std::set<MailKey> keys;
    for (const auto row : mails) keys.insert(mails_.key_of(row));
    for (const auto& event : team_changed ? store_.events_->mail_redactions() : events)
        if (event.kind() == "redact") keys.merge(mails_of(event));
    forget_redacted_mails(keys);
    forget_redacted_copies(mails);
    Projection projection(*store_.db_, *store_.events_);
    if (everything)
        projection.rebuild(team(), authority());
    else if (!tickets.empty() || !mails.empty())
        projection.refresh(tickets, mails, team(), authority());
}

/// What became of mails is no event, and yet the rows of their tickets tell of it.
void WriteSession::show_undelivered() {
    if (!outbox_.touched().empty())
        Projection(*store_.db_, *store_.events_).refresh(outbox_.touched(), {}, team(), authority());
}

Result<bool> WriteSession::rebuild() {
    Projection projection(*store_.db_, *store_.events_);
    const auto before = projection.digest();
    store_.events_->index_anew();
    store_.team_.reset();
    forget_duty();
    projection.rebuild(team(), authority());
    return projection.digest() == before;
}

void WriteSession::mark_posted(const std::vector<EventId>& events, bool posted) {
    store_.events_->mark_posted(events, posted);
}

std::vector<Event> WriteSession::unposted(std::int64_t& row) {
    return store_.events_->unposted(row);
}

std::vector<TicketId> WriteSession::tickets_of(const EventId& id) {
    return store_.events_->tickets_of(id);
}

bool WriteSession::is_posted(const EventId& id) {
    return store_.events_->is_posted(id);
}

std::optional<Event> WriteSession::find(const EventId& id) {
    return store_.events_->find(id);
}

bool WriteSession::arrived_after(const EventId& event, const EventId& other) {
    return store_.events_->row_of(event) > store_.events_->row_of(other);
}

std::int64_t WriteSession::ticket_count() {
    return TicketTable(*store_.db_).count();
}

std::string WriteSession::fresh_message_id(const TicketId& ticket, std::string_view domain) {
    std::array<std::uint8_t, 16> nonce{};
    random_.fill(nonce);
    return make_message_id(nonce, ticket, domain);
}

/// Whether what a head has written was built upon this event, over however many writes between.
bool WriteSession::builds_upon(const FieldValue& head, const std::string& field, const EventId& event) {
    std::vector<EventId> todo = head.replaces;
    std::set<EventId> seen;
    while (!todo.empty()) {
        const auto id = todo.back();
        todo.pop_back();
        if (id == event) return true;
        if (!seen.insert(id).second) continue;
        const auto between = find(id);
        if (!between) continue;
        for (const auto& write : between->content.writes)
            if (write.field == field) todo.insert(todo.end(), write.replaces.begin(), write.replaces.end());
    }
    return false;
}

std::string WriteSession::superseded(const std::vector<Event>& events) {
    for (const auto& event : events) {
        if (event.content.writes.empty()) continue;
        const auto loaded = load(event.ticket());
        if (!loaded) continue;
        const auto& ticket = loaded->state.tickets.at(event.ticket());
        for (const auto& write : event.content.writes)
            for (const auto& head : ticket.field(write.field).heads())
                if (builds_upon(head, write.field, event.id)) return write.field;
    }
    return {};
}

void WriteSession::set_meta(const std::string& key, const std::string& value) {
    auto& q = store_.db_->query(
        "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2");
    q.bind(1, key);
    q.bind(2, value);
    q.exec();
}

std::string WriteSession::meta(const std::string& key) {
    return store_.meta(key);
}

std::string WriteSession::bundle(const std::vector<Event>& events, const Hash& text, bool with_digest) {
    BundleHeader header;
    header.from = chain_.key.id();
    header.text = text;
    header.heads = store_.events_->chains().heads();
    header.need = store_.events_->chains().holes();
    if (with_digest) header.digest = Projection(*store_.db_, *store_.events_).digest();
    return encode_bundle(header, events, chain_.key);
}

}  // namespace dsupport

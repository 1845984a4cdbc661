#include "tests/sim/world.hh"

#include "tests/sim/forger.hh"
#include "tests/sim/invariants.hh"
#include "tests/unit/support/tickets.hh"

namespace dsupport::sim {
namespace {

/// Long enough for every answer to be asked for, waited for and given.
constexpr int kStillRounds = 5;
constexpr int kMaxRounds = 80;

std::size_t number_of_replicas(const Options& options) {
    return options.replicas != 0 ? options.replicas : 2 + Dice(options.seed ^ 0x5EED).below(5);
}

PersonId person_of(std::size_t number) {
    return {"person" + std::to_string(number)};
}
bool is_lead(std::size_t number) {
    return number % 3 == 0;
}

}  // namespace

World::World(const Options& options)
    : options_(options),
      dice_(options.seed),
      group_(dice_.next()),
      typist_(dice_.next()),
      clients_(dice_.next()),
      now_(test::kMorning) {
    const auto count = number_of_replicas(options);
    for (std::size_t i = 0; i < count; ++i) replicas_.emplace_back(i, Dice(dice_.next()), options.plant);
    if (count >= 3 && dice_.chance(75)) leaver_ = count - 1;
    found();
}

World::~World() = default;

std::string World::summary() const {
    std::size_t events = 0;
    for (const auto& replica : replicas_) events = std::max(events, replica.events().size());
    return std::to_string(replicas_.size()) + " replicas, " + std::to_string(events) + " events, " +
           std::to_string(mails_.size()) + " mails, quiet after " + std::to_string(quiet_rounds_) + " rounds";
}

std::optional<std::string> World::run() {
    for (std::size_t i = 0; i < options_.steps; ++i) step(i);
    go_quiet();
    return check();
}

// The team

void World::found() {
    auto create = test::content("team.create");
    create.own.set("founder", admin().key().id().hex());
    const auto event = admin().write(create, now_, admin().fresh_op());
    truth_.team = event->id;
    for (auto& replica : replicas_) replica.join(event->id);
    truth_.admit(admin().key().id(), person_of(0), true);
    truth_.wrote(*event, admin());
    act(Grant{admin().key().id(), person_of(0), Right::lead});
}

void World::act(const RosterAction& action) {
    write(0, write_roster_event(truth_.team, admin().roster(), action), admin().fresh_op());
}

void World::grant_one(bool all) {
    for (std::size_t i = 1; i < replicas_.size(); ++i) {
        const auto& key = replicas_[i].key().id();
        if (gone(i) || admin().roster().find(key) != nullptr) continue;
        truth_.admit(key, person_of(i), is_lead(i));
        act(Grant{key, person_of(i), is_lead(i) ? Right::lead : Right::member});
        if (!all) return;
    }
}

/// Makes somebody a lead from what the admin knows of them on.
void World::raise_one() {
    const auto number = dice_.below(replicas_.size());
    const auto& key = replicas_[number].key().id();
    const auto* found = admin().roster().find(key);
    if (gone(number) || found == nullptr || found->right != Right::member) return;
    std::int64_t after = 0;
    for (const auto& event : admin().events())
        if (event.rep == key) after = std::max(after, event.at.seq);
    truth_.raise(key, after);
    act(Grant{key, person_of(number), Right::lead, after});
}

void World::leave() {
    const auto& key = replicas_[*leaver_].key().id();
    // At the last event without a gap: what lies behind a gap that nobody can fill any more would wait for
    // ever.
    const auto heads = admin().heads();
    const auto head = heads.find(key);
    const auto last = head == heads.end() ? ChainPoint{} : ChainPoint{head->second.seq, head->second.id};
    truth_.admit(key, person_of(*leaver_), is_lead(*leaver_));
    if (admin().roster().find(key) == nullptr) act(Grant{key, person_of(*leaver_), Right::member});
    truth_.cut(key, last.id);
    act(Cut{key, last, "left"});
    left_ = true;
}

// What happens

void World::step(std::size_t number) {
    now_ = now_ + dice_.between(kMinute, 3 * kHour);
    deliver();
    if (number == 0 || dice_.chance(8)) grant_one(false);
    if (dice_.chance(8)) raise_one();
    if (leaver_ && !left_ && number * 2 > options_.steps && dice_.chance(15)) return leave();
    const auto who = dice_.below(replicas_.size());
    if (gone(who)) return forge();
    switch (dice_.below(20)) {
        case 0:
        case 1:
        case 2:
            return client_mail();
        case 3:
        case 4:
        case 5:
        case 6:
            return sync(who);
        case 7:
            return write_in_other_team(who);
        case 8:
            if (who != 0 && !dice_.chance(50)) return replicas_[who].save_backup();
            if (who != 0 && leaver_ != who) replicas_[who].restore_backup();
            return;
        default:
            return command(who);
    }
}

void World::write(std::size_t number, EventContent content, const OpId& op) {
    auto& replica = replicas_[number];
    const auto mid = content.own["mid"].string();
    const auto body = content.body.value_or("");
    const auto event = replica.write(std::move(content), now_, op);
    if (!event) return;
    truth_.wrote(*event, replica);
    if (mid.empty()) return;
    mails_.push_back(Clients::letter(mid, body, event->rep, event->at.t));
    group_.post_mail(mails_.size() - 1, replicas_.size(), now_);
}

void World::command(std::size_t number) {
    const auto op = replicas_[number].fresh_op();
    for (auto& content : typist_.next(replicas_[number], replicas_[number].wall(now_)))
        write(number, std::move(content), op);
}

void World::write_in_other_team(std::size_t number) {
    auto& replica = replicas_[number];
    if (replica.events().empty()) return;
    const auto& some = dice_.pick(replica.events());
    if (some.ticket().empty()) return;
    auto set = test::set(some.ticket(), field::kAssignee, "nobody of this team");
    replica.join(test::filled<EventId>(0x77));
    if (const auto event = replica.write(set, now_, replica.fresh_op())) truth_.wrote_elsewhere(*event);
    replica.join(truth_.team);
}

void World::forge() {
    group_.post(*leaver_, Forger(replicas_[*leaver_], Dice(dice_.next())).next(now_), replicas_.size(), now_);
}

void World::client_mail() {
    std::vector<TicketId> tickets;
    for (const auto& [id, ticket] : admin().state().tickets) tickets.push_back(id);
    mails_.push_back(clients_.write(now_, tickets));
    group_.post_mail(mails_.size() - 1, replicas_.size(), now_);
}

void World::deliver() {
    for (const auto& parcel : group_.arrivals(now_)) {
        auto& replica = replicas_[parcel.to];
        if (parcel.text.empty())
            replica.receive(mails_[parcel.mail]);
        else
            replica.receive(parcel.text);
        if (gone(parcel.to) || !replica.take_new_key_if_restored()) continue;
        auto hello = test::content("hello");
        hello.own.set("key", replica.key().id().hex());
        write(parcel.to, hello, replica.fresh_op());
    }
}

void World::sync(std::size_t number) {
    group_.post(number, replicas_[number].compose(), replicas_.size(), now_);
}

// The end

void World::go_quiet() {
    group_.be_kind();
    std::size_t before = 0;
    int still = 0;
    for (int round = 0; round < kMaxRounds && still < kStillRounds; ++round) {
        grant_one(true);
        for (std::size_t i = 0; i < replicas_.size(); ++i) {
            if (gone(i)) continue;
            replicas_[i].repeat_hidden();
            sync(i);
        }
        now_ = now_ + 6 * kDay;
        deliver();
        std::size_t events = 0;
        for (const auto& replica : replicas_) events += replica.events().size();
        still = events == before && group_.empty() ? still + 1 : 0;
        before = events;
        ++quiet_rounds_;
    }
}

std::optional<std::string> World::check() {
    Quiet quiet;
    for (std::size_t i = 0; i < replicas_.size(); ++i)
        if (!gone(i)) quiet.live.push_back(&replicas_[i]);
    quiet.truth = &truth_;
    quiet.mails = mails_;
    quiet.dice = Dice(options_.seed);
    return check_all(quiet);
}

}  // namespace dsupport::sim

#include "tests/sim/replica.hh"

#include <algorithm>

#include "lib/ticket/digest.hh"
#include "tests/sim/planted.hh"

namespace dsupport::sim {
namespace {

constexpr std::int64_t kYear = 365 * kDay;
/// Mails of ours that the author of a missing event gets before others step in.
constexpr int kPatience = 2;

SigningKey fresh_key(Dice& dice) {
    std::array<std::uint8_t, 32> seed{};
    for (auto& byte : seed) byte = static_cast<std::uint8_t>(dice.below(256));
    return SigningKey::from_seed(seed);
}

bool in_ranges(const std::vector<SeqRange>& ranges, std::int64_t seq) {
    return std::ranges::any_of(ranges, [&](const SeqRange& r) { return r.first <= seq && seq <= r.second; });
}

}  // namespace

Replica::Replica(std::size_t number, Dice dice, Plant plant) : dice_(dice), plant_(plant) {
    keys_.push_back(fresh_key(dice_));
    end_.seq = 0;
    if (number > 0 && dice_.chance(40))
        clock_off_ = dice_.between(-3 * kYear, 3 * kYear);
    else
        clock_off_ = dice_.between(-kMinute, kMinute);
}

// Writing

std::optional<Event> Replica::write(EventContent content, Instant world, const OpId& op) {
    const auto now = wall(world);
    auto place = end_;
    place.team = content.kind == "team.create" ? EventId{} : team_;
    place.previous = end_.previous;
    place.seq = end_.seq + 1;
    place.op = op;
    place.t = std::max(now, end_.t + 1);
    for (const auto& event : events_)
        if (event.at.t <= now + 10 * kMinute) place.t = std::max(place.t, event.at.t + 1);
    auto event = seal(std::move(content), place, key());
    if (!event) return std::nullopt;
    end_ = place;
    end_.previous = event->id;
    unposted_.insert(event->id);
    add(*event);
    return std::move(*event);
}

bool Replica::is_own(const ReplicaKey& key) const {
    return std::ranges::any_of(keys_, [&](const SigningKey& own) { return own.id() == key; });
}

void Replica::add(Event event) {
    if (index_.contains(event.id)) return;
    const bool new_place = places_.emplace(event.rep, event.at.seq).second;
    if (plant_ == Plant::id_unchecked && !new_place) return;
    index_.emplace(event.id, events_.size());
    events_.push_back(std::move(event));
    forget_conclusions();
}

void Replica::forget_conclusions() {
    authority_.reset();
    state_.reset();
}

// Reading

const Authority& Replica::authority() {
    if (!authority_) {
        const auto find = [&](const EventId& id) -> std::optional<ChainLink> {
            const auto it = index_.find(id);
            if (it == index_.end()) return std::nullopt;
            return chain_link(events_[it->second]);
        };
        auto made = std::make_unique<PlantedAuthority>(team_, events_, find, plant_);
        roster_ = &made->roster();
        authority_ = std::move(made);
    }
    return *authority_;
}

const Roster& Replica::roster() {
    authority();
    return *roster_;
}

const State& Replica::state() {
    if (!state_) {
        state_ = std::make_unique<State>(fold(events_, mails_, authority()));
    }
    return *state_;
}

const FieldValue* Replica::shown(const Register& field) const {
    if (plant_ != Plant::winner_by_arrival || field.heads().empty()) return field.shown();
    return &*std::ranges::max_element(field.heads(), {},
                                      [&](const FieldValue& v) { return index_.at(v.event); });
}

// The exchange

void Replica::receive(const Mail& mail) {
    if (!mail_hashes_.insert(mail.canonical()).second) return;
    mails_.push_back(mail);
    state_.reset();
}

void Replica::receive(const std::string& text) {
    for (const auto& block : find_armour(text)) {
        auto bundle = read_bundle(block, plant_);
        if (!bundle) continue;
        for (auto& event : bundle->events) {
            if (event.rep == key().id() && !has(event.id)) own_chain_came_back_ = true;
            add(std::move(event));
        }
        const auto& from = bundle->header.from;
        if (const auto* key = roster().find(from); key != nullptr && !key->cuts.empty()) continue;
        peer_heads_[from] = bundle->header.heads;
        if (bundle->header.need.empty())
            asked_.erase(from);
        else
            asked_[from].first = bundle->header.need;
    }
}

std::map<ReplicaKey, ChainHead> Replica::heads() const {
    std::map<ReplicaKey, std::vector<const Event*>> chains;
    for (const auto& event : events_) chains[event.rep].push_back(&event);
    std::map<ReplicaKey, ChainHead> out;
    for (auto& [rep, chain] : chains) {
        std::ranges::sort(chain, {}, [](const Event* e) { return std::pair(e->at.seq, e->id); });
        std::set<EventId> whole = {EventId{}};
        for (const auto* event : chain)
            if (whole.contains(event->at.previous)) {
                whole.insert(event->id);
                out[rep] = {event->at.seq, event->id};
            }
    }
    return out;
}

Replica::Ranges Replica::holes() {
    std::map<ReplicaKey, std::set<std::int64_t>> missing, there;
    for (const auto& event : events_) {
        there[event.rep].insert(event.at.seq);
        if (!event.at.previous.zero() && !has(event.at.previous)) missing[event.rep].insert(event.at.seq - 1);
    }
    // Strangers could speak of events that never were. But who does not know the team yet must ask somebody.
    const auto believed = [&](const ReplicaKey& peer) {
        return !roster().founder() || roster().active(peer);
    };
    std::map<ReplicaKey, std::int64_t> reach;
    for (const auto& [rep, seqs] : there) reach[rep] = *seqs.rbegin();
    for (const auto& [peer, heads] : peer_heads_)
        for (const auto& [rep, head] : heads) {
            if (!believed(peer) || has(head.id)) continue;
            missing[rep].insert(head.seq);
            reach[rep] = std::max(reach[rep], head.seq);
        }
    Ranges out;
    for (const auto& [rep, last] : reach)
        for (std::int64_t seq = 1; seq <= last; ++seq) {
            if (there[rep].contains(seq) && !missing[rep].contains(seq)) continue;
            auto& ranges = out[rep];
            if (!ranges.empty() && ranges.back().second == seq - 1)
                ranges.back().second = seq;
            else
                ranges.emplace_back(seq, seq);
        }
    return out;
}

std::set<EventId> Replica::answers() {
    std::set<EventId> out;
    for (auto it = asked_.begin(); it != asked_.end();) {
        const auto& [ranges, patience] = it->second;
        for (const auto& event : events_) {
            const auto wanted = ranges.find(event.rep);
            if (wanted == ranges.end() || !in_ranges(wanted->second, event.at.seq)) continue;
            if (is_own(event.rep) || patience >= kPatience) out.insert(event.id);
        }
        it = ++it->second.second > kPatience ? asked_.erase(it) : std::next(it);
    }
    return out;
}

std::string Replica::compose() {
    std::set<EventId> ids = answers();
    ids.merge(unposted_);
    unposted_.clear();
    std::string out = "Changes of the day. Nothing for a person to do.\n\n";
    BundleHeader header;
    header.from = key().id();
    header.text = text_hash(out);
    if (plant_ != Plant::no_heads) header.heads = heads();
    if (plant_ != Plant::no_need) header.need = holes();
    header.digest = state_digest(fold(events_, {}, authority()));
    std::vector<Event> events;
    std::size_t size = 0;
    const auto flush = [&] {
        out += armour(encode_bundle(header, events, key())) + "\n";
        events.clear();
        size = 0;
    };
    for (const auto& id : ids) {
        const auto it = index_.find(id);
        if (it == index_.end()) continue;
        const auto& event = events_[it->second];
        if (size + bundle_size(event) > kMaxBundleBytes / 2 || events.size() == kMaxBundleEvents) flush();
        size += bundle_size(event);
        events.push_back(event);
    }
    flush();
    return out;
}

bool Replica::busy() {
    return !unposted_.empty() || !asked_.empty() || !holes().empty();
}

void Replica::repeat_hidden() {
    std::vector<ChainLink> links;
    for (const auto& event : events_) links.push_back(chain_link(event));
    std::set<ReplicaKey> forked;
    for (const auto& fork : find_forks(std::move(links))) forked.insert(fork.author);
    const auto reach = heads();
    for (const auto& event : events_) {
        const auto head = reach.find(event.rep);
        const bool behind_hole = head == reach.end() || event.at.seq > head->second.seq;
        if ((forked.contains(event.rep) || behind_hole) && repeated_.insert(event.id).second)
            unposted_.insert(event.id);
    }
}

// Accidents

void Replica::save_backup() {
    backup_ = Backup{events_, end_, unposted_};
}

void Replica::restore_backup() {
    if (!backup_) return;
    events_ = backup_->events;
    end_ = backup_->end;
    unposted_ = backup_->unposted;
    backup_.reset();
    index_.clear();
    places_.clear();
    for (std::size_t i = 0; i < events_.size(); ++i) {
        index_.emplace(events_[i].id, i);
        places_.emplace(events_[i].rep, events_[i].at.seq);
    }
    forget_conclusions();
}

bool Replica::take_new_key_if_restored() {
    if (!own_chain_came_back_) return false;
    own_chain_came_back_ = false;
    keys_.push_back(fresh_key(dice_));
    end_ = EventPlace{team_, 0, {}, end_.t, {}};
    backup_.reset();
    return true;
}

}  // namespace dsupport::sim

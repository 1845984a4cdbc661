// A second opinion on the rota, minute by minute: it walks through time, watches the C library's clock of
// each zone and remembers what has begun and what has ended. It shares no rule with lib/rota but their
// meaning.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "lib/rota/exceptions.hh"
#include "tests/unit/support/local_zone.hh"

namespace dsupport::test {

/// What a minute is found to be: for each seat who sits there, and which seats are left without anybody.
struct Minute {
    std::map<SeatId, std::string> people;  ///< "" for a vacant seat
    std::set<SeatId> conflicts;            ///< vacant because the person has another seat
    std::set<SeatId> rivalled;             ///< decided by several without sight of each other
    bool operator==(const Minute&) const = default;
};

/// What the clock of each zone shows, minute by minute.
class Clocks {
  public:
    Clocks(const std::set<std::string>& zones, Instant from, Instant to) {
        for (const auto& name : zones) {
            const LibcZone zone(name);
            auto& shown = shown_[name];
            for (auto t = from; t < to; t = t + kMinute) shown.push_back(zone.local(t).seconds);
        }
    }
    const std::vector<std::int64_t>& of(const std::string& zone) const { return shown_.at(zone); }

  private:
    std::map<std::string, std::vector<std::int64_t>> shown_;
};

/// A civil time comes when the clock first shows it or more; from then on it has come.
class Milestone {
  public:
    Milestone(CivilTime civil, const std::vector<std::int64_t>& clock)
        : civil_(civil.seconds), clock_(&clock) {}
    /// Looks at the clock of that minute; true when the time comes just now.
    bool look(std::size_t minute) {
        if (come_ || (*clock_)[minute] < civil_) return false;
        return come_ = true;
    }
    bool come() const { return come_; }

  private:
    std::int64_t civil_;
    const std::vector<std::int64_t>* clock_;
    bool come_ = false;
};

class MinuteModel {
  public:
    MinuteModel(const Team& team, const Exceptions& exceptions, const Clocks& clocks)
        : team_(team), exceptions_(exceptions), clocks_(clocks) {
        const auto mark = [&](CivilTime t, const std::string& zone) { return Milestone(t, clocks.of(zone)); };
        for (const auto role : kRoles)
            for (const auto& ring : team.rota.of(role))
                walks_.push_back(
                    {role, &ring, mark(ring.from, ring.tz), mark(turn_begin(ring, 1), ring.tz), 0});
        for (const auto& cover : exceptions.covers)
            for (const auto& piece : cover.pieces)
                if (cover.live)
                    claims_.push_back({&cover, &piece, mark(piece.from, piece.tz), mark(piece.to, piece.tz)});
        for (const auto& away : exceptions.aways) {
            const auto& own = team.people.at(away.person).tz;
            const auto& tz = own.empty() ? team.rota.tz : own;
            if (away.live) days_.push_back({away.person, mark(away.from, tz), mark(away.to, tz)});
        }
        for (const auto& [person, when] : team.rota.left) left_.push_back({person, mark(when, team.rota.tz)});
    }

    /// To be asked for minute 0, 1, 2, ...
    const Minute& at(std::size_t minute) {
        if (watch(minute) || minute == 0) found_ = find();
        return found_;
    }

  private:
    struct Walk {
        Role role;
        const Ring* ring;
        Milestone begins, next;
        std::int64_t turn;
    };
    struct Claim {
        const Cover* cover;
        const Piece* piece;
        Milestone from, to;
        bool open() const { return from.come() && !to.come(); }
    };
    struct Days {
        PersonId person;
        Milestone from, to;
    };

    /// Looks at all clocks; whether anything came.
    bool watch(std::size_t minute) {
        bool any = false;
        for (auto& walk : walks_) {
            any = walk.begins.look(minute) || any;
            while (walk.begins.come() && walk.next.look(minute)) {
                any = true;
                ++walk.turn;
                walk.next = Milestone(turn_begin(*walk.ring, walk.turn + 1), clocks_.of(walk.ring->tz));
            }
        }
        for (auto& claim : claims_) {
            any = claim.from.look(minute) || any;
            any = claim.to.look(minute) || any;
        }
        for (auto& days : days_) {
            any = days.from.look(minute) || any;
            any = days.to.look(minute) || any;
        }
        for (auto& [person, milestone] : left_) any = milestone.look(minute) || any;
        return any;
    }

    bool gone(const PersonId& id) const {
        for (const auto& [person, milestone] : left_)
            if (person == id) return milestone.come();
        return !team_.people.at(id).active;
    }
    bool away(const PersonId& id) const {
        bool out = false;
        for (const auto& days : days_)
            out = out || (days.person == id && days.from.come() && !days.to.come());
        return out;
    }

    Minute find() const {
        Minute out;
        std::set<PersonId> taken;
        struct Gap {
            SeatId seat;
            const Ring* ring;
            PersonId turn;
        };
        std::vector<Gap> gaps;
        for (const auto role : kRoles) {
            const Walk* walk = nullptr;
            for (const auto& each : walks_)
                if (each.role == role && each.begins.come()) walk = &each;
            if (!walk) continue;
            const auto& order = walk->ring->order;
            // Deals the order out turn by turn, so many at a time.
            std::size_t card = 0;
            for (std::int64_t i = 0; i < walk->turn * walk->ring->capacity; ++i)
                if (++card >= order.size()) card = 0;
            for (std::int64_t n = 0; n < walk->ring->capacity; ++n) {
                const SeatId seat{role, n};
                const auto turn = order.empty() ? PersonId{} : order[card];
                if (++card >= order.size()) card = 0;
                const auto* piece = strongest(seat, out);
                const auto who = piece ? piece->who : turn;
                auto& held = out.people[seat];
                if (!who.empty() && !gone(who) && (piece || !away(who))) {
                    if (taken.insert(who).second)
                        held = who.value;
                    else
                        out.conflicts.insert(seat);
                }
                if (held.empty() && !turn.empty() && walk->ring->on_vacant == OnVacant::next)
                    gaps.push_back({seat, walk->ring, turn});
            }
        }
        for (const auto& gap : gaps) {
            auto around = gap.ring->order;
            std::ranges::rotate(around, std::ranges::find(around, gap.turn));
            around.erase(around.begin());
            for (const auto& other : around) {
                if (gone(other) || away(other) || !taken.insert(other).second) continue;
                out.people[gap.seat] = other.value;
                out.conflicts.erase(gap.seat);
                break;
            }
        }
        return out;
    }

    static CivilTime turn_begin(const Ring& ring, std::int64_t turn) {
        const auto n = turn * ring.every.count;
        switch (ring.every.unit) {
            case Turn::Unit::hour:
                return {ring.from.seconds + n * 3600};
            case Turn::Unit::day:
                return {ring.from.seconds + n * 86400};
            case Turn::Unit::week:
                return {ring.from.seconds + n * 604800};
            case Turn::Unit::month:
                break;
        }
        const auto month = std::stoi(ring.from.text().substr(5, 2)) - 1 + static_cast<int>(n);
        auto out = *CivilTime::make(ring.from.year() + month / 12, month % 12 + 1, ring.from.day());
        out.seconds += ring.from.seconds % 86400;
        return out;
    }

    bool sees(const Cover& from, const EventId& id) const {
        for (const auto& below : from.beats) {
            if (below == id) return true;
            for (const auto& cover : exceptions_.covers)
                if (cover.made.id == below && sees(cover, id)) return true;
        }
        return false;
    }

    const Piece* strongest(const SeatId& seat, Minute& out) const {
        std::vector<const Claim*> standing;
        for (const auto& claim : claims_) {
            bool stands = claim.piece->seat == seat && claim.open();
            for (const auto& other : claims_)
                if (stands && other.piece->seat == seat && other.open() && other.cover != claim.cover)
                    stands = !sees(*other.cover, claim.cover->made.id);
            if (stands) standing.push_back(&claim);
        }
        if (standing.empty()) return nullptr;
        const auto* best = standing.front();
        for (const auto* claim : standing) {
            if (claim->cover != standing.front()->cover) out.rivalled.insert(seat);
            if (best->cover->made < claim->cover->made) best = claim;
        }
        return best->piece;
    }

    const Team& team_;
    const Exceptions& exceptions_;
    const Clocks& clocks_;
    std::vector<Walk> walks_;
    std::vector<Claim> claims_;
    std::vector<Days> days_;
    std::vector<std::pair<PersonId, Milestone>> left_;
    Minute found_;
};

}  // namespace dsupport::test

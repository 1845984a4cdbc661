// The history of duty: a record for each time a seat changed hands. The records answer for the past, whatever
// the rules say today; what is missing among them can be found again at any time.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lib/rota/duty.hh"

namespace dsupport {

/// One seat changed hands. Its key is (seat, start): two events with one key are one record.
struct Handover {
    Authorship made;
    SeatId seat;
    Instant start;
    PersonId who;        ///< empty: from then on it was vacant
    std::string cause;   ///< the reason as `rota now` says it
    std::string doc;     ///< the id of the rules it was evaluated by
    std::string tzdata;  ///< the release of the zones
    std::vector<EventId> replaces;
    /// `accept`: the incoming person says so; `note`: words for whoever comes next; `correct`: it was
    /// otherwise; empty for a plain record.
    std::string says;
    std::string text;
};

/// What the events with one key come to.
struct Record {
    Handover shown;
    bool disputed = false;  ///< others say otherwise, and neither saw the other
    bool accepted = false;
    std::vector<Handover> notes;
};

class Records {
  public:
    Records() = default;
    /// Reads the handovers among the events, in any order; what cannot be read is passed over.
    explicit Records(std::span<const RotaEvent> events);

    /// The record that is in force at `t`: the latest of the seat with start <= t; nullptr for none.
    const Record* at(const SeatId& seat, Instant t) const;
    const Record* latest(const SeatId& seat) const;
    /// The start of the newest record of any seat.
    std::optional<Instant> newest() const;
    const std::map<SeatId, std::map<Instant, Record>>& all() const { return records_; }

  private:
    std::map<SeatId, std::map<Instant, Record>> records_;
};

/// The members of its event; the text is its body.
Json handover_members(const Handover& handover);

/// The handovers up to `now` that have no record yet, at their true instants, in the order of time: since the
/// latest record of each seat, or where there is none, the one that put today's holder on duty.
std::vector<Handover> missing_handovers(const Rota& rota, const Records& records, Instant now);

/// Who was on duty: the record of that time if there is one, else what the rules say today.
struct Past {
    PersonId person;
    bool recorded = false;
};
Past past_holder(const Rota& rota, const Records& records, const Seat& seat, Instant t);

}  // namespace dsupport

// The Group as the simulator has it: a mailing list that loses, holds, doubles, delays and reorders mails,
// and adds to their text what such lists and mail programs add.
#pragma once

#include <string>
#include <vector>

#include "lib/base/instant.hh"
#include "lib/ticket/mail.hh"
#include "tests/sim/dice.hh"

namespace dsupport::sim {

/// Something on its way to one replica: a mail with armour, or a mail of a client.
struct Parcel {
    Instant due;
    std::uint64_t order = 0;  ///< among those due at the same time
    std::size_t to = 0;
    std::string text;      ///< the text with armour; empty for a client's mail
    std::size_t mail = 0;  ///< otherwise its number
};

class Group {
  public:
    explicit Group(std::uint64_t seed) : dice_(seed) {}

    /// From now on nothing is lost any more.
    void be_kind() { kind_ = true; }
    void post(std::size_t from, const std::string& text, std::size_t replicas, Instant now);
    /// Client mail is read from an archive, so it comes late and twice but it comes.
    void post_mail(std::size_t mail, std::size_t replicas, Instant now);
    /// Takes out what is due, in the order of arrival.
    std::vector<Parcel> arrivals(Instant now);
    bool empty() const { return parcels_.empty(); }

  private:
    Dice dice_;
    bool kind_ = false;
    std::vector<Parcel> parcels_;

    Instant delayed(Instant now);
    std::string as_it_arrives(const std::string& text);
};

}  // namespace dsupport::sim

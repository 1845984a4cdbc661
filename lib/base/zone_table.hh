// One time zone: when its clocks change, read from a file of the zone database (TZif, RFC 8536). The bytes
// are passed in. A reader of our own, for the zone libraries at hand are shared objects that cost more to
// load than a whole command takes, and one of them loses daylight saving in 2038.
#pragma once

#include <string_view>
#include <vector>

#include "lib/base/civil.hh"
#include "lib/base/result.hh"
#include "lib/base/tz_rule.hh"

namespace dsupport {

class ZoneTable {
  public:
    /// UTC.
    ZoneTable();
    /// Fails with bad_data for anything that is no whole TZif file, and for one that counts leap seconds,
    /// which no clock of ours does. The yearly rule at its end is followed through 2050.
    static Result<ZoneTable> read(std::string_view tzif);

    /// What the clocks show at `t`; the reference lives as long as the table.
    const ZoneShift& at(Instant t) const;
    CivilTime local(Instant t) const;
    /// The first instant at which the clocks show `civil` or later: a time that is skipped is the instant of
    /// the jump, one that comes twice its first reading.
    Instant earliest(CivilTime civil) const;

  private:
    /// Sorted by `from`; the first is in force since ever. Never empty.
    std::vector<ZoneShift> shifts_;
};

}  // namespace dsupport

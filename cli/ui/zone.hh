// Civil times of the person's own zone. The C library does the work, so this costs one small file and no zone
// library; it holds one zone a process, so zones of other people (a rota's) are not its job.
#pragma once

#include <string>
#include <utility>

#include "lib/base/civil.hh"
#include "lib/base/instant.hh"
#include "lib/base/result.hh"

namespace dsupport {

/// A moment as seen in a zone.
struct ZonedTime {
    CivilTime wall;
    std::int64_t offset_s = 0;  ///< seconds east of UTC
    std::string abbreviation;   ///< `GMT`, `BST`, `+0530`
};

class Zone {
  public:
    virtual ~Zone() = default;
    virtual ZonedTime at(Instant t) const = 0;

    /// The moment a wall clock shows this. A time the clocks show twice is the earlier one; a time they skip
    /// is the moment they jump: the same rule as TimeZones::earliest of lib/base/civil.hh.
    Instant moment(CivilTime wall) const;
    /// The same, but of a time the clocks show twice the later one.
    Instant last_moment(CivilTime wall) const;

  private:
    enum class Reading { first, last };
    Instant moment(CivilTime wall, Reading reading) const;
};

/// What the C library's present zone shows.
ZonedTime zone_time(Instant t);

/// The zone of the process. Making one is free; the first use sets TZ and reads the zone's file, so all
/// objects of a process must have the same name.
class LocalZone final : public Zone {
  public:
    /// `name` as in the zone database (`Europe/London`); empty for the zone of the machine.
    explicit LocalZone(std::string name) : name_(std::move(name)) {}
    ZonedTime at(Instant t) const override;

  private:
    std::string name_;
};

/// Success when the zone database has this zone; `config` otherwise, with a hint. Empty is fine.
Outcome check_zone_name(const std::string& name, const std::string& database = "/usr/share/zoneinfo");

}  // namespace dsupport

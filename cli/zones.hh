// The world's time zones, as this system's zone database has them: one file is read for each zone that is
// asked for, when it is first asked for.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "cli/ui/zone.hh"
#include "lib/base/civil.hh"
#include "lib/base/zone_table.hh"

namespace dsupport {

class SystemZones final : public TimeZones {
  public:
    explicit SystemZones(std::string database = "/usr/share/zoneinfo") : database_(std::move(database)) {}

    bool known(std::string_view zone) const override;
    Instant earliest(CivilTime civil, std::string_view zone) const override;
    CivilTime local(Instant t, std::string_view zone) const override;
    const std::string& version() const override;
    std::string nearest(std::string_view name) const override;

    /// The zone for showing times; an unknown one is UTC. Must not outlive this object.
    std::unique_ptr<Zone> zone(std::string_view name) const;

    /// When that release came to this system; nothing when it does not say.
    std::optional<Instant> released() const;

  private:
    const ZoneTable* find(std::string_view zone) const;
    const ZoneTable& table(std::string_view zone) const;

    std::string database_;
    mutable std::map<std::string, std::unique_ptr<ZoneTable>, std::less<>> tables_;  ///< nullptr: unknown
    mutable std::string version_;
};

}  // namespace dsupport

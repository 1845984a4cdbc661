#include "cli/zones.hh"

#include <cstdlib>
#include <ctime>
#include <string>

#include "cli/ui/zone.hh"

namespace dsupport {
namespace {

/// Sets TZ for as long as it lives.
class Switched {
  public:
    explicit Switched(const std::string& zone) {
        if (const char* old = std::getenv("TZ")) old_ = old, had_ = true;
        setenv("TZ", zone.c_str(), 1);
        tzset();
    }
    ~Switched() {
        if (had_)
            setenv("TZ", old_.c_str(), 1);
        else
            unsetenv("TZ");
        tzset();
    }
    Switched(const Switched&) = delete;
    Switched& operator=(const Switched&) = delete;

  private:
    std::string old_;
    bool had_ = false;
};

class NamedZone final : public Zone {
  public:
    explicit NamedZone(std::string_view name) : name_(check_zone_name(std::string(name)) ? name : "UTC") {}
    ZonedTime at(Instant t) const override {
        const Switched zone(name_);
        return zone_time(t);
    }

  private:
    std::string name_;
};

}  // namespace

bool SystemZones::known(std::string_view zone) const {
    return check_zone_name(std::string(zone)).has_value();
}

Instant SystemZones::earliest(CivilTime civil, std::string_view zone) const {
    return NamedZone(zone).moment(civil);
}

CivilTime SystemZones::local(Instant t, std::string_view zone) const {
    return NamedZone(zone).at(t).wall;
}

}  // namespace dsupport

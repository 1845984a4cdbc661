// The world's time zones through the C library, which knows one zone at a time: good for the few conversions
// a command makes.
#pragma once

#include "lib/base/civil.hh"

namespace dsupport {

class SystemZones final : public TimeZones {
  public:
    bool known(std::string_view zone) const override;
    Instant earliest(CivilTime civil, std::string_view zone) const override;
    CivilTime local(Instant t, std::string_view zone) const override;
};

}  // namespace dsupport

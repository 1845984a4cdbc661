// The clocks of a zone as the C library shows them: a second opinion on the project's own zones. It switches
// the zone of the whole process while it lives.
#pragma once

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

#include "lib/base/civil.hh"

namespace dsupport::test {

class LibcZone {
  public:
    explicit LibcZone(const std::string& name) {
        if (const char* old = std::getenv("TZ")) old_ = old, had_ = true;
        setenv("TZ", name.c_str(), 1);
        tzset();
    }
    ~LibcZone() {
        if (had_)
            setenv("TZ", old_.c_str(), 1);
        else
            unsetenv("TZ");
        tzset();
    }
    LibcZone(const LibcZone&) = delete;
    LibcZone& operator=(const LibcZone&) = delete;

    std::tm shown(Instant t) const {
        const std::time_t seconds = t.ms / kSecond;
        std::tm tm{};
        localtime_r(&seconds, &tm);
        return tm;
    }
    CivilTime local(Instant t) const { return {t.ms / kSecond + shown(t).tm_gmtoff}; }

  private:
    std::string old_;
    bool had_ = false;
};

/// Every zone and alias of the database; empty where its index is missing.
inline std::vector<std::string> zone_names() {
    std::vector<std::string> out;
    std::ifstream file("/usr/share/zoneinfo/tzdata.zi");
    for (std::string kind, first, second, line; std::getline(file, line);) {
        const auto space = line.find(' ', 2);
        if (line.starts_with("Z ")) out.push_back(line.substr(2, space - 2));
        if (line.starts_with("L ")) out.push_back(line.substr(space + 1));
    }
    return out;
}

}  // namespace dsupport::test

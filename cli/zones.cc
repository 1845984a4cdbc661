#include "cli/zones.hh"

#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <vector>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

class TableZone final : public Zone {
  public:
    explicit TableZone(const ZoneTable& table) : table_(table) {}
    ZonedTime at(Instant t) const override {
        const auto& shift = table_.at(t);
        return {table_.local(t), shift.offset_s, shift.abbreviation};
    }

  private:
    const ZoneTable& table_;
};

std::unique_ptr<ZoneTable> load(const std::string& database, const std::string& name) {
    if (name == "UTC") return std::make_unique<ZoneTable>();
    if (name.empty() || !check_zone_name(name, database)) return nullptr;
    std::ifstream file(database + "/" + name, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    auto table = ZoneTable::read(bytes);
    return table ? std::make_unique<ZoneTable>(std::move(*table)) : nullptr;
}

}  // namespace

const ZoneTable* SystemZones::find(std::string_view zone) const {
    auto it = tables_.find(zone);
    if (it == tables_.end())
        it = tables_.emplace(std::string(zone), load(database_, std::string(zone))).first;
    return it->second.get();
}

const ZoneTable& SystemZones::table(std::string_view zone) const {
    static const ZoneTable kUtc;
    const auto* found = find(zone);
    return found ? *found : kUtc;
}

bool SystemZones::known(std::string_view zone) const {
    return find(zone) != nullptr;
}

Instant SystemZones::earliest(CivilTime civil, std::string_view zone) const {
    return table(zone).earliest(civil);
}

CivilTime SystemZones::local(Instant t, std::string_view zone) const {
    return table(zone).local(t);
}

std::unique_ptr<Zone> SystemZones::zone(std::string_view name) const {
    return std::make_unique<TableZone>(table(name));
}

const std::string& SystemZones::version() const {
    if (!version_.empty()) return version_;
    constexpr std::string_view kMark = "# version ";
    std::ifstream file(database_ + "/tzdata.zi");
    std::string line;
    std::getline(file, line);
    version_ = line.starts_with(kMark) ? line.substr(kMark.size()) : "unknown";
    return version_;
}

std::string SystemZones::nearest(std::string_view name) const {
    std::vector<std::string> names;
    std::ifstream file(database_ + "/tzdata.zi");
    // `Z NAME ...` is a zone, `L ZONE NAME` another name of one.
    for (std::string line; std::getline(file, line);) {
        const auto words = split(line, ' ');
        if (words.size() > 2 && (words[0] == "Z" || words[0] == "L"))
            names.emplace_back(words[words[0] == "Z" ? 1 : 2]);
    }
    const auto find = [&](const auto& part) {
        std::vector<std::string> parts;
        for (const auto& each : names) parts.push_back(lower(part(each)));
        const std::vector<std::string_view> views(parts.begin(), parts.end());
        const auto found = std::ranges::find(views, dsupport::nearest(part(name), views));
        return found == views.end() ? std::string() : names[static_cast<std::size_t>(found - views.begin())];
    };
    const auto whole = find([](std::string_view each) { return each; });
    return whole.empty() ? find([](std::string_view each) { return each.substr(each.rfind('/') + 1); })
                         : whole;
}

std::optional<Instant> SystemZones::released() const {
    struct stat found {};
    if (::stat((database_ + "/tzdata.zi").c_str(), &found) != 0) return std::nullopt;
    return Instant{std::int64_t{found.st_mtime} * kSecond};
}

}  // namespace dsupport

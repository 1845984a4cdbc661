#include "cli/zones.hh"

#include <sys/stat.h>

#include <fstream>
#include <iterator>

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

std::optional<Instant> SystemZones::released() const {
    struct stat found {};
    if (::stat((database_ + "/tzdata.zi").c_str(), &found) != 0) return std::nullopt;
    return Instant{std::int64_t{found.st_mtime} * kSecond};
}

}  // namespace dsupport

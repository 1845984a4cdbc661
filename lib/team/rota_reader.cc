#include <fmt/format.h>

#include <algorithm>

#include "lib/base/text.hh"
#include "lib/team/fields.hh"
#include "lib/team/reader.hh"

namespace dsupport {
namespace {

class RotaReader {
  public:
    RotaReader(Team& team, std::vector<DocumentNote>& notes, const DocumentWorld* world)
        : team_(team), notes_(notes), world_(world) {}

    void read(const Toml& value) {
        Fields f(value, "[rota]", notes_);
        f.zone("tz", team_.rota.tz, world_);
        for (const auto role : kRoles)
            if (const auto* versions = f.take(role_name(role))) rings(role, *versions);
        if (const auto* left = f.take("left")) leavers(*left);
        f.finish();
    }

  private:
    void rings(Role role, const Toml& versions) {
        const auto where = fmt::format("[[rota.{}]]", role_name(role));
        if (!versions.array()) {
            notes_.push_back(
                {versions.at,
                 fmt::format("{} must be an array of tables, not {}", where, versions.kind_name()),
                 "write the header in double brackets: " + where});
            return;
        }
        auto& out = team_.rota.rings.at(static_cast<std::size_t>(role));
        for (const auto& version : *versions.array()) ring(role, version, where, out);
        std::ranges::stable_sort(out, {}, &Ring::from);
    }

    void ring(Role role, const Toml& version, const std::string& where, std::vector<Ring>& out) {
        Ring ring;
        Fields f(version, where, notes_);
        const auto before = notes_.size();
        const bool has_from = f.civil("from", ring.from);
        if (version.table() && !version.find("from")) f.note(version, where + " has no 'from'");
        ring.tz = team_.rota.tz;
        f.zone("tz", ring.tz, world_);
        const bool has_turn = turn(f, version, ring);
        order(f, role, version, ring);
        if (has_from && world_ && world_->zones &&
            world_->zones->earliest(ring.from, ring.tz) >= kRotaHorizon)
            f.note(*version.find("from"), "'from' in " + where + " is not before 2038",
                   "the zone data of some systems lack daylight saving there");
        f.integer("capacity", 1, 20, ring.capacity);
        if (std::string word; f.text("on_vacant", word)) {
            if (word == "next")
                ring.on_vacant = OnVacant::next;
            else if (word != "report")
                f.note(*f.take("on_vacant"), "'on_vacant' is \"report\" or \"next\"");
        }
        f.finish();
        if (!has_from || !has_turn) return;
        if (std::ranges::find(out, ring.from, &Ring::from) != out.end())
            f.note(*version.find("from"), "two versions of " + where + " start at " + ring.from.text());
        else if (notes_.size() == before || !world_)
            out.push_back(std::move(ring));
    }

    bool turn(Fields& f, const Toml& version, Ring& ring) {
        std::string text;
        if (!f.text("every", text)) {
            if (version.table() && !version.find("every")) f.note(version, f.where() + " has no 'every'");
            return false;
        }
        const auto words = split(text, ' ');
        const auto count = parse_integer(words[0]).value_or(0);
        static constexpr std::array<std::string_view, 4> kUnits = {"hour", "day", "week", "month"};
        auto unit = words.size() == 2 ? words[1] : std::string_view();
        if (unit.ends_with('s')) unit.remove_suffix(1);
        const auto* const found = std::ranges::find(kUnits, unit);
        if (found == kUnits.end() || count < 1 || count > 1000) {
            f.note(*version.find("every"), "not a length of a turn: '" + printable(text) + "'",
                   "for example \"1 week\", \"12 hours\" or \"1 month\"");
            return false;
        }
        ring.every.count = static_cast<decltype(ring.every.count)>(count);
        ring.every.unit = static_cast<Turn::Unit>(found - kUnits.begin());
        if (ring.every.unit != Turn::Unit::month || ring.from.day() <= 28) return true;
        f.note(*version.find("every"), "turns of months must start on day 1 to 28");
        return false;
    }

    void order(Fields& f, Role role, const Toml& version, Ring& ring) {
        std::vector<std::string> names;
        if (!f.texts("order", names) && version.table() && !version.find("order"))
            f.note(version, f.where() + " has no 'order'");
        for (const auto& name : names) {
            const PersonId id{name};
            if (std::ranges::find(ring.order, id) != ring.order.end())
                f.note(*f.take("order"),
                       fmt::format("'{}' stands twice in 'order' of {}", printable(name), f.where()));
            else if (check_ring_person(f, role, id))
                ring.order.push_back(id);
        }
    }

    bool check_ring_person(Fields& f, Role role, const PersonId& id) {
        if (!world_) return true;
        const auto* person = team_.person(id);
        if (!person && world_->current) person = world_->current->person(id);
        if (!person) {
            f.note(*f.take("order"), fmt::format("unknown person '{}' in {}", printable(id.value), f.where()),
                   suggest_person(id));
            return false;
        }
        if (person->roles.empty() || std::ranges::find(person->roles, role) != person->roles.end())
            return true;
        f.note(*f.take("order"), fmt::format("'{}' has no role '{}'", id.value, role_name(role)),
               fmt::format("add it to 'roles' in [people.{}]", id.value));
        return false;
    }

    std::string suggest_person(const PersonId& id) const {
        std::vector<std::string> handles;
        for (const auto* team : {static_cast<const Team*>(&team_), world_->current})
            if (team)
                for (const auto& [known, person] : team->people) handles.push_back(known.value);
        return did_you_mean(id.value, handles);
    }

    void leavers(const Toml& value) {
        Fields f(value, "[rota.left]", notes_);
        if (!value.table()) return;
        for (const auto& [name, when] : *value.table()) {
            CivilTime t;
            if (!f.civil(name, t)) continue;
            const PersonId id{name};
            if (world_ && !team_.person(id) && !(world_->current && world_->current->person(id)))
                notes_.push_back({when.key_at,
                                  fmt::format("unknown person '{}' in [rota.left]", printable(name)),
                                  suggest_person(id)});
            team_.rota.left[id] = t;
        }
    }

    Team& team_;
    std::vector<DocumentNote>& notes_;
    const DocumentWorld* world_;
};

}  // namespace

void read_rota(const Toml& value, Team& team, std::vector<DocumentNote>& notes, const DocumentWorld* world) {
    RotaReader(team, notes, world).read(value);
}

}  // namespace dsupport

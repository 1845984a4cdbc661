#include <fmt/format.h>

#include "lib/base/toml.hh"
#include "lib/team/document.hh"

namespace dsupport {
namespace {

std::string every_text(const Turn& turn) {
    constexpr std::array<std::string_view, 4> kUnits = {"hour", "day", "week", "month"};
    return fmt::format("{} {}{}", turn.count, kUnits.at(static_cast<std::size_t>(turn.unit)),
                       turn.count == 1 ? "" : "s");
}

/// What a version says beside the defaults; its zone only where it is not the rota's.
Toml ring_toml(const Ring& ring, std::string_view rota_tz) {
    Toml out;
    out.set("from", ring.from);
    out.set("every", every_text(ring.every));
    Toml::Array order;
    for (const auto& person : ring.order) order.emplace_back(person.value);
    out.set("order", std::move(order));
    if (ring.tz != rota_tz) out.set("tz", ring.tz);
    if (ring.capacity != 1) out.set("capacity", ring.capacity);
    if (ring.on_vacant == OnVacant::next) out.set("on_vacant", "next");
    return out;
}

/// The section as a document that has a table `rota`.
Toml rota_document(std::string_view body) {
    auto document = Toml::parse(body, {}).value_or(Toml());
    if (!document.find("rota")) document.set("rota", Toml());
    return document;
}

}  // namespace

std::string with_rings(std::string_view body, const std::array<std::vector<Ring>, 2>& rings) {
    auto document = rota_document(body);
    auto& rota = *document.find("rota");
    const auto* tz = rota.find("tz");
    const std::string rota_tz = tz && tz->text() ? *tz->text() : "UTC";
    for (const auto role : kRoles) {
        Toml::Array versions;
        for (const auto& ring : rings.at(static_cast<std::size_t>(role)))
            versions.push_back(ring_toml(ring, rota_tz));
        if (versions.empty())
            rota.erase(role_name(role));
        else
            rota.set(role_name(role), std::move(versions));
    }
    return document.dump();
}

std::string with_leaver(std::string_view body, const PersonId& id, CivilTime left) {
    auto document = rota_document(body);
    auto& rota = *document.find("rota");
    if (!rota.find("left")) rota.set("left", Toml());
    rota.find("left")->set(id.value, left);
    return document.dump();
}

}  // namespace dsupport

#include "tests/sim/group.hh"

#include <algorithm>
#include <tuple>

#include "lib/base/text.hh"

namespace dsupport::sim {
namespace {

constexpr auto kFooter =
    "-- \nYou received this message because you are subscribed to the group.\n"
    "To unsubscribe, send an email to support+unsubscribe@example.org.\n";

bool is_mark(std::string_view line) {
    return line.starts_with("-----");
}

/// The base64 between the marks in lines of another length; other lines stay.
std::string wrapped(const std::string& text, std::size_t columns) {
    std::string out, base64;
    bool inside = false;
    for (const auto line : lines(text)) {
        if (inside && !is_mark(line)) {
            base64 += line;
            continue;
        }
        for (std::size_t i = 0; i < base64.size(); i += columns) out += base64.substr(i, columns) + "\n";
        base64.clear();
        if (is_mark(line)) inside = !inside;
        out += std::string(line) + "\n";
    }
    return out;
}

std::string each_line(const std::string& text, const std::string& before, const std::string& after) {
    std::string out;
    for (const auto line : lines(text)) out += before + std::string(line) + after;
    return out;
}

}  // namespace

Instant Group::delayed(Instant now) {
    if (kind_) return now + dice_.between(0, kMinute);
    if (dice_.chance(5)) return now + dice_.between(kDay, 5 * kDay);
    return now + dice_.between(0, 6 * kHour);
}

std::string Group::as_it_arrives(const std::string& text) {
    auto out = text;
    if (dice_.chance(30)) out = wrapped(out, 20 + dice_.below(100));
    if (dice_.chance(20)) out = each_line(out, "  ", " \t\n");
    if (dice_.chance(20)) out = "On Tuesday somebody wrote:\n" + each_line(text, "> ", "\n") + out;
    if (dice_.chance(50)) out += kFooter;
    if (dice_.chance(30)) out = each_line(out, "", "\r\n");
    return out;
}

void Group::post(std::size_t from, const std::string& text, std::size_t replicas, Instant now) {
    for (std::size_t to = 0; to < replicas; ++to) {
        if (to == from || (!kind_ && dice_.chance(25))) continue;
        const std::size_t copies = dice_.chance(15) ? 2 : 1;
        for (std::size_t i = 0; i < copies; ++i)
            parcels_.push_back({delayed(now), dice_.next(), to, as_it_arrives(text), 0});
    }
}

void Group::post_mail(std::size_t mail, std::size_t replicas, Instant now) {
    for (std::size_t to = 0; to < replicas; ++to) {
        const std::size_t copies = dice_.chance(15) ? 2 : 1;
        for (std::size_t i = 0; i < copies; ++i)
            parcels_.push_back({delayed(now), dice_.next(), to, {}, mail});
    }
}

std::vector<Parcel> Group::arrivals(Instant now) {
    const auto waits = std::partition(parcels_.begin(), parcels_.end(),
                                      [&](const Parcel& parcel) { return parcel.due <= now; });
    std::vector<Parcel> out(std::make_move_iterator(parcels_.begin()), std::make_move_iterator(waits));
    parcels_.erase(parcels_.begin(), waits);
    std::ranges::sort(out, {}, [](const Parcel& p) { return std::tuple(p.due, p.order); });
    return out;
}

}  // namespace dsupport::sim

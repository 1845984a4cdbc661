#include "cli/intake_warnings.hh"

#include <fmt/format.h>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

Result<std::string> came_back(Store& store, std::int64_t n) {
    DS_TRY(const auto row, store.mail(n));
    if (!row) return fmt::format("warning: mail {} came back", n);
    // What was only tried has left no reason behind.
    const auto why = row->reason.empty() ? std::string("it came back") : row->reason;
    const auto who = row->recipient.empty() ? "the group" : row->recipient;
    if (row->ticket.value.empty())
        return fmt::format("warning: mail {} to {}: {}; dsupport outbox show {}", n, who, why, n);
    DS_TRY(const auto code, store.code_of(row->ticket));
    return fmt::format("warning: {}, mail {} to {}: {}; dsupport show {}", code, n, who, why, code);
}

}  // namespace

Result<std::string> intake_warnings(Store& store, const IntakeReport& report) {
    std::string out;
    for (const auto& origin : report.alarms)
        out += printable(fmt::format("warning: {} carries events of another team", origin)) + "\n";
    for (const auto n : report.bounced) {
        DS_TRY(const auto line, came_back(store, n));
        out += printable(line) + "\n";
    }
    return out;
}

}  // namespace dsupport

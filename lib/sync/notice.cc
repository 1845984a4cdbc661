#include "lib/sync/notice.hh"

#include <algorithm>

#include "lib/ticket/status.hh"

namespace dsupport {

bool deserves_notice(const Event& event) {
    // The open event of a call has a mail of its own.
    if (event.kind() != "set") return false;
    return std::ranges::any_of(event.content.writes, [](const FieldWrite& w) {
        if (w.field == field::kLevel) return true;
        if (w.field == field::kAssignee) return !w.value.string().empty();
        const auto status = w.field == field::kStatus ? Status::read(w.value) : std::nullopt;
        return status && status->kind == StatusKind::closed;
    });
}

}  // namespace dsupport

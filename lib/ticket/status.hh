// The values of a ticket's fields: which exist, what they may be, and how concurrent ones rank.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lib/base/ids.hh"
#include "lib/base/instant.hh"
#include "lib/base/json.hh"
#include "lib/team/team.hh"

namespace dsupport {

namespace field {
inline constexpr std::string_view kSubject = "subject", kRequester = "requester", kNature = "nature",
                                  kUrgency = "urgency", kClient = "client", kLevel = "level",
                                  kAssignee = "assignee", kStatus = "status", kPromise = "promise";
}
inline constexpr std::array<std::string_view, 9> kFields = {
    "assignee", "client", "level", "nature", "promise", "requester", "status", "subject", "urgency"};

inline constexpr std::array<std::string_view, 5> kStatuses = {"new", "open", "on-hold", "pending", "closed"};
inline constexpr std::array<std::string_view, 2> kLevels = {"first-level", "technical"};
inline constexpr std::array<std::string_view, 7> kResolutions = {
    "fixed", "answered", "invalid", "wontfix", "duplicate", "no-reply", "spam"};

/// 0 for low to 3 for critical; normal for a word we do not know.
int urgency_rank(std::string_view urgency);

enum class StatusKind { fresh, open, on_hold, pending, closed };

/// `new`, `open`, `on-hold`, `pending`, `closed`.
std::string_view status_name(StatusKind kind);

/// The value of the field status. Only the members that belong to the kind are used.
struct Status {
    StatusKind kind = StatusKind::fresh;
    std::optional<Instant> until;  ///< pending, on-hold: comes back by itself
    std::string on;                ///< on-hold: whom it waits for
    std::string resolution;        ///< closed
    TicketId duplicate_of;         ///< closed as duplicate; may be empty
    bool operator==(const Status&) const = default;

    static Status plain_open() { return {StatusKind::open, {}, {}, {}, {}}; }
    Json json() const;
    /// Nothing when the value is not a status this version can read.
    static std::optional<Status> read(const Json& value);
};

/// Of two concurrent statuses the more open one is shown: a higher number wins.
int openness(StatusKind kind);

/// The value of the field requester; each member may be empty.
struct Requester {
    std::string name, email, phone;
    bool operator==(const Requester&) const = default;
    bool empty() const { return name.empty() && email.empty() && phone.empty(); }
    Json json() const;
    static Requester read(const Json& value);
};

/// Whether a value can stand in a field; a write of any other is kept but never shown. Fields this version
/// does not know accept everything.
bool readable_value(std::string_view field, const Json& value);

}  // namespace dsupport

#include <fmt/format.h>

#include "lib/team/document.hh"

namespace dsupport {
namespace {

/// Every line is commented out: the file says what could stand there and claims nothing.
constexpr std::string_view kRest = R"(
# Each further colleague is a table like the one above. `roles` may be left out: then no role is closed to them.
# [people.bo]
# name = "Bo Diddley"
# email = "bo@example.org"
# tz = "Africa/Nairobi"
# phone = "+254 20 0000000"
# roles = ["first-level", "technical"]

# Whose mails belong together: every address below one of the domains, and the people named.
# [clients.acme]
# name = "Acme Ltd"
# domains = ["acme.example"]
# people = ["ada@home.example"]

# The phone numbers that clients call, and where a call goes when nobody is on duty.
# [lines.uk]
# number = "+44 20 0000 0000"
# fallback = "+44 20 0000 0001"

# Texts for `reply --template hello`.
# [templates.hello]
# text = """
# Hello,
# we look into it and come back to you today.
# """

# What was promised, by urgency: low, normal, high, critical.
# [sla.high]
# first_reply = "1h"

# Who is on duty. `from` is local time in the rota's zone; to change a running ring add a version with a later `from`.
# [rota]
# tz = "Europe/London"
# [[rota.first-level]]
# from = 2026-01-05T09:00:00
# every = "1 week"
# order = ["ada", "bo"]
# [[rota.technical]]
# from = 2026-01-05T09:00:00
# every = "1 week"
# order = ["bo", "ada"]
)";

}  // namespace

std::string example_team_toml(const PersonId& id, const Person& person, const Group& group) {
    auto out = fmt::format(
        "# The team: who we are, whom we support, who is on duty. `dsupport team apply FILE` puts it into "
        "the log.\n"
        "# A section that is not in the file stays as it is there.\n\n"
        "# Natures of requests beside technical, business, question and other. This line must stay first.\n"
        "# natures = [\"billing\"]\n\n");
    if (group.addresses.empty())
        out += "# [group]\n# addresses = [\"support@example.org\"]\n";
    else
        out += with_group({}, group);
    out +=
        "# log_address = \"\"        # a second, members-only group for our own notices\n"
        "# subject_prefix = \"\"     # what the group puts before every subject\n\n";
    return out + with_person({}, id, person) + std::string(kRest);
}

}  // namespace dsupport

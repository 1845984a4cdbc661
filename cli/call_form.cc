#include "cli/call_form.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/ui/editor.hh"
#include "cli/words.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

/// The members of a form that a draft names.
struct Member {
    std::string_view name;
    std::string CallForm::*value;
};
constexpr std::array<Member, 5> kMembers = {{{"caller", &CallForm::caller},
                                             {"nature", &CallForm::nature},
                                             {"urgency", &CallForm::urgency},
                                             {"assign", &CallForm::assign},
                                             {"client", &CallForm::client}}};

}  // namespace

bool CallForm::empty() const {
    return text.empty() &&
           std::ranges::all_of(kMembers, [&](const Member& m) { return (this->*m.value).empty(); });
}

std::string CallForm::draft() const {
    std::string out;
    for (const auto& member : kMembers)
        if (const auto& value = this->*member.value; !value.empty())
            out += fmt::format("{} {} {}\n", kDraftNote, member.name, value);
    if (at) out += fmt::format("{} at {}\n", kDraftNote, rfc3339(*at));
    return out + text;
}

CallForm CallForm::read(std::string_view draft) {
    CallForm out;
    for (const auto line : lines(draft)) {
        if (!line.starts_with(kDraftNote)) continue;
        const auto note = trim(line.substr(kDraftNote.size()));
        const auto name = note.substr(0, note.find(' '));
        const std::string value(trim(note.substr(name.size())));
        for (const auto& member : kMembers)
            if (name == member.name) out.*member.value = value;
        if (name == "at") out.at = parse_rfc3339(value);
    }
    out.text = without_notes(draft);
    return out;
}

Result<Requester> read_caller(const std::string& typed) {
    const bool number = !typed.empty() && (typed[0] == '+' || (typed[0] >= '0' && typed[0] <= '9'));
    if (!number || typed.find('@') != std::string::npos) return read_requester(typed);
    Requester out;
    DS_TRY(out.phone, read_phone(typed));
    return out;
}

}  // namespace dsupport

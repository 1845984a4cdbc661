#include "lib/mail/mbox_writer.hh"

#include <fmt/format.h>

#include <algorithm>

namespace dsupport {
namespace {

constexpr std::string_view kFrom = "From ";

/// `Tue Nov 24 09:00:00 2026`, in UTC; its parts stand in a mail's date, in another order.
std::string asctime(Instant t) {
    const auto date = rfc5322_date(t);
    const auto part = [&](std::size_t at, std::size_t size) { return date.substr(at, size); };
    auto day = part(5, 2);
    if (day.front() == '0') day.front() = ' ';
    return fmt::format("{} {} {} {} {}", part(0, 3), part(8, 3), day, part(17, 8), part(12, 4));
}

}  // namespace

std::string mbox_entry(std::string_view mail, Instant date) {
    auto out = fmt::format("{}{}\n", kMboxrdFrom, asctime(date));
    out.reserve(out.size() + mail.size() + mail.size() / 64);
    while (!mail.empty()) {
        const auto line = mail.substr(0, std::min(mail.find('\n'), mail.size() - 1) + 1);
        const auto text = std::min(line.find_first_not_of('>'), line.size());
        if (line.substr(text).starts_with(kFrom)) out += '>';
        out += line;
        mail.remove_prefix(line.size());
    }
    if (!out.ends_with('\n')) out += '\n';
    return out += '\n';
}

}  // namespace dsupport

#include "lib/mail/smtp_reply.hh"

#include <algorithm>
#include <array>
#include <string>

#include "lib/base/instant.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

/// Whether the text starts with this enhanced status code; `4.7.` stands for all that start so.
bool has_status(std::string_view text, std::string_view status) {
    if (!text.starts_with(status)) return false;
    return status.ends_with('.') || text.size() == status.size() || text[status.size()] == ' ';
}

bool says(std::string_view text, std::string_view words) {
    return lower(text).find(words) != std::string::npos;
}

bool rate_limit(int code, std::string_view text) {
    if (code >= 500) return code == 550 && has_status(text, "5.4.5");
    // Greylisting shares 4.7.1 with rate limits, but is about one recipient and over in minutes.
    if (says(text, "greylist") || says(text, "graylist")) return false;
    return has_status(text, "4.2.1") || has_status(text, "4.7.") || says(text, "rate limit");
}

/// The server wants another login, or a safer connection (RFC 4954, 6).
bool login_wanted(SmtpStep step, int code) {
    constexpr std::array kCodes = {530, 534, 535, 538};
    return std::ranges::find(kCodes, code) != kCodes.end() || (step == SmtpStep::login && code == 432);
}

}  // namespace

Delivery classify_reply(SmtpStep step, int code, std::string_view text) {
    const bool about_the_mail = step >= SmtpStep::sender;
    if (step == SmtpStep::body && code / 100 == 2) return Delivery::sent;
    if (login_wanted(step, code)) return Delivery::stop;
    if (code / 100 == 4) return rate_limit(code, text) ? Delivery::pause : Delivery::retry;
    if (code / 100 == 5) {
        if (rate_limit(code, text)) return Delivery::pause;
        // Who refuses us before any mail was named refuses every mail: no mail may pay for it.
        return about_the_mail ? Delivery::refused : Delivery::stop;
    }
    return step == SmtpStep::body ? Delivery::unknown : Delivery::retry;
}

std::int64_t pause_ms(int code) {
    return code >= 500 ? kDay : kHour;
}

}  // namespace dsupport

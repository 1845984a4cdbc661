#include "lib/mail/smtp_dialogue.hh"

#include <algorithm>
#include <array>
#include <utility>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

bool digit(char c) {
    return c >= '0' && c <= '9';
}

/// The text of one more line of a reply, without an enhanced code that the lines before gave already.
std::string_view continuation(std::string_view so_far, std::string_view line) {
    const auto status = so_far.substr(0, so_far.find(' '));
    if (!status.empty() && digit(status.front()) && line.starts_with(status))
        line.remove_prefix(status.size());
    return trim(line);
}

}  // namespace

void SmtpDialogue::command(std::string_view line) {
    static constexpr std::array<std::pair<std::string_view, SmtpStep>, 7> kVerbs = {{
        {"EHLO", SmtpStep::hello},
        {"HELO", SmtpStep::hello},
        {"STARTTLS", SmtpStep::tls},
        {"AUTH", SmtpStep::login},
        {"MAIL", SmtpStep::sender},
        {"RCPT", SmtpStep::recipient},
        {"DATA", SmtpStep::data},
    }};
    line = trim(line);
    const auto verb = line.substr(0, line.find(' '));
    if (verb == "QUIT") over_ = true;
    if (!over_) waiting_ = true;
    const auto* known = std::ranges::find(kVerbs, verb, &std::pair<std::string_view, SmtpStep>::first);
    if (known != kVerbs.end()) step_ = known->second;
    // What follows AUTH are no commands but credentials. Some servers repeat what they did not like.
    if (step_ == SmtpStep::login && line.rfind(' ') != line.find(' '))
        hidden_.add(line.substr(line.rfind(' ') + 1));
    if (step_ == SmtpStep::login && known == kVerbs.end()) hidden_.add(line);
}

void SmtpDialogue::reply(std::string_view line) {
    line = trim(line);
    if (over_ || line.size() < 3 || !std::all_of(line.begin(), line.begin() + 3, digit)) return;
    const int code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    const bool more = line.size() > 3 && line[3] == '-';
    const auto words = continuation(text_, line.size() > 4 ? line.substr(4) : std::string_view{});
    if (!text_.empty() && !words.empty()) text_ += ' ';
    text_ += words;
    if (more) return;
    auto& list = step_ == SmtpStep::recipient ? rcpt_ : answers_;
    list.push_back({step_, code, std::exchange(text_, {})});
    waiting_ = step_ == SmtpStep::data && code == 354;
    if (waiting_) step_ = SmtpStep::body;
}

void SmtpDialogue::body(std::size_t bytes) {
    body_left_ -= std::min(bytes, body_left_);
}

bool SmtpDialogue::given_up() const {
    return rcpt_.empty() && (answers_.empty() || answers_.back().code == 421);
}

std::vector<RecipientReply> SmtpDialogue::outcome(std::span<const std::string> recipients, SmtpEnd end,
                                                  std::string_view why) const {
    const auto shared = common_fate(end, why);
    std::vector<RecipientReply> replies;
    for (std::size_t i = 0; i < recipients.size(); ++i) {
        RecipientReply r = shared;
        if (i < rcpt_.size() && rcpt_[i].code / 100 != 2) {
            r.delivery = classify_reply(SmtpStep::recipient, rcpt_[i].code, rcpt_[i].text);
            r.code = rcpt_[i].code;
            r.text = hidden_.clean(rcpt_[i].text);
        } else if (i >= rcpt_.size() && (r.delivery == Delivery::sent || r.delivery == Delivery::unknown)) {
            r = {{}, Delivery::retry, 0, "the server was not asked about this recipient"};
        }
        r.recipient = recipients[i];
        replies.push_back(std::move(r));
    }
    return replies;
}

RecipientReply SmtpDialogue::common_fate(SmtpEnd end, std::string_view why) const {
    const bool answered = !answers_.empty();
    if (answered && (answers_.back().step == SmtpStep::body || answers_.back().code >= 400)) {
        const auto& last = answers_.back();
        return {{}, classify_reply(last.step, last.code, last.text), last.code, hidden_.clean(last.text)};
    }
    if (step_ == SmtpStep::body && body_left_ == 0) return {{}, Delivery::unknown, 0, hidden_.clean(why)};
    return {{}, end == SmtpEnd::barred ? Delivery::stop : Delivery::retry, 0, hidden_.clean(why)};
}

}  // namespace dsupport

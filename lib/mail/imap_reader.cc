#include "lib/mail/imap_reader.hh"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "lib/base/text.hh"
#include "lib/mail/imap_parse.hh"

namespace dsupport {
namespace {

constexpr std::size_t kShown = 200;

}  // namespace

Error no_imap(std::string_view why, std::string_view said) {
    auto cause = std::string(why);
    if (!said.empty()) cause += fmt::format(": {}", printable(said.substr(0, kShown)));
    return {ErrorKind::bad_data, "the answer of the mail server is no IMAP", {}, std::move(cause)};
}

void ImapReader::feed(std::string_view bytes) {
    if (broken_) return;
    in_.erase(0, at_);
    seen_ -= std::min(seen_, at_);
    at_ = 0;
    in_ += bytes;
}

Result<std::optional<ImapResponse>> ImapReader::next() {
    if (broken_) return tl::unexpected(*broken_);
    const auto failed = [&](Error error) {
        broken_ = std::move(error);
        return tl::unexpected(*broken_);
    };
    auto complete = collect();
    if (!complete) return failed(std::move(complete).error());
    if (!*complete) return std::nullopt;
    literal_bytes_ = 0;
    auto response = parse_response(text_, std::exchange(literals_, {}), limits_);
    text_.clear();
    if (!response) return failed(std::move(response).error());
    return std::optional(std::move(*response));
}

Result<bool> ImapReader::collect() {
    while (true) {
        fill_literal();
        if (missing_ > 0) return false;
        const auto end = in_.find('\n', std::max(seen_, at_));
        if (text_.size() + (std::min(end, in_.size()) - at_) > limits_.text)
            return tl::unexpected(no_imap("a response without an end", text_.empty() ? in_ : text_));
        if (end == std::string::npos) {
            seen_ = in_.size();
            return false;
        }
        const auto line_begin = text_.size();
        text_.append(in_, at_, end + 1 - at_);
        at_ = end + 1;
        DS_TRY(const bool complete, end_of_line(line_begin));
        if (complete) return true;
    }
}

/// text_ has just got a line of the response: whether it is the last.
Result<bool> ImapReader::end_of_line(std::size_t line_begin) {
    auto line = std::string_view(text_).substr(line_begin);
    if (!line.ends_with("\r\n")) return tl::unexpected(no_imap("a line that does not end with CR LF", line));
    line.remove_suffix(2);
    using namespace std::string_view_literals;
    if (line.find_first_of("\r\0"sv) != std::string_view::npos)
        return tl::unexpected(no_imap("a control character within a line", line));
    const auto length = line_begin == 0 && is_text_response(line) ? std::nullopt : announced_literal(line);
    if (!length) {
        text_.resize(text_.size() - 2);
        return true;
    }
    if (*length > limits_.literals - literal_bytes_)
        return tl::unexpected(no_imap(fmt::format("{} bytes at once are too many", *length), line));
    if (literals_.size() >= limits_.values) return tl::unexpected(no_imap("a response of too many pieces"));
    missing_ = static_cast<std::size_t>(*length);
    literal_bytes_ += missing_;
    literals_.emplace_back().reserve(missing_);
    return false;
}

void ImapReader::fill_literal() {
    const auto n = std::min(missing_, in_.size() - at_);
    if (n == 0) return;
    literals_.back().append(in_, at_, n);
    at_ += n;
    missing_ -= n;
}

}  // namespace dsupport

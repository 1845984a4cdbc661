#include "lib/mail/mbox_source.hh"

#include <algorithm>
#include <array>
#include <utility>

#include "lib/mail/mail_limits.hh"
#include "lib/mail/mbox_writer.hh"

namespace dsupport {
namespace {

constexpr std::string_view kFrom = "From ";
constexpr std::size_t kLongestFrom = 1000;
constexpr std::size_t kLongestName = 200;
/// Enough to judge a line by itself and by the next one.
constexpr std::size_t kAhead = kLongestFrom + kLongestName;
/// What is kept of a mail that is too large, to say which it is.
constexpr std::size_t kKept = std::size_t{64} << 10U;

enum class Form { any, timed, takeout, mboxrd };

bool digit(char c) {
    return c >= '0' && c <= '9';
}

bool blank(std::string_view line) {
    return line == "\n" || line == "\r\n";
}

/// `HH:MM`
bool has_time(std::string_view line) {
    for (auto at = line.find(':'); at != std::string_view::npos; at = line.find(':', at + 1))
        if (at >= 2 && at + 2 < line.size() && digit(line[at - 2]) && digit(line[at - 1]) &&
            digit(line[at + 1]) && digit(line[at + 2]))
            return true;
    return false;
}

bool has_takeout_id(std::string_view line) {
    line.remove_prefix(kFrom.size());
    const auto digits = static_cast<std::size_t>(std::ranges::find_if_not(line, digit) - line.begin());
    return digits > 0 && line.substr(digits).starts_with("@xxx ");
}

Form form_of(std::string_view line) {
    if (line.starts_with(kMboxrdFrom)) return Form::mboxrd;
    if (has_takeout_id(line)) return Form::takeout;
    return has_time(line) ? Form::timed : Form::any;
}

bool header_field(std::string_view bytes) {
    const auto name = bytes.substr(0, kLongestName);
    const auto end = std::ranges::find_if(name, [](char c) { return c <= ' ' || c == ':' || c > '~'; });
    return end != name.begin() && end != name.end() && *end == ':';
}

/// Whether what begins here is one or more `>` and `From `.
bool marked(std::string_view line) {
    const auto text = line.find_first_not_of('>');
    return text != std::string_view::npos && line.substr(text).starts_with(kFrom);
}

class StreamSource : public MailSource {
  public:
    StreamSource(std::unique_ptr<ByteStream> stream, std::string name, std::size_t largest)
        : stream_(std::move(stream)), name_(std::move(name)), largest_(largest), window_(*stream_) {}
    Result<std::optional<SourceMail>> next() override;
    SourceProgress progress() const override { return {window_.offset(), stream_->total()}; }

  private:
    std::unique_ptr<ByteStream> stream_;
    std::string name_;
    std::size_t largest_;
    Window window_;
    bool started_ = false, mailbox_ = false;
    Form form_ = Form::any;

    Outcome start();
    Result<SourceMail> one_mail();
    Result<SourceMail> mail_of_mailbox();
    bool begins_mail(std::string_view here, std::size_t line, bool behind_blank) const;
};

Outcome StreamSource::start() {
    started_ = true;
    DS_CHECK(window_.fill(Window::kSize));
    const auto front = window_.view();
    const auto first = std::min(front.find_first_not_of("\r\n"), front.size());
    if (!front.substr(first).starts_with(kFrom)) return {};
    const auto line = front.substr(first, std::min(front.find('\n', first), front.size()) - first);
    if (line.size() > kLongestFrom) return {};
    mailbox_ = true;
    form_ = form_of(line);
    window_.take(first);
    return {};
}

Result<std::optional<SourceMail>> StreamSource::next() {
    if (!started_) DS_CHECK(start());
    DS_CHECK(window_.fill(1));
    if (window_.view().empty()) return std::nullopt;
    DS_TRY(auto mail, mailbox_ ? mail_of_mailbox() : one_mail());
    return mail;
}

Result<SourceMail> StreamSource::one_mail() {
    GrowingMail mail(name_, largest_);
    while (!window_.view().empty()) {
        mail.add(window_.view());
        window_.take(window_.view().size());
        DS_CHECK(window_.fill(1));
    }
    return mail.finish();
}

/// Whether the line of that size at the front of `here` is where the next mail begins.
bool StreamSource::begins_mail(std::string_view here, std::size_t line, bool behind_blank) const {
    if (!here.starts_with(kFrom) || line > kLongestFrom) return false;
    if (form_ == Form::mboxrd) return here.starts_with(kMboxrdFrom);
    const auto from = here.substr(0, line), below = here.substr(line);
    if (form_ == Form::takeout ? !has_takeout_id(from) : !behind_blank) return false;
    if (form_ == Form::timed && !has_time(from)) return false;
    return below.empty() || header_field(below) || marked(below);
}

/// From the `From ` line at the front of the window to the next one. Whole runs of lines are copied at once.
Result<SourceMail> StreamSource::mail_of_mailbox() {
    GrowingMail mail(name_ + ":" + std::to_string(window_.offset()), largest_);
    DS_CHECK(window_.fill(kAhead));
    window_.take(std::min(window_.view().find('\n'), window_.view().size() - 1) + 1);
    std::string_view held;  // the last empty line: a mailbox puts one behind each mail
    bool line_begins = true;
    for (;;) {
        DS_CHECK(window_.fill(Window::kSize / 2));
        const auto view = window_.view();
        std::size_t at = 0, run = 0;
        bool ended = false;
        while (at < view.size() && (window_.ended() || view.size() - at >= kAhead)) {
            const auto here = view.substr(at);
            const auto line = std::min(here.find('\n'), here.size() - 1) + 1;
            if (line_begins && begins_mail(here, line, !held.empty())) {
                ended = true;
                break;
            }
            mail.add(std::exchange(held, {}));
            if (line_begins && here.front() == '>' && marked(here.substr(0, line))) {
                mail.add(view.substr(run, at - run));
                run = at + 1;
            }
            at += line;
            if (line_begins && blank(here.substr(0, line))) {
                mail.add(view.substr(run, at - line - run));
                run = at;
                held = line == 1 ? "\n" : "\r\n";
            }
            line_begins = view[at - 1] == '\n';
        }
        mail.add(view.substr(run, at - run));
        window_.take(at);
        if (ended || (window_.ended() && at == view.size())) break;
    }
    return mail.finish();
}

}  // namespace

std::unique_ptr<MailSource> read_stream(std::unique_ptr<ByteStream> stream, std::string name,
                                        std::size_t largest) {
    return std::make_unique<StreamSource>(std::move(stream), std::move(name), largest);
}

void GrowingMail::add(std::string_view bytes) {
    const bool fitted = mail_.size <= largest_;
    mail_.size += bytes.size();
    if (mail_.size <= largest_) {
        mail_.bytes += bytes;
    } else if (fitted) {
        mail_.bytes.append(bytes.substr(0, kKept));
        mail_.bytes = mail_.bytes.substr(0, std::min(kKept, largest_));
    }
}

Outcome GrowingMail::add_all(ByteStream& stream) {
    std::array<char, std::size_t{16} << 10U> buffer;
    for (;;) {
        DS_TRY(const auto n, stream.read(buffer.data(), buffer.size()));
        if (n == 0) return {};
        add({buffer.data(), n});
    }
}

SourceMail GrowingMail::finish() {
    if (mail_.size > largest_) mail_.problem = too_large(largest_);
    return std::move(mail_);
}

}  // namespace dsupport

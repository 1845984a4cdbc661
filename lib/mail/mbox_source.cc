#include "lib/mail/mbox_source.hh"

#include <algorithm>
#include <array>
#include <utility>

#include "lib/mail/from_line.hh"
#include "lib/mail/header_fields.hh"
#include "lib/mail/mail_limits.hh"

namespace dsupport {
namespace {

/// What is kept of a mail that is too large, to say which it is.
constexpr std::size_t kKept = std::size_t{64} << 10U;

bool blank(std::string_view line) {
    return line == "\n" || line == "\r\n";
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
    Separator separator_;

    Outcome start();
    Result<SourceMail> one_mail();
    Result<SourceMail> mail_of_mailbox();
};

Outcome StreamSource::start() {
    started_ = true;
    DS_CHECK(window_.fill(Window::kSize));
    const auto front = window_.view();
    const auto mark = front.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    const auto first = std::min(front.find_first_not_of("\r\n", mark), front.size());
    const auto line = front.substr(first, std::min(front.find('\n', first), front.size()) - first);
    if (!from_line(line)) return {};
    mailbox_ = true;
    separator_ = Separator(line);
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

/// From the `From ` line at the front of the window to the next one. Whole runs of lines are copied at once.
Result<SourceMail> StreamSource::mail_of_mailbox() {
    GrowingMail mail(name_ + ":" + std::to_string(window_.offset()), largest_);
    DS_CHECK(window_.fill(Separator::kAhead));
    window_.take(std::min(window_.view().find('\n'), window_.view().size() - 1) + 1);
    std::string_view held;  // the last empty line: a mailbox puts one behind each mail
    bool line_begins = true;
    for (;;) {
        DS_CHECK(window_.fill(Window::kSize / 2));
        const auto view = window_.view();
        std::size_t at = 0, run = 0;
        bool ended = false;
        while (at < view.size() && (window_.ended() || view.size() - at >= Separator::kAhead)) {
            const auto here = view.substr(at);
            const auto line = std::min(here.find('\n'), here.size() - 1) + 1;
            if (line_begins && separator_.at(here, !held.empty())) {
                ended = true;
                break;
            }
            mail.add(std::exchange(held, {}));
            if (line_begins && marked_from_line(here.substr(0, line))) {
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

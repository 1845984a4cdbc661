#include "cli/ui/streams.hh"

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include "cli/ui/interrupt.hh"

namespace dsupport {
namespace {

constexpr std::size_t kBuffer = 64UL << 10U;
constexpr char kEscape = 0x1B;
constexpr char kEndOfInput = 4;  // Ctrl-D, which is a key like any other where keys are read

/// Writes all of text; 0, or the errno of the failure.
int write_all(int fd, std::string_view text) {
    while (!text.empty()) {
        const auto written = ::write(fd, text.data(), text.size());
        if (written >= 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EAGAIN) {
            pollfd waiting{fd, POLLOUT, 0};
            if (::poll(&waiting, 1, -1) < 0 && errno != EINTR) return errno;
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

/// The first line of text, taken off it; the caller knows that there is one.
std::string take_line(std::string& text) {
    const auto end = text.find('\n');
    std::string line = text.substr(0, end);
    text.erase(0, end == std::string::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.pop_back();
    return line;
}

std::optional<char> take_key(std::string& text) {
    if (text.empty() || text.front() == kEndOfInput) return std::nullopt;
    // An arrow is several bytes, and the later ones look like letters.
    if (text.front() == kEscape) {
        text.clear();
        return kEscape;
    }
    const char key = text.front() == '\r' ? '\n' : text.front();
    text.erase(0, 1);
    return key;
}

}  // namespace

void FdOutput::out(std::string_view text) {
    if (closed_ || failure_ != 0) return;
    kept_ += text;
    if (kept_.size() >= kBuffer) flush();
}

void FdOutput::err(std::string_view text) {
    flush();
    // Nobody is left to tell when stderr fails.
    (void)write_all(err_fd_, text);
}

void FdOutput::flush() {
    if (kept_.empty()) return;
    const int error = write_all(out_fd_, kept_);
    kept_.clear();
    if (error == EPIPE)
        closed_ = true;
    else if (error != 0)
        failure_ = error;
}

Outcome FdOutput::finish() {
    flush();
    if (failure_ != 0)
        return fail(ErrorKind::io, "cannot write the output",
                    "the command itself was done: look before you repeat a change", std::strerror(failure_));
    return {};
}

Result<bool> FdInput::more() {
    std::array<char, 8192> block{};
    for (;;) {
        if (was_interrupted()) return fail(ErrorKind::interrupted, "interrupted");
        const auto got = ::read(fd_, block.data(), block.size());
        if (got > 0) ahead_.append(block.data(), static_cast<std::size_t>(got));
        if (got >= 0) return got > 0;
        if (errno == EAGAIN) {
            pollfd waiting{fd_, POLLIN, 0};
            if (::poll(&waiting, 1, -1) < 0 && errno != EINTR)
                return fail(ErrorKind::io, "cannot read the input", {}, std::strerror(errno));
        } else if (errno != EINTR) {
            return fail(ErrorKind::io, "cannot read the input", {}, std::strerror(errno));
        }
    }
}

Result<std::optional<std::string>> FdInput::line() {
    while (ahead_.find('\n') == std::string::npos && ahead_.size() <= kMaxInput) {
        DS_TRY(const bool some, more());
        if (!some) break;
    }
    if (ahead_.empty()) return std::nullopt;
    return take_line(ahead_);
}

Result<std::optional<char>> FdInput::key() {
    termios before{};
    const bool is_terminal = ::tcgetattr(fd_, &before) == 0;
    if (is_terminal) {
        auto bare = before;
        bare.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
        (void)::tcsetattr(fd_, TCSANOW, &bare);
    }
    Result<bool> some = true;
    if (ahead_.empty()) some = more();
    if (is_terminal) (void)::tcsetattr(fd_, TCSANOW, &before);
    if (!some) return tl::unexpected(std::move(some).error());
    return take_key(ahead_);
}

Result<std::string> FdInput::all() {
    for (;;) {
        DS_TRY(const bool some, more());
        if (!some) return std::exchange(ahead_, {});
        if (ahead_.size() > kMaxInput) return fail(ErrorKind::bad_data, "the input is larger than 64 MiB");
    }
}

Result<std::optional<std::string>> StringInput::line() {
    if (text_.empty()) return std::nullopt;
    return take_line(text_);
}

Result<std::optional<char>> StringInput::key() {
    return take_key(text_);
}

void prepare_standard_streams() {
    (void)std::signal(SIGPIPE, SIG_IGN);
    for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (::fcntl(fd, F_GETFD) < 0 && errno == EBADF)
            (void)::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

}  // namespace dsupport

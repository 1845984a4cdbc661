// A channel to an IMAP server, over libcurl: in the private module dsupport-net. libcurl connects, sees to
// TLS and logs in, then only moves bytes (CURLOPT_CONNECT_ONLY): its own IMAP commands mark mails as read and
// take lines within mails for answers.
#include <curl/curl.h>
#include <poll.h>

#include <algorithm>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "lib/base/text.hh"
#include "lib/mail/curl_handle.hh"
#include "lib/mail/imap_fetcher.hh"
#include "lib/mail/imap_parse.hh"
#include "lib/mail/imap_words.hh"
#include "lib/mail/modules.hh"
#include "lib/mail/secret_words.hh"

namespace dsupport {
namespace {

/// The most that a TLS record holds.
constexpr std::size_t kPiece = std::size_t{16} << 10U;

bool readable(int fd) {
    pollfd p{fd, POLLIN, 0};
    return fd >= 0 && ::poll(&p, 1, 0) > 0;
}

/// What was said before we could listen ourselves.
struct Login {
    SecretWords secrets;
    std::string last_line;  ///< of the server that is an answer or a farewell
};

int on_wire(CURL*, curl_infotype type, char* data, std::size_t size, void* self) {
    auto& login = *static_cast<Login*>(self);
    const auto line = trim({data, size});
    if (type == CURLINFO_HEADER_OUT) {
        // `A003 AUTHENTICATE PLAIN secret`, or the secret alone after the server's `+`.
        const auto spaces = std::ranges::count(line, ' ');
        if (spaces == 0 || spaces == 3) login.secrets.add(line.substr(line.rfind(' ') + 1));
    }
    if (type == CURLINFO_HEADER_IN && is_text_response(line) && !line.starts_with('+'))
        login.last_line = line;
    return 0;
}

int on_progress(void* stop_fd, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return readable(*static_cast<int*>(stop_fd)) ? 1 : 0;
}

Error interrupted() {
    return {ErrorKind::interrupted, "fetching mail was interrupted", {}, {}};
}

/// Why there is no connection with a login, in the terms of Fetcher.
Error login_error(CURLcode code, const Login& login, std::string_view words) {
    Error out{ErrorKind::try_later, "the mail server cannot be reached", {}, login.secrets.clean(words)};
    if (code == CURLE_ABORTED_BY_CALLBACK) return interrupted();
    const auto said = parse_response(login.last_line, {}, {});
    const bool refused = said && (said->name == "NO" || said->name == "BAD" || said->name == "BYE");
    if (refused && !said->text.empty()) out.cause = login.secrets.clean(said->text);
    if (code == CURLE_LOGIN_DENIED) {
        out.kind = ErrorKind::refused;
        out.message = "the mail server does not let us in";
        if (refused) out.kind = refusal_kind(*said, out.kind);
        if (out.kind == ErrorKind::refused) out.hint = "look at imap.user and at the password or token";
    } else if (code == CURLE_USE_SSL_FAILED) {
        out.kind = ErrorKind::refused;
        out.message = "the mail server offers no TLS, and nothing is said without it";
    } else if (refused) {
        out.kind = refusal_kind(*said, ErrorKind::try_later);
        out.message = "the mail server turns us away";
    } else if (bars(code)) {
        out.kind = ErrorKind::refused;
        out.message = "the mail server does not prove who it is";
    } else if (code == CURLE_WEIRD_SERVER_REPLY) {
        out.kind = ErrorKind::bad_data;
        out.message = "the answer of the mail server is no IMAP";
    }
    return out;
}

class CurlChannel : public ImapChannel {
  public:
    CurlChannel(const FetchSettings& settings, std::string url) : settings_(settings), url_(std::move(url)) {}

    Outcome connect() override;
    Outcome send(std::string_view bytes) override;
    Result<std::string_view> receive(std::int64_t ms) override;
    void close() override { handle_.reset(); }
    std::int64_t now_ms() const override {
        using namespace std::chrono;
        return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
    }

  private:
    /// Waits for the socket; false when `ms` are over.
    Result<bool> wait_for(short events, std::int64_t ms);
    tl::unexpected<Error> broken(CURLcode code) const;

    FetchSettings settings_;
    std::string url_;
    std::array<char, CURL_ERROR_SIZE> why_{};
    std::vector<char> piece_ = std::vector<char>(kPiece);
    CurlHandle handle_;
    curl_socket_t socket_ = CURL_SOCKET_BAD;
};

Outcome CurlChannel::connect() {
    handle_ = new_curl(settings_, url_, "imap");
    CURL* curl = handle_.get();
    Login login;
    login.secrets.add(settings_.password);
    login.secrets.add(settings_.token);
    why_[0] = '\0';
    curl_easy_setopt(curl, CURLOPT_CONNECT_ONLY, 1L);
    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, settings_.connect_timeout_s);
    // A server that is gone while nobody has anything to say is noticed before the next command.
    curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &on_progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &settings_.stop_fd);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, &on_wire);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &login);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);  // all of it goes to on_wire, nothing to a terminal
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, why_.data());
    const CURLcode code = curl_easy_perform(curl);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 0L);
    if (code != CURLE_OK) {
        close();
        return tl::unexpected(login_error(code, login, why_[0] ? why_.data() : curl_easy_strerror(code)));
    }
    curl_easy_getinfo(curl, CURLINFO_ACTIVESOCKET, &socket_);
    return {};
}

Outcome CurlChannel::send(std::string_view bytes) {
    while (!bytes.empty()) {
        std::size_t sent = 0;
        const CURLcode code = curl_easy_send(handle_.get(), bytes.data(), bytes.size(), &sent);
        if (code != CURLE_OK && code != CURLE_AGAIN) return broken(code);
        bytes.remove_prefix(sent);
        if (code == CURLE_OK) continue;
        DS_TRY(const bool ready, wait_for(POLLOUT, std::int64_t{settings_.reply_timeout_s} * 1000));
        if (!ready) return fail(ErrorKind::try_later, "the mail server does not listen");
    }
    return {};
}

Result<std::string_view> CurlChannel::receive(std::int64_t ms) {
    if (readable(settings_.stop_fd)) return tl::unexpected(interrupted());
    while (true) {
        std::size_t got = 0;
        // Before waiting: what TLS has read already does not make the socket readable.
        const CURLcode code = curl_easy_recv(handle_.get(), piece_.data(), piece_.size(), &got);
        if (code == CURLE_OK && got > 0) return std::string_view(piece_.data(), got);
        if (code != CURLE_AGAIN) return broken(code);
        DS_TRY(const bool ready, wait_for(POLLIN, ms));
        if (!ready) return std::string_view{};
    }
}

Result<bool> CurlChannel::wait_for(short events, std::int64_t ms) {
    std::array<pollfd, 2> fds = {{{socket_, events, 0}, {settings_.stop_fd, POLLIN, 0}}};
    const auto end = now_ms() + ms;
    while (true) {
        const int n =
            ::poll(fds.data(), fds.size(), static_cast<int>(std::max<std::int64_t>(end - now_ms(), 0)));
        if (fds[1].revents != 0 && n > 0) return tl::unexpected(interrupted());
        if (n > 0) return true;
        if (n == 0) return false;
        if (errno != EINTR)
            return fail(ErrorKind::io, "waiting for the mail server failed", {}, std::strerror(errno));
    }
}

tl::unexpected<Error> CurlChannel::broken(CURLcode code) const {
    return fail(ErrorKind::try_later, "the connection to the mail server is gone", {},
                code == CURLE_OK ? "the server has closed it" : curl_easy_strerror(code));
}

}  // namespace

extern "C" Fetcher* dsupport_module_imap_fetcher(const FetchSettings* settings, Error* error) noexcept {
    const auto made = [&]() -> Result<std::unique_ptr<Fetcher>> {
        DS_CHECK(start_curl());
        DS_TRY(auto url, server_url(settings->url, "imap", ""));
        return make_imap_fetcher(*settings, std::make_unique<CurlChannel>(*settings, std::move(url)));
    };
    auto fetcher = made();
    if (fetcher) return fetcher->release();
    *error = std::move(fetcher).error();
    return nullptr;
}

}  // namespace dsupport

// The carrier that speaks SMTP, over libcurl: in the private module dsupport-net.
#include <curl/curl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include "lib/mail/curl_handle.hh"
#include "lib/mail/modules.hh"
#include "lib/mail/smtp_dialogue.hh"
#include "lib/mail/wire.hh"

namespace dsupport {
namespace {

struct FreeList {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using List = std::unique_ptr<curl_slist, FreeList>;

/// What libcurl's callbacks see of one transfer.
struct Transfer {
    SmtpDialogue dialogue;
    std::string_view left;  ///< of the mail, not yet taken by libcurl
    const std::vector<curl_socket_t>& sockets;

    /// libcurl says QUIT to a server that has just timed out as well, and would wait as long again for an
    /// answer.
    void hang_up() const {
        if (!dialogue.waiting()) return;
        for (const auto socket : sockets) ::shutdown(socket, SHUT_RDWR);
    }
};

std::size_t on_read(char* buffer, std::size_t size, std::size_t count, void* self) {
    auto& left = static_cast<Transfer*>(self)->left;
    const auto n = std::min(left.size(), size * count);
    std::memcpy(buffer, left.data(), n);
    left.remove_prefix(n);
    return n;
}

int on_wire(CURL*, curl_infotype type, char* data, std::size_t size, void* self) {
    auto& transfer = *static_cast<Transfer*>(self);
    auto& dialogue = transfer.dialogue;
    const std::string_view text(data, size);
    if (type == CURLINFO_HEADER_OUT) {
        dialogue.command(text);
        if (text.starts_with("QUIT")) transfer.hang_up();
    }
    if (type == CURLINFO_HEADER_IN) dialogue.reply(text);
    if (type == CURLINFO_DATA_OUT) dialogue.body(size);
    return 0;
}

int on_open(void* sockets, curl_socket_t socket, curlsocktype) {
    static_cast<std::vector<curl_socket_t>*>(sockets)->push_back(socket);
    return CURL_SOCKOPT_OK;
}

int on_close(void* sockets, curl_socket_t socket) {
    std::erase(*static_cast<std::vector<curl_socket_t>*>(sockets), socket);
    return ::close(socket);
}

class SmtpCarrier : public Carrier {
  public:
    SmtpCarrier(SubmissionSettings settings, std::string url)
        : settings_(std::move(settings)), url_(std::move(url)) {}

    std::vector<RecipientReply> send(const Envelope& envelope) noexcept override;

  private:
    struct Attempt {
        std::vector<RecipientReply> replies;
        bool stale = false;  ///< a kept connection turned out to be over before the mail was begun
    };
    Attempt attempt(const std::string& sender, const std::vector<std::string>& recipients,
                    std::string_view bytes);
    CurlHandle connectable();

    SubmissionSettings settings_;
    std::string url_;
    std::vector<curl_socket_t> sockets_;  ///< open ones; outlives handle_, which closes them
    CurlHandle handle_;  ///< holds the open connection; empty before the first mail and after a failure
};

std::vector<RecipientReply> SmtpCarrier::send(const Envelope& envelope) noexcept {
    std::vector<RecipientReply> replies;
    std::vector<std::string> good;
    const bool sendable = sendable_address(envelope.sender) && !envelope.bytes.empty();
    for (const auto& r : envelope.recipients) {
        replies.push_back(
            {r, Delivery::refused, 0, sendable ? "not a mail address" : "no sender, or no mail"});
        if (sendable && sendable_address(r)) good.push_back(r);
    }
    if (good.empty()) return replies;

    const auto bytes = crlf_lines(envelope.bytes);
    auto done = attempt(envelope.sender, good, bytes);
    // Servers end connections after some minutes or some number of mails. That is not this mail's failure.
    if (done.stale) done = attempt(envelope.sender, good, bytes);
    auto next = done.replies.begin();
    for (auto& reply : replies)
        if (next != done.replies.end() && reply.recipient == next->recipient) reply = std::move(*next++);
    return replies;
}

SmtpCarrier::Attempt SmtpCarrier::attempt(const std::string& sender,
                                          const std::vector<std::string>& recipients,
                                          std::string_view bytes) {
    if (!handle_) handle_ = connectable();
    CURL* curl = handle_.get();
    List list;
    for (const auto& r : recipients) {
        // The first append makes the list, later ones return the same head.
        auto* head = curl_slist_append(list.get(), r.c_str());
        if (head != list.get()) list.reset(head);
    }
    // libcurl stops when it has put this many bytes on the wire, and that is after the dots are doubled.
    const auto size = dot_stuffed_size(bytes);
    Transfer transfer{SmtpDialogue(size), bytes, sockets_};
    transfer.dialogue.hide(settings_.password);
    transfer.dialogue.hide(settings_.token);
    std::array<char, CURL_ERROR_SIZE> why{};
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, sender.c_str());
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, list.get());
    curl_easy_setopt(curl, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(size));
    curl_easy_setopt(curl, CURLOPT_READDATA, &transfer);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, &transfer);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);  // all of it goes to on_wire, nothing to a terminal
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, why.data());

    const CURLcode code = curl_easy_perform(curl);
    long connects = 0;
    curl_easy_getinfo(curl, CURLINFO_NUM_CONNECTS, &connects);
    const std::string words = why[0] ? why.data() : curl_easy_strerror(code);
    Attempt result;
    result.replies =
        transfer.dialogue.outcome(recipients, bars(code) ? SmtpEnd::barred : SmtpEnd::talked, words);
    result.stale = code != CURLE_OK && connects == 0 && transfer.dialogue.given_up();
    // An answer that comes late on a kept connection would be taken for the answer to the next mail.
    if (code != CURLE_OK) {
        transfer.hang_up();
        handle_.reset();
    } else {
        // The connection stays, what the transfer pointed to goes.
        curl_easy_setopt(curl, CURLOPT_VERBOSE, 0L);
        curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, nullptr);
        curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, nullptr);
    }
    return result;
}

CurlHandle SmtpCarrier::connectable() {
    CurlHandle handle = new_curl(settings_, url_, "smtp");
    CURL* curl = handle.get();
    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, settings_.reply_timeout_s);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);  // a server that stops reading in mid-mail
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, settings_.reply_timeout_s);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT_ALLLOWFAILS, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, &on_read);
    curl_easy_setopt(curl, CURLOPT_SOCKOPTFUNCTION, &on_open);
    curl_easy_setopt(curl, CURLOPT_SOCKOPTDATA, &sockets_);
    curl_easy_setopt(curl, CURLOPT_CLOSESOCKETFUNCTION, &on_close);
    curl_easy_setopt(curl, CURLOPT_CLOSESOCKETDATA, &sockets_);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, &on_wire);
    return handle;
}

}  // namespace

extern "C" Carrier* dsupport_module_smtp_carrier(const SubmissionSettings* settings, Error* error) noexcept {
    if (auto ready = start_curl(); !ready) {
        *error = std::move(ready).error();
        return nullptr;
    }
    auto url = server_url(settings->url, "smtp", settings->ehlo.empty() ? "localhost" : settings->ehlo);
    if (!url) {
        *error = std::move(url).error();
        return nullptr;
    }
    return new (std::nothrow) SmtpCarrier(*settings, std::move(*url));
}

}  // namespace dsupport

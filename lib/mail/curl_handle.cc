#include "lib/mail/curl_handle.hh"

#include <curl/curl.h>
#include <fmt/format.h>

namespace dsupport {
namespace {

struct FreeUrl {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, FreeUrl>;

std::string url_part(CURLU* url, CURLUPart part) {
    char* text = nullptr;
    curl_url_get(url, part, &text, 0);
    std::string out = text ? text : "";
    curl_free(text);
    return out;
}

}  // namespace

void FreeCurl::operator()(void* handle) const {
    curl_easy_cleanup(handle);
}

Outcome start_curl() {
    static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (ready == CURLE_OK) return {};
    return fail(ErrorKind::bug, "libcurl cannot start", {}, curl_easy_strerror(ready));
}

Result<std::string> server_url(const std::string& configured, const std::string& scheme,
                               const std::string& path) {
    const auto wrong = [&](std::string_view why) {
        return fail(ErrorKind::config, std::string(why),
                    fmt::format("write {0}s://HOST:PORT, or {0}://HOST:PORT for STARTTLS", scheme));
    };
    const Url url(curl_url());
    // The URL itself is not repeated in any message: somebody may have put a password into it.
    if (curl_url_set(url.get(), CURLUPART_URL, configured.c_str(), 0) != CURLUE_OK)
        return wrong("the address of the mail server is not a URL");
    const auto given = url_part(url.get(), CURLUPART_SCHEME);
    if (given != scheme && given != scheme + "s")
        return wrong(fmt::format("the mail server's URL must begin with {0}s:// or {0}://", scheme));
    for (const auto part : {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS})
        if (!url_part(url.get(), part).empty())
            return wrong("the mail server's URL must not contain a user or a password");
    const auto rest = url_part(url.get(), CURLUPART_PATH);
    if ((!rest.empty() && rest != "/") || !url_part(url.get(), CURLUPART_QUERY).empty() ||
        !url_part(url.get(), CURLUPART_FRAGMENT).empty())
        return wrong("the mail server's URL must end after the host and the port");
    if (curl_url_set(url.get(), CURLUPART_PATH, ("/" + path).c_str(), CURLU_URLENCODE) != CURLUE_OK)
        return fail(ErrorKind::bug, "a path that no URL can have");
    return url_part(url.get(), CURLUPART_URL);
}

CurlHandle new_curl(const ServerAccess& access, const std::string& url, const std::string& scheme) {
    CurlHandle handle(curl_easy_init());
    CURL* curl = handle.get();
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, fmt::format("{0},{0}s", scheme).c_str());
    curl_easy_setopt(curl, CURLOPT_PROXY, "");  // else libcurl asks the environment
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    if (!access.ca_file.empty()) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, access.ca_file.c_str());
        curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);  // else the system's authorities count as well
    }
    if (!access.user.empty()) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, access.user.c_str());
        const bool token = !access.token.empty();
        if (token) curl_easy_setopt(curl, CURLOPT_XOAUTH2_BEARER, access.token.c_str());
        if (!token) curl_easy_setopt(curl, CURLOPT_PASSWORD, access.password.c_str());
        // Without this libcurl prefers CRAM-MD5 and its like whenever a server offers them. LOGIN is for the
        // servers that have no PLAIN.
        curl_easy_setopt(curl, CURLOPT_LOGIN_OPTIONS,
                         token ? "AUTH=XOAUTH2;AUTH=OAUTHBEARER" : "AUTH=PLAIN;AUTH=LOGIN");
        curl_easy_setopt(curl, CURLOPT_SASL_IR, 1L);
    }
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, access.connect_timeout_s);
    return handle;
}

bool bars(int code) {
    switch (code) {
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_ISSUER_ERROR:
        case CURLE_SSL_INVALIDCERTSTATUS:
        case CURLE_SSL_CIPHER:
        case CURLE_USE_SSL_FAILED:
        case CURLE_LOGIN_DENIED:
        case CURLE_URL_MALFORMAT:
        case CURLE_UNSUPPORTED_PROTOCOL:
        case CURLE_NOT_BUILT_IN:
            return true;
        default:
            return false;
    }
}

}  // namespace dsupport

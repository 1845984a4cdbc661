// How to reach a mail server and who we are there: the same for submission (SMTP) and for fetching (IMAP).
#pragma once

#include <string>

namespace dsupport {

/// The secret is already at hand: it is asked for before this is made.
struct ServerAccess {
    std::string url;       ///< `smtps://host:port` (implicit TLS) or `smtp://host:port` (STARTTLS required);
                           ///< for IMAP `imaps://` and `imap://`
    std::string user;      ///< empty: no login
    std::string password;  ///< for PLAIN; one of password and token is empty
    std::string token;     ///< for XOAUTH2 / OAUTHBEARER
    std::string ca_file;   ///< PEM file of the accepted authorities; empty means the system's
    long connect_timeout_s = 30;  ///< for connecting, TLS, greeting and login together
};

}  // namespace dsupport

// Where mail comes from: a mailbox on an IMAP server, which is only read. Nothing is marked, moved or
// deleted, no flag changes. The implementation uses libcurl for the connection and lives in a private module
// that is loaded on first use.
//
// One round of fetching, with `last` as the highest uid stored for the mailbox's uidvalidity:
//
//     open() -> uids_after(last) -> fetch(uids, store) -> wait(...) -> uids_after(last) -> ...
//
// When uidvalidity is another one than before, all uids mean something else: uids_after(0), then ids() says
// which of them are mails that are known already, and only the rest is fetched.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "lib/base/result.hh"
#include "lib/mail/parser.hh"
#include "lib/mail/server_access.hh"

namespace dsupport {

/// Names a mail within a mailbox while the mailbox has the same uidvalidity (RFC 3501, 2.3.1.1). Never 0.
using Uid = std::uint32_t;

struct FetchSettings : ServerAccess {
    /// In UTF-8, or `\All`: the mailbox that holds everything, where the server has one (RFC 6154), else
    /// INBOX.
    std::string mailbox = "\\All";
    /// On Gmail only mail of this list is seen, by its address; elsewhere, and when empty, all of the
    /// mailbox.
    std::string list;
    long reply_timeout_s = 120;  ///< the longest time without a byte while an answer is due
    long poll_s = 60;            ///< how often a server that has no IDLE is asked for news
    /// From when on this can be read without waiting (a pipe, an eventfd), every call ends with
    /// `interrupted`: while it waits at once, while it connects within a second. It is never read. -1: none.
    int stop_fd = -1;
    std::size_t max_bytes = ParseLimits{}.bytes;  ///< of larger mails only the header is fetched
};

/// A mailbox as it was when it was opened.
struct MailboxState {
    std::string name;  ///< the real one, as the server spells it
    std::uint32_t uidvalidity = 0;
    Uid uidnext = 0;  ///< 0: the server does not say
    std::uint32_t exists = 0;
};

struct FetchedMail {
    enum class Extent {
        whole,   ///< `bytes` is the mail as the server has it
        header,  ///< larger than `max_bytes`: `bytes` is its header, or the first 256 KiB of it
        none,    ///< the server cannot give this one, but others; `fault` has its words
    };
    Uid uid = 0;
    std::uint64_t size = 0;  ///< of the whole mail, as the server says
    Extent extent = Extent::whole;
    std::string bytes;
    std::string fault;
};

struct ListedMail {
    Uid uid = 0;
    std::string message_id;  ///< the field's value, unfolded, with brackets; empty when there is none
};

/// In ascending order of uid: mails at most 50 at a time and, unless it is one that is larger, 8 MiB; ids at
/// most 500. A failure ends the call that it came from, and with it
/// the connection. Never throws: the module has a C++ runtime of its own.
using MailSink = std::function<Outcome(std::vector<FetchedMail> batch)>;
using ListSink = std::function<Outcome(std::vector<ListedMail> batch)>;

/// Every call but open() needs an open mailbox, and may fail with
///   refused      login, certificate, no STARTTLS: nothing will work until a person acts
///   config       there is no such mailbox
///   try_later    the network, or a server that has no time for us
///   bad_data     what the server says is no IMAP; nothing of that answer has been handed out
///   interrupted  `stop_fd`
/// After a failure the connection is gone; open() makes a new one.
class Fetcher {
  public:
    virtual ~Fetcher() = default;
    /// Connects, logs in and opens the mailbox with EXAMINE. When it is open already it is opened afresh.
    virtual Result<MailboxState> open() = 0;
    /// The mails with a greater uid, ascending.
    virtual Result<std::vector<Uid>> uids_after(Uid last) = 0;
    /// What the named mails call themselves. `uids` must be ascending, here and below; mails that are gone
    /// are left out.
    virtual Outcome ids(std::span<const Uid> uids, const ListSink& sink) = 0;
    /// The named mails; each is handed out complete or not at all.
    virtual Outcome fetch(std::span<const Uid> uids, const MailSink& sink) = 0;
    /// Returns true when the mailbox may have new mail, false when `limit_s` is over. Mail that came since
    /// the last call of any of these counts as new.
    virtual Result<bool> wait(long limit_s) = 0;
};

}  // namespace dsupport

// How mails leave this machine and how they come in, as the configuration says it.
#pragma once

#include <memory>
#include <string>

#include "cli/env.hh"
#include "lib/mail/fetcher.hh"
#include "lib/sync/fetch.hh"
#include "lib/sync/sender.hh"

namespace dsupport {

/// Whom our mails are from. Fails with config when the own address is missing, unless mails go to a folder,
/// or cannot stand in a mail.
Result<Mailbox> own_mailbox(Env& env, const std::vector<std::string>& group);

/// What send_all needs. Fails with config when no group address is set or the transport is incomplete; asks
/// for no password and opens no connection yet.
Result<SenderSetup> sender_setup(Env& env, Store& store);

/// Where new mail is to be found: a folder, an account on a server, or nowhere as long as none is set.
struct FetchPlace {
    std::string folder;
    FetchAccount account;
    std::string group;  ///< the group's address, where it is known
    bool nowhere() const { return folder.empty() && account.name.empty(); }
};
/// Fails with config when mail cannot come in at all, or the transport is incomplete.
Result<FetchPlace> fetch_place(Env& env, Store& store);

/// For a place with an account. Asks for the password; `stop_fd` as in FetchSettings.
Result<std::unique_ptr<Fetcher>> imap_fetcher(Env& env, const FetchPlace& place, int stop_fd);

}  // namespace dsupport

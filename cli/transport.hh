// How mails leave this machine, as the configuration says it.
#pragma once

#include "cli/env.hh"
#include "lib/sync/sender.hh"

namespace dsupport {

/// What send_all needs. Fails with config when no group address is set or the transport is incomplete; asks
/// for no password and opens no connection yet.
Result<SenderSetup> sender_setup(Env& env, Store& store);

}  // namespace dsupport

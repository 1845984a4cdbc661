// Everything the program needs from the outside, in one object that main builds from the real world and tests
// build from pieces of their own. The store is opened when a command first asks for it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "cli/args.hh"
#include "cli/config.hh"
#include "cli/paths.hh"
#include "cli/ui/drafts.hh"
#include "cli/ui/editor.hh"
#include "cli/ui/process.hh"
#include "cli/ui/prompt.hh"
#include "cli/ui/records.hh"
#include "cli/ui/streams.hh"
#include "cli/ui/terminal.hh"
#include "cli/ui/zone.hh"
#include "cli/zones.hh"
#include "lib/base/clock.hh"
#include "lib/store/store.hh"

namespace dsupport {

/// What a person typed for this command, so that it survives whatever goes wrong.
struct Typed {
    std::string command;  ///< `note`: what a draft is named after
    std::string again;    ///< the whole command without its text; with --recover FILE behind it, it goes on
    std::string text;     ///< empty when there is none
    std::string draft;    ///< path of the text the person is working on, to be dropped once it is safe
    /// The mails that were on the ticket when the person began to write: only those does the text deal with.
    std::optional<std::set<MailRef>> seen = {};
    bool on_line = false;  ///< the text stood in the command line, where the shell keeps it
};

struct Env {
    Clock& clock;
    Random& random;
    Variable variable;  ///< environment variables, by name
    Input& input;
    Output& output;
    ProcessRunner& processes;
    Terminal terminal;
    std::string module_dir = {};              ///< where the private modules are
    std::string program = {};                 ///< path of this very program
    bool test_mode = false;                   ///< clock or randomness are not the real ones
    std::function<std::string()> login = {};  ///< asks for the user's name in the system's list of users
    std::vector<std::string> variables = {};  ///< the names of all environment variables that may be ours

    // What the command line says; filled by the app before a command runs.
    GlobalOptions global = {};
    Paths paths = {};
    Config config = {};
    std::unique_ptr<Zone> zone = {};

    Instant now() { return clock.now(); }
    Drafts drafts() const { return Drafts(paths.drafts()); }
    Prompt prompt() { return {terminal, input, output, global.no_input}; }

    /// The store of this home, opened once. A store that was opened for reading is opened again for writing.
    Result<Store*> store(Access access);
    /// The same for what writes, unless `dry_run` has it rolled back.
    Result<Store*> store_to_write(bool dry_run) { return store(dry_run ? Access::rehearse : Access::write); }

    /// Who founds the private team if this is the first write.
    Result<Founder> founder() const;

    Typed typed = {};
    SystemZones zones = SystemZones();
    std::unique_ptr<Store> opened = {};
    Access opened_as = Access::read;
};

/// The handle to use when the configuration names none: LOGNAME, USER, or else what `login` says, made a
/// valid handle; `staff` when none of them can be one.
std::string default_handle(const Variable& variable, const std::function<std::string()>& login);

}  // namespace dsupport

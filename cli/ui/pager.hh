// Shows long text for people a screen at a time.
#pragma once

#include <string>
#include <string_view>

#include "cli/ui/process.hh"
#include "cli/ui/streams.hh"
#include "cli/ui/terminal.hh"

namespace dsupport {

struct Pager {
    std::string command;  ///< for `sh -c`; `cat` means none
    /// What `less` shall do unless the person says otherwise in LESS: end at once when everything fits, pass
    /// colours on, leave the text on the screen. Empty when LESS is set.
    std::string less_options;
};

/// ui.pager of the configuration, else PAGER, else `less`.
Pager choose_pager(const Variable& variable, const std::string& configured);

/// Whether the text can be seen at once, so that no pager is needed.
bool fits_screen(std::string_view text, const Terminal& terminal);

/// Writes the text: through the pager when stdout is a terminal and the text is long, else to `output`, also
/// when the pager is not there. The person leaving the pager early is no failure.
Outcome show_paged(std::string text, const Pager& pager, const Terminal& terminal, Output& output,
                   ProcessRunner& runner);

}  // namespace dsupport

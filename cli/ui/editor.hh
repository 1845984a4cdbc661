// Lets a person write a text in their own editor. What they typed lies in a draft the whole time, and stays
// there until the caller has it safe.
#pragma once

#include <string>
#include <string_view>

#include "cli/ui/drafts.hh"
#include "cli/ui/process.hh"
#include "cli/ui/terminal.hh"

namespace dsupport {

/// Lines that begin so are for the person, or for us, and never part of the text.
inline constexpr std::string_view kDraftNote = "DS:";

struct EditRequest {
    std::string name;     ///< of the draft: `reply-K7M-2QX`
    std::string initial;  ///< what the editor opens with; leaving it as it is means giving up
    std::string notes;    ///< for the person; each line is shown behind `DS:` and never part of the text
    std::string recover;  ///< path of the draft to go on with instead of `initial`; empty for a new one
    std::string again;    ///< the command that takes a draft up, for the hints
};

struct Edited {
    std::string text;   ///< ends with one LF, never empty
    std::string draft;  ///< discard it once the text is safe; see with_draft() for when it is not
};

/// The editor as a shell command: DSUPPORT_EDITOR, then ui.editor, VISUAL, EDITOR, else `vi`.
std::string choose_editor(const Variable& variable, const std::string& configured);

/// Runs the editor (through `sh -c`, so it may have arguments) and waits for it. `gave_up` when the text is
/// empty or as it was, or when the editor fails; `interrupted` when Ctrl-C ended it; `config` when there is
/// no such editor.
Result<Edited> edit_text(const EditRequest& request, const std::string& editor, const Drafts& drafts,
                         ProcessRunner& runner);

/// The text without its `DS:` lines and without empty lines at both ends.
std::string without_notes(std::string_view content);

}  // namespace dsupport

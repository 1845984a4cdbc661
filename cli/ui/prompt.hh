// Asks a person on the terminal. Everything that can be asked can also be given by a flag, and without a
// terminal, or with --no-input, nothing is ever asked: the error names the flag.
#pragma once

#include <string>
#include <string_view>

#include "cli/ui/streams.hh"
#include "cli/ui/terminal.hh"

namespace dsupport {

class Prompt {
  public:
    /// All three outlive the prompt. Questions go to stderr: stdout is for data.
    Prompt(const Terminal& terminal, Input& input, Output& output, bool no_input)
        : possible_(terminal.stdin_tty && terminal.stderr_tty && !no_input), input_(input), output_(output) {}

    bool possible() const { return possible_; }
    /// Success when it is; otherwise `usage`: `what` (for example "a subject") is missing, give `flag`.
    Outcome need(std::string_view what, std::string_view flag) const;

    /// The answer without white space at its ends; may be empty. `gave_up` at the end of input.
    Result<std::string> line(std::string_view label, std::string_view what, std::string_view flag);
    /// The answer as it was typed; nothing at the end of input.
    Result<std::optional<std::string>> raw_line(std::string_view label);
    /// One of `keys`, typed without Enter; it is shown. Others are passed over. `gave_up` at the end of
    /// input.
    Result<char> key(std::string_view label, std::string_view keys);
    /// Something to be read between two questions.
    void say(std::string_view text) { output_.err(text); }
    /// True for y or yes, false for n, no or just Enter. `gave_up` at the end of input or after three answers
    /// that are neither.
    Result<bool> confirm(std::string_view question, std::string_view flag = "--yes");

  private:
    bool possible_;
    Input& input_;
    Output& output_;
};

}  // namespace dsupport

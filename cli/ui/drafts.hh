// Text that a person typed and that is not yet anywhere else. A draft is a plain file, made before the editor
// starts or when a command fails, and removed only when its text is safe in the log.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/instant.hh"
#include "lib/base/result.hh"

namespace dsupport {

struct DraftInfo {
    std::string path;
    std::string name;  ///< as given to keep(): `reply-K7M-2QX`
    Instant written;
};

class Drafts {
  public:
    /// `folder` is made (0700) when the first draft is kept.
    explicit Drafts(std::string folder) : folder_(std::move(folder)) {}

    /// A new file (0600) that overwrites no other draft; its path. `name` says what it is for; characters
    /// that do not belong into a file name become `_`.
    Result<std::string> keep(std::string_view name, std::string_view text) const;
    /// Replaces the text of a draft.
    Outcome rewrite(const std::string& path, std::string_view text) const;
    /// `no_input` when there is no such file.
    Result<std::string> read(const std::string& path) const;
    /// All drafts, the newest first; those with this name if one is given.
    std::vector<DraftInfo> list(std::string_view name = {}) const;
    /// The newest draft with this name; `negative` when there is none.
    Result<DraftInfo> newest(std::string_view name) const;
    /// The text is safe elsewhere. A file that is gone already is fine.
    void discard(const std::string& path) const;

  private:
    std::string folder_;
};

/// The error, with a hint that says how to go on: `again` is the command that takes the draft up behind
/// --recover. For everything that fails after a draft was kept; an empty path adds nothing.
Error with_draft(Error error, const std::string& again, const std::string& path);

/// A word as a shell needs it: in quotes where it is not plain.
std::string shell_word(std::string_view word);

}  // namespace dsupport

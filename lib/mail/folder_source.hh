// Folders with one mail in each file: Maildirs, with the folders below them, and folders of .eml files, such
// as the `dir` transport writes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "lib/mail/mail_source.hh"

namespace dsupport {

struct FolderFile {
    std::string path;
    std::uint64_t size = 0;
    std::int64_t changed_ns = 0;  ///< when its content was last written, since 1970
};

/// In every folder that has `cur` and `new`, the files in these two; in every other one, the files `*.eml`.
/// Sorted by path, which within a Maildir is the order of arrival. Names with a leading dot are left out, but
/// for Maildirs (`.Sub`); links to folders are not followed. What a Maildir has as trashed or as a draft, and
/// links to files, which may lie anywhere, are passed over and counted. A file that somebody renames
/// meanwhile, as mail programs do when they mark a mail, is found again; one that somebody deletes is passed
/// over. `wanted` is asked of each file before any is read; without it all are. Fails with `no_input` when
/// there are other files only, with `io` when a folder cannot be read.
Result<std::unique_ptr<MailSource>> read_folder(const std::string& path, std::size_t largest,
                                                const std::function<bool(const FolderFile&)>& wanted = {});

}  // namespace dsupport

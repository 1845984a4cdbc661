#include "lib/mail/mail_source.hh"

#include <filesystem>
#include <utility>

#include "lib/mail/byte_stream.hh"
#include "lib/mail/folder_source.hh"
#include "lib/mail/mbox_source.hh"

namespace dsupport {

Result<std::unique_ptr<MailSource>> open_source(const std::string& path, std::size_t largest) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) return read_folder(path, largest);
    DS_TRY(auto stream, open_file(path));
    return read_stream(std::move(stream), path, largest);
}

std::unique_ptr<MailSource> open_stream(int descriptor, const std::string& name, std::size_t largest) {
    return read_stream(borrow_descriptor(descriptor, name), name, largest);
}

}  // namespace dsupport

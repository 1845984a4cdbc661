#include "lib/sync/export_file.hh"

#include <array>
#include <utility>

#include "lib/mail/mbox_writer.hh"
#include "lib/ticket/bundle.hh"

namespace dsupport {

Result<ExportFile> read_export(std::unique_ptr<ByteStream> stream) {
    const auto border = std::string(kArmourEnd) + "\n\n" + std::string(kMboxrdFrom);
    ExportFile out;
    auto& text = out.events;
    std::array<char, std::size_t{64} << 10U> buffer;
    for (std::size_t looked = 0;;) {
        DS_TRY(const auto n, stream->read(buffer.data(), buffer.size()));
        if (n == 0) return out;
        text.append(buffer.data(), n);
        if (const auto at = text.find(border, looked); at != std::string::npos) {
            const auto mails = at + border.size() - kMboxrdFrom.size();
            out.mails = put_back(text.substr(mails), std::move(stream));
            text.resize(mails);
            return out;
        }
        if (text.size() > border.size()) looked = text.size() - border.size();
    }
}

}  // namespace dsupport

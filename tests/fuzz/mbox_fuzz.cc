// A mailbox: no bytes are lost or invented, and the size of the pieces in which it comes changes nothing.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "lib/mail/mbox_source.hh"
#include "tests/fuzz/expect.hh"

using namespace dsupport;

namespace {

class Pieces : public ByteStream {
  public:
    Pieces(std::string_view bytes, std::size_t piece) : bytes_(bytes), piece_(piece) {}
    Result<std::size_t> read(char* to, std::size_t size) override {
        const auto n = std::min({size, piece_, bytes_.size()});
        if (n > 0) std::memcpy(to, bytes_.data(), n);
        bytes_.remove_prefix(n);
        return n;
    }
    std::uint64_t total() const override { return bytes_.size(); }

  private:
    std::string_view bytes_;
    std::size_t piece_;
};

std::vector<SourceMail> read_all(std::string_view bytes, std::size_t piece, std::size_t largest) {
    const auto source = read_stream(std::make_unique<Pieces>(bytes, piece), "x", largest);
    std::vector<SourceMail> out;
    for (;;) {
        auto mail = source->next();
        EXPECT(mail);
        if (!*mail) break;
        out.push_back(std::move(**mail));
    }
    EXPECT(source->progress().done == bytes.size());
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const std::size_t largest = size == 0 ? 100 : data[size - 1] * std::size_t{4};
    const auto whole = read_all(bytes, size + 1, largest);
    EXPECT(size == 0 || !whole.empty());
    std::uint64_t sum = 0;
    for (const auto& mail : whole) {
        EXPECT(mail.problem.empty() == (mail.size <= largest));
        EXPECT(mail.bytes.size() == std::min<std::uint64_t>(mail.size, largest));
        sum += mail.size;
    }
    EXPECT(sum <= size);
    const auto pieces = read_all(bytes, 1 + size % 7, largest);
    EXPECT(pieces.size() == whole.size());
    for (std::size_t i = 0; i < whole.size(); ++i) {
        EXPECT(pieces[i].bytes == whole[i].bytes);
        EXPECT(pieces[i].origin == whole[i].origin && pieces[i].size == whole[i].size);
    }
    return 0;
}

// Ids from a header field: canonical, fit for UTF-8 and for one line, and the same when they are read again.
#include "lib/mail/message_ids.hh"

#include <cstddef>
#include <cstdint>

#include "lib/base/ids.hh"
#include "lib/base/text.hh"
#include "tests/fuzz/expect.hh"

using namespace dsupport;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view value(reinterpret_cast<const char*>(data), size);
    const auto ids = message_ids(value);
    for (const auto& id : ids) {
        EXPECT(!id.empty() && id.size() <= 3 * size);
        EXPECT(valid_utf8(id));
        EXPECT(id.find_first_of(" \t\r\n<>") == std::string::npos);
        EXPECT(canonical_message_id(id) == id);
    }
    const std::vector<std::string> twice = {std::string(value), std::string(value)};
    const auto all = message_ids(twice);
    EXPECT(all.size() <= ids.size());
    EXPECT(ids.empty() || all.back() == ids.back());
    return 0;
}

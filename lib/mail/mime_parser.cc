// The parser: checks what came in, has it taken apart, and puts together what is kept of it. The other half
// of the reading side of the private module dsupport-mime, beside gmime_reader.cc.
#include <algorithm>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/mail/blank_text.hh"
#include "lib/mail/enclosed.hh"
#include "lib/mail/gmime_reader.hh"
#include "lib/mail/header_fields.hh"
#include "lib/mail/mail_limits.hh"
#include "lib/mail/modules.hh"

namespace dsupport {
namespace {

struct Parsed {
    ReceivedMail mail;
    std::vector<FilePart> files;
};

/// For GMime every field is several objects, and the fields of a mail were most of its work, so it sees those
/// alone that it is asked about.
Result<Parsed> read(std::string_view bytes, const ParseLimits& limits, bool keep_files) {
    DS_CHECK(check_limits(bytes, limits));
    const auto header = read_header(bytes);
    if (header.fields.empty()) return fail(ErrorKind::bad_data, "it is no mail: it has no header field");
    // Two such are alike in all by which mails are told apart, whatever they say.
    if (std::ranges::none_of(header.fields, [](const auto& field) { return is_mail_field(field.name); }))
        return fail(ErrorKind::bad_data, "it is no mail: its header says neither who wrote it nor when");
    DS_TRY(auto body, read_body(with_content_fields(bytes, header), limits, keep_files));
    Parsed out;
    out.mail = assemble(header, gmime_fields(), body);
    out.files = std::move(body.files);
    return out;
}

/// The mail as its reader gets it. A mail in a mail is read one level deep: each level is read again.
Result<Parsed> read_whole(std::string_view bytes, const ParseLimits& limits) {
    DS_TRY(auto out, read(bytes, limits, false));
    if (!is_blank(out.mail.text) || out.mail.mail.verdict == Verdict::bounce) return out;
    out.mail.enclosed = enclosed_text(out.files, [&](std::string_view inner) {
        auto found = read(inner, limits, false);
        return found ? std::optional(std::move(found->mail)) : std::nullopt;
    });
    return out;
}

/// What a library or a lack of memory throws becomes a value here.
template <class Read>
Result<Parsed> safely(std::string_view bytes, const Read& read_it) noexcept {
    try {
        if (bytes.find('\n') != std::string_view::npos || bytes.find('\r') == std::string_view::npos)
            return read_it(bytes);
        // Lines may end as they did on a Macintosh once.
        std::string lines(bytes);
        std::ranges::replace(lines, '\r', '\n');
        return read_it(lines);
    } catch (const std::bad_alloc&) {
        return fail(ErrorKind::bad_data, "the mail needs too much memory");
    } catch (const std::exception& e) {
        return fail(ErrorKind::bug, "the mail cannot be read", "", e.what());
    }
}

class MimeParser : public Parser {
  public:
    Result<ReceivedMail> parse(std::string_view bytes, const ParseLimits& limits) override {
        DS_TRY(auto parsed, safely(bytes, [&](std::string_view mail) { return read_whole(mail, limits); }));
        return std::move(parsed.mail);
    }
    Result<std::string> file(std::string_view bytes, std::size_t n) override {
        DS_TRY(auto parsed, safely(bytes, [](std::string_view mail) { return read(mail, {}, true); }));
        if (n >= parsed.files.size())
            return fail(ErrorKind::negative, "the mail has no file " + std::to_string(n + 1));
        return std::move(parsed.files[n].content);
    }
};

}  // namespace

extern "C" Parser* dsupport_module_parser() noexcept {
    static const bool ready = [] {
        start_gmime();
        return true;
    }();
    return ready ? new (std::nothrow) MimeParser : nullptr;
}

}  // namespace dsupport

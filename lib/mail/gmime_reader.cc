// What the mail means is said in received.cc.
#include "lib/mail/gmime_reader.hh"

#include <gmime/gmime.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "lib/base/crypto.hh"
#include "lib/base/text.hh"
#include "lib/mail/blank_text.hh"
#include "lib/mail/charset.hh"
#include "lib/mail/encoded_words.hh"
#include "lib/mail/footer.hh"
#include "lib/mail/html_text.hh"
#include "lib/mail/mail_limits.hh"
#include "lib/mail/part_bytes.hh"
#include "lib/mail/wire.hh"

namespace dsupport {
namespace {

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
template <class T>
using Ref = std::unique_ptr<T, Unref>;

struct Free {
    void operator()(char* text) const { g_free(text); }
};
using CharPtr = std::unique_ptr<char, Free>;

GMimeParserOptions* options() {
    static GMimeParserOptions* const kOptions = [] {
        auto* made = g_mime_parser_options_new();
        g_mime_parser_options_set_address_compliance_mode(made, GMIME_RFC_COMPLIANCE_LOOSE);
        g_mime_parser_options_set_parameter_compliance_mode(made, GMIME_RFC_COMPLIANCE_LOOSE);
        g_mime_parser_options_set_rfc2047_compliance_mode(made, GMIME_RFC_COMPLIANCE_LOOSE);
        g_mime_parser_options_set_allow_addresses_without_domain(made, TRUE);
        std::array<const char*, 3> charsets = {"utf-8", "windows-1252", nullptr};
        g_mime_parser_options_set_fallback_charsets(made, charsets.data());
        return made;
    }();
    return kOptions;
}

/// Valid UTF-8 in one line: what an encoded word may hide ends up in no other header and no other row.
std::string one_line(const char* text) {
    auto out = to_utf8(text ? text : "", "").text;
    for (auto& c : out)
        if (c == '\r' || c == '\n' || c == '\t') c = ' ';
    return std::string(trim(out));
}

/// With encoded words decoded.
std::string decoded(std::string_view value) {
    return one_line(CharPtr(g_mime_utils_header_decode_text(options(), joined_words(value).c_str())).get());
}

class GmimeFields : public FieldReader {
  public:
    std::string text(const std::string& value) const override { return decoded(value); }
    std::vector<Mailbox> mailboxes(const std::string& value) const override {
        std::vector<Mailbox> out;
        if (!plain_groups(value)) return out;
        if (const Ref<InternetAddressList> list{
                internet_address_list_parse(options(), joined_words(value).c_str())})
            collect(list.get(), 0, out);
        return out;
    }
    std::optional<Instant> date(const std::string& value) const override {
        auto* date = value.empty() ? nullptr : g_mime_utils_header_decode_date(value.c_str());
        if (!date) return std::nullopt;
        const Instant out{g_date_time_to_unix(date) * kSecond};
        g_date_time_unref(date);
        return out;
    }

  private:
    static void collect(InternetAddressList* list, int depth, std::vector<Mailbox>& out) {
        for (int i = 0; i < internet_address_list_length(list); ++i) {
            auto* item = internet_address_list_get_address(list, i);
            if (INTERNET_ADDRESS_IS_MAILBOX(item)) {
                auto address = one_line(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(item)));
                if (!address.empty())
                    out.push_back({one_line(internet_address_get_name(item)), std::move(address)});
            } else if (INTERNET_ADDRESS_IS_GROUP(item) && depth < 5) {
                collect(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(item)), depth + 1, out);
            }
        }
    }
};

/// A Content-Type that is none is plain text (RFC 2045, 5.2), where GMime says that it may be anything. That
/// is true of what had to be encoded and does not call itself a text.
bool broken_text_type(GMimeObject* object) {
    auto* field = g_mime_header_list_get_header(g_mime_object_get_header_list(object), "Content-Type");
    const auto* value = field ? g_mime_header_get_value(field) : nullptr;
    if (!value) return false;
    const std::string_view whole(value);
    const auto type = trim(whole.substr(0, whole.find(';')));
    const auto slash = type.find('/');
    if (slash != std::string_view::npos && slash > 0 && slash + 1 < type.size()) return false;
    return starts_with_no_case(type, "text") || !GMIME_IS_PART(object) ||
           g_mime_part_get_content_encoding(GMIME_PART(object)) != GMIME_CONTENT_ENCODING_BASE64;
}

std::string type_of(GMimeObject* object) {
    if (broken_text_type(object)) return "text/plain";
    auto* type = g_mime_object_get_content_type(object);
    const auto* media = type ? g_mime_content_type_get_media_type(type) : nullptr;
    const auto* subtype = type ? g_mime_content_type_get_media_subtype(type) : nullptr;
    return lower(to_utf8(std::string(media ? media : "text") + "/" + (subtype ? subtype : "plain"), "").text);
}

std::string parameter(GMimeObject* object, const char* name) {
    return one_line(g_mime_object_get_content_type_parameter(object, name));
}

bool is_attachment(GMimeObject* object) {
    const auto* disposition = g_mime_object_get_disposition(object);
    return disposition && equal_no_case(disposition, GMIME_DISPOSITION_ATTACHMENT);
}

std::string file_name(GMimeObject* object) {
    const auto* name = g_mime_object_get_content_disposition_parameter(object, "filename");
    if (!name) name = g_mime_object_get_content_type_parameter(object, "name");
    return name ? decoded(name) : std::string();
}

/// A part of a digest has no header of its own to find its bytes by; GMime writes it again.
std::string written(GMimeObject* object) {
    auto* format = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
    const Ref<GMimeStream> stream(g_mime_stream_mem_new());
    g_mime_object_write_to_stream(object, format, stream.get());
    g_mime_format_options_free(format);
    const auto* array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
    return {reinterpret_cast<const char*>(array->data), array->len};
}

bool is_text(const std::string& type) {
    return type == "text/plain" || type == "text/html";
}

std::string decode(std::string_view raw, GMimeContentEncoding encoding) {
    GMimeEncoding state;
    g_mime_encoding_init_decode(&state, encoding);
    if (encoding == GMIME_CONTENT_ENCODING_UUENCODE) {
        const auto lines = uuencoded_lines(raw);
        if (!lines) return std::string(raw);
        raw = *lines;
        state.state = GMIME_UUDECODE_STATE_BEGIN;
    }
    std::string out(g_mime_encoding_outlen(&state, raw.size()), '\0');
    out.resize(g_mime_encoding_flush(&state, raw.data(), raw.size(), out.data()));
    return out;
}

/// Walks the tree of a parsed mail. Of alternatives it reads the plain text, if that says anything.
class Walk {
  public:
    Walk(std::string_view bytes, const ParseLimits& limits, bool keep_files)
        : bytes_(bytes), limits_(limits), keep_files_(keep_files) {}
    Result<MailBody> run(GMimeMessage* message) {
        auto* root = g_mime_message_get_mime_part(message);
        if (!root) return std::move(body_);
        body_.type = type_of(root);
        body_.report_type = parameter(root, "report-type");
        DS_CHECK(visit(root, 0, false));
        return std::move(body_);
    }

  private:
    std::string_view bytes_;
    const ParseLimits& limits_;
    bool keep_files_;
    MailBody body_;
    int parts_ = 0;
    std::vector<std::string> boundaries_;            ///< of the multiparts around
    std::map<const GMimePart*, std::string> texts_;  ///< decoded to choose among alternatives, not yet taken

    Outcome visit(GMimeObject* object, int depth, bool shadow);
    Outcome children(GMimeMultipart* multipart, int depth, bool shadow);
    void unparted(GMimeMultipart* multipart, bool shadow);
    void leaf(GMimePart* part, bool top, bool shadow);
    void message(GMimeMessagePart* part);
    void add_file(std::string name, std::string type, std::string content);
    std::string_view raw(GMimePart* part) const;
    std::string_view raw_body(GMimeObject* object) const;
    std::string text_of(GMimePart* part);
    std::string bytes_of(GMimePart* part) const;
    bool says_something(GMimePart* part);
    bool readable(GMimeObject* object, std::string_view type, int depth);
};

std::string_view Walk::raw(GMimePart* part) const {
    auto* content = g_mime_part_get_content(part);
    auto* stream = content ? g_mime_data_wrapper_get_stream(content) : nullptr;
    if (!stream || !GMIME_IS_STREAM_MEM(stream)) return {};
    const auto size = static_cast<gint64>(bytes_.size());
    const auto start = std::clamp<gint64>(stream->bound_start, 0, size);
    const auto end = stream->bound_end < 0 ? size : std::clamp<gint64>(stream->bound_end, start, size);
    return part_content(bytes_, static_cast<std::size_t>(start), static_cast<std::size_t>(end));
}

/// The bytes of a part of which GMime keeps no content.
std::string_view Walk::raw_body(GMimeObject* object) const {
    auto* headers = g_mime_object_get_header_list(object);
    if (g_mime_header_list_get_count(headers) == 0) return {};
    const auto at = g_mime_header_get_offset(g_mime_header_list_get_header_at(headers, 0));
    return at < 0 ? std::string_view() : below_header(bytes_, static_cast<std::size_t>(at), boundaries_);
}

std::string Walk::text_of(GMimePart* part) {
    if (auto known = texts_.extract(part)) return std::move(known.mapped());
    const auto encoding = g_mime_part_get_content_encoding(part);
    EncodedText content{raw(part), {}};
    if (encoding == GMIME_CONTENT_ENCODING_BASE64) content = split_base64(content.encoded);
    if (encoding == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE) content = split_quoted_printable(content.encoded);
    const auto bytes = decode(content.encoded, encoding);
    auto charset = parameter(GMIME_OBJECT(part), "charset");
    if (charset.empty() && type_of(GMIME_OBJECT(part)) == "text/html") charset = html_charset(bytes);
    auto text = to_utf8(bytes, charset);
    if (text.guessed) body_.remarks.push_back("text in a damaged or unknown charset: " + printable(charset));
    if (!content.plain.empty()) {
        if (!text.text.ends_with('\n')) text.text += '\n';
        text.text += to_utf8(content.plain, "").text;
    }
    return lf_lines(std::move(text.text));
}

std::string Walk::bytes_of(GMimePart* part) const {
    const auto encoding = g_mime_part_get_content_encoding(part);
    const auto content = raw(part);
    switch (encoding) {
        case GMIME_CONTENT_ENCODING_BASE64:
        case GMIME_CONTENT_ENCODING_UUENCODE:
        case GMIME_CONTENT_ENCODING_BINARY:
            return decode(content, encoding);
        default:
            // Its line ends are those of the mail: CRLF (RFC 2046, 4.1.1), whatever a mailbox made of them.
            return decode(crlf_lines(content), encoding);
    }
}

bool Walk::says_something(GMimePart* part) {
    auto text = text_of(part);
    const bool blank = is_blank(text);
    texts_.emplace(part, std::move(text));
    return !blank;
}

/// Whether there is a text of that type to read in the tree.
bool Walk::readable(GMimeObject* object, std::string_view type, int depth) {
    if (depth > limits_.depth) return false;
    if (GMIME_IS_MULTIPART(object)) {
        auto* multipart = GMIME_MULTIPART(object);
        const int count = std::min(g_mime_multipart_get_count(multipart), limits_.parts);
        for (int i = 0; i < count; ++i)
            if (readable(g_mime_multipart_get_part(multipart, i), type, depth + 1)) return true;
        return false;
    }
    return GMIME_IS_PART(object) && !is_attachment(object) && type_of(object) == type &&
           says_something(GMIME_PART(object));
}

/// Which of its parts a multipart wants to be read: all, or the best alternative.
Outcome Walk::children(GMimeMultipart* multipart, int depth, bool shadow) {
    const int count = g_mime_multipart_get_count(multipart);
    if (count > limits_.parts) return fail(ErrorKind::bad_data, "the mail has too many parts");
    const bool choose = !shadow && type_of(GMIME_OBJECT(multipart)) == "multipart/alternative";
    int chosen = -1;
    for (int i = 0; i < count && choose && chosen < 0; ++i)
        if (readable(g_mime_multipart_get_part(multipart, i), "text/plain", depth)) chosen = i;
    for (int i = count; i-- > 0 && choose && chosen < 0;)
        if (readable(g_mime_multipart_get_part(multipart, i), "text/html", depth)) chosen = i;
    if (chosen < 0) chosen = 0;  // Nothing says anything: nothing is hidden, then.
    for (int i = 0; i < count; ++i)
        DS_CHECK(
            visit(g_mime_multipart_get_part(multipart, i), depth + 1, shadow || (choose && i != chosen)));
    return {};
}

/// Without a boundary, or with one that never comes, everything is one text.
void Walk::unparted(GMimeMultipart* multipart, bool shadow) {
    const auto body = raw_body(GMIME_OBJECT(multipart));
    if (shadow || trim(body).empty()) return;
    body_.remarks.emplace_back("a multipart without parts; read as one text");
    body_.texts.push_back({false, lf_lines(to_utf8(body, "").text)});
}

Outcome Walk::visit(GMimeObject* object, int depth, bool shadow) {
    if (depth > limits_.depth) return fail(ErrorKind::bad_data, "the mail's parts are nested too deeply");
    if (++parts_ > limits_.parts) return fail(ErrorKind::bad_data, "the mail has too many parts");
    if (GMIME_IS_MULTIPART(object)) {
        auto* multipart = GMIME_MULTIPART(object);
        if (g_mime_multipart_get_count(multipart) == 0) {
            unparted(multipart, shadow);
            return {};
        }
        const auto* boundary = g_mime_multipart_get_boundary(multipart);
        boundaries_.emplace_back(boundary ? boundary : "");
        auto outcome = children(multipart, depth, shadow);
        boundaries_.pop_back();
        return outcome;
    }
    if (GMIME_IS_MESSAGE_PART(object)) {
        message(GMIME_MESSAGE_PART(object));
    } else if (GMIME_IS_PART(object)) {
        leaf(GMIME_PART(object), depth == 0, shadow);
    }
    return {};
}

void Walk::message(GMimeMessagePart* part) {
    auto* object = GMIME_OBJECT(part);
    auto* inner = g_mime_message_part_get_message(part);
    auto content = crlf_lines(raw_body(object));
    if (content.empty() && inner) content = written(GMIME_OBJECT(inner));
    if (body_.returned.empty()) body_.returned = content.substr(0, limits_.header_bytes);
    auto name = file_name(object);
    if (name.empty()) {
        name = decoded(read_header(content).value("Subject"));
        name = (name.empty() ? "message" : name) + ".eml";
    }
    add_file(std::move(name), type_of(object), std::move(content));
}

void Walk::leaf(GMimePart* part, bool top, bool shadow) {
    auto* object = GMIME_OBJECT(part);
    const auto type = type_of(object);
    auto name = file_name(object);
    const bool text = is_text(type) || (top && type.starts_with("text/") && type != "text/calendar");
    if (text && !is_attachment(object) && (name.empty() || body_.texts.empty())) {
        if (!shadow) body_.texts.push_back({type == "text/html", text_of(part)});
        return;
    }
    auto content = bytes_of(part);
    if (type == "message/delivery-status" || type == "message/global-delivery-status")
        body_.delivery_status += content;
    if (type == "text/rfc822-headers" && body_.returned.empty()) body_.returned = content;
    add_file(std::move(name), type, std::move(content));
}

void Walk::add_file(std::string name, std::string type, std::string content) {
    const Hash hash{sha256(content)};
    const auto size = content.size();
    if (!keep_files_ && !type.starts_with("text/") && type != "message/rfc822") content = {};
    body_.files.push_back({std::move(name), std::move(type), size, hash, std::move(content)});
}

}  // namespace

void start_gmime() {
    g_mime_init();
}

const FieldReader& gmime_fields() {
    static const GmimeFields kFields;
    return kFields;
}

Result<MailBody> read_body(std::string mail, const ParseLimits& limits, bool keep_files) {
    GByteArray array{reinterpret_cast<guint8*>(mail.data()), static_cast<guint>(mail.size())};
    const Ref<GMimeStream> stream(g_mime_stream_mem_new());
    g_mime_stream_mem_set_byte_array(GMIME_STREAM_MEM(stream.get()), &array);
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream.get()), FALSE);
    const Ref<GMimeParser> parser(g_mime_parser_new_with_stream(stream.get()));
    const Ref<GMimeMessage> message(g_mime_parser_construct_message(parser.get(), options()));
    if (!message) return fail(ErrorKind::bad_data, "it is no mail");
    return Walk(mail, limits, keep_files).run(message.get());
}

}  // namespace dsupport

// The composer, over GMime: half of the private module dsupport-mime.
#include <gmime/gmime.h>

#include <algorithm>
#include <memory>
#include <new>
#include <optional>
#include <utility>

#include "lib/base/ids.hh"
#include "lib/base/text.hh"
#include "lib/mail/modules.hh"
#include "lib/mail/wire.hh"

namespace dsupport {
namespace {

constexpr std::size_t kLineLimit = 998;  // RFC 5322, 2.1.1
constexpr const char* kCharset = "utf-8";

struct Unref {
    void operator()(void* object) const { g_object_unref(object); }
};
template <class T>
using Ref = std::unique_ptr<T, Unref>;

bool one_line(std::string_view value) {
    return value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

Outcome check_value(std::string_view what, std::string_view value) {
    if (!one_line(value))
        return fail(ErrorKind::bad_data,
                    "the mail's " + std::string(what) + " has a line end or a NUL in it");
    if (!valid_utf8(value))
        return fail(ErrorKind::bad_data, "the mail's " + std::string(what) + " is not UTF-8");
    return {};
}

/// Ids of foreign mails may be anything; what cannot stand between `<` and `>` on one line is no use to a
/// reader.
bool writable_id(std::string_view id) {
    return !id.empty() && id.size() < 900 &&
           std::ranges::all_of(id, [](char c) { return c > 0x20 && c < 0x7F && c != '<' && c != '>'; });
}

/// A long chain keeps its root and what is near: the first four ids and the last six.
std::string references_value(const std::vector<std::string>& chain) {
    std::vector<std::string> ids;
    for (const auto& id : chain)
        if (writable_id(id)) ids.push_back("<" + id + ">");
    if (ids.size() > 10) ids.erase(ids.begin() + 4, ids.end() - 6);
    return join(ids, " ");
}

bool header_name(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    });
}

/// Text for a header: as it is, or as encoded words (RFC 2047, 2) when a reader would not get it back.
/// GMime's own encoder makes words far above the 75 characters that the RFC allows when the text is not
/// Latin.
std::string header_text(std::string_view text) {
    constexpr std::size_t kChunk = 39;  // 52 in base64: the word fits beside a header's name
    const bool plain = std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
    if (plain && text.find("=?") == std::string_view::npos) return std::string(text);
    std::vector<std::string> words;
    while (!text.empty()) {
        auto size = std::min(kChunk, text.size());
        while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
        words.push_back("=?utf-8?B?" + to_base64(as_bytes(text.substr(0, size))) + "?=");
        text.remove_prefix(size);
    }
    return join(words, " ");
}

/// Whether text/... content comes out of a 7-bit part byte for byte: ASCII, short lines, CRLF line ends only.
bool plain_lines(std::string_view content) {
    std::size_t length = 0;
    for (std::size_t i = 0; i < content.size(); ++i) {
        const char c = content[i];
        if (c <= 0) return false;
        if (c == '\r' || c == '\n') {
            if (c == '\n' || content.substr(i, 2) != "\r\n") return false;
            ++i, length = 0;
        } else if (++length > kLineLimit) {
            return false;
        }
    }
    return true;
}

void set_content(GMimePart* part, std::string_view content) {
    const Ref<GMimeStream> stream(g_mime_stream_mem_new_with_buffer(content.data(), content.size()));
    const Ref<GMimeDataWrapper> wrapper(
        g_mime_data_wrapper_new_with_stream(stream.get(), GMIME_CONTENT_ENCODING_DEFAULT));
    g_mime_part_set_content(part, wrapper.get());
}

Ref<GMimePart> text_part(std::string_view text) {
    Ref<GMimePart> part(g_mime_part_new_with_type("text", "plain"));
    g_mime_object_set_content_type_parameter(GMIME_OBJECT(part.get()), "charset", kCharset);
    set_content(part.get(), text);
    auto encoding = g_mime_part_get_best_content_encoding(part.get(), GMIME_ENCODING_CONSTRAINT_7BIT);
    if (encoding == GMIME_CONTENT_ENCODING_DEFAULT) encoding = GMIME_CONTENT_ENCODING_7BIT;
    g_mime_part_set_content_encoding(part.get(), encoding);
    return part;
}

Ref<GMimePart> attachment_part(const Attachment& attachment) {
    const Ref<GMimeContentType> asked(g_mime_content_type_parse(nullptr, attachment.content_type.c_str()));
    // A message or a multipart must not be base64, and bytes that must stay as they are need base64.
    const bool usable = asked && one_line(attachment.content_type) &&
                        attachment.content_type.find('/') != std::string::npos &&
                        !g_mime_content_type_is_type(asked.get(), "multipart", "*") &&
                        !g_mime_content_type_is_type(asked.get(), "message", "*");
    Ref<GMimePart> part(g_mime_part_new_with_type("application", "octet-stream"));
    auto* object = GMIME_OBJECT(part.get());
    if (usable) g_mime_object_set_content_type(object, asked.get());
    const bool text = usable && g_mime_content_type_is_type(asked.get(), "text", "*");
    if (text && !g_mime_object_get_content_type_parameter(object, "charset") &&
        valid_utf8(attachment.content))
        g_mime_object_set_content_type_parameter(object, "charset", kCharset);
    g_mime_object_set_disposition(object, GMIME_DISPOSITION_ATTACHMENT);
    if (!attachment.name.empty()) g_mime_part_set_filename(part.get(), attachment.name.c_str());
    set_content(part.get(), attachment.content);
    g_mime_part_set_content_encoding(part.get(), text && plain_lines(attachment.content)
                                                     ? GMIME_CONTENT_ENCODING_7BIT
                                                     : GMIME_CONTENT_ENCODING_BASE64);
    return part;
}

class GmimeComposer : public Composer {
  public:
    Result<std::string> compose(const OutgoingMail& mail) noexcept override {
        DS_CHECK(check(mail));
        const Ref<GMimeMessage> message(g_mime_message_new(TRUE));
        set_headers(message.get(), mail);
        set_body(message.get(), mail);
        return write(message.get());
    }
    std::string wire_address(const std::string& address) const noexcept override {
        if (sendable_address(address)) return address;
        const Ref<InternetAddress> mailbox(internet_address_mailbox_new(nullptr, address.c_str()));
        const auto* wire = internet_address_mailbox_get_idn_addr(INTERNET_ADDRESS_MAILBOX(mailbox.get()));
        return wire ? wire : address;
    }

  private:
    static Outcome check(const OutgoingMail& mail);
    static void set_headers(GMimeMessage* message, const OutgoingMail& mail);
    static void set_body(GMimeMessage* message, const OutgoingMail& mail);
    static Result<std::string> write(GMimeMessage* message);
};

Outcome GmimeComposer::check(const OutgoingMail& mail) {
    const auto people = {&mail.to, &mail.cc, &mail.reply_to};
    for (const auto* list : people)
        for (const auto& who : *list) {
            DS_CHECK(check_value("list of receivers", who.name));
            if (!sendable_address(who.address))
                return fail(ErrorKind::bad_data, "not a mail address: " + printable(who.address));
        }
    DS_CHECK(check_value("sender", mail.from.name));
    if (!sendable_address(mail.from.address))
        return fail(ErrorKind::bad_data, "not a mail address: " + printable(mail.from.address));
    DS_CHECK(check_value("subject", mail.subject));
    DS_CHECK(check_value("In-Reply-To", mail.in_reply_to));
    for (const auto& id : mail.references) DS_CHECK(check_value("References", id));
    if (!writable_id(mail.message_id) || !sendable_address(mail.message_id))
        return fail(ErrorKind::bad_data, "not a Message-ID: " + printable(mail.message_id));
    for (const auto& [name, value] : mail.headers) {
        if (!header_name(name)) return fail(ErrorKind::bad_data, "not a header name: " + printable(name));
        DS_CHECK(check_value(name, value));
    }
    for (const auto& attachment : mail.attachments) DS_CHECK(check_value("attachment name", attachment.name));
    if (!valid_utf8(mail.text)) return fail(ErrorKind::bad_data, "the mail's text is not UTF-8");
    return {};
}

void GmimeComposer::set_headers(GMimeMessage* message, const OutgoingMail& mail) {
    auto* object = GMIME_OBJECT(message);
    const auto add = [&](GMimeAddressType type, const Mailbox& who) {
        auto* list = g_mime_message_get_addresses(message, type);
        const auto name = header_text(who.name);
        const Ref<InternetAddress> address(
            internet_address_mailbox_new(name.empty() ? nullptr : name.c_str(), who.address.c_str()));
        internet_address_list_add(list, address.get());
    };
    add(GMIME_ADDRESS_TYPE_FROM, mail.from);
    for (const auto& who : mail.reply_to) add(GMIME_ADDRESS_TYPE_REPLY_TO, who);
    for (const auto& who : mail.to) add(GMIME_ADDRESS_TYPE_TO, who);
    for (const auto& who : mail.cc) add(GMIME_ADDRESS_TYPE_CC, who);
    g_mime_message_set_subject(message, header_text(mail.subject).c_str(), kCharset);
    GDateTime* date = g_date_time_new_from_unix_utc(mail.date.ms / kSecond);
    g_mime_message_set_date(message, date);
    g_date_time_unref(date);
    g_mime_message_set_message_id(message, mail.message_id.c_str());

    const auto set = [&](const char* name, const std::string& value) {
        if (!value.empty()) g_mime_object_append_header(object, name, value.c_str(), kCharset);
    };
    if (writable_id(mail.in_reply_to)) set("In-Reply-To", "<" + mail.in_reply_to + ">");
    set("References", references_value(mail.references));
    if (mail.auto_submitted) set("Auto-Submitted", "auto-generated");
    for (const auto& [name, value] : mail.headers) set(name.c_str(), header_text(value));
}

void GmimeComposer::set_body(GMimeMessage* message, const OutgoingMail& mail) {
    const auto text = text_part(mail.text);
    if (mail.attachments.empty()) {
        g_mime_message_set_mime_part(message, GMIME_OBJECT(text.get()));
        return;
    }
    const Ref<GMimeMultipart> multipart(g_mime_multipart_new_with_subtype("mixed"));
    // GMime's own boundary is random. `=_` occurs neither in base64 nor in quoted-printable.
    const auto boundary = "=_ds-" + mail_key(mail.message_id).hex();
    g_mime_multipart_set_boundary(multipart.get(), boundary.c_str());
    g_mime_multipart_add(multipart.get(), GMIME_OBJECT(text.get()));
    for (const auto& attachment : mail.attachments) {
        const auto part = attachment_part(attachment);
        g_mime_multipart_add(multipart.get(), GMIME_OBJECT(part.get()));
    }
    g_mime_message_set_mime_part(message, GMIME_OBJECT(multipart.get()));
}

Result<std::string> GmimeComposer::write(GMimeMessage* message) {
    auto* format = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
    const Ref<GMimeStream> stream(g_mime_stream_mem_new());
    const auto written = g_mime_object_write_to_stream(GMIME_OBJECT(message), format, stream.get());
    g_mime_format_options_free(format);
    if (written < 0) return fail(ErrorKind::bug, "the mail could not be composed");
    const auto* array = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream.get()));
    std::string bytes(reinterpret_cast<const char*>(array->data), array->len);
    if (!bytes.ends_with("\r\n")) bytes += "\r\n";
    for (const auto line : lines(bytes))
        if (line.size() > kLineLimit)
            return fail(ErrorKind::bad_data, "the mail has a header that is too long for one line",
                        "shorten it: " + printable(line.substr(0, 60)) + "...");
    return bytes;
}

}  // namespace

extern "C" Composer* dsupport_module_composer() noexcept {
    static const bool ready = [] {
        g_mime_init();
        return true;
    }();
    return ready ? new (std::nothrow) GmimeComposer : nullptr;
}

}  // namespace dsupport

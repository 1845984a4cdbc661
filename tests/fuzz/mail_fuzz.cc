// A whole mail, through GMime: fields, parts, charsets, verdict, bounces. Whatever it is, what comes out can
// be stored and shown, and is the same each time.
#include <cstddef>
#include <cstdint>
#include <memory>

#include "lib/base/text.hh"
#include "lib/mail/authentication.hh"
#include "lib/mail/modules.hh"
#include "lib/mail/quoting.hh"
#include "tests/fuzz/expect.hh"

using namespace dsupport;

extern "C" Parser* dsupport_module_parser() noexcept;

namespace {

bool one_line(const std::string& text) {
    return valid_utf8(text) && text.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos;
}

void check_people(const std::vector<Mailbox>& people) {
    for (const auto& who : people) {
        EXPECT(one_line(who.name));
        EXPECT(one_line(who.address) && !who.address.empty());
    }
}

void check(const ReceivedMail& mail) {
    for (const auto* people : {&mail.from, &mail.to, &mail.cc, &mail.reply_to}) check_people(*people);
    for (const auto* text : {&mail.mail.message_id, &mail.mail.author, &mail.mail.author_name,
                             &mail.mail.subject, &mail.mail.reply_address, &mail.sign,
                             &mail.authentication_results, &mail.original_authentication_results})
        EXPECT(one_line(*text));
    for (const auto* list :
         {&mail.mail.references, &mail.mail.in_reply_to, &mail.other_ids, &mail.lists, &mail.remarks})
        for (const auto& text : *list) EXPECT(one_line(text) && !text.empty());
    EXPECT(valid_utf8(mail.text) && mail.text.find('\0') == std::string::npos);
    EXPECT(valid_utf8(mail.enclosed) && mail.enclosed.find('\0') == std::string::npos);
    EXPECT(mail.files.size() == mail.mail.attachments.size());
    for (const auto& file : mail.files) EXPECT(one_line(file.name) && one_line(file.content_type));
    for (const auto& bounce : mail.bounces)
        EXPECT(one_line(bounce.message_id) && one_line(bounce.recipient) && one_line(bounce.status) &&
               one_line(bounce.text));
    EXPECT(mail.sign.empty() == (mail.mail.verdict == Verdict::human));
    const auto& found = mail.authentication_results;
    const auto server = read_authentication(found).server;
    EXPECT(valid_utf8(vouched_by({found, found, mail.mail.author, mail.mail.author}, server, {})));
    EXPECT(!split_quotes(mail.text).written.empty() || mail.text.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const std::unique_ptr<Parser> kParser(dsupport_module_parser());
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto mail = kParser->parse(bytes, {});
    if (!mail) {
        EXPECT(mail.error().kind == ErrorKind::bad_data && !mail.error().message.empty());
        return 0;
    }
    check(*mail);
    const auto again = kParser->parse(bytes, {});
    EXPECT(again && again->mail.canonical() == mail->mail.canonical());
    for (std::size_t i = 0; i < mail->files.size(); ++i) {
        const auto file = kParser->file(bytes, i);
        EXPECT(file && file->size() == mail->files[i].size);
    }
    EXPECT(!kParser->file(bytes, mail->files.size()));
    return 0;
}

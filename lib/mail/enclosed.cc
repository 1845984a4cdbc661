#include "lib/mail/enclosed.hh"

#include "lib/base/instant.hh"
#include "lib/mail/calendar_text.hh"

namespace dsupport {
namespace {

std::string mailbox_words(const Mailbox& who) {
    return who.name.empty() ? who.address : who.name + " <" + who.address + ">";
}

/// No header block, which would be taken for the beginning of a quote (lib/mail/quoting.hh).
std::string mail_words(const ReceivedMail& mail) {
    auto out = "Attached mail: " + mail.mail.subject + "\n";
    const auto author = mailbox_words({mail.mail.author_name, mail.mail.author});
    const auto date = mail.mail.date == Instant{0} ? std::string() : rfc3339(mail.mail.date);
    if (!author.empty() || !date.empty())
        out += author + (author.empty() || date.empty() ? "" : ", ") + date + "\n";
    if (!mail.text.empty()) out += "\n" + mail.text;
    if (!out.ends_with('\n')) out += '\n';
    if (!mail.files.empty()) out += '\n';
    for (const auto& file : mail.files)
        out += "[" + (file.name.empty() ? file.content_type : file.name) + "]\n";
    return out;
}

std::string words(const FilePart& file, const ReadEnclosed& read) {
    if (file.type == "text/calendar") return calendar_text(file.content);
    if (file.type != "message/rfc822") return {};
    const auto mail = read(file.content);
    return mail ? mail_words(*mail) : std::string();
}

}  // namespace

std::string enclosed_text(std::span<const FilePart> files, const ReadEnclosed& read) {
    std::string out;
    for (const auto& file : files) {
        const auto one = words(file, read);
        if (!one.empty()) out += (out.empty() ? "" : "\n") + one;
    }
    return out;
}

}  // namespace dsupport

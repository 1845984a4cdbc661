// Composes the mail that a JSON object on standard input describes and writes its bytes to standard output,
// for compose_test.py. A refusal goes to standard error with exit code 1.
//
//     compose_probe MODULE_DIR < JSON
#include <iostream>
#include <iterator>
#include <string>

#include "lib/base/encoding.hh"
#include "lib/base/json.hh"
#include "lib/mail/modules.hh"

using namespace dsupport;

namespace {

std::vector<Mailbox> mailboxes(const Json& list) {
    std::vector<Mailbox> out;
    for (const auto& who : list.items()) out.push_back({who["name"].string(), who["address"].string()});
    return out;
}

OutgoingMail mail_from(const Json& j) {
    OutgoingMail mail;
    mail.from = {j["from"]["name"].string(), j["from"]["address"].string()};
    mail.to = mailboxes(j["to"]);
    mail.cc = mailboxes(j["cc"]);
    mail.reply_to = mailboxes(j["reply_to"]);
    mail.subject = j["subject"].string();
    mail.date = parse_rfc3339(j["date"].string()).value_or(Instant{});
    mail.message_id = j["message_id"].string();
    mail.in_reply_to = j["in_reply_to"].string();
    for (const auto& id : j["references"].items()) mail.references.push_back(id.string());
    mail.auto_submitted = j["auto_submitted"].boolean();
    for (const auto& [name, value] : j["headers"].members()) mail.headers.emplace_back(name, value.string());
    mail.text = j["text"].string();
    for (const auto& a : j["attachments"].items()) {
        const auto content = parse_base64(a["base64"].string()).value_or(Bytes{});
        mail.attachments.push_back({a["name"].string(), a["type"].string(), std::string(as_text(content))});
    }
    return mail;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string input{std::istreambuf_iterator<char>(std::cin), {}};
    const auto json = Json::parse(input);
    if (argc != 2 || !json) return 2;
    auto composer = load_composer(argv[1]);
    if (!composer) {
        std::cerr << composer.error().message << '\n' << composer.error().cause << '\n';
        return 2;
    }
    const auto bytes = (*composer)->compose(mail_from(*json));
    if (!bytes) {
        std::cerr << bytes.error().message << '\n';
        return 1;
    }
    std::cout << *bytes;
    return 0;
}

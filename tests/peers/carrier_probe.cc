// Sends mails through a carrier and prints what became of them, for the tests of this folder.
//
//     carrier_probe MODULE_DIR < LINES
//
// The first line is a JSON object: the settings of a submission server, or {"folder": PATH}. Each further
// line is a mail: {"from", "to": [...], "id", "file": PATH, "repeat": N}. Each mail sent prints one line: an
// array with
// {"to", "delivery", "code", "text"} for each recipient.
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

#include "lib/base/json.hh"
#include "lib/mail/dir_carrier.hh"
#include "lib/mail/modules.hh"

using namespace dsupport;

namespace {

const char* name_of(Delivery delivery) {
    switch (delivery) {
        case Delivery::sent:
            return "sent";
        case Delivery::retry:
            return "retry";
        case Delivery::pause:
            return "pause";
        case Delivery::stop:
            return "stop";
        case Delivery::refused:
            return "refused";
        case Delivery::unknown:
            return "unknown";
    }
    return "?";
}

Result<std::unique_ptr<Carrier>> open_carrier(const std::string& module_dir, const Json& settings) {
    if (settings.has("folder")) return make_dir_carrier(settings["folder"].string());
    SubmissionSettings s;
    s.url = settings["url"].string();
    s.user = settings["user"].string();
    s.password = settings["password"].string();
    s.token = settings["token"].string();
    s.ca_file = settings["ca"].string();
    s.ehlo = settings["ehlo"].string();
    if (settings.has("connect_timeout")) s.connect_timeout_s = settings["connect_timeout"].integer();
    if (settings.has("reply_timeout")) s.reply_timeout_s = settings["reply_timeout"].integer();
    return load_smtp_carrier(module_dir, s);
}

void send(Carrier& carrier, const Json& mail) {
    Envelope envelope;
    envelope.sender = mail["from"].string();
    for (const auto& to : mail["to"].items()) envelope.recipients.push_back(to.string());
    envelope.message_id = mail["id"].string();
    std::ifstream file(mail["file"].string(), std::ios::binary);
    envelope.bytes.assign(std::istreambuf_iterator<char>(file), {});
    for (std::int64_t i = 0; i < std::max<std::int64_t>(mail["repeat"].integer(), 1); ++i) {
        Json out = Json::array();
        for (const auto& reply : carrier.send(envelope))
            out.push(Json::object({{"to", reply.recipient},
                                   {"delivery", name_of(reply.delivery)},
                                   {"code", reply.code},
                                   {"text", reply.text}}));
        std::cout << out.dump() << std::endl;
    }
}

}  // namespace

int main(int argc, char** argv) {
    std::string line;
    if (argc != 2 || !std::getline(std::cin, line)) return 2;
    const auto settings = Json::parse(line);
    if (!settings) return 2;
    auto carrier = open_carrier(argv[1], *settings);
    if (!carrier) {
        std::cerr << carrier.error().message << '\n' << carrier.error().cause << '\n';
        return 1;
    }
    while (std::getline(std::cin, line)) {
        const auto mail = Json::parse(line);
        if (!mail) return 2;
        send(**carrier, *mail);
    }
    return 0;
}

// Reads a mailbox through a fetcher and prints what came, for the tests of this folder.
//
//     fetch_probe MODULE_DIR < LINES
//
// The first line is a JSON object, the settings of the server. Each further line is a call:
// {"do": "open"}, {"do": "uids", "after": N}, {"do": "ids", "uids": [...]},
// {"do": "fetch", "uids": [...] or "after": N, "save": DIR}, {"do": "wait", "limit": S}.
// Each prints one line: {"result": ...} with what the call gave, or {"error": KIND, "message", "cause",
// "hint"}. "fetch" gives the batches: lists of {"uid", "size", "extent", "fault"}; the bytes of mail N are in
// DIR/N. SIGINT stops a call.
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "lib/base/json.hh"
#include "lib/mail/modules.hh"

using namespace dsupport;

namespace {

int stop_pipe[2];

extern "C" void on_interrupt(int) {
    if (::write(stop_pipe[1], "", 1) != 1) std::_Exit(3);
}

const char* name_of(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::refused:
            return "refused";
        case ErrorKind::config:
            return "config";
        case ErrorKind::try_later:
            return "try_later";
        case ErrorKind::bad_data:
            return "bad_data";
        case ErrorKind::interrupted:
            return "interrupted";
        case ErrorKind::negative:
            return "negative";
        default:
            return "?";
    }
}

const char* name_of(FetchedMail::Extent extent) {
    switch (extent) {
        case FetchedMail::Extent::whole:
            return "whole";
        case FetchedMail::Extent::header:
            return "header";
        case FetchedMail::Extent::none:
            return "none";
    }
    return "?";
}

FetchSettings settings_from(const Json& json) {
    FetchSettings s;
    s.url = json["url"].string();
    s.user = json["user"].string();
    s.password = json["password"].string();
    s.token = json["token"].string();
    s.ca_file = json["ca"].string();
    s.list = json["list"].string();
    if (json.has("mailbox")) s.mailbox = json["mailbox"].string();
    if (json.has("connect_timeout")) s.connect_timeout_s = json["connect_timeout"].integer();
    if (json.has("reply_timeout")) s.reply_timeout_s = json["reply_timeout"].integer();
    if (json.has("poll")) s.poll_s = json["poll"].integer();
    if (json.has("max_bytes")) s.max_bytes = static_cast<std::size_t>(json["max_bytes"].integer());
    s.stop_fd = stop_pipe[0];
    return s;
}

Json to_json(const std::vector<Uid>& uids) {
    Json out = Json::array();
    for (const auto uid : uids) out.push(static_cast<std::int64_t>(uid));
    return out;
}

std::vector<Uid> uids_from(const Json& json) {
    std::vector<Uid> out;
    for (const auto& uid : json.items()) out.push_back(static_cast<Uid>(uid.integer()));
    return out;
}

Result<Json> open(Fetcher& fetcher) {
    DS_TRY(const auto state, fetcher.open());
    return Json::object({{"name", state.name},
                         {"uidvalidity", static_cast<std::int64_t>(state.uidvalidity)},
                         {"uidnext", static_cast<std::int64_t>(state.uidnext)},
                         {"exists", static_cast<std::int64_t>(state.exists)}});
}

Result<Json> ids(Fetcher& fetcher, const std::vector<Uid>& uids) {
    Json out = Json::array();
    DS_CHECK(fetcher.ids(uids, [&](const std::vector<ListedMail>& batch) -> Outcome {
        for (const auto& mail : batch)
            out.push(Json::object({{"uid", static_cast<std::int64_t>(mail.uid)}, {"id", mail.message_id}}));
        return {};
    }));
    return out;
}

Result<Json> fetch(Fetcher& fetcher, const std::vector<Uid>& uids, const std::string& directory) {
    Json out = Json::array();
    DS_CHECK(fetcher.fetch(uids, [&](const std::vector<FetchedMail>& batch) -> Outcome {
        Json mails = Json::array();
        for (const auto& mail : batch) {
            std::ofstream file(directory + "/" + std::to_string(mail.uid), std::ios::binary);
            file << mail.bytes;
            if (!file.flush()) return fail(ErrorKind::negative, "the mail cannot be stored");
            mails.push(Json::object({{"uid", static_cast<std::int64_t>(mail.uid)},
                                     {"size", static_cast<std::int64_t>(mail.size)},
                                     {"extent", name_of(mail.extent)},
                                     {"fault", mail.fault}}));
        }
        out.push(std::move(mails));
        return {};
    }));
    return out;
}

Result<Json> call(Fetcher& fetcher, const Json& line) {
    const auto& what = line["do"].string();
    if (what == "open") return open(fetcher);
    if (what == "uids") {
        DS_TRY(const auto uids, fetcher.uids_after(static_cast<Uid>(line["after"].integer())));
        return to_json(uids);
    }
    if (what == "ids") return ids(fetcher, uids_from(line["uids"]));
    if (what == "wait") {
        DS_TRY(const bool news, fetcher.wait(line["limit"].integer()));
        return Json(news);
    }
    auto uids = uids_from(line["uids"]);
    if (line.has("after")) {
        DS_TRY(uids, fetcher.uids_after(static_cast<Uid>(line["after"].integer())));
    }
    return fetch(fetcher, uids, line["save"].string());
}

Json report(Result<Json> result) {
    if (result) return Json::object({{"result", std::move(*result)}});
    const auto& e = result.error();
    return Json::object(
        {{"error", name_of(e.kind)}, {"message", e.message}, {"cause", e.cause}, {"hint", e.hint}});
}

}  // namespace

int main(int argc, char** argv) {
    std::string line;
    if (argc != 2 || ::pipe(stop_pipe) != 0 || !std::getline(std::cin, line)) return 2;
    static_cast<void>(std::signal(SIGPIPE, SIG_IGN));
    static_cast<void>(std::signal(SIGINT, on_interrupt));
    const auto settings = Json::parse(line);
    if (!settings) return 2;
    auto fetcher = load_imap_fetcher(argv[1], settings_from(*settings));
    if (!fetcher) {
        std::cout << report(tl::unexpected(fetcher.error())).dump() << std::endl;
        return 1;
    }
    while (std::getline(std::cin, line)) {
        const auto wanted = Json::parse(line);
        if (!wanted) return 2;
        std::cout << report(call(**fetcher, *wanted)).dump() << std::endl;
    }
    return 0;
}

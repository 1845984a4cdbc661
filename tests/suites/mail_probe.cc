// Reads mails with the real parser, for mail_suite_test.py and by hand.
//
//     mail_probe MODULE_DIR show   < MAIL     the parsed mail as JSON
//     mail_probe MODULE_DIR quotes < TEXT     the text in its three parts, as JSON
//     mail_probe MODULE_DIR count SOURCE...   every mail of each mailbox or folder: counts, and mails per
//     second
#include <chrono>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <string>

#include "lib/base/json.hh"
#include "lib/base/text.hh"
#include "lib/mail/mail_source.hh"
#include "lib/mail/modules.hh"
#include "lib/mail/quoting.hh"
#include "lib/ticket/threads.hh"

using namespace dsupport;

namespace {

Json mailboxes(const std::vector<Mailbox>& list) {
    Json out = Json::array();
    for (const auto& who : list) out.push(Json::object({{"name", who.name}, {"address", who.address}}));
    return out;
}

Json strings(const std::vector<std::string>& list) {
    Json out = Json::array();
    for (const auto& item : list) out.push(item);
    return out;
}

Json show(const ReceivedMail& mail) {
    Json files = Json::array();
    for (const auto& file : mail.files)
        files.push(Json::object({{"name", file.name},
                                 {"type", file.content_type},
                                 {"size", static_cast<std::int64_t>(file.size)},
                                 {"hash", file.hash.hex()}}));
    Json bounces = Json::array();
    for (const auto& b : mail.bounces)
        bounces.push(Json::object({{"message_id", b.message_id},
                                   {"recipient", b.recipient},
                                   {"status", b.status},
                                   {"text", b.text},
                                   {"permanent", b.permanent}}));
    return Json::object({{"message_id", mail.mail.message_id},
                         {"author", mail.mail.author},
                         {"author_name", mail.mail.author_name},
                         {"reply", mail.mail.reply_address},
                         {"date", rfc3339(mail.mail.date)},
                         {"subject", mail.mail.subject},
                         {"references", strings(mail.mail.references)},
                         {"in_reply_to", strings(mail.mail.in_reply_to)},
                         {"text_hash", mail.mail.text.hex()},
                         {"verdict", verdict_name(mail.mail.verdict)},
                         {"sign", mail.sign},
                         {"from", mailboxes(mail.from)},
                         {"to", mailboxes(mail.to)},
                         {"cc", mailboxes(mail.cc)},
                         {"text", mail.text},
                         {"files", std::move(files)},
                         {"armours", static_cast<std::int64_t>(mail.armours.size())},
                         {"lists", strings(mail.lists)},
                         {"bounces", std::move(bounces)},
                         {"remarks", strings(mail.remarks)}});
}

std::string all_of(std::istream& in) {
    return {std::istreambuf_iterator<char>(in), {}};
}

std::nullopt_t failed(const Error& error) {
    std::cerr << error.message << '\n' << error.cause << '\n';
    return std::nullopt;
}

struct Counts {
    std::size_t mails = 0, bytes = 0, refused = 0, from_group = 0;
    std::map<std::string, std::size_t> verdicts, remarks;
};

void count(Counts& counts, const Result<ReceivedMail>& mail) {
    ++counts.mails;
    if (!mail) {
        ++counts.refused;
        std::cerr << "refused: " << mail.error().message << ' ' << mail.error().cause << '\n';
        return;
    }
    ++counts.verdicts[std::string(verdict_name(mail->mail.verdict))];
    for (const auto& remark : mail->remarks) ++counts.remarks[remark];
    for (const auto& list : mail->lists)
        if (equal_no_case(list, mail->mail.author)) ++counts.from_group;
}

Json numbers(const std::map<std::string, std::size_t>& counted) {
    Json out = Json::object({});
    for (const auto& [name, n] : counted) out.set(name, static_cast<std::int64_t>(n));
    return out;
}

/// The counts of one source; nothing when it cannot be read.
std::optional<Json> read_source(Parser& parser, const char* path) {
    auto source = open_source(path);
    if (!source) return failed(source.error());
    Counts counts;
    const auto start = std::chrono::steady_clock::now();
    for (;;) {
        auto mail = (*source)->next();
        if (!mail) return failed(mail.error());
        if (!*mail) break;
        counts.bytes += (*mail)->size;
        count(counts, (*mail)->problem.empty() ? parser.parse((*mail)->bytes, {})
                                               : fail(ErrorKind::bad_data, (*mail)->problem));
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    const auto number = [](auto n) { return static_cast<std::int64_t>(n); };
    return Json::object({{"mails", number(counts.mails)},
                         {"bytes", number(counts.bytes)},
                         {"refused", number(counts.refused)},
                         {"author_is_list", number(counts.from_group)},
                         {"verdicts", numbers(counts.verdicts)},
                         {"remarks", numbers(counts.remarks)},
                         {"mails_per_second", number(static_cast<double>(counts.mails) / took.count())}});
}

/// Each mail of a source with its place in the forest of replies: its thread by rule 2 (mail.md) and its
/// parent.
std::optional<Json> list_source(Parser& parser, const char* path) {
    auto source = open_source(path);
    if (!source) return failed(source.error());
    std::vector<Mail> mails;
    std::vector<std::string> signs;
    for (;;) {
        auto mail = (*source)->next();
        if (!mail) return failed(mail.error());
        if (!*mail) break;
        auto read = parser.parse((*mail)->bytes, {});
        if (!read) return failed(read.error());
        mails.push_back(std::move(read->mail));
        signs.push_back(std::move(read->sign));
    }
    const Threads threads(mails, {});
    std::map<std::size_t, std::int64_t> first;  // node -> the mail that is it
    for (std::size_t i = 0; i < mails.size(); ++i)
        first.emplace(threads.node_of(i), static_cast<std::int64_t>(i));
    Json out = Json::array();
    for (std::size_t i = 0; i < mails.size(); ++i) {
        const auto& node = threads.nodes()[threads.node_of(i)];
        out.push(Json::object(
            {{"id", mails[i].message_id},
             {"author", mails[i].author},
             {"verdict", verdict_name(mails[i].verdict)},
             {"sign", signs[i]},
             {"root", root_id(*threads.nodes()[node.top].mail)},
             {"parent", node.parent == Threads::kNone ? std::int64_t{-1} : first.at(node.parent)},
             {"references", strings(mails[i].references)},
             {"in_reply_to", strings(mails[i].in_reply_to)}}));
    }
    return out;
}

int read_sources(Parser& parser, bool list, int argc, char** argv) {
    for (int i = 3; i < argc; ++i) {
        const auto read = list ? list_source(parser, argv[i]) : read_source(parser, argv[i]);
        if (!read) return 1;
        std::cout << read->dump() << '\n';
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) return 2;
    const std::string mode = argv[2];
    if (mode == "quotes") {
        const auto text = all_of(std::cin);
        std::string unix;
        for (const auto line : lines(text)) unix += std::string(line) + "\n";
        const auto parts = split_quotes(unix);
        std::cout << Json::object({{"written", parts.written},
                                   {"quoted", parts.quoted},
                                   {"signature", parts.signature}})
                         .dump();
        return 0;
    }
    auto parser = load_parser(argv[1]);
    if (!parser) {
        std::cerr << parser.error().message << '\n' << parser.error().cause << '\n';
        return 2;
    }
    if (mode == "count" || mode == "list") return read_sources(**parser, mode == "list", argc, argv);
    const auto mail = (*parser)->parse(all_of(std::cin), {});
    if (!mail) {
        std::cerr << mail.error().message << '\n' << mail.error().cause << '\n';
        return 1;
    }
    std::cout << show(*mail).dump();
    return 0;
}

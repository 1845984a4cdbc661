#include <fmt/format.h>

#include <array>
#include <charconv>
#include <map>

#include "cli/commands.hh"
#include "cli/output_options.hh"
#include "cli/ticket_json.hh"
#include "cli/words.hh"

namespace dsupport {
namespace {

constexpr std::array<Argument, 1> kArguments = {{
    {"WORDS", "all must stand in the same call, note or reply; the last may be the beginning of a word",
     Values::anything, true, true},
}};

constexpr std::array<Option, 1> kOptions = {{
    {"limit", 0, "N", "at most so many; 20 unless told"},
}};

constexpr std::array<Column, 5> kColumns = {{
    {"code", "CODE"},
    {"at", "WHEN", false, nullptr, 1},
    {"kind", "KIND", false, nullptr, 2},
    {"subject", "SUBJECT", false, nullptr, 0, 16},
    {"line", "TEXT", true, nullptr, 0, 20},
}};
constexpr std::array<std::string_view, 7> kFieldNames = {"schema", "id",      "code", "at",
                                                         "kind",   "subject", "line"};
constexpr RecordKind kHits{kColumns, kFieldNames};

Outcome run(Env& env, const Args& args) {
    DS_TRY(auto* store, env.store(Access::read));
    DS_TRY(const auto options, output_options(env, args));
    DS_TRY(const auto printer, RecordPrinter::make(kHits, options, {env.terminal, env.now(), *env.zone}));
    std::string words;
    for (const auto& word : args.arguments("WORDS")) words += word + " ";
    std::size_t limit = 20;
    if (args.text("limit")) {
        DS_TRY(limit, read_count(args, "limit"));
    }
    DS_TRY(const auto hits, store->search(words, limit));
    std::vector<Json> records;
    for (const auto& hit : hits)
        records.push_back(Json::object({{"schema", 1},
                                        {"id", hit.ticket.value},
                                        {"code", hit.code},
                                        {"at", time_json(hit.at)},
                                        {"kind", hit.kind == "open" ? "call" : hit.kind},
                                        {"subject", hit.subject},
                                        {"line", hit.line}}));
    printer.print(records, env.output);
    if (env.terminal.stdout_tty && records.empty() && !options.asks_for_data())
        env.output.err("Nothing found.\n");
    return {};
}

}  // namespace

const Command& command_search() {
    static const Command kCommand{
        "search",   "",       "Look",  "find words in everything said about tickets, newest first",
        kArguments, kOptions, kOutput, run};
    return kCommand;
}

}  // namespace dsupport

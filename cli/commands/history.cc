#include <fmt/format.h>

#include <array>

#include "cli/commands.hh"
#include "cli/output_options.hh"
#include "cli/ticket_json.hh"
#include "cli/undo.hh"

namespace dsupport {
namespace {

constexpr std::array<Argument, 1> kArguments = {{
    {"TICKET", "which ticket: a code, its beginning, or @; not with --mine", Values::ticket, false},
}};

constexpr std::array<Option, 1> kOptions = {{
    {"mine", 0, "", "what I did on this machine, newest first: what undo would take back"},
}};

// The text is cut to the room that is left; `show` has all of it.
constexpr std::array<Column, 6> kColumns = {{
    {"at", "WHEN"},
    {"by", "BY", false, nullptr, 1},
    {"what", "WHAT", false, nullptr, 0, 20},
    {"undone", "UNDONE", false, nullptr, 0, 0, true},
    {"text", "TEXT", true, nullptr, 0, 20},
    {"code", "OF", false, nullptr, 2, 0, true},
}};
constexpr std::array<std::string_view, 9> kFieldNames = {"at",   "by",     "event", "kind", "what",
                                                         "text", "undone", "void",  "code"};
constexpr RecordKind kHistory{kColumns, kFieldNames};

constexpr std::array<Column, 5> kOpColumns = {{
    {"n", "N"},
    {"at", "WHEN"},
    {"codes", "TICKETS"},
    {"undone", "UNDONE", false, nullptr, 0, 0, true},
    {"what", "WHAT", true},
}};
constexpr std::array<std::string_view, 6> kOpFields = {"n", "at", "op", "codes", "undone", "what"};
constexpr RecordKind kOps{kOpColumns, kOpFields};

constexpr std::size_t kMostOps = 50;

Outcome run(Env& env, const Args& args) {
    DS_TRY(auto* store, env.store(Access::read));
    DS_TRY(const auto options, output_options(env, args));
    const auto typed = args.argument("TICKET");
    if (args.flag("mine") == !typed.empty())
        return fail(ErrorKind::usage, "history needs a ticket or --mine", "dsupport history @");
    const RecordKind& kind = args.flag("mine") ? kOps : kHistory;
    DS_TRY(const auto printer, RecordPrinter::make(kind, options, {env.terminal, env.now(), *env.zone}));
    if (!args.flag("mine")) {
        DS_TRY(const auto id, store->resolve(typed, env.now()));
        DS_TRY(const auto ticket, store->load(id));
        const auto code_of = [&](const TicketId& other) {
            return store->code_of(other).value_or(other.code());
        };
        printer.print(history_json(ticket, *store->team().authority, code_of).items(), env.output);
        return {};
    }
    DS_TRY(const auto ops, store->my_ops(kMostOps));
    std::vector<Json> records;
    for (std::int64_t n = 1; const auto& op : ops) {
        Json codes = Json::array();
        for (const auto& id : op.tickets) codes.push(store->code_of(id).value_or(id.code()));
        records.push_back(Json::object({{"n", n++},
                                        {"at", time_json(op.at)},
                                        {"op", op.op.hex()},
                                        {"codes", std::move(codes)},
                                        {"undone", op.undone},
                                        {"what", command_words(ops, op)}}));
    }
    printer.print(records, env.output);
    return {};
}

}  // namespace

const Command& command_history() {
    static const Command kCommand{"history",  "",       "Look",  "what happened to a ticket, in order",
                                  kArguments, kOptions, kOutput, run};
    return kCommand;
}

}  // namespace dsupport

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/commands.hh"
#include "cli/output_options.hh"
#include "cli/ticket_json.hh"
#include "cli/words.hh"
#include "lib/base/text.hh"
#include "lib/store/summary_json.hh"

namespace dsupport {
namespace {

constexpr std::array<Argument, 1> kArguments = {{
    {"WORDS", "only tickets with these words in subject, requester, client or tags", Values::anything, false,
     true},
}};

constexpr std::array<Option, 18> kOptions = {{
    {"status", 0, "A,B", "only these: new, open, on-hold, pending, closed", Values::status, "", true},
    {"level", 0, "LEVEL", "first-level or technical", Values::level},
    {"nature", 0, "NATURE", "only of this nature", Values::nature},
    {"urgency", 0, "URGENCY", "low, normal, high or critical", Values::urgency},
    {"assignee", 0, "PERSON", "held by this person", Values::person},
    {"client", 0, "CLIENT", "of this client", Values::client},
    {"tag", 0, "A,B", "with all these tags", Values::tag, "", true},
    {"channel", 0, "CHANNEL", "phone, email or web", Values::words, "phone|email|web"},
    {"mine", 0, "", "held by me"},
    {"unassigned", 0, "", "held by nobody"},
    {"owed-by", 0, "WHO", "first-level, technical, client, or whom it waits for", Values::words,
     "first-level|technical|client"},
    {"all", 0, "", "closed ones too"},
    {"since", 0, "TIME", "changed then or later"},
    {"until", 0, "TIME", "changed before"},
    {"sort", 0, "ORDER", "pressing, updated or created", Values::words, "pressing|updated|created"},
    {"limit", 0, "N", "at most so many; 50 unless told, 0 for all"},
    {"bulk", 0, "", "newsletters, bounces and the like, kept aside"},
    {"quiet", 'q', "", "say nothing beside the list"},
}};

template <std::size_t N>
Result<std::string> one_of(const std::array<std::string_view, N>& words, std::string_view what,
                           const std::string& typed) {
    const auto word = lower(typed);
    if (std::ranges::find(words, word) != words.end()) return word;
    const auto near = nearest(word, words);
    return fail(ErrorKind::usage, fmt::format("'{}' is not a {}", typed, what),
                near.empty() ? fmt::format("one of {}", fmt::join(words, ", "))
                             : fmt::format("did you mean '{}'?", near));
}

/// What `wait --on` stores for the word: a person's handle; a level or the client in lower case.
Result<std::string> owed_by_word(Env& env, Store& store, const std::string& typed) {
    const auto word = lower(typed);
    const auto& team = store.team().team;
    if (word == "me" || team.person({word}) || person_of_address(team, word)) {
        DS_TRY(const auto person, find_person_or_me(env, store, word));
        return person.value;
    }
    const bool level = std::ranges::find(kLevels, word) != kLevels.end();
    return level || word == "client" ? word : typed;
}

Outcome read_filters(Env& env, const Args& args, Store& store, ListQuery& query) {
    for (const auto& typed : args.list("status")) {
        DS_TRY(const auto status, one_of(kStatuses, "status", typed));
        query.statuses.push_back(
            static_cast<StatusKind>(std::ranges::find(kStatuses, status) - kStatuses.begin()));
    }
    if (const auto typed = args.text("level")) {
        DS_TRY(query.level, one_of(kLevels, "level", *typed));
    }
    DS_TRY(query.urgency, read_urgency(args));
    if (const auto typed = args.text("nature")) {
        DS_TRY(query.nature, find_nature(store.team().team, *typed));
    }
    if (const auto typed = args.text("client")) {
        DS_TRY(query.client, read_client(store.team().team, *typed));
    }
    if (const auto typed = args.text("assignee")) {
        DS_TRY(const auto person, find_person_or_me(env, store, *typed));
        query.assignee = person.value;
    }
    if (args.flag("mine")) {
        DS_TRY(const auto me, find_person_or_me(env, store, "me"));
        query.assignee = me.value;
    }
    if (args.flag("unassigned")) query.assignee = "";
    if (const auto typed = args.text("channel")) {
        constexpr std::array<std::string_view, 3> kChannels = {"phone", "email", "web"};
        DS_TRY(query.channel, one_of(kChannels, "channel", *typed));
    }
    if (const auto typed = args.text("owed-by")) {
        DS_TRY(query.owed_by, owed_by_word(env, store, *typed));
    }
    query.tags = args.list("tag");
    for (const auto& word : args.arguments("WORDS")) query.words += word + " ";
    return {};
}

Outcome read_range(Env& env, const Args& args, ListQuery& query) {
    if (const auto typed = args.text("since")) {
        DS_TRY(query.since, read_moment(env, "since", *typed, Direction::past));
    }
    if (const auto typed = args.text("until")) {
        DS_TRY(query.until, read_moment(env, "until", *typed, Direction::past));
    }
    query.all = args.flag("all");
    if (const auto typed = args.text("sort")) {
        constexpr std::array<std::string_view, 3> kOrders = {"pressing", "updated", "created"};
        DS_TRY(const auto order, one_of(kOrders, "sort order", *typed));
        query.sort = static_cast<SortBy>(std::ranges::find(kOrders, order) - kOrders.begin());
    }
    if (const auto typed = args.text("limit")) {
        const auto limit = parse_integer(*typed).value_or(-1);
        if (limit < 0)
            return fail(ErrorKind::usage, fmt::format("--limit needs a number, not '{}'", *typed),
                        "--limit 20, or 0 for all");
        query.limit = limit == 0 ? SIZE_MAX : static_cast<std::size_t>(limit);
    }
    return {};
}

std::string cut_words(SortBy sort, std::size_t n) {
    const auto* order = sort == SortBy::updated   ? "latest changed"
                        : sort == SortBy::created ? "newest"
                                                  : "most pressing";
    return fmt::format("The {} {} of more; --limit 0 for all.\n", n, order);
}

Outcome run(Env& env, const Args& args) {
    DS_TRY(auto* store, env.store(Access::read));
    DS_TRY(const auto options, output_options(env, args));
    DS_TRY(const auto printer,
           RecordPrinter::make(ticket_records(), options, {env.terminal, env.now(), *env.zone}));
    ListQuery query;
    query.now = env.now();
    DS_CHECK(read_filters(env, args, *store, query));
    DS_CHECK(read_range(env, args, query));
    query.with_summary = printer.needs_all();
    // One more than asked for tells whether there are more.
    const auto wanted = query.limit;
    if (query.limit != SIZE_MAX) ++query.limit;
    query.bulk = args.flag("bulk");
    DS_TRY(auto rows, store->list(query));
    const bool more = rows.size() > wanted;
    if (more) rows.resize(wanted);
    const auto code_of = [&](const TicketId& id) { return store->code_of(id).value_or(id.code()); };
    std::vector<Json> records;
    records.reserve(rows.size());
    for (const auto& row : rows) {
        if (!query.with_summary) {
            records.push_back(row_json(row, query.now));
            continue;
        }
        DS_TRY(const auto summary, read_summary(row.summary));
        records.push_back(ticket_json(summary, row.code, query.now, code_of));
    }
    printer.print(records, env.output);
    // Who gave a limit knows of it; nobody else may take a part for the whole.
    if (more && !args.flag("quiet") && !args.text("limit"))
        env.output.err(cut_words(query.sort, rows.size()));
    if (rows.empty() && env.terminal.stdout_tty && !options.asks_for_data() && !args.flag("quiet"))
        env.output.err("No tickets. Log a call with: dsupport log\n");
    return {};
}

}  // namespace

const Command& command_list() {
    static const Command kCommand{"list",     "",       "Look",  "list open tickets, the most pressing first",
                                  kArguments, kOptions, kOutput, run};
    return kCommand;
}

}  // namespace dsupport

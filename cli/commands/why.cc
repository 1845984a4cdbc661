#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "cli/commands.hh"
#include "cli/output_options.hh"
#include "cli/ticket_json.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr std::array<Argument, 2> kArguments = {{
    {"TICKET", "which ticket: a code, its beginning, or @", Values::ticket},
    {"FIELD",
     "subject, requester, nature, urgency, client, level, assignee, status, promise or mails; else all",
     Values::words, false, false,
     "subject|requester|nature|urgency|client|level|assignee|status|promise|mails"},
}};

constexpr std::array<Column, 6> kColumns = {{
    {"field", "FIELD"},
    {"value", "VALUE", true, nullptr, 0, 20},
    {"by", "BY"},
    {"at", "WHEN", false, nullptr, 1},
    {"standing", "STANDING"},
    {"replaced", "REPLACED", false, nullptr, 2, 12},
}};
constexpr std::array<std::string_view, 8> kFieldNames = {"field", "value",    "by",       "at",
                                                         "event", "standing", "replaced", "why"};
constexpr RecordKind kKind{kColumns, kFieldNames};

/// Not a field, but asked for like one: why each mail is on the ticket.
constexpr std::string_view kMails = "mails";

/// What the events do not say: the value every ticket begins with.
std::string_view default_of(std::string_view name) {
    if (name == field::kLevel) return kLevels[0];
    if (name == field::kUrgency) return kUrgencies[1];
    return name == field::kStatus ? "new" : "";
}

std::string replaced_words(std::string_view name, const Register& values, const FieldValue& value) {
    std::vector<std::string> words;
    for (const auto& id : value.replaces) {
        const auto it = std::ranges::find(values.history(), id, &FieldValue::event);
        words.push_back(it == values.history().end() ? id.hex().substr(0, 8) : value_words(name, it->value));
    }
    return words.empty() ? std::string(default_of(name)) : join(words, ", ");
}

std::string standing_of(const Register& values, const FieldValue& value) {
    if (!value.live) return "taken back";
    const auto it = std::ranges::find(values.heads(), value.event, &FieldValue::event);
    if (it == values.heads().end()) return "replaced";
    return it == values.heads().begin() ? "shown" : "concurrent";
}

/// The value of a field that nobody has set.
std::pair<std::string, std::string> unset_value(const LoadedTicket& ticket, std::string_view name) {
    const auto& state = ticket.state.tickets.at(ticket.summary.id);
    const bool stated = name == field::kSubject || name == field::kRequester;
    if (!stated || (!state.call && !state.first()))
        return {std::string(default_of(name)), "nobody has set it"};
    const auto& requester = ticket.summary.requester;
    const auto value = name == field::kSubject ? ticket.summary.subject : value_words(name, requester.json());
    if (state.call) return {value, "as the call was written up"};
    const bool later = name == field::kRequester && !requester.email.empty() &&
                       !equal_no_case(requester.email, state.first()->mail->author);
    return {value, later ? "as the first mail of a client says" : "as the mail it began with says"};
}

void add_rows(const LoadedTicket& ticket, std::string_view name, const Authority& authority,
              std::vector<Json>& out) {
    const auto& values = ticket.state.tickets.at(ticket.summary.id).field(name);
    if (values.history().empty()) {
        const auto [value, why] = unset_value(ticket, name);
        if (!value.empty())
            out.push_back(Json::object({{"field", name},
                                        {"value", value},
                                        {"by", Json()},
                                        {"at", Json()},
                                        {"event", Json()},
                                        {"standing", "shown"},
                                        {"replaced", Json()},
                                        {"why", why}}));
        return;
    }
    for (auto it = values.history().rbegin(); it != values.history().rend(); ++it)
        out.push_back(Json::object({{"field", name},
                                    {"value", text_json(value_words(name, it->value))},
                                    {"by", text_json(authority.person(it->rep).value)},
                                    {"at", time_json(it->t)},
                                    {"event", it->event.hex()},
                                    {"standing", standing_of(values, *it)},
                                    {"replaced", text_json(replaced_words(name, values, *it))},
                                    {"why", Json()}}));
}

/// The shown status can differ from the stored one without any event.
void add_view(const LoadedTicket& ticket, Instant now, std::vector<Json>& out) {
    const auto by = reopened_by(ticket.summary, now);
    if (by.empty()) return;
    const auto at = by == "client" ? ticket.summary.last_client_at : ticket.summary.stored.until;
    const auto why =
        by == "client" ? "a client's mail that nothing has covered yet" : "the time it waited for has come";
    out.push_back(Json::object({{"field", "status"},
                                {"value", "open"},
                                {"by", by},
                                {"at", time_json(at)},
                                {"event", Json()},
                                {"standing", "shown"},
                                {"replaced", status_name(ticket.summary.stored.kind)},
                                {"why", why}}));
}

std::string_view home_words(HomeRule rule) {
    switch (rule) {
        case HomeRule::placed:
            return "somebody of the team has put it here";
        case HomeRule::ancestor_placed:
            return "somebody of the team has put the mail before it here";
        case HomeRule::own_id:
            return "it names one of our mails of this ticket";
        case HomeRule::thread_placed:
            return "somebody of the team has put its thread here";
        case HomeRule::subject_tag:
            return "the code is in its subject, and its sender has written here before";
        case HomeRule::root:
            return "its thread is this ticket's";
    }
    return {};
}

/// Why each mail is here, and as what it counts.
Outcome add_mails(Store& store, const LoadedTicket& ticket, std::vector<Json>& out) {
    const auto messages = messages_of(ticket.state, ticket.summary.id);
    for (std::size_t n = 0; n < messages.size(); ++n) {
        if (!messages[n]->mail) continue;
        for (const auto& member : ticket.state.members_of(ticket.summary.id)) {
            const auto state = ticket.state.tickets.find(member);
            if (state == ticket.state.tickets.end()) continue;
            for (const auto& on : state->second.mails) {
                if (on.mail != messages[n]->mail) continue;
                DS_TRY(const auto content, store.mail_content(on.full_ref()));
                std::string why(home_words(on.home.rule));
                if (!on.home.possibly.empty()) why += fmt::format("; possibly {}", on.home.possibly.code());
                const auto sign = content ? content->detail["sign"].string() : "";
                if (!sign.empty()) why += "; " + sign;
                out.push_back(
                    Json::object({{"field", fmt::format("mail {}", n + 1)},
                                  {"value", fmt::format("{}: {}", verdict_name(on.mail->counts_as()), why)},
                                  {"by", text_json(on.mail->author)},
                                  {"at", time_json(on.mail->date)},
                                  {"event", Json()},
                                  {"standing", on.raises_attention() ? "uncovered"
                                               : on.covered          ? "covered"
                                                                     : "shown"},
                                  {"replaced", Json()},
                                  {"why", why}}));
            }
        }
    }
    return {};
}

Outcome run(Env& env, const Args& args) {
    DS_TRY(auto* store, env.store(Access::read));
    DS_TRY(const auto options, output_options(env, args));
    DS_TRY(const auto printer, RecordPrinter::make(kKind, options, {env.terminal, env.now(), *env.zone}));
    const auto wanted = lower(args.argument("FIELD"));
    if (!wanted.empty() && wanted != kMails && std::ranges::find(kFields, wanted) == kFields.end()) {
        const auto near = nearest(wanted, kFields);
        return fail(ErrorKind::usage, fmt::format("a ticket has no field '{}'", wanted),
                    near.empty() ? "dsupport help why" : fmt::format("did you mean '{}'?", near));
    }
    DS_TRY(const auto id, store->resolve(args.argument("TICKET"), env.now()));
    DS_TRY(const auto ticket, store->load(id));
    std::vector<Json> records;
    for (const auto name : kFields) {
        if (!wanted.empty() && wanted != name) continue;
        if (name == field::kStatus) add_view(ticket, env.now(), records);
        add_rows(ticket, name, *store->team().authority, records);
    }
    if (wanted.empty() || wanted == kMails) DS_CHECK(add_mails(*store, ticket, records));
    printer.print(records, env.output);
    return {};
}

}  // namespace

const Command& command_why() {
    static const Command kCommand{"why",      "", "Look",  "which event set a field, and what it replaced",
                                  kArguments, {}, kOutput, run};
    return kCommand;
}

}  // namespace dsupport

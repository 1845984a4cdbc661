#include "cli/triage_steps.hh"

#include <fmt/format.h>

#include <array>

#include "cli/ticket_change.hh"
#include "cli/ticket_json.hh"
#include "cli/ui/interrupt.hh"
#include "cli/ui/time.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr std::size_t kMostLines = 8;  // of a text; the rest is for `show`

struct Choice {
    char key;
    std::string_view value;
};
constexpr std::array<Choice, 4> kNature = {
    {{'t', "technical"}, {'b', "business"}, {'q', "question"}, {'o', "other"}}};
constexpr std::array<Choice, 4> kUrgency = {
    {{'l', "low"}, {'n', "normal"}, {'h', "high"}, {'c', "critical"}}};

enum class Next { step, ticket, stop };

class Round {
  public:
    Round(Env& env, const Args& args, Store& store)
        : env_(env), args_(args), store_(store), prompt_(env.prompt()) {}

    Outcome run() {
        ListQuery query;
        query.now = env_.now();
        query.statuses = {StatusKind::fresh};
        query.limit = SIZE_MAX;
        DS_TRY(const auto rows, store_.list(query));
        if (rows.empty()) prompt_.say("No new tickets.\n");
        for (std::size_t i = 0; i < rows.size(); ++i) {
            DS_TRY(const auto ticket, store_.load(rows[i].id));
            // Somebody else may have been quicker.
            if (shown_status(ticket.summary, env_.now()) != StatusKind::fresh) continue;
            show(ticket, fmt::format("{} of {}", i + 1, rows.size()));
            DS_TRY(auto next, ask(rows[i].id, "nature", kNature, &Triage::nature));
            if (next == Next::step) {
                DS_TRY(next, ask(rows[i].id, "urgency", kUrgency, &Triage::urgency));
            }
            if (next == Next::stop) break;
        }
        return {};
    }

  private:
    Env& env_;
    const Args& args_;
    Store& store_;
    Prompt prompt_;

    void show(const LoadedTicket& ticket, const std::string& place) {
        const auto& t = ticket.summary;
        const auto who = value_words(field::kRequester, t.requester.json());
        std::string out = fmt::format("\n{}  {}  ({})\n{}, {}\n", ticket.code, t.subject, place,
                                      who.empty() ? "an unknown caller" : who,
                                      local_time(t.created_at, env_.now(), *env_.zone));
        const auto messages = messages_of(ticket.state, t.id);
        if (!messages.empty()) {
            const auto text = lines(messages.front()->text);
            for (std::size_t i = 0; i < text.size() && i < kMostLines; ++i)
                out += fmt::format("    {}\n", text[i]);
            if (text.size() > kMostLines)
                out += fmt::format("    and {} lines more\n", text.size() - kMostLines);
        }
        prompt_.say(printable(out, true));
    }

    Result<Next> ask(const TicketId& id, std::string_view what, const std::array<Choice, 4>& choices,
                     std::optional<std::string> Triage::*member) {
        std::string label(what), keys = "esx";
        for (const auto& choice : choices) {
            label += fmt::format(" ({}){}", choice.key, choice.value.substr(1));
            keys += choice.key;
        }
        DS_TRY(const char key, prompt_.key(label + ", (e)scalate (s)kip e(x)it> ", keys));
        if (key == 'x') return Next::stop;
        if (key == 's') return Next::ticket;
        if (key == 'e') {
            DS_CHECK(change(id, [](WriteSession&, const Situation& at) { return escalate(at, {}, ""); }));
            return Next::ticket;
        }
        Triage wanted;
        for (const auto& choice : choices)
            if (choice.key == key) wanted.*member = std::string(choice.value);
        DS_CHECK(change(id, [&](WriteSession&, const Situation& at) { return triage(at, wanted); }));
        return Next::step;
    }

    Outcome change(const TicketId& id, const Verb& verb) {
        return change_ticket(env_, args_, id.value, verb);
    }
};

}  // namespace

Outcome triage_all_new(Env& env, const Args& args) {
    // Opened for writing at once: every answer is a write, and a reader would be closed by the first of them.
    auto store = founded_store(env);
    if (!store && store.error().kind == ErrorKind::negative) {
        env.output.err("No new tickets.\n");
        return {};
    }
    if (!store) return tl::unexpected(std::move(store).error());
    const InterruptWatch watch;
    return Round(env, args, **store).run();
}

}  // namespace dsupport

#include "cli/call_prompt.hh"

#include <fmt/format.h>

#include <algorithm>

#include "cli/typed_text.hh"
#include "cli/ui/interrupt.hh"
#include "cli/words.hh"
#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr std::size_t kMostTickets = 3;
constexpr auto kOptions =
    "/u URGENCY, /n NATURE, /a PERSON, /c CLIENT, /e for the editor, /x to keep it as a draft";

/// Whether a line of `list` is of somebody with this name.
bool is_named(std::string_view requester, std::string_view name) {
    return equal_no_case(requester.substr(0, requester.find(" <")), name);
}

class CallPrompt {
  public:
    CallPrompt(Env& env, Store& store, CallForm& form)
        : env_(env), store_(store), form_(form), prompt_(env.prompt()) {}

    Outcome run() {
        show();
        if (form_.caller.empty() && form_.text.empty())
            DS_CHECK(ask_caller());
        else if (form_.text.empty())
            DS_CHECK(greet(form_.caller));
        for (;;) {
            DS_TRY(const auto line, next("what> "));
            if (trim(line).empty()) break;
            if (line != printable(line)) {
                prompt_.say("that line had control characters, or is not UTF-8: please type it again\n");
                continue;
            }
            if (is_option(line)) {
                if (line[1] == 'x') return leave({ErrorKind::gave_up, "nothing is logged yet", {}, {}});
                if (auto done = take_option(line[1], std::string(trim(line.substr(2)))); !done)
                    complain(done.error());
            } else {
                form_.text += (line.starts_with(kDraftNote) ? " " : "") + line + "\n";
            }
            save();
        }
        if (!trim(form_.text).empty()) return {};
        return leave({ErrorKind::gave_up, "nothing was logged: no subject", {}, {}});
    }

  private:
    Env& env_;
    Store& store_;
    CallForm& form_;
    Prompt prompt_;

    static bool is_option(std::string_view line) {
        return line.size() >= 2 && line[0] == '/' && line[1] >= 'a' && line[1] <= 'z' &&
               (line.size() == 2 || line[2] == ' ');
    }

    void complain(const Error& error) {
        prompt_.say(printable(error.message + (error.hint.empty() ? "" : " (" + error.hint + ")")) + "\n");
    }

    /// The next line, or why there is none.
    Result<std::string> next(std::string_view label) {
        auto line = prompt_.raw_line(label);
        if (line && *line) return std::move(**line);
        prompt_.say("\n");
        auto left = leave(line ? Error{ErrorKind::gave_up, "nothing is logged yet: the input ended", {}, {}}
                               : std::move(line).error());
        return tl::unexpected(std::move(left).error());
    }

    /// The error with the way back to what was typed.
    Outcome leave(Error error) {
        if (!env_.typed.draft.empty())
            error.hint = fmt::format("to go on with what you typed: {} --resume", env_.typed.again);
        env_.typed.draft.clear();
        env_.typed.text.clear();
        return tl::unexpected(std::move(error));
    }

    void save() {
        if (form_.empty()) return;
        auto& path = env_.typed.draft;
        Outcome done;
        if (path.empty()) {
            auto kept = env_.drafts().keep("log", form_.draft());
            if (kept)
                path = *kept;
            else
                done = tl::unexpected(std::move(kept).error());
        } else {
            done = env_.drafts().rewrite(path, form_.draft());
        }
        if (!done) complain(done.error());
    }

    /// What a draft has already.
    void show() {
        if (!form_.caller.empty()) prompt_.say("caller> " + printable(form_.caller) + "\n");
        for (const auto line : lines(form_.text)) prompt_.say("what> " + printable(line) + "\n");
    }

    Outcome ask_caller() {
        for (;;) {
            DS_TRY(const auto line, next("caller> "));
            const std::string typed(trim(line));
            if (typed.empty()) return {};
            const auto who = read_caller(typed);
            if (!who) {
                complain(who.error());
                continue;
            }
            form_.caller = typed;
            save();
            return greet(typed);
        }
    }

    /// Shows the open tickets of a caller we know.
    Outcome greet(const std::string& caller) {
        DS_TRY(auto who, read_caller(caller));
        fill_from_team(store_.team().team, {}, who);
        const auto& words = !who.email.empty() ? who.email : !who.phone.empty() ? who.phone : who.name;
        DS_TRY(const auto hits, store_.search(words, 50));
        std::vector<TicketId> seen;
        std::vector<std::string> found;
        for (const auto& hit : hits) {
            if (hit.kind != "open" || std::ranges::find(seen, hit.ticket) != seen.end()) continue;
            seen.push_back(hit.ticket);
            DS_TRY(const auto row, store_.row(hit.ticket, env_.now()));
            if (!row || row->status == StatusKind::closed) continue;
            if (words == who.name && !is_named(row->requester, who.name)) continue;
            found.push_back(fmt::format("  {}  {}  {}", row->code, status_name(row->status), row->subject));
        }
        const auto shown = found.size() > kMostTickets ? kMostTickets - 1 : found.size();
        for (std::size_t i = 0; i < shown; ++i) prompt_.say(printable(found[i]) + "\n");
        if (shown < found.size()) prompt_.say(fmt::format("  and {} more\n", found.size() - shown));
        return {};
    }

    Outcome take_option(char letter, const std::string& value) {
        const auto& team = store_.team().team;
        if (letter == 'u') {
            DS_TRY(form_.urgency, read_urgency(value));
        } else if (letter == 'n') {
            DS_TRY(form_.nature, find_nature(team, value));
        } else if (letter == 'c') {
            DS_TRY(form_.client, read_client(team, value));
        } else if (letter == 'a') {
            if (value != "me" && value != "on-duty") DS_CHECK(find_person(team, value));
            form_.assign = value;
        } else if (letter == 'e') {
            save();
            DS_TRY(form_.text,
                   edit_typed(env_, "log", "", "The first line is the subject.", env_.typed.draft));
            form_.text += '\n';
            show();
        } else {
            return fail(ErrorKind::usage, fmt::format("no /{} here", letter), kOptions);
        }
        return {};
    }
};

}  // namespace

Outcome ask_call(Env& env, CallForm& form) {
    DS_TRY(auto* store, env.store(Access::read));
    if (!form.at) form.at = env.now();
    const InterruptWatch watch;
    return CallPrompt(env, *store, form).run();
}

}  // namespace dsupport

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/commands.hh"
#include "cli/config_file.hh"
#include "cli/enrolment.hh"
#include "cli/env.hh"
#include "cli/files.hh"
#include "cli/mailbox.hh"
#include "cli/recovery.hh"
#include "cli/team_change.hh"
#include "cli/ticket_change.hh"
#include "cli/ticket_json.hh"
#include "cli/zones.hh"
#include "lib/base/text.hh"
#include "lib/team/reader.hh"

namespace dsupport {
namespace {

constexpr std::array<Option, 9> kOptions = {{
    {"name", 0, "NAME", "your full name, as clients see it"},
    {"email", 0, "ADDRESS", "the address your mails come from"},
    {"group", 0, "ADDRESS", "the public address that clients write to; it may be left out"},
    {"handle", 0, "HANDLE", "your short name in the team"},
    {"tz", 0, "ZONE", "your time zone, such as Europe/London"},
    {"join", 0, "", "say who you are, and what the admin of the imported log's team has to do to add you"},
    {"recover", 0, "", "make this machine part of the team whose log was imported, by its recovery key"},
    {"dry-run", 'n', "", "print the events that would be written, and write nothing"},
    {"json", 0, "", "print the result as JSON"},
}};

/// The answers, by option; nothing where none was given.
struct Answers {
    std::optional<std::string> name, email, group, handle, tz;

    bool any() const { return name || email || group || handle || tz; }
    /// With their keys of the configuration.
    std::array<std::pair<std::string_view, const std::optional<std::string>*>, 5> all() const {
        return {{{"me.handle", &handle},
                 {"me.name", &name},
                 {"me.email", &email},
                 {"me.tz", &tz},
                 {"group.address", &group}}};
    }
};

Answers given(const Args& args) {
    return {args.text("name"), args.text("email"), args.text("group"), args.text("handle"), args.text("tz")};
}

/// Each answer by itself, so that a bad one can be asked for again.
Outcome check_answers(const Answers& answers) {
    if (answers.name && trim(*answers.name).empty())
        return fail(ErrorKind::usage, "the name must not be empty", "--name 'Ada Lovelace'");
    for (const auto* address : {&answers.email, &answers.group})
        if (*address && !looks_like_address(**address))
            return fail(ErrorKind::usage, fmt::format("'{}' is not a mail address", printable(**address)),
                        "such as ada@example.org");
    if (answers.handle && !valid_handle(lower(*answers.handle)))
        return fail(ErrorKind::usage, fmt::format("'{}' cannot be a handle", printable(*answers.handle)),
                    "letters, digits and . _ -, beginning with a letter or digit; not me or on-duty");
    return {};
}

/// Asks for what no flag says. Just Enter takes what stands in brackets. Who joins a team is asked for no
/// group: the team has it.
Outcome ask(Env& env, const Founder& now, bool joins, Answers& to) {
    auto prompt = env.prompt();
    const auto one = [&](std::optional<std::string>& slot, const std::string& question,
                         const std::string& fallback, const char* flag) -> Outcome {
        const auto label = fallback.empty() ? question + ": " : fmt::format("{} [{}]: ", question, fallback);
        while (!slot) {
            DS_TRY(auto answer, prompt.line(label, question, flag));
            if (answer.empty()) return {};
            slot = std::move(answer);
            const auto good = check_answers(to);
            if (good) break;
            prompt.say(printable(good.error().message) + "\n");
            slot.reset();
        }
        return {};
    };
    DS_CHECK(one(to.name, "Your name", now.person.name, "--name"));
    DS_CHECK(one(to.email, "Your mail address", now.person.email, "--email"));
    if (!joins) DS_CHECK(one(to.group, "The group's address, if you have one", "", "--group"));
    return one(to.handle, "Your handle in the team", now.handle.value, "--handle");
}

/// The founder as the answers would have it, checked the way a team document is.
Result<Founder> with_answers(const Env& env, const Answers& answers) {
    DS_TRY(auto out, env.founder());
    if (answers.handle) out.handle = {lower(*answers.handle)};
    if (answers.name) out.person.name = *answers.name;
    if (answers.email) out.person.email = *answers.email;
    if (answers.tz) out.person.tz = *answers.tz;
    if (answers.group) out.group.addresses = {lower(*answers.group)};
    auto text = with_person("", out.handle, out.person);
    if (!out.group.addresses.empty()) text += "\n" + with_group("", out.group);
    if (auto checked = split_sections(text, "init", {}, &env.zones); !checked) {
        auto error = std::move(checked).error();
        error.kind = ErrorKind::usage;
        if (const auto place = error.message.find(": "); place != std::string::npos)
            error.message.erase(0, place + 2);
        return tl::unexpected(std::move(error));
    }
    return out;
}

/// What one run of init did to the log.
struct Done {
    PersonId me;
    bool founded = false;
    std::optional<SigningKey> recovery;
    std::vector<Event> events;
};

/// The sections of a team that exists already, with what the flags change.
Result<Sections> changed_by(const WriteSession& session, const Answers& answers) {
    const auto shown = shown_sections(session.team_state().sections);
    const auto body = [&](const char* section) {
        const auto it = shown.find(section);
        return it == shown.end() ? std::string() : it->second;
    };
    const auto me = session.me();
    if (me.empty())
        return fail(ErrorKind::not_allowed, "this machine's key is not in the team of this home",
                    "dsupport init --join says how it gets there");
    if (answers.handle && lower(*answers.handle) != me.value)
        return fail(ErrorKind::not_allowed,
                    fmt::format("you are '{}' in this team: a handle does not change", me.value),
                    "leave --handle out");
    Sections named;
    if (answers.name || answers.email || answers.tz) {
        const auto* old = session.team().person(me);
        auto person = old ? *old : Person{};
        if (answers.name) person.name = *answers.name;
        if (answers.email) person.email = *answers.email;
        if (answers.tz) person.tz = *answers.tz;
        named["people"] = with_person(body("people"), me, person);
    }
    if (answers.group) {
        auto group = session.team().group;
        group.addresses = {lower(*answers.group)};
        named["group"] = with_group(body("group"), group);
    }
    return changed_sections(shown, named);
}

Result<Done> write_team(WriteSession& session, const Answers& answers, bool founded) {
    Done out;
    out.founded = founded;
    DS_TRY(const auto changed, changed_by(session, answers));
    DS_CHECK(write_sections(session, changed));
    const auto& state = session.team_state();
    const auto& roster = state.authority->roster();
    if (!roster.recovery() && roster.admin() == session.replica()) {
        DS_TRY(out.recovery, SigningKey::generate());
        const RecoveryKey action{out.recovery->id()};
        DS_CHECK(session.append({write_roster_event(*state.id, roster, action)}));
    }
    out.me = session.me();
    out.events = session.written();
    return out;
}

Outcome write_config(Env& env, const Answers& answers) {
    for (const auto& [name, value] : answers.all()) {
        if (!*value) continue;
        DS_TRY(const auto index, find_config_key(name));
        const auto text = name == "me.handle" || name == "group.address" ? lower(**value) : **value;
        DS_CHECK(set_in_file(env.paths.config_file(), index, text));
    }
    DS_TRY(env.config, load_config(env.paths.config_file(), kSystemConfigFile, env.variable));
    return {};
}

std::array<std::string, 3> next_commands(const Env& env, const Team& team, bool file_is_old) {
    const auto file = env.paths.team_file();
    std::array<std::string, 3> out = {
        file_is_old ? next_for_file(team, file) : fmt::format("dsupport team apply {}", file),
        "dsupport log -s 'What the caller wants'", "dsupport list"};
    if (team.group.addresses.empty())
        out[2] = "dsupport status";
    else if (transport_kind(env.config, team.group.addresses.front()) == "mail" &&
             env.config.text("smtp.url").empty())
        out[2] = "dsupport config set smtp.url smtps://smtp.example.org:465";
    return out;
}

/// Who joins writes nothing into the log: what a key says that nobody has added does not count.
Outcome join(Env& env, const Args& args, Answers answers) {
    if (args.flag("recover") || answers.group)
        return fail(ErrorKind::usage, "--join goes with no --recover and no --group",
                    "the recovery key needs nobody's leave, and the team has its group");
    DS_TRY(auto* store, env.store(Access::read));
    const auto& state = store->team();
    const auto me = store->me();
    if (!state.id || !me)
        return fail(ErrorKind::negative, "there is no team in this home to join",
                    "a colleague writes it to a file, dsupport export FILE; then here: dsupport import FILE");
    const auto& authority = *state.authority;
    const auto& roster = authority.roster();
    if (roster.was_cut(*me))
        return fail(ErrorKind::not_allowed, "this machine was cut off from the team",
                    "a new home has a new key: DSUPPORT_HOME=DIR dsupport import FILE");
    if (roster.admin() == *me)
        return fail(ErrorKind::negative, "the team of this home is your own: you are its admin",
                    "to join another one, take another home: DSUPPORT_HOME=DIR dsupport import FILE");
    if (const auto person = authority.person(*me); !person.empty()) {
        env.output.out(fmt::format("This machine is {}'s already.\n", person.value));
        return {};
    }
    DS_TRY(auto self, env.founder());
    if (!answers.any() && env.prompt().possible()) DS_CHECK(ask(env, self, true, answers));
    DS_TRY(self, with_answers(env, answers));
    if (!args.flag("dry-run")) DS_CHECK(write_config(env, answers));
    const auto* known = state.team.person(self.handle);
    const auto admin = roster.admin() ? authority.person(*roster.admin()) : PersonId{};
    const auto command = command_to_add(self.handle, *me);
    if (args.flag("json")) {
        env.output.out(Json::object({{"schema", 1},
                                     {"person", self.handle.value},
                                     {"known", known != nullptr},
                                     {"key", me->hex()},
                                     {"fingerprint", key_fingerprint(*me)},
                                     {"admin", text_json(admin.value)},
                                     {"next", Json::array({command, "dsupport sync"})}})
                           .dump() +
                       "\n");
        return {};
    }
    std::string out = fmt::format("You are {}; this machine is not in the team yet.\n\n", self.handle.value);
    if (known != nullptr && !equal_no_case(known->email, self.person.email))
        out += fmt::format("In the team {} is {} <{}>. If that is not you, take another --handle.\n\n",
                           self.handle.value, known->name, known->email);
    out += fmt::format("Send this to {}, who runs it and asks you for the fingerprint:\n\n",
                       admin.empty() ? "the team's admin" : state.team.display_name(admin));
    if (known == nullptr)
        out += fmt::format("    # put [people.{}] into team.toml first, and: dsupport team apply team.toml\n",
                           self.handle.value);
    out += fmt::format("    {}\n\nYour fingerprint, to be read out and not to be sent:\n\n    {}\n", command,
                       key_fingerprint(*me));
    out += "\nWhen the admin has synced, you are in the team with:\n    dsupport sync\n";
    env.output.out(printable(out, true));
    return {};
}

/// What team.toml begins with: a commented example as long as the document says no more than that does, then
/// all of the document. Whom a file leaves out is no longer active once it is applied.
std::string first_file(const TeamState& state, const PersonId& me, const Person& founder) {
    const auto shown = shown_sections(state.sections);
    const bool new_team =
        state.team.people.size() <= 1 && std::ranges::all_of(shown, [](const auto& section) {
            return section.first == "people" || section.first == "group";
        });
    if (!new_team) return join_sections(shown);
    const auto* person = state.team.person(me);
    return example_team_toml(me, person ? *person : founder, state.team.group);
}

Outcome run(Env& env, const Args& args) {
    auto answers = given(args);
    DS_CHECK(check_answers(answers));
    DS_TRY(const auto config_text, read_small_file(env.paths.config_file()));
    if (args.flag("join")) return join(env, args, answers);
    const bool dry_run = args.flag("dry-run");
    DS_TRY(auto* reader, env.store(Access::read));
    const bool founded = !reader->team().id;
    if (args.flag("recover")) {
        DS_TRY(const auto self, env.founder());
        const PersonId person = answers.handle ? PersonId{lower(*answers.handle)} : self.handle;
        DS_TRY(const auto events, recover_team(env, person, dry_run));
        if (dry_run) {
            print_events(env, events);
            return {};
        }
        answers.handle = person.value;
    }
    if (founded && !config_text && env.prompt().possible()) {
        DS_TRY(const auto now, env.founder());
        DS_CHECK(ask(env, now, false, answers));
    }
    DS_TRY(const auto founder, with_answers(env, answers));
    DS_TRY(auto* store, env.store_to_write(dry_run));
    const std::function<Result<Done>(WriteSession&)> write = [&](WriteSession& session) {
        return write_team(session, answers, founded);
    };
    DS_TRY(const auto done, store->write<Done>(founder, env.clock, env.random, dry_run, write));
    if (dry_run) {
        print_events(env, done.events);
        return {};
    }
    DS_CHECK(write_config(env, answers));
    const auto& team = store->team().team;
    const auto file = env.paths.team_file();
    DS_TRY(const auto team_text, read_small_file(file));
    if (!team_text) DS_CHECK(replace_file(file, first_file(store->team(), done.me, founder.person)));
    const auto next = next_commands(env, team, team_text.has_value());
    if (args.flag("json")) {
        env.output.out(
            Json::object(
                {{"schema", 1},
                 {"person", done.me.value},
                 {"founded", done.founded},
                 {"group", team.group.addresses.empty() ? Json() : Json(team.group.addresses.front())},
                 {"config", env.paths.config_file()},
                 {"team_file", file},
                 {"recovery_key", done.recovery ? Json(spoken_secret(*done.recovery)) : Json()},
                 {"next", Json::array({next[0], next[1], next[2]})}})
                .dump() +
            "\n");
        return {};
    }
    std::string out =
        fmt::format("{} {}\n", done.founded ? "A team of one: you are" : "You are", done.me.value);
    if (team.group.addresses.empty())
        out += "No group address yet: mails wait in the outbox until there is one.\n";
    else
        out += fmt::format("The group is {}\n", team.group.addresses.front());
    if (done.recovery)
        out += fmt::format(
            "\nThe recovery key of the team. Write it down on paper and keep it: it is shown only now,\n"
            "is kept nowhere, and is the only way back when all machines are lost.\n\n    {}\n",
            spoken_secret(*done.recovery));
    out += fmt::format("\nNext:\n    $EDITOR {}; {}\n    {}\n    {}\n", file, next[0], next[1], next[2]);
    env.output.out(printable(out, true));
    return {};
}

}  // namespace

const Command& command_init() {
    static const Command kCommand{
        "init", "", "This machine", "found a team, or change who you are in it", {}, kOptions, kNothing, run};
    return kCommand;
}

}  // namespace dsupport

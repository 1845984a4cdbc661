#include "cli/transport.hh"

#include <fmt/format.h>
#include <unistd.h>

#include <array>

#include "cli/duty.hh"
#include "cli/files.hh"
#include "cli/ui/process.hh"
#include "lib/base/text.hh"
#include "lib/mail/dir_carrier.hh"
#include "lib/mail/modules.hh"
#include "lib/mail/wire.hh"

namespace dsupport {
namespace {

/// The keys that say who we are at a server.
struct AccessKeys {
    ConfigText url, user, password_file, ca_file;
    ConfigList password_command, token_command;
};
constexpr AccessKeys kSmtp = {
    "smtp.url",          "smtp.user", "smtp.password_file", "smtp.ca_file", "smtp.password_command",
    "smtp.token_command"};
constexpr AccessKeys kImap = {
    "imap.url",          "imap.user", "imap.password_file", "imap.ca_file", "imap.password_command",
    "imap.token_command"};

std::string user_at(Env& env, const AccessKeys& keys) {
    const auto& user = env.config.text(keys.user);
    return user.empty() ? env.config.text("me.email") : user;
}

Outcome read_access(Env& env, const AccessKeys& keys, ServerAccess& access) {
    access.url = env.config.text(keys.url);
    access.ca_file = env.config.text(keys.ca_file);
    access.user = user_at(env, keys);
    if (const auto& argv = env.config.list(keys.token_command); !argv.empty()) {
        DS_TRY(access.token, first_line_of(env.processes, argv));
    } else if (const auto& command = env.config.list(keys.password_command); !command.empty()) {
        DS_TRY(access.password, first_line_of(env.processes, command));
    } else if (const auto& file = env.config.text(keys.password_file); !file.empty()) {
        DS_TRY(const auto text, read_private_file(file));
        access.password = trim(text.substr(0, text.find('\n')));
    }
    return {};
}

std::string host_name() {
    std::array<char, 256> buffer{};
    return ::gethostname(buffer.data(), buffer.size() - 1) == 0 ? buffer.data() : "";
}

Result<std::unique_ptr<Carrier>> smtp_carrier(Env& env) {
    if (env.config.text("smtp.url").empty())
        return fail(ErrorKind::config, "no mail server is set",
                    "dsupport config set smtp.url smtps://smtp.example.org:465");
    SubmissionSettings settings;
    DS_CHECK(read_access(env, kSmtp, settings));
    settings.ehlo = env.config.text("smtp.ehlo");
    if (settings.ehlo.empty()) settings.ehlo = host_name();
    return load_smtp_carrier(env.module_dir, settings);
}

std::string_view host_of(std::string_view url) {
    if (const auto scheme = url.find("://"); scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
    url = url.substr(0, url.find('/'));
    return url.starts_with('[') ? url.substr(0, url.find(']') + 1) : url.substr(0, url.find(':'));
}

/// Whether the server of a URL is this very machine.
bool is_loopback(std::string_view url) {
    const auto host = host_of(url);
    return host == "localhost" || host == "127.0.0.1" || host == "[::1]";
}

/// Under which name the server that we fetch from tells what it found out about senders.
std::string authentication_server(const Env& env) {
    if (const auto& name = env.config.text("imap.authserv_id"); !name.empty()) return name;
    const auto host = lower(host_of(env.config.text("imap.url")));
    return host == "imap.gmail.com" || host == "imap.googlemail.com" ? "mx.google.com" : host;
}

/// Tests never talk to the world.
Outcome may_reach(const Env& env, Store& store, const std::string& url) {
    if ((!env.test_mode && !store.is_test_home()) || is_loopback(url)) return {};
    return fail(ErrorKind::config, "a test home sends no mail to the world and fetches none",
                "unset DSUPPORT_TEST_NOW and DSUPPORT_TEST_SEED, and use another home");
}

std::string first_group_address(Env& env, Store& store) {
    if (!store.team().id) return env.config.text("group.address");
    const auto& addresses = store.team().team.group.addresses;
    return addresses.empty() ? "" : addresses.front();
}

tl::unexpected<Error> no_group(std::string_view what) {
    return fail(ErrorKind::config, fmt::format("no group address is set, so there is nowhere to {}", what),
                "dsupport init --group support@example.org");
}

tl::unexpected<Error> no_mail_by(std::string_view kind) {
    return fail(ErrorKind::config, fmt::format("transport.kind is {}, so no mail is sent or fetched", kind),
                "dsupport config set transport.kind mail");
}

Result<std::string> shared_folder(const Env& env) {
    if (const auto& path = env.config.text("transport.path"); !path.empty()) return path;
    return fail(ErrorKind::config, "transport.path is not set", "dsupport config set transport.path DIR");
}

}  // namespace

Result<FetchPlace> fetch_place(Env& env, Store& store) {
    const auto group = first_group_address(env, store);
    const auto kind = transport_kind(env.config, group);
    if (kind == "dir") {
        DS_TRY(const auto path, shared_folder(env));
        return FetchPlace{path, {}, group};
    }
    if (kind == "none" && group.empty()) return no_group("fetch from");
    if (kind != "mail") return no_mail_by(kind);
    if (env.config.text("imap.url").empty()) return FetchPlace{};
    DS_CHECK(may_reach(env, store, env.config.text("imap.url")));
    const auto& url = env.config.text("imap.url");
    return FetchPlace{
        "", {fmt::format("{} {}", url, user_at(env, kImap)), authentication_server(env)}, group};
}

Result<std::unique_ptr<Fetcher>> imap_fetcher(Env& env, const FetchPlace& place, int stop_fd) {
    FetchSettings settings;
    DS_CHECK(read_access(env, kImap, settings));
    settings.mailbox = env.config.text("imap.mailbox");
    settings.list = place.group;
    settings.stop_fd = stop_fd;
    return load_imap_fetcher(env.module_dir, settings);
}

Result<Mailbox> own_mailbox(Env& env, const std::vector<std::string>& group) {
    Mailbox out{env.config.text("me.name"), env.config.text("me.email")};
    if (!out.address.empty() && !sendable_address(out.address))
        return fail(ErrorKind::config,
                    fmt::format("your own address '{}' cannot stand in a mail", out.address),
                    "dsupport config set me.email you@example.org");
    if (!out.address.empty()) return out;
    if (transport_kind(env.config, group.empty() ? "" : group.front()) != "dir")
        return fail(ErrorKind::config, "your own mail address is not set",
                    "dsupport config set me.email you@example.org");
    DS_TRY(const auto founder, env.founder());
    out.address = founder.handle.value + "@dsupport.invalid";
    return out;
}

Result<SenderSetup> sender_setup(Env& env, Store& store) {
    SenderSetup out;
    DS_TRY(out.founder, env.founder());
    const auto& addresses = store.team().id ? store.team().team.group.addresses : out.founder.group.addresses;
    const auto kind = transport_kind(env.config, addresses.empty() ? "" : addresses.front());
    if (addresses.empty()) return no_group("send to");
    out.own_address = env.config.text("me.email");
    out.make_composer = [&env] { return load_composer(env.module_dir); };
    if (kind == "dir") {
        DS_TRY(const auto path, shared_folder(env));
        DS_TRY(out.from, own_mailbox(env, addresses));
        out.repeatable = true;
        out.make_carrier = [path]() -> Result<std::unique_ptr<Carrier>> { return make_dir_carrier(path); };
        return out;
    }
    if (kind != "mail") return no_mail_by(kind);
    DS_TRY(out.from, own_mailbox(env, addresses));
    DS_CHECK(may_reach(env, store, env.config.text("smtp.url")));
    out.per_5_minutes = env.config.number("smtp.per_5_minutes");
    out.per_day = env.config.number("smtp.per_day");
    out.make_carrier = [&env] { return smtp_carrier(env); };
    return out;
}

}  // namespace dsupport

#include "cli/transport.hh"

#include <fmt/format.h>
#include <unistd.h>

#include <array>

#include "cli/files.hh"
#include "cli/ui/process.hh"
#include "lib/base/text.hh"
#include "lib/mail/dir_carrier.hh"
#include "lib/mail/modules.hh"
#include "lib/mail/wire.hh"

namespace dsupport {
namespace {

Outcome read_secret(Env& env, SubmissionSettings& settings) {
    if (const auto& argv = env.config.list("smtp.token_command"); !argv.empty()) {
        DS_TRY(settings.token, first_line_of(env.processes, argv));
    } else if (const auto& command = env.config.list("smtp.password_command"); !command.empty()) {
        DS_TRY(settings.password, first_line_of(env.processes, command));
    } else if (const auto& file = env.config.text("smtp.password_file"); !file.empty()) {
        DS_TRY(const auto text, read_private_file(file));
        settings.password = trim(text.substr(0, text.find('\n')));
    }
    return {};
}

std::string host_name() {
    std::array<char, 256> buffer{};
    return ::gethostname(buffer.data(), buffer.size() - 1) == 0 ? buffer.data() : "";
}

Result<std::unique_ptr<Carrier>> smtp_carrier(Env& env) {
    SubmissionSettings settings;
    settings.url = env.config.text("smtp.url");
    if (settings.url.empty())
        return fail(ErrorKind::config, "no mail server is set",
                    "dsupport config set smtp.url smtps://smtp.example.org:465");
    DS_CHECK(read_secret(env, settings));
    settings.user = env.config.text("smtp.user");
    if (settings.user.empty()) settings.user = env.config.text("me.email");
    settings.ca_file = env.config.text("smtp.ca_file");
    settings.ehlo = env.config.text("smtp.ehlo");
    if (settings.ehlo.empty()) settings.ehlo = host_name();
    return load_smtp_carrier(env.module_dir, settings);
}

/// Whether the server of a URL is this very machine.
bool is_loopback(std::string_view url) {
    if (const auto scheme = url.find("://"); scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
    url = url.substr(0, url.find('/'));
    if (url.starts_with("[::1]")) return true;
    const auto host = url.substr(0, url.find(':'));
    return host == "localhost" || host == "127.0.0.1";
}

}  // namespace

Result<SenderSetup> sender_setup(Env& env, Store& store) {
    SenderSetup out;
    DS_TRY(out.founder, env.founder());
    const auto& addresses = store.team().id ? store.team().team.group.addresses : out.founder.group.addresses;
    const auto kind = transport_kind(env.config, addresses.empty() ? "" : addresses.front());
    if (addresses.empty() || kind == "none")
        return fail(ErrorKind::config, "no group address is set, so there is nowhere to send to",
                    "dsupport init --group support@example.org");
    out.own_address = env.config.text("me.email");
    if (!out.own_address.empty() && !sendable_address(out.own_address))
        return fail(ErrorKind::config,
                    fmt::format("your own address '{}' cannot stand in a mail", out.own_address),
                    "dsupport config set me.email you@example.org");
    out.from = {env.config.text("me.name"), out.own_address};
    out.make_composer = [&env] { return load_composer(env.module_dir); };
    if (kind == "dir") {
        const auto path = env.config.text("transport.path");
        if (path.empty())
            return fail(ErrorKind::config, "transport.path is not set",
                        "dsupport config set transport.path DIR");
        if (out.from.address.empty()) out.from.address = out.founder.handle.value + "@dsupport.invalid";
        out.repeatable = true;
        out.make_carrier = [path]() -> Result<std::unique_ptr<Carrier>> { return make_dir_carrier(path); };
        return out;
    }
    if (kind != "mail")
        return fail(ErrorKind::config, fmt::format("the transport '{}' cannot send mail", kind),
                    "dsupport config set transport.kind mail");
    if (out.from.address.empty())
        return fail(ErrorKind::config, "your own mail address is not set",
                    "dsupport config set me.email you@example.org");
    if ((env.test_mode || store.is_test_home()) && !is_loopback(env.config.text("smtp.url")))
        return fail(ErrorKind::config, "a test home does not send mail to the world",
                    "unset DSUPPORT_TEST_NOW and DSUPPORT_TEST_SEED, and use another home");
    out.per_5_minutes = env.config.number("smtp.per_5_minutes");
    out.per_day = env.config.number("smtp.per_day");
    out.make_carrier = [&env] { return smtp_carrier(env); };
    return out;
}

}  // namespace dsupport

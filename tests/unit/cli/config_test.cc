#include "cli/config.hh"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <map>
#include <set>

#include "cli/config_file.hh"
#include "cli/files.hh"
#include "tests/unit/support/temp_dir.hh"

namespace dsupport {
namespace {

using test::read_file;
using test::TempDir;
using Variables = std::map<std::string, std::string, std::less<>>;

Result<Config> loaded(const TempDir& dir, const Variables& variables = {}) {
    return load_config((dir / "config.toml").string(), (dir / "etc/config.toml").string(),
                       [&](std::string_view name) {
                           const auto it = variables.find(name);
                           return it == variables.end() ? std::string() : it->second;
                       });
}

const ConfigValue& value(const Config& config, std::string_view name) {
    return config.at(find_config_key(name).value());
}

/// The whole message without the folder, which is another each time.
std::string refusal(std::string_view text) {
    const auto errors = check_config_text(text, "config.toml");
    if (errors.empty()) return "accepted";
    CHECK(errors.front().kind == ErrorKind::config);
    return errors.front().message + (errors.front().hint.empty() ? "" : " / " + errors.front().hint);
}

TEST_CASE("the table of keys is well formed") {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < kConfigKeys.size(); ++i) {
        const auto& key = kConfigKeys[i];
        CAPTURE(key.name);
        CHECK(names.insert(key.name).second);
        CHECK(std::count(key.name.begin(), key.name.end(), '.') == 1);
        CHECK_FALSE(key.help.empty());
        const bool chooses = key.type == ConfigType::choice || key.type == ConfigType::url;
        CHECK(chooses != key.choices.empty());
        CHECK((key.type != ConfigType::list || key.fallback.empty()));
        CHECK_FALSE(config_misfit(i, config_toml(i, Config().at(i))));
    }
    CHECK(config_variable(find_config_key("smtp.password_command").value()) ==
          "DSUPPORT_SMTP_PASSWORD_COMMAND");
}

TEST_CASE("addresses, handles and servers must look like ones") {
    CHECK(refusal("me.email = 'foo'\n") ==
          "config.toml:1:12: 'me.email' must be a mail address, not 'foo' / such as ada@example.org");
    CHECK(refusal("group.address = 'a@b, c@d'\n")
              .starts_with("config.toml:1:17: 'group.address' must be a mail"));
    CHECK(refusal("smtp.url = 'http://x'\n") ==
          "config.toml:1:12: 'smtp.url' must be the address of a server, not 'http://x' / "
          "such as smtps://mail.example.org");
    CHECK(refusal("imap.url = 'imaps://'\n").starts_with("config.toml:1:12: 'imap.url' must be"));
    CHECK(refusal("me.handle = 'me'\n")
              .starts_with("config.toml:1:13: 'me.handle' must be a handle, not 'me'"));
    for (const auto* good : {"me.email = ''\n", "me.email = 'ada@example.org'\n", "me.handle = 'Ada'\n",
                             "smtp.url = 'smtp://127.0.0.1:25'\n", "imap.url = 'imaps://h'\n"}) {
        CAPTURE(good);
        CHECK(refusal(good) == "accepted");
    }
}

TEST_CASE("a variable of a known section that is no key is a mistake") {
    CHECK(check_config_variables({"HOME", "DSUPPORT_HOME", "DSUPPORT_SMTP_URL", "DSUPPORT_TEST_NOW"}));
    const auto typo = check_config_variables({"DSUPPORT_SMTP_ULR"});
    REQUIRE_FALSE(typo);
    CHECK(typo.error().kind == ErrorKind::config);
    CHECK(typo.error().message == "the variable DSUPPORT_SMTP_ULR sets no key there is");
    CHECK(typo.error().hint == "did you mean DSUPPORT_SMTP_URL?");
}

TEST_CASE("without any file every key has its default") {
    const TempDir dir;
    const auto config = loaded(dir).value();
    CHECK(config.text("ui.color") == "auto");
    CHECK(config.text("imap.mailbox") == "\\All");
    CHECK(config.text("group.address").empty());
    CHECK(config.list("smtp.password_command").empty());
    CHECK(value(config, "ui.color").origin == ConfigOrigin::fallback);
}

TEST_CASE("a stronger layer wins key by key and says where it stands") {
    const TempDir dir;
    dir.write("etc/config.toml",
              "[smtp]\nurl = \"smtps://etc\"\nuser = \"etc\"\nehlo = \"etc\"\n[ui]\ncolor = \"never\"\n");
    dir.write("config.toml",
              "# mine\n[smtp]\nuser = \"mine\"\nehlo = \"mine\"\npassword_command = [\"pass\", \"show\"]\n");
    auto config = loaded(dir, {{"DSUPPORT_SMTP_EHLO", "env"}, {"DSUPPORT_UI_COLOR", ""}}).value();
    CHECK(config.text("smtp.url") == "smtps://etc");
    CHECK(config.text("smtp.user") == "mine");
    CHECK(config.text("smtp.ehlo") == "env");
    CHECK(config.text("ui.color") == "never");
    CHECK(config.list("smtp.password_command") == std::vector<std::string>{"pass", "show"});
    CHECK(value(config, "smtp.url").where == (dir / "etc/config.toml").string() + ":2");
    CHECK(value(config, "smtp.user").where == (dir / "config.toml").string() + ":3");
    CHECK(value(config, "smtp.ehlo").where == "DSUPPORT_SMTP_EHLO");
    CHECK(value(config, "smtp.ehlo").origin == ConfigOrigin::environment);

    const auto color = find_config_key("ui.color").value();
    config.put(color, "always", ConfigOrigin::flag, "--color");
    config.put(color, "never", ConfigOrigin::environment, "X");
    CHECK(config.text("ui.color") == "always");
    CHECK(config.at(color).where == "--color");
}

TEST_CASE("a list in the environment is words or a TOML array") {
    const TempDir dir;
    const auto list = [&](const char* text) {
        const auto config = loaded(dir, {{"DSUPPORT_SMTP_TOKEN_COMMAND", text}});
        return config ? config->list("smtp.token_command") : std::vector<std::string>{config.error().message};
    };
    CHECK(list("oauth token  mail") == std::vector<std::string>{"oauth", "token", "mail"});
    CHECK(list("[\"sh\", \"-c\", \"echo a b\"]") == std::vector<std::string>{"sh", "-c", "echo a b"});
    CHECK(list("[\"sh\"") ==
          std::vector<std::string>{"DSUPPORT_SMTP_TOKEN_COMMAND: not an array of strings: [\"sh\""});
    CHECK(list("[1]") == std::vector<std::string>{"DSUPPORT_SMTP_TOKEN_COMMAND: 'smtp.token_command' must be "
                                                  "an array of strings, not a mixed one"});
}

TEST_CASE("a wrong value in the environment names the variable") {
    const TempDir dir;
    const auto config = loaded(dir, {{"DSUPPORT_UI_COLOR", "pink"}});
    REQUIRE(!config);
    CHECK(config.error().kind == ErrorKind::config);
    CHECK(config.error().message ==
          "DSUPPORT_UI_COLOR: 'ui.color' must be one of auto, always, never, not 'pink'");
}

TEST_CASE("every mistake in a file has its place and a suggestion") {
    CHECK(refusal("[smtp]\nurll = \"x\"\n") ==
          "config.toml:2:1: unknown key 'smtp.urll' / did you mean 'smtp.url'?");
    CHECK(refusal("[stmp]\n") == "config.toml:1:2: unknown section 'stmp' / did you mean 'smtp'?");
    CHECK(refusal("[smpt2]\n") ==
          "config.toml:1:2: unknown section 'smpt2' / known: group, imap, me, rota, smtp, transport, ui");
    CHECK(refusal("[mee]\n") == "config.toml:1:2: unknown section 'mee' / did you mean 'me'?");
    CHECK(refusal("smtp = 3\n") == "config.toml:1:8: 'smtp' must be a table, not an integer");
    CHECK(refusal("smtp.url = 3\n") == "config.toml:1:12: 'smtp.url' must be a string, not an integer");
    CHECK(refusal("[smtp]\npassword_command = \"pass\"\n") ==
          "config.toml:2:20: 'smtp.password_command' must be an array of strings, not a string");
    CHECK(refusal("[ui]\ntime = \"utc\"\n") ==
          "config.toml:2:8: 'ui.time' must be one of relative, local, iso, not 'utc'");
    CHECK(refusal("[transport]\nkind = \"\"\n") == "accepted");
    CHECK(refusal("[ui\n").starts_with("config.toml:1:"));
    CHECK(check_config_text("[a]\n[b]\n[ui]\ncolour = \"x\"\n", "f").size() == 3);

    const TempDir dir;
    const auto file = dir.write("config.toml", "[ui]\n\ncolour = \"auto\"\n").string();
    const auto config = loaded(dir);
    REQUIRE(!config);
    CHECK(config.error().message == file + ":3:1: unknown key 'ui.colour'");
    CHECK(config.error().hint == "did you mean 'ui.color'?");
}

TEST_CASE("a file that cannot be read is an error of configuration") {
    const TempDir dir;
    std::filesystem::create_directory(dir / "config.toml");
    const auto config = loaded(dir);
    REQUIRE(!config);
    CHECK(config.error().kind == ErrorKind::config);
}

std::string set(std::string_view text, std::string_view name, const Toml& to) {
    const auto out = with_config_value(text, "f", find_config_key(name).value(), to);
    return out ? *out : out.error().message;
}

std::string unset(std::string_view text, std::string_view name) {
    const auto out = without_config_value(text, "f", find_config_key(name).value());
    return out ? *out : out.error().message;
}

TEST_CASE("setting a key keeps everything else as the person wrote it") {
    constexpr auto kFile =
        "# top\n\n[smtp]   # out\nuser = 'a'  # me\n# url next\nurl = \"x\"\n\n[ui]\ncolor = \"auto\"\n";
    CHECK(set(kFile, "smtp.user", "b\"c") ==
          "# top\n\n[smtp]   # out\nuser = \"b\\\"c\"  # me\n# url next\nurl = \"x\"\n\n[ui]\ncolor = "
          "\"auto\"\n");
    CHECK(set(kFile, "smtp.ehlo", "h") ==
          "# top\n\n[smtp]   # out\nuser = 'a'  # me\n# url next\nurl = \"x\"\nehlo = \"h\"\n\n[ui]\ncolor = "
          "\"auto\"\n");
    CHECK(set(kFile, "ui.time", "iso") == std::string(kFile) + "time = \"iso\"\n");
    CHECK(set(kFile, "me.handle", "ada") == std::string(kFile) + "\n[me]\nhandle = \"ada\"\n");
    CHECK(set("", "me.handle", "ada") == "[me]\nhandle = \"ada\"\n");
    CHECK(set("[me]", "me.handle", "ada") == "[me]\nhandle = \"ada\"\n");
    CHECK(set("[me]\nname = \"\xc3\xb6\" # x", "me.name", "a") == "[me]\nname = \"a\" # x");
    CHECK(set("[me]\nname = 1 # x\r\n", "me.name", "a") == "[me]\nname = \"a\" # x\r\n");
}

TEST_CASE("setting a key follows the way the file is written") {
    CHECK(set("smtp.url = \"x\"\n[ui]\n", "smtp.user", "a") == "smtp.url = \"x\"\nsmtp.user = \"a\"\n[ui]\n");
    CHECK(set("smtp = { url = \"x\" }\n", "smtp.url", "y") == "smtp = { url = \"y\" }\n");
    CHECK(set("smtp = { url = \"x\" }\n", "smtp.user", "a") == "cannot change 'smtp.user' in f");
    CHECK(set("[smtp]\npassword_command = [\n  \"a\", # first\n  \"b\",\n]\nuser = \"u\"\n",
              "smtp.password_command",
              Toml::Array{"c", "d e"}) == "[smtp]\npassword_command = [\"c\", \"d e\"]\nuser = \"u\"\n");
    CHECK(set("[smtp]\nuser = \"\"\"\na\n\"\"\"\n[ui]\n", "smtp.url", "x") ==
          "[smtp]\nuser = \"\"\"\na\n\"\"\"\nurl = \"x\"\n[ui]\n");
    CHECK(set("[smtp\n", "smtp.url", "x").starts_with("f:1:"));
}

TEST_CASE("unsetting a key takes its lines and nothing else") {
    CHECK(unset("[smtp]\n# the url\nurl = \"x\" # y\nuser = \"u\"\n", "smtp.url") ==
          "[smtp]\n# the url\nuser = \"u\"\n");
    CHECK(unset("[smtp]\npassword_command = [\n  \"a\",\n]\nuser = \"u\"\n", "smtp.password_command") ==
          "[smtp]\nuser = \"u\"\n");
    CHECK(unset("smtp.url = \"x\"\n", "smtp.url").empty());
    CHECK(unset("[smtp]\nurl = \"x\"", "smtp.url") == "[smtp]\n");
    CHECK(unset("[smtp]\n", "smtp.url") == "[smtp]\n");
    CHECK(unset("smtp = { url = \"x\", user = \"u\" }\n", "smtp.url") == "cannot change 'smtp.url' in f");
}

TEST_CASE("a file is made, changed and read back") {
    const TempDir dir;
    const auto file = (dir / "new/folder/config.toml").string();
    const auto url = find_config_key("smtp.url").value();
    CHECK(unset_in_file(file, url) == false);
    REQUIRE(set_in_file(file, url, "smtps://a"));
    CHECK(read_file(file) == "[smtp]\nurl = \"smtps://a\"\n");
    struct stat info {};
    REQUIRE(::stat(file.c_str(), &info) == 0);
    CHECK((info.st_mode & 0777U) == 0600U);
    REQUIRE(::stat((dir / "new/folder").c_str(), &info) == 0);
    CHECK((info.st_mode & 0777U) == 0700U);
    CHECK(unset_in_file(file, url) == true);
    CHECK(read_file(file) == "[smtp]\n");
    CHECK(std::distance(std::filesystem::directory_iterator(dir / "new/folder"), {}) == 1);
}

TEST_CASE("a link to the file stays a link") {
    const TempDir dir;
    const auto real = dir.write("dotfiles/config.toml", "[ui]\n");
    std::filesystem::create_symlink(real, dir / "config.toml");
    REQUIRE(set_in_file((dir / "config.toml").string(), find_config_key("ui.color").value(), "never"));
    CHECK(std::filesystem::is_symlink(dir / "config.toml"));
    CHECK(read_file(real) == "[ui]\ncolor = \"never\"\n");
}

TEST_CASE("a file that cannot be made or renamed is an error and leaves nothing behind") {
    const TempDir dir;
    dir.write("file", "x");
    const auto below_file = replace_file((dir / "file/config.toml").string(), "y");
    REQUIRE(!below_file);
    CHECK(below_file.error().kind == ErrorKind::cannot_create);
    std::filesystem::create_directories(dir / "folder/inner");
    const auto onto_folder = replace_file((dir / "folder").string(), "y");
    REQUIRE(!onto_folder);
    CHECK(onto_folder.error().kind == ErrorKind::io);
    CHECK(std::distance(std::filesystem::directory_iterator(dir.path()), {}) == 2);
    CHECK(read_small_file((dir / "nothing").string()).value() == std::nullopt);
}

TEST_CASE("typed words become a value of the key") {
    const auto read = [](std::string_view name, const std::vector<std::string>& words) {
        const auto out = read_config_words(find_config_key(name).value(), words, "config set");
        return out ? out->dump_value() : out.error().message;
    };
    CHECK(read("me.name", {"Ada Lovelace"}) == "\"Ada Lovelace\"");
    CHECK(read("me.name", {"Ada", "Lovelace"}) == "config set: 'me.name' takes one value");
    CHECK(read("smtp.password_command", {"pass", "show", "a b"}) == "[\"pass\", \"show\", \"a b\"]");
    CHECK(read("smtp.password_command", {"[\"pass\"]"}) == "[\"pass\"]");
    CHECK(read("ui.time", {"iso"}) == "\"iso\"");
    CHECK(read("ui.time", {"ISO"}) == "config set: 'ui.time' must be one of relative, local, iso, not 'ISO'");
    CHECK(find_config_key("ui.colour").error().hint == "did you mean 'ui.color'?");
    CHECK(find_config_key("x").error().hint == "`dsupport config list` shows all keys");
}

TEST_CASE("the transport follows from the group address where nobody set it") {
    Config config;
    CHECK(transport_kind(config) == "none");
    CHECK(transport_kind(config, "support@example.org") == "mail");
    config.put(find_config_key("group.address").value(), "s@example.org", ConfigOrigin::user_file, "");
    CHECK(transport_kind(config) == "mail");
    config.put(find_config_key("transport.kind").value(), "dir", ConfigOrigin::user_file, "");
    CHECK(transport_kind(config, "support@example.org") == "dir");
}

}  // namespace
}  // namespace dsupport

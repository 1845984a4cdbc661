// The configuration of one user on one machine: the table of all keys, and the value of each with where it
// came from. Reading it is load_config() in config_file.hh; the team's own settings are the team document,
// not this.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.hh"
#include "lib/base/toml.hh"

namespace dsupport {

enum class ConfigType {
    text,
    choice,   ///< one of `choices`, or empty where the default is
    number,   ///< 0 or more
    list,     ///< a program and its arguments
    handle,   ///< what the team document takes as one, or empty
    address,  ///< a mail address, or empty
    url,      ///< of a server, beginning with one of `choices` and ://, or empty
};

struct ConfigKey {
    std::string_view name;  ///< `section.key`; in the environment DSUPPORT_SECTION_KEY
    ConfigType type;
    std::string_view fallback;  ///< the value when nobody sets one; a list is empty
    std::string_view choices;   ///< with `|` between them
    std::string_view help;
};

/// Every key there is, in the order in which `config list` shows them.
inline constexpr auto kConfigKeys = std::to_array<ConfigKey>({
    {"me.handle", ConfigType::handle, "", "", "your short name in the team; empty: your login name"},
    {"me.name", ConfigType::text, "", "", "your full name, as clients see it"},
    {"me.email", ConfigType::address, "", "", "the address your mails come from"},
    {"me.tz", ConfigType::text, "", "", "your time zone, such as Europe/London; empty: this machine's"},
    {"group.address", ConfigType::address, "", "", "the public address that clients write to"},
    {"group.log_address", ConfigType::address, "", "",
     "a second group for the team's own mails; empty: the same"},
    {"transport.kind", ConfigType::choice, "", "mail|dir|ssh|none",
     "how the team's machines exchange what they know; empty: mail once there is a group address"},
    {"transport.path", ConfigType::text, "", "", "dir: the shared folder"},
    {"transport.host", ConfigType::text, "", "", "ssh: the host that keeps the team's log"},
    {"smtp.url", ConfigType::url, "", "smtps|smtp",
     "the server that takes mails, such as smtps://smtp.example.org:465"},
    {"smtp.user", ConfigType::text, "", "", "the login name; empty: me.email"},
    {"smtp.password_command", ConfigType::list, "", "", "a program that prints the password"},
    {"smtp.token_command", ConfigType::list, "", "", "a program that prints an OAuth access token"},
    {"smtp.password_file", ConfigType::text, "", "", "a file only you can read that holds the password"},
    {"smtp.ca_file", ConfigType::text, "", "", "certificates to trust; empty: the system's"},
    {"smtp.ehlo", ConfigType::text, "", "", "the name we greet the server with; empty: this machine's"},
    {"smtp.per_5_minutes", ConfigType::number, "300", "",
     "how many mails the server takes in 5 minutes; 0: any number"},
    {"smtp.per_day", ConfigType::number, "2000", "",
     "how many mails the server takes in a day; 0: any number"},
    {"imap.url", ConfigType::url, "", "imaps|imap",
     "the server to fetch mails from, such as imaps://imap.example.org:993"},
    {"imap.user", ConfigType::text, "", "", "the login name; empty: me.email"},
    {"imap.mailbox", ConfigType::text, "\\All", "",
     "the mailbox to read; \\All: the one that holds everything"},
    {"imap.authserv_id", ConfigType::text, "", "",
     "the server's name in Authentication-Results; empty: mx.google.com for Gmail, else the one in imap.url"},
    {"imap.password_command", ConfigType::list, "", "", "a program that prints the password"},
    {"imap.token_command", ConfigType::list, "", "", "a program that prints an OAuth access token"},
    {"imap.password_file", ConfigType::text, "", "", "a file only you can read that holds the password"},
    {"imap.ca_file", ConfigType::text, "", "", "certificates to trust; empty: the system's"},
    {"rota.hook", ConfigType::list, "", "",
     "keeper: a program that forwards the phones; it reads who is on duty as JSON"},
    {"ui.color", ConfigType::choice, "auto", "auto|always|never", "when to use colours"},
    {"ui.pager", ConfigType::text, "", "", "what shows long output; empty: $PAGER"},
    {"ui.editor", ConfigType::text, "", "", "what to write texts with; empty: $VISUAL, $EDITOR"},
    {"ui.time", ConfigType::choice, "relative", "relative|local|iso", "how tables show times"},
});

/// A key by its name. An unknown name, or one of another type, does not compile.
template <ConfigType... Types>
struct ConfigName {
    std::size_t index;
    consteval ConfigName(const char* name) : index(0) {  // NOLINT: meant to be implicit
        while (kConfigKeys[index].name != name) ++index;
        if (((kConfigKeys[index].type != Types) && ...)) throw "a key of another type";
    }
};
using ConfigText = ConfigName<ConfigType::text, ConfigType::choice, ConfigType::handle, ConfigType::address,
                              ConfigType::url>;
using ConfigNumber = ConfigName<ConfigType::number>;
using ConfigList = ConfigName<ConfigType::list>;

/// From the weakest to the strongest.
enum class ConfigOrigin { fallback, system_file, user_file, environment, flag };

struct ConfigValue {
    std::string text;               ///< text, choice and number
    std::vector<std::string> list;  ///< list
    ConfigOrigin origin = ConfigOrigin::fallback;
    std::string where;  ///< `FILE:LINE`, the variable's or the option's name, `default`
};

class Config {
  public:
    /// All defaults.
    Config();

    const std::string& text(ConfigText key) const { return values_[key.index].text; }
    std::int64_t number(ConfigNumber key) const;
    const std::vector<std::string>& list(ConfigList key) const { return values_[key.index].list; }

    /// By position in kConfigKeys, for whoever goes through all of them.
    const ConfigValue& at(std::size_t index) const { return values_.at(index); }
    /// Puts a checked value above weaker ones; a stronger one that is there already stays.
    void put(std::size_t index, const Toml& value, ConfigOrigin origin, std::string where);

  private:
    std::array<ConfigValue, kConfigKeys.size()> values_;
};

/// A value as the file would hold it: a text in quotes, a list as an array.
Toml config_toml(std::size_t index, const ConfigValue& value);

/// The position of a typed `section.key`. Fails with config, and suggests the nearest.
Result<std::size_t> find_config_key(std::string_view name);

/// The value that words typed for a key mean: one word for a text, the words of a command or one TOML array
/// for a list. Fails with config when it is not a value of the key; the message starts with `where`.
Result<Toml> read_config_words(std::size_t index, const std::vector<std::string>& words,
                               std::string_view where);

/// Why a value does not fit its key, with an example as the hint; nothing when it does.
struct ConfigMisfit {
    std::string why, hint;
};
std::optional<ConfigMisfit> config_misfit(std::size_t index, const Toml& value);

inline constexpr std::string_view kVariablePrefix = "DSUPPORT_";
/// `DSUPPORT_SMTP_URL` for `smtp.url`.
std::string config_variable(std::size_t index);

/// transport.kind, or what follows from the rest where it is not set: `mail` with a group address (`group` is
/// the one of the team document, which may be empty), else `none`.
std::string transport_kind(const Config& config, std::string_view group = {});

}  // namespace dsupport

// A TOML document as values of our own, each knowing where it stood in the text, so that the TOML library
// stays inside toml.cc and a message can name line and column.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "lib/base/civil.hh"
#include "lib/base/result.hh"

namespace dsupport {

class Toml {
  public:
    /// Lines and columns count from 1, columns in code points; 0 means "nowhere".
    struct Position {
        std::size_t line = 0, column = 0;
        auto operator<=>(const Position&) const = default;
    };
    /// A value nobody here computes with (a float, a date, a time with an offset), as TOML text.
    struct Other {
        std::string name;  ///< "an offset date-time", for messages
        std::string text;
        bool operator==(const Other& o) const { return text == o.text; }
    };
    using Array = std::vector<Toml>;
    using Member = std::pair<std::string, Toml>;
    /// Members sorted by key; keys are unique.
    using Table = std::vector<Member>;

    Toml() : value_(Table{}) {}
    Toml(Table value);
    Toml(Array value) : value_(std::move(value)) {}
    Toml(std::string value) : value_(std::move(value)) {}
    Toml(std::string_view value) : value_(std::string(value)) {}
    Toml(const char* value) : value_(std::string(value)) {}
    Toml(std::int64_t value) : value_(value) {}
    Toml(bool value) : value_(value) {}
    Toml(CivilTime value) : value_(value) {}
    Toml(Other value) : value_(std::move(value)) {}

    const Table* table() const { return std::get_if<Table>(&value_); }
    const Array* array() const { return std::get_if<Array>(&value_); }
    const std::string* text() const { return std::get_if<std::string>(&value_); }
    const std::int64_t* integer() const { return std::get_if<std::int64_t>(&value_); }
    const bool* boolean() const { return std::get_if<bool>(&value_); }
    const CivilTime* civil() const { return std::get_if<CivilTime>(&value_); }
    const Other* other() const { return std::get_if<Other>(&value_); }
    /// "a string", "an offset date-time", ...: for messages.
    std::string_view kind_name() const;

    /// The member of a table, or nullptr (also when this is no table).
    const Toml* find(std::string_view key) const;
    Toml* find(std::string_view key);
    /// Adds or replaces a member; anything but a table becomes an empty table first.
    void set(std::string_view key, Toml value);
    /// Takes a member out of a table, if it is there.
    void erase(std::string_view key);

    /// Equal in type and content; where it stood does not matter.
    bool operator==(const Toml& o) const { return value_ == o.value_; }

    /// Where the value starts, one past its end, and where the key that names it starts. Of a table written
    /// as
    /// `[a.b]`, `at` is its header. Values made here have none.
    Position at, end, key_at;

    /// A whole document. `file` only goes into the message of a failure: `file:line:column: what`, of kind
    /// `kind`. Values may be nested 64 levels deep.
    static Result<Toml> parse(std::string_view text, std::string_view file,
                              ErrorKind kind = ErrorKind::bad_data);

    /// This table as a document in one fixed form: equal values give equal text. Anything but a table gives
    /// "".
    std::string dump() const;
    /// This value as it would stand after `key = `, on one line.
    std::string dump_value() const;

  private:
    std::variant<Table, Array, std::string, std::int64_t, bool, CivilTime, Other> value_;
};

}  // namespace dsupport

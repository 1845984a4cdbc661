// Reads one table of a document field by field. Every key that is asked for is a known one; `finish` notes
// the others, with the nearest known one as a suggestion. Internal to lib/team.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lib/base/toml.hh"
#include "lib/team/reader.hh"

namespace dsupport {

class Fields {
  public:
    /// `where` names the table in messages: `[people.ada]`. Anything but a table is noted and reads as empty.
    Fields(const Toml& table, std::string where, std::vector<DocumentNote>& notes);

    /// The value of a key, or nullptr.
    const Toml* take(std::string_view key);
    // Each of these leaves `out` alone when the key is missing or of another type, and says whether it set
    // it.
    bool text(std::string_view key, std::string& out);
    bool texts(std::string_view key, std::vector<std::string>& out);
    bool boolean(std::string_view key, bool& out);
    bool integer(std::string_view key, std::int64_t least, std::int64_t most, std::int64_t& out);
    bool civil(std::string_view key, CivilTime& out);

    /// The name of a time zone, which the world must know, if it knows any.
    void zone(std::string_view key, std::string& out, const DocumentWorld* world);
    /// Notes an `address`, read from `key`, that cannot be a mail address.
    void check_address(std::string_view key, std::string_view address);

    /// Notes the keys nobody asked for.
    void finish();
    void note(const Toml& value, std::string text, std::string hint = {});
    const std::string& where() const { return where_; }

  private:
    void wrong_kind(std::string_view key, const Toml& value, std::string_view wanted);

    const Toml& table_;
    std::string where_;
    std::vector<DocumentNote>& notes_;
    std::vector<std::string> known_;
};

}  // namespace dsupport

// Fields of a record by name: `code`, or a path into it, `requester.email`. A path through a list means that
// field of each of its items.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/json.hh"
#include "lib/base/result.hh"

namespace dsupport {

class FieldPath {
  public:
    explicit FieldPath(std::string name);

    /// As the user wrote it.
    const std::string& name() const { return name_; }
    /// Whether the name says that this is a moment: `at`, `since`, `until`, or anything that ends in `_at`.
    bool is_time() const;
    /// The value at this path of the record; null when there is none.
    Json value(const Json& record) const;
    /// The same as plain text: null is empty, lists are joined by commas, objects are compact JSON.
    std::string text(const Json& record) const;
    void append_text(const Json& record, std::string& out) const;

  private:
    std::string name_;
    std::vector<std::string> steps_;
};

/// The path with this name; `usage`, with the nearest name as a hint, when `known` does not have it.
Result<FieldPath> find_field(std::string_view name, std::span<const std::string_view> known);

/// `{code} {subject}`: text with fields in braces; `{{` and `}}` stand for braces, `\t` and `\n` for what
/// they always mean.
class Template {
  public:
    struct Piece {
        std::string text;  ///< when it is not a field
        std::optional<FieldPath> field;
    };
    /// `usage` for an unknown field or a brace without its partner.
    static Result<Template> parse(std::string_view source, std::span<const std::string_view> known);
    const std::vector<Piece>& pieces() const { return pieces_; }

  private:
    std::vector<Piece> pieces_;
};

}  // namespace dsupport

// A JSON value of our own, so that the JSON library stays inside json.cc. Numbers are 64-bit integers:
// nothing in this project has fractions, and the event format forbids them.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "lib/base/result.hh"

namespace dsupport {

class Json {
  public:
    using Array = std::vector<Json>;
    using Member = std::pair<std::string, Json>;
    /// Members in the order they were added; keys are unique.
    using Object = std::vector<Member>;

    Json() = default;
    Json(std::nullptr_t) {}
    Json(bool value) : value_(value) {}
    Json(std::int64_t value) : value_(value) {}
    Json(int value) : value_(std::int64_t{value}) {}
    Json(std::string value) : value_(std::move(value)) {}
    Json(std::string_view value) : value_(std::string(value)) {}
    Json(const char* value) : value_(std::string(value)) {}
    Json(Array value) : value_(std::move(value)) {}
    Json(Object value) : value_(std::move(value)) {}

    static Json object(std::initializer_list<Member> members = {}) { return Json(Object(members)); }
    static Json array(std::initializer_list<Json> items = {}) { return Json(Array(items)); }

    bool is_null() const { return std::holds_alternative<std::monostate>(value_); }
    bool is_bool() const { return std::holds_alternative<bool>(value_); }
    bool is_int() const { return std::holds_alternative<std::int64_t>(value_); }
    bool is_string() const { return std::holds_alternative<std::string>(value_); }
    bool is_array() const { return std::holds_alternative<Array>(value_); }
    bool is_object() const { return std::holds_alternative<Object>(value_); }

    // Each reader gives the empty value of its type when this is something else.
    bool boolean() const { return is_bool() && std::get<bool>(value_); }
    std::int64_t integer() const { return is_int() ? std::get<std::int64_t>(value_) : 0; }
    const std::string& string() const;
    const Array& items() const;
    const Object& members() const;

    /// The member called `key`, or a null value.
    const Json& operator[](std::string_view key) const;
    bool has(std::string_view key) const { return find(key) != nullptr; }
    /// nullptr when there is no such member.
    const Json* find(std::string_view key) const;

    /// Adds or replaces a member; a null value becomes an object first.
    void set(std::string_view key, Json value);
    /// Appends an item; a null value becomes an array first.
    void push(Json value);

    /// Equal in type and content; the order of members counts.
    bool operator==(const Json&) const = default;

    /// Compact, UTF-8, members in their order. Invalid UTF-8 becomes U+FFFD.
    std::string dump() const;
    /// Indented by two spaces, for people.
    std::string dump_pretty() const;
    /// Compact with the members of every object sorted by key, for hashing.
    std::string dump_sorted() const;

    /// Strict: UTF-8, no fractions or exponents, no integer outside 64 bits, no duplicate member, nothing
    /// after the value, at most 64 levels deep.
    static Result<Json> parse(std::string_view text);

  private:
    std::variant<std::monostate, bool, std::int64_t, std::string, Array, Object> value_;
};

}  // namespace dsupport

#include "lib/base/json.hh"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

const Json kNull;
constexpr std::size_t kMaxDepth = 64;

/// Builds a Json from the library's parse events; every event that our format forbids ends the parse.
class Builder : public nlohmann::json_sax<nlohmann::json> {
  public:
    Json root;
    std::string problem;

    bool null() override { return add(Json()); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(number_integer_t value) override { return add(std::int64_t{value}); }
    bool number_unsigned(number_unsigned_t value) override {
        if (value > static_cast<std::uint64_t>(INT64_MAX)) return refuse("an integer is too large");
        return add(static_cast<std::int64_t>(value));
    }
    bool number_float(number_float_t, const string_t& text) override {
        return refuse("'" + text + "' is not an integer");
    }
    bool string(string_t& value) override { return add(std::move(value)); }
    bool binary(binary_t&) override { return refuse("binary data"); }
    bool start_object(std::size_t) override { return open(Json(Json::Object{})); }
    bool start_array(std::size_t) override { return open(Json(Json::Array{})); }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool key(string_t& name) override {
        if (open_.back().value.has(name)) return refuse("the key '" + name + "' stands twice");
        open_.back().key = std::move(name);
        return true;
    }
    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
        return refuse("not JSON at byte " + std::to_string(position));
    }

  private:
    struct Open {
        Json value;
        std::string key;
    };
    std::vector<Open> open_;

    bool refuse(std::string why) {
        problem = std::move(why);
        return false;
    }
    bool open(Json value) {
        if (open_.size() >= kMaxDepth) return refuse("nested too deeply");
        open_.push_back({std::move(value), {}});
        return true;
    }
    bool close() {
        Json value = std::move(open_.back().value);
        open_.pop_back();
        return add(std::move(value));
    }
    bool add(Json value) {
        if (open_.empty())
            root = std::move(value);
        else if (open_.back().value.is_object())
            open_.back().value.set(open_.back().key, std::move(value));
        else
            open_.back().value.push(std::move(value));
        return true;
    }
};

/// Whether it stands in JSON as it is.
bool plain(const std::string& text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
}

void quote(const std::string& text, std::string& out) {
    if (plain(text))
        out.append(1, '"').append(text).append(1, '"');
    else
        out += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

enum class Style { compact, pretty, sorted };

void write(const Json& json, Style style, std::size_t depth, std::string& out) {
    const auto line = [&](std::size_t level) {
        if (style == Style::pretty) out.append(1, '\n').append(level * 2, ' ');
    };
    if (json.is_null())
        out += "null";
    else if (json.is_bool())
        out += json.boolean() ? "true" : "false";
    else if (json.is_int())
        out += std::to_string(json.integer());
    else if (json.is_string())
        quote(json.string(), out);
    else if (json.is_array()) {
        out += '[';
        bool first = true;
        for (const auto& item : json.items()) {
            if (!std::exchange(first, false)) out += ',';
            line(depth + 1);
            write(item, style, depth + 1, out);
        }
        if (!first) line(depth);
        out += ']';
    } else {
        std::vector<const Json::Member*> members;
        for (const auto& m : json.members()) members.push_back(&m);
        if (style == Style::sorted)
            std::ranges::sort(members, {},
                              [](const Json::Member* m) -> const std::string& { return m->first; });
        out += '{';
        bool first = true;
        for (const auto* m : members) {
            if (!std::exchange(first, false)) out += ',';
            line(depth + 1);
            quote(m->first, out);
            out += style == Style::pretty ? ": " : ":";
            write(m->second, style, depth + 1, out);
        }
        if (!first) line(depth);
        out += '}';
    }
}

std::string written(const Json& json, Style style) {
    std::string out;
    write(json, style, 0, out);
    return out;
}

}  // namespace

const std::string& Json::string() const {
    static const std::string kEmpty;
    return is_string() ? std::get<std::string>(value_) : kEmpty;
}

const Json::Array& Json::items() const {
    static const Array kEmpty;
    return is_array() ? std::get<Array>(value_) : kEmpty;
}

const Json::Object& Json::members() const {
    static const Object kEmpty;
    return is_object() ? std::get<Object>(value_) : kEmpty;
}

const Json& Json::operator[](std::string_view key) const {
    const auto* found = find(key);
    return found ? *found : kNull;
}

const Json* Json::find(std::string_view key) const {
    for (const auto& [name, value] : members())
        if (name == key) return &value;
    return nullptr;
}

void Json::set(std::string_view key, Json value) {
    if (!is_object()) value_ = Object{};
    auto& object = std::get<Object>(value_);
    const auto it = std::ranges::find(object, key, &Member::first);
    if (it != object.end())
        it->second = std::move(value);
    else
        object.emplace_back(std::string(key), std::move(value));
}

void Json::push(Json value) {
    if (!is_array()) value_ = Array{};
    std::get<Array>(value_).push_back(std::move(value));
}

std::string Json::dump() const {
    return written(*this, Style::compact);
}
std::string Json::dump_pretty() const {
    return written(*this, Style::pretty);
}
std::string Json::dump_sorted() const {
    return written(*this, Style::sorted);
}

Result<Json> Json::parse(std::string_view text) {
    if (!valid_utf8(text)) return fail(ErrorKind::bad_data, "not UTF-8");
    // The library takes a NUL for the end of the text and skips a byte order mark.
    if (text.find('\0') != std::string_view::npos || text.starts_with("\xEF\xBB\xBF"))
        return fail(ErrorKind::bad_data, "not JSON");
    Builder builder;
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder))
        return fail(ErrorKind::bad_data, builder.problem.empty() ? "not JSON" : builder.problem);
    return std::move(builder.root);
}

}  // namespace dsupport

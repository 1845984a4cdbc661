#include "lib/base/json.hh"

#include <fmt/format.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

const Json kNull;
constexpr std::size_t kMaxDepth = 64;
/// Digits, as they stand: the library would take a large number for a fraction.
constexpr unsigned kFlags = rapidjson::kParseNumbersAsStringsFlag;

/// Builds a Json from the library's parse events; every event that our format forbids ends the parse.
class Builder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, Builder> {
  public:
    Json root;
    std::string problem;

    bool Null() { return add(Json()); }
    bool Bool(bool value) { return add(value); }
    bool RawNumber(const char* text, rapidjson::SizeType size, bool) {
        const std::string_view digits(text, size);
        const auto value = parse_integer(digits);
        if (!value) return refuse(fmt::format("'{}' is not an integer of 64 bits", digits));
        return add(*value);
    }
    bool String(const char* text, rapidjson::SizeType size, bool) {
        std::string value(text, size);
        return well_formed(value) && add(std::move(value));
    }
    bool StartObject() { return open({Json::Object(), {}, {}, true}); }
    bool StartArray() { return open({{}, Json::Array(), {}, false}); }
    bool Key(const char* text, rapidjson::SizeType size, bool) {
        auto& object = open_.back();
        object.key.assign(text, size);
        if (!well_formed(object.key)) return false;
        if (std::ranges::find(object.members, object.key, &Json::Member::first) == object.members.end())
            return true;
        return refuse(fmt::format("the key '{}' stands twice", object.key));
    }
    bool EndObject(rapidjson::SizeType) { return close(); }
    bool EndArray(rapidjson::SizeType) { return close(); }

  private:
    struct Open {
        Json::Object members;
        Json::Array items;
        std::string key;
        bool is_object = false;
    };
    std::vector<Open> open_;

    bool refuse(std::string why) {
        problem = std::move(why);
        return false;
    }
    /// The library takes the second half of a surrogate pair for a character of its own.
    bool well_formed(const std::string& text) { return valid_utf8(text) || refuse("half a surrogate pair"); }
    bool open(Open container) {
        if (open_.size() >= kMaxDepth) return refuse("nested too deeply");
        open_.push_back(std::move(container));
        return true;
    }
    bool close() {
        auto last = std::move(open_.back());
        open_.pop_back();
        return add(last.is_object ? Json(std::move(last.members)) : Json(std::move(last.items)));
    }
    bool add(Json value) {
        if (open_.empty())
            root = std::move(value);
        else if (auto& parent = open_.back(); parent.is_object)
            parent.members.emplace_back(std::move(parent.key), std::move(value));
        else
            parent.items.push_back(std::move(value));
        return true;
    }
};

/// Whether it stands in JSON as it is.
bool plain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
}

/// What RFC 8259 demands and no more, in the one form that events are signed in.
void quote(const std::string& text, std::string& out) {
    static constexpr std::string_view kNamed = "\b\t\n\f\r\"\\", kLetters = "btnfr\"\\";
    out += '"';
    if (plain(text)) {
        out += text;
    } else {
        for (const char c : valid_utf8(text) ? text : as_utf8(text)) {
            if (const auto named = kNamed.find(c); named != std::string_view::npos)
                out.append(1, '\\').append(1, kLetters[named]);
            else if (c >= 0 && c < ' ')
                out += fmt::format("\\u{:04x}", static_cast<int>(c));
            else
                out += c;
        }
    }
    out += '"';
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
    // The library takes a NUL for the end of the text.
    if (text.find('\0') != std::string_view::npos) return fail(ErrorKind::bad_data, "not JSON");
    Builder builder;
    rapidjson::MemoryStream stream(text.data(), text.size());
    rapidjson::Reader reader;
    if (const auto result = reader.Parse<kFlags>(stream, builder); !result)
        return fail(ErrorKind::bad_data, builder.problem.empty()
                                             ? fmt::format("not JSON at byte {}", result.Offset())
                                             : builder.problem);
    return std::move(builder.root);
}

}  // namespace dsupport

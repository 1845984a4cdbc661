#include "cli/ui/fields.hh"

#include <algorithm>
#include <utility>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

using Steps = std::span<const std::string>;

Json value_at(const Json& node, Steps steps) {
    if (steps.empty()) return node;
    if (!node.is_array()) return value_at(node[steps.front()], steps.subspan(1));
    auto out = Json::array();
    for (const auto& item : node.items()) out.push(value_at(item, steps));
    return out;
}

void append(const Json& node, Steps steps, std::string& out) {
    if (node.is_array()) {
        for (bool first = true; const auto& item : node.items()) {
            if (!std::exchange(first, false)) out += ',';
            append(item, steps, out);
        }
    } else if (!steps.empty()) {
        append(node[steps.front()], steps.subspan(1), out);
    } else if (node.is_string()) {
        out += node.string();
    } else if (node.is_int()) {
        out += std::to_string(node.integer());
    } else if (node.is_bool()) {
        out += node.boolean() ? "true" : "false";
    } else if (node.is_object()) {
        out += node.dump();
    }
}

}  // namespace

FieldPath::FieldPath(std::string name) : name_(std::move(name)) {
    for (const auto step : split(name_, '.')) steps_.emplace_back(step);
}

bool FieldPath::is_time() const {
    const auto& last = steps_.back();
    return last == "at" || last == "since" || last == "until" || last.ends_with("_at");
}

Json FieldPath::value(const Json& record) const {
    return value_at(record, steps_);
}

std::string FieldPath::text(const Json& record) const {
    std::string out;
    append_text(record, out);
    return out;
}

void FieldPath::append_text(const Json& record, std::string& out) const {
    append(record, steps_, out);
}

Result<FieldPath> find_field(std::string_view name, std::span<const std::string_view> known) {
    if (std::ranges::find(known, name) != known.end()) return FieldPath(std::string(name));
    std::string hint;
    if (const auto near = nearest(name, known); !near.empty()) {
        hint = "did you mean '" + std::string(near) + "'?";
    } else {
        hint = "there are ";
        hint += join(std::vector<std::string>(known.begin(), known.end()), ", ");
    }
    return fail(ErrorKind::usage, "there is no field '" + printable(name) + "'", hint);
}

Result<Template> Template::parse(std::string_view source, std::span<const std::string_view> known) {
    Template out;
    std::string text;
    while (!source.empty()) {
        const char c = source.front();
        const bool doubled = source.size() > 1 && source[1] == c;
        std::size_t used = 1;
        if ((c == '{' || c == '}') && doubled) {
            text += c;
            used = 2;
        } else if (c == '}') {
            return fail(ErrorKind::usage, "the template has a '}' without a '{'", "write '}}' for a brace");
        } else if (c == '{') {
            const auto end = source.find('}');
            if (end == std::string_view::npos)
                return fail(ErrorKind::usage, "the template has a '{' without a '}'",
                            "write '{{' for a brace");
            DS_TRY(auto field, find_field(trim(source.substr(1, end - 1)), known));
            if (!text.empty()) out.pieces_.push_back({std::exchange(text, {}), std::nullopt});
            out.pieces_.push_back({{}, std::move(field)});
            used = end + 1;
        } else if (source.starts_with("\\t") || source.starts_with("\\n")) {
            text += source[1] == 't' ? '\t' : '\n';
            used = 2;
        } else {
            text += c;
        }
        source.remove_prefix(used);
    }
    if (!text.empty()) out.pieces_.push_back({std::move(text), std::nullopt});
    return out;
}

}  // namespace dsupport

#include "lib/ticket/event_content.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "lib/ticket/status.hh"

namespace dsupport {
namespace {

/// What a member must be. `any` is for those with a reader that bears everything: a roster event of a newer
/// version takes its place in the roster's chain all the same.
enum class Shape { text, list, object, any };
using Key = std::pair<std::string_view, Shape>;

constexpr std::array kTeamCreate = {Key{"founder", Shape::text}, Key{"nonce", Shape::text}};
constexpr std::array kRoster = {Key{"rseq", Shape::any},  Key{"rprev", Shape::any},
                                Key{"grant", Shape::any}, Key{"cut", Shape::any},
                                Key{"admin", Shape::any}, Key{"recovery", Shape::any}};
constexpr std::array kHello = {Key{"key", Shape::text}, Key{"name", Shape::text}};
constexpr std::array kTeamDoc = {Key{"section", Shape::text}, Key{"p", Shape::list}};
constexpr std::array kOpen = {Key{"mid", Shape::text}, Key{"call", Shape::object},
                              Key{"requester", Shape::object}};
constexpr std::array kReply = {Key{"mid", Shape::text}, Key{"text", Shape::text},
                               Key{"attachments", Shape::list}, Key{"to", Shape::list}};
constexpr std::array kLink = {Key{"a", Shape::text}, Key{"b", Shape::text}, Key{"rel", Shape::text}};
constexpr std::array kUndo = {Key{"last", Shape::text}};
constexpr std::array kRedact = {Key{"event", Shape::text}, Key{"mail", Shape::text}};

constexpr std::array kCover = {Key{"pieces", Shape::list}, Key{"p", Shape::list}};
constexpr std::array kCancel = {Key{"ids", Shape::list}};
constexpr std::array kAway = {Key{"person", Shape::text}, Key{"from", Shape::text}, Key{"to", Shape::text}};
constexpr std::array kHandover = {
    Key{"role", Shape::text},   Key{"seat", Shape::any},   Key{"start", Shape::any},
    Key{"who", Shape::text},    Key{"cause", Shape::text}, Key{"doc", Shape::text},
    Key{"tzdata", Shape::text}, Key{"p", Shape::list},     Key{"says", Shape::text}};

/// `open_ended`: no version writes the kind yet, so nothing is said of its keys.
enum class Keys { closed, open_ended };
struct Kind {
    std::string_view name;
    bool ticket = false;
    std::span<const Key> keys = {};
    Keys extent = Keys::closed;
};
constexpr std::array<Kind, 16> kKinds = {{
    {"open", true, kOpen},
    {"set", true},
    {"note", true},
    {"reply", true, kReply},
    {"team.create", false, kTeamCreate},
    {"roster", false, kRoster},
    {"hello", false, kHello},
    {"team.doc", false, kTeamDoc},
    {"link", false, kLink},
    {"undo", false, kUndo},
    {"redact", false, kRedact},
    {"relay", false, {}, Keys::open_ended},
    {"cover", false, kCover},
    {"cancel", false, kCancel},
    {"away", false, kAway},
    {"handover", false, kHandover},
}};

const Kind* find_kind(std::string_view name) {
    const auto* it = std::ranges::find(kKinds, name, &Kind::name);
    return it == kKinds.end() ? nullptr : it;
}

/// The members every header has or may have; all others belong to the kind.
constexpr std::array<std::string_view, 11> kCommonKeys = {"v",  "team", "rep", "seq",  "prev", "t",
                                                          "op", "kind", "tk",  "part", "bh"};
/// Those that all ticket kinds share. Another kind may use the names for something else.
constexpr std::array<std::string_view, 3> kTicketKeys = {"w", "at", "covers"};

/// Json::parse bounds the depth.
bool has_null(const Json& json) {
    return json.is_null() || std::ranges::any_of(json.items(), has_null) ||
           std::ranges::any_of(json.members(), [](const Json::Member& m) { return has_null(m.second); });
}

Json id_list(const std::vector<EventId>& ids) {
    Json out = Json::array();
    for (const auto& id : ids) out.push(id.hex());
    return out;
}

Json write_json(const EventContent& content) {
    Json out = Json::array();
    for (const auto& w : content.writes)
        out.push(Json::object({{"f", w.field}, {"v", w.value}, {"p", id_list(w.replaces)}}));
    for (const auto& t : content.tags) {
        auto item = Json::object({{"tag", t.tag}, {"on", t.on}});
        if (!t.on) item.set("p", id_list(t.removes));
        out.push(std::move(item));
    }
    return out;
}

Json placements_json(const std::vector<Placement>& placements) {
    const bool plain = std::ranges::all_of(placements, [](const Placement& p) { return p.replaces.empty(); });
    Json out = Json::array();
    for (const auto& p : placements) {
        if (plain)
            out.push(p.mail.text());
        else
            out.push(Json::object({{"m", p.mail.text()}, {"p", id_list(p.replaces)}}));
    }
    return out;
}

/// Reads the members in turn and stops at the first fault.
class ContentReader {
  public:
    ContentReader(std::string kind, const Json& header) : header_(header), kind_(find_kind(kind)) {
        out_.content.kind = std::move(kind);
    }

    ReadContent read() {
        out_.newer = kind_ == nullptr;
        if (!read_ticket() || !read_shared_keys() || !read_part() || !read_own()) {
            out_.content = {};
            out_.newer = true;
        }
        return std::move(out_);
    }

  private:
    const Json& header_;
    const Kind* kind_;
    ReadContent out_;

    bool ticket_kind() const { return kind_ != nullptr && kind_->ticket; }

    bool fault(std::string what) {
        out_.fault = std::move(what);
        return false;
    }

    /// Notes members of a list's item that this version does not know.
    void expect_members(const Json& item, std::size_t known) {
        if (item.members().size() > known) out_.newer = true;
    }

    bool read_ids(const Json& json, std::vector<EventId>& ids) {
        if (!json.is_array()) return fault("a list of ids is missing");
        for (const auto& item : json.items()) {
            const auto id = EventId::from_hex(item.string());
            if (!id) return fault("a list of ids holds something else");
            ids.push_back(*id);
        }
        return true;
    }

    bool read_ticket() {
        if (const auto* ticket = header_.find("tk")) {
            const auto id = TicketId::parse(ticket->string());
            if (!id && kind_ != nullptr) return fault("'tk' is not a ticket");
            if (id) out_.content.ticket = *id;
        }
        return !ticket_kind() || !out_.content.ticket.empty() || fault("it names no ticket");
    }

    bool read_shared_keys() {
        if (!ticket_kind()) return true;
        const auto *w = header_.find("w"), *at = header_.find("at"), *covers = header_.find("covers");
        return (w == nullptr || read_writes(*w)) && (at == nullptr || read_placements(*at)) &&
               (covers == nullptr || read_covers(*covers));
    }

    bool read_writes(const Json& json) {
        if (!json.is_array()) return fault("'w' is not a list");
        return std::ranges::all_of(json.items(), [this](const Json& item) {
            return item.has("tag") ? read_tag(item) : read_write(item);
        });
    }

    bool read_tag(const Json& item) {
        auto& tags = out_.content.tags;
        if (!item["tag"].is_string() || item["tag"].string().empty() || !item["on"].is_bool())
            return fault("a tag write has another shape");
        TagWrite tag{item["tag"].string(), item["on"].boolean(), {}};
        if (!tag.on && !read_ids(item["p"], tag.removes)) return false;
        if (!tags.empty() && tags.back().tag >= tag.tag) return fault("tags are not sorted");
        expect_members(item, tag.on ? 2 : 3);
        tags.push_back(std::move(tag));
        return true;
    }

    bool read_write(const Json& item) {
        auto& writes = out_.content.writes;
        const auto& name = item["f"].string();
        if (name.empty() || item["v"].is_null()) return fault("a write has no field or no value");
        if (!out_.content.tags.empty() || (!writes.empty() && writes.back().field >= name))
            return fault("writes are not sorted");
        FieldWrite write{name, item["v"], {}};
        if (!read_ids(item["p"], write.replaces)) return false;
        expect_members(item, 3);
        if (std::ranges::find(kFields, name) == kFields.end() || !readable_value(name, write.value))
            out_.newer = true;
        writes.push_back(std::move(write));
        return true;
    }

    bool read_placements(const Json& json) {
        if (!json.is_array()) return fault("'at' is not a list");
        for (const auto& item : json.items()) {
            Placement placement;
            if (item.is_object() && !read_ids(item["p"], placement.replaces)) return false;
            const auto mail = MailRef::parse(item.is_object() ? item["m"].string() : item.string());
            if (!mail) return fault("'at' names something that is not a mail");
            expect_members(item, 2);
            placement.mail = *mail;
            out_.content.placements.push_back(std::move(placement));
        }
        return true;
    }

    bool read_covers(const Json& json) {
        if (!json.is_array()) return fault("'covers' is not a list");
        for (const auto& item : json.items()) {
            const auto mail = MailRef::parse(item.string());
            if (!mail) return fault("'covers' names something that is not a mail");
            out_.content.covers.push_back(*mail);
        }
        return true;
    }

    bool read_part() {
        const auto* json = header_.find("part");
        if (json == nullptr || kind_ == nullptr) return true;
        if (json->items().size() != 2) return fault("'part' is not a pair");
        const Part part{json->items()[0].integer(), json->items()[1].integer()};
        if (part.index < 1 || part.index > part.count) return fault("'part' is out of range");
        out_.content.part = part;
        return true;
    }

    bool read_own() {
        for (const auto& [key, value] : header_.members()) {
            const bool shared = std::ranges::find(kCommonKeys, key) != kCommonKeys.end() ||
                                (ticket_kind() && std::ranges::find(kTicketKeys, key) != kTicketKeys.end());
            if (shared) continue;
            if (kind_ != nullptr && kind_->extent == Keys::closed) {
                const auto known = std::ranges::find(kind_->keys, key, &Key::first);
                if (known == kind_->keys.end())
                    out_.newer = true;
                else if (!fits(value, known->second))
                    return fault(fmt::format("'{}' has another shape", key));
            }
            out_.content.own.set(key, value);
        }
        return true;
    }

    static bool fits(const Json& value, Shape shape) {
        switch (shape) {
            case Shape::text:
                return value.is_string();
            case Shape::list:
                return value.is_array();
            case Shape::object:
                return value.is_object();
            case Shape::any:
                return true;
        }
        return true;
    }
};

}  // namespace

bool is_ticket_kind(std::string_view kind) {
    const auto* found = find_kind(kind);
    return found != nullptr && found->ticket;
}

bool is_known_kind(std::string_view kind) {
    return find_kind(kind) != nullptr;
}

void write_content(const EventContent& content, Json& header) {
    header.set("kind", content.kind);
    if (!content.ticket.empty()) header.set("tk", content.ticket.value);
    for (const auto& [key, value] : content.own.members()) header.set(key, value);
    if (!content.writes.empty() || !content.tags.empty()) header.set("w", write_json(content));
    if (!content.placements.empty()) header.set("at", placements_json(content.placements));
    if (!content.covers.empty()) {
        Json covers = Json::array();
        for (const auto& mail : content.covers) covers.push(mail.text());
        header.set("covers", std::move(covers));
    }
    if (content.part) header.set("part", Json::array({content.part->index, content.part->count}));
}

ReadContent read_content(std::string kind, const Json& header) {
    return ContentReader(std::move(kind), header).read();
}

std::string writers_fault(const EventContent& content) {
    for (const auto& [key, value] : content.own.members())
        if (has_null(value)) return fmt::format("'{}' is null or holds a null", key);
    for (const auto& write : content.writes)
        if (has_null(write.value)) return fmt::format("the value of {} is null or holds a null", write.field);
    return {};
}

}  // namespace dsupport

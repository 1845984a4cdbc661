#include "lib/ticket/bundle.hh"

#include <algorithm>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr std::size_t kColumns = 76;
constexpr std::uint32_t kNoBody = 0xFFFFFFFF;

/// White space that mail programs put, take or change; no-break spaces too.
std::string without_white_space(std::string_view text) {
    constexpr std::string_view kNoBreak = "\xC2\xA0";
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i).starts_with(kNoBreak))
            ++i;
        else if (std::string_view(" \t\r\n\v\f").find(text[i]) == std::string_view::npos)
            out += text[i];
    }
    return out;
}

void put_u32(std::string& out, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xFF);
}

void put_sized(std::string& out, std::string_view bytes) {
    put_u32(out, static_cast<std::uint32_t>(bytes.size()));
    out += bytes;
}

std::string events_bytes(const std::vector<Event>& events) {
    std::string out;
    for (const auto& event : events) {
        put_sized(out, event.header);
        out += as_text(event.signature.bytes);
        if (event.content.body)
            put_sized(out, *event.content.body);
        else
            put_u32(out, kNoBody);
    }
    return out;
}

/// Takes lengths and bytes off the front of a bundle; nothing once it runs short.
class Reader {
  public:
    explicit Reader(std::string_view bytes) : rest_(bytes) {}
    bool done() const { return rest_.empty(); }
    std::string_view rest() const { return rest_; }

    std::optional<std::uint32_t> u32() {
        const auto four = take(4);
        if (!four) return std::nullopt;
        std::uint32_t value = 0;
        for (char c : *four) value = value << 8 | static_cast<unsigned char>(c);
        return value;
    }
    std::optional<std::string_view> take(std::size_t size) {
        if (rest_.size() < size) return std::nullopt;
        const auto out = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return out;
    }
    std::optional<Signature> signature() {
        const auto raw = take(Signature::kSize);
        return raw ? Signature::from_bytes(as_bytes(*raw)) : std::nullopt;
    }

  private:
    std::string_view rest_;
};

Json header_json(const BundleHeader& header) {
    auto heads = Json::object();
    for (const auto& [rep, head] : header.heads) {
        auto entry = Json::array({head.seq, head.id.hex()});
        for (const auto& id : head.branches) entry.push(id.hex());
        heads.set(rep.hex(), std::move(entry));
    }
    auto need = Json::object();
    for (const auto& [rep, ranges] : header.need) {
        Json list = Json::array();
        for (const auto& [first, last] : ranges) list.push(Json::array({first, last}));
        need.set(rep.hex(), std::move(list));
    }
    Json seen = Json::array();
    for (const auto& mail : header.seen) seen.push(mail.text());
    return Json::object({{"from", header.from.hex()},
                         {"text", header.text.hex()},
                         {"heads", std::move(heads)},
                         {"seen", std::move(seen)},
                         {"need", std::move(need)},
                         {"fold_version", header.fold_version},
                         {"digest", header.digest ? header.digest->hex() : std::string()}});
}

tl::unexpected<Error> bad(const char* what) {
    return fail(ErrorKind::bad_data, std::string("not a valid bundle: ") + what);
}

std::optional<ChainHead> read_head(const Json& json) {
    const auto& items = json.items();
    if (items.size() < 2 || items[0].integer() < 1) return std::nullopt;
    const auto id = EventId::from_hex(items[1].string());
    if (!id) return std::nullopt;
    ChainHead out{items[0].integer(), *id};
    for (std::size_t i = 2; i < items.size(); ++i)
        if (const auto branch = EventId::from_hex(items[i].string())) out.branches.push_back(*branch);
    return out;
}

std::optional<SeqRange> read_range(const Json& json) {
    const auto& items = json.items();
    if (items.size() < 2 || items[0].integer() < 1 || items[1].integer() < items[0].integer())
        return std::nullopt;
    return SeqRange{items[0].integer(), items[1].integer()};
}

Result<BundleHeader> read_header(std::string_view text) {
    DS_TRY(const auto json, Json::parse(text));
    BundleHeader out;
    const auto from = ReplicaKey::from_hex(json["from"].string());
    if (!from) return bad("it does not say who it is from");
    out.from = *from;
    out.text = Hash::from_hex(json["text"].string()).value_or(Hash{});
    out.digest = Hash::from_hex(json["digest"].string());
    out.fold_version = json["fold_version"].integer();
    for (const auto& [rep, entry] : json["heads"].members()) {
        const auto key = ReplicaKey::from_hex(rep);
        const auto head = read_head(entry);
        if (key && head) out.heads[*key] = *head;
    }
    for (const auto& [rep, ranges] : json["need"].members())
        if (const auto key = ReplicaKey::from_hex(rep))
            for (const auto& item : ranges.items())
                if (const auto range = read_range(item)) out.need[*key].push_back(*range);
    for (const auto& item : json["seen"].items())
        if (const auto mail = MailRef::parse(item.string())) out.seen.push_back(*mail);
    return out;
}

}  // namespace

std::size_t bundle_size(const Event& event) {
    return 4 + event.header.size() + Signature::kSize + 4 +
           (event.content.body ? event.content.body->size() : 0);
}

std::string encode_bundle(const BundleHeader& header, const std::vector<Event>& events,
                          const SigningKey& key) {
    const auto head = header_json(header).dump();
    const auto tail = events_bytes(events);
    std::string out;
    put_sized(out, head);
    out += as_text(key.sign(kBundleNamespace, head + tail).bytes);
    return out + tail;
}

Result<Bundle> decode_bundle(std::string_view bytes) {
    Reader reader(bytes);
    const auto size = reader.u32();
    const auto head = size ? reader.take(*size) : std::nullopt;
    const auto signature = head ? reader.signature() : std::nullopt;
    if (!signature) return bad("it is cut short");
    Bundle out;
    DS_TRY(out.header, read_header(*head));
    if (!verify(out.header.from, kBundleNamespace, std::string(*head) + std::string(reader.rest()),
                *signature))
        return bad("its signature is wrong");
    while (!reader.done()) {
        const auto length = reader.u32();
        const auto header = length ? reader.take(*length) : std::nullopt;
        const auto event_signature = header ? reader.signature() : std::nullopt;
        const auto body_length = event_signature ? reader.u32() : std::nullopt;
        if (!body_length) return bad("an event is cut short");
        std::optional<std::string> body;
        if (*body_length != kNoBody) {
            const auto raw = reader.take(*body_length);
            if (!raw) return bad("a text is cut short");
            body = std::string(*raw);
        }
        auto event = read_event(std::string(*header), *event_signature, std::move(body));
        if (event)
            out.events.push_back(std::move(*event));
        else
            ++out.refused;
    }
    return out;
}

std::string armour(std::string_view bundle) {
    const auto base64 = to_base64(as_bytes(bundle));
    std::string out(kArmourBegin);
    out += '\n';
    for (std::size_t i = 0; i < base64.size(); i += kColumns) {
        out += std::string_view(base64).substr(i, kColumns);
        out += '\n';
    }
    return out.append(kArmourEnd).append("\n");
}

std::vector<std::string> find_armour(std::string_view text) {
    static const auto kBare = std::pair(without_white_space(kArmourBegin), without_white_space(kArmourEnd));
    const auto& [begin, end] = kBare;
    std::string bare;
    for (const auto line : lines(text))
        if (!trim(line).starts_with('>')) bare += without_white_space(line);

    std::vector<std::string> out;
    auto last = bare.find(end);
    for (auto at = bare.find(begin); at != std::string::npos;) {
        at += begin.size();
        const auto next = bare.find(begin, at);
        if (last < at) last = bare.find(end, at);
        // A block that was cut off before another begins is no block.
        if (last < next)
            if (const auto bytes = parse_base64(std::string_view(bare).substr(at, last - at)))
                out.emplace_back(as_text(*bytes));
        at = next;
    }
    return out;
}

}  // namespace dsupport

#include "lib/ticket/event.hh"

#include <doctest/doctest.h>

#include <cstdint>
#include <cstdlib>

#include "tests/unit/support/temp_dir.hh"
#include "tests/unit/support/tickets.hh"

namespace dsupport {
namespace {

using test::filled;

// The bytes, ids and signatures below were made by another program (Python: hashlib, cryptography), from the
// seed 01 01 ... 01.
constexpr auto kCreate =
    R"({"v":1,"team":"","rep":"8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c","seq":1,)"
    R"("prev":"","t":1790000000000,"op":"0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d","kind":"team.create",)"
    R"("founder":"8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c",)"
    R"("nonce":"05050505050505050505050505050505"})";
constexpr auto kCreateId = "94d3177bf85de29c36800e89f5d9dc95f6a5d02986e4e04ebda29328e8bca777";
constexpr auto kCreateSignature =
    "4b1f67ce53724f40d623b7c466de68c892d3fc304f950ea4692a231a8a800a48"
    "f3e6d27a981f5a0fc69d6c769ea1b41b9a43f9e09c0ac236e5d573522d5a7f0f";

constexpr auto kSet =
    R"({"v":1,"team":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",)"
    R"("rep":"8a88e3dd7409f195fd52db2d3cba5d72ca6709bf1d94121bf3748801b40f6f5c","seq":7,)"
    R"("prev":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb","t":1790000000123,)"
    R"("op":"0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d","kind":"set","tk":"ZH19TB07Y4ZH78Q7KA1GCP9N0R",)"
    R"("w":[{"f":"assignee","v":"bo","p":[]},{"f":"status","v":{"s":"pending","until":1790003600000},)"
    R"("p":["cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"]},)"
    R"({"tag":"late","on":false,"p":["cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"]},)"
    R"({"tag":"vip","on":true}],"at":["11111111111111111111111111111111","22222222222222222222222222222222:)"
    R"(3333333333333333333333333333333333333333333333333333333333333333"],)"
    R"("covers":["11111111111111111111111111111111"],"part":[1,2],)"
    R"("bh":"51d1a6a1c8ff3ea06078286bb6472533ba75d41f5530f860c5c345cf1a1dcf45"})";
constexpr auto kSetId = "75068853643ad24226c8df830737bf394600113f60eb09c9aad389f63f049da6";
constexpr auto kSetSignature =
    "22fccc475e08256fc2ba1a86cb6e3780969c149581509a19d2eceb9e9f7cc734"
    "1e0628c3f1dab7c6ca8f731932471475bbad36f524f94e1148d0015b3d6a8f07";
constexpr auto kSetBody = "It fails with \u201c500\u201d since nine.";

EventContent content_of_set() {
    EventContent out;
    out.kind = "set";
    out.ticket = TicketId{"ZH19TB07Y4ZH78Q7KA1GCP9N0R"};
    const auto replaced = filled<EventId>(0xCC);
    // Out of order on purpose: sealing sorts.
    out.writes = {
        {"status", Status{StatusKind::pending, Instant{1790003600000}, {}, {}, {}}.json(), {replaced}},
        {"assignee", "bo", {}}};
    out.tags = {{"vip", true, {}}, {"late", false, {replaced}}};
    out.placements = {{{filled<MailKey>(0x11), {}}, {}}, {{filled<MailKey>(0x22), filled<Hash>(0x33)}, {}}};
    out.covers = {{filled<MailKey>(0x11), {}}};
    out.part = Part{1, 2};
    out.body = kSetBody;
    return out;
}

const EventPlace kSetPlace{
    filled<EventId>(0xAA), 7, filled<EventId>(0xBB), {1790000000123}, filled<OpId>(0x0D)};

/// A header signed by the right key, whatever it says.
Result<Event> read_signed(const std::string& header, std::optional<std::string> body = std::nullopt) {
    return read_event(header, test::key_of(1).sign(kEventNamespace, header), std::move(body));
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return text.replace(at, from.size(), to);
}

TEST_CASE("the first event of a team has these bytes, this id and this signature") {
    auto create = test::content("team.create");
    create.own.set("founder", test::key_of(1).id().hex());
    create.own.set("nonce", std::string("05050505050505050505050505050505"));
    const auto event = seal(create, {{}, 1, {}, {1790000000000}, filled<OpId>(0x0D)}, test::key_of(1));
    REQUIRE(event);
    CHECK(event->header == kCreate);
    CHECK(event->id.hex() == kCreateId);
    CHECK(event->signature.hex() == kCreateSignature);
    CHECK_FALSE(event->body_hash);
}

TEST_CASE("an event with everything in it has these bytes, this id and this signature") {
    const auto event = seal(content_of_set(), kSetPlace, test::key_of(1));
    REQUIRE(event);
    CHECK(event->header == kSet);
    CHECK(event->id.hex() == kSetId);
    CHECK(event->signature.hex() == kSetSignature);
    CHECK(event->content.body == kSetBody);
}

TEST_CASE("what was sealed reads back as the same content") {
    const auto event = read_event(kSet, *Signature::from_hex(kSetSignature), kSetBody);
    REQUIRE(event);
    auto wanted = content_of_set();
    std::ranges::reverse(wanted.writes);
    std::ranges::reverse(wanted.tags);
    CHECK(event->content.writes == wanted.writes);
    CHECK(event->content.tags == wanted.tags);
    CHECK(event->content.placements == wanted.placements);
    CHECK(event->content.covers == wanted.covers);
    CHECK(event->content.part == wanted.part);
    CHECK(event->content.own == Json::object());
    CHECK(event->at.team == kSetPlace.team);
    CHECK(event->at.seq == 7);
    CHECK(event->at.previous == kSetPlace.previous);
    CHECK(event->at.t == kSetPlace.t);
    CHECK(event->at.op == kSetPlace.op);
    CHECK(event->ticket() == wanted.ticket);
}

TEST_CASE("a placement that replaces others is written in full") {
    auto set = test::place(test::ticket("a"), {filled<MailKey>(1), {}}, {filled<EventId>(2)});
    const auto event = seal(set, kSetPlace, test::key_of(1));
    REQUIRE(event);
    CHECK(event->header.find(R"("at":[{"m":"01010101010101010101010101010101","p":["0202)") !=
          std::string::npos);
    CHECK(event->content.placements == set.placements);
}

TEST_CASE("a body may be missing but not be another") {
    const auto signature = *Signature::from_hex(kSetSignature);
    const auto without = read_event(kSet, signature, std::nullopt);
    REQUIRE(without);
    CHECK_FALSE(without->content.body);
    CHECK(without->body_hash == body_hash(kSetBody));

    const auto changed = read_event(kSet, signature, "It fails.");
    REQUIRE_FALSE(changed);
    CHECK(changed.error().kind == ErrorKind::bad_data);
    CHECK(changed.error().message == "not a valid event: its text is not the one that was signed");
    CHECK_FALSE(read_signed(kCreate, "a text without a bh"));
    CHECK(read_stored_event(kSet, signature, "not looked at again")->content.body == "not looked at again");
}

TEST_CASE("a wrong signature is refused") {
    auto signature = *Signature::from_hex(kSetSignature);
    signature.bytes[9] ^= 1;
    const auto event = read_event(kSet, signature, kSetBody);
    REQUIRE_FALSE(event);
    CHECK(event.error().message == "not a valid event: its signature is wrong");
    // The same bytes under the bundle's name are another message.
    CHECK_FALSE(read_event(kSet, test::key_of(1).sign("dsupport-bundle-v1", kSet), kSetBody));
    CHECK_FALSE(read_event(kSet, test::key_of(2).sign(kEventNamespace, kSet), kSetBody));
}

TEST_CASE("a header is refused where author, place or bytes are in doubt") {
    struct Row {
        std::string from, to, says;
    };
    const std::string long_text(5000, 'x');
    const std::string too_long = R"("kind":"set","more":")" + long_text + "\"";
    const std::vector<Row> rows = {
        {R"("v":1)", R"("v":2)", "its version is not 1"},
        {R"("v":1,)", "", "its version is not 1"},
        {R"("v":1)", R"("v":1,"v":1)", "the key 'v' stands twice"},
        {R"("v":"bo")", R"("v":{"s":1,"s":1})", "the key 's' stands twice"},
        {R"("seq":7)", R"("seq":7.0)", "'7.0' is not an integer"},
        {R"("seq":7)", R"("seq":1e3)", "'1e3' is not an integer"},
        {R"("seq":7)", R"("seq":99999999999999999999)", "'99999999999999999999' is not an integer"},
        {R"("seq":7)", R"("seq":9223372036854775808)", "'9223372036854775808' is not an integer of 64 bits"},
        {R"("seq":7)", R"("seq":0)", "'seq' is not a positive number"},
        {R"("seq":7)", R"("seq":"7")", "'seq' is not a positive number"},
        {R"("seq":7)", R"("seq":1)", "'prev' does not fit 'seq'"},
        {R"("prev":"bbbb)", R"("prev":"BBBB)", "'prev' is not 64 hex digits"},
        {R"("prev":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb")", R"("prev":"")",
         "'prev' does not fit 'seq'"},
        {R"("t":1790000000123)", R"("t":-1)", "'t' is not a time"},
        {R"("t":1790000000123,)", "", "'t' is not a time"},
        {R"("team":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")", R"("team":"")",
         "'team' does not fit its kind"},
        {R"("team":"aaaa)", R"("team":"aa)", "'team' is not 64 hex digits"},
        {R"("rep":"8a88)", R"("rep":"8a8)", "'rep' is not 64 hex digits"},
        {R"("op":"0d0d)", R"("op":"0d)", "'op' is not 32 hex digits"},
        {R"("kind":"set")", R"("kind":"")", "it has no kind"},
        {R"("kind":"set")", R"("kind":3)", "it has no kind"},
        {R"("kind":"set")", R"("kind":"team.create")", "'team' does not fit its kind"},
        {R"("bh":"51d1)", R"("bh":"51)", "'bh' is not 64 hex digits"},
        {R"("kind":"set")", too_long, "its header is longer than 4 KiB"},
        {R"("kind":"set")", "\"kind\":\"set\",\"x\":\"\xff\"", "not UTF-8"},
        {R"({"v":1)", R"([{"v":1)", "not JSON at byte"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.from);
        CAPTURE(row.to);
        const auto event = read_signed(replaced(kSet, row.from, row.to), kSetBody);
        REQUIRE_FALSE(event);
        CHECK(event.error().kind == ErrorKind::bad_data);
        CHECK(event.error().message.find("not a valid event: " + row.says) == 0);
    }
    CHECK(read_signed("[]").error().message == "not a valid event: its header is not an object");
    CHECK_FALSE(read_signed(std::string(kSet) + "x", kSetBody));
}

TEST_CASE("an event whose author and place are sure is kept whatever it says") {
    struct Row {
        std::string from, to, fault;
    };
    const std::vector<Row> rows = {
        {R"("tk":"ZH19TB07Y4ZH78Q7KA1GCP9N0R",)", "", "it names no ticket"},
        {R"("tk":"ZH1)", R"("tk":"zh1)", "'tk' is not a ticket"},
        {R"("f":"assignee")", R"("f":"zebra")", "writes are not sorted"},
        {R"("f":"assignee")", R"("f":"status")", "writes are not sorted"},
        {R"("f":"assignee")", R"("f":"")", "a write has no field or no value"},
        {R"("v":"bo",)", "", "a write has no field or no value"},
        {R"({"f":"assignee","v":"bo","p":[]})", R"({"tag":"a","on":true})", "writes are not sorted"},
        {R"("p":[]})", R"("p":["cc"]})", "a list of ids holds something else"},
        {R"(,"p":[]})", "}", "a list of ids is missing"},
        {R"("tag":"late")", R"("tag":"wide")", "tags are not sorted"},
        {R"("tag":"late")", R"("tag":"vip")", "tags are not sorted"},
        {R"("tag":"vip","on":true)", R"("tag":"vip","on":1)", "a tag write has another shape"},
        {R"("tag":"vip","on":true)", R"("tag":"vip","on":false)", "a list of ids is missing"},
        {R"("at":["1111)", R"("at":["11)", "'at' names something that is not a mail"},
        {R"(:3333)", R"(:33)", "'at' names something that is not a mail"},
        {R"("covers":["1111)", R"("covers":["x1111)", "'covers' names something that is not a mail"},
        {R"("covers":["11111111111111111111111111111111"])", R"("covers":{})", "'covers' is not a list"},
        {R"("part":[1,2])", R"("part":[3,2])", "'part' is out of range"},
        {R"("part":[1,2])", R"("part":[0,2])", "'part' is out of range"},
        {R"("part":[1,2])", R"("part":[1])", "'part' is not a pair"},
        {R"("w":[)", R"("w":[{"rate":5},)", "a write has no field or no value"},
        {R"("w":[)", R"("w":["x",)", "a write has no field or no value"},
        {R"("v":"bo")", R"("v":null)", "a write has no field or no value"},
        {R"("part":[1,2])", R"("part":null)", "'part' is not a pair"},
        {R"("kind":"set","tk":"ZH19TB07Y4ZH78Q7KA1GCP9N0R")",
         R"("kind":"reply","tk":"ZH19TB07Y4ZH78Q7KA1GCP9N0R","to":"ada@client.org")",
         "'to' has another shape"},
        {R"("kind":"set","tk":"ZH19TB07Y4ZH78Q7KA1GCP9N0R")",
         R"("kind":"open","tk":"ZH19TB07Y4ZH78Q7KA1GCP9N0R","mid":7)", "'mid' has another shape"},
        {R"("kind":"set")", R"("kind":"undo","last":null)", "'last' has another shape"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.from);
        CAPTURE(row.to);
        const auto header = replaced(kSet, row.from, row.to);
        const auto event = read_signed(header, kSetBody);
        REQUIRE(event);
        CHECK(event->header == header);
        CHECK(event->id != EventId{});
        CHECK(event->at.seq == 7);
        CHECK(event->at.previous == kSetPlace.previous);
        CHECK_FALSE(event->readable());
        CHECK(event->fault == row.fault);
        CHECK(event->newer);
        // The body is kept and passed on, but nothing of what is said can be applied by mistake.
        CHECK(event->content.body == kSetBody);
        CHECK(event->kind().empty());
        CHECK(event->ticket().empty());
        CHECK(event->content.own == Json::object());
        CHECK(event->content.writes.empty());
        CHECK(event->content.tags.empty());
        CHECK(event->content.placements.empty());
        CHECK(event->content.covers.empty());
        CHECK_FALSE(event->content.part);
    }
}

TEST_CASE("a roster event of another shape still has its place in the roster") {
    const auto event = read_signed(
        replaced(kSet, R"("kind":"set")", R"("kind":"roster","rseq":3,"rprev":"","grant":["more",null])"));
    REQUIRE(event);
    CHECK(event->readable());
    CHECK(event->kind() == "roster");
    CHECK(event->content.own["rseq"] == Json(3));
}

TEST_CASE("a header of exactly 4 KiB is read and one byte more is not") {
    const auto padded = [](std::size_t size) {
        const std::string start = replaced(kCreate, R"("nonce":)", R"("pad":"","nonce":)");
        return replaced(kCreate, R"("nonce":)",
                        R"("pad":")" + std::string(size - start.size(), '.') + R"(","nonce":)");
    };
    CHECK(read_signed(padded(4096)));
    CHECK_FALSE(read_signed(padded(4097)));
}

TEST_CASE("members and kinds that this version does not know are kept") {
    const auto header = replaced(kSet, R"("part")", R"("colour":{"of":["sky",2]},"part")");
    const auto event = read_signed(header, kSetBody);
    REQUIRE(event);
    CHECK(event->header == header);
    CHECK(event->content.own["colour"]["of"].items().size() == 2);

    CHECK(event->readable());
    CHECK(event->newer);
    CHECK(event->content.writes.size() == 2);

    for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
             {R"("kind":"set")", R"("kind":"set","mine":null)"},
             {R"("f":"assignee")", R"("f":"assigned")"},
             {R"("f":"assignee","v":"bo")", R"("f":"level","v":"third")"},
             {R"("v":"bo")", R"("v":[1,null])"},
             {R"("s":"pending")", R"("s":"snoozed")"},
             {R"("tag":"vip","on":true)", R"("tag":"vip","on":true,"by":"rule")"},
             {R"("v":"bo","p":[])", R"("v":"bo","p":[],"why":"asked for")"}}) {
        CAPTURE(to);
        const auto partly = read_signed(replaced(kSet, from, to), kSetBody);
        REQUIRE(partly);
        CHECK(partly->readable());
        CHECK(partly->newer);
        CHECK(partly->content.writes.size() == 2);
    }
    CHECK_FALSE(read_signed(kSet, kSetBody)->newer);
    CHECK_FALSE(read_signed(kCreate)->newer);

    // A kind of a later version may use the names that ticket events use for something else.
    const auto later =
        read_signed(replaced(replaced(kSet, R"("kind":"set")", R"("kind":"survey")"),
                             R"("covers":["11111111111111111111111111111111"])", R"("covers":7)"));
    REQUIRE(later);
    CHECK_FALSE(is_known_kind(later->kind()));
    CHECK(later->content.own["covers"] == Json(7));
    CHECK(later->content.own["w"].items().size() == 4);
    CHECK(later->content.writes.empty());
    CHECK(later->readable());
    CHECK(later->newer);
    // What is not a ticket to us may be one to them.
    const auto elsewhere = read_signed(
        replaced(replaced(kSet, R"("kind":"set")", R"("kind":"survey")"), R"("tk":"ZH1)", R"("tk":"x)"));
    REQUIRE(elsewhere);
    CHECK(elsewhere->readable());
    CHECK(elsewhere->kind() == "survey");
    CHECK(elsewhere->ticket().empty());
}

TEST_CASE("sealing refuses what nobody could read") {
    const auto says = [](EventContent content) {
        const auto event = seal(std::move(content), kSetPlace, test::key_of(1));
        return event ? std::string("fine") : event.error().message;
    };
    auto set = test::text("note", test::ticket("a"), std::string(kMaxBody, 'x'));
    CHECK(says(set) == "fine");
    set.body->push_back('x');
    CHECK(says(set) == "not a valid event: its text is longer than 64 KiB");
    set.body = "\xc3";
    CHECK(says(set) == "not a valid event: its text is not UTF-8");
    set.body.reset();
    set.writes = {{"subject", std::string(kMaxHeader, 'x'), {}}};
    CHECK(says(set) == "not a valid event: its header is longer than 4 KiB");
    auto twice = test::set(test::ticket("a"), "level", "technical");
    twice.writes.push_back(twice.writes.front());
    CHECK(says(twice) == "not a valid event: writes are not sorted");
    CHECK(says(test::content("set")) == "not a valid event: it names no ticket");
    auto part = test::text("note", test::ticket("a"), "x");
    part.part = Part{3, 2};
    CHECK(says(part) == "not a valid event: 'part' is out of range");
    auto nothing = test::set(test::ticket("a"), "level", Json::array({nullptr}));
    CHECK(says(nothing) == "not a valid event: the value of level is null or holds a null");
    auto own = test::content("undo");
    own.own.set("last", nullptr);
    CHECK(says(own) == "not a valid event: 'last' is null or holds a null");
    own.own.set("last", 7);
    CHECK(says(own) == "not a valid event: 'last' has another shape");
}

TEST_CASE("the keys of every kind are those of the format") {
    const auto text = Json("x"), list = Json::array({"x"}), object = Json::object({{"x", 1}});
    const std::vector<std::pair<std::string, Json>> kinds = {
        {"roster", Json::object({{"rseq", 1}, {"rprev", text}, {"grant", object}})},
        {"roster", Json::object({{"cut", object}, {"admin", object}, {"recovery", object}})},
        {"hello", Json::object({{"key", text}, {"name", text}})},
        {"team.doc", Json::object({{"section", text}, {"p", list}})},
        {"open", Json::object({{"mid", text}, {"call", object}, {"requester", object}})},
        {"set", Json::object()},
        {"note", Json::object()},
        {"reply", Json::object({{"mid", text}, {"text", text}, {"attachments", list}, {"to", list}})},
        {"link", Json::object({{"a", text}, {"b", text}, {"rel", text}})},
        {"undo", Json::object({{"last", text}})},
        {"redact", Json::object({{"event", text}, {"mail", text}})},
        // Not written yet: whatever they will have.
        {"relay", Json::object({{"any", 1}})},
        {"cover", Json::object({{"pieces", list}, {"p", list}})},
        {"cancel", Json::object({{"ids", list}})},
        {"away", Json::object({{"person", text}, {"from", text}, {"to", text}})},
        {"handover", Json::object({{"role", text},
                                   {"seat", 0},
                                   {"start", 1},
                                   {"who", text},
                                   {"cause", text},
                                   {"doc", text},
                                   {"tzdata", text},
                                   {"p", list},
                                   {"says", text}})},
    };
    for (const auto& [kind, own] : kinds) {
        CAPTURE(kind);
        auto content = test::content(kind, test::ticket("a"));
        content.own = own;
        const auto event = seal(content, kSetPlace, test::key_of(1));
        REQUIRE(event);
        CHECK_FALSE(event->newer);
        CHECK(event->content.own == own);
        if (own.has("any")) continue;
        content.own.set("any", 1);
        const auto more = seal(content, kSetPlace, test::key_of(1));
        REQUIRE(more);
        CHECK(more->newer);
        CHECK(more->content.own == content.own);
    }
}

TEST_CASE("the longest header is as long as one in the widest place") {
    auto content = content_of_set();
    content.part = Part{INT64_MAX, INT64_MAX};
    const EventPlace widest{
        filled<EventId>(0xAA), INT64_MAX, filled<EventId>(0xBB), {INT64_MAX}, filled<OpId>(1)};
    const auto event = seal(content, widest, test::key_of(1));
    REQUIRE(event);
    content.part.reset();
    CHECK(longest_header(content) == event->header.size());
}

TEST_CASE("the kinds are those of the format") {
    for (const std::string kind : {"open", "set", "note", "reply"}) CHECK(is_ticket_kind(kind));
    for (const std::string kind : {"team.create", "roster", "hello", "team.doc", "link", "undo", "redact",
                                   "relay", "cover", "cancel", "away", "handover"}) {
        CAPTURE(kind);
        CHECK_FALSE(is_ticket_kind(kind));
        CHECK(is_known_kind(kind));
    }
    CHECK_FALSE(is_known_kind("Set"));
    CHECK_FALSE(is_known_kind(""));
}

TEST_CASE("a mail is named by its key, and by its canonical hash where there are variants") {
    const MailRef plain{filled<MailKey>(0x1F), {}}, variant{filled<MailKey>(0x1F), filled<Hash>(0x2E)};
    CHECK(MailRef::parse(plain.text()) == plain);
    CHECK(MailRef::parse(variant.text()) == variant);
    for (const std::string text :
         {"", ":", "1f", "1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f:", "1F1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f",
          "1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f:2e2e"}) {
        CAPTURE(text);
        CHECK_FALSE(MailRef::parse(text));
    }
}

TEST_SUITE("ssh-keygen") {
    TEST_CASE("OpenSSH accepts the header bytes of an event and no others") {
        const auto event = test::unwrap(seal(content_of_set(), kSetPlace, test::key_of(1)));
        const test::TempDir dir;
        dir.write("allowed", "replica " + ssh_public_key(event.rep) + "\n");
        dir.write("event.sig", ssh_signature_file(event.rep, kEventNamespace, event.signature));
        dir.write("event", event.header);
        dir.write("changed", replaced(event.header, "bo", "cy"));
        const auto accepts = [&](const std::string& file) {
            const auto command = "cd '" + dir.path().string() +
                                 "' && ssh-keygen -Y verify -f allowed -I replica -n " +
                                 std::string(kEventNamespace) + " -s event.sig < " + file + " > out 2>&1";
            return std::system(command.c_str()) == 0;
        };
        CHECK(accepts("event"));
        CHECK_FALSE(accepts("changed"));
    }
}

}  // namespace
}  // namespace dsupport

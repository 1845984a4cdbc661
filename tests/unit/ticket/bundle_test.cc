#include "lib/ticket/bundle.hh"

#include <doctest/doctest.h>

#include <algorithm>

#include "lib/base/text.hh"
#include "tests/unit/support/temp_dir.hh"
#include "tests/unit/support/tickets.hh"

namespace dsupport {
namespace {

using test::filled;

// The golden files were made by another program (Python) from the format's description. They are frozen: a
// change here means that teams could no longer read what they have.
std::string golden(const std::string& name) {
    return test::read_file(std::filesystem::path(DSUPPORT_TEST_DATA) / "ticket" / "golden" / name);
}

std::string bytes_of(const std::string& text) {
    const auto blocks = find_armour(text);
    REQUIRE(blocks.size() == 1);
    return blocks.front();
}

Event create_event() {
    auto create = test::content("team.create");
    create.own.set("founder", test::key_of(1).id().hex());
    create.own.set("nonce", std::string("05050505050505050505050505050505"));
    return test::unwrap(seal(create, {{}, 1, {}, {1790000000000}, filled<OpId>(0x0D)}, test::key_of(1)));
}

/// The same event as in event_test.cc.
Event set_event() {
    EventContent set;
    set.kind = "set";
    set.ticket = TicketId{"ZH19TB07Y4ZH78Q7KA1GCP9N0R"};
    const auto replaced = filled<EventId>(0xCC);
    set.writes = {
        {"assignee", "bo", {}},
        {"status", Status{StatusKind::pending, Instant{1790003600000}, {}, {}, {}}.json(), {replaced}}};
    set.tags = {{"late", false, {replaced}}, {"vip", true, {}}};
    set.placements = {{{filled<MailKey>(0x11), {}}, {}}, {{filled<MailKey>(0x22), filled<Hash>(0x33)}, {}}};
    set.covers = {{filled<MailKey>(0x11), {}}};
    set.part = Part{1, 2};
    set.body = "It fails with \u201c500\u201d since nine.";
    const EventPlace place{
        filled<EventId>(0xAA), 7, filled<EventId>(0xBB), {1790000000123}, filled<OpId>(0x0D)};
    return test::unwrap(seal(set, place, test::key_of(1)));
}

BundleHeader header_of_events() {
    BundleHeader header;
    header.from = test::key_of(1).id();
    header.text = text_hash("Portal down");
    header.heads[header.from] = {7, set_event().id};
    header.seen = {{filled<MailKey>(0x11), {}}};
    header.digest = filled<Hash>(0x44);
    return header;
}

BundleHeader header_of_needs() {
    const auto one = test::key_of(1).id(), two = test::key_of(2).id();
    BundleHeader header;
    header.from = two;
    header.text = text_hash("");
    header.heads[std::min(one, two)] = {3, filled<EventId>(0x55)};
    header.heads[std::max(one, two)] = {900, filled<EventId>(0x66)};
    header.need[one] = {{4, 6}, {9, 9}};
    header.digest = filled<Hash>(0x77);
    return header;
}

/// A bundle signed by the right key, whatever it says.
std::string signed_bundle(const std::string& head, const std::string& tail = {}) {
    std::string out;
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(head.size() >> shift & 0xFF);
    const auto signature = test::key_of(1).sign(kBundleNamespace, head + tail);
    return out + head + std::string(as_text(signature.bytes)) + tail;
}

TEST_CASE("bundles are written as the golden files have them") {
    CHECK(armour(encode_bundle(header_of_events(), {create_event(), set_event()}, test::key_of(1))) ==
          golden("events.armour"));
    CHECK(armour(encode_bundle(header_of_needs(), {}, test::key_of(2))) == golden("needs.armour"));
    BundleHeader plain;
    plain.from = test::key_of(1).id();
    plain.text = text_hash("");
    auto redacted = set_event();
    redacted.content.body.reset();
    CHECK(armour(encode_bundle(plain, {redacted}, test::key_of(1))) == golden("redacted.armour"));
}

TEST_CASE("the golden files are read back") {
    const auto events = decode_bundle(bytes_of(golden("events.armour")));
    REQUIRE(events);
    const auto wanted = header_of_events();
    CHECK(events->header.from == wanted.from);
    CHECK(events->header.text == wanted.text);
    CHECK(events->header.heads == wanted.heads);
    CHECK(events->header.seen == wanted.seen);
    CHECK(events->header.need.empty());
    CHECK(events->header.fold_version == 1);
    CHECK(events->header.digest == wanted.digest);
    CHECK(events->refused == 0);
    REQUIRE(events->events.size() == 2);
    CHECK(events->events[0].header == create_event().header);
    CHECK(events->events[1].id == set_event().id);
    CHECK(events->events[1].content.body == set_event().content.body);

    const auto needs = decode_bundle(bytes_of(golden("needs.armour")));
    REQUIRE(needs);
    CHECK(needs->header.heads == header_of_needs().heads);
    CHECK(needs->header.need == header_of_needs().need);
    CHECK(needs->events.empty());

    const auto redacted = decode_bundle(bytes_of(golden("redacted.armour")));
    REQUIRE(redacted);
    REQUIRE(redacted->events.size() == 1);
    CHECK_FALSE(redacted->header.digest);
    CHECK_FALSE(redacted->events[0].content.body);
    CHECK(redacted->events[0].body_hash == set_event().body_hash);
}

std::string with_crlf(const std::string& text) {
    std::string out;
    for (char c : text) out += c == '\n' ? std::string("\r\n") : std::string(1, c);
    return out;
}
std::string prefixed(const std::string& text, const std::string& prefix) {
    std::string out;
    for (const auto line : lines(text)) out += prefix + std::string(line) + "\n";
    return out;
}
/// The base64 between the two marks in lines of another length.
std::string wrapped(const std::string& text, std::size_t columns) {
    const auto all = lines(text);
    std::string base64;
    for (std::size_t i = 1; i + 1 < all.size(); ++i) base64 += all[i];
    auto out = std::string(all.front()) + "\n";
    for (std::size_t i = 0; i < base64.size(); i += columns) out += base64.substr(i, columns) + "\n";
    return out + std::string(all.back()) + "\n";
}

/// The line ends replaced.
std::string flattened(const std::string& text, const std::string& by) {
    std::string out;
    for (const auto line : lines(text)) out += std::string(line) + by;
    return out;
}
/// A line end at every space.
std::string broken(std::string text) {
    std::ranges::replace(text, ' ', '\n');
    return text;
}

TEST_CASE("armour is found whatever mail did to the text around and inside it") {
    const auto text = golden("events.armour");
    const auto wanted = bytes_of(text);
    const std::string footer =
        "-- \nYou received this message because you are subscribed to the group.\nTo unsubscribe, write to "
        "support+unsubscribe@example.org.\n";
    struct Row {
        std::string what;
        std::string text;
    };
    const std::vector<Row> rows = {
        {"a text before", "Ada called.\n\n" + text},
        {"a footer behind", text + footer},
        {"CRLF", with_crlf("Ada called.\n" + text + footer)},
        {"no final line end", text.substr(0, text.size() - 1)},
        {"shorter lines", wrapped(text, 40)},
        {"one long line", wrapped(text, 1000000)},
        {"indented", prefixed(text, "    ")},
        {"white space at line ends", prefixed(prefixed(text, ""), "\t ")},
        {"an empty line between all",
         [&] {
             std::string out;
             for (const auto line : lines(text)) out += std::string(line) + "\n\n";
             return out;
         }()},
        {"a beginning that was cut off before it", text.substr(0, 400) + "\n" + text},
        {"a quoted answer around it", prefixed(text, "> ") + text + prefixed(text, ">> ")},
        {"line ends that became spaces", "Ada called.\n\n" + flattened(text, " ") + "\n" + footer},
        {"all in one line", flattened("Ada called.\n" + text + footer, " ")},
        {"line ends that vanished", "Ada called: " + flattened(text, "") + footer},
        {"no-break spaces", flattened(text, "\xC2\xA0")},
        {"marks broken over lines", broken(text)},
    };
    for (const auto& row : rows) {
        CAPTURE(row.what);
        const auto found = find_armour(row.text);
        REQUIRE(found.size() == 1);
        CHECK(found.front() == wanted);
    }
    CHECK(find_armour(text + footer + golden("needs.armour")).size() == 2);
}

TEST_CASE("what is quoted, cut off or no armour is left out") {
    const auto text = golden("events.armour");
    for (const auto& other :
         {std::string(), std::string("Ada called.\n"), prefixed(text, "> "), prefixed(text, ">"),
          prefixed(text, " > "), flattened(prefixed(text, "> "), " "),
          "Ada wrote: " + flattened(prefixed(text, "> "), " "), text.substr(0, text.size() - 20),
          text.substr(40),
          std::string("-----BEGIN DSUPPORT EVENTS v2-----\nAAAA\n-----END DSUPPORT EVENTS v2-----\n"),
          text.substr(0, 300) + "!" + text.substr(300)}) {
        CAPTURE(other);
        CHECK(find_armour(other).empty());
    }
}

TEST_CASE("armour has lines of at most 76 columns") {
    for (std::size_t size : {0, 1, 56, 57, 58, 5000}) {
        const std::string bytes(size, '\x7f');
        const auto text = armour(bytes);
        CHECK(std::ranges::all_of(lines(text), [](std::string_view line) { return line.size() <= 76; }));
        CHECK(bytes_of(text) == bytes);
    }
}

TEST_CASE("a bundle that was cut or changed anywhere is refused whole") {
    const auto bytes = bytes_of(golden("redacted.armour"));
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        const auto bundle = decode_bundle(std::string_view(bytes).substr(0, size));
        CAPTURE(size);
        REQUIRE_FALSE(bundle);
        REQUIRE(bundle.error().kind == ErrorKind::bad_data);
    }
    for (std::size_t i = 0; i < bytes.size(); i += 7) {
        auto changed = bytes;
        changed[i] = static_cast<char>(changed[i] ^ 0x20);
        CAPTURE(i);
        REQUIRE_FALSE(decode_bundle(changed));
    }
    CHECK_FALSE(decode_bundle(bytes + "x"));
    auto theirs = header_of_events();
    theirs.from = test::key_of(2).id();
    CHECK(decode_bundle(encode_bundle(theirs, {}, test::key_of(1))).error().message ==
          "not a valid bundle: its signature is wrong");
}

TEST_CASE("one bad event does not cost the others of its bundle") {
    auto forged = set_event(), other_text = set_event();
    forged.signature.bytes[0] ^= 1;
    other_text.content.body = "another text";
    const auto bundle = decode_bundle(encode_bundle(
        header_of_events(), {forged, create_event(), other_text, set_event()}, test::key_of(1)));
    REQUIRE(bundle);
    CHECK(bundle->refused == 2);
    REQUIRE(bundle->events.size() == 2);
    CHECK(bundle->events[0].id == create_event().id);
    CHECK(bundle->events[1].id == set_event().id);
}

TEST_CASE("a bundle that does not say who it is from is refused though it is signed") {
    const auto from = R"({"from":")" + test::key_of(1).id().hex() + R"(",)";
    const auto rest = R"("text":")" + std::string(64, '0') + R"(","digest":")" + std::string(64, '0') + '"';
    for (const auto& head :
         {std::string("{"), std::string("[]"), "{" + rest + "}", R"({"from":"00",)" + rest + "}"}) {
        CAPTURE(head);
        CHECK_FALSE(decode_bundle(signed_bundle(head)));
    }
    const auto good = from + rest + "}";
    CHECK(decode_bundle(signed_bundle(good)));
    CHECK_FALSE(decode_bundle(signed_bundle(good, "\x01")));
    CHECK_FALSE(
        decode_bundle(signed_bundle(good, std::string("\xff\xff\xff\xff", 4) + std::string(100, 'x'))));
}

TEST_CASE("an entry of another shape costs neither its neighbours nor the events") {
    const auto from = R"({"from":")" + test::key_of(1).id().hex() + '"';
    const auto a = std::string(64, 'a'), b = std::string(64, 'b'), c = std::string(64, 'c');
    const auto mail = std::string(32, '1');
    const auto full = encode_bundle(header_of_events(), {create_event()}, test::key_of(1));
    const auto tail = full.substr(full.size() - bundle_size(create_event()));
    const auto read = [&](const std::string& more) {
        return test::unwrap(decode_bundle(signed_bundle(from + more + "}", tail)));
    };
    for (const auto& more :
         {std::string(), std::string(R"(,"text":"00","digest":7,"mood":{"a":[1]})"),
          std::string(R"(,"heads":[],"need":7,"seen":{})"), R"(,"heads":{")" + a + R"(":[1]})",
          R"(,"heads":{")" + a + R"(":["1",")" + b + R"("]})",
          R"(,"heads":{")" + a + R"(":[0,")" + b + R"("]})",
          R"(,"need":{")" + a + R"(":[[1],[0,2],[3,2],"x"]})"}) {
        CAPTURE(more);
        const auto bundle = read(more);
        CHECK(bundle.events.size() == 1);
        CHECK(bundle.header.text == Hash{});
        CHECK_FALSE(bundle.header.digest);
        CHECK(bundle.header.heads.empty());
        CHECK(bundle.header.need.empty());
        CHECK(bundle.header.seen.empty());
    }
    const auto bundle =
        read(R"(,"heads":{"x":[1,")" + a + R"("],")" + a + R"(":[1,")" + b + R"("]},"need":{")" + a +
             R"(":[[1],[4,6]],"x":[[1,2]]},"seen":["x",")" + mail + R"(",7])");
    CHECK(bundle.events.size() == 1);
    CHECK(bundle.header.heads.size() == 1);
    CHECK(bundle.header.heads.at(*ReplicaKey::from_hex(a)) == ChainHead{1, *EventId::from_hex(b)});
    CHECK(bundle.header.need.at(*ReplicaKey::from_hex(a)) == std::vector<SeqRange>{{4, 6}});
    CHECK(bundle.header.seen == std::vector<MailRef>{{*MailKey::from_hex(mail), {}}});

    const auto forked =
        read(R"(,"heads":{")" + a + R"(":[9,")" + b + R"(",")" + c + R"(",{"x":1},")" + a + R"("]})");
    CHECK(forked.header.heads.at(*ReplicaKey::from_hex(a)) ==
          ChainHead{9, *EventId::from_hex(b), {*EventId::from_hex(c), *EventId::from_hex(a)}});
}

TEST_CASE("branches and variants come back as they were sent") {
    auto header = header_of_events();
    header.heads[header.from].branches = {filled<EventId>(0x21), filled<EventId>(0x22)};
    header.seen.push_back({filled<MailKey>(0x12), filled<Hash>(0x33)});
    const auto bundle = decode_bundle(encode_bundle(header, {}, test::key_of(1)));
    REQUIRE(bundle);
    CHECK(bundle->header.heads == header.heads);
    CHECK(bundle->header.seen == header.seen);
}

TEST_CASE("an event that nobody can read yet is carried like any other") {
    auto event = set_event();
    event.header.replace(event.header.find(R"("part":[1,2])"), 12, R"("part":[1,2,3])");
    event.signature = test::key_of(1).sign(kEventNamespace, event.header);
    const auto bundle = decode_bundle(encode_bundle(header_of_events(), {event}, test::key_of(1)));
    REQUIRE(bundle);
    CHECK(bundle->refused == 0);
    REQUIRE(bundle->events.size() == 1);
    CHECK_FALSE(bundle->events.front().readable());
    CHECK(bundle->events.front().header == event.header);
}

TEST_CASE("the size of an event in a bundle is what it adds") {
    const auto none = encode_bundle(header_of_events(), {}, test::key_of(1)).size();
    for (const auto& event : {create_event(), set_event()})
        CHECK(encode_bundle(header_of_events(), {event}, test::key_of(1)).size() ==
              none + bundle_size(event));
}

}  // namespace
}  // namespace dsupport

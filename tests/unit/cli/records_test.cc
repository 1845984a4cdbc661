#include "cli/ui/records.hh"

#include <doctest/doctest.h>

#include <array>

#include "tests/unit/support/fakes.hh"

using namespace dsupport;

namespace {

Tone by_urgency(const Json& record) {
    return record["urgency"].string() == "high" ? Tone::urgent : Tone::plain;
}

constexpr std::array<Column, 4> kColumns = {{{"code", "CODE"},
                                             {"urgency", "URGENCY", false, by_urgency},
                                             {"updated_at", "UPDATED"},
                                             {"subject", "SUBJECT", true}}};
constexpr std::array<std::string_view, 7> kFields = {"code", "urgency",         "updated_at", "subject",
                                                     "tags", "requester.email", "requester"};
const RecordKind kKind{kColumns, kFields};

class Utc final : public Zone {
  public:
    ZonedTime at(Instant t) const override { return {{t.ms / kSecond}, 0, "UTC"}; }
};
const Utc kUtc;

Json ticket(const char* code, const char* urgency, const char* subject) {
    return Json::object({{"code", code},
                         {"urgency", urgency},
                         {"updated_at", "2026-11-24T08:00:00Z"},
                         {"subject", subject},
                         {"tags", Json::array({"a", "b"})},
                         {"requester", Json::object({{"email", "ada@client.org"}})}});
}

const std::vector<Json> kTickets = {ticket("K7M-2QX", "high", "Portal down"),
                                    ticket("A2B-3CD", "low", "日本語 e\u0301tude of a long subject")};

const Terminal kFile{};
const Terminal kScreen{true, true, true, 40, 24, false, true};

Result<RecordPrinter> make(const OutputOptions& options, const Terminal& terminal) {
    return RecordPrinter::make(kKind, options, {terminal, test::at("2026-11-24T10:00:00Z"), kUtc});
}

std::string printed(const OutputOptions& options, const Terminal& terminal,
                    const std::vector<Json>& records = kTickets) {
    StringOutput output;
    const auto printer = make(options, terminal);
    if (!printer) return printer.error().message;
    printer->print(records, output);
    return output.out_text;
}

OutputOptions with(Format format) {
    OutputOptions options;
    options.format = format;
    return options;
}

}  // namespace

TEST_CASE("a file gets tab separated values without a header, cut nowhere") {
    CHECK(printed({}, kFile) ==
          "K7M-2QX\thigh\t2026-11-24T08:00:00Z\tPortal down\n"
          "A2B-3CD\tlow\t2026-11-24T08:00:00Z\t日本語 e\u0301tude of a long subject\n");
    OutputOptions options;
    options.header = true;
    CHECK(printed(options, kFile, {}) == "code\turgency\tupdated_at\tsubject\n");
    CHECK(printed({}, kFile, {}).empty());
}

TEST_CASE("tab separated values escape what would break a line") {
    OutputOptions options;
    options.fields = {"subject", "tags", "requester"};
    auto record = ticket("A", "low", "tab\tcr\rlf\nback\\slash");
    record.set("requester", Json::object({{"name", "O\"Hara"}}));
    CHECK(printed(options, kFile, {record}) ==
          "tab\\tcr\\rlf\\nback\\\\slash\ta,b\t{\"name\":\"O\\\\\"Hara\"}\n");
    record.set("subject", nullptr);
    record.set("tags", Json::array());
    record.set("requester", nullptr);
    CHECK(printed(options, kFile, {record}) == "\t\t\n");
}

TEST_CASE("a script gets every byte and a terminal no control characters") {
    const auto record = ticket("A", "low", "\x1b[31mred\u202e");
    OutputOptions options;
    options.fields = {"subject"};
    CHECK(printed(options, kFile, {record}) == "\x1b[31mred\u202e\n");
    options.format = Format::tsv;
    CHECK(printed(options, kScreen, {record}) == "\uFFFD[31mred\uFFFD\n");
    options.format = Format::table;
    CHECK(printed(options, kScreen, {record}) == "SUBJECT\n\uFFFD[31mred\uFFFD\n");
    options.format = Format::jsonl;
    CHECK(printed(options, kScreen, {record}) == "{\"subject\":\"\\u001b[31mred\\u202e\"}\n");
}

TEST_CASE("a terminal gets a table that fits, with one column cut") {
    CHECK(printed({}, kScreen) ==
          "CODE     URGENCY  UPDATED  SUBJECT\n"
          "K7M-2QX  high     2 h ago  Portal down\n"
          "A2B-3CD  low      2 h ago  日本語 e\u0301tude…\n");
    auto wide = kScreen;
    wide.width = 200;
    CHECK(printed({}, wide).find("of a long subject\n") != std::string::npos);
    CHECK(printed({}, kScreen, {}).empty());
}

TEST_CASE("a very narrow terminal still gets no line that is too long") {
    auto narrow = kScreen;
    narrow.width = 20;
    CHECK(printed({}, narrow) ==
          "CODE     URGENCY  U…\n"
          "K7M-2QX  high     2…\n"
          "A2B-3CD  low      2…\n");
}

namespace {

constexpr std::array<Column, 5> kRanked = {{{"code", "CODE"},
                                            {"urgency", "URGENCY", false, nullptr, 1},
                                            {"updated_at", "UPDATED", false, nullptr, 2},
                                            {"who", "WHO", false, nullptr, 0, 6},
                                            {"subject", "SUBJECT", true, nullptr, 0, 20}}};
constexpr std::array<Column, 3> kOptional = {
    {{"code", "CODE"}, {"undone", "UNDONE", false, nullptr, 0, 0, true}, {"subject", "SUBJECT", true}}};

/// The header of a table of one record at this width.
std::string header_at(std::span<const Column> columns, int width, bool undone = false) {
    static constexpr std::array<std::string_view, 6> kNames = {"code", "urgency", "updated_at",
                                                               "who",  "subject", "undone"};
    auto record = ticket("K7M-2QX", "high", "A subject of forty columns, no less, no m");
    record.set("who", "Ada Lovelace");
    record.set("undone", undone);
    auto terminal = kScreen;
    terminal.width = width;
    StringOutput output;
    const RecordKind kind{columns, kNames};
    RecordPrinter::make(kind, {}, {terminal, test::at("2026-11-24T10:00:00Z"), kUtc})
        .value()
        .print({&record, 1}, output);
    return output.out_text.substr(0, output.out_text.find('\n'));
}

}  // namespace

// The widths by hand: 7 + 2 + 7 + 2 + 7 + 2 + 12 + 2 + 41 = 82 for all.
TEST_CASE("a table that is too narrow cuts, then loses columns by their rank") {
    CHECK(header_at(kRanked, 82) == "CODE     URGENCY  UPDATED  WHO           SUBJECT");
    // The subject comes first: it keeps 40, the name gets what is left.
    CHECK(header_at(kRanked, 77) == "CODE     URGENCY  UPDATED  WHO       SUBJECT");
    CHECK(header_at(kRanked, 55) == "CODE     URGENCY  UPDATED  WHO     SUBJECT");
    CHECK(header_at(kRanked, 54) == "CODE     URGENCY  WHO     SUBJECT");
    CHECK(header_at(kRanked, 44) == "CODE     WHO     SUBJECT");
    CHECK(header_at(kRanked, 37) == "CODE     WHO     SUBJECT");
}

TEST_CASE("an optional column is there when a record has something in it") {
    CHECK(header_at(kOptional, 80, true) == "CODE     UNDONE  SUBJECT");
    CHECK(header_at(kOptional, 80, false) == "CODE     SUBJECT");
}

TEST_CASE("a column that was asked for stays") {
    OutputOptions options;
    options.fields = {"code", "updated_at", "subject"};
    auto narrow = kScreen;
    narrow.width = 32;
    CHECK(printed(options, narrow).starts_with("CODE     UPDATED  SUBJECT\n"));
}

TEST_CASE("a table in a file is not cut") {
    CHECK(printed(with(Format::table), kFile).find("of a long subject\n") != std::string::npos);
}

TEST_CASE("colour marks the cells that have a tone") {
    auto colored = kScreen;
    colored.color = true;
    const auto out = printed({}, colored);
    CHECK(out.find("\x1b[1mCODE\x1b[0m     \x1b[1mURGENCY") == 0);
    CHECK(out.find("K7M-2QX  \x1b[1;31mhigh\x1b[0m     2 h ago") != std::string::npos);
    CHECK(out.find("A2B-3CD  low      2 h ago") != std::string::npos);
}

TEST_CASE("white space of any kind is a space in a table") {
    CHECK(printed({}, kScreen, {ticket("A", "low", "a\tb\r\nc")}).find("a b  c\n") != std::string::npos);
}

TEST_CASE("json is an array with one record a line, or indented on a terminal") {
    const std::vector<Json> small = {Json::object({{"code", "A"}}), Json::object({{"code", "B"}})};
    CHECK(printed(with(Format::json), kFile, small) == "[\n{\"code\":\"A\"},\n{\"code\":\"B\"}\n]\n");
    CHECK(printed(with(Format::json), kFile, {}) == "[]\n");
    CHECK(printed(with(Format::json), kScreen, {small[0]}) == "[\n  {\n    \"code\": \"A\"\n  }\n]\n");
    CHECK(printed(with(Format::jsonl), kFile, small) == "{\"code\":\"A\"}\n{\"code\":\"B\"}\n");
}

TEST_CASE("json with chosen fields has them under their names") {
    auto options = with(Format::jsonl);
    options.fields = {"requester.email", "tags"};
    CHECK(printed(options, kFile, {kTickets[0]}) == R"({"requester.email":"ada@client.org","tags":["a","b"]})"
                                                    "\n");
}

TEST_CASE("one record is a bare object") {
    const auto printer = make(with(Format::json), kFile);
    StringOutput output;
    printer->print_one(Json::object({{"code", "A"}}), output);
    CHECK(output.out_text == "{\"code\":\"A\"}\n");
}

TEST_CASE("a template is filled for each record and holds no controls") {
    OutputOptions options;
    options.tmpl = "{code} <{requester.email}> {subject} {updated_at}";
    CHECK(printed(options, kFile, {ticket("A", "low", "x\ny\x07")}) ==
          "A <ada@client.org> x y\uFFFD 2026-11-24T08:00:00Z\n");
    CHECK(printed(options, kScreen, {kTickets[0]}).ends_with(" 2026-11-24T08:00:00Z\n"));
    options.format = Format::json;
    CHECK(printed(options, kFile) == "--template excludes --fields, --format and --json");
}

TEST_CASE("times have the style that was asked for") {
    OutputOptions options;
    options.fields = {"updated_at"};
    options.table_time = TimeStyle::local;
    CHECK(printed(options, kScreen, {kTickets[0]}) == "UPDATED\nTue 24 Nov 08:00 UTC\n");
    CHECK(printed(options, kFile, {kTickets[0]}) == "2026-11-24T08:00:00Z\n");
    options.time = TimeStyle::relative;
    CHECK(printed(options, kFile, {kTickets[0]}) == "2 h ago\n");
    options.time = TimeStyle::iso;
    CHECK(printed(options, kScreen, {kTickets[0]}) == "UPDATED\n2026-11-24T08:00:00Z\n");
    options.format = Format::jsonl;
    options.time = TimeStyle::relative;
    CHECK(printed(options, kFile, {kTickets[0]}) == "{\"updated_at\":\"2026-11-24T08:00:00Z\"}\n");
}

TEST_CASE("an unknown field is found out before anything is printed") {
    OutputOptions options;
    options.fields = {"code", "sbject"};
    const auto printer = make(options, kFile);
    REQUIRE_FALSE(printer);
    CHECK(printer.error().kind == ErrorKind::usage);
    CHECK(printer.error().hint == "did you mean 'subject'?");
}

TEST_CASE("only some shapes read more than the usual columns") {
    CHECK_FALSE(make({}, kFile)->needs_all());
    CHECK_FALSE(make({}, kScreen)->needs_all());
    CHECK(make(with(Format::json), kFile)->needs_all());
    OutputOptions options;
    options.tmpl = "{tags}";
    CHECK(make(options, kFile)->needs_all());
    CHECK(options.asks_for_data());
    CHECK_FALSE(with(Format::table).asks_for_data());
    CHECK(with(Format::tsv).asks_for_data());
    CHECK(parse_format("jsonl") == Format::jsonl);
    CHECK_FALSE(parse_format("csv").has_value());
}

#include "lib/ticket/status.hh"

#include <doctest/doctest.h>

#include <algorithm>

namespace dsupport {
namespace {

Json parsed(std::string_view text) {
    const auto json = Json::parse(text);
    REQUIRE(json);
    return *json;
}

const TicketId kOther{"ZH19TB07Y4ZH78Q7KA1GCP9N0R"};

TEST_CASE("a status is one value, written and read the same way") {
    struct Row {
        Status status;
        std::string json;
    };
    const std::vector<Row> rows = {
        {{StatusKind::open, {}, {}, {}, {}}, R"({"s":"open"})"},
        {{StatusKind::pending, {}, {}, {}, {}}, R"({"s":"pending"})"},
        {{StatusKind::pending, Instant{1790000000000}, {}, {}, {}},
         R"({"s":"pending","until":1790000000000})"},
        {{StatusKind::on_hold, {}, "the bank", {}, {}}, R"({"s":"on-hold","on":"the bank"})"},
        {{StatusKind::on_hold, Instant{5}, "bo", {}, {}}, R"({"s":"on-hold","on":"bo","until":5})"},
        {{StatusKind::closed, {}, {}, "fixed", {}}, R"({"s":"closed","as":"fixed"})"},
        {{StatusKind::closed, {}, {}, "duplicate", kOther},
         R"({"s":"closed","as":"duplicate","of":"ZH19TB07Y4ZH78Q7KA1GCP9N0R"})"},
    };
    for (const auto& row : rows) {
        CAPTURE(row.json);
        CHECK(row.status.json().dump() == row.json);
        CHECK(Status::read(parsed(row.json)) == row.status);
    }
}

TEST_CASE("what is no status is not read") {
    for (const std::string text :
         {R"({})", R"("open")", R"([])", R"({"s":"new"})", R"({"s":"Open"})", R"({"s":1})",
          R"({"s":"on-hold"})", R"({"s":"on-hold","on":""})", R"({"s":"on-hold","on":5})",
          R"({"s":"closed"})", R"({"s":"closed","as":""})", R"({"s":"pending","until":"noon"})"}) {
        CAPTURE(text);
        CHECK_FALSE(Status::read(parsed(text)));
        CHECK_FALSE(readable_value(field::kStatus, parsed(text)));
    }
}

TEST_CASE("members that a later version adds to a status are no reason to hide it") {
    const auto status = Status::read(parsed(R"({"s":"open","mood":"calm","on":"nobody"})"));
    REQUIRE(status);
    CHECK(*status == Status{StatusKind::open, {}, {}, {}, {}});
    CHECK(Status::read(parsed(R"({"s":"closed","as":"moved","of":"elsewhere"})"))->resolution == "moved");
}

TEST_CASE("of two statuses the more open one ranks higher") {
    const StatusKind down[] = {StatusKind::open, StatusKind::on_hold, StatusKind::pending, StatusKind::closed,
                               StatusKind::fresh};
    CHECK(std::ranges::is_sorted(down, std::ranges::greater(), openness));
    CHECK(openness(StatusKind::pending) != openness(StatusKind::closed));
}

TEST_CASE("urgencies rank from low to critical and an unknown one is normal") {
    CHECK(urgency_rank("low") == 0);
    CHECK(urgency_rank("normal") == 1);
    CHECK(urgency_rank("high") == 2);
    CHECK(urgency_rank("critical") == 3);
    CHECK(urgency_rank("panic") == 1);
}

TEST_CASE("a field accepts the values that it can show") {
    struct Row {
        std::string field, value;
        bool readable;
    };
    const std::vector<Row> rows = {
        {"status", R"({"s":"open"})", true},   {"level", R"("technical")", true},
        {"level", R"("third")", false},        {"urgency", R"("critical")", true},
        {"urgency", R"("panic")", false},      {"urgency", "3", false},
        {"nature", R"("billing")", true},      {"nature", "true", false},
        {"subject", R"("Portal down")", true}, {"subject", "[]", false},
        {"assignee", R"("")", true},           {"assignee", "{}", false},
        {"client", R"("acme")", true},         {"promise", "1790000000000", true},
        {"promise", R"("noon")", false},       {"requester", R"({"email":"ada@client"})", true},
        {"requester", R"("ada")", false},      {"colour", "[1,{}]", true},
    };
    for (const auto& row : rows) {
        CAPTURE(row.field);
        CAPTURE(row.value);
        CHECK(readable_value(row.field, parsed(row.value)) == row.readable);
    }
}

TEST_CASE("a requester is written with all members and read with any") {
    const Requester ada{"Ada", "ada@client.org", "+44 20"};
    CHECK(ada.json().dump() == R"({"name":"Ada","email":"ada@client.org","phone":"+44 20"})");
    CHECK(Requester::read(ada.json()) == ada);
    CHECK(Requester::read(parsed(R"({"phone":"+1"})")) == Requester{"", "", "+1"});
    CHECK(Requester::read(parsed(R"(["x"])")).empty());
}

}  // namespace
}  // namespace dsupport

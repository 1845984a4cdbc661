#include "lib/mail/calendar_text.hh"

#include <doctest/doctest.h>

#include <string>

using namespace dsupport;

namespace {

std::string event(const std::string& lines, const std::string& method = "REQUEST") {
    return calendar_text("BEGIN:VCALENDAR\r\nMETHOD:" + method + "\r\nBEGIN:VEVENT\r\n" + lines +
                         "END:VEVENT\r\nEND:VCALENDAR\r\n");
}

}  // namespace

TEST_CASE("an invitation says what, when and where") {
    CHECK(event("UID:1\r\nSUMMARY:Migration meeting\r\nDTSTART:20261201T100000Z\r\nDTEND:20261201T113000Z\r\n"
                "LOCATION:Room 5\r\nDESCRIPTION:Bring the logs\\nand\\, please\\; time\r\n") ==
          "Invitation: Migration meeting\nWhen: 2026-12-01 10:00 UTC to 2026-12-01 11:30 UTC\nWhere: Room 5\n"
          "\nBring the logs\nand, please; time\n");
    CHECK(event("") == "Invitation\n");
    CHECK(calendar_text("BEGIN:VEVENT\nSUMMARY:Bare") == "Event: Bare\n");
}

TEST_CASE("a time is said in the zone that the event names") {
    CHECK(event("DTSTART;TZID=Europe/Berlin:20261201T100000\r\n") ==
          "Invitation\nWhen: 2026-12-01 10:00 Europe/Berlin\n");
    CHECK(event("DTSTART;TZID=\"A: Berlin; Bern\":20261201T100000\r\n").find("10:00") != std::string::npos);
    CHECK(event("DTSTART;VALUE=DATE:20261201\r\n") == "Invitation\nWhen: 2026-12-01\n");
    CHECK(event("DTSTART:20261201T100000\r\n") == "Invitation\nWhen: 2026-12-01 10:00\n");
    CHECK(event("DTSTART:tomorrow\r\n") == "Invitation\nWhen: tomorrow\n");
}

TEST_CASE("what the sender wants is said by the method") {
    CHECK(event("SUMMARY:x\r\n", "CANCEL") == "Cancelled: x\n");
    CHECK(event("ATTENDEE;PARTSTAT=DECLINED;CN=Ann:mailto:ann@client.example\r\nSUMMARY:x\r\n", "REPLY") ==
          "Answer to an invitation, declined: x\n");
    CHECK(event("SUMMARY:x\r\n", "PUBLISH") == "Event: x\n");
}

TEST_CASE("only the first event is told, without its alarms, and from folded lines") {
    CHECK(
        event(
            "SUMMARY:Gr\xC3\r\n \xBC\xC3\x9F\r\n\te\r\nBEGIN:VALARM\r\nDESCRIPTION:Reminder\r\nEND:VALARM\r\n"
            "LOCATION:here\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:other\r\n") ==
        "Invitation: Grüße\nWhere: here\n");
}

TEST_CASE("what is no event says nothing") {
    for (const auto* text : {"", "\n", ":", ";", "BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:x\nEND:VTODO\n",
                             "END:VEVENT", "SUMMARY:x"})
        CHECK(calendar_text(text).empty());
    // Whatever it is, it is read.
    CHECK(event("DTSTART;TZID:2026\r\nSUMMARY\r\nLOCATION;=\":x\r\nDESCRIPTION:\\\r\n") ==
          "Invitation\nWhen: 2026\n\n\\\n");
}

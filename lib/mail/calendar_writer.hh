// Turns events into an iCalendar object (RFC 5545), one that others read and nobody is asked to answer. The
// implementation uses libical and lives in a private module that is loaded on first use.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lib/base/instant.hh"
#include "lib/base/result.hh"

namespace dsupport {

/// One event, in UTC; texts are UTF-8 without control characters.
struct CalendarEvent {
    std::string uid;
    Instant start, end;  ///< half-open, to the second
    Instant changed;     ///< when the event was last revised
    std::int64_t sequence = 0;
    bool cancelled = false;
    std::string summary, description, category;
};

struct CalendarFile {
    std::string name;  ///< as readers show it
    std::vector<CalendarEvent> events;
};

class CalendarWriter {
  public:
    virtual ~CalendarWriter() = default;
    /// With CRLF line ends, no line above 75 bytes. The same file always gives the same bytes. Fails with
    /// bad_data for a sequence or a moment that iCalendar cannot say.
    virtual Result<std::string> write(const CalendarFile& file) = 0;
};

}  // namespace dsupport

// The calendar writer, over libical: the private module dsupport-ical.
#include <libical/ical.h>

#include <limits>
#include <memory>
#include <new>

#include "lib/mail/modules.hh"

namespace dsupport {
namespace {

/// RFC 5545, 3.3.5: four digits for the year.
constexpr Instant kLastMoment{253'402'300'799'000};

struct Free {
    void operator()(icalcomponent* component) const { icalcomponent_free(component); }
    void operator()(char* text) const { icalmemory_free_buffer(text); }
};

icaltimetype utc(Instant t) {
    return icaltime_from_timet_with_zone(static_cast<time_t>(t.ms / kSecond), 0,
                                         icaltimezone_get_utc_timezone());
}

icalcomponent* event_component(const CalendarEvent& event) {
    // Whoever is on duty is not busy all the time: the event does not block theirs.
    return icalcomponent_vanew(
        ICAL_VEVENT_COMPONENT, icalproperty_new_uid(event.uid.c_str()),
        icalproperty_new_dtstamp(utc(event.changed)), icalproperty_new_lastmodified(utc(event.changed)),
        icalproperty_new_sequence(static_cast<int>(event.sequence)),
        icalproperty_new_dtstart(utc(event.start)), icalproperty_new_dtend(utc(event.end)),
        icalproperty_new_summary(event.summary.c_str()),
        icalproperty_new_description(event.description.c_str()),
        icalproperty_new_categories(event.category.c_str()),
        icalproperty_new_status(event.cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED),
        icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT), nullptr);
}

bool sayable(const CalendarEvent& event) {
    const auto in_range = [](Instant t) { return Instant{0} <= t && t <= kLastMoment; };
    return in_range(event.start) && in_range(event.end) && in_range(event.changed) && event.sequence >= 0 &&
           event.sequence <= std::numeric_limits<int>::max();
}

class IcalWriter final : public CalendarWriter {
  public:
    Result<std::string> write(const CalendarFile& file) override {
        const std::unique_ptr<icalcomponent, Free> calendar(
            icalcomponent_vanew(ICAL_VCALENDAR_COMPONENT, icalproperty_new_version("2.0"),
                                icalproperty_new_prodid("-//dsupport//rota//EN"),
                                icalproperty_new_calscale("GREGORIAN"), nullptr));
        auto* name = icalproperty_new_x(file.name.c_str());
        icalproperty_set_x_name(name, "X-WR-CALNAME");
        icalcomponent_add_property(calendar.get(), name);
        for (const auto& event : file.events) {
            if (!sayable(event))
                return fail(ErrorKind::bad_data, "no calendar can say the times of " + event.uid);
            icalcomponent_add_component(calendar.get(), event_component(event));
        }
        const std::unique_ptr<char, Free> text(icalcomponent_as_ical_string_r(calendar.get()));
        if (!text) return fail(ErrorKind::bug, "the calendar could not be written");
        return std::string(text.get());
    }
};

}  // namespace

extern "C" CalendarWriter* dsupport_module_calendar_writer() noexcept {
    // Its own habit is to end the program.
    icalerror_set_errors_are_fatal(0);
    return new (std::nothrow) IcalWriter;
}

}  // namespace dsupport

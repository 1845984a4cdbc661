#include "cli/rota/timeline_view.hh"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/ui/time.hh"
#include "cli/ui/width.hh"

namespace dsupport {
namespace {

constexpr std::int64_t kDaySeconds = kDay / kSecond;

/// One day of the zone, from midnight to midnight: 23 to 25 hours, mostly 24.
struct Day {
    Instant from, to;
    CivilTime date;
};

std::vector<Day> days_of(const TimelineView& view) {
    std::vector<Day> out;
    const auto wall = view.zone.at(view.from).wall.seconds;
    CivilTime date{wall - ((wall % kDaySeconds) + kDaySeconds) % kDaySeconds};
    while (view.zone.moment(date) < view.to) {
        const CivilTime next{date.seconds + kDaySeconds};
        // Where a zone crossed the date line, a day is missing.
        if (view.zone.moment(date) < view.zone.moment(next))
            out.push_back({view.zone.moment(date), view.zone.moment(next), date});
        date = next;
    }
    return out;
}

/// Columns for a day: as many as a shift of the shortest usual length needs to show a name.
int day_width(const std::vector<Seat>& seats) {
    auto shortest = kDay;
    for (const auto& seat : seats) shortest = std::min(shortest, seat.until - seat.since);
    return shortest >= kDay ? 8 : shortest >= 8 * kHour ? 12 : 24;
}

char filling(const Seat& seat) {
    if (!seat.vacant()) return '-';
    return seat.reason == SeatReason::conflict ? '#' : '!';
}

std::string words_of(const Seat& seat) {
    if (!seat.vacant()) return seat.person.value;
    return seat.reason == SeatReason::conflict ? "CONFLICT" : "VACANT";
}

/// One row of one block. Each column is a slice of time; what is wrong in any part of it is what it shows.
class Row {
  public:
    Row(const std::vector<Day>& days, int width, const TimelineView& view) {
        for (const auto& day : days)
            for (int i = 0; i < width; ++i) {
                const auto length = day.to - day.from;
                slices_.push_back({day.from + length * i / width, day.from + length * (i + 1) / width});
            }
        text_.assign(slices_.size(), ' ');
        for (std::size_t i = 0; i < slices_.size(); ++i)
            if (slices_[i].first >= view.to || slices_[i].second <= view.from) slices_[i] = {{}, {}};
    }

    /// Draws the sound shifts first, so that what is wrong lies over them.
    std::string draw(const std::vector<Seat>& seats) {
        for (const bool wrong : {false, true})
            for (const auto& seat : seats)
                if (seat.vacant() == wrong) draw_shift(seat);
        return text_;
    }

  private:
    /// What is wrong takes every column that it touches, what is sound those whose middle it holds.
    void draw_shift(const Seat& seat) {
        const bool wrong = seat.vacant();
        std::size_t first = slices_.size(), end = 0;
        for (std::size_t i = 0; i < slices_.size(); ++i) {
            const auto& [from, to] = slices_[i];
            const auto middle = from + (to - from) / 2;
            const bool holds =
                wrong ? from < seat.until && seat.since < to : seat.since <= middle && middle < seat.until;
            if (!holds || from == to) continue;
            first = std::min(first, i);
            end = i + 1;
        }
        if (first >= end) return;
        const auto size = end - first;
        std::string run(size, filling(seat));
        const auto words = words_of(seat);
        if (!wrong && first > 0 && size > 1) run.front() = '|';
        const std::size_t at = run.front() == '|' || wrong ? 1 : 0;
        if (!wrong || size >= words.size() + 2)
            run.replace(at, std::min(words.size(), size - at), words, 0, size - at);
        text_.replace(first, size, run);
    }

    std::vector<std::pair<Instant, Instant>> slices_;
    std::string text_;
};

}  // namespace

std::string draw_timeline(const std::vector<Seat>& seats, const TimelineView& view) {
    std::map<SeatId, std::vector<Seat>> rows;
    std::size_t label = 0;
    for (const auto& seat : seats) {
        rows[seat.id].push_back(seat);
        label = std::max(label, seat_name(seat.id).size() + 2);
    }
    const auto width = day_width(seats);
    const auto days = days_of(view);
    const auto room = std::max(view.width - static_cast<int>(label), width);
    const auto per_block = static_cast<std::size_t>(room / width);
    std::string out;
    for (std::size_t i = 0; i < days.size(); i += per_block) {
        const std::vector<Day> block(
            days.begin() + static_cast<std::ptrdiff_t>(i),
            days.begin() + static_cast<std::ptrdiff_t>(std::min(i + per_block, days.size())));
        if (i > 0) out += "\n";
        std::string head(label, ' ');
        for (const auto& day : block) {
            const bool today = day.from <= view.now && view.now < day.to;
            // `Mon 30 Nov 00:00 UTC` without its time.
            const auto name = local_time(day.from, view.now, view.zone);
            head += pad(cut(fmt::format("{}{}", today ? "*" : "", name.substr(0, 6)), width, false), width);
        }
        out += view.terminal.paint(Tone::heading, head.substr(0, head.find_last_not_of(' ') + 1)) + "\n";
        for (const auto& [id, list] : rows) {
            auto line = Row(block, width, view).draw(list);
            line.erase(line.find_last_not_of(' ') + 1);
            const bool wrong = line.find_first_of("!#") != std::string::npos;
            out += fmt::format("{:<{}}{}\n", seat_name(id), label,
                               wrong ? view.terminal.paint(Tone::warn, line) : line);
        }
    }
    return out;
}

}  // namespace dsupport

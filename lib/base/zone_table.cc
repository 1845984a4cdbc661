#include "lib/base/zone_table.hh"

#include <algorithm>
#include <limits>

namespace dsupport {
namespace {

constexpr int kLastYear = 2050;
constexpr std::size_t kHeaderSize = 44;
constexpr auto kSinceEver = std::numeric_limits<std::int64_t>::min();

/// Seconds since 1970, rounded down.
std::int64_t seconds_of(Instant t) {
    return (t.ms - (t.ms % kSecond + kSecond) % kSecond) / kSecond;
}

/// A TZif file from its front. What is not there reads as zero and makes the file broken.
class TzifReader {
  public:
    explicit TzifReader(std::string_view bytes) : rest_(bytes) {}

    Result<std::vector<ZoneShift>> read() {
        auto head = header();
        if (head.version >= '2') {
            skip(block_size(head, 4));
            head = header();
        }
        const std::size_t width = head.version >= '2' ? 8 : 4;
        if (broken_ || head.types == 0 || block_size(head, width) > rest_.size())
            return failure("is not whole");
        if (head.leaps > 0) return failure("counts leap seconds");
        auto out = block(head, width);
        if (broken_) return failure("is not whole");
        if (head.version >= '2' && !add_rule(out)) return failure("has a rule that cannot be read");
        return out;
    }

  private:
    struct Header {
        char version = 0;
        std::size_t utc_marks = 0, standard_marks = 0, leaps = 0, times = 0, types = 0, names = 0;
    };
    struct Type {
        std::int64_t offset_s = 0;
        std::size_t name = 0;
    };

    static tl::unexpected<Error> failure(std::string_view what) {
        return fail(ErrorKind::bad_data, "the file of the time zone " + std::string(what));
    }

    void skip(std::size_t count) {
        if (count > rest_.size()) broken_ = true;
        rest_.remove_prefix(std::min(count, rest_.size()));
    }

    std::int64_t number(std::size_t width) {
        if (width > rest_.size()) {
            broken_ = true;
            return 0;
        }
        std::uint64_t value = static_cast<unsigned char>(rest_.front()) >= 0x80U ? ~std::uint64_t{0} : 0;
        for (const char c : rest_.substr(0, width)) value = value << 8U | static_cast<unsigned char>(c);
        rest_.remove_prefix(width);
        return static_cast<std::int64_t>(value);
    }

    std::size_t count() {
        const auto value = number(4);
        if (value < 0) broken_ = true;
        return value < 0 ? 0 : static_cast<std::size_t>(value);
    }

    Header header() {
        Header out;
        if (rest_.size() < kHeaderSize || rest_.substr(0, 4) != "TZif") {
            broken_ = true;
            return out;
        }
        out.version = rest_[4];
        skip(20);
        out.utc_marks = count();
        out.standard_marks = count();
        out.leaps = count();
        out.times = count();
        out.types = count();
        out.names = count();
        return out;
    }

    static std::size_t block_size(const Header& h, std::size_t width) {
        return h.times * (width + 1) + h.types * 6 + h.names + h.leaps * (width + 4) + h.standard_marks +
               h.utc_marks;
    }

    std::vector<ZoneShift> block(const Header& h, std::size_t width) {
        std::vector<std::int64_t> times(h.times);
        std::vector<std::size_t> kinds(h.times);
        std::vector<Type> types(h.types);
        for (auto& time : times) time = number(width);
        for (auto& kind : kinds) kind = static_cast<std::size_t>(number(1)) & 0xFFU;
        for (auto& type : types) {
            type.offset_s = number(4);
            skip(1);
            type.name = static_cast<std::size_t>(number(1)) & 0xFFU;
        }
        const auto names = rest_.substr(0, h.names);
        skip(h.names + h.standard_marks + h.utc_marks);
        const auto shift = [&](std::int64_t from, std::size_t kind) {
            if (kind >= types.size() || types[kind].name >= names.size()) {
                broken_ = true;
                return ZoneShift{};
            }
            const auto name = names.substr(types[kind].name);
            return ZoneShift{from, types[kind].offset_s, std::string(name.substr(0, name.find('\0')))};
        };
        std::vector<ZoneShift> out = {shift(kSinceEver, 0)};
        for (std::size_t i = 0; i < times.size(); ++i) {
            if (times[i] <= out.back().from) broken_ = broken_ || i > 0;
            out.push_back(shift(times[i], kinds[i]));
        }
        return out;
    }

    /// The footer goes on where the list of changes ends.
    bool add_rule(std::vector<ZoneShift>& out) const {
        const auto end = rest_.find('\n', 1);
        if (rest_.empty() || rest_.front() != '\n' || end == std::string_view::npos) return false;
        const auto text = rest_.substr(1, end - 1);
        if (text.empty()) return true;
        const auto rule = TzRule::parse(text);
        if (!rule) return false;
        const auto last = out.back().from;
        const int first_year = last == kSinceEver ? 1970 : CivilTime{last}.year();
        for (auto& change : rule->changes(first_year, kLastYear))
            if (change.from > last) out.push_back(std::move(change));
        return true;
    }

    std::string_view rest_;
    bool broken_ = false;
};

}  // namespace

ZoneTable::ZoneTable() : shifts_{{kSinceEver, 0, "UTC"}} {}

Result<ZoneTable> ZoneTable::read(std::string_view tzif) {
    ZoneTable out;
    DS_TRY(out.shifts_, TzifReader(tzif).read());
    return out;
}

const ZoneShift& ZoneTable::at(Instant t) const {
    const auto after = std::ranges::upper_bound(shifts_, seconds_of(t), {}, &ZoneShift::from);
    return after == shifts_.begin() ? *after : *std::prev(after);
}

CivilTime ZoneTable::local(Instant t) const {
    return {seconds_of(t) + at(t).offset_s};
}

Instant ZoneTable::earliest(CivilTime civil) const {
    // No clock is more than a day away from UTC, so an earlier shift cannot show that time.
    constexpr std::int64_t kFarthest = 26 * kHour / kSecond;
    auto shift = std::ranges::upper_bound(shifts_, civil.seconds - kFarthest, {}, &ZoneShift::from);
    if (shift != shifts_.begin()) --shift;
    for (;; ++shift) {
        const auto end = std::next(shift) == shifts_.end() ? std::numeric_limits<std::int64_t>::max()
                                                           : std::next(shift)->from;
        const auto utc = civil.seconds - shift->offset_s;
        if (utc < end) return {std::max(utc, shift->from) * kSecond};
    }
}

}  // namespace dsupport

// Fills a home with tickets as a team would have written them: signed events through the store, some 3.5 a
// ticket, three fifths of the tickets closed. The same number gives the same mixture, so counts can be
// compared.
//   bench_fill HOME TICKETS
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <functional>
#include <random>
#include <string>

#include "cli/zones.hh"
#include "lib/store/store.hh"
#include "lib/sync/addresses.hh"

namespace dsupport {
namespace {

constexpr std::size_t kBatch = 50;
constexpr std::int64_t kPast = 90 * kDay;

class StepClock final : public Clock {
  public:
    Instant now() override { return now_; }
    void step(std::int64_t ms) { now_ = now_ + ms; }
    void set(Instant t) { now_ = t; }

  private:
    Instant now_;
};

class RepeatedRandom final : public Random {
  public:
    void fill(std::span<std::uint8_t> out) override {
        for (auto& byte : out) byte = static_cast<std::uint8_t>(engine_());
    }

  private:
    std::mt19937_64 engine_{1};
};

template <std::size_t N>
std::string pick(const std::array<const char*, N>& words, std::size_t i) {
    return words.at(i % N);
}

constexpr std::array kPlaces = {"The portal", "The payment page", "Our nightly import", "The report",
                                "The login",  "The mobile app",   "The mail gateway"};
constexpr std::array kTroubles = {"is down", "shows error 500", "is very slow since this morning",
                                  "sends everything twice", "lost the settings of last week"};
constexpr std::array kCallers = {"Ada Byron",       "Charles Babbage",   "Mary Somerville",
                                 "Michael Faraday", "Caroline Herschel", "John Snow"};
constexpr std::array kUrgencies = {"low", "normal", "normal", "normal", "high", "critical"};

NewCall call_number(std::size_t i, Instant now, std::string message_id) {
    NewCall call;
    call.message_id = std::move(message_id);
    call.number = fmt::format("+4420{:08}", i * 7919 % 100'000'000);
    call.at = now;
    call.requester.name = pick(kCallers, i / 3);
    call.requester.email = fmt::format("caller{}@client{}.example", i % 1000, i % 37);
    call.requester.phone = call.number;
    call.subject = fmt::format("{} {}", pick(kPlaces, i / 2), pick(kTroubles, i / 5));
    call.text =
        fmt::format("It began around {}:{:02} here. We have tried again from another machine.\n\nCase {}.",
                    i % 24, i % 60, i);
    call.urgency = pick(kUrgencies, i / 7);
    return call;
}

using Verb = std::function<Result<Change>(const Situation&)>;

/// What became of ticket number i: out of twenty 12 are closed, 3 open, 2 pending, 1 on hold, 2 untouched. A
/// few waits have run out.
std::vector<Verb> story(std::size_t i, Instant later) {
    const auto kind = i % 20;
    std::vector<Verb> out;
    if (kind >= 18) return out;
    out.emplace_back([i](const Situation& at) {
        Triage wanted;
        wanted.nature = i % 3 == 0 ? "question" : "technical";
        if (i % 11 == 0) wanted.tags = {"vip"};
        return triage(at, wanted);
    });
    if (kind < 15) out.emplace_back([](const Situation& at) { return take(at, false); });
    if (kind < 12)
        out.emplace_back(
            [](const Situation& at) { return close(at, "fixed", "A restart helped; told the caller.", {}); });
    else if (kind >= 17)
        out.emplace_back(
            [later](const Situation& at) { return wait(at, "the hoster", later, "Their line is cut."); });
    else if (kind >= 15)
        out.emplace_back(
            [later](const Situation& at) { return wait(at, "client", later, "Asked for a screen shot."); });
    return out;
}

Outcome add_ticket(WriteSession& session, std::size_t i, Instant later) {
    const auto call = call_number(i, session.now(), session.fresh_message_id({}, "team.example"));
    DS_TRY(const auto events, session.append(log_call(call).events));
    const auto id = events.front().ticket();
    session.outbox().add(call_letter(events.front(), call, session.team().group, session.now()));
    for (const auto& verb : story(i, later)) {
        DS_TRY(const auto loaded, session.load(id));
        DS_TRY(auto change, verb(session.situation(loaded)));
        DS_CHECK(session.append(std::move(change.events)));
    }
    return {};
}

Outcome fill(const std::string& home, std::size_t tickets, Instant now) {
    const SystemZones zones;
    DS_TRY(const auto store, Store::open({home + "/data"}, Access::write, zones));
    Founder founder;
    founder.handle = {"ada"};
    founder.person.name = "Ada Byron";
    founder.person.email = "ada@team.example";
    founder.group.addresses = {"support@team.example"};
    StepClock clock;
    RepeatedRandom random;
    clock.set(now + -kPast);
    for (std::size_t done = 0; done < tickets;) {
        const auto end = std::min(done + kBatch, tickets);
        const auto add = [&](WriteSession& session) -> Result<bool> {
            for (; done < end; ++done)
                DS_CHECK(add_ticket(session, done, done < 80 ? now + -kHour : now + kPast));
            return true;
        };
        DS_CHECK(store->write<bool>(founder, clock, random, false, add));
        clock.step(static_cast<std::int64_t>(kPast / (tickets / kBatch + 1)));
    }
    return {};
}

}  // namespace
}  // namespace dsupport

int main(int argc, char** argv) {
    using namespace dsupport;
    std::size_t tickets = 0;
    const std::string count = argc == 3 ? argv[2] : "";
    if (std::from_chars(count.data(), count.data() + count.size(), tickets).ec != std::errc{}) {
        std::fputs("usage: bench_fill HOME TICKETS\n", stderr);
        return 64;
    }
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    const Instant now{std::chrono::duration_cast<std::chrono::milliseconds>(since).count()};
    const auto done = fill(argv[1], tickets, now);
    if (done) return 0;
    std::fputs((done.error().message + "\n").c_str(), stderr);
    return 1;
}

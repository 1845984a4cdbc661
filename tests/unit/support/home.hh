// A machine's home in a directory of its own: a store, a clock that stands still, and the person who writes.
// Two homes exchange events without any mail.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "lib/store/store.hh"
#include "tests/unit/support/fakes.hh"
#include "tests/unit/support/temp_dir.hh"
#include "tests/unit/support/tickets.hh"
#include "tests/unit/support/zones.hh"

namespace dsupport::test {

class Home {
  public:
    explicit Home(std::string handle = "ada", Group group = {}, std::uint64_t seed = 1)
        : random(seed), store_(unwrap(Store::open(paths(), Access::write, system_zones()))) {
        founder.handle = {std::move(handle)};
        founder.group = std::move(group);
    }

    FakeClock clock;
    FakeRandom random;
    Founder founder;

    StorePaths paths() const { return {directory_.path().string()}; }
    const TempDir& directory() const { return directory_; }
    Store& store() { return *store_; }
    /// Closes the database and opens it again.
    void reopen() {
        store_.reset();
        store_ = unwrap(Store::open(paths(), Access::write, system_zones()));
    }
    void close() { store_.reset(); }

    template <class T>
    Result<T> try_write(const std::function<Result<T>(WriteSession&)>& f) {
        return store_->write<T>(founder, clock, random, false, f);
    }
    /// What `f` gives from inside one transaction; throws when it fails.
    template <class F>
    auto in_session(F f) {
        using T = decltype(f(std::declval<WriteSession&>()));
        return unwrap(try_write<T>([&](WriteSession& session) -> Result<T> { return f(session); }));
    }
    /// One command with these events, a second after the last.
    std::vector<Event> write(std::vector<EventContent> contents) {
        clock.advance(kSecond);
        return unwrap(try_write<std::vector<Event>>(
            [&](WriteSession& session) { return session.append(std::move(contents)); }));
    }
    Event write(EventContent content) { return write(std::vector{std::move(content)}).front(); }
    /// One of the verbs of lib/ticket/change.hh on a ticket as it stands, a second after the last.
    Result<std::vector<Event>> change(const TicketId& id,
                                      const std::function<Result<Change>(const Situation&)>& verb) {
        clock.advance(kSecond);
        return try_write<std::vector<Event>>([&](WriteSession& session) -> Result<std::vector<Event>> {
            DS_TRY(const auto loaded, session.load(id));
            DS_TRY(auto made, verb(session.situation(loaded)));
            return session.append(std::move(made.events));
        });
    }
    /// A logged call without a letter; its ticket.
    TicketId call(const std::string& subject, const std::string& text = "It rings.") {
        auto content = open_call(subject + "@client", text);
        content.writes.push_back({"subject", subject, {}});
        return write(std::move(content)).ticket();
    }

    std::vector<Event> log() {
        std::vector<Event> out;
        const auto read = store_->each_event([&](const Event& event) { out.push_back(event); });
        if (!read) throw std::runtime_error(read.error().message);
        return out;
    }
    std::size_t accept(const std::vector<Event>& events) {
        return unwrap(store_->maintain<std::size_t>(clock, random, false, [&](WriteSession& session) {
            if (session.meta("replica").empty()) session.set_meta("replica", session.replica().hex());
            return session.accept(events);
        }));
    }
    /// Takes this home's key into the other's team, and takes over its log.
    void join(Home& other, Right right = Right::member) {
        accept(other.log());
        other.grant(*store_->me(), founder.handle, right);
        accept(other.log());
    }
    Event grant(const ReplicaKey& key, const PersonId& person, Right right) {
        return in_session([&](WriteSession& session) {
            const auto& state = session.team_state();
            auto content =
                write_roster_event(*state.id, state.authority->roster(), Grant{key, person, right});
            return unwrap(session.append({std::move(content)})).front();
        });
    }

    LoadedTicket load(const TicketId& id) { return unwrap(store_->load(id)); }
    ListQuery query() {
        ListQuery out;
        out.now = clock.now();
        return out;
    }
    std::vector<TicketRow> list(const ListQuery& query) { return unwrap(store_->list(query)); }

  private:
    TempDir directory_;
    std::unique_ptr<Store> store_;
};

/// Both have the events of both afterwards.
inline void exchange(Home& a, Home& b) {
    a.accept(b.log());
    b.accept(a.log());
}

}  // namespace dsupport::test

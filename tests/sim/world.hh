// One run of the simulation: a team works for a while under bad conditions, goes quiet, and is checked.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "tests/sim/clients.hh"
#include "tests/sim/commands.hh"
#include "tests/sim/group.hh"
#include "tests/sim/plant.hh"
#include "tests/sim/replica.hh"
#include "tests/sim/truth.hh"

namespace dsupport::sim {

struct Options {
    std::uint64_t seed = 1;
    std::size_t replicas = 0;  ///< 2 to 6; 0: by chance
    std::size_t steps = 120;
    Plant plant = Plant::none;
};

class World {
  public:
    explicit World(const Options& options);
    ~World();

    /// The first thing that is wrong at the end; nothing when all is well.
    std::optional<std::string> run();
    std::string summary() const;

  private:
    Options options_;
    Dice dice_;
    Group group_;
    Typist typist_;
    Clients clients_;
    Truth truth_;
    std::deque<Replica> replicas_;
    std::vector<Mail> mails_;
    Instant now_;
    std::optional<std::size_t> leaver_;
    bool left_ = false;
    std::size_t quiet_rounds_ = 0;

    Replica& admin() { return replicas_.front(); }
    bool gone(std::size_t number) const { return left_ && leaver_ == number; }
    void found();
    void step(std::size_t number);
    void command(std::size_t number);
    void write(std::size_t number, EventContent content, const OpId& op);
    void act(const RosterAction& action);
    void grant_one(bool all);
    void raise_one();
    void leave();
    void forge();
    void write_in_other_team(std::size_t number);
    void client_mail();
    void deliver();
    void sync(std::size_t number);
    void go_quiet();
    std::optional<std::string> check();
};

}  // namespace dsupport::sim

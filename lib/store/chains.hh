// The chains of the log: how far each key's is whole, where it has forked, what is missing in it.
#pragma once

#include <map>
#include <set>
#include <vector>

#include "lib/store/database.hh"
#include "lib/ticket/bundle.hh"

namespace dsupport {

class Chains {
  public:
    explicit Chains(Database& db) : db_(db) {}

    /// The last event of each chain before its first hole, and those of other branches where it has forked.
    std::map<ReplicaKey, ChainHead> heads();
    /// Numbers, or events that others were built upon, that are not here.
    std::map<ReplicaKey, std::vector<SeqRange>> holes();
    /// What was read in a transaction that was rolled back never was.
    void forget() { chains_.clear(), followed_ = 0; }

  private:
    struct Chain {
        ChainHead head;  ///< seq 0 where the first event is missing
        std::vector<SeqRange> holes;
    };
    Database& db_;
    /// A flush asks for every mail, and between two mails next to nothing is new.
    std::map<ReplicaKey, Chain> chains_;
    std::int64_t followed_ = 0;  ///< the row up to which `chains_` knows

    const std::map<ReplicaKey, Chain>& all();
    Chain follow(const ReplicaKey& rep);
};

}  // namespace dsupport

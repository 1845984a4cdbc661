// The reply forest: which mail answers which. It looks only at the ids that mails name, so every machine with
// the same mails builds the same forest, whatever their order. Which ticket a mail belongs to is decided in
// homes.hh.
#pragma once

#include <limits>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "lib/ticket/mail.hh"

namespace dsupport {

/// What signed events say of mails beside where they belong.
struct Vouched {
    /// The variants that were placed, by their canonical hashes: no other variant speaks for its key.
    std::map<MailKey, std::set<Hash>> variants;
    /// Roots of tickets that arrived under an id that is not theirs: that id's key -> the root's.
    std::map<MailKey, MailKey> roots;
};

struct ThreadNode {
    MailKey key;
    /// Speaks for all variants of its key: of those vouched for, else of all, the one with the smallest
    /// canonical hash. nullptr: only the key is known.
    const Mail* mail = nullptr;
    std::size_t parent = 0;  ///< Threads::kNone for a topmost mail
    std::size_t top = 0;     ///< the topmost mail of its thread, maybe itself
};

/// The parent of a mail is the right-most known id of its References; without References, the first
/// In-Reply-To if that is known. An id that a mail gives as its own is ignored there. A cycle is cut above
/// its smallest key.
class Threads {
  public:
    static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

    /// Copies and variants of one mail are one node. `also_known` are mails that are spoken of but may not be
    /// here yet: to answer one of them is to answer a known mail. The mails must outlive the forest.
    Threads(std::span<const Mail> mails, std::span<const MailKey> also_known, const Vouched& vouched = {});

    /// Sorted by key.
    const std::vector<ThreadNode>& nodes() const { return nodes_; }
    /// All nodes, each after its parent.
    const std::vector<std::size_t>& top_down() const { return top_down_; }
    /// The node of the mail at this place in the constructor's list.
    std::size_t node_of(std::size_t mail) const { return node_of_mail_[mail]; }

  private:
    std::vector<ThreadNode> nodes_;
    std::vector<std::size_t> top_down_, node_of_mail_;
    std::map<MailKey, MailKey> roots_;

    MailKey known_as(const MailKey& key) const;
    std::size_t find(const MailKey& key) const;
    std::size_t find_parent(const ThreadNode& node) const;
    void cut_cycles();
    void order();
};

/// The id that gives a mail its own ticket: its Message-ID; for a mail without one, the hex of its key.
std::string own_id(const Mail& mail);

/// The id that names the thread of a topmost mail: its first Reference, else its first In-Reply-To, else its
/// own id.
std::string root_id(const Mail& topmost);

}  // namespace dsupport

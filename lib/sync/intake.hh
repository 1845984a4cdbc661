// What becomes of mail that comes in, whatever its source: it is read, the events in its armour join the log,
// it joins its ticket, a bounce finds the mail of ours that came back. In any order and any number of times
// the result is the same.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "lib/mail/mail_source.hh"
#include "lib/mail/parser.hh"
#include "lib/store/store.hh"

namespace dsupport {

/// A mail as it was read, before it is kept. Reading needs no store, so it can be done ahead, in a thread of
/// its own.
struct ReadMail {
    std::string origin;
    std::optional<IncomingMail> mail;  ///< nothing: it could not be read
    std::string raw, problem;          ///< then these: what there is of it, and why not
    bool whole = true;                 ///< `raw` is all of it, so that it can be tried again
    std::vector<Bundle> bundles;       ///< in its armour
    std::vector<Bounce> bounces;
    bool to_subscribers = false;  ///< as ReceivedMail says
};

/// `group`: a mail over another list counts as bulk, but without an address no list is judged; its prefix is
/// cut off subjects. `server`: the one that wrote the mail's Authentication-Results; empty when that is not
/// known, as with mails from a file.
ReadMail read_mail(Parser& parser, const Group& group, SourceMail arrival, const std::string& server = {});

struct Refusal {
    std::string source, reason;
};

struct IntakeReport {
    std::int64_t read = 0, added = 0, duplicate = 0, new_tickets = 0;
    std::int64_t passed_over = 0;       ///< files that a folder has, but not as mails to take in
    std::int64_t own = 0;               ///< of those added: what this machine had sent itself
    std::int64_t events = 0;            ///< that were new in the armour of the mails
    std::vector<Refusal> refused;       ///< kept raw, but could not be read
    std::vector<std::string> alarms;    ///< origins of bundles that another team signed
    std::vector<std::int64_t> bounced;  ///< mails of our outbox that came back for good
    std::vector<MailRef>
        asking;  ///< new mails of the last day in which a person wants something of us, not of subscribers

    /// How many mails said something that was not here yet.
    std::int64_t news() const { return added - own; }
    void add(const IntakeReport& more);
};

class Intake {
  public:
    Intake(Store& store, Clock& clock, Random& random) : store_(store), clock_(clock), random_(random) {}

    /// What read_mail wants to know.
    Group group();
    /// Keeps these mails, and what `with` writes, in one transaction. The report is of these mails alone.
    Result<IntakeReport> keep(std::vector<ReadMail> mails,
                              const std::function<void(WriteSession&)>& with = {});
    /// From now on everything is rolled back.
    void only_try() { dry_run_ = true; }
    /// Takes up the events of mails that came before this machine was in a team.
    Result<IntakeReport> keep_waiting(Parser& parser);
    /// Reads once more what could not be read.
    Result<IntakeReport> retry(Parser& parser);

  private:
    bool dry_run_ = false;
    Store& store_;
    Clock& clock_;
    Random& random_;
};

}  // namespace dsupport

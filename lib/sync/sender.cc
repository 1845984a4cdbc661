#include "lib/sync/sender.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lib/base/text.hh"
#include "lib/mail/smtp_reply.hh"
#include "lib/mail/wire.hh"
#include "lib/sync/addresses.hh"
#include "lib/sync/barrier.hh"
#include "lib/sync/notice.hh"
#include "lib/sync/posts.hh"
#include "lib/sync/send_lock.hh"

namespace dsupport {
namespace {

constexpr std::int64_t kUnknownWait = 15 * kMinute;
constexpr std::int64_t kGiveUp = 5 * kDay;
/// A run ends by itself: more mails than this are left to the next one.
constexpr std::size_t kMostPerRun = 10'000;

MailProblem problem(const OutboxRow& row) {
    return {row.n, row.subject, row.reason};
}

/// The text of the armour attachment and the signature over it belong to one mail and its text.
void attach_armour(WriteSession& session, Waiting& waiting, Post& post, bool first) {
    std::vector<EventId> ids;
    for (const auto& event : post.events) ids.push_back(event.id);
    session.mark_posted(ids);
    waiting.remove(post.events);
    const auto bundle = session.bundle(post.events, text_hash(post.mail.text), first);
    // Lines as mail has them stay as they are: the armour can be read in the raw mail.
    post.mail.attachments.push_back({std::string(kArmourFile), "text/plain", crlf_lines(armour(bundle))});
}

class Sending {
  public:
    Sending(Store& store, Clock& clock, Random& random, const SenderSetup& setup)
        : store_(store), clock_(clock), random_(random), setup_(setup) {}

    Result<SendReport> run() {
        DS_CHECK(transact([&](WriteSession& session) -> Outcome {
            recover(session);
            check_pause(session);
            return {};
        }));
        for (std::size_t i = 0; i < kMostPerRun && !report_.stopped; ++i) {
            std::optional<OutboxRow> row;
            const auto next = transact([&](WriteSession& session) -> Outcome {
                store_result(session);
                if (report_.stopped) return {};
                DS_TRY(row, freeze_next(session));
                return {};
            });
            if (!next) {
                // A mail that is out must not go out again because the next one cannot be made.
                DS_CHECK(transact([&](WriteSession& session) -> Outcome {
                    store_result(session);
                    return {};
                }));
                return tl::unexpected(next.error());
            }
            if (!row) break;
            DS_CHECK(hand_over(*row));
        }
        DS_CHECK(transact([&](WriteSession& session) -> Outcome {
            store_result(session);
            list_problems(session);
            return {};
        }));
        return std::move(report_);
    }

  private:
    Store& store_;
    Clock& clock_;
    Random& random_;
    const SenderSetup& setup_;
    SendReport report_;
    std::unique_ptr<Composer> composer_;
    std::unique_ptr<Carrier> carrier_;
    Waiting waiting_;
    std::optional<OutboxRow> sent_row_;  ///< handed over, its result not stored yet
    std::vector<RecipientReply> replies_;
    std::vector<std::string> recipients_;

    Outcome transact(const std::function<Outcome(WriteSession&)>& f) {
        clock_.refresh();
        const auto done =
            store_.write<bool>(setup_.founder, clock_, random_, false, [&](WriteSession& s) -> Result<bool> {
                DS_CHECK(f(s));
                return true;
            });
        if (!done) return tl::unexpected(done.error());
        sent_row_.reset();
        return {};
    }

    /// What a sender that died left behind, and what waited for a group address.
    void recover(WriteSession& session) {
        for (auto& row : session.outbox().in_state(MailState::sending)) {
            row.reason = "the program stopped while it was being sent";
            row.changed = session.now();
            doubt(session, row);
            session.outbox().update(row);
        }
        if (session.team().group.addresses.empty()) return;
        for (auto& row : session.outbox().in_state(MailState::held)) {
            if (row.reason != kNoGroup) continue;
            row.state = MailState::queued;
            row.reason.clear();
            row.due = session.now();
            session.outbox().update(row);
        }
    }

    /// A server that asked for a pause gets it from the next runs, too.
    void check_pause(WriteSession& session) {
        const Instant until{parse_integer(session.meta(kPausedUntil)).value_or(0)};
        if (until > session.now())
            stop(ErrorKind::try_later,
                 fmt::format("the mail server asked us to wait until {}", rfc3339(until)), "");
    }

    /// Leaves the rest to a later run when the other side would refuse more.
    bool keeps_pace(WriteSession& session) {
        const auto check = [&](std::int64_t most, std::int64_t span, std::string_view name) {
            if (most == 0 || session.outbox().sent_since(session.now() + -span) < most) return true;
            stop(ErrorKind::try_later,
                 fmt::format("{} mails went out in {}; the rest goes later", most, name), "");
            return false;
        };
        return check(setup_.per_5_minutes, 5 * kMinute, "5 minutes") && check(setup_.per_day, kDay, "a day");
    }

    /// The next mail with its bytes, marked as being sent.
    Result<std::optional<OutboxRow>> freeze_next(WriteSession& session) {
        if (session.team().group.addresses.empty()) return std::optional<OutboxRow>();
        waiting_.refresh(session);
        std::optional<OutboxRow> row;
        while (!row) {
            auto letter = session.outbox().next_due(session.now());
            if (!letter && !may_post(session)) return row;
            if (!keeps_pace(session)) return row;
            std::optional<Post> post;
            if (letter && is_reply(session, *letter)) {
                DS_TRY(const auto reason, reason_to_hold(session, *letter));
                if (reason) {
                    hold_copies(session, *letter, *reason);
                    continue;
                }
                if (!session.is_posted(*letter->event)) {
                    DS_TRY(post, reply_post(session, waiting_, *letter, setup_.from, setup_.own_address));
                }
            }
            if (!post && letter && letter->bytes) {
                row = std::move(letter);
                break;
            }
            if (!post && letter) {
                DS_TRY(const auto* composer, composer_or_load());
                DS_TRY(post, call_post(session, waiting_, *letter, setup_.from, *composer));
            }
            if (!post && !letter) {
                DS_TRY(post, next_post(session, waiting_, setup_.from, setup_.own_address));
            }
            if (!post) return row;
            DS_TRY(row, freeze(session, std::move(*post)));
        }
        row->state = MailState::sending;
        row->changed = session.now();
        if (!row->first_try) row->first_try = session.now();
        ++row->attempts;
        if (row->n == 0)
            row->n = session.outbox().add(*row);
        else
            session.outbox().update(*row);
        const auto& group = session.team().group;
        recipients_ = {!row->recipient.empty()                                     ? row->recipient
                       : row->kind == MailKind::post && !group.log_address.empty() ? group.log_address
                                                                                   : group.addresses.front()};
        return row;
    }

    /// The bytes that will be sent from now on. A letter that cannot become a mail fails alone; the others go
    /// out.
    Result<std::optional<OutboxRow>> freeze(WriteSession& session, Post post) {
        DS_TRY(auto* composer, composer_or_load());
        attach_armour(session, waiting_, post, report_.sent == 0);
        auto bytes = composer->compose(post.mail);
        if (bytes) {
            post.row.bytes = std::move(*bytes);
            post.row.sender = setup_.from.address;
            return std::optional(std::move(post.row));
        }
        if (post.row.n == 0) return tl::unexpected(std::move(bytes).error());
        std::vector<EventId> ids;
        for (const auto& event : post.events) ids.push_back(event.id);
        session.mark_posted(ids, false);
        post.row.state = MailState::failed;
        post.row.reason = bytes.error().message;
        post.row.changed = session.now();
        session.outbox().update(post.row);
        report_.failed.push_back(problem(post.row));
        return std::optional<OutboxRow>();
    }

    /// Whether a notice or a bundle is due, and the day still has room for one.
    bool may_post(WriteSession& session) {
        if (!waiting_.post_due(session.now())) return false;
        const auto today = session.outbox().posts_since({session.now().ms - session.now().ms % kDay});
        report_.near_limit = today >= kPostsWarn;
        return today < kPostsLimit;
    }

    Result<Composer*> composer_or_load() {
        if (!composer_) {
            DS_TRY(composer_, setup_.make_composer());
        }
        return composer_.get();
    }

    Outcome hand_over(const OutboxRow& row) {
        sent_row_ = row;
        if (!carrier_) {
            auto carrier = setup_.make_carrier();
            if (!carrier) {
                replies_ = {{recipients_.front(), Delivery::stop, 0, carrier.error().message}};
                report_.stopped = carrier.error();
                return transact([&](WriteSession& session) -> Outcome {
                    store_result(session);
                    return {};
                });
            }
            carrier_ = std::move(*carrier);
        }
        replies_ = carrier_->send({row.sender, recipients_, row.message_id, *row.bytes});
        return {};
    }

    void store_result(WriteSession& session) {
        if (!sent_row_) return;
        auto row = *sent_row_;
        const auto& reply = replies_.front();
        row.changed = session.now();
        row.reason = reply.code > 0 ? fmt::format("{} {}", reply.code, reply.text) : reply.text;
        switch (reply.delivery) {
            case Delivery::sent:
                row.state = MailState::sent;
                row.reason.clear();
                ++report_.sent;
                if (setup_.progress) setup_.progress(report_.sent);
                break;
            case Delivery::retry:
                put_off(session, row);
                break;
            case Delivery::pause:
                forget_attempt(row);
                row.state = MailState::retry;
                row.due = session.now() + pause_ms(reply.code);
                session.set_meta(kPausedUntil, std::to_string(row.due.ms));
                stop(ErrorKind::try_later, "the mail server asks us to wait", reply.text);
                break;
            case Delivery::stop:
                forget_attempt(row);
                row.state = MailState::retry;
                row.due = session.now();
                if (setup_.repeatable)
                    stop(ErrorKind::try_later, "the folder cannot be written", reply.text);
                else
                    stop(ErrorKind::refused, "the mail server takes nothing from us", reply.text);
                break;
            case Delivery::refused:
                give_up(session, row);
                break;
            case Delivery::unknown:
                doubt(session, row);
                break;
        }
        session.outbox().update(row);
    }

    /// The mail may have arrived. The Group knows a second one by its Message-ID, and a folder by its name; a
    /// client does not, so the outbox never offers that one again by itself.
    void doubt(const WriteSession& session, OutboxRow& row) const {
        row.state = setup_.repeatable ? MailState::retry : MailState::unknown;
        row.due = setup_.repeatable ? session.now() : session.now() + kUnknownWait;
    }

    /// What says nothing about the mail does not bring the end of its attempts nearer.
    static void forget_attempt(OutboxRow& row) {
        if (--row.attempts == 0) row.first_try.reset();
    }

    void put_off(WriteSession& session, OutboxRow& row) {
        if (session.now() - row.first_try.value_or(session.now()) >= kGiveUp) return give_up(session, row);
        row.state = MailState::retry;
        row.due = session.now() + retry_delay_ms(row.attempts, random_);
    }

    /// What the mail carried must find another way to the other machines.
    void give_up(WriteSession& session, OutboxRow& row) {
        row.state = MailState::failed;
        report_.failed.push_back(problem(row));
        session.mark_posted(events_in(*row.bytes), false);
        // A group that refuses one notice refuses the next: no storm of new ones in this run.
        if (row.kind == MailKind::post) stop(ErrorKind::refused, "the group refuses our mail", row.reason);
    }

    void stop(ErrorKind kind, std::string message, std::string cause) {
        if (!report_.stopped)
            report_.stopped = Error{kind, std::move(message), "dsupport outbox", std::move(cause)};
    }

    void list_problems(WriteSession& session) {
        for (const auto& row : session.outbox().list(false)) {
            if (row.state == MailState::held) report_.held.push_back(problem(row));
            if (row.state == MailState::retry) report_.retry.push_back(problem(row));
            if (row.state == MailState::unknown) report_.unknown.push_back(problem(row));
        }
    }
};

}  // namespace

Result<SendReport> send_all(Store& store, const StorePaths& paths, Clock& clock, Random& random,
                            const SenderSetup& setup) {
    const auto me = store.me();
    if (me && store.team().authority->roster().was_cut(*me))
        return fail(ErrorKind::not_allowed, "this machine was cut off from the team: it sends nothing",
                    "dsupport outbox lists what waits; a new home has a new key: dsupport init --join there");
    DS_TRY(const auto lock, SendLock::take(paths.directory));
    return Sending(store, clock, random, setup).run();
}

std::int64_t retry_delay_ms(std::int64_t attempts, Random& random) {
    static constexpr std::array<std::int64_t, 6> kMinutes = {1, 5, 15, 30, 60, 120};
    const auto index =
        static_cast<std::size_t>(std::clamp<std::int64_t>(attempts - 1, 0, kMinutes.size() - 1));
    const auto delay = kMinutes.at(index) * kMinute;
    std::array<std::uint8_t, 2> jitter{};
    random.fill(jitter);
    const auto part = (jitter[0] << 8 | jitter[1]) % 401 - 200;  // per mille
    return delay + delay * part / 1000;
}

std::vector<EventId> events_in(const std::string& bytes) {
    std::vector<EventId> out;
    for (const auto& block : find_armour(bytes))
        if (const auto bundle = decode_bundle(block))
            for (const auto& event : bundle->events) out.push_back(event.id);
    return out;
}

}  // namespace dsupport

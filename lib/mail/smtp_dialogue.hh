// What was said on the wire about one mail, in order, and what follows from it for each recipient. libcurl
// itself reports the last answer only, and calls some refusals "weird server reply".
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/mail/carrier.hh"
#include "lib/mail/secret_words.hh"
#include "lib/mail/smtp_reply.hh"

namespace dsupport {

/// What the carrier itself knows of how the exchange ended.
enum class SmtpEnd {
    talked,  ///< the server's words decide, or the connection broke
    barred,  ///< certificate, no STARTTLS, no common login: a person must act
};

class SmtpDialogue {
  public:
    /// `wire_size`: bytes of the mail on the wire, without the final dot (dot_stuffed_size).
    explicit SmtpDialogue(std::size_t wire_size) : body_left_(wire_size) {}

    /// These words never appear in a reply's text, even if the server repeats them.
    void hide(std::string_view secret) { hidden_.add(secret); }

    void command(std::string_view line);  ///< a line we sent
    void reply(std::string_view line);    ///< a line that came; one reply may have several
    void body(std::size_t bytes);         ///< bytes of the mail that left

    /// Whether the server gave this connection up before it took any part of the mail: it was closed, or
    /// answered 421. On a connection kept from an earlier mail this says nothing about the mail.
    bool given_up() const;

    /// Whether the server still owes an answer.
    bool waiting() const { return waiting_; }

    /// One reply for each recipient, in the order their RCPT was sent. `why`: the library's words for a
    /// failure that no reply explains.
    std::vector<RecipientReply> outcome(std::span<const std::string> recipients, SmtpEnd end,
                                        std::string_view why) const;

  private:
    struct Answer {
        SmtpStep step;
        int code;
        std::string text;
    };
    RecipientReply common_fate(SmtpEnd end, std::string_view why) const;

    SmtpStep step_ = SmtpStep::greeting;
    std::string text_;             ///< of a reply whose last line is still to come
    std::vector<Answer> answers_;  ///< without those to RCPT
    std::vector<Answer> rcpt_;     ///< the answer to the n-th RCPT
    SecretWords hidden_;
    std::size_t body_left_;
    bool waiting_ = true;
    bool over_ = false;  ///< we said QUIT: what comes now is not about the mail
};

}  // namespace dsupport

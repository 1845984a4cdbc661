// Who wrote a mail: a person, a program that reports, a program that answers by itself, somebody who writes
// to many, or a mail system that could not deliver. From the mail alone: that it came over a list says
// nothing here, since everything that reaches a group comes over a list.
#pragma once

#include <string>
#include <vector>

#include "lib/ticket/mail.hh"

namespace dsupport {

/// The header values that can decide, each "" or empty where the mail has none. A transport may have added
/// another instance of a field: each counts. What a member's own mail system writes into its copy, as a spam
/// filter does, is no sign: copies of one mail must come out alike.
struct VerdictSigns {
    std::string content_type;    ///< `multipart/report`, in lower case
    std::string report_type;     ///< its parameter `report-type`
    bool return_path = false;    ///< has the field
    std::string return_address;  ///< its address; "" also for `<>`
    bool failed_recipients =
        false;           ///< has X-Failed-Recipients, as Exim and Gmail say whom a bounce is about
    std::string author;  ///< bare address
    std::vector<std::string> auto_submitted;
    std::vector<std::string> precedence;
    std::vector<std::string> auto_reply;  ///< X-Autoreply, X-Autorespond
    std::string subject;                  ///< decoded
    bool answers = false;                 ///< has In-Reply-To
};

struct Judgement {
    Verdict verdict = Verdict::human;
    std::string sign;  ///< what decided: `Auto-Submitted: auto-replied`; empty for human
};

/// What somebody who is away sends back is a machine's, and what says that a program reports is generated,
/// even with an empty Return-Path: RFC 3834 asks that of everything nobody shall answer by itself. A bounce
/// is what says so, comes from a mail system, or says nothing at all beside that. X-Auto-Response-Suppress is
/// a wish of the sender and no sign.
Judgement judge(const VerdictSigns& signs);

}  // namespace dsupport

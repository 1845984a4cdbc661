// Who wrote a mail: a person, a program that reports, a program that answers by itself, somebody who writes
// to many, or a mail system that could not deliver. From the mail alone: that it came over a list says
// nothing here, since everything that reaches a group comes over a list.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lib/ticket/mail.hh"

namespace dsupport {

/// A field of the header, its value unfolded.
struct SignField {
    std::string name, value;
};

/// Fields by which programs say that they answer by themselves, beside those that a standard knows.
std::span<const std::string_view> answering_fields();

/// The header values that can decide, each "" or empty where the mail has none. A transport may have added
/// another instance of a field: each counts. What a member's own mail system writes into its copy, as a spam
/// filter does, is no sign: copies of one mail must come out alike.
struct VerdictSigns {
    std::string content_type;  ///< `multipart/report`, in lower case
    std::string report_type;   ///< its parameter `report-type`
    bool no_return = false;    ///< the Return-Path is `<>`
    bool gives_back = false;   ///< with it comes a mail that could not be delivered, or its header
    bool failed_recipients =
        false;           ///< has X-Failed-Recipients, as Exim and Gmail say whom a bounce is about
    std::string author;  ///< bare address
    std::vector<std::string> auto_submitted;
    std::vector<std::string> precedence;
    std::vector<SignField> answering;  ///< of answering_fields()
    std::string subject;               ///< decoded
    bool answers = false;              ///< has In-Reply-To
    /// Names, there or in References, an id that is not of the host of its own.
    bool answers_others = false;
    bool wants_no_answer = false;  ///< has X-Auto-Response-Suppress
};

struct Judgement {
    Verdict verdict = Verdict::human;
    std::string sign;  ///< what decided: `Auto-Submitted: auto-replied`; empty for human
};

/// What somebody who is away sends back is a machine's, and what says that a program reports is generated,
/// even with an empty Return-Path: RFC 3834 asks that of everything nobody shall answer by itself. An empty
/// Return-Path alone is no more than that: forms, scanners and monitors send so what somebody has to see.
///
/// A program that reports has answered when it names somebody else's mail. Naming one of its own host is no
/// answer yet, since monitors and trackers give even their first mail such an id to hang the next ones on;
/// with the wish for no answer it is one, as Exchange sends them. That wish (X-Auto-Response-Suppress) alone
/// is no sign.
///
/// A subject says that somebody is away only where it begins so. Behind `Re:` stand the words of the mail
/// that is answered, and a person has answered it.
Judgement judge(const VerdictSigns& signs);

}  // namespace dsupport

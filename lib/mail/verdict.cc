#include "lib/mail/verdict.hh"

#include <algorithm>
#include <array>
#include <optional>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

/// How mail programs begin the subject of an answer for somebody who is away. Folded.
constexpr std::array<std::string_view, 44> kAway = {"out of office",
                                                    "out of the office",
                                                    "automatic reply",
                                                    "auto reply",
                                                    "auto-reply",
                                                    "autoreply",
                                                    "auto:",
                                                    "on vacation",
                                                    "vacation reply",
                                                    "abwesenheitsnotiz",
                                                    "automatische antwort",
                                                    "abwesend",
                                                    "réponse automatique",
                                                    "absence du bureau",
                                                    "absent du bureau",
                                                    "respuesta automática",
                                                    "fuera de la oficina",
                                                    "risposta automatica",
                                                    "fuori sede",
                                                    "resposta automática",
                                                    "ausência temporária",
                                                    "automatisch antwoord",
                                                    "afwezig",
                                                    "autosvar",
                                                    "automatiskt svar",
                                                    "automatisk svar",
                                                    "automaattinen vastaus",
                                                    "odpowiedź automatyczna",
                                                    "automatická odpověď",
                                                    "автоответ",
                                                    "自动回复",
                                                    "自動回覆",
                                                    "自動返信",
                                                    "自動応答",
                                                    "不在通知",
                                                    "부재중",
                                                    "자동 회신",
                                                    "ausente do escritório",
                                                    "fora do escritório",
                                                    "poza biurem",
                                                    "frånvaro",
                                                    "ikke til stede",
                                                    "otomatik yanıt",
                                                    "automatikus válasz"};

/// The word that a field's value begins with; parameters and comments may follow.
std::string first_word(std::string_view value) {
    value = trim(value);
    return lower(value.substr(0, value.find_first_of(" \t;(,")));
}

/// The first word of the first value for which it is so; values without a word do not count.
template <class Predicate>
std::optional<std::string> first_of(const std::vector<std::string>& values, Predicate wanted) {
    for (const auto& value : values)
        if (auto word = first_word(value); !word.empty() && wanted(word)) return word;
    return std::nullopt;
}

bool away_subject(std::string_view subject) {
    const auto folded = fold_case(canonical_subject(subject));
    if (std::ranges::any_of(kAway, [&](auto start) { return folded.starts_with(start); })) return true;
    // Notes puts the name in front.
    return folded.find(" is out of the office") != std::string::npos;
}

bool mail_system(std::string_view author) {
    return starts_with_no_case(author, "mailer-daemon@") || equal_no_case(author, "mailer-daemon");
}

}  // namespace

Judgement judge(const VerdictSigns& s) {
    if (s.content_type == "multipart/report") {
        const auto report = first_word(s.report_type);
        if (report == "delivery-status") return {Verdict::bounce, "report-type: delivery-status"};
        if (report == "disposition-notification" || report == "feedback-report")
            return {Verdict::machine, "report-type: " + report};
    }
    if (s.failed_recipients) return {Verdict::bounce, "X-Failed-Recipients"};
    if (mail_system(s.author)) return {Verdict::bounce, "From: " + lower(s.author)};
    if (first_of(s.auto_submitted, [](auto& word) { return word == "auto-replied"; }))
        return {Verdict::machine, "Auto-Submitted: auto-replied"};
    if (const auto word =
            first_of(s.precedence, [](auto& w) { return w == "auto_reply" || w == "auto-reply"; }))
        return {Verdict::machine, "Precedence: " + *word};
    if (const auto word = first_of(s.auto_reply, [](auto& w) { return w != "no"; }))
        return {Verdict::machine, "X-Autoreply: " + *word};
    if (s.answers && away_subject(s.subject))
        return {Verdict::machine, "Subject: " + printable(trim(s.subject))};
    if (const auto word = first_of(s.auto_submitted, [](auto& w) { return w != "no"; }))
        return {Verdict::generated, "Auto-Submitted: " + *word};
    if (s.return_path && s.return_address.empty()) return {Verdict::bounce, "Return-Path: <>"};
    return {};
}

}  // namespace dsupport

#include "lib/mail/quote_marks.hh"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

using std::string_view;

/// Folded words that end an introduction. With `strict`, a date or an address must be there too.
constexpr std::array<string_view, 34> kWrote = {
    "wrote",      "writes",    "a écrit",    "schrieb",    "schreef",    "geschreven", "escribió",
    "ha scritto", "escreveu",  "skrev",      "napisał(a)", "napisał",    "napisała",   "написал",
    "написал(а)", "написала",  "пишет",      "пише",       "написав",    "写道",       "kirjoitti",
    "napsal(a)",  "napsal",    "napísal(a)", "írta",       "a scris",    "έγραψε",     "şunu yazdı",
    "寫道",       "님이 작성", "のメール",   "ha escrit",  "wrote (at)", "va escriure"};

/// What a first line of an introduction begins with, where the verb stands before the end.
constexpr std::array<string_view, 3> kVerbInside = {" schrieb am ", " schrieb ", " skrev "};

/// What a first line of an introduction begins with. An answer may stand right above it, without an empty
/// line.
constexpr std::array<string_view, 21> kOpening = {
    "on ",  "le ",  "op ",    "am ", "il ", "el ", "em ", "den ",  "dnia ", "w dniu ", "på ",
    "dne ", "dňa ", "kirj. ", "în ", "pe ", "в ",  "у ",  "στις ", "vào ",  "pada "};

constexpr std::array<string_view, 27> kMobile = {"sent from",
                                                 "sent via",
                                                 "sent with",
                                                 "sent by",
                                                 "sent using",
                                                 "from my iphone",
                                                 "from my ipad",
                                                 "from my mobile",
                                                 "envoyé d",
                                                 "von meinem",
                                                 "gesendet von",
                                                 "gesendet mit",
                                                 "diese nachricht wurde von m",
                                                 "enviado d",
                                                 "enviado a",
                                                 "inviato da",
                                                 "verstuurd vanaf",
                                                 "verzonden v",
                                                 "sendt fra",
                                                 "skickat från",
                                                 "wysłane z",
                                                 "отправлено с",
                                                 "someone from mobile",
                                                 "get outlook for",
                                                 "get [outlook for",
                                                 "verzonden met",
                                                 "從我的"};

constexpr std::array<string_view, 20> kEarlierMail = {
    "original message",          "original appointment",    "forwarded message",
    "begin forwarded message",   "ursprüngliche nachricht", "originalnachricht",
    "weitergeleitete nachricht", "message d'origine",       "message original",
    "message transféré",         "mensaje original",        "mensaje reenviado",
    "messaggio originale",       "messaggio inoltrato",     "mensagem original",
    "mensagem encaminhada",      "oorspronkelijk bericht",  "ursprungligt meddelande",
    "opprinnelig melding",       "исходное сообщение"};

/// The names of the header fields that Outlook and its like write before a mail, by what they say.
constexpr std::array<string_view, 15> kFrom = {"from",   "von",    "de",     "da",        "van",
                                               "från",   "fra",    "od",     "от",        "від",
                                               "发件人", "寄件者", "差出人", "lähettäjä", "kimden"};
constexpr std::array<string_view, 45> kOther = {
    "sent",       "date",   "to",      "cc",       "subject",  "reply-to", "gesendet",  "datum", "an",
    "betreff",    "envoyé", "à",       "objet",    "a",        "enviado",  "fecha",     "para",  "asunto",
    "inviato",    "data",   "oggetto", "risposta", "assunto",  "enviada",  "verzonden", "aan",   "onderwerp",
    "skickat",    "till",   "ämne",    "sendt",    "til",      "emne",     "wysłano",   "do",    "temat",
    "отправлено", "кому",   "тема",    "дата",     "发送时间", "收件人",   "主题",      "日期",  "抄送"};

bool has_digit(string_view text) {
    return std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// Without the marks that some programs put around or behind: `*`, `-`, `:`, a wide colon.
string_view bare(string_view line) {
    constexpr string_view kMarks = "*- \t_:";
    for (;;) {
        const auto first = line.find_first_not_of(kMarks);
        if (first == string_view::npos) return {};
        line = line.substr(first, line.find_last_not_of(kMarks) - first + 1);
        if (!line.ends_with("：")) return line;
        line.remove_suffix(string_view("：").size());
    }
}

/// Whether folded text in one line is an introduction.
bool introduces(const std::string& folded) {
    const auto text = bare(folded);
    const bool colon =
        trim(folded).ends_with(':') || trim(folded).ends_with("：") || trim(folded).ends_with('-');
    const bool address = text.find('@') != string_view::npos;
    if (!has_digit(text) && !address) return false;
    if (std::ranges::any_of(kWrote, [&](auto verb) { return text.ends_with(verb); }))
        return colon || address || text.starts_with("on ");
    if (colon &&
        std::ranges::any_of(kVerbInside, [&](auto verb) { return text.find(verb) != string_view::npos; }))
        return true;
    // `2016-03-03 17:21 GMT+01:00 Ann <ann@example.org>:`
    const bool year = text.size() > 10 && has_digit(text.substr(0, 1)) && has_digit(text.substr(3, 1)) &&
                      (text[4] == '-' || text[4] == '/');
    return year && (text.find(" gmt") != string_view::npos || (address && text.ends_with('>')));
}

/// Folded, with the no-break spaces that French puts before a colon as plain ones.
std::string folded_line(string_view line) {
    auto out = fold_case(line);
    for (auto at = out.find("\xC2\xA0"); at != std::string::npos; at = out.find("\xC2\xA0", at))
        out.replace(at, 2, " ");
    return out;
}

bool opens(const std::string& folded) {
    return std::ranges::any_of(kOpening, [&](auto word) { return folded.starts_with(word); });
}

/// Whether an introduction that ends these folded lines begins below the first of them.
bool begins_below(std::span<const std::string> lines) {
    for (std::size_t from = 1; from < lines.size(); ++from)
        if (opens(lines[from]) && introduces(join(lines.subspan(from), " "))) return true;
    const bool here = opens(lines.front()) || has_digit(string_view(lines.front()).substr(0, 1));
    return lines.size() > 1 && !here && introduces(lines.back());
}

/// The name in front of the colon, folded and without emphasis.
std::string field_name(string_view line) {
    const auto wide = line.find("："), narrow = line.find(':');
    const auto colon = std::min(wide, narrow);
    if (colon > 40) return {};
    return fold_case(bare(line.substr(0, colon)));
}

template <std::size_t N>
bool one_of(const std::string& name, const std::array<string_view, N>& names) {
    return std::ranges::find(names, name) != names.end();
}

}  // namespace

bool quote_line(string_view line) {
    const auto text = trim(line);
    if (text.starts_with('>') || text.starts_with("| ") || text == "|") return true;
    // `AB> ...`, as some programs put the writer's initials.
    const auto mark = text.find('>');
    return mark != string_view::npos && mark > 0 && mark <= 3 &&
           std::ranges::all_of(text.substr(0, mark), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool delimiter_line(string_view line) {
    auto text = trim(line);
    if (text == "ᐧ" || text == "—" || text == "--") return true;
    return text.size() >= 3 && text.find_first_not_of("-_=*~#+ ") == string_view::npos;
}

bool mobile_line(string_view line) {
    if (line.size() > 120) return false;
    line = trim(line);
    while (line.starts_with('(') || line.starts_with('<')) line.remove_prefix(1);
    const auto folded = fold_case(line);
    return std::ranges::any_of(kMobile, [&](auto start) { return folded.starts_with(start); });
}

std::size_t intro_lines(std::span<const string_view> lines) {
    constexpr std::size_t kMost = 8, kLongest = 400;
    std::vector<std::string> folded;
    std::size_t size = 0;
    bool open = false;  // inside an address that stands on lines of its own
    for (std::size_t i = 0; i < std::min(lines.size(), kMost); ++i) {
        const auto line = trim(lines[i]);
        if (line.empty() && !open && i > 0 && !(i + 1 < lines.size() && trim(lines[i + 1]) == "<")) return 0;
        if (i == 0 && (line.empty() || quote_line(line) || delimiter_line(line))) return 0;
        if (i > 0 && line.starts_with("> ") && !line.ends_with(':')) return 0;
        if (line == "<") open = true;
        size += line.size();
        if (size > kLongest) return 0;
        folded.push_back(folded_line(line));
        if (introduces(join(folded, " "))) return begins_below(folded) ? 0 : i + 1;
    }
    return 0;
}

bool mail_begins(std::span<const string_view> lines) {
    if (lines.empty()) return false;
    const auto first = trim(lines.front());
    const bool marked = first.starts_with('-') || first.starts_with('*') || first.starts_with('_');
    const auto name = fold_case(bare(first));
    if ((marked || name == "begin forwarded message") && one_of(name, kEarlierMail)) return true;
    if (!one_of(field_name(first), kFrom)) return false;
    int others = 0;
    for (std::size_t i = 1; i < std::min<std::size_t>(lines.size(), 8) && others < 2; ++i)
        if (one_of(field_name(lines[i]), kOther)) ++others;
    return others >= 2;
}

}  // namespace dsupport

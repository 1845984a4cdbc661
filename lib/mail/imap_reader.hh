// What an IMAP server says, from bytes to responses (RFC 3501, 9; RFC 9051 is read too). Pure: bytes in, in
// pieces of any size, responses out. A literal is counted, never searched: whatever a mail contains, even
// lines that look like answers of the server, is data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lib/base/result.hh"

namespace dsupport {

/// One piece of data in a response. `BODY[HEADER.FIELDS (MESSAGE-ID)]` is one atom.
struct ImapValue {
    enum class Kind { nil, atom, string, list };
    Kind kind = Kind::nil;
    std::string text;              ///< of an atom as it came, or of a quoted string or literal, unpacked
    std::vector<ImapValue> items;  ///< of a list

    bool operator==(const ImapValue&) const = default;
};

struct ImapResponse {
    enum class Kind {
        untagged,      ///< `* ...`
        tagged,        ///< the end of a command
        continuation,  ///< `+ ...`: the server waits for more of a command
    };
    Kind kind = Kind::untagged;
    std::string tag;           ///< of a tagged one
    std::uint32_t number = 0;  ///< 12 in `* 12 EXISTS`
    std::string name;          ///< `OK`, `FETCH`, ...: in upper case; empty in a continuation
    std::string code;          ///< the word of `OK [UIDNEXT 5]`, in upper case; empty when there is none
    std::string code_text;     ///< `5` there
    std::string text;  ///< what is for people in OK, NO, BAD, BYE, PREAUTH and +; the numbers in SEARCH
    std::vector<ImapValue> values;  ///< the data of every other response

    bool operator==(const ImapResponse&) const = default;
};

/// What is larger is an error, so that no server can fill the memory.
struct ImapLimits {
    std::size_t text = std::size_t{16} << 20U;      ///< of one response without its literals
    std::size_t literals = std::size_t{64} << 20U;  ///< of all literals in one response
    std::size_t values = 20000;                     ///< in one response
    int depth = 32;                                 ///< of lists
};

class ImapReader {
  public:
    explicit ImapReader(const ImapLimits& limits) : limits_(limits) {}

    /// Takes bytes in; all responses in them should be taken out before the next.
    void feed(std::string_view bytes);

    /// The next response that is complete; nothing when it needs more bytes. bad_data when it is no response:
    /// from then on always, since nobody can tell where the next one begins.
    Result<std::optional<ImapResponse>> next();

  private:
    /// Whether the response that is being collected is complete.
    Result<bool> collect();
    Result<bool> end_of_line(std::size_t line_begin);
    void fill_literal();

    ImapLimits limits_;
    std::string in_;           ///< not looked at yet, from at_ on
    std::size_t at_ = 0;       ///< how far in_ is used up
    std::size_t seen_ = 0;     ///< how far in_ holds no line end
    std::string text_;         ///< the response without its literals; each stands there as `{n}` CR LF
    std::size_t missing_ = 0;  ///< bytes of the last literal still to come
    std::vector<std::string> literals_;
    std::size_t literal_bytes_ = 0;
    std::optional<Error> broken_;
};

/// The error of a server that breaks the rules: `why`, and where there is something to show, what it said.
Error no_imap(std::string_view why, std::string_view said = {});

}  // namespace dsupport

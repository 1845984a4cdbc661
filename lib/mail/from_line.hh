// The line that stands before each mail of a mailbox (mbox): `From ann@example.org Thu Apr 16 09:53:04 2015`.
//
// No standard says what is in it (RFC 4155 asks for a sender and a date as asctime writes it), and not
// every program marks the lines of texts that look alike. So a line counts as such a line by what all of it
// says: a sender, then a whole date with the name of a weekday and the year, with or without seconds, a
// zone before or behind the year, or `remote from HOST` at the end (UUCP).
#pragma once

#include <string>
#include <string_view>

namespace dsupport {

/// `line` may end with its line end.
bool has_from_date(std::string_view line);

/// What separates the mails of one mailbox. The first line of the mailbox says which program wrote it.
class Separator {
  public:
    /// Bytes from the front of a line, by which it is judged: with more no answer changes.
    static constexpr std::size_t kAhead = std::size_t{8} << 10U;

    Separator() = default;
    /// By the first line of a mailbox.
    explicit Separator(std::string_view line);
    /// Whether the line at the front of `here` is where the next mail begins. A line between an empty line
    /// and a header field does when it has a date. Without the empty line, a whole header has to be below.
    /// Where the first line has no such date, those of the same form do, word by word. A mailbox of ours
    /// (`From mboxrd@z`, where every line of a text is marked) and one of Google's Takeout
    /// (`From 123@xxx`, where no line is) have lines of their own, and no other separates there.
    bool at(std::string_view here, bool behind_blank) const;

  private:
    enum class Form { like_first, dated, takeout, mboxrd };
    Form form_ = Form::dated;
    bool address_ = false;  ///< the sender in the first line is an address
    std::string shape_;     ///< what is behind it
};

/// Whether a line is `From ...` behind one or more `>`.
bool marked_from_line(std::string_view line);
/// Whether a mailbox can begin with this line.
bool from_line(std::string_view line);

}  // namespace dsupport

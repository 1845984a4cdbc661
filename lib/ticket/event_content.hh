// What an event says, as members of its header: the part of the bytes that differs from kind to kind. Only
// event.cc uses this. The format is frozen with the rest of the header; new kinds and new keys may come.
#pragma once

#include <string>

#include "lib/ticket/event.hh"

namespace dsupport {

/// Adds `kind`, `tk`, the kind's own members, `w`, `at`, `covers` and `part` to a header.
void write_content(const EventContent& content, Json& header);

struct ReadContent {
    EventContent content;  ///< without the body; wholly empty where there is a fault
    std::string fault;     ///< why this version cannot use it; empty: it can
    bool newer = false;    ///< a fault, or something in it that this version does not know
};

/// Never fails: an event whose author, place and signature are right is kept whatever it says.
ReadContent read_content(std::string kind, const Json& header);

/// What a writer must not do though a reader bears it: a null. Empty when all is well.
std::string writers_fault(const EventContent& content);

}  // namespace dsupport

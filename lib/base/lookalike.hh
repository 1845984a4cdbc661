// What a foreign name may try to look like. A reader takes a name in by its shape, so names are compared by
// shape here, and letters of one alphabet that stand in for another's are found.
#pragma once

#include <string>
#include <string_view>

namespace dsupport {

/// The text by its shape: case and width folded, what is invisible dropped, letters of the Cyrillic and Greek
/// alphabets that look like Latin ones as these (the plainest of Unicode's confusables, UTS #39), runs of
/// white space as one blank. Only for comparing with another shape.
std::string shape_of(std::string_view text);

/// Whether a word of it has letters of more than one of the alphabets that look alike: Latin, Greek,
/// Cyrillic, Armenian, Cherokee. Words of different alphabets side by side are no sign, and neither is Latin
/// beside Han or Kana.
bool mixes_alphabets(std::string_view text);

}  // namespace dsupport

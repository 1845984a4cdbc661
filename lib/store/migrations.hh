// The schema's history: one SQL script a version, forward only. Version N of the database has had the first
// N.
#pragma once

#include <string_view>
#include <vector>

namespace dsupport {

const std::vector<std::string_view>& migrations();

}  // namespace dsupport

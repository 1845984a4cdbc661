// Result<T>: a value or an Error. DS_TRY and DS_CHECK hand an Error on to the caller.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

#include "lib/base/error.hh"

namespace dsupport {

template <class T>
using Result = tl::expected<T, Error>;

/// A Result that only says whether it worked.
using Outcome = Result<void>;

inline tl::unexpected<Error> fail(ErrorKind kind, std::string message, std::string hint = {},
                                  std::string cause = {}) {
    return tl::unexpected<Error>(Error{kind, std::move(message), std::move(hint), std::move(cause)});
}

}  // namespace dsupport

#define DS_CONCAT2(a, b) a##b
#define DS_CONCAT(a, b) DS_CONCAT2(a, b)

/// `DS_TRY(auto x, expr);` gives x the value of expr, or returns expr's error from the enclosing function.
#define DS_TRY(declaration, ...) DS_TRY_NAMED(DS_CONCAT(ds_try_, __LINE__), declaration, __VA_ARGS__)
#define DS_TRY_NAMED(name, declaration, ...)                   \
    auto name = __VA_ARGS__;                                   \
    if (!name) return tl::unexpected(std::move(name).error()); \
    declaration = std::move(*name)

/// `DS_CHECK(expr);` returns expr's error from the enclosing function, if it has one.
#define DS_CHECK(...)                                                                                     \
    do {                                                                                                  \
        if (auto ds_check = (__VA_ARGS__); !ds_check) return tl::unexpected(std::move(ds_check).error()); \
    } while (false)

#include "cli/env.hh"

#include <algorithm>

#include "lib/base/text.hh"
#include "lib/team/reader.hh"

namespace dsupport {

constexpr std::size_t kLongestHandle = 32;

Result<Store*> Env::store(Access access) {
    if (opened && (opened_as == access || opened_as == Access::write || access == Access::read))
        return opened.get();
    DS_TRY(opened, Store::open({paths.data_dir}, access, zones));
    opened_as = access;
    return opened.get();
}

Result<Founder> Env::founder() const {
    Founder out;
    const auto& handle = config.text("me.handle");
    out.handle = {handle.empty() ? default_handle(variable, login) : lower(handle)};
    out.person.name = config.text("me.name");
    out.person.email = config.text("me.email");
    out.person.tz = config.text("me.tz");
    if (const auto& group = config.text("group.address"); !group.empty())
        out.group.addresses = {lower(group)};
    out.group.log_address = config.text("group.log_address");
    out.test_home = test_mode;
    return out;
}

std::string default_handle(const Variable& variable, const std::function<std::string()>& login) {
    const auto fit = [](const std::string& name) {
        std::string out;
        // Whether a character may stand in a handle is asked behind one that may begin it.
        for (const char c : lower(name))
            if (valid_handle(out.empty() ? std::string(1, c) : std::string("x") + c)) out += c;
        out.resize(std::min(out.size(), kLongestHandle));
        return out;
    };
    for (const auto* name : {"LOGNAME", "USER"})
        if (auto handle = fit(variable(name)); valid_handle(handle)) return handle;
    if (auto handle = fit(login ? login() : ""); valid_handle(handle)) return handle;
    return "staff";
}

}  // namespace dsupport

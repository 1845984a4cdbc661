#include "cli/ui/pager.hh"

#include <algorithm>

#include "cli/ui/width.hh"
#include "lib/base/text.hh"

namespace dsupport {

Pager choose_pager(const Variable& variable, const std::string& configured) {
    Pager pager{"less", variable("LESS").empty() ? "FRX" : ""};
    for (const auto& choice : {configured, variable("PAGER")}) {
        if (trim(choice).empty()) continue;
        pager.command = choice;
        break;
    }
    return pager;
}

bool fits_screen(std::string_view text, const Terminal& terminal) {
    const int width = std::max(terminal.width, 1);
    int used = 1;  // the shell's prompt below
    for (const auto line : lines(text)) {
        used += std::max((display_width(line) + width - 1) / width, 1);
        if (used > terminal.height) return false;
    }
    return true;
}

Outcome show_paged(std::string text, const Pager& pager, const Terminal& terminal, Output& output,
                   ProcessRunner& runner) {
    constexpr int kNotStarted = 126;  // 126 and 127 of sh
    if (terminal.stdout_tty && trim(pager.command) != "cat" && !fits_screen(text, terminal)) {
        DS_CHECK(output.finish());
        Process process;
        process.argv = {"sh", "-c", pager.command};
        process.input = std::move(text);
        process.terminal = true;
        if (!pager.less_options.empty()) process.environment = {{"LESS", pager.less_options}};
        const auto done = runner.run(process);
        if (done && done->status != kNotStarted && done->status != kNotStarted + 1) return {};
        text = std::move(*process.input);
    }
    output.out(text);
    return {};
}

}  // namespace dsupport

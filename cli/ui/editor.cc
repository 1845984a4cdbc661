#include "cli/ui/editor.hh"

#include <csignal>

#include "lib/base/text.hh"

namespace dsupport {
namespace {

constexpr int kNoSuchCommand = 127;  // of sh
constexpr int kInterrupted = 128 + SIGINT;

std::string with_notes(std::string_view text, std::string_view notes) {
    std::string out(text);
    if (!out.ends_with('\n')) out += '\n';
    if (notes.empty()) return out;
    out += '\n';
    for (const auto line : lines(notes))
        out.append(kDraftNote).append(line.empty() ? "" : " ").append(line) += '\n';
    return out;
}

}  // namespace

std::string choose_editor(const Variable& variable, const std::string& configured) {
    for (const auto& choice :
         {variable("DSUPPORT_EDITOR"), configured, variable("VISUAL"), variable("EDITOR")})
        if (!trim(choice).empty()) return choice;
    return "vi";
}

std::string without_notes(std::string_view content) {
    std::string out;
    std::size_t end = 0;  // behind the last line with something on it
    for (const auto line : lines(content)) {
        if (line.starts_with(kDraftNote)) continue;
        const bool empty = trim(line).empty();
        if (empty && out.empty()) continue;
        out.append(line) += '\n';
        if (!empty) end = out.size();
    }
    out.resize(end);
    return out;
}

Result<Edited> edit_text(const EditRequest& request, const std::string& editor, const Drafts& drafts,
                         ProcessRunner& runner) {
    std::string path = request.recover;
    if (path.empty()) {
        DS_TRY(path, drafts.keep(request.name, with_notes(request.initial, request.notes)));
    } else {
        DS_TRY(const auto old, drafts.read(path));
        DS_CHECK(drafts.rewrite(path, with_notes(without_notes(old), request.notes)));
    }
    Process process;
    process.argv = {"sh", "-c", editor + " \"$@\"", editor, path};
    process.terminal = true;
    auto done = runner.run(process);
    auto content = drafts.read(path);
    if (!content) return tl::unexpected(std::move(content).error());
    auto text = without_notes(*content);
    const bool untouched =
        text.empty() || (request.recover.empty() && text == without_notes(request.initial));
    if (untouched && request.recover.empty()) drafts.discard(path);
    const auto left = untouched ? request.recover : path;
    if (!done) return tl::unexpected(with_draft(std::move(done).error(), request.again, left));
    if (done->status == kNoSuchCommand)
        return tl::unexpected(with_draft({ErrorKind::config,
                                          "cannot start the editor '" + printable(editor) + "'",
                                          "set DSUPPORT_EDITOR, or ui.editor in the configuration",
                                          {}},
                                         request.again, left));
    if (done->status == kInterrupted)
        return tl::unexpected(
            with_draft({ErrorKind::interrupted, "the editor was interrupted", {}, {}}, request.again, left));
    if (done->status != 0)
        return tl::unexpected(with_draft(
            {ErrorKind::gave_up,
             "the editor '" + printable(editor) + "' ended with status " + std::to_string(done->status),
             {},
             {}},
            request.again, left));
    if (text.empty())
        return tl::unexpected(
            with_draft({ErrorKind::gave_up, "the text is empty", {}, {}}, request.again, left));
    if (untouched) return fail(ErrorKind::gave_up, "the text was not changed");
    return Edited{std::move(text), std::move(path)};
}

}  // namespace dsupport

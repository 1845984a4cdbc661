#include "cli/ui/editor.hh"

#include <doctest/doctest.h>

#include <functional>

#include "tests/unit/support/temp_dir.hh"

using namespace dsupport;

namespace {

/// An editor that does what the test says to the draft, and remembers how it was started.
class FakeEditor final : public ProcessRunner {
  public:
    std::function<std::string(const std::string&)> type = [](const std::string& text) { return text; };
    int status = 0;
    Process seen;

    Result<Finished> run(const Process& process) override {
        seen = process;
        const auto path = process.argv.back();
        const auto typed = type(test::read_file(path));
        std::ofstream(path, std::ios::binary) << typed;
        return Finished{status, {}};
    }
};

struct Desk {
    test::TempDir dir;
    Drafts drafts{dir.path()};
    FakeEditor editor;
    EditRequest request{"reply-A", "> quoted\n", "To: ada\nEmpty gives up", "", "dsupport reply A"};
    Result<Edited> edit() { return edit_text(request, "vim -X", drafts, editor); }
};

}  // namespace

TEST_CASE("notes and empty lines at the ends are no part of the text") {
    CHECK(without_notes("\n  \nHello\n\nDS: note\nworld\n\nDS:\n\n") == "Hello\n\nworld\n");
    CHECK(without_notes("DS: only\n").empty());
    CHECK(without_notes("no line end") == "no line end\n");
    CHECK(without_notes(" DS: indented\n") == " DS: indented\n");
}

TEST_CASE("the editor gets a draft with notes and its text comes back without them") {
    Desk desk;
    std::string offered;
    desk.editor.type = [&](const std::string& text) { return offered = text, "Hello\n" + text; };
    const auto edited = desk.edit();
    REQUIRE(edited);
    CHECK(offered == "> quoted\n\nDS: To: ada\nDS: Empty gives up\n");
    CHECK(edited->text == "Hello\n> quoted\n");
    CHECK(test::read_file(edited->draft).starts_with("Hello\n"));
    CHECK(desk.editor.seen.terminal);
    CHECK(desk.editor.seen.argv ==
          std::vector<std::string>{"sh", "-c", "vim -X \"$@\"", "vim -X", edited->draft});
}

TEST_CASE("an empty or unchanged text gives up and leaves no draft") {
    for (const std::string typed : {"", "\nDS: x\n", "> quoted\n\nDS: other\n"}) {
        Desk desk;
        desk.editor.type = [&](const std::string&) { return typed; };
        const auto edited = desk.edit();
        REQUIRE_FALSE(edited);
        CHECK(edited.error().kind == ErrorKind::gave_up);
        CHECK(desk.drafts.list().empty());
    }
}

TEST_CASE("what was typed survives an editor that fails") {
    Desk desk;
    desk.editor.status = 1;
    desk.editor.type = [](const std::string&) { return "half an answer"; };
    const auto edited = desk.edit();
    REQUIRE_FALSE(edited);
    CHECK(edited.error().kind == ErrorKind::gave_up);
    const auto draft = desk.drafts.newest("reply-A").value();
    CHECK(edited.error().hint.find(draft.path) != std::string::npos);
    CHECK(test::read_file(draft.path) == "half an answer");
}

TEST_CASE("an editor that Ctrl-C ended is no change of mind") {
    Desk desk;
    desk.editor.status = 130;
    desk.editor.type = [](const std::string&) { return "half an answer"; };
    const auto edited = desk.edit();
    REQUIRE_FALSE(edited);
    CHECK(edited.error().kind == ErrorKind::interrupted);
    CHECK(edited.error().hint == "to go on with what you typed: dsupport reply A --recover " +
                                     desk.drafts.newest("reply-A").value().path);
}

TEST_CASE("a draft is taken up again and need not be changed") {
    Desk desk;
    desk.request.recover = desk.drafts.keep("reply-A", "half an answer\nDS: old note\n").value();
    std::string offered;
    desk.editor.type = [&](const std::string& text) { return offered = text; };
    const auto edited = desk.edit();
    REQUIRE(edited);
    CHECK(offered == "half an answer\n\nDS: To: ada\nDS: Empty gives up\n");
    CHECK(edited->text == "half an answer\n");
    CHECK(edited->draft == desk.request.recover);
    CHECK(desk.drafts.list().size() == 1);
}

TEST_CASE("an editor that is not there is an error of the configuration") {
    Desk desk;
    RealProcesses real;
    const auto edited = edit_text(desk.request, "/no/such/editor 2>/dev/null", desk.drafts, real);
    REQUIRE_FALSE(edited);
    CHECK(edited.error().kind == ErrorKind::config);
    CHECK(desk.drafts.list().empty());
}

TEST_CASE("a real editor command may have arguments and odd paths") {
    Desk desk;
    RealProcesses real;
    const auto script = desk.dir.write("an editor.sh", "echo \"$1\" >>\"$2\"\n");
    const auto edited = edit_text(desk.request, "sh '" + script.string() + "' added", desk.drafts, real);
    REQUIRE(edited);
    CHECK(edited->text == "> quoted\n\nadded\n");
}

TEST_CASE("the editor is the first that is set") {
    const auto choose = [](const std::string& set, const std::string& configured) {
        return choose_editor([&](std::string_view name) { return name == set ? "chosen" : std::string(); },
                             configured);
    };
    CHECK(choose("DSUPPORT_EDITOR", "configured") == "chosen");
    CHECK(choose("VISUAL", "configured") == "configured");
    CHECK(choose("VISUAL", "") == "chosen");
    CHECK(choose("EDITOR", "") == "chosen");
    CHECK(choose("NOTHING", " ") == "vi");
}

#include "cli/ui/interrupt.hh"

#include <array>

namespace dsupport {
namespace {

constexpr std::array kSignals = {SIGINT, SIGHUP, SIGTERM};
volatile std::sig_atomic_t came = 0;

void remember(int) {
    came = 1;
}

}  // namespace

InterruptWatch::InterruptWatch() : before_(kSignals.size()) {
    came = 0;
    struct sigaction action {};
    action.sa_handler = remember;
    sigemptyset(&action.sa_mask);
    // Without SA_RESTART: a read must come back.
    for (std::size_t i = 0; i < kSignals.size(); ++i) ::sigaction(kSignals.at(i), &action, &before_.at(i));
}

InterruptWatch::~InterruptWatch() {
    for (std::size_t i = 0; i < kSignals.size(); ++i) ::sigaction(kSignals.at(i), &before_.at(i), nullptr);
    came = 0;
}

bool was_interrupted() {
    return came != 0;
}

}  // namespace dsupport

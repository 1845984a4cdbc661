#include "lib/ticket/threads.hh"

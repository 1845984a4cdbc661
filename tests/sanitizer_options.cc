// What a build with sanitizers wants of their runtime, wherever its programs are started from.

// Up to GCC 13 it may take the thread-local block of a module for one of a libc older than 2.25, by its place
// in memory alone, and then the search for leaks dies at the end. Nothing here keeps a pointer only there.
extern "C" const char* __asan_default_options() {
    return "intercept_tls_get_addr=0";
}

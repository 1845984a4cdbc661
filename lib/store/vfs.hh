// Files as SQLite opens them by itself, but for one wait for the disk.
#pragma once

namespace dsupport {

/// The name of a VFS of SQLite, registered by the first call. SQLite's own makes sure after the first write
/// of each process that the disk knows the name of the write-ahead log, as if every process had made that
/// file: one more wait for the disk in each command. This one does so when it makes the file.
const char* vfs_name();

}  // namespace dsupport

# Makes OUT from the numbered migrations: `cmake -DDIR=migrations -DOUT=file.cc -P embed.cmake`.
file(GLOB files ${DIR}/*.sql)
list(SORT files)
set(text "// Made from the numbered files in migrations/.\n#include \"lib/store/migrations.hh\"\n\nnamespace dsupport {\n\nconst std::vector<std::string_view>& migrations() {\n    static const std::vector<std::string_view> kAll = {\n")
foreach(file ${files})
  file(READ ${file} sql)
  # The database keeps its schema as text, and every start of the program reads it.
  string(REGEX REPLACE " *--[^\n]*" "" sql "${sql}")
  string(APPEND text "R\"sql(${sql})sql\",\n")
endforeach()
string(APPEND text "    };\n    return kAll;\n}\n\n}  // namespace dsupport\n")
file(WRITE ${OUT} "${text}")

# Writes OUTPUT: a C file with each rule's page as a constant. Run as a script: -DOUTPUT -DRULES -DFOLDER.
set(code "#include \"rule_pages.h\"\n")
foreach(rule IN LISTS RULES)
  file(READ ${FOLDER}/${rule}.md hex HEX)
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${hex}")
  string(APPEND code "const char rule_page_${rule}[] = {${bytes}0};\n")
endforeach()
file(WRITE ${OUTPUT} "${code}")

# VT_SANITIZE=address,undefined or =thread builds everything, tests included, with these sanitizers.
set(VT_SANITIZE "" CACHE STRING "Sanitizers to build with, as for -fsanitize=")
if(VT_SANITIZE)
  add_compile_options(-fsanitize=${VT_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${VT_SANITIZE})
endif()

# Finds libclang's C interface: target LibClang::LibClang, variable LibClang_VERSION (major).
# Newest first; a version given to find_package is the least one accepted.
set(_majors 22 21 20 19 18 17)
set(_include_hints)
set(_library_hints)
foreach(_major IN LISTS _majors)
  list(APPEND _include_hints /usr/lib/llvm-${_major}/include)
  list(APPEND _library_hints /usr/lib/llvm-${_major}/lib)
endforeach()
# The library the project is measured with comes first where it is installed.
list(PREPEND _include_hints /usr/lib/llvm-19/include)
list(PREPEND _library_hints /usr/lib/llvm-19/lib)

find_path(LibClang_INCLUDE_DIR clang-c/Index.h HINTS ${LibClang_ROOT}/include PATHS ${_include_hints} NO_DEFAULT_PATH)
find_path(LibClang_INCLUDE_DIR clang-c/Index.h)
find_library(LibClang_LIBRARY NAMES clang libclang HINTS ${LibClang_ROOT}/lib PATHS ${_library_hints} NO_DEFAULT_PATH)
find_library(LibClang_LIBRARY NAMES clang libclang)

if(LibClang_LIBRARY)
  get_filename_component(_real ${LibClang_LIBRARY} REALPATH)
  if("${_real} ${LibClang_LIBRARY} ${LibClang_INCLUDE_DIR}" MATCHES "(clang|llvm)-([0-9]+)")
    set(LibClang_VERSION ${CMAKE_MATCH_2})
  endif()
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibClang REQUIRED_VARS LibClang_LIBRARY LibClang_INCLUDE_DIR
                                  VERSION_VAR LibClang_VERSION
                                  REASON_FAILURE_MESSAGE "On Debian or Ubuntu: apt-get install libclang-19-dev")
if(LibClang_FOUND AND NOT TARGET LibClang::LibClang)
  add_library(LibClang::LibClang UNKNOWN IMPORTED)
  set_target_properties(LibClang::LibClang PROPERTIES
    IMPORTED_LOCATION ${LibClang_LIBRARY}
    INTERFACE_INCLUDE_DIRECTORIES ${LibClang_INCLUDE_DIR})
endif()
mark_as_advanced(LibClang_INCLUDE_DIR LibClang_LIBRARY)

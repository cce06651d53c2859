# The house's warnings, for every target of ours. In the development presets VT_WERROR makes them errors.
option(VT_WERROR "Treat warnings as errors" OFF)

function(vt_house_warnings target)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wshadow -Wconversion
    $<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes -Wmissing-prototypes>
    $<$<BOOL:${VT_WERROR}>:-Werror>)
endfunction()

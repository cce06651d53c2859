# Runs PROGRAM with ARGUMENT: it must abort, having said MESSAGE on standard error.
execute_process(COMMAND ${PROGRAM} ${ARGUMENT} RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE errors)
if(NOT result MATCHES "[Aa]bort")
  message(FATAL_ERROR "not aborted, but: ${result}\n${output}${errors}")
endif()
if(NOT errors MATCHES "${MESSAGE}")
  message(FATAL_ERROR "\"${MESSAGE}\" is not in: ${errors}")
endif()
message(STATUS "aborted as it should: ${errors}")

#define DROP(call) (void)(call)

/* coroutine_task.hpp - a lazy coroutine with one result, as a C++20 program would write it; resumes who awaits it by symmetric transfer.
 *
 * Whoever includes it has said before where frames come from: `void *get(std::size_t)`, `void put(void *, std::size_t)`. */
struct Task {
    struct promise_type {
        std::coroutine_handle<> continuation;
        std::uint64_t value = 0;
        void *operator new(std::size_t size) { return get(size); }
        void operator delete(void *frame, std::size_t size) { put(frame, size); }
        Task get_return_object() { return Task{std::coroutine_handle<promise_type>::from_promise(*this)}; }
        std::suspend_always initial_suspend() noexcept { return {}; }
        struct Final {
            bool await_ready() noexcept { return false; }
            std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> self) noexcept { return self.promise().continuation; }
            void await_resume() noexcept {}
        };
        Final final_suspend() noexcept { return {}; }
        void return_value(std::uint64_t result) { value = result; }
        void unhandled_exception() { std::abort(); }
    };
    std::coroutine_handle<promise_type> handle;
    explicit Task(std::coroutine_handle<promise_type> made) : handle(made) {}
    Task(Task &&other) noexcept : handle(std::exchange(other.handle, nullptr)) {}
    ~Task() { if (handle) handle.destroy(); }
    bool await_ready() { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiter) { handle.promise().continuation = waiter; return handle; }
    std::uint64_t await_resume() { return handle.promise().value; }
};

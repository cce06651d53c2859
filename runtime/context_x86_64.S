/* Switching stacks on x86-64, System V ABI.
 *
 * A stack that was left holds, from its stack pointer upward: r15, r14, r13, r12, rbx, rbp, the return address; and below it, in
 * the red zone, MXCSR and the x87 control word. All else is the caller's to save. The switch ends in `ret`: nearly every
 * suspension comes from one place (await.c), so that the processor's return stack predicts it, which an indirect jump would
 * spoil for every frame above. It is called directly, never by a pointer, and needs no endbr64.
 */
#if defined(__x86_64__) && defined(__linux__) && defined(__LP64__)
    .text

/* int vt_rt_switch_stacks_(void **from, void *to, int answer) */
    .globl vt_rt_switch_stacks_
    .hidden vt_rt_switch_stacks_
    .type vt_rt_switch_stacks_, @function
    .p2align 4
vt_rt_switch_stacks_:
    .cfi_startproc
    movl %edx, %eax
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    stmxcsr -8(%rsp)
    fnstcw -4(%rsp)
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    .cfi_def_cfa_offset 56
    .cfi_offset %rbp, -16
    .cfi_offset %rbx, -24
    .cfi_offset %r12, -32
    .cfi_offset %r13, -40
    .cfi_offset %r14, -48
    .cfi_offset %r15, -56
    ldmxcsr -8(%rsp)
    fldcw -4(%rsp)
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
    .cfi_endproc
    .size vt_rt_switch_stacks_, . - vt_rt_switch_stacks_

/* Where a new stack's first switch returns to: r12 has the argument, r13 the entry. Debuggers stop unwinding here. */
    .globl vt_rt_enter_stack_
    .hidden vt_rt_enter_stack_
    .type vt_rt_enter_stack_, @function
    .p2align 4
vt_rt_enter_stack_:
    .cfi_startproc
    .cfi_undefined %rip
    endbr64
    xorl %ebp, %ebp
    movq %r12, %rdi
    callq *%r13
    ud2
    .cfi_endproc
    .size vt_rt_enter_stack_, . - vt_rt_enter_stack_
#endif
    .section .note.GNU-stack, "", %progbits

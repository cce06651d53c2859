"""shell_ask.py SHELL LINE... - completes each LINE in an interactive bash or zsh that has vtcheck's script of this folder; prints what it became."""

import os
import pty
import re
import select
import sys
import time

PATIENCE = 60  # seconds; never a measure of speed

# Each ends with the word "ready"; Ctrl-X prints the line between << and >> and empties it.
SHELLS = {
    "zsh": (["zsh", "-f", "-i"], r"""PS1= ; stty -echo; fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D; unsetopt auto_menu
show() { print -r -- "<<$BUFFER>>"; BUFFER=; }; zle -N show; bindkey '^X' show; bindkey '^I' complete-word; echo rea''dy
"""),
    "bash": (["bash", "--norc", "--noprofile", "-i"], r"""PS1= ; stty -echo; . ./vtcheck.bash
show() { printf '<<%s>>\n' "$READLINE_LINE"; READLINE_LINE=; READLINE_POINT=0; }; bind -x '"\C-x": show'; echo rea''dy
"""),
}


def read(terminal, until):
    out, end = b"", time.monotonic() + PATIENCE
    while until not in out and time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            out += os.read(terminal, 65536)
    return re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]", b"", out).decode(errors="replace")


def main():
    command, setup = SHELLS[sys.argv[1]]
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvpe(command[0], command, {**os.environ, "TERM": "dumb", "HOME": os.getcwd(), "COLUMNS": "400", "INPUTRC": "/dev/null"})
    os.write(terminal, setup.encode())
    read(terminal, b"ready\r\n")
    for line in sys.argv[2:]:
        os.write(terminal, line.encode() + b"\t\x18")
        answer = re.search(r"<<(.*)>>", read(terminal, b">>"))
        print(answer.group(1).strip() if answer else f"{line}: {sys.argv[1]} does not answer")
    os.close(terminal)
    os.waitpid(pid, 0)


main()

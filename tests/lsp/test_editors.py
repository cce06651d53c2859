#!/usr/bin/env python3
"""The real editors, without a screen: each opens a C file with the files of integrations/editors and shows what is wrong in it.

Neovim also asks for code actions and applies the one that silences. Needs neovim, vim-nox, vim-ale, emacs-nox, elpa-eglot.
"""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from client import DOUBLE

VTCHECK, INCLUDE, EDITORS = os.environ["VTCHECK"], os.environ["VTCHECK_INCLUDE"], pathlib.Path(os.environ["VTCHECK_EDITORS"])
PATIENCE = 120

NEOVIM = """
dofile('%(editors)s/neovim/vtcheck.lua').setup { cmd = { '%(vtcheck)s', 'lsp' } }
vim.cmd('filetype on | edit a.c')
vim.wait(%(patience)d, function() return #vim.diagnostic.get(0) > 0 end, 50)
local found = vim.diagnostic.get(0)
local out = io.open('out.json', 'w')
local actions, done = {}, false
local range = { start = { line = 9, character = 12 }, ['end'] = { line = 9, character = 12 } }
vim.lsp.buf_request(0, 'textDocument/codeAction',
  { textDocument = vim.lsp.util.make_text_document_params(), range = range, context = { diagnostics = {} } },
  function(_, result) actions, done = result or {}, true end)
vim.wait(%(patience)d, function() return done end, 50)
local titles = {}
for _, action in ipairs(actions) do
  table.insert(titles, action.title)
  if action.title:match('^Silence') then vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16') end
end
vim.wait(%(patience)d, function() return #vim.diagnostic.get(0) == 0 end, 50)
out:write(vim.fn.json_encode({ line = found[1] and found[1].lnum + 1, code = found[1] and found[1].code, titles = titles,
  left = #vim.diagnostic.get(0), text = vim.api.nvim_buf_get_lines(0, 9, 10, false)[1] }))
out:close()
vim.cmd('qall!')
"""

VIM = """
set nocompatible
let &runtimepath .= ',/usr/share/vim-ale,%(ale)s'
let g:ale_linters = {'c': ['vtcheck']}
let g:ale_linters_explicit = 1
let g:ale_c_vtcheck_executable = '%(vtcheck)s'
filetype plugin on
runtime plugin/ale.vim
silent edit a.c
set filetype=c
ALELint
let s:left = %(patience)d / 100
while s:left > 0 && empty(ale#engine#GetLoclist(bufnr('')))
    sleep 100m
    let s:left -= 1
endwhile
call writefile([json_encode(map(copy(ale#engine#GetLoclist(bufnr(''))), '{"lnum": v:val.lnum, "code": get(v:val, "code", ""), "type": v:val.type}'))], 'out.json')
qall!
"""

EMACS = """
(package-initialize)
(require 'eglot)
(load "%(editors)s/emacs/vtcheck.el")
(setq vtcheck-command '("%(vtcheck)s" "lsp") eglot-sync-connect 60)
(find-file "a.c")
(c-mode)
(apply #'eglot--connect (eglot--guess-contact))
(let ((left %(turns)d))
  (flymake-mode 1)
  (while (and (> left 0) (null (flymake-diagnostics)))
    (accept-process-output nil 0.1)
    (setq left (1- left))))
(with-temp-file "out.json"
  (insert (json-encode (mapcar (lambda (d) (list (cons 'line (with-current-buffer "a.c" (line-number-at-pos (flymake-diagnostic-beg d))))
                                                 (cons 'text (flymake-diagnostic-text d))))
                               (with-current-buffer "a.c" (flymake-diagnostics))))))
(kill-emacs 0)
"""


class Editors(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="vtcheck lsp ")
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name).resolve()
        (self.root / "a.c").write_text(DOUBLE)
        (self.root / "compile_commands.json").write_text(json.dumps([{"directory": str(self.root), "file": "a.c", "arguments": ["cc", "-I" + INCLUDE, "-c", "a.c"]}]))

    def run_editor(self, program, script, name, *arguments):
        if shutil.which(program) is None:
            self.skipTest(f"{program} is not installed")
        values = {"editors": EDITORS, "vtcheck": VTCHECK, "patience": PATIENCE * 1000, "turns": PATIENCE * 10, "ale": self.root / "vim"}
        (self.root / name).write_text(script % values)
        home = {**os.environ, "HOME": str(self.root), "XDG_CACHE_HOME": str(self.root / "cache"), "XDG_CONFIG_HOME": str(self.root / "config")}
        done = subprocess.run([program, *arguments], cwd=self.root, env=home, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=3 * PATIENCE, check=False)
        out = self.root / "out.json"
        self.assertTrue(out.exists(), done.stdout + done.stderr)
        return json.loads(out.read_text())

    def test_neovim(self):
        found = self.run_editor("nvim", NEOVIM, "test.lua", "--headless", "-u", "NONE", "-c", "luafile test.lua")
        self.assertEqual((found["line"], found["code"]), (10, "vt-double-await"))
        self.assertTrue(any(title.startswith("Explain") for title in found["titles"]), found)
        self.assertEqual(found["text"], "    return vt_int_await(t, &a); // NOLINT(vt-double-await)")
        self.assertEqual(found["left"], 0)

    def test_vim_with_ale(self):
        if not any(pathlib.Path("/usr/share").glob("vim*/**/plugin/ale.vim")):
            self.skipTest("ALE (vim-ale) is not installed")
        linters = self.root / "vim/ale_linters/c"
        linters.mkdir(parents=True)
        shutil.copy(EDITORS / "vim-ale/vtcheck.vim", linters)
        found = self.run_editor("vim", VIM, "test.vim", "-es", "-N", "-u", "NONE", "-i", "NONE", "-S", "test.vim")
        self.assertEqual(found, [{"lnum": 10, "code": "vt-double-await", "type": "E"}])

    def test_emacs_with_eglot(self):
        found = self.run_editor("emacs", EMACS, "test.el", "-q", "--batch", "-l", "test.el")
        self.assertEqual([entry["line"] for entry in found], [10])
        self.assertIn("consumed before", found[0]["text"])


if __name__ == "__main__":
    result = unittest.main(verbosity=2, exit=False).result
    sys.exit(1 if not result.wasSuccessful() else 77 if result.skipped else 0)

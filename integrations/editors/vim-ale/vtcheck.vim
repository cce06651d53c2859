" vtcheck as a linter of ALE, by its language server. Put this file into ~/.vim/ale_linters/c/vtcheck.vim.

call ale#Set('c_vtcheck_executable', 'vtcheck')
call ale#Set('c_vtcheck_options', '')

function! VtcheckCommand(buffer) abort
    return '%e lsp' . ale#Pad(ale#Var(a:buffer, 'c_vtcheck_options'))
endfunction

function! VtcheckRoot(buffer) abort
    for [l:mark, l:folder] in [['compile_commands.json', ':h'], ['build/compile_commands.json', ':h:h'], ['compile_flags.txt', ':h'], ['.vtcheck.yaml', ':h']]
        let l:found = ale#path#FindNearestFile(a:buffer, l:mark)
        if !empty(l:found)
            return fnamemodify(l:found, l:folder)
        endif
    endfor
    return fnamemodify(bufname(a:buffer), ':p:h')
endfunction

call ale#linter#Define('c', {
\   'name': 'vtcheck',
\   'lsp': 'stdio',
\   'executable': {buffer -> ale#Var(buffer, 'c_vtcheck_executable')},
\   'command': function('VtcheckCommand'),
\   'project_root': function('VtcheckRoot'),
\   'language': 'c',
\})

-- vtcheck in Neovim 0.7 or later. From init.lua: dofile('.../vtcheck.lua').setup() -- options in the README beside this file.

local M = {}
local clients = {} -- root folder -> client, where vim.lsp.start is not there yet

local function root_of(path)
  local marks = { 'compile_commands.json', 'build/compile_commands.json', 'compile_flags.txt', '.vtcheck.yaml', '.git' }
  local folder = vim.fn.fnamemodify(path, ':p:h')
  local at = folder
  while true do
    for _, mark in ipairs(marks) do
      if vim.loop.fs_stat(at .. '/' .. mark) then
        return at
      end
    end
    local parent = vim.fn.fnamemodify(at, ':h')
    if parent == at then
      return folder
    end
    at = parent
  end
end

function M.attach(buffer, options)
  local path = vim.api.nvim_buf_get_name(buffer)
  if not path:match('%.[ch]$') then
    return
  end
  local root = root_of(path)
  local config = { name = 'vtcheck', cmd = options.cmd or { 'vtcheck', 'lsp' }, root_dir = root, on_attach = options.on_attach,
                   get_language_id = function() return 'c' end }
  if vim.lsp.start then
    vim.lsp.start(config, { bufnr = buffer })
    return
  end
  clients[root] = clients[root] or vim.lsp.start_client(config)
  if clients[root] then
    vim.lsp.buf_attach_client(buffer, clients[root])
  end
end

function M.setup(options)
  options = options or {}
  vim.api.nvim_create_autocmd('FileType', {
    pattern = { 'c', 'cpp' }, -- headers are taken for C++ by default
    callback = function(event) M.attach(event.buf, options) end,
  })
end

return M

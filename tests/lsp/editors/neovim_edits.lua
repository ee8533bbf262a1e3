-- Writes each text of KSPEC_EDITS into the file that KSPEC_FILE names, in turn after the first, and
-- prints how many hints and completions the server gives at its cursor.
vim.cmd.edit(vim.env.KSPEC_FILE)
local buf = vim.api.nvim_get_current_buf()
local client
vim.wait(20000, function()
  client = vim.lsp.get_clients({ bufnr = buf })[1]
  return client ~= nil and client.initialized
end, 50)
local good = vim.api.nvim_buf_get_lines(buf, 0, -1, false)
local document = { uri = vim.uri_from_bufnr(buf) }
local whole = { start = { line = 0, character = 0 }, ["end"] = { line = 99, character = 0 } }
local function count(method, given)
  local answer = client.request_sync(method, given, 20000, buf)
  local found = answer and answer.result or {}
  return #(found.items or found)
end
local out = {}
for _, edit in ipairs(vim.json.decode(vim.env.KSPEC_EDITS)) do
  vim.api.nvim_buf_set_lines(buf, 0, -1, false, good)
  count("textDocument/inlayHint", { textDocument = document, range = whole })
  vim.api.nvim_buf_set_lines(buf, 0, -1, false, edit.lines)
  local place = { line = edit.line, character = edit.character }
  table.insert(out, {
    hints = count("textDocument/inlayHint", { textDocument = document, range = whole }),
    words = count("textDocument/completion", { textDocument = document, position = place }),
  })
end
io.stdout:write(vim.json.encode(out) .. "\n")
vim.cmd("qall!")

-- Opens the file that KSPEC_FILE names, and prints what the server says as JSON.
vim.cmd.edit(vim.env.KSPEC_FILE)
local buf = vim.api.nvim_get_current_buf()
local function get(what)
  vim.wait(20000, function() return #what() > 0 end, 50)
  return what()
end
local client
vim.wait(20000, function()
  client = vim.lsp.get_clients({ bufnr = buf })[1]
  return client ~= nil and client.initialized
end, 50)
local is_foreign = vim.env.KSPEC_FILE == "package.json"
local out = { encoding = client.offset_encoding, diagnostics = {}, hints = {} }
local function diagnostics() return vim.diagnostic.get(buf) end
local function hints() return vim.lsp.inlay_hint.get({ bufnr = buf }) end
if is_foreign then
  vim.wait(3000, function() return #diagnostics() + #hints() > 0 end, 50)
end
for _, d in ipairs(is_foreign and diagnostics() or get(diagnostics)) do
  table.insert(out.diagnostics, { code = d.code, line = d.lnum, col = d.col })
end
for _, h in ipairs(is_foreign and hints() or get(hints)) do
  table.insert(out.hints, { line = h.inlay_hint.position.line, label = h.inlay_hint.label })
end
if vim.env.KSPEC_FILE == "single.kspec.json" then
  local found = diagnostics()[1]
  vim.api.nvim_win_set_cursor(0, { found.lnum + 1, 56 })
  local place = vim.lsp.util.make_position_params(0, client.offset_encoding)
  local hover = client.request_sync("textDocument/hover", place, 10000, buf)
  out.hover = hover.result.contents.value
  vim.api.nvim_win_set_cursor(0, { found.lnum + 1, found.col })
  vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.isPreferred end })
  vim.wait(10000, function() return #diagnostics() == 0 end, 50)
  out.text = table.concat(vim.api.nvim_buf_get_lines(buf, 0, -1, false), "\n")
  out.left = #diagnostics()
end
for _, empty in ipairs({ "diagnostics", "hints" }) do
  if #out[empty] == 0 then out[empty] = vim.empty_dict() end
end
io.stdout:write((vim.json.encode(out):gsub("{}", "[]")) .. "\n")
vim.cmd("qall!")

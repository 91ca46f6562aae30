-- Neovim 0.11 and later find this below lsp/ in 'runtimepath'; vim.lsp.enable('pinlitmus') turns it on.
return {
  cmd = { 'pinlitmus', 'lsp', '--stdio' },
  filetypes = { 'litmus' },
  root_markers = { 'pinlitmus.config.json', 'pinlitmus.config.js', 'pinlitmus.config.mjs', '.git' },
}
